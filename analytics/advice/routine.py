"""Building a hip routine: minutes, level, kit and what is sore in; exercises, sets and reasons out.

The rules are the project's own convention (data/routine_rules.json): fill the places of the time in order,
drop from the end until one set of each fits, add sets in turn. What is then still short is filled up to the
time asked for: with further exercises, a set more, and, when something is sore, with rest before work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from analytics.advice import routine_parts
from analytics.advice.legality import GROUPS_WANTED, groups_of, is_open, main_group
from analytics.advice.routine_parts import (
    ROUND_CHANGE_S,
    ROUNDS_UP_TO_MIN,
    Line,
    Routine,
    RoutineItem,
    Step,
    Wish,
    compose,
    sound_wish,
)
from analytics.advice.situation import RoutineState
from analytics.advice.slots import SLOTS, Slot, templates, verdict
from analytics.knowledge import routine_rules
from analytics.knowledge.exercises import Exercise

__all__ = ["ROUND_CHANGE_S", "Routine", "RoutineItem", "Step", "build", "preference"]

OVERTIME_MIN = 0.5
"""How far from the time asked a routine may end, either way."""
SHORT_BY_MIN = 0.47
"""Shorter than asked by more than this, a routine is filled up: it then rounds to the minutes asked."""
FIVE_MINUTE_ROUNDS = 2
STAND_IN_REPS = 12
"""A slower exercise in place of a dip is cut to so many repetitions: two rounds then fit."""
FEWEST_EXERCISES = 3
REST_STEP_S = 1.0


@dataclass
class _Draft:
    """A routine in the making: lines, and how many sets each may have."""

    wish: Wish
    lines: list[Line]
    open: tuple[Exercise, ...]
    max_hip_sets: float | None

    @property
    def missing_min(self) -> float:
        return self.wish.minutes - routine_parts.minutes(self.lines)

    def is_short(self) -> bool:
        return self.missing_min > SHORT_BY_MIN

    @property
    def hip_sets(self) -> float:
        return sum(line.sets * line.credit for line in self.lines)

    def blocks(self) -> list[list[int]]:
        """Give the places of the lines, those of a round together."""
        parts: list[list[int]] = []
        for at, line in enumerate(self.lines):
            if parts and line.in_rounds and self.lines[at - 1].in_rounds:
                parts[-1].append(at)
            else:
                parts.append([at])
        return parts

    def try_(self, changed: list[Line], *, over_min: float = OVERTIME_MIN / 2) -> bool:
        """Take the changed lines if they keep to the time and to the week's room."""
        before = self.lines
        self.lines = changed
        too_much = self.max_hip_sets is not None and self.hip_sets > self.max_hip_sets
        if too_much or -self.missing_min > over_min:
            self.lines = before
            return False
        return True


def build(
    *,
    minutes: float,
    level: int | None,
    kit: str | None,
    site: str | None = None,
    state: RoutineState | None = None,
    wrists_ok: bool = True,
    impact_ok: bool = True,
    youth: bool = False,
    max_hip_sets: float | None = None,
    exercises: Mapping[str, Exercise],
) -> Routine | None:
    """Build the routine that fits the time, the level, the kit and what is sore.

    Parameters
    ----------
    minutes
        Time there is; the nearest of 5, 10, 15, 20 and 30 gives the places to fill. Five minutes are hip dips
        alone: front, left, right, back, in two rounds.
    level
        1 to 5: how hard the exercises are, not how many sets. None is taken as 1.
    kit
        One of `KIT`; None is taken as no kit.
    site, state
        What is sore and how much; None for nothing. A state without a site is read as a site nobody named,
        for which an exercise must suit all sites.
    wrists_ok
        False leaves out what rests on the hands.
    impact_ok
        False leaves out hops and jumps.
    youth
        Under 18: no added load, no hops, a lower top level.
    max_hip_sets
        What the week has room for: sets are not added beyond it, and the time is then not filled up.
    exercises
        The exercise table.

    Returns
    -------
    Routine | None
        None for a red flag: then there is nothing to do but to be seen.

    Raises
    ------
    ValueError
        For a kit, site or level that does not exist.
    """
    if state == "red_flag":
        return None
    wish = sound_wish(
        minutes=minutes,
        level=level,
        kit=kit,
        site=site,
        state=state,
        wrists_ok=wrists_ok,
        impact_ok=impact_ok,
        youth=youth,
    )
    candidates = _candidates(_Library(exercises), replace(wish, minutes=wish.template, asked_level=None))
    draft = _Draft(wish, _places(wish, candidates), candidates, max_hip_sets)
    _bring_groups(draft)
    _drop_to_fit(draft)
    _add_sets(draft)
    if max_hip_sets is None:
        _fill_up(draft)
    return compose(draft.lines, wish)


