"""How other programs write their tables: header words in several languages, month words, sport words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from analytics.knowledge import place

Sport = Literal[
    "running",
    "walking",
    "hiking",
    "cycling",
    "swimming",
    "strength",
    "mobility",
    "rowing",
    "other",
    "unknown",
]

_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"\s+")
_WORDS = re.compile(r"[^\W_]+")


def folded(header: str) -> str:
    """Write a header so that spellings of the same one agree.

    Strava has exported headers wrapped in HTML where a translation was missing; the tags go.

    Examples
    --------
    >>> folded('  <span title="x">Start  Time</span>'), folded("Ø Pace")
    ('start time', 'ø pace')
    """
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", _TAG.sub("", header))).strip().casefold()


@dataclass(frozen=True)
class Heading:
    """One header word of one table: the field it names and, where the word itself says so, the unit."""

    table: str
    field: str
    language: str
    unit: str | None


@dataclass(frozen=True)
class Dialect:
    """One kind of table that is read: what a row is, which reader reads it, what its header must name."""

    table: str
    title: str
    rows: Literal["activities", "sets"]
    reader: str
    vocabulary: str
    needs: frozenset[str]


@dataclass(frozen=True)
class Position:
    """Where a field of Strava's list stands, whatever the language of its header."""

    field: str
    from_file_column: bool
    offset: int
    unit: str | None


@dataclass(frozen=True)
class SportWord:
    """What one word for a kind of activity means; `in_names` ones mean it inside a title as well."""

    sport: Sport
    sub_sport: str | None
    in_names: bool


@dataclass(frozen=True)
class OtherTable:
    """A table that is known and not read: sound and of no use (`is_sound`), or refused, and why."""

    is_sound: bool
    kind: str
    headers: frozenset[str]
    reason: str


@dataclass(frozen=True)
class TemplateColumn:
    """One column of a table of our own."""

    column: str
    needed: bool
    example: str
    meaning: str


@cache
def headings(table: str) -> dict[str, Heading]:
    """Give the known headers of a table, folded, in all languages together.

    Examples
    --------
    >>> headings("strong")["重量"].field, headings("hevy")["weight_lbs"].unit
    ('load', 'lb')
    """
    found: dict[str, Heading] = {}
    for row in place.rows("dialects/headers.csv"):
        if row["table"] == table:
            word = folded(row["header"])
            if word in found and found[word].field != row["field"]:
                raise ValueError(f"dialects/headers.csv gives {row['header']!r} two meanings in {table}")
            found.setdefault(word, Heading(table, row["field"], row["language"], row["unit"] or None))
    return found


@cache
def header_words() -> frozenset[str]:
    """Give every header word of every table, folded.

    Examples
    --------
    >>> "日期" in header_words(), "zebra" in header_words()
    (True, False)
    """
    return frozenset(folded(row["header"]) for row in place.rows("dialects/headers.csv"))


def columns(table: str, header: Sequence[str]) -> dict[str, tuple[int, Heading]]:
    """Find the fields of a table in a header; where a field stands twice, the first one counts.

    Examples
    --------
    >>> columns("garmin_activities", ["Aktivitätstyp", "Datum", "Lieblingsfarbe"])["start"][0]
    1
    """
    known = headings(table)
    found: dict[str, tuple[int, Heading]] = {}
    for number, word in enumerate(header):
        heading = known.get(folded(word))
        if heading is not None:
            found.setdefault(heading.field, (number, heading))
    return found


def named_twice(table: str, header: Sequence[str]) -> dict[str, list[tuple[int, Heading]]]:
    """Find the fields of a table in a header with all the columns that name each, in their order.

    Examples
    --------
    >>> [number for number, _ in named_twice("fitnotes", ["Weight (kg)", "Weight (lbs)"])["load"]]
    [0, 1]
    """
    known = headings(table)
    found: dict[str, list[tuple[int, Heading]]] = {}
    for number, word in enumerate(header):
        heading = known.get(folded(word))
        if heading is not None:
            found.setdefault(heading.field, []).append((number, heading))
    return found


@cache
def dialects() -> dict[str, Dialect]:
    """List the tables of other programs that are read, the more telling headers first.

    Examples
    --------
    >>> dialects()["fitbod"].title, dialects()["fitbod"].rows
    ('Fitbod', 'sets')
    """
    found = {}
    for row in place.rows("dialects/tables.csv"):
        if row["rows"] not in ("activities", "sets"):
            raise ValueError(f"dialects/tables.csv holds rows of {row['rows']!r}")
        rows: Literal["activities", "sets"] = row["rows"]  # type: ignore[assignment]
        found[row["table"]] = Dialect(
            row["table"],
            row["title"],
            rows,
            row["reader"],
            row["vocabulary"],
            frozenset(place.parts(row["needs"])),
        )
    return found


