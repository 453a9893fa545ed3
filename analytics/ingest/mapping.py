"""What somebody said the columns of a table mean: what is still open, and the reading by it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from analytics.errors import UnreadableError
from analytics.ingest import (
    cells,
    day_tables,
    decimals,
    health_tables,
    layouts,
    plain_activities,
    set_logs,
    tables,
    week_tables,
)
from analytics.ingest.batch import Batch
from analytics.ingest.layouts import Column, Layout
from analytics.ingest.sheets import Sheet
from analytics.knowledge import dialects
from analytics.knowledge.meanings import Rows, meanings

LOOKED_AT = 2_000
DAYS = ("start", "day", "week", "onset", "recovered")
WORDED = ("site", "side", "level")


@dataclass(frozen=True)
class Said:
    """What somebody said of one column: its number from 0, what it means, its unit."""

    field: str
    column: int
    unit: str | None = None


@dataclass(frozen=True)
class Mapping:
    """What somebody said of a table; columns that are not here are not read.

    `sports` says what the words of the sport column mean, or under "" what all rows are; `words` what other
    words mean: field, word, value.
    """

    rows: Rows
    columns: tuple[Said, ...]
    order: cells.Order | None = None
    decimal: cells.Decimal | None = None
    sports: tuple[tuple[str, dialects.Sport], ...] = ()
    words: tuple[tuple[str, str, str], ...] = ()

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
            tuple((field, word, value) for field, word, value in raw.get("words", ())),
        )


def fingerprint(header: Sequence[str]) -> str:
    """Give the fingerprint of a header: tables of one program and language agree in it.

    Examples
    --------
    >>> fingerprint(["Date", "km"]) == fingerprint([" date", "KM"]), fingerprint(["km", "Date"])[:4]
    (True, '8f4e')
    """
    words = "\x1f".join(dialects.folded(word) for word in header)
    return hashlib.sha256(words.encode()).hexdigest()


def sample(sheet: Sheet, number: int) -> list[str]:
    """Give the cells of a column that hold anything, of its first rows."""
    return [text for line in sheet.lines[:LOOKED_AT] if not cells.is_missing(text := line.cells[number])]


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


def unknown_words(sheet: Sheet, mapping: Mapping) -> list[tuple[str, str, int]]:
    """List field, word and how many rows have it, of sites, sides and levels that nothing here knows."""
    if mapping.rows not in ("injuries", "checkins"):
        return []
    found = []
    for one in mapping.columns:
        if one.field in WORDED:
            counts = Counter(text for text in sheet.column(one.column) if not cells.is_missing(text))
            found += [
                (one.field, word, count)
                for word, count in counts.most_common()
                if health_tables.known_word(one.field, word) is None
            ]
    return found


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
    if mapping.rows == "days" and not {"runs", "distance", "time", "hip_sets", "injured"} & set(said):
        found.append("At least a distance, a time, a number of runs, hip sets or “injured” is needed.")
    if mapping.rows == "checkins" and not {"q1", "q2", "q3", "q4", "pain"} & set(said):
        found.append("At least one of the four answers, or the pain, is needed.")
    if mapping.order is None and needs_order(sheet, mapping):
        found.append("Which comes first in the dates: day or month?")
    if mapping.decimal is None and needs_decimal(sheet, mapping):
        found.append("Is a number such as 1,234 a thousand and more, or one and a bit?")
    return found


def needs_order(sheet: Sheet, mapping: Mapping) -> bool:
    """Say whether the dates alone do not tell day from month."""
    texts = [text for one in mapping.columns if one.field in DAYS for text in sheet.column(one.column)]
    return cells.date_order(texts) is None and cells.needs_order(texts)


def needs_decimal(sheet: Sheet, mapping: Mapping) -> bool:
    """Say whether a number such as 1,234 could be a thousand or one and a bit, and nothing else tells."""
    fields = layouts.numbers_of(sheet, layout_of(mapping))
    return bool(decimals.marks(fields, said=None, fallback=layouts.usual_mark(sheet))[1])


def layout_of(mapping: Mapping) -> Layout:
    """Give the layout that somebody described."""
    columns: dict[str, tuple[Column, ...]] = {}
    for one in mapping.columns:
        name = one.field
        unit = one.unit
        if name == "start":
            name, unit = ("start_utc" if unit == "utc" else "start_local"), None
        columns[name] = (Column(one.column, unit),)
    return Layout(
        f"mapped_{mapping.rows}",
        layouts.MAPPED,
        columns,
        mapping.order,
        mapping.decimal,
        dict(mapping.sports),
        {(field, word): value for field, word, value in mapping.words},
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
    layout = layout_of(mapping)
    if mapping.rows == "sets":
        batch = set_logs.read_sets(sheet, layout)
    elif mapping.rows == "weeks":
        batch = week_tables.read_weeks(sheet, layout)
    elif mapping.rows == "days":
        batch = day_tables.read_days(sheet, layout)
    elif mapping.rows == "injuries":
        batch = health_tables.read_injuries(sheet, layout)
    elif mapping.rows == "checkins":
        batch = health_tables.read_checkins(sheet, layout)
    else:
        batch = plain_activities.read_activities(sheet, layout)
    words = {one.field: sheet.header[one.column] for one in mapping.columns}
    return tables.complete(batch, sheet, words)
