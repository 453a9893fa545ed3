"""The curve, the course of a best, and measures of runs: what they draw, say, and open."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.charts import pace_curve, pace_runs, points
from analytics.reports.pace_runs import Measure

MODES = ["light", "dark"]


@pytest.fixture
def efforts() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "activity_id": [11, 12, 13],
            "local_date": pd.to_datetime(["2026-03-01", "2026-03-08", "2026-05-01"]),
            "distance_m": [1000.0, 1000.0, 1000.0],
            "duration_s": [250.0, 240.0, 245.0],
            "pace_s_per_km": [250.0, 240.0, 245.0],
            "best_s_per_km": [250.0, 240.0, 240.0],
            "is_best": [True, True, False],
        }
    )


@pytest.mark.parametrize("mode", MODES)
def test_the_curve_draws_each_span_and_the_fit_and_its_points_open_runs(
    efforts: pd.DataFrame, mode: str
) -> None:
    drawing = pace_curve.draw_curve(
        {"All time": efforts, "2026": efforts.iloc[:0]},
        title="How fast for how long?",
        critical_s_per_km=300.0,
        d_prime_m=150.0,
        fit_range_s=(120.0, 1200.0),
        mode=mode,
    )
    assert [trace.name for trace in drawing.figure.data] == [
        "All time",
        "Fit of critical speed",
        "Critical speed",
    ]
    assert {one.key for one in points.listed(drawing.figure)} == {"11", "12", "13"}
    fit = drawing.figure.data[1]
    # 120 s at 1000/300 m/s and 150 m above it: 550 m.
    assert fit.y[0] == pytest.approx(1000 * 120 / 550)
    assert "5:00 /km, 150 m above it" in drawing.alt_text
    low, high = drawing.figure.layout.yaxis.range
    assert low > high  # up is faster


@pytest.mark.parametrize("mode", MODES)
def test_the_course_marks_each_best_so_far(efforts: pd.DataFrame, mode: str) -> None:
    drawing = pace_curve.draw_course(efforts, title="1 km", name="1 km", mode=mode)
    _, runs, bests = drawing.figure.data
    assert list(runs.y) == [245.0] and list(bests.y) == [250.0, 240.0]
    assert "1 000 m in 4:00" in drawing.alt_text.replace("\u202f", " ")


@pytest.mark.parametrize("mode", MODES)
def test_measures_have_a_panel_each_and_say_from_how_many_runs(mode: str) -> None:
    runs = pd.DataFrame(
        {
            "activity_id": range(1, 8),
            "local_date": pd.to_datetime([f"2026-03-0{day}" for day in range(1, 7)] + ["2026-08-01"]),
            "distance_m": [10_000.0] * 7,
            "is_usual": [True] * 6 + [False],
            "running_cadence_spm": [170.0, 171, None, 172, 173, 174, 170],
            "smooth_running_cadence_spm": [171.0, 171, None, 172, 172, 172, 172],
        }
    )
    cadence = Measure("running_cadence_spm", "Cadence", "steps a minute", 0, 6, "")
    drawing = pace_runs.draw(runs, [cadence], title="Form", subtitle="", shade_unusual=True, mode=mode)
    dots, line = drawing.figure.data
    assert len(dots.x) == 6 and dots.marker.opacity[-1] < dots.marker.opacity[0]
    assert pd.isna(line.y[-2]) and line.y[-1] == 172  # five months without a run are no line
    assert "Cadence: 6 runs, median 172 steps a minute" in drawing.alt_text
    assert any("6 runs" in note.text for note in drawing.figure.layout.annotations)
