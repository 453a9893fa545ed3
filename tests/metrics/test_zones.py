"""Zones: every second lies in exactly one, and none is lost."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics import limits, thresholds, zones
from analytics.metrics.thresholds import Runs, Value


def test_friels_zones_of_a_threshold_of_170() -> None:
    found = zones.heart_rate_zones("threshold_hr", threshold_hr_bpm=170)
    assert found is not None
    # 85, 90, 95 and 100 % are 144.5, 153, 161.5 and 170: the first whole beat that reaches the share.
    assert found.lower == (145, 153, 162, 170)
    assert [found.zone_of(beat) for beat in (144, 145, 152, 153, 162, 169, 170)] == [1, 2, 2, 3, 4, 4, 5]


def test_reserve_and_highest_heart_rate_in_steps_of_a_tenth() -> None:
    reserve = zones.heart_rate_zones("hr_reserve", hr_max_bpm=190, hr_rest_bpm=50)
    highest = zones.heart_rate_zones("hr_max", hr_max_bpm=190)
    assert reserve is not None and reserve.lower == (134, 148, 162, 176)
    assert highest is not None and highest.lower == (114, 133, 152, 171)


def test_pace_zones_are_friels_shares_of_the_time_a_kilometre() -> None:
    found = zones.pace_zones(1000 / 240)  # 4:00 a km
    assert found is not None
    assert [1000 / low / 240 for low in found.lower] == pytest.approx([1.29, 1.14, 1.06, 0.99])


def test_without_what_it_needs_there_are_no_zones() -> None:
    assert zones.heart_rate_zones("threshold_hr", hr_max_bpm=190) is None
    assert zones.heart_rate_zones("hr_reserve", hr_max_bpm=50, hr_rest_bpm=60) is None
    assert zones.pace_zones(None) is None and zones.power_zones(None) is None
    assert zones.edited([120, 140, 140, 160]) is None and zones.edited([120, None, 140, 160]) is None


def test_zones_that_do_not_rise_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="above the one before"):
        zones.Zones((100, 110, 110, 120), "said")
    with pytest.raises(ValueError, match="above 0"):
        zones.Zones((0, 110, 115, 120), "said")


bins = st.lists(st.integers(0, 7200), min_size=220, max_size=220)
rising = st.lists(st.floats(31, 245), min_size=4, max_size=4, unique=True).map(sorted)


@given(bins, rising)
def test_the_zones_add_up_to_the_seconds_of_the_histogram(seconds: list[int], bounds: list[float]) -> None:
    found = zones.seconds_in_zones(seconds, bounds)
    assert found.sum() == pytest.approx(sum(seconds))
    assert (found >= -1e-9).all()


@given(bins, st.lists(st.integers(31, 248), min_size=4, max_size=4, unique=True).map(sorted))
def test_whole_beats_are_counted_one_by_one(seconds: list[int], bounds: list[int]) -> None:
    made = zones.Zones(tuple(float(one) for one in bounds), "said")  # type: ignore[arg-type]
    slow = [0.0] * 5
    for at, value in enumerate(seconds):
        slow[made.zone_of(30 + at) - 1] += value
    assert zones.seconds_in_zones(seconds, made.lower).tolist() == pytest.approx(slow)


def test_many_histograms_at_once_are_each_alone() -> None:
    many = np.random.default_rng(2).integers(0, 100, (7, 100))
    bounds = [2.05, 2.5, 3.0, 4.21]
    together = zones.seconds_in_zones(many, bounds, first=0.0, step=0.1)
    alone = [zones.seconds_in_zones(one, bounds, first=0.0, step=0.1) for one in many]
    assert together == pytest.approx(np.array(alone))


def test_what_is_held_is_held_by_run_too() -> None:
    many = np.random.default_rng(4).integers(0, 60, (20, 220)).astype(float)
    many[3] = 0
    many[5] = np.nan
    fast = thresholds.held_by_run(many, 1800, first=30, step=1)
    slow = [zones.held(np.nan_to_num(one), 1800) for one in many]
    assert fast.tolist() == pytest.approx(slow, nan_ok=True)
    assert math.isnan(fast[3]) and math.isnan(fast[5])


JAN, FEB, MAR, APR = (dt.date(2026, month, 1) for month in (1, 2, 3, 4))


def test_what_was_said_holds_from_its_day_on_whatever_comes_later() -> None:
    known = [
        Value("hr_max_bpm", 185, JAN, "estimated"),
        Value("hr_max_bpm", 190, FEB, "said"),
        Value("hr_max_bpm", 200, MAR, "watch"),
        Value("hr_max_bpm", 201, APR, "estimated"),
    ]
    held = [thresholds.in_force(known, day) for day in (JAN, FEB, MAR, APR)]
    assert [one.value for one in held if one] == [185, 190, 190, 190]
    assert thresholds.in_force([], JAN) is None


def test_before_the_first_value_the_first_is_taken_and_says_so() -> None:
    held = thresholds.in_force([Value("hr_max_bpm", 190, MAR, "said")], JAN)
    assert held is not None and held.value == 190 and held.is_later


def test_an_estimated_threshold_makes_zones_only_where_nothing_surer_is_known() -> None:
    estimated = [Value("threshold_hr_bpm", 150, JAN, "estimated")]
    sure = [Value("hr_max_bpm", 190, JAN, "said")]
    alone = limits.LimitsThroughTime(estimated, sex=None, method=None).on(FEB).heart_rate
    both = limits.LimitsThroughTime(estimated + sure, sex=None, method=None).on(FEB).heart_rate
    chosen = limits.LimitsThroughTime(estimated + sure, sex=None, method="threshold_hr").on(FEB).heart_rate
    assert alone is not None and alone.method == "threshold_hr"
    assert both is not None and both.method == "hr_max"
    assert chosen is not None and chosen.method == "threshold_hr"


def runs(count: int, **given: float) -> Runs:
    values = {
        "hr_peak_bpm": 180.0, "hr_held_bpm": math.nan, "power_held_w": math.nan, "speed_m_s": 3.0,
        "moving_s": 2700.0, "hr_mean_bpm": 150.0,
    } | given  # fmt: skip
    days = np.datetime64("2026-01-05") + np.arange(count)
    return Runs(days=days, **{name: np.full(count, value) for name, value in values.items()})


NO_EFFORTS = pd.DataFrame({"local_date": [], "effort": [], "distance_m": [], "duration_s": []})


def test_few_runs_estimate_no_heart_rate() -> None:
    assert {one.threshold for one in thresholds.estimated(runs(9), NO_EFFORTS)} == {"threshold_speed_m_s"}


def test_one_peak_beyond_the_others_is_taken_for_a_fault_of_the_sensor() -> None:
    some = runs(11)  # one of them is not believed
    some.hr_peak_bpm[[2, 4, 5]] = [229.0, 191.0, 255.0]
    [highest] = [one for one in thresholds.estimated(some, NO_EFFORTS) if one.threshold == "hr_max_bpm"]
    assert highest.value == 191 and highest.from_date == JAN


def test_critical_speed_of_a_quarter_is_the_threshold_speed() -> None:
    efforts = pd.DataFrame(
        {
            "local_date": pd.to_datetime(["2026-01-06", "2026-01-08", "2026-01-10"]),
            "effort": "distance",
            "distance_m": [1500.0, 3000.0, 5000.0],
            "duration_s": [300.0, 660.0, 1170.0],
        }
    )
    [speed] = [
        one for one in thresholds.estimated(runs(3), efforts) if one.threshold == "threshold_speed_m_s"
    ]
    assert speed.value == pytest.approx(4.016, abs=5e-4)
    assert "Critical speed" in speed.how
