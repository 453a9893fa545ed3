"""The scorecard runs the shipped path, and sums it up truly."""

from __future__ import annotations

import math

import pytest

from analytics.models import injury, truth, wording
from analytics.models.finding import Estimate
from analytics.models.truth import Cell, Outcome

NULL = Cell("injury", "clean", 30, 2, 1.0)
FEWER = Cell("injury", "realistic", 30, 2, 0.66)


def test_every_kind_of_squad_stands_once_in_the_scorecard():
    cells = list(truth.cells())
    # 3 sizes x 2 lengths x (4 worlds x 3 rate ratios of injury, 2 worlds x 4 effects on pace)
    assert len(cells) == len(set(cells)) == 3 * 2 * (4 * 3 + 2 * 4)


def test_a_claim_is_false_where_nothing_is_there_and_in_the_wrong_direction():
    said = [Outcome(0.1, True, 60, 1), Outcome(-0.9, False, 60, -1), Outcome(0.0, True, 60, 0)]
    assert truth.score(NULL, said).false_claims == pytest.approx(2 / 3)
    assert truth.score(NULL, said).true_claims is None
    fewer = truth.score(FEWER, said)
    assert (fewer.false_claims, fewer.true_claims) == (pytest.approx(1 / 3), pytest.approx(1 / 3))


def test_a_refused_squad_counts_among_the_squads_and_not_among_the_estimates():
    made = truth.score(
        NULL, [Outcome(None, None, None, 0), Outcome(0.2, True, 55, 0), Outcome(0.0, True, 65, 0)]
    )
    assert (made.squads, made.estimates, made.events_median) == (3, 2, 60.0)
    assert made.bias == pytest.approx(0.1)
    assert made.bias_se == pytest.approx(math.sqrt(0.02) / math.sqrt(2))  # sd of 0.2 and 0 over root 2
    assert made.coverage == 1.0


def test_with_every_squad_refused_there_is_no_bias_to_tell():
    made = truth.score(NULL, [Outcome(None, None, None, 0)] * 4)
    assert (made.estimates, made.bias, made.coverage, made.false_claims) == (0, None, None, 0.0)


def test_an_outcome_is_what_the_app_says(monkeypatch):
    said = []
    monkeypatch.setattr(
        wording, "headline", lambda found: said.append(found) or wording.VERDICTS["suggests_more"]
    )
    results = list(truth.outcomes(Cell("injury", "clean", 10, 2, 1.0), squads=3, seed=4))
    assert len(said) == 3
    assert [one.direction for one in results] == [1, 1, 1]
    for one, found in zip(results, said, strict=True):
        assert one.error == (None if found.main is None else pytest.approx(found.main.log_value))


def test_the_same_seed_gives_the_same_squads():
    cell = Cell("pace", "realistic", 10, 1, 1.0)
    once, again = (list(truth.outcomes(cell, squads=3, seed=9)) for _ in range(2))
    assert once == again


def test_unseen_good_stretches_make_strength_look_better_than_it_is():
    from analytics.models import simulation

    def mean_dose_and_injuries(**kind: bool) -> tuple[float, float]:
        world = simulation.simulate_squad(
            athletes=300, weeks=52, rr_per_10_sets=1.0, pace_pct_per_10_sets=0.0, seed=2, **kind
        )
        return float(world.dose.mean()), float(world.injured.sum())

    usual, fooled = mean_dose_and_injuries(), mean_dose_and_injuries(good_stretches=True)
    assert fooled[0] > usual[0] and fooled[1] < usual[1]


def test_a_world_without_good_stretches_is_drawn_as_before():
    from analytics.models import simulation

    world = simulation.simulate_squad(
        athletes=5, weeks=20, rr_per_10_sets=0.66, pace_pct_per_10_sets=1.0, seed=1
    )
    again = simulation.simulate_squad(
        athletes=5, weeks=20, rr_per_10_sets=0.66, pace_pct_per_10_sets=1.0, seed=1, good_stretches=False
    )
    assert (world.sets == again.sets).all() and (world.injured == again.injured).all()


@pytest.mark.parametrize(("p", "verdict"), [(0.05, "suggests_fewer"), (0.051, "compatible_with_no_effect")])
def test_no_claim_where_shifted_strength_logs_look_as_telling(p, verdict):
    main = Estimate("within", math.exp(-0.5), 0.0, 0.0, -0.5, 0.1, 1000, 1000, 100, 20)
    assert injury.verdict_of(main, injuries=80, within=main, pooled=main, shuffled_p=p) == verdict
