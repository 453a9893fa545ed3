"""A first guess at what the columns of an unknown table mean: by their names, else by what they hold."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from analytics.ingest import cells, day_tables, layouts
from analytics.ingest.mapping import LOOKED_AT, Mapping, Said, layout_of, sample
from analytics.ingest.sheets import Sheet
from analytics.knowledge import dialects
from analytics.knowledge.meanings import Meaning, Rows, meanings

_SURE = 0.9
_SESSION_S = (300.0, 28_800.0)
"""Plausible length of a session, 5 minutes to 8 hours: it tells seconds, minutes and hours apart."""
_RUNNING_M_S = (1.3, 7.0)
"""Plausible mean speed on foot: a walk to a marathon record with room. It tells metres and kilometres apart,
and not kilometres from miles."""


@dataclass(frozen=True)
class Guess:
    """A first guess at where a field stands; `basis` says what it rests on, None: nothing found."""

    field: str
    column: int | None = None
    unit: str | None = None
    basis: Literal["name", "values"] | None = None


def guess_rows(sheet: Sheet) -> Rows:
    """Guess what one row is: the kind of which most fields are found by name."""
    kinds: tuple[Rows, ...] = get_args(Rows)
    telling = {
        "sets": {"exercise", "reps"},
        "weeks": {"week"},
        "activities": {"sport", "distance"},
        "days": {"day", "injured"},
        "injuries": {"onset", "site"},
        "checkins": {"week", "q1"},
    }

    def score(rows: Rows) -> tuple[int, int]:
        found = {one.field for one in guess(sheet, rows) if one.column is not None}
        met, missed = found & telling[rows], telling[rows] - found
        if not met or (missed and rows in ("days", "injuries", "checkins")):
            return -4, 0
        return len(met) * 2 - len(missed) * 2, len(found)

    return max(kinds, key=score)  # of equals the first: most tables are of activities


def guess(sheet: Sheet, rows: Rows) -> list[Guess]:
    """Guess where each field stands: by the words of the header first, then by what the cells hold.

    No unit is guessed where the header does not name it and the numbers fit several.
    """
    taken: set[int] = set()
    found: dict[str, Guess] = {}
    asked = meanings(rows)
    ranked = sorted(
        (
            (-score, number, at, one)
            for at, one in enumerate(asked)
            for number, word in enumerate(sheet.header)
            if (score := _score(one, word)) and _fits(one, sheet, number)
        ),
        key=lambda each: each[:3],
    )
    for _, number, _, one in ranked:
        if one.field not in found and number not in taken:
            found[one.field] = Guess(one.field, number, None, "name")
            taken.add(number)
    for one in asked:
        if one.field not in found:
            by_values = next(
                (at for at in range(len(sheet.header)) if at not in taken and _is_telling(one, sheet, at)),
                None,
            )
            if by_values is not None:
                found[one.field] = Guess(one.field, by_values, None, "values")
                taken.add(by_values)
    guessed = [found.get(one.field, Guess(one.field)) for one in asked]
    return _with_units(guessed, asked, sheet)


def _score(one: Meaning, word: str) -> float:
    """Say how well a header word names a meaning: 3 known from a dialect, 2 a whole word, 1 a part of one."""
    folded = dialects.folded(word)
    if not folded:
        return 0
    same = {
        "day": {"start", "date", "start_local"},
        "moving": {"moving", "timer"},
        "start": {"start", "date", "start_local", "start_utc"},
    }
    fields = same.get(one.field, {one.field})
    for table, dialect in dialects.dialects().items():
        if dialect.rows == one.rows:
            heading = dialects.headings(table).get(folded)
            if heading is not None and heading.field in fields:
                return 3
    tokens = set(re.findall(r"[^\W\d_]+", folded))
    plain = " ".join(re.findall(r"[^\W_]+", folded))
    best = 0.0
    for hint in one.words:
        if hint == plain:
            best = max(best, 2.5)
        elif " " in hint:
            best = max(best, 2.2 if hint in plain else 0)
        elif hint in tokens:
            best = max(best, 2)
        elif len(hint) >= 4 and hint in plain:
            best = max(best, 1 + min(len(hint), 20) / 100)
    return best


def _numbers(sheet: Sheet, number: int) -> list[float]:
    texts = sample(sheet, number)
    mark = cells.decimal_mark([texts], fallback="," if sheet.separator == ";" else ".")
    found = []
    for text in texts:
        try:
            value = cells.number(text, mark)
        except ValueError:
            continue
        if value is not None:
            found.append(value)
    return found


def _share(texts: Sequence[str], holds: Sequence[bool]) -> float:
    return sum(holds) / len(texts) if texts else 0.0


def _fits(one: Meaning, sheet: Sheet, number: int) -> bool:
    """Say whether the cells could mean this at all; an empty column could."""
    texts = sample(sheet, number)
    if not texts:
        return False
    if one.field in ("start", "day", "onset", "recovered"):
        return _are_dates(texts)
    if one.field == "injured":
        return day_tables.says_yes_or_no(texts)
    if one.field == "athlete":
        return not _are_dates(texts)
    if one.field == "site":
        return not _numbers(sheet, number)
    if one.field == "time_of_day":
        return (
            _share(texts, [bool(re.match(r"\d{1,2}:\d\d", text)) and len(text) <= 12 for text in texts])
            >= _SURE
        )
    if one.least is None:
        return True
    if "clock" in one.units and _are_durations(texts):
        return True
    if "cell" in one.units and any(
        layouts.unit_of_word(text.split(" ")[-1]) in ("kg", "lb") for text in texts[:20]
    ):
        return True
    values = _numbers(sheet, number)
    return len(values) >= _SURE * len(texts) and min(values) >= 0


def _are_dates(texts: Sequence[str]) -> bool:
    both: tuple[cells.Order, ...] = ("dmy", "mdy")
    return any(
        _share(texts, [cells.date_time_and_offset(text, order)[0] is not None for text in texts]) >= _SURE
        for order in both
    )


def _are_durations(texts: Sequence[str]) -> bool:
    def is_one(text: str) -> bool:
        try:
            return cells.duration_s(text) is not None and not text.strip().isdigit()
        except ValueError:
            return False

    return _share(texts, [is_one(text) for text in texts]) >= _SURE


def _is_telling(one: Meaning, sheet: Sheet, number: int) -> bool:
    """Say whether cells alone tell the meaning: dates, clocks, sports, and numbers like heart rates."""
    texts = sample(sheet, number)
    if len(texts) < 2:
        return False
    if one.field == "start":
        return _are_dates(texts)
    if one.field in ("moving", "time"):
        return _are_durations(texts) and not _are_dates(texts)
    if one.field == "sport":
        return _share(texts, [dialects.sport(text) is not None for text in texts]) >= _SURE
    if one.field == "hr_mean":
        values = _numbers(sheet, number)
        return (
            len(values) >= _SURE * len(texts)
            and len(set(values)) > 2
            and 100 <= statistics.median(values) <= 175
            and min(values) >= 60
            and max(values) <= 210
        )
    return False


# Units


def _with_units(guessed: Sequence[Guess], asked: Sequence[Meaning], sheet: Sheet) -> list[Guess]:
    done: dict[str, Guess] = {}
    for one, meaning in zip(guessed, asked, strict=True):
        unit = None
        if one.column is not None and meaning.units:
            unit = _unit_in_header(sheet.header[one.column], meaning)
            if unit is None and len(meaning.units) == 1:
                unit = meaning.units[0]
            if unit is None and "clock" in meaning.units:
                unit = _unit_of_time(sheet, one.column, meaning)
            if unit is None and meaning.field == "start":
                unit = "utc" if "utc" in dialects.folded(sheet.header[one.column]) else "local"
            if unit is None and "cell" in meaning.units:
                unit = _unit_of_load(sheet, one.column)
        done[one.field] = Guess(one.field, one.column, unit, one.basis)
    distance, time = done.get("distance"), done.get("moving")
    if distance is not None and distance.column is not None:
        unit = distance.unit or _unit_of_distance(sheet, distance, time)
        if (
            unit == "km"
            and time is not None
            and time.unit is not None
            and _are_mixed(_speeds(sheet, distance, time))
        ):
            unit = layouts.KM_OR_M
        done["distance"] = Guess("distance", distance.column, unit, distance.basis)
    return [done[one.field] for one in guessed]


def _unit_in_header(word: str, meaning: Meaning) -> str | None:
    """Find the unit a header word names: `distance_km`, `Zeit (min)`, `miles`."""
    for token in reversed(re.findall(r"[^\W\d_]+", word)):
        unit = layouts.unit_of_word(token)
        if unit in meaning.units:
            return unit
    return None


def _unit_of_time(sheet: Sheet, number: int, meaning: Meaning) -> str | None:
    texts = sample(sheet, number)
    if _are_durations(texts):
        return _unit_of_clock(texts)
    values = [value for value in _numbers(sheet, number) if value > 0]
    if not values or meaning.rows != "activities":
        return None
    middle = statistics.median(values)
    fitting = [
        unit for unit in ("s", "min", "h") if _SESSION_S[0] <= middle * layouts.TIME_S[unit] <= _SESSION_S[1]
    ]
    return fitting[0] if len(fitting) == 1 else None


def _unit_of_clock(texts: Sequence[str]) -> str | None:
    """Tell minutes:seconds from hours:minutes by the length of a session; None where both could be."""
    if not all(re.fullmatch(r"\d+:\d\d", text) for text in texts):
        return "clock"
    middle = statistics.median(cells.duration_s(text) or 0 for text in texts)
    fitting = [
        unit
        for unit, factor in (("clock", 1), ("hm", 60))
        if _SESSION_S[0] <= middle * factor <= _SESSION_S[1]
    ]
    return fitting[0] if len(fitting) == 1 else None


def _unit_of_load(sheet: Sheet, number: int) -> str | None:
    texts = sample(sheet, number)
    if texts and all(layouts.unit_of_word(text.split(" ")[-1]) in ("kg", "lb") for text in texts[:20]):
        return "cell"
    return None


def _speeds(sheet: Sheet, distance: Guess, time: Guess) -> list[float]:
    """Give distance (as it stands) over time in seconds, row by row."""
    said = tuple(Said(one.field, one.column, one.unit) for one in (distance, time) if one.column is not None)
    reader = layouts.Cells(sheet, layout_of(Mapping("activities", said)), is_first_look=True)
    found = []
    for line in sheet.lines[:LOOKED_AT]:
        try:
            value, seconds = reader.number(line, "distance"), reader.measured(line, time.field)
        except ValueError:
            continue
        if value and seconds:
            found.append(value / seconds)
    return found


def _unit_of_distance(sheet: Sheet, distance: Guess, time: Guess | None) -> str | None:
    """Tell metres from kilometres by speed; kilometres and miles cannot be told apart so."""
    speeds = _speeds(sheet, distance, time) if time is not None and time.unit is not None else []
    in_metres = sum(_RUNNING_M_S[0] <= speed <= _RUNNING_M_S[1] for speed in speeds)
    return "m" if speeds and in_metres >= _SURE * len(speeds) else None


def _are_mixed(speeds: Sequence[float]) -> bool:
    """Say whether some distances are kilometres (or miles) and some metres."""
    too_fast = [speed for speed in speeds if speed * 1000 > layouts.FASTEST_M_S]
    return bool(too_fast) and len(too_fast) < len(speeds)


def mixes_metres(sheet: Sheet, mapping: Mapping) -> bool:
    """Say whether a column of distances seems to hold kilometres in some rows and metres in others."""
    said = {one.field: Guess(one.field, one.column, one.unit) for one in mapping.columns}
    if "distance" not in said or "moving" not in said or said["moving"].unit is None:
        return False
    return said["distance"].unit != "m" and _are_mixed(_speeds(sheet, said["distance"], said["moving"]))
