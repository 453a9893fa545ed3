"""Reading a table as somebody says: a first guess by names and numbers, what is open, and the reading."""

from __future__ import annotations

import hashlib
import json
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from analytics.errors import UnreadableError
from analytics.ingest import cells, layouts, plain_activities, set_logs, tables, week_tables
from analytics.ingest.batch import Batch
from analytics.ingest.layouts import Column, Layout
from analytics.ingest.sheets import Sheet
from analytics.knowledge import dialects
from analytics.knowledge.meanings import Meaning, Rows, meanings

LOOKED_AT = 2_000
_SURE = 0.9
_SESSION_S = (300.0, 28_800.0)
"""Plausible length of a session, 5 minutes to 8 hours: it tells seconds, minutes and hours apart."""
_RUNNING_M_S = (1.3, 7.0)
"""Plausible mean speed on foot: a walk to a marathon record with room. It tells metres and kilometres apart,
and not kilometres from miles."""


@dataclass(frozen=True)
class Said:
    """What somebody said of one column: its number from 0, what it means, its unit."""

    field: str
    column: int
    unit: str | None = None


@dataclass(frozen=True)
class Mapping:
    """What somebody said of a table; columns that are not here are not read.

    `sports` says what the words of the sport column mean, or under "" what all rows are.
    """

    rows: Rows
    columns: tuple[Said, ...]
    order: cells.Order | None = None
    decimal: cells.Decimal | None = None
    sports: tuple[tuple[str, dialects.Sport], ...] = ()

    def to_json(self) -> str:
        """Write it as text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Mapping:
        """Read it back.

        Examples
        --------
        >>> one = Mapping("activities", (Said("distance", 2, "km"),), order="dmy")
        >>> Mapping.from_json(one.to_json()) == one
        True
        """
        raw = json.loads(text)
        return cls(
            raw["rows"],
            tuple(Said(**one) for one in raw["columns"]),
            raw["order"],
            raw["decimal"],
            tuple((word, sport) for word, sport in raw["sports"]),
        )


@dataclass(frozen=True)
class Guess:
    """A first guess at where a field stands; `basis` says what it rests on, None: nothing found."""

    field: str
    column: int | None = None
    unit: str | None = None
    basis: Literal["name", "values"] | None = None


def fingerprint(header: Sequence[str]) -> str:
    """Give the fingerprint of a header: tables of one program and language agree in it.

    Examples
    --------
    >>> fingerprint(["Date", "km"]) == fingerprint([" date", "KM"]), fingerprint(["km", "Date"])[:4]
    (True, '8f4e')
    """
    words = "\x1f".join(dialects.folded(word) for word in header)
    return hashlib.sha256(words.encode()).hexdigest()


# A first guess


def guess_rows(sheet: Sheet) -> Rows:
    """Guess what one row is: the kind of which most fields are found by name."""
    kinds: tuple[Rows, ...] = ("activities", "sets", "weeks")

    def score(rows: Rows) -> tuple[int, int]:
        found = {one.field for one in guess(sheet, rows) if one.column is not None}
        telling = {"sets": {"exercise", "reps"}, "weeks": {"week"}, "activities": {"sport", "distance"}}[rows]
        return len(found & telling) * 2 - len(telling - found) * 2, len(found)

    return max(kinds, key=score)


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
    same = {"moving": {"moving", "timer"}, "start": {"start", "date", "start_local", "start_utc"}}
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


def _sample(sheet: Sheet, number: int) -> list[str]:
    return [text for line in sheet.lines[:LOOKED_AT] if not cells.is_missing(text := line.cells[number])]


def _numbers(sheet: Sheet, number: int) -> list[float]:
    texts = _sample(sheet, number)
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
    texts = _sample(sheet, number)
    if not texts:
        return False
    if one.field == "start":
        return _are_dates(texts)
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
    texts = _sample(sheet, number)
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
    if _are_durations(_sample(sheet, number)):
        return "clock"
    values = [value for value in _numbers(sheet, number) if value > 0]
    if not values or meaning.rows != "activities":
        return None
    middle = statistics.median(values)
    fitting = [
        unit for unit in ("s", "min", "h") if _SESSION_S[0] <= middle * layouts.TIME_S[unit] <= _SESSION_S[1]
    ]
    return fitting[0] if len(fitting) == 1 else None


def _unit_of_load(sheet: Sheet, number: int) -> str | None:
    texts = _sample(sheet, number)
    if texts and all(layouts.unit_of_word(text.split(" ")[-1]) in ("kg", "lb") for text in texts[:20]):
        return "cell"
    return None


def _speeds(sheet: Sheet, distance: Guess, time: Guess) -> list[float]:
    """Give distance (as it stands) over time in seconds, row by row."""
    said = tuple(Said(one.field, one.column, one.unit) for one in (distance, time) if one.column is not None)
    reader = layouts.Cells(sheet, _layout(Mapping("activities", said)))
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


def unknown_sports(sheet: Sheet, mapping: Mapping) -> list[tuple[str, int]]:
    """List the words of the sport column that nothing here knows, with how many rows have each.

    Where no column says the sport, the empty word stands for all rows.
    """
    at = next((one.column for one in mapping.columns if one.field == "sport"), None)
    if mapping.rows != "activities":
        return []
    if at is None:
        return [("", len(sheet.lines))]
    counts = Counter(text for text in sheet.column(at) if not cells.is_missing(text))
    return [(word, count) for word, count in counts.most_common() if dialects.sport(word) is None]


# What is still open, and the reading


def open_questions(sheet: Sheet, mapping: Mapping) -> list[str]:
    """Say what must still be said before the table can be read."""
    asked = {one.field: one for one in meanings(mapping.rows)}
    said = {one.field: one for one in mapping.columns}
    found = [
        f"Which column is it: {one.label}?" for one in asked.values() if one.needed and one.field not in said
    ]
    for one in mapping.columns:
        meaning = asked[one.field]
        if meaning.units and one.unit not in meaning.units:
            found.append(f"In which unit is it: {meaning.label} (column '{sheet.header[one.column][:40]}')?")
    used = [one.column for one in mapping.columns]
    twice = sorted({number for number in used if used.count(number) > 1})
    found += [f"The column '{sheet.header[number][:40]}' cannot mean two things." for number in twice]
    if mapping.rows == "activities" and not {"distance", "moving", "elapsed"} & set(said):
        found.append("At least a distance or a duration is needed.")
    if mapping.rows == "sets" and not {"reps", "seconds"} & set(said):
        found.append("At least repetitions or seconds are needed.")
    if mapping.rows == "weeks" and not {"runs", "distance", "time", "hip_sets"} & set(said):
        found.append("At least a number of runs, a distance, a time or hip sets are needed.")
    day = said.get("start") or said.get("week")
    if day is not None and mapping.order is None:
        texts = sheet.column(day.column)
        if cells.date_order(texts) is None and cells.needs_order(texts):
            found.append("Which comes first in the dates: day or month?")
    return found


def needs_order(sheet: Sheet, mapping: Mapping) -> bool:
    """Say whether the dates alone do not tell day from month."""
    day = next((one for one in mapping.columns if one.field in ("start", "week")), None)
    if day is None:
        return False
    texts = sheet.column(day.column)
    return cells.date_order(texts) is None and cells.needs_order(texts)


def needs_decimal(sheet: Sheet, mapping: Mapping) -> bool:
    """Say whether a number such as 1,234 could be a thousand or one and a bit, and no other tells."""
    numeric = {one.field for one in meanings(mapping.rows) if one.least is not None}
    columns = [_sample(sheet, one.column) for one in mapping.columns if one.field in numeric]
    both: tuple[cells.Decimal, ...] = (".", ",")
    with_mark = any(re.search(r"\d,\d{3}(?!\d)", text) for texts in columns for text in texts)
    return with_mark and len({cells.decimal_mark(columns, fallback=mark) for mark in both}) == 2


def _layout(mapping: Mapping) -> Layout:
    columns: dict[str, tuple[Column, ...]] = {}
    for one in mapping.columns:
        name = one.field
        unit = one.unit
        if name == "start":
            name, unit = ("start_utc" if unit == "utc" else "start_local"), None
        columns[name] = (Column(one.column, unit),)
    return Layout(
        f"mapped_{mapping.rows}", "mapped", columns, mapping.order, mapping.decimal, dict(mapping.sports)
    )


def read_mapped(sheet: Sheet, mapping: Mapping) -> Batch:
    """Read a table as somebody said.

    Raises
    ------
    UnreadableError
        If something is still open, the table has not the columns it had, or no row can be read.
    """
    if any(one.column >= len(sheet.header) for one in mapping.columns):
        raise UnreadableError("The table has fewer columns than when its columns were explained.")
    questions = open_questions(sheet, mapping)
    if questions:
        raise layouts.AskError(" ".join(questions), header=tuple(sheet.header))
    layout = _layout(mapping)
    if mapping.rows == "sets":
        batch = set_logs.read_sets(sheet, layout)
    elif mapping.rows == "weeks":
        batch = week_tables.read_weeks(sheet, layout)
    else:
        batch = plain_activities.read_activities(sheet, layout)
    return tables.complete(batch, sheet)
