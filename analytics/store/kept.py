"""Days and weeks, counted once when something changes: a page must not wait for the sum of two years.

A view called `<name>_now` counts; the table `<name>` keeps what it counted. A writer counts the athletes it
touched anew within its own transaction, so what is kept never differs from the rows it is counted from, but
for the commits in the middle of a long import, whose athletes stand in `stale_athlete` meanwhile.

A table marked `-- KEEP <name> BY <day> LOOKING BACK <n>` is counted from the first changed day on, where that
is known: its rows of a day stand on what happened on that day and in the n days before, and on nothing later.
One marked `FOR <view>` besides has rows only for days of which that view has any.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import duckdb

from analytics.store import migrations


@cache
def tables() -> tuple[str, ...]:
    """List the kept tables in the order in which they stand on each other."""
    return tuple(
        name for file in migrations.view_files() for name in _kept_in(file.read_text(encoding="utf-8"))
    )


def rebuild(connection: duckdb.DuckDBPyConnection, out_of_date: Collection[str] | None = None) -> None:
    """Make every view anew and count everything, or those kept tables alone that are out of date."""
    names = tables() if out_of_date is None else [name for name in tables() if name in out_of_date]
    for file in migrations.view_files():
        text = file.read_text(encoding="utf-8")
        before, *parts = re.split(r"(?m)^-- KEEP (\w+).*$", text)
        connection.execute(before)
        for name, after in zip(parts[::2], parts[1::2], strict=True):
            if name in names:
                connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM {name}_now")
            if after.strip():
                connection.execute(after)
    if len(names) == len(tables()):
        connection.execute("DELETE FROM stale_athlete")


DAYS = "athlete_day"
"""The kept table that loads worked out in Python go into."""

DATED = {
    "activity": "start_local",
    "athlete_day": "local_date",
    "athlete_week": "week_start",
    "counted_set": "performed_on",
    "log_match": "local_date",
    "log_set": "performed_on",
    "running_session": "local_date",
    "session_load": "local_date",
}
"""What need not be read of older days, where days are counted from one on, and the day of its rows."""
OF_ACTIVITIES = ("session", "run_measure")
"""Tables that know activities and no athlete; they are long and wide."""
SPANS = {
    "coverage_joined": "what || CAST(day_level AS VARCHAR)",
    "injury_span": "''",
}
"""Kept tables of spans, and what parts those of one athlete: where they change, days on either side may."""


def refresh(
    connection: duckdb.DuckDBPyConnection,
    athlete_ids: Iterable[int],
    *,
    since: Mapping[int, dt.date | None] | None = None,
    before_days: Callable[[], None] | None = None,
) -> dict[str, int]:
    """Count some athletes anew; runs inside the caller's transaction.

    Parameters
    ----------
    since
        The first day on which anything changed, by athlete; who is not in it, or None, is counted whole. It
        is read again after `before_days`, which may find that older days change.
    before_days
        Called once there is what days are counted from (runs, the sets that count), before the days are.

    Returns
    -------
    dict
        How many rows of each table were written.
    """
    ids = sorted(set(athlete_ids))
    written: dict[str, int] = {}
    if not ids:
        return written
    among = _among(ids)
    having = _tables_of_athletes(connection)
    late = {row[0] for row in connection.execute("SELECT athlete_id FROM stale_athlete").fetchall()}
    last = connection.execute(
        f"SELECT athlete_id, max(local_date) FROM athlete_day WHERE athlete_id IN ({among}) GROUP BY ALL"
    ).fetchall()
    ends = {number: end for number, end in last if number not in late}
    first = _first_weeks(since or {}, ends)
    for name in tables():
        if name == DAYS and before_days is not None:
            before_days()
            again = _first_weeks(since or {}, ends)
            first = {number: min(day, again[number]) for number, day in first.items() if number in again}
        before = _spans(connection, name, sorted(first))
        by = _counted_by(name)
        whole = ids if by is None else [number for number in ids if number not in first]
        n = 0
        if whole:
            connection.execute(f"DELETE FROM {name} WHERE athlete_id IN ({_among(whole)})")
            if _has_ground(connection, by, _among(whole)):
                n += _insert(connection, name, _of_some(name, _among(whole), having))
        if by is not None:
            for number, day in first.items():
                lately = f"athlete_id = {number} AND {by.day} >= DATE '{day}'"
                connection.execute(f"DELETE FROM {name} WHERE {lately}")
                if _has_ground(connection, by, str(number), since=day):
                    n += _insert(connection, name, _of_some(name, str(number), having, by=by, since=day))
        written[name] = n
        after = _spans(connection, name, sorted(first))
        for number in first:
            changed = first_difference(before.get(number, {}), after.get(number, {}))
            if changed is not None:
                first[number] = min(first[number], _monday(changed))
    connection.execute(f"DELETE FROM stale_athlete WHERE athlete_id IN ({among})")
    return written


def _first_weeks(since: Mapping[int, dt.date | None], ends: Mapping[int, dt.date]) -> dict[int, dt.date]:
    """Give the Monday from which to count, by athlete; days after the last one kept are new as well."""
    return {
        number: min(_monday(since[number]), _monday(end))  # type: ignore[arg-type]
        for number, end in ends.items()
        if since.get(number) is not None
    }


class By(NamedTuple):
    """How a kept table is counted from a day on: its day, how far it looks back, the view it has rows for."""

    day: str
    back: int
    only_for: str | None


def _has_ground(
    connection: duckdb.DuckDBPyConnection, by: By | None, among: str, *, since: dt.date | None = None
) -> bool:
    """Say whether a kept table can have rows of some athletes: planning its query takes longer than this."""
    if by is None or by.only_for is None:
        return True
    lately = "" if since is None else f" AND {DATED[by.only_for]} >= DATE '{since}'"
    found = connection.execute(
        f"SELECT 1 FROM {by.only_for} WHERE athlete_id IN ({among}){lately} LIMIT 1"
    ).fetchall()
    return bool(found)


Spans = dict[str, list[tuple[dt.date, dt.date]]]


def first_difference(before: Spans, after: Spans) -> dt.date | None:
    """Give the first day that only one of two sets of spans holds; None where they hold the same days.

    Examples
    --------
    >>> january, end = dt.date(2026, 1, 1), dt.date(2026, 2, 1)
    >>> first_difference({"running": [(january, dt.date(2026, 1, 9))]}, {"running": [(january, end)]})
    datetime.date(2026, 1, 10)
    """
    days = []
    for what in before.keys() | after.keys():
        one, other = sorted(before.get(what, [])), sorted(after.get(what, []))
        same = 0
        while same < min(len(one), len(other)) and one[same] == other[same]:
            same += 1
        left, right = one[same : same + 1], other[same : same + 1]
        if not left and not right:
            continue
        if left and right and left[0][0] == right[0][0]:
            days.append(min(left[0][1], right[0][1]) + dt.timedelta(days=1))
        else:
            days.append(min(span[0][0] for span in (left, right) if span))
    return min(days, default=None)


def _spans(connection: duckdb.DuckDBPyConnection, name: str, ids: Sequence[int]) -> dict[int, Spans]:
    found: dict[int, Spans] = {}
    if name in SPANS and ids:
        rows = connection.execute(
            f"SELECT athlete_id, {SPANS[name]}, first_date, last_date FROM {name} "
            f"WHERE athlete_id IN ({_among(ids)})"
        ).fetchall()
        for number, what, start, end in rows:
            found.setdefault(number, {}).setdefault(what, []).append((start, end))
    return found


def _insert(connection: duckdb.DuckDBPyConnection, name: str, select: str) -> int:
    return int(connection.execute(f"INSERT INTO {name} {select}").fetchall()[0][0])


def _among(ids: Iterable[int]) -> str:
    return ", ".join(str(number) for number in ids)


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _tables_of_athletes(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """List the tables that hold rows of athletes."""
    rows = connection.execute(
        "SELECT DISTINCT table_name FROM duckdb_columns() WHERE column_name = 'athlete_id' "
        "AND schema_name = 'main' AND database_name = current_database() ORDER BY table_name"
    ).fetchall()
    return tuple(table for (table,) in rows)


def _of_some(
    name: str,
    among: str,
    having: tuple[str, ...],
    *,
    by: By | None = None,
    since: dt.date = dt.date.min,
) -> str:
    """Write the query of a kept table for some athletes alone, and maybe from a day on.

    A filter on the view does not reach all of its parts (the far side of a left join counts everybody), so
    each table it reads is narrowed under its own name before the view's own words see it.
    """
    whose = f"athlete_id IN ({among})"
    read = dict.fromkeys(_read_by(name, having), whose)
    if by is not None:
        oldest = since - dt.timedelta(days=by.back)
        for table, day in DATED.items():
            if table in read:
                read[table] += f" AND {day} >= DATE '{oldest}'"
        whose += f" AND {by.day} >= DATE '{since}'"
    if "activity" in read:
        read |= {
            table: f"rowid IN (SELECT o.rowid FROM main.{table} AS o SEMI JOIN activity USING (activity_id))"
            for table in _read_by(name, OF_ACTIVITIES)
        }
    narrowed = ", ".join(
        f"{table} AS MATERIALIZED (SELECT * FROM main.{table} WHERE {which})" for table, which in read.items()
    )
    return f"WITH {narrowed} SELECT * FROM ({_words_of(name)}) WHERE {whose}"


@cache
def _counted_by(name: str) -> By | None:
    """Give the day of a kept table's rows, and on how many days before it they stand; None: on any."""
    for file in migrations.view_files():
        found = re.search(
            rf"(?m)^-- KEEP {name} BY (\w+) LOOKING BACK (\d+)(?: FOR (\w+))?$",
            file.read_text(encoding="utf-8"),
        )
        if found:
            return By(found[1], int(found[2]), found[3])
    return None


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
            rf"CREATE OR REPLACE VIEW {name}_now AS\n(.*?);\n-- KEEP {name}\b.*?$",
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
    return re.findall(r"(?m)^-- KEEP (\w+)", text)
