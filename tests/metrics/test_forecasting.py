"""Skill, calibration, discrimination and alerts of forecasts, on small tables and against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as oracle

from analytics.metrics import forecasting


def test_skill_is_the_share_of_squared_error_saved():
    happened = np.array([1.0, 0.0, 0.0, 0.0])
    # base rate .25: errors .5625 + 3 * .0625 = .75; forecast: .25 + 3 * .01 = .28; saved 1 - .28/.75
    skill = forecasting.brier_skill(happened, np.array([0.5, 0.1, 0.1, 0.1]), np.full(4, 0.25))
    assert skill == pytest.approx(1 - 0.28 / 0.75)


def test_a_forecast_worse_than_the_base_rate_has_a_skill_below_0():
    assert forecasting.brier_skill(np.array([0.0, 1.0]), np.array([1.0, 0.0]), np.full(2, 0.5)) == -3.0


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 8)), min_size=2, max_size=60))
def test_discrimination_equals_scikit_learn_with_ties_too(rows):
    happened = np.array([float(case) for case, _ in rows])
    chance = np.array([value / 10 for _, value in rows])
    if 0 < happened.sum() < len(rows):
        assert forecasting.auc(happened, chance) == pytest.approx(oracle.roc_auc_score(happened, chance))
    else:
        assert np.isnan(forecasting.auc(happened, chance))
    if happened.sum():
        expected = oracle.average_precision_score(happened, chance)
        assert forecasting.average_precision(happened, chance) == pytest.approx(expected)


def test_a_forecast_drawn_from_its_own_chances_is_calibrated_and_one_twice_as_sure_is_not():
    rng = np.random.default_rng(3)
    odds = rng.normal(-2, 1, 40_000)
    happened = (rng.random(40_000) < 1 / (1 + np.exp(-odds))).astype(float)
    slope, intercept = forecasting.calibration(happened, 1 / (1 + np.exp(-odds)))
    assert (slope, intercept) == (pytest.approx(1.0, abs=0.05), pytest.approx(0.0, abs=0.1))
    assert forecasting.calibration(happened, 1 / (1 + np.exp(-2 * odds)))[0] == pytest.approx(0.5, abs=0.03)


def test_reliability_groups_ten_forecasts_by_twos():
    chance = np.arange(10) / 10
    happened = (chance > 0.55).astype(float)
    curve = forecasting.reliability(happened, chance, bins=5)
    assert curve.forecast == pytest.approx([0.05, 0.25, 0.45, 0.65, 0.85])
    assert curve.happened.tolist() == [0.0, 0.0, 0.0, 1.0, 1.0]
    assert curve.n.tolist() == [2, 2, 2, 2, 2]
    # distances .05 .25 .45 .35 .15
    assert forecasting.calibration_error(curve) == pytest.approx(0.25)


def test_flags_go_to_the_highest_of_each_week():
    week = np.array([1, 1, 1, 2, 2, 2])
    chance = np.array([0.1, 0.9, 0.5, 0.2, 0.8, 0.3])
    happened = np.array([0.0, 1.0, 0.0, 0.0, 0.0, 1.0])
    one, two, three, *_ = forecasting.alert_budget(happened, chance, week, most=3)
    assert (one.flags, one.precision, one.recall) == (2, 0.5, 0.5)  # right in week 1, wrong in week 2
    assert (two.flags, two.precision, two.recall) == (4, 0.5, 1.0)
    assert (three.flags, three.recall) == (6, 1.0)


def test_what_is_left_without_each_group_is_what_is_really_left():
    rng = np.random.default_rng(3)
    group = np.repeat(np.arange(12), 60)
    forecast = np.round(rng.beta(2, 8, len(group)), 2)  # with ties
    happened = (rng.random(len(group)) < forecast).astype(float)
    kept = [group != one for one in range(12)]
    areas = [forecasting.auc(happened[at], forecast[at]) for at in kept]
    assert forecasting.auc_without_each(happened, forecast, group) == pytest.approx(areas)
    precisions = [forecasting.average_precision(happened[at], forecast[at]) for at in kept]
    assert forecasting.average_precision_without_each(happened, forecast, group) == pytest.approx(precisions)
    slopes = [forecasting.calibration(happened[at], forecast[at])[0] for at in kept]
    near = forecasting.calibration_slope_without_each(happened, forecast, group)
    assert near == pytest.approx(slopes, abs=0.01)  # one step is not all the way
