"""Adding, changing and removing athletes and squads."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analytics.errors import StoreError
from analytics.store import facts, kept
from analytics.store.records import tables_of

if TYPE_CHECKING:
    from analytics.store.writer import Writer

log = logging.getLogger(__name__)

PARTS = ("session", "lap", "run_measure", "best_effort", *facts.FACTS)
BY_ACTIVITY = (*PARTS, *tables_of("record"))
BY_SOURCE = (*(f"aside_{table}" for table in PARTS), *tables_of("aside_record"))
BY_ATHLETE = (
    "athlete",
    "squad_member",
    "source_file",
    "strength_set",
    "injury",
    "checkin",
    "checkin_problem",
    "log_version",
    "weekly_load",
    "coverage",
    "gear",
    "gear_use",
    "personal_record",
    "waiting_table",
    "activity",
    "stale_athlete",
    "athlete_threshold",
    "load_setting",
    "session_load",
    "stale_load",
    "activity_source",
    "activity_pair",
    "activity_edit",
    "aside_activity",
    "aside_strength_set",
    "aside_injury",
    "aside_checkin",
    "aside_weekly_load",
    "aside_coverage",
    "batch_file",
    "batch_athlete",
    "guided_session",
    "recommendation",
    "saved_routine",
    "group_plan",
    "week_setting",
    "exercise_label",
    "side_convention",
    "note_decision",
)
"""Every table that holds something of a person: removing one empties them all (a test counts the tables)."""


def add(writer: Writer, name: str, details: dict[str, Any]) -> int:
    """Add an athlete; see `Writer.add_athlete`."""
    writer.flush()
    number = int(writer.ask("SELECT coalesce(max(athlete_id), 0) + 1 FROM athlete")[0][0])
    row = {"simulated": False} | details
    row |= {"name": name.strip(), "athlete_id": number, "created_at_utc": writer.now_utc}
    writer.keep("athlete", writer.all_sound("athlete", [row]))
    writer.flush()
    return number


def update(writer: Writer, athlete_id: int, details: dict[str, Any]) -> None:
    """Change an athlete; see `Writer.update_athlete`."""
    writer.flush()
    columns = writer.sieve.stored_columns("athlete")
    found = writer.ask(f"SELECT {', '.join(columns)} FROM athlete WHERE athlete_id = ?", [athlete_id])
    if not found:
        raise StoreError("There is no such athlete.")
    sound = writer.all_sound("athlete", [dict(zip(columns, found[0], strict=True)) | details])
    writer.change("DELETE FROM athlete WHERE athlete_id = ?", [athlete_id])
    writer.keep("athlete", sound)
    writer.flush()
    if details.keys() & {"sex", "hr_max_bpm", "hr_rest_bpm"}:  # what loads stand on
        writer.touch(athlete_id)


def add_squad(writer: Writer, name: str, athlete_ids: Sequence[int], *, simulated: bool) -> int:
    """Add a squad; see `Writer.add_squad`."""
    writer.flush()
    number = int(writer.ask("SELECT coalesce(max(squad_id), 0) + 1 FROM squad")[0][0])
    writer.change("INSERT INTO squad VALUES (?, ?, ?)", [number, name, simulated])
    for athlete_id in athlete_ids:
        writer.change("INSERT INTO squad_member VALUES (?, ?)", [number, athlete_id])
    return number


def remove(writer: Writer, athlete_ids: Sequence[int] | None, *, simulated: bool) -> int:
    """Remove athletes; see `Writer.remove_athletes`."""
    writer.flush()
    if simulated:
        athlete_ids = [row[0] for row in writer.ask("SELECT athlete_id FROM athlete WHERE simulated")]
        writer.change("DELETE FROM squad WHERE simulated")
    ids = sorted({int(number) for number in athlete_ids or ()})
    if not ids:
        return 0
    among = ", ".join(str(number) for number in ids)
    removed = int(writer.ask(f"SELECT count(*) FROM athlete WHERE athlete_id IN ({among})")[0][0])
    writer.change(
        "DELETE FROM import_problem WHERE sha256 IN "
        f"(SELECT sha256 FROM source_file WHERE athlete_id IN ({among})) AND sha256 NOT IN "
        f"(SELECT sha256 FROM source_file WHERE athlete_id IS NULL OR athlete_id NOT IN ({among}))"
    )
    theirs = f"SELECT activity_id FROM activity WHERE athlete_id IN ({among})"
    for table in (*BY_ACTIVITY, "activity_piece"):
        writer.change(f"DELETE FROM {table} WHERE activity_id IN ({theirs})")
    sources = f"SELECT source_id FROM activity_source WHERE athlete_id IN ({among})"
    for table in BY_SOURCE:
        writer.change(f"DELETE FROM {table} WHERE activity_id IN ({sources})")
    for table in (*BY_ATHLETE, *kept.tables()):
        writer.change(f"DELETE FROM {table} WHERE athlete_id IN ({among})")
    writer.forget_athletes(ids)
    log.info("removed %d athletes", removed)
    return removed
