"""The charts of load: bands where they belong, unknown weeks without a mark, every zone told apart."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.charts import load, load_zones, panels, points
from analytics.metrics.session_load import BASES

WEEKS = pd.DataFrame(
    {
        "week_start": pd.date_range("2026-01-05", periods=4, freq="7D"),
        "iso_week": ["2026-W02", "2026-W03", "2026-W04", "2026-W05"],
        "load_au_z": [np.nan, 0.5, 2.5, -1.0],
    }
)


def test_every_panel_of_own_weeks_has_its_two_bands_and_leads_to_the_week() -> None:
    drawn = load.draw_own_weeks(WEEKS, title="Which?", names={"load_au": "Load"})
    assert [(one.y0, one.y1) for one in drawn.figure.layout.shapes] == [(-2, 2), (-1, 1)]
    assert points.read(drawn.figure.data[0].customdata[1]).key == "2026-W03"
    assert "load −1.0 in week 5, 2026" in drawn.alt_text


def test_zones_are_five_colours_and_a_hatch_and_told_in_words() -> None:
    weeks = WEEKS.assign(hr_zone_unknown_s=1800.0, **{f"hr_zone_{zone}_s": 1800.0 for zone in range(1, 6)})
    drawn = load_zones.draw_zones(weeks, kind="hr", title="How?", subtitle="")
    assert [one.name for one in drawn.figure.data][-1] == "Heart rate not known"
    assert len({one.marker.color for one in drawn.figure.data}) == 6
    assert drawn.figure.data[-1].marker.pattern.shape == "/"
    assert "zone 1 17 %" in drawn.alt_text


def test_an_unknown_stretch_of_days_is_shaded_and_settling_is_dotted() -> None:
    days = pd.DataFrame(
        {
            "load_au": [100.0, np.nan, np.nan, 50.0], "ctl": [90.0, np.nan, np.nan, 80.0],
            "atl": [95.0, np.nan, np.nan, 70.0], "tsb": np.nan, "warming_up": [False, False, False, True],
        },
        index=pd.date_range("2026-01-05", periods=4),
    )  # fmt: skip
    spells = pd.DataFrame({"onset_date": [], "end_date": [], "label": []})
    drawn = load.draw_fitness(days, spells, title="How?", unit="AU", basis="Session RPE")
    shaded = [one for one in drawn.figure.layout.shapes if one.type == "rect"]
    assert [(str(one.x0)[:10], str(one.x1)[:10]) for one in shaded] == [("2026-01-06", "2026-01-08")]
    assert {"solid", "dot"} <= {one.line.dash for one in drawn.figure.data if one.type == "scatter"}
    assert "2 days with a known load of 4" in drawn.alt_text


def test_without_a_run_to_hold_against_the_figure_says_so_and_has_no_axis() -> None:
    none = pd.DataFrame(
        {name: [] for name in ("activity_id", "local_date", "distance_m", "longest_30d_before_m")}
        | {"spike_ratio": pd.Series(dtype=float), "state": pd.Series(dtype=str)}
    )
    drawn = load.draw_runs(none, title="How far?", names={}).figure
    assert "No run with another in the 30 days before it" in [one.text for one in drawn.layout.annotations]
    assert drawn.layout.xaxis.showticklabels is False and drawn.layout.yaxis.title.text == ""
    names = {name: name for name in BASES}
    weeks = WEEKS.assign(**dict.fromkeys(BASES, np.nan))
    bases = load_zones.draw_bases(weeks, title="Which?", names=names, chosen=BASES[0]).figure
    assert [one.text for one in bases.layout.annotations] == ["No run with a known load in these weeks"]


def test_where_room_is_short_the_longest_injuries_are_named() -> None:
    days = pd.Series(pd.date_range("2026-01-05", periods=7, freq="7D"))
    long = pd.Timestamp("2026-01-10")
    spells = pd.DataFrame(
        {
            "onset_date": [long] * 4,
            "end_date": [long + pd.Timedelta(days=n) for n in (2, 3, 4, 30)],
            "label": ["Knee, 2 days", "Shin, 3 days", "Foot, 4 days", "Hip, 4 weeks"],
        }
    )
    figure = panels.stacked(["Load"], mode="light", heights=[100], spells=spells)
    panels.bands(figure, spells, mode="light", weeks=days)
    named = [one.text for one in figure.layout.annotations[1:]]
    assert named == ["Hip, 4 weeks", "Foot, 4 days", "Shin, 3 days"]
