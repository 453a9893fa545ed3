"""The gates before an answer about injuries, at their exact edges."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest

from analytics.models import (
    finding,
    injury,
    injury_shifts,
    person_weeks,
    simulated_weeks,
    simulation,
    wording,
)
from analytics.models.finding import Estimate


def made_weeks(
    *, athletes: int = 12, injuries: int = 80, varying: int | None = None, weeks: int = 40, seed: int = 1
) -> pd.DataFrame:
    """Person-weeks with exactly so many injuries, in so many athletes, of whom so many change their dose."""
    rng = np.random.default_rng(seed)
    rows = athletes * weeks
    athlete = np.repeat(np.arange(athletes), weeks)
    wave = np.tile(np.where(np.arange(weeks) % 10 < 5, 2.0, 14.0), athletes)
    changes = athlete < (athletes if varying is None else varying)
    hurt = np.zeros(rows)
    hurt[rng.choice(rows, injuries, replace=False)] = 1
    angle = np.tile(np.arange(weeks), athletes) / 52 * 2 * np.pi
    return pd.DataFrame(
        {
            "athlete_id": athlete,
            "week_start": np.tile(pd.date_range("2024-01-01", periods=weeks, freq="7D"), athletes),
            "y": hurt,
            "hours": rng.uniform(2, 6, rows),
            "dose": np.where(changes, wave, 5.0) + athlete / 10,
            "prev_injury_52w": (rng.random(rows) < 0.4).astype(float),
            "log_ctl": rng.normal(1.4, 0.2, rows),
            "spike": rng.choice(["reference", "small", "moderate"], rows),
            "pain_last_week": (rng.random(rows) < 0.1).astype(float),
            "age_years": 30.0 + athlete,
            "female": (athlete % 2).astype(float),
            "season_sin": np.sin(angle),
            "season_cos": np.cos(angle),
            "early_week": 0.0,
            "unmapped_share_pct": 0.0,
            "left_out_because": pd.Series([None] * rows, dtype=object),
        }
    )


def one_estimate(*, log_value: float, se: float, name: str = "within") -> Estimate:
    return Estimate(name, math.exp(log_value), 0.0, 0.0, log_value, se, 1000, 1000, 100, 20)


@pytest.mark.parametrize(
    ("injuries", "athletes", "status"),
    [
        (9, 12, "not_enough_data"),
        (10, 12, "very_imprecise"),
        (49, 12, "very_imprecise"),
        (50, 12, "estimate"),
        (80, 5, "not_enough_data"),
        (80, 6, "estimate"),
    ],
)
def test_the_number_of_injuries_and_athletes_decides_whether_there_is_an_answer(injuries, athletes, status):
    found = injury.estimate(made_weeks(injuries=injuries, athletes=athletes), draws=0)
    assert found.status == status
    assert (found.main is None) == (status == "not_enough_data")


def test_without_enough_the_answer_is_the_prior_with_no_weight_of_its_own():
    found = injury.estimate(made_weeks(injuries=9))
    assert found.verdict == "not_enough_data" and found.estimates == ()
    assert found.own_data_weight_pct == 0
    assert found.posterior == found.prior
    assert (found.prior.value, found.prior.low, found.prior.high) == pytest.approx(
        (0.85, 0.472, 1.530), abs=1e-3
    )


@pytest.mark.parametrize(
    ("injuries", "athletes", "what", "have", "needed"),
    [
        (9, 12, "injuries in weeks that count", 9, 10),
        (49, 12, "injuries in weeks that count", 49, 50),
        (59, 12, "injuries in weeks that count", 59, 60),
        (80, 5, "runners with complete weeks", 5, 6),
    ],
)
def test_what_is_missing_is_named_with_how_much_is_needed(injuries, athletes, what, have, needed):
    found = injury.estimate(made_weeks(injuries=injuries, athletes=athletes), draws=0)
    assert finding.Missing(what, have, needed, what.split()[0]) in found.missing


def test_incomplete_logs_are_named():
    weeks = made_weeks()
    weeks.loc[weeks.index % 2 == 0, "left_out_because"] = "injury log incomplete"
    found = injury.estimate(weeks, draws=0)
    assert finding.Missing("weeks with a complete injury log", 240, 480, "weeks") in found.missing


@pytest.mark.parametrize(
    ("injuries", "varying", "primary"),
    [(60, 8, "within"), (59, 8, "pooled"), (60, 7, "pooled"), (80, 12, "within")],
)
def test_the_comparison_within_athletes_leads_only_with_enough_of_both(injuries, varying, primary):
    found = injury.estimate(made_weeks(injuries=injuries, varying=varying), draws=0)
    assert found.primary == primary
    between = wording.CAUTIONS["between_people"]
    assert (between in found.cautions) == (primary == "pooled")


def test_all_three_estimates_are_shown():
    found = injury.estimate(made_weeks(), draws=0)
    assert [one.name for one in found.estimates] == ["within", "pooled", "conditional"]
    for one in found.estimates:
        assert one.low < one.value < one.high
        assert one.events == 80


def test_nobody_doing_strength_work_is_not_enough_data():
    weeks = made_weeks().assign(dose=0.0)
    found = injury.estimate(weeks, draws=0)
    assert found.status == "not_enough_data"


@pytest.mark.parametrize(
    ("log_value", "se", "injuries", "within", "pooled", "verdict"),
    [
        (-0.5, 0.1, 60, -0.5, -0.1, "suggests_fewer"),
        (0.5, 0.1, 60, 0.5, 0.1, "suggests_more"),
        (-0.5, 0.1, 59, -0.5, -0.1, "too_imprecise"),  # 60 injuries for a verdict
        (-0.5, 0.1, 49, -0.5, -0.1, "too_imprecise"),
        (-0.5, 0.1, 60, -0.5, 0.1, "too_imprecise"),  # both comparisons must point the same way
        (-0.5, 0.1, 60, None, -0.5, "too_imprecise"),
        (-0.5, 0.3, 60, -0.5, -0.1, "compatible_with_no_effect"),  # the interval holds 1
        (0.0, 0.30, 60, -0.5, -0.1, "too_imprecise"),  # from below 0.66 to above 1.52
        (-0.101, 0.01, 500, -0.1, -0.1, "suggests_fewer"),
        (-0.099, 0.01, 500, -0.1, -0.1, "compatible_with_no_effect"),  # the systematic floor
        (0.099, 0.01, 500, 0.1, 0.1, "compatible_with_no_effect"),
    ],
)
def test_a_verdict_needs_every_gate(log_value, se, injuries, within, pooled, verdict):
    others = [None if value is None else one_estimate(log_value=value, se=0.1) for value in (within, pooled)]
    main = one_estimate(log_value=log_value, se=se)
    assert injury.verdict_of(main, injuries=injuries, within=others[0], pooled=others[1]) == verdict


@pytest.mark.parametrize(
    ("within", "printed"),
    [
        (False, [0.12, 0.26, 0.39, 0.51, 0.65, 0.74, 0.81]),
        (True, [0.08, 0.20, 0.32, 0.44, 0.60, 0.70, 0.77]),
    ],
)
def test_detectable_effects_are_those_of_the_table(within, printed):
    injuries = [10, 25, 50, 100, 250, 500, 1000]
    found = [injury.detectable_rate_ratio(n, within=within) for n in injuries]
    assert found == pytest.approx(printed, abs=0.0051)


def test_without_check_ins_the_answer_says_that_early_pain_is_not_adjusted_for():
    weeks = made_weeks()
    assert wording.CAUTIONS["no_early_pain"] not in injury.estimate(weeks, draws=0).cautions
    silent = injury.estimate(weeks.assign(pain_last_week=np.nan), draws=0)
    assert wording.CAUTIONS["no_early_pain"] in silent.cautions
    assert "pain_last_week" not in silent.card.features
    some = weeks["pain_last_week"].where(weeks.index % 3 > 0)
    partly = injury.estimate(weeks.assign(pain_last_week=some), draws=0)
    assert wording.CAUTIONS["some_early_pain"] in partly.cautions
    assert "pain_last_week_unknown" in partly.card.features


def test_weeks_left_out_change_nothing():
    weeks = made_weeks()
    extra = weeks[weeks["athlete_id"] == 0].assign(
        y=1.0, dose=40.0, left_out_because="within 12 weeks after an injury", athlete_id=0
    )
    extra["week_start"] = extra["week_start"] + pd.Timedelta(weeks=100)
    alone = injury.estimate(weeks, draws=0)
    both = injury.estimate(pd.concat([weeks, extra]), draws=0)
    assert both.card.n == alone.card.n
    assert both.estimates == alone.estimates


def test_the_same_weeks_in_another_order_give_the_same_card():
    weeks = made_weeks()
    shuffled = weeks.sample(frac=1, random_state=3)
    assert injury.estimate(shuffled, seed=4).card == injury.estimate(weeks, seed=4).card


def test_shifted_strength_looks_like_the_real_one_when_there_is_nothing_to_see():
    assert injury_shifts.shifted(made_weeks(weeks=60), seed=1).p > 0.05


def test_shifted_strength_looks_different_when_injuries_follow_low_doses():
    # a year with an irregular rhythm, injuries only in the weeks of low dose
    weeks = made_weeks(weeks=60)
    rng = np.random.default_rng(2)
    on = rng.random(len(weeks)) < 0.5
    weeks["dose"] = np.where(on, 14.0, 2.0)
    weeks["y"] = (~on & (rng.random(len(weeks)) < 0.3)).astype(float)
    assert injury_shifts.shifted(weeks, seed=1, draws=199).p == 1 / 200


def test_one_runner_gets_published_studies_and_a_label():
    weeks = made_weeks(athletes=1, injuries=4, weeks=104)
    found = injury.estimate(weeks)
    assert [(one.what, one.have, one.needed) for one in found.missing] == [
        ("injuries in weeks that count", 4, 50)
    ]
    assert (found.scope, found.status, found.verdict) == ("single", "not_enough_data", "not_enough_data")
    assert found.estimates == () and found.main is None
    assert 0 < found.own_data_weight_pct < 20
    assert wording.CAUTIONS["one_runner"] in found.cautions
    assert wording.sentence(found).startswith("Your log cannot tell yet.")


def test_one_runner_without_an_injury_gets_published_studies_alone():
    found = injury.estimate(made_weeks(athletes=1, injuries=0, weeks=104))
    assert found.posterior == found.prior and found.own_data_weight_pct == 0
    assert wording.weights(found).startswith("All from published studies")


def test_one_runner_only_hurt_without_strength_work_stays_near_the_prior():
    weeks = made_weeks(athletes=1, injuries=0, weeks=104)
    weeks.loc[weeks["dose"] < 5, "y"] = (np.arange((weeks["dose"] < 5).sum()) % 13 == 0).astype(float)
    found = injury.estimate(weeks)
    assert 0.47 < found.posterior.value < 0.85


def test_a_squad_hurt_only_without_strength_work_gets_a_finite_answer():
    weeks = made_weeks(varying=0, injuries=0).assign(dose=0.0)
    weeks.loc[weeks["athlete_id"] == 0, "dose"] = 10.0
    weeks["y"] = ((weeks["athlete_id"] > 0) & (weeks.index % 20 == 3)).astype(float)
    found = injury.estimate(weeks, draws=0)
    assert found.status == "very_imprecise" and found.verdict == "too_imprecise"
    assert all(math.isfinite(one.log_value) for one in found.estimates)


def test_nobody_at_all_is_not_enough_data():
    found = injury.estimate(made_weeks().head(0), draws=0)
    assert found.status == "not_enough_data" and found.card.n == 0


def test_shrinkage_weighs_by_precision():
    found = injury.estimate(made_weeks(), draws=0)
    assert found.main is not None
    own, prior = found.main.se**-2, 0.30**-2
    weight = own / (own + prior)
    expected = math.exp(weight * found.main.log_value + (1 - weight) * math.log(0.85))
    assert found.posterior.value == pytest.approx(expected)
    assert found.own_data_weight_pct == pytest.approx(100 * weight)


def test_a_simulated_squad_passes_from_weeks_to_words():
    world = simulation.simulate_squad(
        athletes=24, weeks=104, rr_per_10_sets=0.66, pace_pct_per_10_sets=1.0, seed=3, niggle=True
    )
    frame = person_weeks.build(simulated_weeks.athlete_weeks(world), simulated_weeks.athlete_table(world))
    found = injury.estimate(frame, draws=19)
    assert found.main is not None and found.permutation_p is not None
    assert found.permutation_p * 20 == pytest.approx(round(found.permutation_p * 20))
    assert "pain_last_week" in found.card.features
    assert dataclasses.asdict(found)["card"]["cases"] == found.main.events
