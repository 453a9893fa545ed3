"""A routine as people read it: a line an exercise, a step at a time, and the sets to log when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analytics.advice.routine import Routine, RoutineItem, Step
from analytics.knowledge import written

OUR_DESCRIPTION = "The article that names the hip dip does not describe it: this is our description."


@dataclass(frozen=True)
class CardItem:
    """One exercise of the routine, in words."""

    exercise_id: str
    name: str
    amount: str
    reason: str
    cue: str
    common_fault: str
    easier: str | None
    harder: str | None
    is_our_description: bool


@dataclass(frozen=True)
class CardStep:
    """One thing to do: what, how much, and how long to change or rest after it."""

    what: str
    amount: str
    then: str


@dataclass(frozen=True)
class RoutineCard:
    """Everything a page shows of a routine.

    `sets` holds one mapping a set done, named as in the strength log (exercise_id, reps, duration_s, side).
    """

    title: str
    line: str
    notes: tuple[str, ...]
    items: tuple[CardItem, ...]
    steps: tuple[CardStep, ...]
    sets: tuple[dict[str, Any], ...]
    minutes: float
    hip_sets: float
    source_words: str | None

    @property
    def key(self) -> str:
        """Tell one routine from another."""
        return "-".join(f"{one['exercise_id']}:{one['reps']}:{one['duration_s']}" for one in self.sets)


def write(built: Routine, *, names: dict[str, str]) -> RoutineCard:
    """Put a routine into words.

    Parameters
    ----------
    names
        Exercise names by id, for the easier and harder forms.
    """
    only_dips = all(item.exercise.family == "hip_dip" for item in built.items)
    any_dips = any(item.exercise.family == "hip_dip" for item in built.items)
    rounds = f" · {written.count(built.rounds, 'round')}" if built.rounds else ""
    return RoutineCard(
        title="Hip dips" if only_dips else "Hip routine",
        line=f"{written.number(built.minutes)} minutes · {written.sets(built.hip_sets)} hip sets"
        f" · level {built.level}{rounds}",
        notes=built.notes,
        items=tuple(_item(item, names, youth=built.wish.youth) for item in built.items),
        steps=tuple(_step(step) for step in built.steps),
        sets=tuple(_set(item) for item in built.items for _ in range(item.sets)),
        minutes=built.minutes,
        hip_sets=built.hip_sets,
        source_words=OUR_DESCRIPTION if any_dips else None,
    )


def _item(item: RoutineItem, names: dict[str, str], *, youth: bool) -> CardItem:
    """Write one exercise; under 18 no harder form is held out."""
    exercise = item.exercise
    return CardItem(
        exercise_id=exercise.id,
        name=exercise.name,
        amount=written.dose(item.sets, item.reps, item.seconds, per_side=item.per_side),
        reason=item.reason,
        cue=exercise.cue,
        common_fault=exercise.common_fault,
        easier=names.get(exercise.regression_id or ""),
        harder=None if youth else names.get(exercise.progression_id or ""),
        is_our_description=exercise.family == "hip_dip",
    )


def _step(step: Step) -> CardStep:
    side = "" if step.side == "both" else f", {step.side}"
    then = f"then {written.number(step.rest_s)} s" if step.rest_s else "done"
    return CardStep(
        what=f"{step.name}{side}",
        amount=written.amount(step.reps, step.seconds),
        then=then,
    )


def _set(item: RoutineItem) -> dict[str, Any]:
    return {
        "exercise_id": item.exercise.id,
        "name": item.exercise.name,
        "reps": item.reps,
        "duration_s": item.seconds,
        "side": "each" if item.per_side else None,
    }
