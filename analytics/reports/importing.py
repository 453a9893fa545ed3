"""Importing: the receipt of an import in words, what came before, and what can be brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analytics.knowledge import written
from analytics.reports import roster
from analytics.reports.records import records
from analytics.reports.roster import Roster
from analytics.store import Reader

PAST_SHOWN = 100
STATUS = {
    "added": "Added",
    "known": "Known already",
    "refused": "Refused",
    "ignored": "Not needed",
    "waiting": "Waits for you",
}
COUNTED = ("activities", "sets", "injuries")
KINDS = {
    "fit": "FIT",
    "gpx": "GPX",
    "tcx": "TCX",
    "zip": "ZIP",
    "table": "Table",
    "strava_activities": "Strava activity list",
    "garmin_activities": "Garmin activity list",
    "garmin_summaries": "Garmin account: activities",
    "garmin_records": "Garmin account: records",
    "garmin_gear": "Garmin account: gear",
    "strava_gear": "Strava shoes or bikes",
    "fitnotes": "FitNotes",
    "lyfta": "Lyfta",
    "gymbook": "GymBook",
    "fitbod": "Fitbod",
    "apple_workouts": "Apple Health workouts",
    "apple_records": "Apple Health workouts",
    "plain_activities": "Plain table of activities",
    "plain_sets": "Plain table of strength sets",
    "mapped_activities": "Table explained by you",
    "mapped_sets": "Table explained by you",
    "mapped_weeks": "Table explained by you",
    "mapped_injuries": "Table explained by you",
    "mapped_checkins": "Table explained by you",
    "hevy": "Hevy",
    "strong": "Strong",
    "hipstride_sets": "Our table of strength sets",
    "hipstride_injuries": "Our table of injuries",
    "hipstride_weeks": "Our table of weeks",
    "hipstride_checkins": "Our table of check-ins",
}
TEMPLATES = {
    "hipstride_sets": "Strength sets",
    "hipstride_injuries": "Injuries",
    "hipstride_weeks": "Weeks of running",
    "hipstride_checkins": "Weekly check-ins",
}
BRING = (
    "FIT, TCX and GPX files from a watch, also gzipped; a Strava account export (ZIP) or its activities.csv; "
    "Garmin Connect's Activities.csv; the exports of Hevy, Strong, FitNotes, Lyfta, GymBook, Fitbod and "
    "Apple Health; our own tables. Files are told apart by what is in them, not by their names; of a "
    "table that is not known, you are asked what its columns mean."
)
BIG = (
    "A whole account export can have gigabytes; a browser would hold all of it in memory. For "
    "those use the command "
    "line, where nothing is held (python3 start.py import export.zip), or put the file into "
    "the folder data/local/inbox: while the dashboard runs, it takes in what lies there and puts "
    "it into inbox/done with a receipt."
)


DROP_FILES = "Drop files here"
DROP_FOLDER = "Choose a folder, or drop one here"
FOLDER = "Everything in the folder and below it is looked at; what is no training is named and left out."
PREVIEW = "A preview: nothing is stored yet. This is what the import would do."
LOOK_FIRST = "Reads your files and says what would become of each, without storing anything."
UNDO = (
    "Takes out what this import alone brought and puts back what it replaced. What another import or your "
    "own hand brought stays. Keep your files: importing them again works."
)


@dataclass(frozen=True)
class Importing:
    """What the import page shows before anything is dropped."""

    names: tuple[str, ...]
    past: tuple[dict[str, Any], ...]
    past_line: str | None


def gather(reader: Reader) -> Importing:
    """Gather whose files they can be and what was imported before."""
    people = roster.gather(reader).people
    past = reader.frame("imports_past", most=PAST_SHOWN)
    counted = {str(row["status"]): int(row["files"]) for row in records(reader.frame("imports_counted"))}
    return Importing(
        names=tuple(person.name for person in people if not person.is_simulated),
        past=tuple(
            {
                "when": row["imported_at_utc"],
                "athlete": row["athlete"] or "",
                "name": row["name"],
                "kind": kind_words(row["kind"]),
                "status": STATUS.get(row["status"], str(row["status"])),
                "reason": row["reason"] or "",
                "activities": row["activities"],
                "sets": row["strength_sets"],
                "injuries": row["injuries"],
            }
            for row in records(past)
        ),
        past_line=_past_line(counted),
    )


def doubts_line(reader: Reader) -> str | None:
    """Say how many activities may be one that came twice; None where there are none."""
    row = reader.row("pairs_counted")
    count = int(row["pairs"]) if row else 0
    if not count:
        return None
    pairs = written.count(count, "pair")
    return f"{pairs} of activities may be one that came twice. Both count until you have looked."


def kind_words(kind: str | None) -> str:
    """Name a format as people call it.

    Examples
    --------
    >>> kind_words("hevy"), kind_words(None)
    ('Hevy', 'not recognised')
    """
    if kind is None or kind == "unknown":
        return "not recognised"
    return KINDS.get(kind, kind.replace("_", " "))


def receipt_rows(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Write the lines of a receipt for a table; `lines` are as `Receipt.lines` gives them."""
    return [
        {
            "name": written.visible(line["name"]),
            "status": STATUS["waiting" if line.get("waits") else line["status"]],
            "kind": kind_words(line["kind"]),
            "reason": line["reason"] or "",
            "activities": line["activities"],
            "sets": line["sets"],
            "injuries": line["injuries"],
        }
        for line in lines
    ]


