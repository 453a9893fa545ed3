"""A routine as a FIT workout file: a watch counts it along, and its sets come back under their real names.

A watch guesses exercises poorly, and knows no hip dips at all. A planned workout tells it what each step is;
the sets of the finished activity point back at the steps, and the import reads their names.
"""

from __future__ import annotations

import datetime as dt
import difflib
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analytics.advice.routine_parts import Line, Routine, blocks
from analytics.ingest.fit_crc import crc16
from analytics.knowledge.exercises import Exercise

FIT_EPOCH = dt.datetime(1989, 12, 31)
PROTOCOL, PROFILE = 0x20, 21218
FILE_ID, WORKOUT, WORKOUT_STEP, EXERCISE_TITLE = 0, 26, 27, 264
ENUM, U2, TEXT, U4, U4Z = 0x00, 0x84, 0x07, 0x86, 0x8C
IS_WORKOUT, DEVELOPMENT, TRAINING, STRENGTH = 5, 255, 10, 20
TIME, REPEAT, REPS = 0, 6, 29
OPEN_TARGET, ACTIVE, REST = 2, 0, 1
NO_EXERCISE = 65534  # "unknown" in FIT's list: the title then names it
NAME_BYTES = 64
NOTHING_2, NOTHING_4 = 0xFFFF, 0xFFFFFFFF

_CODES = {ENUM: "B", U2: "H", U4: "I", U4Z: "I"}


@dataclass(frozen=True)
class _Step:
    """One step of the workout; a repeat has no name and goes back to step `value`."""

    name: str
    duration: int
    value: int
    intensity: int
    target: int = 0
    exercise: tuple[int, int] = (NOTHING_2, NOTHING_2)


def fit_workout(routine: Routine, *, name: str, made_at_utc: dt.datetime) -> bytes:
    """Write a routine as a FIT workout.

    Each side of an exercise is a step of its own, with the repetitions or the seconds to hold; the rest after
    a set is a step, and sets are repeats, so that half an hour stays within the fifty steps watches take.

    Parameters
    ----------
    name
        What the watch shows in its list; longer than 63 bytes it is cut.
    made_at_utc
        Naive UTC; FIT files carry the time at which they were made.

    References
    ----------
    FIT SDK, profile 21.218: messages file_id, workout, workout_step, exercise_title.
    """
    steps, titles = list(_steps(routine.lines)), _titles(routine.lines)
    made_s = int((made_at_utc - FIT_EPOCH).total_seconds())
    body = bytearray()
    body += _message(
        0, FILE_ID,
        [(0, ENUM, IS_WORKOUT), (1, U2, DEVELOPMENT), (2, U2, 0), (3, U4Z, made_s), (4, U4, made_s)],
    )  # fmt: skip
    body += _message(
        1, WORKOUT,
        [(4, ENUM, TRAINING), (6, U2, len(steps)), (8, TEXT, name), (11, ENUM, STRENGTH)],
    )  # fmt: skip
    for index, step in enumerate(steps):
        body += _message(
            2, WORKOUT_STEP,
            [(254, U2, index), (0, TEXT, step.name), (1, ENUM, step.duration), (2, U4, step.value),
             (3, ENUM, OPEN_TARGET), (4, U4, step.target), (7, ENUM, step.intensity),
             (10, U2, step.exercise[0]), (11, U2, step.exercise[1])],
            described=index == 0,
        )  # fmt: skip
    for index, (exercise, title) in enumerate(titles.items()):
        body += _message(
            3, EXERCISE_TITLE,
            [(254, U2, index), (0, U2, exercise[0]), (1, U2, exercise[1]), (2, TEXT, title)],
            described=index == 0,
        )  # fmt: skip
    head = struct.pack("<BBHI4s", 14, PROTOCOL, PROFILE, len(body), b".FIT")
    whole = head + struct.pack("<H", crc16(head)) + bytes(body)
    return whole + struct.pack("<H", crc16(whole))


def _steps(lines: Sequence[Line]) -> Iterator[_Step]:
    """Give the steps: a block's lines once, and a repeat for its further sets."""
    codes = _exercise_codes(lines)
    index = 0
    for block in blocks(lines):
        first = index
        for line in block:
            for side in line.sides:
                yield _work(line, side, codes[line.exercise.id])
            yield _Step("Rest", TIME, round(line.pause_s * 1000), REST)
            index += len(line.sides) + 1
        if block[0].sets > 1:
            yield _Step("", REPEAT, first, ACTIVE, target=block[0].sets)
            index += 1


def _work(line: Line, side: str, exercise: tuple[int, int]) -> _Step:
    name = line.exercise.name if side == "both" else f"{line.exercise.name} ({side})"
    if line.reps is None:
        return _Step(name, TIME, round((line.seconds or 0) * 1000), ACTIVE, exercise=exercise)
    return _Step(name, REPS, line.reps, ACTIVE, exercise=exercise)


def _exercise_codes(lines: Sequence[Line]) -> dict[str, tuple[int, int]]:
    """Give each exercise FIT's own number, or a number of this file's own where FIT has none."""
    codes: dict[str, tuple[int, int]] = {}
    for line in lines:
        codes.setdefault(line.exercise.id, _nearest(line.exercise) or (NO_EXERCISE, len(codes)))
    return codes


def _nearest(exercise: Exercise) -> tuple[int, int] | None:
    """Choose, of FIT's numbers for an exercise, the one whose name comes nearest to ours."""

    def likeness(fit_name: str) -> float:
        words = fit_name.split("/")[-1].replace("_", " ")
        return difflib.SequenceMatcher(None, words.casefold(), exercise.name.casefold()).ratio()

    named = zip(exercise.fit_ids, exercise.fit_names, strict=True)
    return max(named, key=lambda pair: likeness(pair[1]), default=(None, ""))[0]


def _titles(lines: Sequence[Line]) -> dict[tuple[int, int], str]:
    codes = _exercise_codes(lines)
    return {codes[line.exercise.id]: line.exercise.name for line in lines}


def _message(
    local: int, number: int, fields: Sequence[tuple[int, int, int | str]], *, described: bool = True
) -> bytes:
    """Write a message of little-endian fields, its definition before it."""
    out = bytearray()
    if described:
        out += struct.pack("<BBBHB", 0x40 | local, 0, 0, number, len(fields))
        for field, base, _ in fields:
            size = NAME_BYTES if base == TEXT else struct.calcsize(_CODES[base])
            out += bytes([field, size, base])
    out.append(local)
    for _, base, value in fields:
        if isinstance(value, str):
            out += _cut(value).ljust(NAME_BYTES, b"\0")
        else:
            out += struct.pack(f"<{_CODES[base]}", value)
    return bytes(out)


def _cut(text: str) -> bytes:
    """Cut a name to what fits, between letters."""
    return text.encode("utf-8")[: NAME_BYTES - 1].decode("utf-8", errors="ignore").encode("utf-8")
