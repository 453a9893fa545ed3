"""One routine as a page shows and changes it: written form in, everything to show out, written form back."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from analytics.advice import legality, routine_editing
from analytics.advice.routine import Routine
from analytics.advice.routine_form import (
    MOST_REPS,
    MOST_SETS,
    RoutineFormError,
    routine_from_json,
    routine_from_link,
    routine_to_json,
    routine_to_link,
)
from analytics.advice.routine_parts import SHORTEST_MIN, RoutineItem, compose, sore_words
from analytics.knowledge import exercises
from analytics.reports import guided, routine_card, routines
from analytics.reports.routine_card import CardItem
from analytics.reports.routines import Asked

MOST_ALTERNATIVES = 12


@dataclass(frozen=True)
class Row:
    """One exercise of a routine with all that can be done to it.

    Parameters
    ----------
    at
        Its place, from 0.
    against
        What speaks against it for this person, in words; empty for one that is open.
    instead
        What may take its place, by id with its words, the nearest first.
    amount, most_amount, unit
        Repetitions or seconds of one set.
    """

    at: int
    card: CardItem
    against: str
    instead: dict[str, str]
    sets: int
    most_sets: int
    amount: int
    most_amount: int
    unit: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class View:
    """A routine as the page shows it.

    Parameters
    ----------
    plan
        What the guided session is given.
    link
        What stands in an address that is shared: exercises and doses alone.
    """

    title: str
    line: str
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    rows: tuple[Row, ...]
    source_words: str | None
    plan: str
    link: str
    minutes: float


@dataclass(frozen=True)
class Opened:
    """What a link or a saved text held: a routine in its written form, or why not, in a kind sentence."""

    text: str | None
    problem: str | None


def view(text: str, *, title: str | None = None) -> View:
    """Show a routine.

    Parameters
    ----------
    text
        Its written form, checked before.
    title
        The name it was saved under; None takes one of ours.
    """
    routine = _read(text)
    library = exercises.load()
    card = routine_card.write(routine, names={one.id: one.name for one in library.values()})
    last = len(routine.items) - 1
    return View(
        title=title or card.title,
        line=card.line,
        notes=card.notes,
        warnings=legality.warnings(routine),
        rows=tuple(
            _row(routine, at, item, card.items[at], is_last=at == last)
            for at, item in enumerate(routine.items)
        ),
        source_words=card.source_words,
        plan=_plan(routine, title),
        link=routine_to_link(routine),
        minutes=routine.minutes,
    )


def open_link(link: str) -> Opened:
    """Read the routine of a link."""
    try:
        return Opened(routine_to_json(routine_from_link(link, exercises=exercises.load())), None)
    except RoutineFormError as error:
        return Opened(None, f"{error} Below you can build one of your own.")


def fit(text: str, asked: Asked, *, own_time: bool) -> str:
    """Hold a routine from elsewhere against what this person has said: the same lines, their own wish.

    Parameters
    ----------
    own_time
        It takes as long as it takes, whatever minutes stand above: it was opened as it is.
    """
    routine = _read(text)
    wish = routines.wish_of(asked)
    if own_time:
        wish = replace(wish, minutes=max(float(round(routine.minutes)), SHORTEST_MIN))
    return routine_to_json(compose(routine.lines, wish))


def was_for(text: str) -> str | None:
    """Say what was sore when a routine was built; None for nothing."""
    site = _read(text).site
    return None if site is None else sore_words(site)


def swap(text: str, at: int, exercise_id: str) -> str:
    """Put another exercise in a place."""
    return routine_to_json(routine_editing.swap(_read(text), at, exercises.load()[exercise_id]))


def redose(text: str, at: int, *, sets: int, amount: int) -> str:
    """Change how many sets, and how many repetitions or seconds."""
    return routine_to_json(routine_editing.redose(_read(text), at, sets=sets, amount=amount))


def earlier(text: str, at: int) -> str:
    """Move an exercise one place up."""
    return routine_to_json(routine_editing.move(_read(text), at, by=-1))


def later(text: str, at: int) -> str:
    """Move an exercise one place down."""
    return routine_to_json(routine_editing.move(_read(text), at, by=1))


def remove(text: str, at: int) -> str | None:
    """Take an exercise out; None when nothing is left."""
    left = routine_editing.remove(_read(text), at)
    return None if left is None else routine_to_json(left)


def add(text: str | None, exercise_id: str, asked: Asked) -> Opened:
    """Put an exercise at the end; None begins a routine of one's own."""
    before = None if text is None else _read(text)
    try:
        after = routine_editing.add(before, exercises.load()[exercise_id], routines.wish_of(asked))
    except RoutineFormError as error:
        return Opened(text, str(error))
    return Opened(routine_to_json(after), None)


def to_add(text: str | None, asked: Asked, *, only_open: bool) -> dict[str, str]:
    """List what can be added, by id with its words; what speaks against one stands behind it."""
    used = set() if text is None else {item.exercise.id for item in _read(text).items}
    wish = routines.wish_of(asked)
    listed = {}
    for exercise in exercises.load().values():
        against = legality.objections(exercise, wish)
        if exercise.id not in used and not (only_open and against):
            listed[exercise.id] = f"{exercise.name} ({', '.join(against)})" if against else exercise.name
    return listed


def _read(text: str) -> Routine:
    return routine_from_json(text, exercises=exercises.load())


def _row(routine: Routine, at: int, item: RoutineItem, card: CardItem, *, is_last: bool) -> Row:
    held = item.seconds is not None
    against = legality.objections(item.exercise, routine.wish)
    offered = routine_editing.alternatives(routine, at, exercises=exercises.load())
    amount = int(item.seconds or 0) if held else int(item.reps or 0)
    return Row(
        at=at,
        card=card,
        against=f"Does not fit your answers: {', '.join(against)}." if against else "",
        instead={one.id: f"{one.name} · level {one.level}" for one in offered[:MOST_ALTERNATIVES]},
        sets=item.sets,
        most_sets=MOST_SETS,
        amount=amount,
        most_amount=max(routine_editing.LONGEST_HOLD_S, amount) if held else MOST_REPS,
        unit="Seconds" if held else "Repetitions",
        is_first=at == 0,
        is_last=is_last,
    )


def _plan(routine: Routine, title: str | None) -> str:
    plan = guided.plan(routine)
    return plan if title is None else json.dumps(json.loads(plan) | {"title": title})