class _Library:
    """An exercise table told apart by identity, so that what was found in it can be kept."""

    def __init__(self, exercises: Mapping[str, Exercise]) -> None:
        self.exercises = exercises

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Library) and other.exercises is self.exercises

    def __hash__(self) -> int:
        return id(self.exercises)


@lru_cache(maxsize=1024)
def _candidates(library: _Library, wish: Wish) -> tuple[Exercise, ...]:
    """List the exercises that are open, the preferred first."""
    found = [exercise for exercise in library.exercises.values() if is_open(exercise, wish)]
    return tuple(sorted(found, key=lambda exercise: preference(exercise, wish)))


def preference(exercise: Exercise, wish: Wish) -> tuple[object, ...]:
    """Order candidates: allowed before caution, running-specific, hardest within the level, essential."""
    return (
        verdict(exercise, wish.site) != "allowed",
        # Five minutes hold two rounds of four directions; a front or back dip on one leg would take three.
        wish.template == 5 and exercise.per_side and "side" not in exercise.id,
        not exercise.running_specific,
        -exercise.level,
        not exercise.essential,
        -exercise.hip_weight,
        exercise.id,
    )


def _places(wish: Wish, candidates: Sequence[Exercise]) -> list[Line]:
    """Fill the places of the template, one set each: each with its own kind first, then by stand-ins."""
    filled: dict[str, Line] = {}
    used: set[str] = set()
    places = [SLOTS[slot_id] for slot_id in templates()[wish.template]]
    for is_second_round in (False, True):
        for slot in places:
            sources = [SLOTS[other] for other in slot.substitutes] if is_second_round else [slot]
            for source in sources if slot.id not in filled else []:
                best = _first(source, candidates, used)
                if best is not None:
                    used.add(best.id)
                    filled[slot.id] = _line(slot, best, wish, stands_in=is_second_round)
                    break
    return [filled[slot.id] for slot in places if slot.id in filled]


def _bring_groups(draft: _Draft) -> None:
    """See that two of abductors, extensors and rotators are there, where exercises for them are open."""
    for candidate in draft.open:
        groups = groups_of(draft.lines)
        if len(groups) >= GROUPS_WANTED:
            return
        slot = next((one for one in SLOTS.values() if one.fits(candidate)), None)
        if slot is not None and main_group(candidate) not in {None, *groups}:
            draft.lines.append(_line(slot, candidate, draft.wish, stands_in=False))


def _first(slot: Slot, candidates: Sequence[Exercise], used: set[str]) -> Exercise | None:
    return next((one for one in candidates if one.id not in used and slot.fits(one)), None)


def _line(slot: Slot, exercise: Exercise, wish: Wish, *, stands_in: bool) -> Line:
    in_rounds = slot.id.startswith("dip_") and wish.template <= ROUNDS_UP_TO_MIN
    reps = exercise.default_reps
    if reps is not None and stands_in and wish.template == 5:
        reps = min(reps, STAND_IN_REPS)
    held_s = exercise.default_seconds if reps is None else None
    return Line(exercise, 1, reps, held_s, in_rounds, None, slot.id, stands_in)


def _drop_to_fit(draft: _Draft) -> None:
    """Take places away from the end until one set of each fits the time, and as far as may be the week.

    Who alone brings the second of the groups that a routine should have stays as long as another can go.
    """

    def is_too_much() -> bool:
        room = draft.max_hip_sets
        return room is not None and len(draft.lines) > FEWEST_EXERCISES and draft.hip_sets > room

    while len(draft.lines) > 1 and (-draft.missing_min > OVERTIME_MIN or is_too_much()):
        last_first = range(len(draft.lines) - 1, -1, -1)
        draft.lines.pop(next((at for at in last_first if not _is_needed(draft.lines, at)), -1))


