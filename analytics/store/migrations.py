"""Bringing a database file to today's schema: schema/NNN_*.sql in order, each in one transaction."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from analytics.errors import StoreError

SCHEMA = Path(__file__).resolve().parent / "schema"
VIEWS = Path(__file__).resolve().parent / "views"


def steps() -> list[tuple[int, Path]]:
    """List the migrations with their numbers, in order."""
    found = [
        (int(match[1]), file) for file in SCHEMA.glob("*.sql") if (match := re.match(r"(\d+)_", file.name))
    ]
    return sorted(found)


def view_files() -> list[Path]:
    """List the files of views in the order of their numbers, so that each finds those it stands on."""
    return sorted(VIEWS.glob("*.sql"), key=lambda file: int(file.name.split("_", 1)[0]))


def had(connection: duckdb.DuckDBPyConnection) -> set[int]:
    """List the migrations a database has had; none for an empty one."""
    there = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'schema_version' AND NOT temporary"
    ).fetchall()
    if there[0][0] == 0:
        return set()
    return {number for (number,) in connection.execute("SELECT version FROM schema_version").fetchall()}


def version(connection: duckdb.DuckDBPyConnection) -> int:
    """Tell the newest migration a database has had; 0 for an empty one."""
    return max(had(connection), default=0)


def migrate(connection: duckdb.DuckDBPyConnection) -> int:
    """Run the migrations a database has not had, also one that came after others; gives how many that were.

    Raises
    ------
    StoreError
        If a newer version of the program made the database.
    """
    already = had(connection)
    known = steps()
    if max(already, default=0) > known[-1][0]:
        raise StoreError(
            "A newer Hipstride made this database. Update Hipstride, or name another file with --db FILE."
        )
    if not already:
        tables = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE NOT temporary").fetchall()
        if tables[0][0] > 0:
            raise StoreError(
                "This DuckDB database belongs to another program. Name another file with --db FILE."
            )
    done = 0
    for number, file in known:
        if number in already:
            continue
        connection.execute("BEGIN TRANSACTION")
        try:
            if number == known[0][0]:
                connection.execute(
                    "CREATE TABLE schema_version (version INTEGER, name VARCHAR, applied_at_utc TIMESTAMP)"
                )
            connection.execute(file.read_text(encoding="utf-8"))
            connection.execute(
                "INSERT INTO schema_version VALUES (?, ?, CAST(now() AT TIME ZONE 'UTC' AS TIMESTAMP))",
                [number, file.stem],
            )
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        done += 1
    return done


def check(connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse a database that cannot be read as it is, where it may not be changed either.

    Raises
    ------
    StoreError
        If its schema is older or newer than this program's.
    """
    already, known = had(connection), {number for number, _ in steps()}
    if not already:
        raise StoreError("This file is not a Hipstride database yet. Import some files into it first.")
    if max(already) > max(known):
        raise StoreError(
            "A newer Hipstride made this database. Update Hipstride, or name another file with --db FILE."
        )
    if known - already:
        raise StoreError(
            "This database is from an older Hipstride. Open the dashboard once; that brings it up to date."
        )
