"""Data quality: which days each log speaks for, what is unknown, what is doubtful, what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.knowledge import written
from analytics.reports import roster, weeks
from analytics.reports.records import day, records
from analytics.store import Reader

PROBLEMS_SHOWN = 200
NAMES_SHOWN = 50
LOGS = {"running": "Running", "strength": "Strength", "injury": "Injuries"}
COVERED = {
    "running": "days_covered_running",
    "strength": "days_covered_strength",
    "injury": "days_covered_injury",
}
COVERED_BY = {
    "running": "activities from files or an account's own list",
    "strength": "logged sets, or your word that the log is complete",
    "injury": "recorded injuries, check-ins, or your word that the log is complete",
}


@dataclass(frozen=True)
class Doubt:
    """Something in the log that is there and not certain."""

    what: str
    how_many: str
    means: str


@dataclass(frozen=True)
class DataQuality:
    """Everything the page of data quality shows."""

    line: str
    logs: tuple[dict[str, Any], ...]
    spans: tuple[dict[str, Any], ...]
    doubts: tuple[Doubt, ...]
    unmapped: tuple[dict[str, Any], ...]
    not_steady: tuple[dict[str, Any], ...]
    problems: tuple[dict[str, Any], ...]


def gather(reader: Reader, *, athlete_id: int) -> DataQuality:
    """Gather what is known, unknown and doubtful of one athlete."""
    person = roster.gather(reader).person(athlete_id)
    log = weeks.gather(reader, athlete_id=athlete_id)
    counts = {
        name: int(value) if name.startswith(("activities", "runs", "sets", "injuries")) else float(value)
        for name, value in (reader.row("quality_counts", athlete_id=athlete_id) or {}).items()
    }
    return DataQuality(
        line=weeks.span_line(
            person.name if person else "", log, is_simulated=bool(person and person.is_simulated)
        ),
        logs=tuple(_log(log, what) for what in LOGS),
        spans=tuple(
            {
                "log": LOGS.get(row["what"], row["what"]),
                "first": day(row["first_date"]),
                "last": day(row["last_date"]),
            }
            for row in records(reader.frame("coverage_spans", athlete_id=athlete_id))
        ),
        doubts=tuple(one for one in _doubts(counts) if one is not None),
        unmapped=tuple(
            {
                "name": row["source_name"],
                "source": row["source"],
                "sets": row["sets"],
                "last": day(row["last_day"]),
            }
            for row in records(reader.frame("unmapped_names", athlete_id=athlete_id, most=NAMES_SHOWN))
        ),
        not_steady=tuple(
            {"reason": row["reason"] or "no records to measure", "runs": row["runs"]}
            for row in records(reader.frame("steady_excluded", athlete_id=athlete_id))
        ),
        problems=tuple(
            {
                "file": row["file_name"],
                "where": f"line {row['line_no']}"
                if row["line_no"] is not None
                else _byte(row["byte_offset"]),
                "reason": row["reason"],
            }
            for row in records(reader.frame("problems_listed", athlete_id=athlete_id, most=PROBLEMS_SHOWN))
        ),
    )


def _log(log: pd.DataFrame, what: str) -> dict[str, Any]:
    covered = log[COVERED[what]]
    whole = int((covered >= weeks.WHOLE_WEEK).sum())
    none = int((covered == 0).sum())
    return {
        "log": LOGS[what],
        "known": whole,
        "partly": len(log) - whole - none,
        "unknown": none,
        "by": COVERED_BY[what],
    }


def _doubts(n: dict[str, Any]) -> list[Doubt | None]:
    if not n:
        return []
    sets, runs = n["sets_logged"], n["runs"]
    return [
        _doubt(
            "Sets without an exercise",
            n["sets_unmapped"],
            sets,
            "They earn no hip sets; a name below tells which.",
        ),
        _doubt(
            "Sets without effort",
            n["sets_effort_imputed"],
            sets,
            "Repetitions in reserve were not logged: taken as a hard set, and marked.",
        ),
        _doubt(
            "Hip sets from described text", n["hip_sets_described"], None, "Shown apart; not in any model."
        ),
        _doubt(
            "Hip sets from duration alone",
            n["hip_sets_assumed"],
            None,
            "Assumed, shown apart; not in any model.",
        ),
        _doubt("Damaged files", n["activities_damaged"], n["activities"], "What could be read is in."),
        _doubt(
            "Time zone assumed",
            n["activities_zone_assumed"],
            n["activities"],
            "The file named no zone and no place: a run near midnight may lie on the wrong day.",
        ),
        _doubt(
            "Runs without a distance",
            n["runs_without_distance"],
            runs,
            "They count as runs, not as distance.",
        ),
        _doubt(
            "Runs without heart rate",
            n["runs_without_heart_rate"],
            runs,
            "They give no pace at a fixed heart rate.",
        ),
        _doubt(
            "Injuries still open",
            n["injuries_open"],
            n["injuries"],
            "Never counted as recovered; close them when they are.",
        ),
        _doubt(
            "Injuries without a site",
            n["injuries_without_site"],
            n["injuries"],
            "Counted, and in no site's figures.",
        ),
    ]


def _doubt(what: str, count: float, among: int | None, means: str) -> Doubt | None:
    if not count:
        return None
    how_many = written.sets(count) if among is None else f"{written.number(count)} of {written.number(among)}"
    return Doubt(what, how_many, means)


def _byte(offset: Any) -> str:
    return "" if offset is None else f"byte {offset}"
