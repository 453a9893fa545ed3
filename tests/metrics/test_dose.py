"""The hip dose: weights, lags, unknown weeks."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analytics.metrics import dose


def test_weights_are_the_stated_ones_and_sum_to_one() -> None:
    stated = [0.2121, 0.1784, 0.1500, 0.1261, 0.1061, 0.0892, 0.0750, 0.0631]
    weights = dose.decay_weights()
    assert weights.tolist() == pytest.approx(stated, abs=5e-5)
    assert weights.sum() == pytest.approx(1.0)
    assert weights[4] / weights[0] == pytest.approx(0.5)


def test_after_stopping_the_dose_falls_as_stated() -> None:
    found = dose.decayed([10.0] * 8 + [0.0] * 9)[9:]
    assert (found / 10).tolist() == pytest.approx(
        [0.788, 0.609, 0.459, 0.333, 0.227, 0.138, 0.063, 0.0], abs=7e-4
    )


def test_the_week_itself_never_counts() -> None:
    calm, busy = dose.decayed([5.0] * 8 + [0.0]), dose.decayed([5.0] * 8 + [50.0])
    assert calm[8] == busy[8] == pytest.approx(5.0)


def test_the_week_just_past_weighs_most() -> None:
    found = dose.decayed([0.0] * 7 + [10.0, 0.0])
    assert found[8] == pytest.approx(10 * 0.2121381129950473)


def test_a_dose_is_unknown_until_eight_weeks_are_known() -> None:
    found = dose.decayed([4.0] * 10)
    assert np.isnan(found[:8]).all() and not np.isnan(found[8:]).any()


def test_one_unknown_week_makes_eight_doses_unknown() -> None:
    found = dose.decayed([4.0] * 8 + [math.nan] + [4.0] * 9)
    assert np.flatnonzero(np.isnan(found)).tolist() == [*range(8), *range(9, 17)]
    assert found[17] == pytest.approx(4.0)


def test_the_daily_twin_reaches_weekly_sets_and_its_half_life() -> None:
    assert dose.half_life_days(42.0) == pytest.approx(29.112, abs=5e-4)
    found = dose.daily([1.0] * 1000)
    assert found[-1] == pytest.approx(7.0, abs=1e-6)
    assert found[41] == pytest.approx(7.0 * (1 - math.exp(-1.0)))


def test_the_daily_twin_is_unknown_where_the_log_is() -> None:
    found = dose.daily([1.0, math.nan, 1.0])
    assert math.isnan(found[1])
    assert found[2] == found[0]