def _is_needed(lines: Sequence[Line], at: int) -> bool:
    groups = groups_of(lines)
    without = groups_of([*lines[:at], *lines[at + 1 :]])
    return len(without) < min(GROUPS_WANTED, len(groups))


def _add_sets(draft: _Draft, *, beyond: int = 0) -> None:
    """Add sets in turn, up to each exercise's own number, while there is time and room in the week."""
    grew = True
    while grew:
        grew = False
        for block in draft.blocks():
            if draft.lines[block[0]].sets >= _most(draft, block) + beyond:
                continue
            changed = [
                replace(line, sets=line.sets + 1) if at in block else line
                for at, line in enumerate(draft.lines)
            ]
            grew = draft.try_(changed) or grew


def _most(draft: _Draft, block: Sequence[int]) -> int:
    if draft.lines[block[0]].in_rounds and draft.wish.template == 5:
        return FIVE_MINUTE_ROUNDS
    return max(1, *(draft.lines[at].exercise.default_sets for at in block))


def _fill_up(draft: _Draft) -> None:
    """Bring a routine that is too short up to the time asked."""
    filling = routine_rules.load().filling
    more_work: list[Callable[[], None]] = [
        lambda: _raise_reps(draft, filling.reps_top),
        lambda: _add_sets(draft, beyond=filling.sets_beyond_default),
    ]
    # Five minutes are the dips alone, unless one of them had to give way.
    places = templates()[draft.wish.template]
    is_whole = len(draft.lines) >= len(places) and not any(line.stands_in for line in draft.lines)
    ways: list[Callable[[], None]] = []
    if draft.wish.template != 5 or not is_whole:
        ways.append(lambda: _add_exercises(draft))
    rest_longer: list[Callable[[], None]] = [lambda: _rest_longer(draft, filling.rest_stretch_max)]
    ways += rest_longer + more_work if draft.wish.state else more_work + rest_longer
    for way in [*ways, *rest_longer]:
        if not draft.is_short():
            return
        way()


def _add_exercises(draft: _Draft) -> None:
    """Add further exercises, place after place, each with as many sets as fit."""
    filling = routine_rules.load().filling
    found = True
    while found and draft.is_short():
        found = False
        for slot_id in filling.extra_slots:
            used = {line.exercise.id for line in draft.lines}
            best = _first(SLOTS[slot_id], draft.open, used)
            if best is None or not draft.is_short():
                continue
            new = _line(SLOTS[slot_id], best, draft.wish, stands_in=False)
            if draft.try_([*draft.lines, new]):
                found = True
                _add_sets(draft)


def _raise_reps(draft: _Draft, tops: Mapping[int, int]) -> None:
    """Give a repetition more to each in turn, up to the top of the level's range."""
    grew = True
    while grew and draft.is_short():
        grew = False
        for at, line in enumerate(draft.lines):
            if line.reps is None or line.stands_in or line.reps >= tops[line.exercise.level]:
                continue
            more = replace(line, reps=line.reps + 1)
            grew = draft.try_([*draft.lines[:at], more, *draft.lines[at + 1 :]]) or grew
            if not draft.is_short():
                return


def _rest_longer(draft: _Draft, stretch: float) -> None:
    """Lengthen the rests between sets, all by the same share, as little as the time asks."""
    whole = draft.lines
    for rests in _longer(whole, stretch):
        draft.lines = [replace(line, rest_s=rest_s) for line, rest_s in zip(whole, rests, strict=True)]
        if not draft.is_short():
            return


def _longer(lines: Sequence[Line], stretch: float) -> Iterator[list[float]]:
    longest = max(line.usual_rest_s for line in lines) * (stretch - 1)
    extra = REST_STEP_S
    while extra <= longest:
        yield [min(line.usual_rest_s + extra, line.usual_rest_s * stretch) for line in lines]
        extra += REST_STEP_S
