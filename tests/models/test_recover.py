"""Simulate and recover: planted effects come back with honest intervals, and nothing comes from nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from analytics.models import finding, injury, pace, person_weeks, simulated_weeks, simulation
from analytics.models.finding import Estimate, Finding

pytestmark = pytest.mark.slow
SQUADS = 30
RUNNERS = 40


def worlds(squads: int, **truth: float | bool) -> Iterator[simulation.SquadWorld]:
    settings = {"athletes": 100, "weeks": 104, "rr_per_10_sets": 1.0, "pace_pct_per_10_sets": 0.0, **truth}
    many = simulation.simulate_squad(**settings, replicates=squads)
    return (many.one(replicate) for replicate in range(squads))


def weeks_of(world: simulation.SquadWorld) -> pd.DataFrame:
    return person_weeks.build(simulated_weeks.athlete_weeks(world), simulated_weeks.athlete_table(world))


def paces_of(world: simulation.SquadWorld) -> pd.DataFrame:
    return person_weeks.build_pace(simulated_weeks.athlete_weeks(world), simulated_weeks.steady_runs(world))


def covers(one: Estimate, truth: float) -> bool:
    return abs(one.log_value - truth) <= finding.half_width(one.se, one.degrees)


def summary(found: list[Finding], name: str, truth: float) -> tuple[float, float]:
    """Mean error and share of intervals that hold the truth."""
    made = [one for each in found if (one := each.estimate(name)) is not None]
    assert len(made) == len(found)
    return float(np.mean([one.log_value - truth for one in made])), float(
        np.mean([covers(one, truth) for one in made])
    )


def claims(found: list[Finding]) -> int:
    return sum(each.verdict.startswith("suggests") for each in found)


def test_a_planted_third_fewer_injuries_is_found_with_honest_intervals():
    truth = math.log(0.66)
    found = [
        injury.estimate(weeks_of(world), draws=0)
        for world in worlds(SQUADS, rr_per_10_sets=0.66, rehab=False, trait=False, seed=101)
    ]
    for name in ("within", "pooled", "conditional"):
        bias, coverage = summary(found, name, truth)
        assert abs(bias) < 0.08
        assert coverage >= 0.90
    assert claims(found) >= 0.4 * SQUADS
    assert all(each.verdict != "suggests_more" for each in found)


def test_with_no_effect_hardly_anything_is_claimed_although_people_do_rehab():
    found = [injury.estimate(weeks_of(world), draws=0) for world in worlds(SQUADS, seed=102)]
    bias, coverage = summary(found, "within", 0.0)
    assert abs(bias) < 0.10
    assert coverage >= 0.90
    assert claims(found) <= 0.10 * SQUADS


def test_weeks_after_an_injury_would_fool_the_estimate_and_are_left_out():
    kept, all_weeks = [], []
    for world in worlds(16, seed=77):
        frame = weeks_of(world)
        careless = frame.assign(
            left_out_because=frame["left_out_because"].replace("within 12 weeks after an injury", None)
        )
        kept.append(injury.estimate(frame, draws=0).estimate("within").log_value)
        all_weeks.append(injury.estimate(careless, draws=0).estimate("within").log_value)
    assert np.mean(all_weeks) < -0.06  # rehabilitation looks like protection
    assert abs(np.mean(kept)) < 0.05


def test_a_small_squad_is_not_misled_by_its_own_intervals():
    found = [injury.estimate(weeks_of(world), draws=0) for world in worlds(SQUADS, athletes=24, seed=103)]
    bias, coverage = summary(found, "pooled", 0.0)
    assert abs(bias) < 0.15
    assert coverage >= 0.90
    assert claims(found) <= 2


def test_a_planted_percent_of_pace_is_found_and_nothing_comes_from_nothing():
    planted, nothing = (
        [
            pace.estimate(paces_of(world), draws=99)
            for world in worlds(SQUADS, athletes=30, pace_pct_per_10_sets=effect, seed=seed)
        ]
        for effect, seed in ((1.0, 104), (0.0, 105))
    )
    found, none = summary(planted, "within", math.log(1.01)), summary(nothing, "within", 0.0)
    assert abs(found[0]) < 0.001 and abs(none[0]) < 0.001
    assert (found[1] + none[1]) / 2 >= 0.90
    assert claims(planted) >= 0.9 * SQUADS
    assert claims(nothing) <= 0.10 * SQUADS


@pytest.mark.parametrize(("weeks", "low", "high"), [(52, 0, 3), (208, 1, 10)])
def test_a_single_runners_injuries_hardly_move_the_prior(weeks, low, high):
    truth = {"athletes": 1, "weeks": weeks, "rr_per_10_sets": 0.66, "seed": 106}
    found = [injury.estimate(weeks_of(world)) for world in worlds(RUNNERS, **truth)]
    assert all(each.status == "not_enough_data" and each.scope == "single" for each in found)
    assert low <= np.mean([each.own_data_weight_pct for each in found]) <= high
    assert 0.75 < np.mean([each.posterior.value for each in found]) < 0.90


@pytest.mark.parametrize(("weeks", "low", "high"), [(52, 5, 20), (208, 40, 65)])
def test_a_single_runners_pace_gains_weight_with_the_years(weeks, low, high):
    found = [
        pace.estimate(paces_of(world), draws=99)
        for world in worlds(RUNNERS, athletes=1, weeks=weeks, seed=107)
    ]
    answered = [each for each in found if each.main is not None]
    assert 0.4 * RUNNERS < len(answered) < RUNNERS  # some change too little to say anything
    assert low < np.mean([each.own_data_weight_pct for each in answered]) < high
    covered = [covers(each.main, 0.0) for each in answered if each.main is not None]
    assert np.mean(covered) >= 0.90
    assert claims(found) <= 3
