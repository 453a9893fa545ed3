"""A run as stretches of time: what moves, what pauses, what the histograms count, and that cutting loses nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.metrics import streams
from analytics.metrics.grade import cost_of_grade, profile
from analytics.metrics.streams import Streams


def whole(**columns: Any) -> Streams:
    run = streams.streams(**columns)
    assert run is not None
    return run


def made_up_run(seed: int, *, step_s: int = 1, hills: bool = True) -> dict[str, Any]:
    """Some 40 minutes with stops, walking, hills, lost beats: times, distance, speed, altitude, beats, watts."""
    chance = np.random.default_rng(seed)
    count = 2400 // step_s
    speed = np.repeat(chance.choice([0.0, 0.3, 1.4, 2.8, 3.4, 5.2], count // 40 + 1), 40)[:count]
    speed = np.where(speed > 1, speed + chance.normal(0, 0.2, count), speed)
    time = 1e9 + step_s * np.arange(count, dtype=float)
    way = np.concatenate(([0.0], np.cumsum(speed[1:] * step_s)))
    beats = 150 + 20 * np.sin(np.arange(count) / 200) + chance.normal(0, 1, count)
    beats[chance.uniform(size=count) < 0.1] = np.nan
    return {
        "time_s": time,
        "speed_m_s": speed,
        "distance_m": way,
        "altitude_m": 100 + 30 * np.sin(way / 300) if hills else None,
        "beats": np.round(beats),
        "watts": np.where(speed > 1, 80 * speed, 0.0),
    }


def measured(columns: dict[str, Any], part: slice = slice(None)) -> dict[str, Any]:
    """Everything that must add up, of a run or a part of it."""
    cut = {name: None if values is None else values[part] for name, values in columns.items()}
    beats, watts = cut.pop("beats"), cut.pop("watts")
    run = whole(**cut)
    return {
        "moving_s": run.moving_s,
        "way_m": 0.0 if run.way_m is None else run.way_m[-1] - run.way_m[0],
        "graded": np.array(streams.graded_speed_seconds(run) or [0] * 100),
        "beats": np.array(streams.hr_seconds(run, streams.reading(run, beats)) or [0] * 220),
        "watts": np.array(streams.power_seconds(run, streams.reading(run, watts)) or [0] * 100),
        "run": run,
    }


@given(seed=st.integers(0, 10_000), step_s=st.sampled_from([1, 4, 8]), hills=st.booleans())
@settings(max_examples=40, deadline=None)
def test_seconds_by_graded_speed_sum_to_the_moving_time(seed: int, step_s: int, hills: bool) -> None:
    found = measured(made_up_run(seed, step_s=step_s, hills=hills))
    assert found["graded"].sum() == found["moving_s"]
    assert found["beats"].sum() <= found["moving_s"]
    assert found["watts"].sum() <= found["moving_s"]


@given(seed=st.integers(0, 10_000), share=st.floats(0.05, 0.95), step_s=st.sampled_from([1, 4, 8]))
@settings(max_examples=40, deadline=None)
def test_a_run_cut_in_two_adds_up_to_itself(seed: int, share: float, step_s: int) -> None:
    """The record at the cut ends the one part and begins the other, as when a watch is stopped and started."""
    columns = made_up_run(seed, step_s=step_s, hills=False)
    # A gap in the heart rate is bridged by what lies on both sides of it: the cut is where it is known.
    known = np.flatnonzero(~np.isnan(columns["beats"]))
    at = int(known[int(share * (len(known) - 1))])
    one = measured(columns)
    first, second = measured(columns, slice(None, at + 1)), measured(columns, slice(at, None))
    assume(first["way_m"] and second["way_m"])  # who never moves may be on a treadmill
    assert first["moving_s"] + second["moving_s"] == one["moving_s"]
    assert first["way_m"] + second["way_m"] == pytest.approx(one["way_m"])
    for histogram in ("graded", "beats", "watts"):
        assert (first[histogram] + second[histogram]).tolist() == one[histogram].tolist()


def test_on_hills_a_cut_moves_no_seconds_but_those_beside_it() -> None:
    """A grade is the rise over 40 m, and read every 10 m from the start: beside the cut it is another one."""
    columns = made_up_run(3)
    one = measured(columns)
    first, second = measured(columns, slice(None, 1201)), measured(columns, slice(1200, None))
    assert first["moving_s"] + second["moving_s"] == one["moving_s"]
    both = first["graded"] + second["graded"]
    assert both.sum() == one["graded"].sum()
    # In sum a bin of 0.1 m/s may pass a few seconds to its neighbour; the mean stays where it was.
    middles = 0.05 + 0.1 * np.arange(100)
    assert both @ middles / both.sum() == pytest.approx(one["graded"] @ middles / both.sum(), rel=2e-3)


def test_standing_pauses_and_faults_of_the_receiver_do_not_move() -> None:
    # 100 s at 3 m/s, 20 s standing, 100 s at 3 m/s, a leap of 900 m within a second, 10 s at 3 m/s.
    steps = np.concatenate(
        ([0.0], np.full(100, 3.0), np.zeros(20), np.full(100, 3.0), [900.0], np.full(10, 3.0))
    )
    run = whole(time_s=np.arange(len(steps)), distance_m=np.cumsum(steps), speed_m_s=steps)
    assert run.moving_s == 210
    assert streams.pauses_in(run) == (1, 20.0)


def test_a_gap_without_way_is_a_pause_and_one_with_way_is_none() -> None:
    # A watch that writes seldom: 12 s and 36 m; an app that paused: 300 s and 5 m.
    run = whole(time_s=[0, 12, 24, 324, 336], distance_m=np.array([0.0, 36, 72, 77, 113]))
    assert run.moving.tolist() == [False, True, True, False, True]
    assert run.moving_s == 36
    assert streams.pauses_in(run) == (1, 300.0)


def test_the_timer_outweighs_what_the_receiver_thinks() -> None:
    speed = np.full(101, 3.0)
    run = whole(
        time_s=np.arange(101), speed_m_s=speed, distance_m=3.0 * np.arange(101), pauses=[(40.2, 60.1)]
    )
    assert run.moving_s == 80
    gap = whole(time_s=[0, 10, 70, 80], distance_m=np.array([0.0, 30, 150, 180]), pauses=[(11.0, 69.0)])
    assert gap.moving.tolist() == [False, True, False, True]


def test_a_treadmill_that_tells_no_speed_still_has_a_heart_rate() -> None:
    run = whole(time_s=np.arange(601), distance_m=np.zeros(601), speed_m_s=np.zeros(601))
    assert run.moving_s == 600
    assert run.graded_m_s is None and streams.graded_speed_seconds(run) is None
    beats = streams.hr_seconds(run, streams.reading(run, np.full(601, 140.0)))
    assert beats is not None and beats[140 - 30] == 600
    assert streams.normalised_speed_m_s(run) is None


def test_each_second_is_counted_in_its_own_bin() -> None:
    speed = np.array([0.0, 2.99, 3.0, 3.09, 3.1, 12.0])
    run = whole(time_s=np.arange(6), speed_m_s=speed, distance_m=np.cumsum(speed))
    counted = streams.graded_speed_seconds(run)
    assert counted is not None
    assert {at: n for at, n in enumerate(counted) if n} == {29: 1, 30: 2, 31: 1, 99: 1}
    beats = streams.hr_seconds(run, np.array([0.0, 29.0, 30.0, 249.0, 250.0, 30.0]))
    assert beats is not None and {at + 30: n for at, n in enumerate(beats) if n} == {30: 2, 249: 1}
    watts = streams.power_seconds(run, np.array([0.0, 9.0, 10.0, 2000.0, np.nan, 10.0]))
    assert watts is not None and {10 * at: n for at, n in enumerate(watts) if n} == {0: 1, 10: 2, 990: 1}


def test_a_heart_rate_that_is_silent_for_long_is_unknown_and_not_the_last_one() -> None:
    beats = np.full(301, np.nan)
    beats[:11], beats[21:101], beats[161:] = 140, 142, 150
    run = whole(time_s=np.arange(301), distance_m=3.0 * np.arange(301))
    counted = streams.hr_seconds(run, streams.reading(run, beats))
    assert counted is not None
    assert sum(counted) == 300 - 60  # 10 s are bridged, 60 s are not


def test_normalised_speed_weighs_what_is_fast() -> None:
    # Ten minutes at 2 and ten at 4 m/s: the mean is 3, the fourth-power mean of whole stretches 3.415.
    speed = np.repeat([2.0, 4.0], 600)
    run = whole(
        time_s=np.arange(1201), distance_m=np.append(0.0, np.cumsum(speed)), speed_m_s=np.append(0.0, speed)
    )
    assert streams.mean_graded_m_s(run) == pytest.approx(3.0)
    by_hand = ((2.0**4 + 4.0**4) / 2) ** 0.25
    assert streams.normalised_speed_m_s(run) == pytest.approx(by_hand, abs=0.01)
    seldom = whole(time_s=np.arange(0, 1201, 4), distance_m=np.append(0.0, np.cumsum(speed))[::4])
    assert streams.normalised_speed_m_s(seldom) == pytest.approx(by_hand, abs=0.02)


@pytest.mark.parametrize("seed", range(5))
def test_normalised_speed_equals_a_slow_rolling_mean(seed: int) -> None:
    columns = made_up_run(seed)
    columns.pop("beats"), columns.pop("watts")
    run = whole(**columns)
    graded = run.moving_graded_m_s
    assert graded is not None
    seconds = [float(speed) for speed in graded]  # a second each
    rolled = [sum(seconds[at - 29 : at + 1]) / 30 for at in range(30, len(seconds))]
    by_hand = (sum(mean**4 for mean in rolled) / len(rolled)) ** 0.25
    assert streams.normalised_speed_m_s(run) == pytest.approx(by_hand, rel=1e-9)


def test_a_ramp_is_graded_by_minettis_ratio() -> None:
    way = 3.0 * np.arange(1001)
    run = whole(time_s=np.arange(1001), distance_m=way, altitude_m=100 + 0.1 * way)
    assert run.graded_m_s is not None
    ratio = float(cost_of_grade(0.1)) / 3.6
    assert run.graded_m_s[100:-100] == pytest.approx(3.0 * ratio)


def test_what_is_climbed_is_what_a_ramp_rises_and_noise_of_an_altimeter_adds_little() -> None:
    way = np.arange(0.0, 6000.0, 3.0)
    ramps = 100 + 60 * np.abs((way / 1000) % 2 - 1)  # down 60 m, up 60 m, three times
    read = profile(way, ramps + np.random.default_rng(1).normal(0, 0.3, len(way)))
    assert read is not None
    up, down = read.climb_m()
    assert (up, down) == (pytest.approx(180, rel=0.12), pytest.approx(180, rel=0.12))
    assert profile(np.array([0.0, 4.0]), np.array([1.0, 2.0])) is None


def test_one_record_is_no_run() -> None:
    assert streams.streams(time_s=[5.0]) is None
    assert streams.streams(time_s=[]) is None
