"""The pace model: gates, the line of each athlete, and a single runner's shrinkage."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analytics.models import autoregression, pace, wording


def made_weeks(
    *,
    athletes: int = 8,
    weeks: int = 60,
    effect: float = 0.02,
    spread: float = 6.0,
    noise: float = 0.01,
    seed: int = 1,
) -> pd.DataFrame:
    """Weeks whose log speed is level + trend + effect per 10 sets + noise."""
    rng = np.random.default_rng(seed)
    rows = athletes * weeks
    athlete, week = np.repeat(np.arange(athletes), weeks), np.tile(np.arange(weeks), athletes)
    blocks = -(-weeks // 5)
    signs = [np.repeat(rng.permutation(np.resize([-1.0, 1.0], blocks)), 5)[:weeks] for _ in range(athletes)]
    dose = 8 + spread * np.concatenate(signs)
    ctl, heat = rng.normal(1.4, 0.1, rows), rng.uniform(0, 8, rows)
    angle = 2 * np.pi * week / 52
    speed = 1.0 + 0.1 * athlete + 0.02 * athlete * week / 52 + effect * dose / 10 + 0.06 * ctl - 0.003 * heat
    return pd.DataFrame(
        {
            "athlete_id": athlete,
            "week_start": np.tile(pd.date_range("2024-01-01", periods=weeks, freq="7D"), athletes),
            "log_speed": speed + rng.normal(0, noise, rows),
            "weight": rng.integers(1, 5, rows).astype(float),
            "years": week / 52,
            "dose": dose,
            "log_ctl": ctl,
            "heat_c": heat,
            "season_sin": np.sin(angle),
            "season_cos": np.cos(angle),
            "left_out_because": pd.Series([None] * rows, dtype=object),
        }
    )


def test_taking_out_each_athletes_line_is_the_regression_with_a_line_for_each():
    weeks = made_weeks()
    found = pace.estimate(weeks, draws=0)
    athlete = weeks["athlete_id"].to_numpy()
    dummies = (athlete[:, None] == np.arange(8)).astype(float)
    side = weeks[["log_ctl", "heat_c", "season_sin", "season_cos"]].to_numpy()
    design = np.column_stack([weeks["dose"] / 10, side, dummies, dummies * weeks[["years"]].to_numpy()])
    theirs = sm.WLS(weeks["log_speed"], design, weights=weeks["weight"]).fit()
    assert found.main is not None
    assert found.main.log_value == pytest.approx(theirs.params.iloc[0], abs=1e-9)
    assert found.card.coefficients["within"]["log_ctl"] == pytest.approx(theirs.params.iloc[1], abs=1e-9)


def test_the_jackknife_is_that_of_really_leaving_each_athlete_out():
    weeks = made_weeks()
    found = pace.estimate(weeks, draws=0)
    left = []
    for athlete in range(8):
        kept = pace.estimate(weeks[weeks["athlete_id"] != athlete], draws=0).main
        assert kept is not None
        left.append(kept.log_value)
    spread = math.sqrt(7 / 8 * sum((value - np.mean(left)) ** 2 for value in left))
    assert found.main is not None
    assert found.main.se == pytest.approx(spread, rel=1e-9)
    assert found.main.degrees == 7


@pytest.mark.parametrize(("athletes", "status"), [(5, "not_enough_data"), (6, "estimate")])
def test_six_athletes_are_needed(athletes, status):
    assert pace.estimate(made_weeks(athletes=athletes), draws=0).status == status


@pytest.mark.parametrize(("weeks", "entered"), [(19, 0), (20, 8)])
def test_an_athlete_enters_with_twenty_weeks(weeks, entered):
    found = pace.estimate(made_weeks(weeks=weeks), draws=0)
    assert found.card.athletes == entered


@pytest.mark.parametrize(("spread", "status"), [(1.3, "not_enough_data"), (1.7, "estimate")])
def test_an_athlete_enters_only_with_a_dose_that_varies(spread, status):
    assert pace.estimate(made_weeks(spread=spread), draws=0).status == status


def test_what_is_missing_is_named():
    found = pace.estimate(made_weeks(athletes=5), draws=0)
    assert [(one.what, one.have, one.needed) for one in found.missing] == [
        ("runners with 20 weeks of steady runs", 5, 6),
        ("runners whose hip strength work goes up and down", 5, 6),
    ]
    assert found.posterior == found.prior
    assert (found.prior.value, found.prior.low, found.prior.high) == pytest.approx((0.5, -1.46, 2.46))


def test_a_planted_effect_is_found_and_its_absence_too():
    faster = pace.estimate(made_weeks(effect=0.02))
    assert faster.main is not None and faster.main.low < 100 * math.expm1(0.02) < faster.main.high
    assert faster.verdict == "suggests_faster" and faster.permutation_p is not None
    assert pace.estimate(made_weeks(effect=-0.02)).verdict == "suggests_slower"
    assert pace.estimate(made_weeks(effect=0.0)).verdict == "compatible_with_no_effect"


def test_a_level_between_athletes_is_never_taken_for_an_effect():
    # the faster athletes do more strength work, and nothing changes within them
    weeks = made_weeks(effect=0.0)
    weeks["dose"] += 2.0 * weeks["athlete_id"]
    assert pace.estimate(weeks).verdict == "compatible_with_no_effect"


def test_a_log_without_temperatures_says_so():
    weeks = made_weeks()
    weeks["heat_c"] = np.nan
    assert wording.CAUTIONS["no_heat"] in pace.estimate(weeks, draws=0).cautions
    assert wording.CAUTIONS["no_heat"] not in pace.estimate(made_weeks(), draws=0).cautions


def test_one_runner_is_weighed_against_the_prior():
    found = pace.estimate(made_weeks(athletes=1, weeks=104))
    assert found.scope == "single" and found.primary == "single"
    assert found.main is not None
    own, prior = (100 * found.main.se) ** -2, 1.0
    weight = own / (own + prior)
    assert found.own_data_weight_pct == pytest.approx(100 * weight)
    assert found.posterior.value == pytest.approx(weight * 100 * found.main.log_value + (1 - weight) * 0.5)


@pytest.mark.parametrize(
    ("weeks", "spread", "what"),
    [
        (19, 6.0, "weeks with a steady run and a known strength log"),
        (60, 0.5, "spread of your hip sets from week to week (SD)"),
    ],
)
def test_one_runner_with_too_little_gets_the_prior_and_the_reason(weeks, spread, what):
    found = pace.estimate_single(made_weeks(athletes=1, weeks=weeks, spread=spread))
    assert found.status == "not_enough_data" and found.posterior == found.prior
    assert what in [one.what for one in found.missing]


def test_two_runners_are_not_one():
    with pytest.raises(ValueError, match="one athlete"):
        pace.estimate_single(made_weeks(athletes=2))


def test_prais_winsten_is_least_squares_when_weeks_forget_each_other():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(400, 1))
    # alternating errors have a negative correlation, which is taken for none
    y = 2 + 0.5 * x[:, 0] + 0.1 * (-1.0) ** np.arange(400)
    slopes, se, rho = autoregression.prais_winsten(x, y, np.arange(400.0))
    theirs = sm.OLS(y, sm.add_constant(x)).fit()
    assert rho == 0
    assert slopes == pytest.approx(theirs.params) and se == pytest.approx(theirs.bse)


def test_prais_winsten_finds_the_memory_of_the_weeks_across_gaps():
    rng = np.random.default_rng(4)
    error = np.zeros(3000)
    for week in range(1, 3000):
        error[week] = 0.7 * error[week - 1] + rng.normal(0, 0.1)
    kept = rng.random(3000) < 0.8
    x = np.repeat(rng.normal(size=300), 10)[kept, None]
    y = 1 + 0.3 * x[:, 0] + error[kept]
    slopes, se, rho = autoregression.prais_winsten(x, y, np.arange(3000.0)[kept])
    assert rho == pytest.approx(0.7, abs=0.05)
    assert abs(slopes[1] - 0.3) < 2.5 * se[1]
    plain = sm.OLS(y, sm.add_constant(x)).fit().bse[1]
    assert se[1] > 1.4 * plain


def test_the_same_weeks_in_another_order_give_the_same_card():
    weeks = made_weeks()
    assert pace.estimate(weeks.sample(frac=1, random_state=2)).card == pace.estimate(weeks).card


def test_nobody_at_all_is_not_enough_data():
    assert pace.estimate(made_weeks().head(0)).status == "not_enough_data"
