"""Pace: Minetti's polynomial, the grade, the steady part of made-up runs whose truth is known."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analytics.metrics import pace


@pytest.mark.parametrize(
    ("grade", "cost"),
    [(-0.45, 4.0323), (-0.30, 2.4622), (-0.20, 1.8000), (-0.10, 2.1517), (-0.05, 2.7459), (0.0, 3.6),
     (0.05, 4.6852), (0.10, 5.9682), (0.20, 9.0067), (0.30, 12.5793), (0.45, 19.4260)],
)  # fmt: skip
def test_cost_of_grades(grade: float, cost: float) -> None:
    assert float(pace.cost_of_grade(grade)) == pytest.approx(cost, abs=5e-5)


def test_the_polynomial_stays_within_what_minetti_measured_at_his_extremes() -> None:
    assert abs(float(pace.cost_of_grade(0.45)) - 18.93) < 1.74
    assert abs(float(pace.cost_of_grade(-0.20)) - 1.73) < 0.36


def test_ratios_to_the_level_and_the_cheapest_grade() -> None:
    assert float(pace.graded_speed_m_s(1.0, 0.10)) == pytest.approx(1.6578, abs=5e-5)
    assert float(pace.graded_speed_m_s(1.0, -0.10)) == pytest.approx(0.5977, abs=5e-5)
    grades = np.linspace(-0.3, 0.0, 3001)
    costs = pace.cost_of_grade(grades)
    assert grades[costs.argmin()] == pytest.approx(-0.181, abs=5e-4)
    assert costs.min() == pytest.approx(1.7813, abs=5e-5)


def test_grades_beyond_what_was_measured_are_unknown() -> None:
    assert math.isnan(float(pace.cost_of_grade(0.46)))


def test_the_grade_of_a_ramp_is_found_through_the_noise_of_an_altimeter() -> None:
    way = np.arange(0.0, 2000.0, 3.0)
    height = 100 + 0.05 * way + np.random.default_rng(0).normal(0, 0.3, len(way))
    grade = pace.grade_along(way, height)
    assert float(np.median(grade)) == pytest.approx(0.05, abs=2e-3)


def test_without_altitude_the_grade_is_unknown() -> None:
    assert np.isnan(pace.grade_along(np.arange(5.0), np.full(5, np.nan))).all()


def run(**changes: Any) -> dict[str, Any]:
    """Forty minutes at 3 m/s and 150 beats, one sample a second, level."""
    seconds = int(changes.pop("seconds", 2400))
    time = np.arange(seconds, dtype=float)
    plain: dict[str, Any] = {
        "time_s": time, "speed_m_s": np.full(seconds, 3.0), "heart_rate_bpm": np.full(seconds, 150.0),
        "altitude_m": np.full(seconds, 20.0), "distance_m": time * 3.0,
    }  # fmt: skip
    return {**plain, **changes}


def test_a_steady_run_gives_its_speed_and_heart_rate_after_the_first_ten_minutes() -> None:
    found = pace.steady_part(**run())
    assert found.excluded_because is None
    assert found.steady_s == pytest.approx(1800)
    assert found.graded_speed_m_s == pytest.approx(3.0)
    assert found.hr_mean_bpm == pytest.approx(150.0)
    assert found.slope_log_speed_per_bpm is None  # a heart rate that never varies has no slope


def test_the_first_ten_minutes_do_not_count() -> None:
    speed = np.where(np.arange(2400) < 600, 2.0, 3.0)
    found = pace.steady_part(**run(speed_m_s=speed, distance_m=np.cumsum(speed)))
    assert found.graded_speed_m_s == pytest.approx(3.0)


def test_climbing_counts_as_faster_than_it_looks() -> None:
    found = pace.steady_part(**run(altitude_m=np.arange(2400) * 3.0 * 0.05))
    assert found.graded_speed_m_s == pytest.approx(3.0 * 4.6852 / 3.6, rel=1e-3)


def test_without_an_altimeter_the_way_is_level() -> None:
    assert pace.steady_part(**run(altitude_m=None)).graded_speed_m_s == pytest.approx(3.0)


def test_distance_stands_in_for_speed() -> None:
    assert pace.steady_part(**run(speed_m_s=None)).graded_speed_m_s == pytest.approx(3.0)


def test_the_slope_within_a_run_is_found() -> None:
    beats = 150 + 8 * np.sin(np.arange(2400) / 200)
    speed = 3.0 * np.exp(0.007 * (beats - 150))
    found = pace.steady_part(**run(heart_rate_bpm=beats, speed_m_s=speed, distance_m=np.cumsum(speed)))
    assert found.slope_log_speed_per_bpm == pytest.approx(0.007, rel=0.01)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"seconds": 1100}, "shorter than 20 minutes"),
        ({"heart_rate_bpm": None}, "no heart rate"),
        ({"heart_rate_bpm": np.zeros(2400)}, "no heart rate"),
        ({"heart_rate_bpm": np.where(np.arange(2400) % 100 < 70, 150.0, np.nan)}, "heart rate missing for more than a fifth"),
        ({"speed_m_s": None, "distance_m": None}, "no speed and no distance"),
        ({"speed_m_s": np.full(2400, 9.0)}, "speeds no runner reaches"),
        ({"speed_m_s": np.where(np.arange(2400) // 180 % 2 == 0, 4.5, 2.5)},
         "uneven pace: intervals, steep hills, a race or walking"),
        ({"speed_m_s": np.zeros(2400), "distance_m": np.where(np.arange(2400) < 9, np.arange(2400), 9.0)},
         "shorter than 20 minutes"),
    ],
)  # fmt: skip
def test_a_run_that_cannot_be_compared_says_why(changes: dict[str, Any], reason: str) -> None:
    found = pace.steady_part(**run(**changes))
    assert found == pace.SteadyPart(None, None, None, None, reason)


def test_a_heart_rate_written_every_ten_seconds_is_a_whole_one() -> None:
    beats = np.where(np.arange(2400) % 10 == 0, 150.0, np.nan)
    found = pace.steady_part(**run(heart_rate_bpm=beats))
    assert found.excluded_because is None
    assert found.hr_mean_bpm == pytest.approx(150.0)


def test_a_file_without_records_says_so() -> None:
    assert pace.steady_part(**run(seconds=1)).excluded_because == "no records"


def test_noise_of_single_samples_does_not_make_a_run_uneven() -> None:
    speed = 3.0 + np.random.default_rng(0).normal(0, 0.8, 2400).clip(-1.5, 1.5)
    assert pace.steady_part(**run(speed_m_s=speed)).excluded_because is None


def test_a_pause_is_not_time() -> None:
    time = np.arange(2400.0)
    time[1200:] += 3600
    found = pace.steady_part(**run(time_s=time))
    assert found.steady_s == pytest.approx(1800, abs=11)


def test_sparse_records_are_weighed_by_their_length() -> None:
    time = np.arange(0.0, 2400.0, 7.0)
    found = pace.steady_part(
        time_s=time,
        speed_m_s=np.full(len(time), 3.0),
        heart_rate_bpm=np.full(len(time), 150.0),
        altitude_m=None,
        distance_m=None,
    )
    assert found.steady_s == pytest.approx(1800, abs=10)
    assert found.graded_speed_m_s == pytest.approx(3.0)


def test_speed_is_read_at_the_reference_heart_rate() -> None:
    found = pace.log_speed_at_hr(graded_speed_m_s=3.0, hr_mean_bpm=155, hr_ref_bpm=145, slope_per_bpm=0.006)
    assert math.exp(found) == pytest.approx(3.0 * math.exp(-0.06))


def test_an_athletes_slope_falls_back_when_runs_are_few_or_it_is_not_plausible() -> None:
    assert pace.athlete_slope_per_bpm([0.009] * 4) == pace.FALLBACK_SLOPE_PER_BPM
    assert pace.athlete_slope_per_bpm([0.009] * 5) == 0.009
    assert pace.athlete_slope_per_bpm([-0.004] * 20) == pace.FALLBACK_SLOPE_PER_BPM


def runs_of(weeks: list[str], speeds: list[float | None], rates: list[float | None]) -> pd.DataFrame:
    return pd.DataFrame(
        {"week_start": weeks, "steady_graded_speed_m_s": speeds, "steady_hr_mean_bpm": rates,
         "slope_log_speed_per_bpm": [math.nan] * len(weeks)}
    )  # fmt: skip


def test_weekly_pace_averages_runs_at_the_reference_heart_rate_and_caps_their_weight() -> None:
    weeks = ["2026-01-05"] * 6 + ["2026-01-12"]
    found = pace.weekly_pace(runs_of(weeks, [3.0] * 7, [150.0] * 7))
    assert found.runs.tolist() == [6, 1]
    assert found.weight.tolist() == [4.0, 1.0]
    assert found.speed_m_s.tolist() == pytest.approx([3.0, 3.0])
    assert found.hr_ref_bpm.tolist() == [150.0, 150.0]


def test_a_hard_run_is_not_compared_with_easy_ones() -> None:
    frame = runs_of(["2026-01-05", "2026-01-12", "2026-01-19"], [3.0, 3.0, 4.2], [150.0, 151.0, 178.0])
    assert pace.weekly_pace(frame).week_start.tolist() == ["2026-01-05", "2026-01-12"]
    # With a highest heart rate of 190 the easy zone is 123.5 to 161.5.
    assert pace.weekly_pace(frame, hr_max_bpm=190.0).week_start.tolist() == ["2026-01-05", "2026-01-12"]


def test_a_week_without_a_steady_run_is_absent_and_not_zero() -> None:
    frame = runs_of(["2026-01-05", "2026-01-12"], [3.0, None], [150.0, None])
    assert pace.weekly_pace(frame).week_start.tolist() == ["2026-01-05"]
    assert pace.weekly_pace(frame.iloc[1:]).empty


def test_a_higher_heart_rate_at_the_same_speed_is_slower() -> None:
    frame = runs_of(["2026-01-05", "2026-01-12", "2026-01-19"], [3.0, 3.0, 3.0], [148.0, 150.0, 152.0])
    found = pace.weekly_pace(frame).log_speed.to_numpy()
    assert np.diff(found) == pytest.approx([-0.012, -0.012])
