"""The simulated world does what it says, and the same seed gives the same world."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.metrics import dose
from analytics.models import simulation


@pytest.fixture(scope="module")
def many() -> simulation.SquadWorld:
    return simulation.simulate_squad(
        athletes=30, weeks=104, rr_per_10_sets=0.66, pace_pct_per_10_sets=1.0, seed=1, replicates=20
    )


def test_about_twelve_injuries_in_a_thousand_hours_and_two_a_runner_and_year(many):
    assert many.rate_realised_per_1000_h == pytest.approx(11.9, abs=0.6)
    assert many.injured.sum() / (len(many) * 2) == pytest.approx(2.1, abs=0.1)
    assert many.injured[many.at_risk].mean() == pytest.approx(0.05, abs=0.004)


def test_about_a_third_never_does_strength_work(many):
    assert many.never_strengthens.mean() == pytest.approx(0.31, abs=0.04)
    assert many.sets[many.never_strengthens].sum() == 0


def test_the_dose_is_that_of_the_eight_weeks_before(many):
    for row in (0, 17, 599):
        sets = np.concatenate([many.earlier_sets[row], many.sets[row]])
        assert many.dose[row] == pytest.approx(dose.decayed(sets)[8:])


def test_nobody_runs_or_is_hurt_while_laid_off(many):
    assert many.hours[many.out].sum() == 0
    assert not many.injured[many.out].any()
    assert not many.at_risk[many.out].any()


def test_an_injury_costs_the_weeks_it_says(many):
    row, week = (int(found[0]) for found in np.nonzero(many.injured & (np.arange(104) < 60)))
    weeks = int(many.layoff_weeks[row, week])
    after = many.out[row, week + 1 : week + 2 + weeks]
    assert after.tolist() == [True] * weeks + [False]


def test_more_strength_means_fewer_injuries_only_when_the_truth_says_so():
    def rate_ratio(rr: float) -> float:
        world = simulation.simulate_squad(
            athletes=400,
            weeks=104,
            rr_per_10_sets=rr,
            pace_pct_per_10_sets=0,
            seed=2,
            rehab=False,
            trait=False,
        )
        much = world.dose > 8
        rates = [world.injured[at].sum() / world.hours[at].sum() for at in (much, ~much)]
        return float(rates[0] / rates[1])

    assert rate_ratio(0.3) < 0.5
    assert rate_ratio(1.0) == pytest.approx(1.0, abs=0.12)


def test_pain_comes_only_when_asked_for(many):
    assert not many.niggle.any()
    painful = simulation.simulate_squad(
        athletes=100, weeks=52, rr_per_10_sets=1, pace_pct_per_10_sets=0, seed=3, niggle=True
    )
    assert painful.niggle.mean() == pytest.approx(0.09, abs=0.02)
    hurt = [painful.injured[at & painful.at_risk].mean() for at in (painful.niggle, ~painful.niggle)]
    assert hurt[0] > 1.8 * hurt[1]


def test_the_same_seed_gives_the_same_world_and_another_seed_another():
    def world(seed: int) -> simulation.SquadWorld:
        return simulation.simulate_squad(
            athletes=5, weeks=20, rr_per_10_sets=1, pace_pct_per_10_sets=0, seed=seed
        )

    assert (world(1).hours == world(1).hours).all()
    assert not (world(1).hours == world(2).hours).all()


def test_one_replicate_is_a_squad_of_its_own(many):
    one = many.one(3)
    assert (one.replicates, len(one), one.hours.shape) == (1, 30, (30, 104))
    assert (one.hours == many.hours[90:120]).all()
    with pytest.raises(ValueError, match="20 replicates"):
        many.one(20)


def test_the_longest_run_is_never_longer_than_the_week(many):
    assert (many.longest_h <= many.hours).all()


def test_nobody_is_refused():
    with pytest.raises(ValueError, match="from 1"):
        simulation.simulate_squad(athletes=0, weeks=1, rr_per_10_sets=1, pace_pct_per_10_sets=0, seed=1)
