"""Rates: exact intervals, ratios, burden; published counts give their published rates."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics import incidence, sensitivity


@pytest.mark.parametrize(
    ("n", "low", "high"), [(0, 0, 3.6889), (1, 0.0253, 5.5716), (5, 1.6235, 11.6683), (10, 4.7954, 18.3904)]
)
def test_exact_poisson_limits_are_those_of_the_tables(n: int, low: float, high: float) -> None:
    assert incidence.exact_poisson(n) == pytest.approx((low, high), abs=5e-5)


def test_dano_run_has_its_rate_per_thousand_kilometres() -> None:
    rate = incidence.incidence(254, 155_318.0)
    assert (rate.estimate, rate.low, rate.high) == pytest.approx((1.635, 1.440, 1.849), abs=5e-4)


def test_runsafe_has_its_rate_per_thousand_sessions_and_its_share_of_runners() -> None:
    rate = incidence.incidence(1820, 588_071.0)
    assert (rate.estimate, rate.low, rate.high) == pytest.approx((3.095, 2.954, 3.240), abs=5e-4)
    assert round(100 * 1820 / 5205, 1) == 35.0


def test_taddei_shares_and_their_ratio() -> None:
    assert (round(100 * 20 / 61, 1), round(100 * 8 / 57, 1)) == (32.8, 14.0)
    ratio, low, high = incidence.rate_ratio(n=20, exposure=61, n_reference=8, exposure_reference=57)
    assert ratio == pytest.approx(2.336, abs=5e-4)
    assert low < ratio < high


def test_without_exposure_a_rate_is_unknown_and_not_zero() -> None:
    assert math.isnan(incidence.incidence(0, 0.0).estimate)


def test_no_injury_is_a_rate_of_zero_with_an_upper_limit() -> None:
    rate = incidence.incidence(0, 100.0)
    assert (rate.estimate, rate.low) == (0.0, 0.0)
    assert rate.high == pytest.approx(36.889, abs=1e-3)


def test_a_ratio_against_no_injuries_has_no_upper_limit() -> None:
    ratio, low, high = incidence.rate_ratio(n=3, exposure=10, n_reference=0, exposure_reference=10)
    assert math.isinf(ratio) and math.isinf(high)
    assert low > 0


@given(st.integers(0, 200), st.floats(0.5, 0.99))
def test_the_exact_interval_holds_its_count(n: int, confidence: float) -> None:
    low, high = incidence.exact_poisson(n, confidence=confidence)
    assert low <= n <= high


def test_equal_rates_have_no_overdispersion_and_clustered_ones_do() -> None:
    assert incidence.overdispersion([2, 2, 2, 2], [10, 10, 10, 10]) == 0.0
    # Expected 2 each: (8-2)²/2 + 3 · (0-2)²/2 = 18 + 6 = 24, over 3 degrees of freedom.
    assert incidence.overdispersion([8, 0, 0, 0], [10, 10, 10, 10]) == pytest.approx(8.0)


def test_a_squad_that_clusters_gets_the_wider_interval() -> None:
    even = incidence.squad_incidence([2, 2, 2, 2], [10, 10, 10, 10])
    clustered = incidence.squad_incidence([8, 0, 0, 0], [10, 10, 10, 10])
    assert even.method == incidence.POISSON
    assert clustered.method == incidence.QUASI_POISSON
    assert even.estimate == clustered.estimate == 200.0
    assert clustered.low < even.low and clustered.high > even.high


def test_burden_is_days_over_exposure_and_repeats_with_its_seed() -> None:
    first = incidence.burden([10, 0, 20], [100, 100, 100], seed=3)
    again = incidence.burden([10, 0, 20], [100, 100, 100], seed=3)
    assert first == again
    assert first.estimate == pytest.approx(100.0)
    assert first.low < 100.0 < first.high


def test_burden_of_one_athlete_has_no_interval() -> None:
    rate = incidence.burden([10], [100])
    assert rate.estimate == 100.0
    assert math.isnan(rate.low) and math.isnan(rate.high)


@pytest.mark.parametrize(("ratio", "value"), [(0.66, 2.3986), (0.97, 1.2095), (0.80, 1.8090), (1.0, 1.0)])
def test_e_values_are_the_published_formula(ratio: float, value: float) -> None:
    assert sensitivity.e_value(ratio) == pytest.approx(value, abs=5e-5)
    assert sensitivity.e_value(1.0 / ratio) == pytest.approx(value, abs=5e-5)


def test_the_e_value_of_an_interval_is_that_of_the_limit_nearest_one() -> None:
    assert sensitivity.e_value_of_interval(0.45, 0.97) == pytest.approx(1.2095, abs=5e-5)
    assert sensitivity.e_value_of_interval(1.25, 3.0) == sensitivity.e_value(1.25)
    assert sensitivity.e_value_of_interval(0.57, 1.63) == 1.0


@given(st.integers(0, 80), st.floats(1, 1e5), st.floats(1.5, 10))
def test_more_exposure_lowers_a_rate_in_proportion(n: int, exposure: float, times: float) -> None:
    one, more = incidence.incidence(n, exposure), incidence.incidence(n, times * exposure)
    for limit in ("estimate", "low", "high"):
        assert getattr(more, limit) * times == pytest.approx(getattr(one, limit))


@given(st.integers(1, 60), st.integers(2, 6))
def test_with_as_much_more_of_both_the_interval_holds_the_estimate_and_narrows(n: int, times: int) -> None:
    one, more = incidence.incidence(n, 100.0 * n), incidence.incidence(times * n, 100.0 * times * n)
    assert one.low < one.estimate < one.high
    assert one.estimate == pytest.approx(more.estimate)
    assert one.low < more.low and more.high < one.high


athletes = st.lists(st.tuples(st.integers(0, 12), st.floats(10, 500)), min_size=1, max_size=20)


@given(athletes)
def test_the_interval_of_a_squad_holds_its_rate_whichever_it_is(rows: list[tuple[int, float]]) -> None:
    rate = incidence.squad_incidence([n for n, _ in rows], [hours for _, hours in rows])
    assert rate.low <= rate.estimate <= rate.high
    assert rate.method in (incidence.POISSON, incidence.QUASI_POISSON)
    if rate.method == incidence.QUASI_POISSON:
        assert rate.phi is not None and rate.phi > incidence.OVERDISPERSED_ABOVE


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 60), st.floats(10, 500)), min_size=2, max_size=12)
)
def test_burden_is_incidence_times_mean_severity(rows: list[tuple[int, int, float]]) -> None:
    n, each, hours = ([row[at] for row in rows] for at in range(3))
    days = [count * length for count, length in zip(n, each, strict=True)]
    rate, burden = incidence.squad_incidence(n, hours), incidence.burden(days, hours)
    assert burden.estimate == pytest.approx(rate.estimate * sum(days) / sum(n))
    assert burden.low <= burden.high


def test_many_burdens_at_once_are_the_single_ones() -> None:
    days = np.array([[10.0, 0, 3], [0, 0, 4], [20, 0, 5]])
    hours = np.array([100.0, 50, 80])
    together = incidence.burdens(days, hours, seed=3)
    for at in (0, 2):
        assert together[at] == incidence.burden(days[:, at], hours, seed=3)
    assert together[1].estimate == 0.0 and math.isnan(together[1].high)  # none drawn anew stays none


def test_the_burden_of_one_athlete_has_an_interval_from_five_injuries_on() -> None:
    # Five of ten days: the relative error is that of a count of five, 1/sqrt(5).
    rate = incidence.burden_of_one([10] * 5, 1000.0)
    assert (rate.estimate, rate.method) == (50.0, incidence.ONE_ATHLETE)
    half = 1.959964 / math.sqrt(5)
    assert (rate.low, rate.high) == pytest.approx((50 * math.exp(-half), 50 * math.exp(half)))
    assert math.isnan(incidence.burden_of_one([10] * 4, 1000.0).low)
    assert math.isnan(incidence.burden_of_one([10] * 5, 0.0).estimate)
