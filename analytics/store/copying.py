"""A copy of a store to try an import on: everything but the originals and the records."""

from __future__ import annotations

from analytics.store.store import Store

TABLES = (
    "athlete", "squad", "squad_member", "activity", "session", "strength_set", "injury", "checkin",
    "weekly_load", "coverage", "activity_source", "activity_pair", "aside_activity", "aside_session",
    "aside_strength_set",
    "aside_injury", "aside_checkin", "aside_weekly_load", "aside_coverage", "lap", "run_measure",
    "best_effort",
    "aside_lap", "aside_run_measure", "aside_best_effort", "column_mapping",
)  # fmt: skip


def copy_for_preview(store: Store, copy: Store) -> None:
    """Fill an empty store with what recognising newcomers takes."""
    with store.reader() as reader, copy.writer() as writer:
        for table in TABLES:
            rows = reader.arrow(f"SELECT * FROM {table}")
            if rows.num_rows:
                writer.change_from(f"INSERT INTO {table} SELECT * FROM incoming", rows)
        files = reader.arrow("SELECT * REPLACE (CAST(NULL AS BLOB) AS content) FROM source_file")
        if files.num_rows:
            writer.change_from("INSERT INTO source_file SELECT * FROM incoming", files)