@cache
def strava_positions() -> tuple[Position, ...]:
    """List where the fields of Strava's list stand, relative to its first column or to its file column."""
    found = []
    for row in place.rows("dialects/strava_positions.csv"):
        if row["anchor"] not in ("first", "file"):
            raise ValueError(f"dialects/strava_positions.csv holds the anchor {row['anchor']!r}")
        from_file = row["anchor"] == "file"
        found.append(Position(row["field"], from_file, int(row["offset"]), row["unit"] or None))
    return tuple(found)


@cache
def months() -> dict[str, int]:
    """Give the number of a month by any of its words, folded and without the dot of an abbreviation.

    Examples
    --------
    >>> months()["ago"], months()["mär"], months()["maart"]
    (8, 3, 3)
    """
    found: dict[str, int] = {}
    for row in place.rows("dialects/months.csv"):
        for word in place.parts(row["words"]):
            if found.setdefault(folded(word), int(row["month"])) != int(row["month"]):
                raise ValueError(f"dialects/months.csv gives {word!r} two months")
    return found


@cache
def _sport_words() -> dict[tuple[str, str], SportWord]:
    found = {}
    for row in place.rows("dialects/sports.csv"):
        if row["sport"] not in get_args(Sport):
            raise ValueError(f"dialects/sports.csv holds the sport {row['sport']!r}")
        sport: Sport = row["sport"]  # type: ignore[assignment]
        word = SportWord(sport, row["sub_sport"] or None, row["in_names"] == "yes")
        found[row["source"], folded(row["word"])] = word
    return found


@cache
def _value_words() -> dict[tuple[str, str], str]:
    return {
        (row["field"], folded(word)): row["value"]
        for row in place.rows("dialects/words.csv")
        for word in place.parts(row["words"])
    }


def value_of(field: str, word: str) -> str | None:
    """Say what a word in a column of sides, sites or levels means; None where it is not known.

    Examples
    --------
    >>> value_of("side", "links"), value_of("site", "Joelho"), value_of("site", "spleen")
    ('left', 'knee', None)
    """
    return _value_words().get((field, folded(word)))


def _spaced(word: str) -> str:
    """Split the words of `TrailRun` and `trail_run` apart, as the sport table writes them."""
    return folded(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", word.strip()).replace("_", " "))


def sport(word: str, *, source: str = "any") -> tuple[Sport, str | None] | None:
    """Say which sport a source's word means; None where the word is not known.

    Examples
    --------
    >>> sport("TrailRun"), sport("Weight Training"), sport("9", source="gpx"), sport("Zorbing")
    (('running', 'trail'), ('strength', 'strength_training'), ('running', None), None)
    """
    words = _sport_words()
    for spelling in (folded(word), _spaced(word)):
        for where in (source, "any"):
            known = words.get((where, spelling))
            if known is not None:
                return known.sport, known.sub_sport
    return None


def sport_in_name(name: str | None) -> tuple[Sport, str | None] | None:
    """Say which sport a title names, where it names exactly one.

    Apps title an activity by its sport ("Morning Run"), so the title helps where the file names no sport.

    Examples
    --------
    >>> sport_in_name("Lunch Run"), sport_in_name("Run and Ride"), sport_in_name("Errands")
    (('running', None), None, None)
    """
    found: set[tuple[Sport, str | None]] = set()
    text = " ".join(["", *_WORDS.findall(folded(name or "")), ""])
    for (source, word), known in _sport_words().items():
        if source == "any" and known.in_names and f" {word} " in text:
            found.add((known.sport, known.sub_sport))
    sports = {one[0] for one in found}
    if len(sports) != 1:
        return None
    detailed = sorted(one[1] for one in found if one[1])
    return next(iter(sports)), detailed[0] if len(detailed) == 1 else None


@cache
def other_tables() -> tuple[OtherTable, ...]:
    """List the tables that are known and not read."""
    found = []
    for row in place.rows("dialects/other_tables.csv"):
        if row["outcome"] not in ("ignored", "refused"):
            raise ValueError(f"dialects/other_tables.csv holds the outcome {row['outcome']!r}")
        headers = frozenset(place.parts(row["headers"]))
        found.append(OtherTable(row["outcome"] == "ignored", row["kind"], headers, row["reason"]))
    return tuple(found)


def other_table(header: Iterable[str]) -> OtherTable | None:
    """Find the known, unread table whose telling headers all stand in a header."""
    words = {folded(word) for word in header}
    return next((table for table in other_tables() if table.headers <= words), None)


@cache
def template(kind: str) -> tuple[TemplateColumn, ...]:
    """List the columns of a table of our own.

    Raises
    ------
    KeyError
        If there is no template of this kind.
    """
    found = tuple(
        TemplateColumn(row["column"], row["needed"] == "yes", row["example"], row["meaning"])
        for row in place.rows("dialects/templates.csv")
        if row["table"] == kind
    )
    if not found:
        raise KeyError(kind)
    return found


@cache
def template_kinds() -> tuple[str, ...]:
    """List the kinds of tables of our own.

    Examples
    --------
    >>> template_kinds()
    ('hipstride_sets', 'hipstride_injuries', 'hipstride_weeks', 'hipstride_checkins')
    """
    return tuple(dict.fromkeys(row["table"] for row in place.rows("dialects/templates.csv")))