def nowhere(rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """Name the columns of a receipt that hold nothing in any row: they need no room.

    Examples
    --------
    >>> sorted(nowhere([{"activities": 1, "sets": 0, "injuries": 0, "reason": ""}]))
    ['injuries', 'reason', 'sets']
    """
    return {name for name in (*COUNTED, "reason") if not any(row[name] for row in rows)}


def refusals(lines: Sequence[Mapping[str, Any]]) -> list[str]:
    """Say of each refused file why, in full; a table that waits has its own question below."""
    return [
        f"{written.visible(line['name'])}: {line['reason']}"
        for line in lines
        if line["status"] == "refused" and not line.get("waits")
    ]


def why_refused(refused: int) -> str:
    """Head the reasons of the refused files."""
    return "Why 1 file was refused" if refused == 1 else f"Why {written.number(refused)} files were refused"


def stopping(is_preview: bool) -> str:
    """Say what stopping leaves."""
    return "Nothing is stored anyway." if is_preview else "What is in stays in."


def preview_line(summary: str, *, is_stopped: bool) -> str:
    """Head a preview: what the import would do, and whether all files were looked at.

    Examples
    --------
    >>> preview_line("1 file: 1 added.", is_stopped=True).split(". ")[0]
    'A preview: nothing is stored yet'
    """
    rest = " It was stopped: the files that are not listed were not looked at." if is_stopped else ""
    return f"{PREVIEW} {summary}{rest}"


def share(*, done: int, total: int) -> float:
    """Give how far an import has come, 0 to 1."""
    return min(1.0, done / total) if total else 0.0


def left_out(parts: int) -> str:
    """Head the parts of files that could not be used as they are.

    Examples
    --------
    >>> left_out(1), left_out(7)
    ('1 part that could not be used', '7 parts that could not be used')
    """
    return f"{written.count(parts, 'part')} that could not be used"


def imported_for(everybody: Roster, name: str | None) -> int | None:
    """Find whose files were imported: the one named, or the only real athlete there is."""
    real = [person for person in everybody.people if not person.is_simulated]
    wanted = " ".join((name or "").split()).casefold()
    found = [person for person in real if person.name.casefold() == wanted] if wanted else real
    return found[0].athlete_id if len(found) == 1 else None


_SAID = {"added": "added", "known": "known already", "refused": "refused", "ignored": "not needed",
         "waiting": "waiting for you"}  # fmt: skip


def _past_line(counted: dict[str, int]) -> str | None:
    if not counted:
        return None
    parts = [f"{written.number(counted[one])} {words}" for one, words in _SAID.items() if counted.get(one)]
    return f"{written.count(sum(counted.values()), 'file')}: {', '.join(parts)}"
