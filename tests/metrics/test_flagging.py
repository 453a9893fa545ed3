"""What a budget of flags would have met: small lists of Mondays that one can count by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analytics.metrics import flagging

# Four athletes over five weeks: the place in the list of each Monday, and who has a new problem when.
PLACE = np.array([[1, 1, 0, 0, 0], [0, 2, 1, 0, 0], [0, 0, 0, 1, 0], [0, 0, 0, 0, 0]])
PROBLEMS = np.zeros((4, 5), bool)
PROBLEMS[0, 1] = PROBLEMS[1, 2] = PROBLEMS[2, 4] = PROBLEMS[3, 3] = True
WELL = np.ones((4, 5), bool)


def test_every_flag_of_the_two_weeks_to_a_problem_counts_as_told() -> None:
    found = flagging.cost(PLACE, PROBLEMS, WELL, budget=None)
    assert (found.mondays, found.raised, found.early) == (4, 5, 5)
    # The first athlete on both Mondays to week 1, the second on both to week 2, the third a week ahead of week 4.
    assert (found.problems, found.flagged, found.missed, found.right) == (4, 3, 1, 5)


def test_a_budget_of_one_leaves_out_the_second_of_a_list() -> None:
    found = flagging.cost(PLACE, PROBLEMS, WELL, budget=1)
    assert (found.raised, found.flagged, found.missed) == (4, 3, 1)
    later = PLACE.copy()
    later[1, 2] = 0  # now the second athlete was only ever second
    assert flagging.cost(later, PROBLEMS, WELL, budget=1).flagged == 2


def test_a_flag_of_somebody_with_a_problem_is_no_early_one() -> None:
    well = WELL.copy()
    well[0] = False
    found = flagging.cost(PLACE, PROBLEMS, well, budget=None)
    assert (found.raised, found.early, found.flagged) == (5, 3, 2)


def test_by_lot_is_the_chance_of_being_drawn_on_one_of_the_two_mondays() -> None:
    place = np.array([[1, 1, 1], [0, 0, 0]])
    problems = np.array([[False, False, False], [False, False, True]])
    found = flagging.cost(place, problems, np.ones((2, 3), bool), budget=1)
    assert found.by_chance == pytest.approx(1 - 0.5 * 0.5)
    assert found.flagged == 0


def test_without_a_problem_there_is_no_share() -> None:
    found = flagging.cost(PLACE, np.zeros((4, 5), bool), WELL, budget=2)
    assert found.problems == 0 and math.isnan(found.low) and math.isnan(found.high)


@pytest.mark.parametrize("weeks", [0, 1, 2])
def test_a_past_too_short_to_replay_counts_nothing(weeks: int) -> None:
    found = flagging.cost(PLACE[:, :weeks], PROBLEMS[:, :weeks], WELL[:, :weeks], budget=1)
    assert found.mondays == max(weeks - 1, 0)


def test_a_share_has_its_exact_interval() -> None:
    # Clopper and Pearson (1934): 0 of 10 leaves up to 30.8 %, 10 of 10 at least 69.2 %.
    assert flagging.exact_share(10, 10) == pytest.approx((0.6915, 1.0), abs=5e-5)
    with pytest.raises(ValueError, match="between none and all"):
        flagging.exact_share(2, 1)
