"""A copy of a store to try an import on: everything but the originals and the records, which it borrows."""

from __future__ import annotations

from analytics.store import records, sightings
from analytics.store.same_activity import Track
from analytics.store.store import Store

LEFT_OUT = frozenset(
    {
        # By far the most, and only asked for where two tracks are held against each other: borrowed then.
        *records.tables_of("record"), *records.tables_of("aside_record"),
        # What every store has by itself.
        "loaded", "schema_version", "revision", "rule", "glossary", "evidence", "exercise", "injury_kind",
        "injury_site", "dose_decay",
        # What is worked out of the rest, and asked by no import.
        "model_card", "stale_athlete", "stale_load",
    }
)  # fmt: skip
WITHOUT = {"source_file": "content", "waiting_table": "content"}
"""Columns that are left empty: the originals."""


def copy_for_preview(store: Store, copy: Store) -> None:
    """Fill an empty store with what recognising newcomers takes; it must be closed before the other."""
    with store.reader() as reader, copy.writer(count=False) as writer:
        there = reader.sql("SELECT table_name FROM duckdb_tables() WHERE NOT temporary ORDER BY 1")
        for table in there["table_name"]:
            if table in LEFT_OUT:
                continue
            empty = WITHOUT.get(table)
            replaced = f" REPLACE (CAST(NULL AS BLOB) AS {empty})" if empty else ""
            rows = reader.arrow(f"SELECT *{replaced} FROM {table}")
            if rows.num_rows:
                names = ", ".join(rows.column_names)
                writer.change(f"DELETE FROM {table}")
                writer.change_from(f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming", rows)

    def lend(number: int, *, aside: bool) -> Track | None:
        with store.reader() as reader:
            rows = reader.arrow(
                sightings.TRACK.format(table="aside_record" if aside else "record", number=number)
            )
        return (
            sightings.track_in_degrees([column.to_numpy() for column in rows.columns])
            if rows.num_rows
            else None
        )

    copy.borrow_tracks(lend)
