"""Names in a log that no exercise could be found for: what they hold, may be, and were said to be."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from analytics.knowledge import dose, exercises, labels, written
from analytics.knowledge.guesses import guesses
from analytics.reports.records import day, records
from analytics.store import Reader
from analytics.store.said import NameKey

NO_HIP_WORK = "no-hip-work"
SIDES = {
    "both": "A row is both legs, repetitions counted on each",
    "total": "A row is both legs, repetitions counted together",
    "one": "A row is one leg; the other leg has its own",
}
SOURCES = {
    "garmin_fit": "your watch",
    "hevy": "Hevy",
    "strong": "Strong",
    "duration": "a session's length",
    "fitbod": "Fitbod",
    "fitnotes": "FitNotes",
    "gymbook": "GymBook",
    "lyfta": "Lyfta",
    "note": "your notes",
    "hipstride_csv": "your table",
    "form": "the log here",
}
WHY = (
    "A name that nobody could place earns no hip sets. Say once what it is, and it counts for all sets, "
    "those to come as well. You can take it back."
)


@dataclass(frozen=True)
class LogName:
    """A name that waits for a person's word."""

    key: NameKey
    source_name: str | None  # as written
    title: str
    line: str  # how many sets, from where, what it is taken for now
    guesses: tuple[tuple[str, str], ...]  # id and name, the likeliest first


@dataclass(frozen=True)
class SaidName:
    """A name of which a person has said what it is."""

    key: NameKey
    title: str
    line: str


@dataclass(frozen=True)
class SourceSides:
    """What a row of a log stands for in exercises of one leg."""

    source: str
    title: str
    sides: str
    is_said: bool


@dataclass(frozen=True)
class Labels:
    """What the page of names shows."""

    line: str
    waiting: tuple[LogName, ...]
    said: tuple[SaidName, ...]
    placed: tuple[dict[str, Any], ...]  # names that our tables place: name, exercise, sets, sureness
    sides: tuple[SourceSides, ...]
    choices: dict[str, str]  # every exercise, by name, for the search


def gather(reader: Reader, *, athlete_id: int) -> Labels:
    """Gather the names of one athlete's log."""
    rows = records(reader.frame("names_to_label", athlete_id=athlete_id))
    waiting = tuple(_waiting(row) for row in _by_name([row for row in rows if row["is_unknown"]]))
    told = records(reader.frame("labels_said", athlete_id=athlete_id))
    unknown = sum(int(row["sets"]) for row in rows if row["is_unknown"])
    everything = sum(int(row["sets"]) for row in rows)
    return Labels(
        line=_line(len(waiting), unknown, everything),
        waiting=waiting,
        said=tuple(_said(row) for row in told),
        placed=tuple(_placed(row) for row in rows if not row["is_unknown"]),
        sides=_sides(reader, athlete_id),
        choices=choices(),
    )


