"""Explaining the columns of a table: what waits, the choices in words, and the preview of its first rows."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from analytics.knowledge import injuries, written
from analytics.knowledge.dialects import Sport
from analytics.knowledge.meanings import ROWS, UNITS, Meaning, Rows, meanings
from analytics.reports import roster
from analytics.reports.records import records
from analytics.store import Reader

NOT_HERE = "Not in this table"
BASIS = {"name": "guessed from the name", "values": "guessed from what it holds"}
ORDERS = {"dmy": "The day comes first (31/12/2026)", "mdy": "The month comes first (12/31/2026)"}
DECIMALS = {".": "1,234 is one thousand and more", ",": "1,234 is one and a bit"}
MIXED = (
    "Some distances look like kilometres and some like metres (as kilometres they would be faster than "
    "anybody). Choose “kilometres, but metres where that would be too fast”, and see in the first rows "
    "whether that is right."
)
SPORTS_ASKED = 12
SPORTS: dict[str, str] = {one: one.capitalize() for one in get_args(Sport)} | {"unknown": "Leave it unknown"}
WORDS: dict[str, dict[str, str]] = {
    "site": {one.id: one.label for one in injuries.sites()},
    "side": {"left": "Left", "right": "Right", "both": "Both", "unknown": "Leave it unknown"},
    "level": {
        "complaint": "A complaint", "substantial": "Training was changed", "time_loss": "Days were lost",
        "unknown": "Leave it unknown",
    },
}  # fmt: skip
WORD_TITLES = {"site": "Where is it?", "side": "Which side is it?", "level": "How bad is it?"}
WORDS_ASKED = 24
_HEADS = {
    "line": "Line", "start": "Start", "week_start": "Week from", "performed_on": "Day", "sport": "Sport",
    "name": "Title", "source_name": "Exercise", "workout": "Workout", "set_type": "Type", "side": "Side",
    "sets": "Sets", "reps": "Reps", "duration_s": "Held", "load_kg": "Load", "rir": "In reserve",
    "runs": "Runs",
    "distance_m": "Distance", "moving_s": "Duration", "elapsed_s": "Elapsed", "longest_run_m": "Longest",
    "hip_sets": "Hip sets", "hr_mean_bpm": "Mean heart rate", "hr_max_bpm": "Highest heart rate",
    "ascent_m": "Ascent", "cadence_mean_spm": "Cadence", "energy_kcal": "Energy", "rpe_0_10": "Effort",
    "onset_date": "Began", "recovered_date": "Full return", "site": "Where", "case_level": "How bad",
    "q1": "Taking part", "q2": "Training", "q3": "Performance", "q4": "Symptoms", "pain_0_10": "Pain",
    "note": "Note", "description": "Note",
}  # fmt: skip
_ALWAYS = frozenset({"line", "start", "performed_on", "week_start", "sport", "source_name", "onset_date"})


@dataclass(frozen=True)
class Waiting:
    """One table that waits."""

    sha256: str
    name: str
    reason: str
    whose: str | None


@dataclass(frozen=True)
class Remembered:
    """One header whose columns somebody explained."""

    header_fingerprint: str
    header: str
    means: str


@dataclass(frozen=True)
class Explaining:
    """What the page shows before anything is chosen."""

    line: str
    waiting: tuple[Waiting, ...]
    remembered: tuple[Remembered, ...]
    names: tuple[str, ...]


def gather(reader: Reader) -> Explaining:
    """Gather the tables that wait and the headers that are remembered."""
    people = [one for one in roster.gather(reader).people if not one.is_simulated]
    names = {one.athlete_id: one.name for one in people}
    waiting = tuple(
        Waiting(row["sha256"], row["name"], row["reason"], names.get(row["athlete_id"]))
        for row in records(reader.frame("waiting_tables"))
    )
    remembered = tuple(
        Remembered(row["header_fingerprint"], _shortened(row["header"]), _means(row["mapping"]))
        for row in records(reader.frame("column_mappings_listed"))
    )
    waits = f"{written.count(len(waiting), 'table')} waiting" if waiting else "No table waits"
    kinds = written.count(len(remembered), "kind")
    line = f"{waits} · {kinds} of table remembered" if remembered else waits
    return Explaining(line, waiting, remembered, tuple(names.values()))


def waiting_line(reader: Reader) -> str | None:
    """Say that tables wait to be explained; None where none does."""
    count = len(reader.frame("waiting_tables"))
    if not count:
        return None
    one = count == 1
    return (
        f"{written.count(count, 'table')} {'waits' if one else 'wait'}: nobody has said yet what"
        f" {'its' if one else 'their'} columns mean."
    )


def _shortened(text: str, most: int = 90) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _means(mapping: str) -> str:
    """Say what a remembered mapping says: `Distance: column 3, kilometres`."""
    said = json.loads(mapping)
    rows: Rows = said["rows"]
    labels = {one.field: one.label for one in meanings(rows)}
    parts = [
        f"{labels.get(one['field'], one['field'])}: column {one['column'] + 1}"
        + (f" in {UNITS[one['unit']]}" if one["unit"] in UNITS else "")
        for one in said["columns"]
    ]
    return f"{ROWS[rows]}. {'; '.join(parts)}"


def column_words(header: Sequence[str], examples: Sequence[Sequence[str]]) -> dict[int | None, str]:
    """Give the columns to choose from: their header and first cells."""
    words: dict[int | None, str] = {None: NOT_HERE}
    for number, (word, cells) in enumerate(zip(header, examples, strict=True)):
        name = _shortened(word, 40) or f"Column {number + 1}"
        words[number] = f"{name} — {' · '.join(cells)}" if cells else f"{name} — empty"
    return words


def label(meaning: Meaning, basis: str | None) -> str:
    """Name a meaning, with what its guess rests on.

    Examples
    --------
    >>> label(meanings("sets")[0], "name"), label(meanings("sets")[0], None)
    ('Date or start · guessed from the name', 'Date or start')
    """
    return f"{meaning.label} · {BASIS[basis]}" if basis else meaning.label


def sport_question(word: str, count: int) -> str:
    """Ask what a word of the sport column means."""
    said = f"“{_shortened(word, 40)}”" if word else "All activities"
    return f"{said}, {written.count(count, 'row')}"


def why(waiting: Waiting) -> str:
    """Say why a table waits, without the way to the page that asks."""
    return f"{waiting.name}: {waiting.reason.split(' The page ')[0]}"


def words_open(unsaid: Sequence[tuple[str, str]]) -> list[str]:
    """Ask for the words of sites, sides and levels of which nobody has said yet what they mean."""
    return [
        f"{title.removesuffix(' is it?')} is it: {', '.join(f'“{_shortened(word, 24)}”' for word in words)}?"
        for field, title in WORD_TITLES.items()
        if (words := [word for of, word in unsaid if of == field])
    ]


def still_open(questions: Sequence[str], unsaid: Sequence[str] = ()) -> list[str]:
    """List what is still open: the questions, and the words of which nobody has said yet what they mean."""
    named = ", ".join(f"“{_shortened(word, 24)}”" if word else "all activities" for word in unsaid)
    return [*questions, *([f"Which sport is it: {named}?"] if unsaid else [])]


def asks_unit(meaning: Meaning, examples: Sequence[str]) -> bool:
    """Say whether to ask for a unit: where there are several, and of a start only where it has a time of day.

    Examples
    --------
    >>> asks_unit(meanings("activities")[0], ["4.1.2026"]), asks_unit(meanings("sets")[0], ["4.1.2026 18:00"])
    (False, True)
    """
    return len(meaning.units) > 1 and (meaning.field != "start" or any(":" in text for text in examples))


def counted(*, read: int, row_count: int) -> str:
    """Say how many rows can be read."""
    return f"{written.number(read)} of {written.count(row_count, 'row')} can be read."


def preview(first: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Write the first rows as they would be stored.

    Parameters
    ----------
    first
        Rows in SI units, None for unknown.

    Returns
    -------
    tuple
        The rows in words, and the heads of the columns that hold anything.
    """
    named = [name for name in _HEADS if any(name in row for row in first)]
    shown = [
        name
        for name in named
        if name in _ALWAYS or any(_cell(name, row) not in (written.UNKNOWN, "") for row in first)
    ]
    rows = [{name: _cell(name, row) for name in shown} for row in first]
    return rows, {name: _HEADS[name] for name in shown}


_SUFFIX = {"_bpm": "bpm", "_spm": "spm", "_kcal": "kcal"}


def _cell(name: str, row: Mapping[str, Any]) -> str:
    value = row.get(name)
    if value is None or (isinstance(value, str) and not value):
        return written.UNKNOWN
    if isinstance(value, dt.datetime) and row.get("date_only"):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}" + (" UTC" if row.get("is_utc") else "")
    if name in WORDS:
        return WORDS[name].get(str(value), str(value))
    if name == "case_level":
        return WORDS["level"][str(value)]
    if isinstance(value, dt.date | str):
        return _shortened(str(value), 40)
    if name.endswith("_s"):
        return _clock(value)
    if name in ("distance_m", "longest_run_m"):
        return written.distance(value, 2)
    if name.endswith("_m"):
        return written.height(value)
    if name.endswith("_kg"):
        return written.weight(value)
    unit = next((unit for suffix, unit in _SUFFIX.items() if name.endswith(suffix)), None)
    return f"{written.number(value)} {unit}" if unit else written.sets(value)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
