"""Days and weeks, counted once when something changes: a page must not wait for the sum of two years.

A view called `<name>_now` counts; the table `<name>` keeps what it counted. A writer counts the athletes it
touched anew within its own transaction, so what is kept never differs from the rows it is counted from, but
for the commits in the middle of a long import, whose athletes stand in `stale_athlete` meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

import duckdb

from analytics.store import migrations


@cache
def tables() -> tuple[str, ...]:
    """List the kept tables in the order in which they stand on each other."""
    return tuple(
        name for file in migrations.view_files() for name in _kept_in(file.read_text(encoding="utf-8"))
    )


def rebuild(connection: duckdb.DuckDBPyConnection) -> None:
    """Make every view anew and count everything."""
    for file in migrations.view_files():
        text = file.read_text(encoding="utf-8")
        before, *names = re.split(r"(?m)^-- KEEP (\w+)$", text)
        connection.execute(before)
        for name, after in zip(names[::2], names[1::2], strict=True):
            connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM {name}_now")
            if after.strip():
                connection.execute(after)
    connection.execute("DELETE FROM stale_athlete")


DAYS = "athlete_day"
"""The kept table that loads worked out in Python go into."""


def refresh(
    connection: duckdb.DuckDBPyConnection,
    athlete_ids: Iterable[int],
    *,
    before_days: Callable[[], None] | None = None,
) -> None:
    """Count some athletes anew; runs inside the caller's transaction.

    Parameters
    ----------
    before_days
        Called once there is what days are counted from (runs, the sets that count), before the days are.
    """
    ids = sorted(set(athlete_ids))
    if not ids:
        return
    among = ", ".join(str(number) for number in ids)
    having = _tables_of_athletes(connection)
    for name in tables():
        if name == DAYS and before_days is not None:
            before_days()
        connection.execute(f"DELETE FROM {name} WHERE athlete_id IN ({among})")
        connection.execute(f"INSERT INTO {name} {_of_some(name, among, having)}")
    connection.execute(f"DELETE FROM stale_athlete WHERE athlete_id IN ({among})")


def _tables_of_athletes(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """List the tables that hold rows of athletes."""
    rows = connection.execute(
        "SELECT DISTINCT table_name FROM duckdb_columns() WHERE column_name = 'athlete_id' "
        "AND schema_name = 'main' AND database_name = current_database() ORDER BY table_name"
    ).fetchall()
    return tuple(table for (table,) in rows)


def _of_some(name: str, among: str, having: tuple[str, ...]) -> str:
    """Write the query of a kept table for some athletes alone.

    A filter on the view does not reach all of its parts (the far side of a left join counts everybody), so
    each table it reads is narrowed under its own name before the view's own words see it.
    """
    narrowed = ", ".join(
        f"{table} AS MATERIALIZED (SELECT * FROM main.{table} WHERE athlete_id IN ({among}))"
        for table in _read_by(name, having)
    )
    return f"WITH {narrowed} SELECT * FROM ({_words_of(name)}) WHERE athlete_id IN ({among})"


@lru_cache(maxsize=64)
def _read_by(name: str, having: tuple[str, ...]) -> tuple[str, ...]:
    """Pick those of the tables that a kept table's query names."""
    words = set(re.findall(r"\w+", _words_of(name)))
    return tuple(table for table in having if table != name and table in words)


@cache
def _words_of(name: str) -> str:
    """Give the query of the view `<name>_now` as its file has it."""
    for file in migrations.view_files():
        found = re.search(
            rf"CREATE OR REPLACE VIEW {name}_now AS\n(.*?);\n-- KEEP {name}$",
            file.read_text(encoding="utf-8"),
            re.DOTALL | re.MULTILINE,
        )
        if found:
            return found[1]
    raise LookupError(f"no view counts {name}")


def mark(connection: duckdb.DuckDBPyConnection, athlete_ids: Iterable[int]) -> None:
    """Remember athletes whose counting is left for later."""
    for number in sorted(set(athlete_ids)):
        connection.execute("INSERT INTO stale_athlete VALUES (?)", [number])


def catch_up(connection: duckdb.DuckDBPyConnection) -> int:
    """Count those left over by a process that ended in the middle of an import; gives how many."""
    ids = [row[0] for row in connection.execute("SELECT DISTINCT athlete_id FROM stale_athlete").fetchall()]
    if ids:
        connection.execute("BEGIN TRANSACTION")
        try:
            refresh(connection, ids)
            connection.execute("INSERT INTO stale_load SELECT unnest(?)", [ids])
            connection.execute("UPDATE revision SET number = number + 1")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    return len(ids)


def _kept_in(text: str) -> list[str]:
    return re.findall(r"(?m)^-- KEEP (\w+)$", text)
