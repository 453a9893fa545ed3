"""The Poisson fits against an independent way of fitting, and the jackknife against leaving out for real."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from sklearn.linear_model import PoissonRegressor

from analytics.models import poisson


@pytest.fixture(scope="module")
def panel():
    """Twelve athletes, sixty weeks: a known effect of the first column, a level of each athlete's own."""
    rng = np.random.default_rng(5)
    group = np.repeat(np.arange(12), 60)
    design = np.column_stack([rng.normal(size=720), rng.normal(size=720) > 0.3])
    hours = rng.uniform(0.5, 8, 720)
    level = rng.normal(0, 0.4, 12)[group]
    rate = np.exp(-3 + level + 0.5 * design[:, 0] - 0.3 * design[:, 1])
    return design, rng.poisson(rate * hours).astype(float), hours, group


def _penalised_irls(design, events, hours, *, penalty):
    """Newton's method for log(rate) = intercept + design, ridge on some columns, written out plainly."""
    full = np.column_stack([np.ones(len(design)), design])
    beta = np.zeros(full.shape[1])
    beta[0] = np.log(events.sum() / hours.sum())
    for _ in range(100):
        mean = hours * np.exp(full @ beta)
        step = np.linalg.solve(
            (full * mean[:, None]).T @ full + np.diag(penalty), full.T @ (events - mean) - penalty * beta
        )
        beta = beta + step
        if np.abs(step).max() < 1e-13:
            break
    return beta


def test_the_fit_is_the_penalised_irls_to_a_millionth(panel):
    design, events, hours, group = panel
    fit = poisson.fit_rates(design, events, hours, group, free=1)
    plain = _penalised_irls(design, events, hours, penalty=np.array([0, poisson.FREE_RIDGE, poisson.RIDGE]))
    assert fit.coefficients == pytest.approx(plain, abs=1e-6)


def test_the_fit_is_that_of_scikit_learn_to_nine_digits(panel):
    design, events, hours, group = panel
    fit = poisson.fit_rates(design, events, hours, group, free=2)
    # one penalty for all columns there: stretch them, so that it weighs as ours does
    stretch = np.sqrt(poisson.RIDGE / poisson.FREE_RIDGE)
    theirs = PoissonRegressor(
        alpha=poisson.RIDGE / hours.sum(), solver="newton-cholesky", tol=1e-10, max_iter=100
    ).fit(design * stretch, events / hours, sample_weight=hours)
    assert fit.coefficients[0] == pytest.approx(theirs.intercept_, abs=1e-9)
    assert fit.coefficients[1:] == pytest.approx(theirs.coef_ * stretch, abs=1e-9)


def test_what_is_asked_about_is_hardly_penalised_so_the_fit_is_the_poisson_regression_of_statsmodels(panel):
    design, events, hours, group = panel
    fit = poisson.fit_rates(design, events, hours, group, free=2)
    theirs = sm.GLM(events, sm.add_constant(design), family=sm.families.Poisson(), offset=np.log(hours)).fit(
        tol=1e-12
    )
    assert fit.coefficients == pytest.approx(theirs.params, abs=1e-4)
    phi = poisson.overdispersion(events, fit.expected, 3)
    assert phi == pytest.approx(theirs.pearson_chi2 / theirs.df_resid, rel=1e-4)


def test_the_conditional_fit_is_the_one_with_an_intercept_for_every_athlete(panel):
    design, events, hours, group = panel
    fit = poisson.fit_conditional(design, events, hours, group, free=2)
    dummies = (group[:, None] == np.arange(12)).astype(float)
    theirs = sm.GLM(
        events, np.column_stack([design, dummies]), family=sm.families.Poisson(), offset=np.log(hours)
    ).fit(tol=1e-12)
    assert fit.coefficients == pytest.approx(theirs.params[:2], abs=1e-4)


def test_an_athlete_without_an_injury_changes_nothing_in_the_conditional_fit(panel):
    design, events, hours, group = panel
    lucky = np.where(group == 3, 0.0, events)
    kept = group != 3
    with_them = poisson.fit_conditional(design, lucky, hours, group, free=2)
    _, codes = np.unique(group[kept], return_inverse=True)
    without = poisson.fit_conditional(design[kept], lucky[kept], hours[kept], codes, free=2)
    assert with_them.coefficients == pytest.approx(without.coefficients, abs=1e-9)
    assert len(with_them.left_out) == 11


@pytest.mark.parametrize("kind", ["rates", "conditional"])
def test_one_newton_step_comes_close_to_really_leaving_an_athlete_out(panel, kind):
    design, events, hours, group = panel
    fit_by = poisson.fit_rates if kind == "rates" else poisson.fit_conditional
    fit = fit_by(design, events, hours, group, free=1)
    refitted = []
    for athlete in range(12):
        kept = group != athlete
        _, codes = np.unique(group[kept], return_inverse=True)
        refitted.append(fit_by(design[kept], events[kept], hours[kept], codes, free=1).coefficients)
    column = 1 if kind == "rates" else 0
    real = poisson.jackknife_se(np.array(refitted)[:, column])
    assert fit.jackknife_se(column) == pytest.approx(real, rel=0.02)
    assert fit.left_out == pytest.approx(np.array(refitted), abs=0.02)


def test_a_term_that_no_injury_informs_stays_finite(panel):
    design, _, hours, group = panel
    rare = (np.arange(720) < 5).astype(float)
    events = (np.arange(720) % 20 == 7).astype(float)  # none in the first five rows
    fit = poisson.fit_rates(np.column_stack([design, rare]), events, hours, group, free=1)
    assert -3 < fit.coefficients[-1] < 0


def test_the_order_of_the_rows_does_not_matter(panel):
    design, events, hours, group = panel
    order = np.random.default_rng(1).permutation(len(events))
    one = poisson.fit_rates(design, events, hours, group, free=1)
    two = poisson.fit_rates(design[order], events[order], hours[order], group[order], free=1)
    assert two.coefficients == pytest.approx(one.coefficients, abs=1e-9)
    assert two.left_out == pytest.approx(one.left_out, abs=1e-9)
