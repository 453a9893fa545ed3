"""Undoing what files brought of logs: sets, injuries, weeks, coverage; what others tell of stays.

The files that go stand in the temporary table `gone`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.store import logs
from analytics.store.logs import ASIDE, SHARED

if TYPE_CHECKING:
    from analytics.store.undoing import Undone
    from analytics.store.writer import Writer


def gone(alias: str) -> str:
    """Give the condition that a row comes from a file that goes; a file of several people is nobody's."""
    return (
        f"EXISTS (SELECT 1 FROM gone AS g WHERE g.sha256 = {alias}.source_sha256 "
        f"AND (g.athlete_id IS NULL OR g.athlete_id = {alias}.athlete_id))"
    )


def undo_sets(writer: Writer, done: Undone) -> None:
    """Remove sets outside activities; where another file told of the same set, it is that one's now."""
    columns = ", ".join(writer.sieve.stored_columns("strength_set"))
    writer.change(f"DELETE FROM aside_strength_set AS t WHERE t.activity_id IS NULL AND {gone('t')}")
    removed = writer.change(f"DELETE FROM strength_set AS t WHERE t.activity_id IS NULL AND {gone('t')}")
    back = writer.change(
        f"""
        INSERT INTO strength_set ({columns})
        SELECT {columns} FROM (
            SELECT a.*, row_number() OVER (
                PARTITION BY a.set_id ORDER BY f.imported_at_utc, a.source_sha256
            ) AS place
            FROM aside_strength_set AS a
            LEFT JOIN source_file AS f ON f.sha256 = a.source_sha256 AND f.athlete_id = a.athlete_id
            WHERE a.activity_id IS NULL AND a.set_id NOT IN (SELECT s.set_id FROM strength_set AS s)
        ) AS candidate
        WHERE place = 1
        """
    )
    writer.change(
        "DELETE FROM aside_strength_set AS a WHERE a.activity_id IS NULL AND EXISTS ("
        "SELECT 1 FROM strength_set AS s WHERE s.set_id = a.set_id AND s.source_sha256 = a.source_sha256)"
    )
    done.strength_sets = removed - back


def undo_shared(writer: Writer, table: str) -> int:
    """Remove rows that nobody else tells of; those that others tell of are made of what they said."""
    stored = writer.sieve.stored_columns(table)
    key, details = SHARED[table]
    alike = " AND ".join(f"a.{name} IS NOT DISTINCT FROM t.{name}" for name in ("athlete_id", *key))
    removed = writer.change(
        f"DELETE FROM {table} AS t WHERE {gone('t')} "
        f"AND NOT EXISTS (SELECT 1 FROM {ASIDE}{table} AS a WHERE {alike})"
    )
    names = ", ".join(f"t.{name}" for name in ("athlete_id", *key))
    keys = writer.ask(f"SELECT DISTINCT {names} FROM {ASIDE}{table} AS t WHERE {gone('t')}")
    writer.change(f"DELETE FROM {ASIDE}{table} AS t WHERE {gone('t')}")
    for athlete_id, *named in keys:
        where, params = logs.same_key(table, athlete_id, tuple(named))
        told = [
            dict(zip(stored, row, strict=True))
            for row in writer.ask(
                f"SELECT {', '.join(stored)} FROM {ASIDE}{table} WHERE {where} ORDER BY arrived_no", params
            )
        ]
        writer.change(f"DELETE FROM {table} WHERE {where}", params)
        if not told:
            removed += 1
            continue
        shown = dict(told[0])
        for row in told[1:]:
            shown |= {name: row[name] for name in details if row[name] is not None}
        writer.keep(table, writer.sift(table, [shown], passed=True).table)
        if len(told) == 1:
            writer.change(f"DELETE FROM {ASIDE}{table} WHERE {where}", params)
    writer.flush()
    return removed


def undo_versions(writer: Writer) -> None:
    """Remove the trace of what was changed by hand in rows that the files brought."""
    writer.change(f"DELETE FROM log_version AS t WHERE {gone('t')}")


def undo_coverage(writer: Writer) -> int:
    """Remove spans that the files brought; what lay within them and others tell of comes back."""
    removed = writer.change(f"DELETE FROM coverage AS t WHERE {gone('t')}")
    writer.change(f"DELETE FROM aside_coverage AS t WHERE {gone('t')}")
    within = (
        "o.athlete_id = a.athlete_id AND o.what = a.what AND o.basis = a.basis "
        "AND o.first_date <= a.first_date AND a.last_date <= o.last_date"
    )
    columns = writer.sieve.stored_columns("coverage")
    for row in writer.ask(
        f"SELECT {', '.join(columns)} FROM aside_coverage AS a WHERE NOT EXISTS "
        f"(SELECT 1 FROM coverage AS o WHERE {within}) ORDER BY first_date, last_date DESC, source_sha256"
    ):
        span = dict(zip(columns, row, strict=True))
        told = writer.ask(
            "SELECT 1 FROM coverage WHERE athlete_id = ? AND what = ? AND basis = ? AND first_date <= ? "
            "AND last_date >= ?",
            [span["athlete_id"], span["what"], span["basis"], span["first_date"], span["last_date"]],
        )
        if not told:
            writer.keep("coverage", writer.sift("coverage", [span], passed=True).table)
            writer.flush()
            writer.change(
                "DELETE FROM aside_coverage WHERE athlete_id = ? AND what = ? AND basis = ? "
                "AND first_date = ? AND last_date = ? AND source_sha256 IS NOT DISTINCT FROM ?",
                [
                    span[name]
                    for name in ("athlete_id", "what", "basis", "first_date", "last_date", "source_sha256")
                ],
            )
    return removed
