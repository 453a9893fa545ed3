"""What a routine is made of: its lines, the items a person reads, the steps that are done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from analytics.advice.situation import RoutineState
from analytics.advice.slots import SLOTS, verdict
from analytics.advice.wish import DEFAULT_LEVEL, SHORTEST_MIN, TOP_LEVEL, Wish, sore_words, sound_wish
from analytics.knowledge import dose, routine_rules
from analytics.knowledge.exercises import Exercise
from analytics.metrics import hip_sets

ROUND_CHANGE_S = 15.0
"""Time to change from one dip to the next; five and ten minutes keep moving."""
SIDE_CHANGE_S = 5.0
EXERCISE_CHANGE_S = 30.0
ROUNDS_UP_TO_MIN = 10

__all__ = [
    "DEFAULT_LEVEL",
    "EXERCISE_CHANGE_S",
    "ROUNDS_UP_TO_MIN",
    "ROUND_CHANGE_S",
    "SHORTEST_MIN",
    "SIDE_CHANGE_S",
    "TOP_LEVEL",
    "Line",
    "Routine",
    "RoutineItem",
    "Side",
    "Step",
    "Wish",
    "blocks",
    "compose",
    "line_of",
    "minutes",
    "seconds",
    "sore_words",
    "sound_wish",
]

Side = Literal["both", "left", "right"]


@dataclass(frozen=True)
class RoutineItem:
    """One exercise of a routine.

    Parameters
    ----------
    sets
        Sets; a set of a one-leg exercise is both legs, one after the other.
    reps, seconds
        Repetitions, or seconds to hold, in one set and for each side; one of the two is None.
    rest_s
        Rest after a set.
    in_rounds
        Done in turn with the others of the round, not set after set.
    hip_sets
        What all sets together earn by the hip-set rule.
    slot, stands_in
        The place it fills, by its id in `slots.SLOTS`, and whether it came from another place because nothing
        that belongs there was open. None: somebody added it.
    """

    exercise: Exercise
    sets: int
    reps: int | None
    seconds: float | None
    per_side: bool
    rest_s: float
    in_rounds: bool
    needs_caution: bool
    hip_sets: float
    reason: str
    slot: str | None = None
    stands_in: bool = False


@dataclass(frozen=True)
class Step:
    """One thing to do, in order: who counts along needs no more than this."""

    exercise_id: str
    name: str
    side: Side
    set_no: int
    of_sets: int
    reps: int | None
    seconds: float | None
    work_s: float
    rest_s: float


@dataclass(frozen=True)
class Line:
    """One line of a routine as somebody wrote it down: the exercise and its dose, nothing worked out.

    `rest_s` None takes the usual rest.
    """

    exercise: Exercise
    sets: int
    reps: int | None
    seconds: float | None
    in_rounds: bool = False
    rest_s: float | None = None
    slot: str | None = None
    stands_in: bool = False

    @property
    def sides(self) -> tuple[Side, ...]:
        """List the sides one set is done on, in order."""
        return ("left", "right") if self.exercise.per_side else ("both",)

    @cached_property
    def work_s(self) -> float:
        """Time under work of one set of one side."""
        if self.reps is None:
            return float(self.seconds or 0)
        return self.reps * (self.exercise.tempo_s_per_rep or 0.0)

    @property
    def usual_rest_s(self) -> float:
        """Rest after a set where nobody chose another."""
        return ROUND_CHANGE_S if self.in_rounds else float(self.exercise.rest_s)

    @property
    def pause_s(self) -> float:
        """Rest after a set."""
        return self.usual_rest_s if self.rest_s is None else self.rest_s

    @cached_property
    def credit(self) -> float:
        """Hip sets that one set of both sides earns."""
        return _credit(self.exercise, self.reps, self.seconds)


@dataclass(frozen=True)
class Routine:
    """A routine ready to be done.

    Parameters
    ----------
    minutes
        How long the steps take, changes and rests included.
    minutes_asked
        The time it was built for.
    level
        The level it was built at, after the cap of the state.
    notes
        What was changed on the way, in words (a lower level, a direction that had to give way).
    wish
        All that it was asked for.
    """

    items: tuple[RoutineItem, ...]
    steps: tuple[Step, ...]
    minutes: float
    minutes_asked: float
    level: int
    kit: str
    site: str | None
    state: RoutineState | None
    hip_sets: float
    notes: tuple[str, ...]
    wish: Wish

    @property
    def rounds(self) -> int | None:
        """Give the number of rounds, where the first exercises are done in turn."""
        return next((item.sets for item in self.items if item.in_rounds), None)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Give the lines it is made of: `compose(routine.lines, routine.wish)` is the same routine."""
        return tuple(line_of(item) for item in self.items)


def compose(lines: Sequence[Line], wish: Wish) -> Routine:
    """Work a routine out from its lines: items with their reasons, steps in order, time and hip sets."""
    items = tuple(_item(line, wish) for line in lines)
    steps = _steps(lines)
    return Routine(
        items=items,
        steps=steps,
        minutes=sum(step.work_s + step.rest_s for step in steps) / 60,
        minutes_asked=wish.minutes,
        level=wish.level,
        kit=wish.kit,
        site=wish.site,
        state=wish.state,
        hip_sets=sum(item.hip_sets for item in items),
        notes=_notes(wish, lines),
        wish=wish,
    )


