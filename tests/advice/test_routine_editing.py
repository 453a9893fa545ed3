"""A routine can be changed, and what speaks against the change is said."""

from __future__ import annotations

import itertools

import pytest

from analytics.advice import routine_editing as editing
from analytics.advice.legality import is_open, objections, warnings
from analytics.advice.routine import Routine, build
from analytics.advice.routine_form import RoutineFormError, routine_from_json, routine_to_json
from analytics.advice.routine_parts import sound_wish
from analytics.knowledge import exercises

LIBRARY = exercises.load()


@pytest.fixture
def knee() -> Routine:
    built = build(minutes=10, level=2, kit="none", site="knee", state="niggle", exercises=LIBRARY)
    assert built is not None
    return built


def test_every_alternative_is_open_and_not_in_the_routine_yet(knee: Routine) -> None:
    for at, item in enumerate(knee.items):
        offered = editing.alternatives(knee, at, exercises=LIBRARY)
        assert offered, item.exercise.id
        assert all(is_open(one, knee.wish) for one in offered)
        assert not {one.id for one in offered} & {one.exercise.id for one in knee.items}


def test_a_swap_changes_one_exercise_and_keeps_the_rest(knee: Routine) -> None:
    at = 3
    other = editing.alternatives(knee, at, exercises=LIBRARY)[0]
    changed = editing.swap(knee, at, other)
    assert changed.items[at].exercise == other and changed.items[at].slot == knee.items[at].slot
    assert changed.items[at].sets == knee.items[at].sets
    assert [*changed.items[:at], *changed.items[at + 1 :]] == [*knee.items[:at], *knee.items[at + 1 :]]
    assert routine_from_json(routine_to_json(changed), exercises=LIBRARY) == changed


def test_the_sets_of_a_round_change_together(knee: Routine) -> None:
    assert [item.in_rounds for item in knee.items[:4]] == [True, True, True, False]
    changed = editing.redose(knee, 1, sets=3, amount=8)
    assert [item.sets for item in changed.items[:3]] == [3, 3, 3]
    assert changed.items[1].reps == 8 and changed.items[3].sets == knee.items[3].sets
    alone = editing.redose(knee, 3, sets=4, amount=25)
    assert alone.items[3].sets == 4 and alone.items[3].seconds == 25
    assert alone.items[0].sets == knee.items[0].sets


@pytest.mark.parametrize(("sets", "amount"), [(0, 0), (-3, -5), (99, 9999)])
def test_a_dose_beyond_bounds_is_brought_to_them(knee: Routine, sets: int, amount: int) -> None:
    for at in range(len(knee.items)):
        changed = editing.redose(knee, at, sets=sets, amount=amount)
        assert routine_from_json(routine_to_json(changed), exercises=LIBRARY) == changed


def test_items_move_and_what_is_moved_beyond_the_end_stays(knee: Routine) -> None:
    names = [item.exercise.id for item in knee.items]
    down = editing.move(knee, 0, by=1)
    assert [item.exercise.id for item in down.items] == [names[1], names[0], *names[2:]]
    assert editing.move(knee, 0, by=-1).items == knee.items
    last = len(names) - 1
    assert editing.move(knee, last, by=1).items == knee.items


def test_any_row_of_changes_gives_a_routine_that_can_be_written_down(knee: Routine) -> None:
    for first, by, out in itertools.product(range(len(knee.items)), (-2, -1, 1, 2), (0, 3)):
        changed = editing.remove(editing.move(knee, first, by=by), out)
        assert changed is not None
        assert routine_from_json(routine_to_json(changed), exercises=LIBRARY) == changed


def test_taking_the_last_one_out_leaves_nothing(knee: Routine) -> None:
    rest: Routine | None = knee
    for _ in knee.items:
        assert rest is not None
        rest = editing.remove(rest, 0)
    assert rest is None


def test_a_routine_of_one_s_own_begins_with_nothing_and_says_what_it_lacks() -> None:
    wish = sound_wish(minutes=10, level=2, kit="none")
    own = editing.add(None, LIBRARY["clamshell"], wish)
    assert own.items[0].reason.startswith("Your own choice")
    assert any("only one of side, back and turning" in said for said in warnings(own))
    own = editing.add(own, LIBRARY["glute-bridge"], wish)
    assert warnings(own) == ()
    with pytest.raises(RoutineFormError, match="already"):
        editing.add(own, LIBRARY["clamshell"], wish)
    loaded = editing.add(own, LIBRARY["hip-thrust-barbell"], wish)
    assert any("Hip thrust" in said or "thrust" in said for said in warnings(loaded))


def test_what_is_built_carries_no_warning() -> None:
    for minutes, level, site in itertools.product((5, 10, 30), (1, 3, 5), (None, "knee", "low_back")):
        built = build(minutes=minutes, level=level, kit="home", site=site, exercises=LIBRARY)
        assert built is not None and warnings(built) == ()


def test_objections_are_in_words_a_runner_reads() -> None:
    sore = sound_wish(minutes=10, level=2, kit="none", site="hamstring", state="subacute", wrists_ok=False)
    young = sound_wish(minutes=10, level=5, kit="gym", youth=True)
    assert "not under 18: added load, a machine, hops or jumps" in objections(LIBRARY["deadlift"], young)
    assert "rests on the wrists" in objections(LIBRARY["hip-dip-front-hands"], sore)
    assert any("sore hamstring" in said for said in objections(LIBRARY["nordic-curl"], sore))


def test_too_long_is_said(knee: Routine) -> None:
    assert any("you asked for 10" in said for said in warnings(editing.redose(knee, 3, sets=6, amount=40)))
