"""VDOT and critical speed: the published values, and what a fit is rejected for."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.metrics import performance


def test_vdot_of_the_published_race_to_its_last_digit() -> None:
    assert performance.vdot(distance_m=5000, time_s=24 * 60 + 34) == pytest.approx(
        39.11039839652726, abs=1e-12
    )


@pytest.mark.parametrize(
    ("distance_m", "time_s", "value"),
    [
        (5000, 1200, 49.8062),
        (10_000, 2400, 51.9441),
        (21_097.5, 5400, 50.9769),
        (42_195, 10_800, 53.5283),
        (1609.344, 300, 59.4042),
    ],
)
def test_vdot_of_common_races(distance_m: float, time_s: float, value: float) -> None:
    assert performance.vdot(distance_m=distance_m, time_s=time_s) == pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize(
    ("value", "times_s"),
    [(50.0, (1196.0, 2479.6, 5491.2, 11_439.7)), (40.0, (1446.2, 3000.8, 6653.9, 13_777.4))],
)
def test_equivalent_race_times_of_a_vdot(value: float, times_s: tuple[float, ...]) -> None:
    for distance_m, time_s in zip((5000, 10_000, 21_097.5, 42_195), times_s, strict=True):
        found = performance.race_time_s(vdot_value=value, distance_m=distance_m)
        assert found == pytest.approx(time_s, abs=0.05)
        assert performance.vdot(distance_m=distance_m, time_s=found) == pytest.approx(value, abs=1e-6)


def test_critical_speed_of_three_efforts_in_both_forms() -> None:
    fit = performance.critical_speed([1500, 3000, 5000], [300, 660, 1170])
    assert fit.speed_m_s == pytest.approx(4.016222, abs=5e-7)
    assert fit.d_prime_m == pytest.approx(315.149, abs=5e-4)
    assert fit.speed_by_inverse_time_m_s == pytest.approx(4.066560, abs=5e-7)
    assert fit.d_prime_by_inverse_time_m == pytest.approx(283.925, abs=5e-4)
    assert fit.rejected_because is None
    assert fit.low_m_s is not None and fit.high_m_s is not None
    assert fit.low_m_s < fit.speed_m_s < fit.high_m_s


def test_two_efforts_make_a_line_but_no_estimate() -> None:
    fit = performance.critical_speed([1500, 3000], [300, 660])
    assert fit.rejected_because == "2 efforts; 3 are needed"
    assert fit.low_m_s is None


def test_efforts_off_the_line_are_rejected() -> None:
    fit = performance.critical_speed([1500, 2000, 5000, 3500], [300, 660, 1170, 1300])
    assert fit.rejected_because == "the efforts do not lie on one line"


def test_an_easy_run_among_the_efforts_gives_itself_away_by_a_negative_reserve() -> None:
    fit = performance.critical_speed([1000, 3000, 5000], [300, 700, 1100])
    assert fit.d_prime_m < 0
    assert fit.rejected_because == "the distance above critical speed is not plausible"


def test_many_fits_at_once_are_the_fits_one_by_one() -> None:
    rng = np.random.default_rng(4)
    seconds = rng.uniform(100, 1300, (300, 6))
    metres = 4.2 * seconds + rng.uniform(-200, 900, (300, 1)) + rng.normal(0, 60, (300, 6))
    used = rng.random((300, 6)) < 0.7
    speeds, good = performance.critical_speeds(metres, np.where(used, seconds, np.inf), used)
    seen = set()
    for at in np.flatnonzero(used.sum(axis=1) >= 2):
        ways, times = metres[at, used[at]].tolist(), seconds[at, used[at]].tolist()
        fit = performance.critical_speed(ways, times)
        is_used = performance.why_no_fit(times) is None and fit.rejected_because is None
        assert speeds[at] == pytest.approx(fit.speed_m_s, rel=1e-9)
        assert good[at] == is_used
        seen.add(is_used)
    assert seen == {True, False}
    assert not good[used.sum(axis=1) < 3].any()
