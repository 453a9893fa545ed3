"""The quick log: what was done without guidance, as one tap or a few words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analytics.advice.routine_form import RoutineFormError, routine_from_json
from analytics.knowledge import dose, exercises, strength_text, written
from analytics.metrics import hip_sets
from analytics.reports import routine_card, today
from analytics.reports.records import day as as_day
from analytics.reports.records import records
from analytics.reports.routine_card import RoutineCard
from analytics.store import Reader

MOST_SAVED = 4
MOST_SETS = 60
"""A workout with more rows than this is not offered to be logged again with one tap."""


@dataclass(frozen=True)
class Preset:
    """Something to log with one tap.

    `sets` holds one mapping a row of the log: exercise_id, name, side, sets, reps, duration_s, load_kg.
    """

    key: str
    label: str
    line: str
    title: str
    sets: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Understood:
    """What a text was read as; `unread` says in words what could not be turned into sets."""

    lines: tuple[str, ...]
    sets: tuple[dict[str, Any], ...]
    hip_sets: float
    unread: tuple[str, ...]

    @property
    def said(self) -> str:
        """Say what it earns."""
        return _hip(self.hip_sets)


def gather(reader: Reader, *, athlete_id: int, today: dt.date) -> tuple[Preset, ...]:
    """Gather what an athlete is likely to log: five minutes of hip dips, the last workout, saved routines."""
    found = [_five_minutes(reader, athlete_id, today), _last(reader, athlete_id), *_saved(reader, athlete_id)]
    presets: dict[Any, Preset] = {}
    for one in found:
        if one is not None:
            presets.setdefault(_content(one), one)
    return tuple(presets.values())


def understand(text: str) -> Understood:
    """Read a line such as "clams 2x15 each" into rows of the log, to be looked at before it is logged.

    What says how much was done is logged; an exercise without an amount counts as one set and is marked as
    described.

    Examples
    --------
    >>> read = understand("clams 2x15 each")
    >>> read.lines, read.said
    (('2 × 15 times each side of Clamshell',), '2 hip sets')
    >>> understand("went to the shops").lines
    ()
    """
    library = exercises.load()
    rows, lines, unread = [], [], []
    for found in strength_text.parse(text):
        one = library.get(found.id)
        if one is None:
            name = found.id.removeprefix("routine-").replace("-", " ")
            unread.append(f"{name[:1].upper()}{name[1:]}: say which exercises it held")
            continue
        side = found.side or ("each" if one.per_side else "both")
        if found.minutes and not found.reps and not one.is_hold:
            unread.append(
                f"{written.number(found.minutes)} minutes of {one.name}: say how many sets and times"
            )
            continue
        row = {
            "exercise_id": one.id,
            "name": one.name,
            "side": side,
            "sets": found.sets or 1,
            "reps": found.reps,
            "duration_s": found.seconds,
            "load_kg": found.load_kg,
            "lane": "logged" if found.reps or found.seconds else "described",
        }
        rows.append(row)
        lines.append(_line(row))
    return Understood(tuple(lines), tuple(rows), sum(_worth(row) for row in rows), tuple(unread))


def total(sets: Sequence[dict[str, Any]]) -> str:
    """Say what rows of the strength log earn together."""
    return _hip(sum(_worth(row) for row in sets))


def _five_minutes(reader: Reader, athlete_id: int, day: dt.date) -> Preset | None:
    card = today.gather(reader, athlete_id=athlete_id, today=day).five_minutes
    return None if card is None else _of_card("five", "5 minutes of hip dips", card)


def _last(reader: Reader, athlete_id: int) -> Preset | None:
    rows = records(reader.frame("workout_last", athlete_id=athlete_id))
    if not rows or len(rows) > MOST_SETS:
        return None
    sets = tuple(
        {
            "exercise_id": row["exercise_id"],
            "name": row["exercise_name"],
            **{key: row[key] for key in ("side", "sets", "reps", "duration_s", "load_kg")},
        }
        for row in rows
    )
    on = as_day(rows[0]["performed_on"])
    title = str(rows[0]["workout"] or rows[0]["exercise_name"])
    return Preset("last", f"As on {written.date(on)}: {title}", _contents(sets), title, sets)


def _saved(reader: Reader, athlete_id: int) -> list[Preset]:
    presets = []
    for row in records(reader.frame("saved_routines", athlete_id=athlete_id))[:MOST_SAVED]:
        try:
            built = routine_from_json(str(row["routine"]), exercises=exercises.load())
        except RoutineFormError:
            continue  # written by another version: the page of routines says so
        card = routine_card.write(built, names={})
        presets.append(_of_card(f"saved_{row['routine_id']}", str(row["name"]), card))
    return presets


def _of_card(key: str, label: str, card: RoutineCard) -> Preset:
    sets = tuple({"sets": 1, "load_kg": None, **one, "side": one["side"] or "both"} for one in card.sets)
    return Preset(key, label, _contents(sets), card.title, sets)


def _content(preset: Preset) -> tuple[Any, ...]:
    return tuple(
        (
            one["exercise_id"],
            one["side"] or "both",
            one["sets"],
            one["reps"],
            one["duration_s"],
            one["load_kg"],
        )
        for one in preset.sets
    )


def _contents(sets: Sequence[dict[str, Any]]) -> str:
    names = list(dict.fromkeys(str(one["name"]) for one in sets))
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{total(sets)}: {', '.join(names[:3])}{more}"


def _line(row: dict[str, Any]) -> str:
    each = {"each": " each side", "left": " on the left", "right": " on the right"}.get(row["side"], "")
    load = f" with {written.weight(row['load_kg'])}" if row["load_kg"] else ""
    if not row["reps"] and not row["duration_s"]:
        return f"{written.count(row['sets'], 'set')} of {row['name']}{each}: how much was not said"
    is_hold = exercises.load()[row["exercise_id"]].is_hold
    amount = written.amount(row["reps"], row["duration_s"]).removeprefix("" if is_hold else "hold ")
    return f"{row['sets']} × {amount}{each}{load} of {row['name']}"


def _worth(row: dict[str, Any]) -> float:
    one = exercises.load()[row["exercise_id"]]
    return hip_sets.credit(
        hip_weight=one.hip_weight,
        reps=row["reps"],
        duration_s=row["duration_s"],
        rir=None,
        sides_done="one" if row["side"] in ("left", "right") else "both",
        set_type="normal",
        rule=dose.rule(),
        sets=row["sets"],
        is_hold=one.is_hold,
        is_mobility=one.family == "mobility",
    )


def _hip(number: float) -> str:
    amount = written.sets(number)
    return f"{amount} hip set" if amount == "1" else f"{amount} hip sets"