def _by_name(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the spellings of one name together, the most frequent first."""
    found: dict[NameKey, dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault(_key(row), row | {"sets": 0})
        one["sets"] += int(row["sets"])
        one["last_day"] = max(one["last_day"], row["last_day"])
    return sorted(found.values(), key=lambda row: -row["sets"])


def _line(names: int, unknown: int, everything: int) -> str:
    if not everything:
        return "No strength log yet: names appear here once you import one or log a set"
    if not names:
        return f"Every name is placed: all {written.number(everything)} sets are known"
    share = 100 * unknown / everything
    return (
        f"{written.count(names, 'name')} to place, {written.count(unknown, 'set')} without credit "
        f"({written.percent(share)} of all)"
    )


def choices() -> dict[str, str]:
    """Give every exercise by name, and the answer that there is no hip work in it."""
    library = sorted(exercises.load().values(), key=lambda one: one.name)
    return {NO_HIP_WORK: "No hip work in it"} | {one.id: one.name for one in library}


def _key(row: dict[str, Any]) -> NameKey:
    words = labels.normalised(row["source_name"] or "")
    if words:
        return NameKey(str(row["source"]), words)
    return NameKey(str(row["source"]), "", _whole(row["fit_category"]), _whole(row["fit_subtype"]))


def _waiting(row: dict[str, Any]) -> LogName:
    library = exercises.load()
    found = guesses(
        str(row["source"]),
        row["source_name"],
        fit_category=_whole(row["any_category"]),
        fit_subtype=_whole(row["any_subtype"]),
    )
    now = library.get(row["exercise_id"] or "")
    doubt = f" It may be {now.name}, but that is too unsure to count." if now is not None else ""
    sets, last = written.count(int(row["sets"]), "set"), written.date(day(row["last_day"]))
    said = f"{sets} from {source(row['source'])}, last on {last}."
    return LogName(
        key=_key(row),
        source_name=row["source_name"],
        title=_title(row),
        line=said + doubt,
        guesses=tuple((one, library[one].name) for one in found),
    )


def _title(row: dict[str, Any]) -> str:
    name = row["source_name"]
    if not name:
        return "Sets without a name"
    return str(name).replace("_", " ").replace("/", ": ") if row["source"] == "garmin_fit" else str(name)


def _said(row: dict[str, Any]) -> SaidName:
    exercise = exercises.load().get(row["exercise_id"] or "")
    means = exercise.name if exercise is not None else "no hip work in it"
    key = NameKey(
        str(row["source"]), str(row["name_key"]), _whole(row["fit_category"]), _whole(row["fit_subtype"])
    )
    return SaidName(
        key,
        f"{_title(row)}: {means}",
        f"From {source(row['source'])}, said on {written.date(day(row['said_at_utc']))}",
    )


def _placed(row: dict[str, Any]) -> dict[str, Any]:
    exercise = exercises.load().get(row["exercise_id"] or "")
    return {
        "name": _title(row),
        "source": source(row["source"]),
        "exercise": exercise.name if exercise is not None else "no hip work in it",
        "sets": int(row["sets"]),
        "confidence": row["label_confidence"],
    }


def _sides(reader: Reader, athlete_id: int) -> tuple[SourceSides, ...]:
    one_leg = "|".join(one.id for one in exercises.load().values() if one.laterality == "unilateral")
    told = {
        str(row["source"]): str(row["row_sides"])
        for row in records(reader.frame("sides_said", athlete_id=athlete_id))
    }
    found = []
    for row in records(reader.frame("sources_of_sets", athlete_id=athlete_id, unilateral=one_leg)):
        of = str(row["source"])
        title = f"{source(of)[0].upper()}{source(of)[1:]}: {written.count(int(row['sets']), 'set')}"
        sides = told.get(of) or dose.sides_when_not_said(of)
        found.append(SourceSides(of, title, sides, of in told))
    return tuple(found)


def gain_words(
    name: str, *, sets: int, hip_sets: float, week_start: dt.date | None, week_hip_sets: float
) -> str:
    """Say what a label did to the log.

    Examples
    --------
    >>> gain_words("Hip hike", sets=3, hip_sets=3.0, week_start=dt.date(2026, 11, 9), week_hip_sets=3.0)
    '3 sets are Hip hike now: the week of 9 Nov 2026 gains 3 hip sets, your whole log 3.'
    """
    rows = f"{written.count(sets, 'set')} {'is' if sets == 1 else 'are'} {name} now"
    if week_start is None or not hip_sets:
        return f"{rows}. The hip sets stay as they were."
    verb = "gains" if hip_sets > 0 else "loses"
    return (
        f"{rows}: the week of {written.date(week_start)} {verb} {abs(week_hip_sets):.3g} hip sets, your "
        f"whole log {abs(hip_sets):.4g}."
    )


def source(of: Any) -> str:
    """Name where sets come from, in words.

    Examples
    --------
    >>> source("garmin_fit"), source("hevy")
    ('your watch', 'Hevy')
    """
    return SOURCES.get(str(of), str(of))


def _whole(value: Any) -> int | None:
    return None if value is None or value != value else int(value)
