"""What speaks against an exercise for this person today, and against a routine as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analytics.advice.routine_parts import Line, Routine, Wish, sore_words
from analytics.advice.slots import IMPACT_FROM_LEVEL, KIT, verdict
from analytics.knowledge import routine_rules
from analytics.knowledge.exercises import Exercise

GROUPS_WANTED = 2
OVERTIME_MIN = 0.5

_GROUP = {
    "abductors": "abductors",
    "extensors": "extensors",
    "external_rotators": "rotators",
    "internal_rotators": "rotators",
}
_NEEDS = {
    "band": "a band",
    "box": "a box or step",
    "ball": "a ball",
    "dumbbell": "a dumbbell",
    "barbell": "a barbell",
    "machine": "a machine",
    "partner": "a partner",
}


def is_open(exercise: Exercise, wish: Wish) -> bool:
    """Say whether an exercise is open to this person today."""
    return next(_objections(exercise, wish), None) is None


def objections(exercise: Exercise, wish: Wish) -> tuple[str, ...]:
    """Say in words what speaks against an exercise; nothing for one that is open.

    Examples
    --------
    >>> from analytics.advice.routine_parts import sound_wish
    >>> from analytics.knowledge import exercises
    >>> knee = sound_wish(minutes=10, level=2, kit="none", site="knee", state="niggle")
    >>> objections(exercises.load()["clamshell"], knee)
    ()
    >>> objections(exercises.load()["box-jump"], knee)[:2]
    ('level 3, above your 2', 'needs a box or step')
    """
    return tuple(_objections(exercise, wish))


def _objections(exercise: Exercise, wish: Wish) -> Iterator[str]:
    rules = routine_rules.load()
    if exercise.level > wish.level:
        yield f"level {exercise.level}, above your {wish.level}"
    if exercise.equipment not in KIT[wish.kit]:
        yield f"needs {_NEEDS[exercise.equipment]}"
    if not wish.wrists_ok and exercise.upper_body_load == "wrist":
        yield "rests on the wrists"
    if exercise.impact:
        if wish.site is not None:
            yield "hops or jumps, while something is sore"
        elif not wish.impact_ok:
            yield "hops or jumps"
        elif wish.level < IMPACT_FROM_LEVEL:
            yield f"hops or jumps, before level {IMPACT_FROM_LEVEL}"
    if wish.youth and is_held_from_youth(exercise):
        yield "not under 18: added load, a machine, hops or jumps"
    if wish.site is not None and wish.state is not None:
        said = verdict(exercise, wish.site)
        if said not in rules.injury_states[wish.state].allow:
            where = sore_words(wish.site)
            yield f"not for {where}" if said == "avoid" else f"too early for {where}, as sore as it is"


def is_held_from_youth(exercise: Exercise) -> bool:
    """Say whether an exercise is left out under 18: added load, a machine, hops and jumps."""
    youth = routine_rules.load().youth
    return (
        exercise.equipment in youth.equipment_out
        or any(word in exercise.id for word in youth.words_out)
        or (exercise.impact and not youth.impact)
    )


def main_group(exercise: Exercise) -> str | None:
    """Name the one of abductors, extensors and rotators that an exercise works first; None for another."""
    return _GROUP.get(exercise.primary_target[0])


def groups_of(lines: Sequence[Line]) -> set[str]:
    """List which of the three groups that steady the hip are worked."""
    return {group for line in lines if (group := main_group(line.exercise)) is not None}


def warnings(routine: Routine) -> tuple[str, ...]:
    """Say what speaks against a routine as a whole: its time, what it leaves out, what it does not suit."""
    said = []
    against = [item.exercise.name for item in routine.items if objections(item.exercise, routine.wish)]
    if against:
        said.append(f"Does not fit your answers: {', '.join(against)}.")
    over_min = routine.minutes - routine.minutes_asked
    if over_min > OVERTIME_MIN:
        said.append(f"It takes {routine.minutes:.0f} minutes; you asked for {routine.minutes_asked:.0f}.")
    if len(groups_of(routine.lines)) < GROUPS_WANTED:
        said.append(
            "It works only one of side, back and turning muscles of the hip; two or more is our rule."
        )
    return tuple(said)
