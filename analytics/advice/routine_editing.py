"""Changing a routine: swap, another dose, another order, take out, put in; each gives a new routine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analytics.advice.legality import is_open
from analytics.advice.routine import preference
from analytics.advice.routine_form import MOST_ITEMS, MOST_REPS, MOST_SETS, RoutineFormError
from analytics.advice.routine_parts import Line, Routine, Wish, blocks, compose
from analytics.advice.slots import SLOTS
from analytics.knowledge.exercises import Exercise

LONGEST_HOLD_S = 120
"""Longer holds are no strength work; what is longer already stays as it is."""


def alternatives(routine: Routine, at: int, *, exercises: Mapping[str, Exercise]) -> tuple[Exercise, ...]:
    """List what may take the place of an item: open to this person, right for the place, not in it yet."""
    item = routine.items[at]
    slot = SLOTS.get(item.slot or "")
    used = {one.exercise.id for one in routine.items}
    rooms = [] if slot is None else [slot, *(SLOTS[other] for other in slot.substitutes)]
    rank = {}
    for exercise in exercises.values():
        if exercise.id in used or not is_open(exercise, routine.wish):
            continue
        if slot is None:
            fits = 0 if exercise.family == item.exercise.family else None
        else:
            fits = next((place for place, room in enumerate(rooms) if room.fits(exercise)), None)
        if fits is not None:
            rank[exercise.id] = (fits, preference(exercise, routine.wish))
    return tuple(exercises[name] for name in sorted(rank, key=lambda name: rank[name]))


def swap(routine: Routine, at: int, exercise: Exercise) -> Routine:
    """Put another exercise in an item's place, at its own usual dose and the same number of sets.

    Raises
    ------
    RoutineFormError
        If it is in the routine already.
    """
    before = routine.lines[at]
    _refuse_twice([*routine.lines[:at], *routine.lines[at + 1 :]], exercise)
    slot = SLOTS.get(before.slot or "")
    line = replace(
        usual(exercise, sets=before.sets),
        in_rounds=before.in_rounds,
        rest_s=before.rest_s if before.in_rounds else None,
        slot=before.slot,
        stands_in=slot is not None and not slot.fits(exercise),
    )
    return _with(routine, [*routine.lines[:at], line, *routine.lines[at + 1 :]])


def redose(routine: Routine, at: int, *, sets: int, amount: int) -> Routine:
    """Give an item other sets, and repetitions or seconds; exercises of one round share their sets.

    Values outside what a routine may hold are brought to its bounds.
    """
    lines = list(routine.lines)
    line, sets = lines[at], min(max(sets, 1), MOST_SETS)
    if line.reps is not None:
        lines[at] = replace(line, reps=min(max(amount, 1), MOST_REPS))
    else:
        longest = max(LONGEST_HOLD_S, int(line.seconds or 0))
        lines[at] = replace(line, seconds=min(max(amount, 1), longest))
    return _with(routine, [replace(one, sets=sets) if place in _round_of(lines, at) else one
                           for place, one in enumerate(lines)])  # fmt: skip


def move(routine: Routine, at: int, *, by: int) -> Routine:
    """Move an item up or down; a round that it leaves or enters takes it as one."""
    lines = list(routine.lines)
    to = min(max(at + by, 0), len(lines) - 1)
    lines.insert(to, lines.pop(at))
    return _with(routine, lines)


def remove(routine: Routine, at: int) -> Routine | None:
    """Take an item out; None when nothing is left."""
    lines = [*routine.lines[:at], *routine.lines[at + 1 :]]
    return _with(routine, lines) if lines else None


def add(routine: Routine | None, exercise: Exercise, wish: Wish) -> Routine:
    """Put an exercise at the end, at its usual dose; None begins a routine.

    Raises
    ------
    RoutineFormError
        If it is in the routine already, or the routine is full.
    """
    lines = [] if routine is None else list(routine.lines)
    _refuse_twice(lines, exercise)
    if len(lines) >= MOST_ITEMS:
        raise RoutineFormError(f"A routine holds at most {MOST_ITEMS} exercises.")
    return compose([*lines, usual(exercise, sets=exercise.default_sets)], wish)


def usual(exercise: Exercise, *, sets: int) -> Line:
    """Give an exercise at its usual dose."""
    held_s = exercise.default_seconds if exercise.default_reps is None else None
    return Line(exercise, sets, exercise.default_reps, held_s)


def _refuse_twice(lines: Sequence[Line], exercise: Exercise) -> None:
    if any(line.exercise.id == exercise.id for line in lines):
        raise RoutineFormError(f"{exercise.name} is in the routine already.")


def _round_of(lines: Sequence[Line], at: int) -> set[int]:
    first = 0
    for block in blocks(lines):
        places = set(range(first, first + len(block)))
        if at in places:
            return places
        first += len(block)
    return {at}


def _with(routine: Routine, lines: Sequence[Line]) -> Routine:
    """Make the routine of other lines; a round that was torn apart is evened out to its first exercise."""
    even: list[Line] = []
    for block in blocks(lines):
        even += [replace(line, sets=block[0].sets) for line in block]
    return compose(even, routine.wish)
