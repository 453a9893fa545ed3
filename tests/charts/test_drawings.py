"""Every chart says in words what it shows, keeps unknown apart from nought, and stays small."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from analytics.charts import (
    coverage,
    estimates,
    evidence_pace,
    explore,
    hip_strength,
    injury,
    injury_groups,
    injury_rates,
    injury_times,
    overview,
    pace,
)
from analytics.charts.drawing import Drawing
from analytics.charts.explore_marks import Axis, Look
from analytics.knowledge import units

Frame = pd.DataFrame


def all_drawings(weeks: Frame, injuries: Frame, mode: str = "light") -> dict[str, Drawing]:
    answer = pd.DataFrame(
        {
            "name": ["Judged from published studies", "Your own weeks alone"],
            "value": [0.85, 0.7],
            "low": [0.47, 0.4],
            "high": [1.53, 1.2],
            "is_main": [False, True],
            "is_own": [False, True],
        }
    )
    points = pd.DataFrame(
        {
            "athlete": "A",
            "week_start": weeks["week_start"],
            "y": weeks["distance_m"] / 1000,
            "x": weeks["hip_sets"],
        }
    )
    within = pd.DataFrame(
        {
            "week_start": weeks["week_start"],
            "dose_difference": [1.0, -1, 0, 2, -2, 0],
            "speed_difference_pct": [0.5, -0.5, 0, 1, -1, 0],
        }
    )
    months = pd.DataFrame(
        {"period_start": [pd.Timestamp("2026-01-01")], "followed": [4], "injured": [1], "prevalence_pct": [25.0],
         "low_pct": [4.6], "high_pct": [69.9]}
    )  # fmt: skip
    groups = pd.DataFrame(
        {"label": ["Knee", "Shin <i>"], "n": [6, 0], "estimate": [3.0, 0.0], "low": [1.1, 0.0], "high": [6.5, 1.8],
         "mean_days": [12.0, np.nan], "burden": [36.0, 0.0], "rests_on": ["6 injuries in 2 000 h", "none"]}
    )  # fmt: skip
    bins = pd.DataFrame({"label": ["1 to 7 days", "Still open"], "n": [3, 1], "share_pct": [75.0, 25.0]})
    known = pd.DataFrame(
        {"name": "A <i>", "week_start": weeks["week_start"].iloc[:3], "iso_week": ["2026-W01", "2026-W02", "2026-W03"],
         "running": [7.0, 3, 0]}
    )  # fmt: skip
    curve = pd.DataFrame(
        {"time": [0.0, 9, 20], "at_risk": [3.0, 3, 1], "survival_pct": [100.0, 50, 0], "low_pct": [100.0, 5, np.nan],
         "high_pct": [100.0, 80, np.nan]}
    )  # fmt: skip
    return {
        "overview": overview.draw(weeks, injuries, title="Weeks", hr_ref_bpm=140, mode=mode),
        "hip strength": hip_strength.draw(weeks, injuries, title="Hips", target=(8, 16), mode=mode),
        "groups": hip_strength.draw_shares(
            pd.DataFrame({"label": ["Side of the hip"], "hip_sets": [4.0]}),
            title="Made of",
            subtitle="",
            mode=mode,
        ),
        "pace": pace.draw_time(weeks, injuries, title="Pace", hr_ref_bpm=140, mode=mode),
        "within": pace.draw_within(within, title="Within", subtitle="", mode=mode),
        "injuries": injury.draw_timeline(injuries, weeks, title="Injuries", mode=mode),
        "rates": injury_rates.draw_groups(groups, title="Rates", subtitle="", unit="1,000 h", mode=mode),
        "curves": injury_groups.draw_curves(
            pd.concat([curve.assign(label="Women"), curve.assign(label="Men <i>")]),
            pd.DataFrame(
                {"label": ["Women", "Men <i>"], "n": [3, 3], "events": [2, 1], "middle": ["9", "–"]}
            ),
            title="Curves",
            subtitle="",
            axis="Days",
            what="without",
            mode=mode,
        ),
        "coverage": coverage.draw(known, title="Known", logs=(("running", "Running"),), mode=mode),
        "coverage of a squad": coverage.draw_squad(
            known, title="All", logs=(("running", "Running"),), mode=mode
        ),
        "matrix": injury_rates.draw_matrix(groups, title="Weight", subtitle="", unit="1,000 h", mode=mode),
        "bins": injury_rates.draw_bins(bins, title="How bad", subtitle="", mode=mode),
        "months": injury_times.draw_prevalence(
            months, title="Months", subtitle="", period="month", mode=mode
        ),
        "curve": injury_times.draw_curve(
            curve,
            curve[["time", "at_risk"]],
            title="How long",
            subtitle="",
            axis="Days",
            quartiles="Half by 9 (3 to 20)",
            what="without",
            followed="athletes",
            mode=mode,
        ),
        "answer": estimates.draw(
            answer,
            title="Answer",
            subtitle="",
            unit=" times",
            no_effect=1,
            better="fewer",
            worse="more",
            meaning="injury",
            mode=mode,
        ),
        **{f"explore {name}": drawn for name, drawn in explored(points, mode).items()},
    }


def explored(points: Frame, mode: str) -> dict[str, Drawing]:
    dots = points.assign(athlete_id=1, day=points["week_start"], ref=None)
    look = Look("Explored", "6 weeks.", Axis("Distance, km", "km"), Axis("Pace", "min/km", is_pace=True))
    line = pd.DataFrame({"when": dots["day"], "middle": dots["y"], "low": dots["y"], "high": dots["y"] + 1})
    group = pd.DataFrame(
        {"group": ["2026"], "n": [6], "athletes": [1], "low": [1.0], "q1": [2.0], "middle": [3.0], "q3": [4.0],
         "high": [5.0]}
    )  # fmt: skip
    lags = pd.DataFrame(
        {
            "lag": [0, 1],
            "correlation": [0.1, None],
            "low": [0.0, None],
            "high": [0.2, None],
            "n": 6,
            "athletes": 1,
        }
    )
    weeks = pd.DataFrame({"offset": [-1, 0], "middle": 1.0, "low": 0.5, "high": 1.5, "n": 2, "athletes": 1})
    events = pd.DataFrame({"event": [0, 0], "athlete_id": 1, "offset": [-1, 0], "y": [1.0, 2.0]})
    own = pd.DataFrame({"athlete_id": [1, 2], "x_low": 0.0, "y_low": 0.0, "x_high": 1.0, "y_high": 1.0})
    return {
        "time": explore.over_time(dots, line, look, mode=mode),
        "against": explore.against(dots, own, (1.0, 0.5, 1.5, 2.0, 3.0), look, mode=mode),
        "spread": explore.spread(dots, look, mode=mode),
        "groups": explore.groups(group, look, mode=mode),
        "athletes": explore.athletes(dots, [(1, "Ana"), (2, "Ben")], look, across=2, mode=mode),
        "lags": explore.lags(lags, look, mode=mode),
        "around": explore.around(weeks, events, look, what="injury", mode=mode),
        "strip": explore.strip_of_days(dots, look, mode=mode),
        "values": explore.strip_of_values(dots["y"], Axis("Pace", "min/km", is_pace=True), look, mode=mode),
    }


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_chart_has_a_title_words_and_no_title_inside_the_figure(
    weeks: Frame, injuries: Frame, mode: str
) -> None:
    for name, drawing in all_drawings(weeks, injuries, mode).items():
        assert drawing.title, name
        assert drawing.alt_text.startswith(drawing.title), name
        assert len(drawing.alt_text) > len(drawing.title) + 5, name
        assert drawing.figure.layout.title.text is None, name


def test_every_chart_can_be_sent_to_a_browser_and_draws_svg(weeks: Frame, injuries: Frame) -> None:
    for name, drawing in all_drawings(weeks, injuries).items():
        sent = json.loads(drawing.figure.to_json())
        assert all(trace["type"] in ("bar", "scatter", "heatmap") for trace in sent["data"]), name


@pytest.mark.parametrize("draw", [overview.draw, pace.draw_time])
def test_an_unknown_week_has_no_mark_and_is_hatched(
    weeks: Frame, no_injuries: Frame, draw: Callable[..., Drawing]
) -> None:
    figure = draw(weeks, no_injuries, title="Weeks", hr_ref_bpm=140).figure
    hatched = [trace for trace in figure.data if trace.type == "bar" and trace.marker.pattern.shape == "/"]
    assert hatched and "unknown" in hatched[0].hovertext[0]
    assert "Week 4, 2026" in hatched[0].hovertext[0]


def test_a_week_of_rest_is_a_bar_of_nought_and_not_hatched(weeks: Frame, no_injuries: Frame) -> None:
    figure = overview.draw(weeks, no_injuries, title="Weeks", hr_ref_bpm=140).figure
    distance = figure.data[0]
    assert distance.y[3] == 0 and np.isnan(distance.y[2])
    assert distance.hovertext[3] == "Week 5, 2026: 0.0 km in 0 runs."


def test_pace_upward_is_faster(weeks: Frame, no_injuries: Frame) -> None:
    figure = overview.draw(weeks, no_injuries, title="Weeks", hr_ref_bpm=140).figure
    bottom, top = figure.layout.yaxis3.range
    assert bottom > top
    assert all(":" in text for text in figure.layout.yaxis3.ticktext)


def test_the_pace_line_breaks_where_a_week_has_none(weeks: Frame, no_injuries: Frame) -> None:
    line = pace.draw_time(weeks, no_injuries, title="Pace", hr_ref_bpm=140).figure.data[0]
    assert line.connectgaps is False and np.isnan(line.y[3])


def test_an_injury_is_a_band_through_all_panels_with_its_name_as_plain_words(
    weeks: Frame, injuries: Frame
) -> None:
    figure = overview.draw(weeks, injuries, title="Weeks", hr_ref_bpm=140).figure
    band = figure.layout.shapes[0]
    assert (band.yref, band.y0, band.y1) == ("paper", 0, 1)
    labels = [note.text for note in figure.layout.annotations]
    assert "Shin &lt;i&gt;left&lt;/i&gt;, 13 days" in labels


def test_the_three_lanes_of_hip_sets_are_told_apart_by_pattern(weeks: Frame, no_injuries: Frame) -> None:
    figure = hip_strength.draw(weeks, no_injuries, title="Hips", target=None).figure
    lanes = [
        trace for trace in figure.data if trace.type == "bar" and "hip sets" in (trace.hovertext[0] or "")
    ]
    assert [trace.marker.pattern.shape for trace in lanes] == ["", "\\", "."]


def test_a_lane_without_sets_is_not_named(weeks: Frame, no_injuries: Frame) -> None:
    logged = weeks.assign(hip_sets_described=0.0, hip_sets_assumed=0.0)
    drawing = hip_strength.draw(logged, no_injuries, title="Hips", target=None)
    assert "assumed" not in drawing.subtitle and "described" not in drawing.subtitle


def test_an_estimate_is_always_drawn_with_its_interval(weeks: Frame, injuries: Frame) -> None:
    drawing = all_drawings(weeks, injuries)["answer"]
    lines = [trace for trace in drawing.figure.data if trace.mode == "lines"]
    assert [tuple(line.x) for line in lines] == [(0.47, 1.53), (0.4, 1.2)]
    assert "0.70 (0.40 to 1.20)" in drawing.alt_text


def test_a_ratio_stands_on_a_logarithmic_axis_and_a_difference_does_not(
    weeks: Frame, injuries: Frame
) -> None:
    ratio = all_drawings(weeks, injuries)["answer"].figure
    assert ratio.layout.xaxis.type == "log"
    frame = pd.DataFrame(
        {"name": ["a"], "value": [0.5], "low": [-1.0], "high": [2.0], "is_main": [True], "is_own": [True]}
    )
    difference = estimates.draw(
        frame, title="t", subtitle="", unit=" %", no_effect=0, better="slower", worse="faster", meaning="pace"
    ).figure
    low, high = difference.layout.xaxis.range
    assert difference.layout.xaxis.type is None and low == -high
    # The numbers have a ground of their own, so that the line of no effect does not strike them through.
    note = next(one for one in difference.layout.annotations if one.text.startswith("0.50"))
    assert (note.x, note.y, bool(note.bgcolor)) == (0.5, "a", True)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.47, 1.53, ["0.5", "0.67", "1", "1.5", "2"]),
        (0.2, 2.6, ["0.2", "0.33", "0.5", "1", "2"]),
        (0.05, 20.0, ["0.05", "0.2", "1", "5", "20"]),
    ],
)
def test_the_ticks_of_a_ratio_leave_each_other_room_on_a_phone(
    low: float, high: float, ticks: list[str]
) -> None:
    frame = pd.DataFrame(
        {"name": ["a"], "value": [1.0], "low": [low], "high": [high], "is_main": [True], "is_own": [True]}
    )
    axis = estimates.draw(
        frame, title="t", subtitle="", unit="", no_effect=1, better="fewer", worse="more", meaning="injury"
    ).figure.layout.xaxis
    assert list(axis.ticktext) == ticks and axis.tickangle == 0
    assert min(np.diff(np.log10(axis.tickvals))) >= 0.13 * (axis.range[1] - axis.range[0])


def test_changes_on_an_axis_carry_their_sign_and_nought_has_none() -> None:
    lags = pd.DataFrame({"lag_weeks": [1, 2], "value": [0.1, 0.3], "low": [-0.6, -0.2], "high": [0.8, 0.9]})
    axis = evidence_pace.draw_lags(lags, title="When?", subtitle="").figure.layout.yaxis
    assert list(axis.ticktext) == ["−0.6", "−0.4", "−0.2", "0", "+0.2", "+0.4", "+0.6", "+0.8"]
    with units.following(units.Way(numbers="space_comma")):
        axis = evidence_pace.draw_lags(lags, title="When?", subtitle="").figure.layout.yaxis
    assert axis.ticktext[0] == "−0,6"


def test_the_end_of_an_interval_beyond_the_picture_is_written() -> None:
    rows = pd.DataFrame(
        {"label": ["2024", "2025"], "n": [2, 30], "estimate": [10.0, 12.0], "low": [2.0, 9.0],
         "high": [90.0, 16.0], "rests_on": "few"}
    )  # fmt: skip
    figure = injury_rates.draw_groups(rows, title="Rates", subtitle="", unit="1,000 h").figure
    assert [(one.text, one.y) for one in figure.layout.annotations] == [("90.0 →", "2024")]


def test_explore_draws_two_thousand_dots_at_most() -> None:
    points = pd.DataFrame(
        {
            "athlete": "A",
            "week_start": pd.Timestamp("2026-01-05"),
            "y": np.arange(9000.0),
            "x": np.arange(9000.0),
        }
    )
    points = points.assign(athlete_id=1, day=points["week_start"], ref=None)
    look = Look("Much", "9000 weeks.", Axis("y"), Axis("x"))
    drawing = explore.against(points, pd.DataFrame(), None, look)
    assert len(drawing.figure.data[0].x) == explore.MOST_POINTS


def test_weeks_without_anything_still_make_a_figure(weeks: Frame, no_injuries: Frame) -> None:
    nothing = weeks.assign(**{name: float("nan") for name in weeks.columns if name != "week_start"})
    drawing = overview.draw(nothing, no_injuries, title="Nothing known", hr_ref_bpm=None)
    assert "Nothing known" in drawing.alt_text
    note = next(one for one in drawing.figure.layout.annotations if "no steady run" in one.text)
    assert (note.xref, note.yref) == ("x3 domain", "y3 domain")
