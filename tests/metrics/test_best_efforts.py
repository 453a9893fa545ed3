"""Best efforts: by hand where the arithmetic is visible, and against a slow search that is plainly right."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.metrics.best_efforts import FASTEST_M_S, BestEffort, best_efforts


def slow_fastest(time: list[float], way: list[float], metres: float) -> float | None:
    """Try every start; walk on until the distance is reached."""
    best = None
    for i in range(len(time)):
        for j in range(i, len(time)):
            if way[j] >= way[i] + metres:
                share = (way[i] + metres - way[j - 1]) / (way[j] - way[j - 1])
                took = time[j - 1] + share * (time[j] - time[j - 1]) - time[i]
                best = took if best is None else min(best, took)
                break
    return best


def slow_farthest(time: list[float], way: list[float], seconds: float) -> float | None:
    best = None
    for i in range(len(time)):
        for j in range(i, len(time)):
            if time[j] >= time[i] + seconds:
                share = (time[i] + seconds - time[j - 1]) / (time[j] - time[j - 1])
                went = way[j - 1] + share * (way[j] - way[j - 1]) - way[i]
                best = went if best is None else max(best, went)
                break
    return best


@pytest.mark.parametrize("seed", range(20))
def test_it_finds_what_a_slow_search_finds(seed: int) -> None:
    chance = np.random.default_rng(seed)
    steps_s = chance.integers(1, 8, 200)
    speed = chance.uniform(0, 6, 200) * (chance.uniform(size=200) > 0.2)  # a fifth of it standing
    time = np.cumsum(steps_s).astype(float)
    way = np.cumsum(speed * steps_s)
    distances, durations = [50.0, 400.0, 1000.0, 1e6], [5.0, 60.0, 300.0, 1e6]
    found = best_efforts(time_s=time, distance_m=way, distances_m=distances, durations_s=durations)
    at, to = (time - time[0]).tolist(), (way - way[0]).tolist()
    for metres in distances:
        mine = [one.duration_s for one in found if one.kind == "distance" and one.distance_m == metres]
        slow = slow_fastest(at, to, metres)
        assert mine == ([] if slow is None else [pytest.approx(slow, abs=1e-6)])
    for seconds in durations:
        mine = [one.distance_m for one in found if one.kind == "duration" and one.duration_s == seconds]
        slow = slow_farthest(at, to, seconds)
        assert mine == ([] if slow is None else [pytest.approx(slow, abs=1e-6)])


def test_an_even_run_of_5_km_has_an_even_best_and_no_10_km() -> None:
    seconds = np.arange(1501.0)
    found = best_efforts(time_s=seconds, distance_m=seconds * 5000 / 1500)
    times = {one.distance_m: one.duration_s for one in found if one.kind == "distance"}
    assert times == {
        400.0: pytest.approx(120),
        800.0: pytest.approx(240),
        1000.0: pytest.approx(300),
        1609.344: pytest.approx(482.8032),
        5000.0: pytest.approx(1500),
    }
    assert {one.duration_s for one in found if one.kind == "duration"} == {60, 120, 180, 300, 600, 900, 1200}


def test_standing_is_part_of_the_time_but_a_best_starts_behind_it() -> None:
    # 400 m in 100 s, 50 s standing, 400 m in 80 s.
    found = best_efforts(
        time_s=[0, 100, 150, 230], distance_m=[0, 400, 400, 800], distances_m=[400, 800], durations_s=[]
    )
    assert found == [BestEffort("distance", 400, 80, 150), BestEffort("distance", 800, 230, 0)]


def test_a_leap_of_the_receiver_is_no_record() -> None:
    time = np.arange(0, 400.0)
    way = time * 3
    way[100:] += 1000  # a kilometre within a second
    assert FASTEST_M_S < 1000
    [best] = best_efforts(time_s=time, distance_m=way, distances_m=[400], durations_s=[])
    assert best.duration_s == pytest.approx(400 / 3)


def test_unknown_distances_backward_steps_and_doubled_seconds_do_no_harm() -> None:
    [best] = best_efforts(
        time_s=[0, 50, 50, 100, 150, 200],
        distance_m=[0, 190, 200, np.nan, 150, 350],
        distances_m=[400],
        durations_s=[],
    )
    # 200 m by second 50, standing (the way back is none) to 150, 200 m more by 200.
    assert best.duration_s == pytest.approx(200)
    assert best_efforts(time_s=[], distance_m=[]) == []
    assert best_efforts(time_s=[0, 1], distance_m=[np.nan, np.nan]) == []
    assert best_efforts(time_s=[0, 600], distance_m=[5, 5]) == []