def line_of(item: RoutineItem) -> Line:
    """Give the line an item was made from."""
    line = Line(
        item.exercise, item.sets, item.reps, item.seconds, item.in_rounds, None, item.slot, item.stands_in
    )
    return line if line.usual_rest_s == item.rest_s else replace(line, rest_s=item.rest_s)


def blocks(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """Part lines into blocks: those of a round together, every other one alone."""
    at = 0
    while at < len(lines):
        end = at + 1
        while lines[at].in_rounds and end < len(lines) and lines[end].in_rounds:
            end += 1
        yield tuple(lines[at:end])
        at = end


def seconds(lines: Sequence[Line]) -> float:
    """Give how long lines take; the sum of the steps, without making them."""
    total = last_rest = 0.0
    for block in blocks(lines):
        sets = block[0].sets
        if block[0].in_rounds:
            total += sets * sum(len(line.sides) * (line.work_s + line.pause_s) for line in block)
            last_rest = block[-1].pause_s
        else:
            line = block[0]
            between = (len(line.sides) - 1) * SIDE_CHANGE_S
            total += sets * (len(line.sides) * line.work_s + between) + (sets - 1) * line.pause_s
            total += EXERCISE_CHANGE_S
            last_rest = EXERCISE_CHANGE_S
    return total - last_rest


def minutes(lines: Sequence[Line]) -> float:
    """Give how long lines take, in minutes."""
    return seconds(lines) / 60


def _item(line: Line, wish: Wish) -> RoutineItem:
    exercise = line.exercise
    return RoutineItem(
        exercise=exercise,
        sets=line.sets,
        reps=line.reps,
        seconds=line.seconds,
        per_side=exercise.per_side,
        rest_s=line.pause_s,
        in_rounds=line.in_rounds,
        needs_caution=verdict(exercise, wish.site) == "caution",
        hip_sets=line.sets * line.credit,
        reason=_reason(line, wish),
        slot=line.slot,
        stands_in=line.stands_in,
    )


def _reason(line: Line, wish: Wish) -> str:
    """Say why an exercise is here: the place it fills, whether it suits what is sore, how it was chosen."""
    slot = SLOTS.get(line.slot or "")
    if slot is None:
        said = ["Your own choice."]
    elif line.stands_in:
        said = [f"Stands in for {slot.words}, because nothing of that kind was open to you."]
    else:
        said = [f"{slot.words[0].upper()}{slot.words[1:]}: {slot.why}."]
    if wish.site is not None:
        said.append(_site_words(line.exercise, wish.site))
    if slot is not None:
        kit = line.exercise.equipment
        chosen = ["needs no kit" if kit == "none" else f"uses your {kit}", f"level {line.exercise.level}"]
        chosen += ["made for running"] if line.exercise.running_specific else []
        said.append(f"Chosen: {', '.join(chosen)}.")
    return " ".join(said)


def _site_words(exercise: Exercise, site: str) -> str:
    where = sore_words(site)
    return {
        "allowed": f"Suits {where} as far as we judge.",
        "caution": f"With caution for {where}: small, slow, and stop above 3 of 10.",
        "avoid": f"Not for {where}: leave it out.",
    }[verdict(exercise, site)]


def _notes(wish: Wish, lines: Sequence[Line]) -> tuple[str, ...]:
    notes = []
    if wish.asked_level is not None and wish.level < wish.asked_level:
        why = "while something is sore" if wish.state is not None else "under 18"
        notes.append(f"Level {wish.level} instead of {wish.asked_level} {why}.")
    if wish.asked_level is None:
        notes.append("Level 1, because no level is set.")
    if any(line.stands_in for line in lines):
        notes.append("Where nothing that fits was open to you, a neighbour stands in.")
    if any(line.rest_s is not None and line.rest_s > line.usual_rest_s for line in lines):
        notes.append("The rests are longer than usual, to fill the time without adding work.")
    if wish.youth:
        notes.append(routine_rules.load().youth.note)
    return tuple(notes)


def _steps(lines: Sequence[Line]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for block in blocks(lines):
        for set_no in range(1, block[0].sets + 1):
            for line in block:
                steps += _set_steps(line, set_no)
        if not block[0].in_rounds:
            steps[-1] = replace(steps[-1], rest_s=EXERCISE_CHANGE_S)
    if steps:
        steps[-1] = replace(steps[-1], rest_s=0.0)
    return tuple(steps)


def _set_steps(line: Line, set_no: int) -> list[Step]:
    between_s = line.pause_s if line.in_rounds else SIDE_CHANGE_S
    return [
        Step(
            exercise_id=line.exercise.id,
            name=line.exercise.name,
            side=side,
            set_no=set_no,
            of_sets=line.sets,
            reps=line.reps,
            seconds=line.seconds,
            work_s=line.work_s,
            rest_s=line.pause_s if side == line.sides[-1] else between_s,
        )
        for side in line.sides
    ]


def _credit(exercise: Exercise, reps: int | None, held_s: float | None) -> float:
    """Credit one set by the hip-set rule, taking it as done at the effort the routine asks for."""
    rule = dose.rule()
    return hip_sets.credit(
        hip_weight=exercise.hip_weight,
        reps=reps,
        duration_s=held_s,
        rir=rule.effort_full_rir_max,
        sides_done="both",
        set_type="normal",
        rule=rule,
        is_hold=exercise.is_hold,
        is_mobility=exercise.family == "mobility",
    )
