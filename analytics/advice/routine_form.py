"""A routine written down: as JSON to keep, and as a short text for an address; both checked when read again.

The JSON holds what was asked for too. The text of an address holds exercise ids and doses alone, for it is
handed on: it never says what is sore, what somebody is called or how old they are.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from analytics.advice.routine_parts import Line, Routine, Wish, compose, minutes, sound_wish
from analytics.advice.slots import KIT, SLOTS
from analytics.knowledge.exercises import Exercise

VERSION = 1
LONGEST_TEXT = 8_000
"""More characters than this are not looked at."""
MOST_ITEMS = 24
MOST_SETS = 10
MOST_REPS = 100
LONGEST_HOLD_S = 600
LONGEST_REST_S = 300
LONGEST_MIN = 180

_ITEM = re.compile(
    r"(?P<exercise>[a-z0-9-]{1,60})\.(?P<sets>\d{1,2})x(?P<amount>\d{1,3})(?P<held>s?)"
    r"(?P<round>\.c)?(?:\.r(?P<rest>\d{1,3}))?",
    re.ASCII,
)


class RoutineFormError(ValueError):
    """A text is no routine that can be done; the message is for a person."""


def routine_to_json(routine: Routine) -> str:
    """Write a routine as JSON; `routine_from_json` gives the same routine again."""
    wish = routine.wish
    asked = {
        "minutes": wish.minutes,
        "level": wish.asked_level,
        "kit": wish.kit,
        "site": wish.site,
        "state": wish.state,
        "wrists_ok": wish.wrists_ok,
        "impact_ok": wish.impact_ok,
        "youth": wish.youth,
    }
    items = [_written(line) for line in routine.lines]
    return json.dumps({"hipstride_routine": VERSION, "asked": asked, "items": items}, separators=(",", ":"))


def routine_from_json(text: str, *, exercises: Mapping[str, Exercise]) -> Routine:
    """Read a routine back from JSON.

    Raises
    ------
    RoutineFormError
        If it is broken, of a later version, or holds what no routine may hold.
    """
    if len(text) > LONGEST_TEXT:
        raise RoutineFormError("This is too long to be a routine.")
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RoutineFormError("This routine is broken: part of it is missing or changed.") from error
    if not isinstance(read, dict) or "hipstride_routine" not in read:
        raise RoutineFormError("This is not a routine.")
    if read["hipstride_routine"] != VERSION:
        raise RoutineFormError("This routine was written by another version and cannot be read here.")
    items, asked = read.get("items"), read.get("asked")
    if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
        raise RoutineFormError("This routine is broken: its exercises cannot be read.")
    if not isinstance(asked, dict):
        raise RoutineFormError("This routine is broken: what it was built for cannot be read.")
    return compose(_checked([_read(one, exercises) for one in items]), _wish(asked))


def routine_to_link(routine: Routine) -> str:
    """Write exercise ids and doses as a text for an address: letters, digits, dots, hyphens, underscores.

    Examples
    --------
    >>> from analytics.knowledge import exercises
    >>> from analytics.advice.routine import build
    >>> built = build(minutes=5, level=3, kit="none", exercises=exercises.load())
    >>> routine_to_link(built)[:28]
    '1_hip-dip-front-hands.2x15.c'
    """
    return "_".join([str(VERSION), *(_linked(line) for line in routine.lines)])


def routine_from_link(text: str, *, exercises: Mapping[str, Exercise]) -> Routine:
    """Read a routine from the text of an address; who shared it, and for whom, is not in it.

    Raises
    ------
    RoutineFormError
        If it is broken or holds what no routine may hold.
    """
    version, _, rest = text.strip().partition("_")
    if len(text) > LONGEST_TEXT or not rest:
        raise RoutineFormError("This link holds no routine.")
    if version != str(VERSION):
        raise RoutineFormError("This link was made by another version and cannot be read here.")
    found = [_ITEM.fullmatch(part) for part in rest.split("_")]
    if len(found) > MOST_ITEMS or any(one is None for one in found):
        raise RoutineFormError("This link is broken: part of it is missing or changed.")
    lines = _checked([_read(_unlinked(one), exercises) for one in found if one is not None])
    return compose(lines, wish_for(lines))


def wish_for(lines: Sequence[Line]) -> Wish:
    """Give the wish that lines would fulfil, where nobody says what they were made for."""
    needed = {line.exercise.equipment for line in lines}
    kit = next((kit for kit, offered in KIT.items() if needed <= offered), "gym")
    level = max((line.exercise.level for line in lines), default=1)
    return sound_wish(minutes=max(1, round(minutes(lines))), level=level, kit=kit)


def _written(line: Line) -> dict[str, Any]:
    row: dict[str, Any] = {"exercise": line.exercise.id, "sets": line.sets}
    row |= {"reps": line.reps} if line.reps is not None else {"seconds": line.seconds}
    row |= {"in_rounds": True} if line.in_rounds else {}
    row |= {"rest_s": line.rest_s} if line.rest_s is not None else {}
    row |= {"slot": line.slot} if line.slot is not None else {}
    row |= {"stands_in": True} if line.stands_in else {}
    return row


def _linked(line: Line) -> str:
    amount = f"{line.reps}" if line.reps is not None else f"{line.seconds:.0f}s"
    rest = "" if line.rest_s is None else f".r{line.rest_s:.0f}"
    return f"{line.exercise.id}.{line.sets}x{amount}{'.c' if line.in_rounds else ''}{rest}"


def _unlinked(found: re.Match[str]) -> dict[str, Any]:
    row: dict[str, Any] = {"exercise": found["exercise"], "sets": int(found["sets"])}
    row["seconds" if found["held"] else "reps"] = int(found["amount"])
    row["in_rounds"] = found["round"] is not None
    if found["rest"] is not None:
        row["rest_s"] = int(found["rest"])
    return row


def _read(row: dict[str, Any], exercises: Mapping[str, Exercise]) -> Line:
    name = row.get("exercise")
    exercise = exercises.get(name) if isinstance(name, str) else None
    if exercise is None:
        raise RoutineFormError("It holds an exercise that is not in the library.")
    sets = _whole(row.get("sets"), 1, MOST_SETS)
    reps = _whole(row.get("reps"), 1, MOST_REPS)
    held_s = _whole(row.get("seconds"), 1, LONGEST_HOLD_S)
    rest_s = None if row.get("rest_s") is None else _number(row["rest_s"], 0, LONGEST_REST_S)
    if sets is None or (reps is None) == (held_s is None) or (held_s is not None) != exercise.is_hold:
        raise RoutineFormError(f"How much to do of {exercise.name} makes no sense.")
    slot = row.get("slot")
    return Line(
        exercise=exercise,
        sets=sets,
        reps=reps,
        seconds=held_s,
        in_rounds=row.get("in_rounds") is True,
        rest_s=rest_s,
        slot=slot if isinstance(slot, str) and slot in SLOTS else None,
        stands_in=row.get("stands_in") is True,
    )


def _checked(lines: list[Line]) -> tuple[Line, ...]:
    if not lines:
        raise RoutineFormError("It holds no exercise.")
    if len(lines) > MOST_ITEMS:
        raise RoutineFormError(f"It holds more than {MOST_ITEMS} exercises.")
    if len({line.exercise.id for line in lines}) < len(lines):
        raise RoutineFormError("It holds the same exercise twice.")
    for before, line in itertools.pairwise(lines):
        if before.in_rounds and line.in_rounds and before.sets != line.sets:
            raise RoutineFormError("Exercises of one round must have the same number of sets.")
    if minutes(lines) > LONGEST_MIN:
        raise RoutineFormError("It would take longer than three hours.")
    return tuple(lines)


def _wish(asked: dict[str, Any]) -> Wish:
    level = asked.get("level")
    length = _number(asked.get("minutes"), 1, LONGEST_MIN)
    flags = {name: asked.get(name, name != "youth") for name in ("wrists_ok", "impact_ok", "youth")}
    words = {name: asked.get(name) for name in ("kit", "site", "state")}
    makes_sense = (
        length is not None
        and (level is None or _whole(level, 1, 5) is not None)
        and all(isinstance(flag, bool) for flag in flags.values())
        and all(word is None or isinstance(word, str) for word in words.values())
    )
    said: dict[str, Any] = {"minutes": length, "level": level, **words, **flags}
    try:
        if makes_sense:
            return sound_wish(**said)
    except ValueError:
        pass
    raise RoutineFormError("This routine is broken: what it was built for makes no sense.")


def _whole(value: Any, low: int, high: int) -> int | None:
    number = _number(value, low, high)
    return int(number) if number is not None and number == int(number) else None


def _number(value: Any, low: float, high: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if low <= value <= high else None  # compared first: a huge one has no float
