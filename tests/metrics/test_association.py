"""Associations within athletes: what differs between people does not count, and weeks that echo count for less."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from analytics.metrics import association


def test_what_differs_between_athletes_does_not_make_a_slope() -> None:
    # Athletes with more x have more y, but within each of them y falls by 1 for each x.
    athlete = np.repeat(np.arange(8), 6)
    step = np.tile(np.arange(6.0), 8)
    x, y = 10 * athlete + step, 30 * athlete - step
    found = association.within(x, y, athlete)
    assert found is not None and found.slope == pytest.approx(-1) and found.correlation == pytest.approx(-1)
    assert np.corrcoef(x, y)[0, 1] > 0.9


def test_the_interval_of_several_athletes_is_the_robust_one_by_athlete() -> None:
    rng = np.random.default_rng(1)
    athlete = np.repeat(np.arange(10), 15)
    x = rng.normal(size=150) + athlete
    y = 0.5 * x + rng.normal(size=150) + 2 * athlete
    found = association.within(x, y, athlete)
    dummies = np.eye(10)[athlete]
    fitted = sm.OLS(y, np.column_stack([x, dummies])).fit(
        cov_type="cluster", cov_kwds={"groups": athlete, "use_correction": False}, use_t=True
    )
    error = fitted.bse[0] * np.sqrt(10 / 9)
    assert found is not None and found.slope == pytest.approx(fitted.params[0])
    assert found.slope_high == pytest.approx(
        found.slope + 2.262157 * error, rel=1e-5
    )  # t of 9 degrees of freedom


def test_weeks_of_one_athlete_that_echo_each_other_widen_the_interval() -> None:
    rng = np.random.default_rng(2)
    walk = np.cumsum(rng.normal(size=(2, 120)), axis=1)
    one = np.ones(120, dtype=np.int64)
    echoing = association.within(walk[0], walk[1], one)
    order = rng.permutation(120)
    shuffled = association.within(walk[0][order], walk[1][order], one)
    assert (
        echoing is not None
        and shuffled is not None
        and echoing.correlation == pytest.approx(shuffled.correlation)
    )
    assert shuffled.high is not None and shuffled.low is not None
    assert echoing.high is None or echoing.high - echoing.low > 2 * (shuffled.high - shuffled.low)


@pytest.mark.parametrize("n", [0, 5])
def test_too_little_gives_nothing(n: int) -> None:
    assert association.within(np.arange(n) * 1.0, np.arange(n) * 1.0, np.ones(n, dtype=np.int64)) is None


def test_what_does_not_vary_gives_nothing() -> None:
    assert association.within(np.ones(30), np.arange(30.0), np.ones(30, dtype=np.int64)) is None
