"""Check-ins of the log: rows of files, and a week as a person answers it, with each of its problems."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from analytics.errors import StoreError
from analytics.ingest.batch import CheckinRow
from analytics.store import logs, versions
from analytics.store.logs import ASIDE
from analytics.store.rows import Outcome

if TYPE_CHECKING:
    from analytics.store.writer import Writer

LOG = "checkin"


def add(writer: Writer, athlete_id: int, sha256: str | None, rows: Sequence[CheckinRow]) -> Outcome:
    """Add check-ins; see `Writer.add_checkins`."""
    given = [
        {name: value for name, value in vars(row).items() if name not in ("athlete", "line")}
        | {"athlete_id": athlete_id, "source_sha256": sha256, "recorded_at_utc": writer.now_utc}
        for row in rows
    ]
    return logs.merge(
        writer, "checkin", athlete_id, given, [row.line for row in rows],
        said=lambda row: f"the check-in for the week of {row['week_start']}",
    )  # fmt: skip


def keep(
    writer: Writer, athlete_id: int, week: dict[str, Any] | None, problems: Sequence[dict[str, Any]], *,
    monday: dt.date, noted: bool = True,
) -> bool:  # fmt: skip
    """Keep a week as a person answers it, in place of what was there; gives whether anything changed.

    Parameters
    ----------
    week
        The row of the week, by column; None takes the week out.
    problems
        Its problems, by column.
    noted
        False where this is an undo, which notes itself.

    Raises
    ------
    StoreError
        If an answer breaks a rule.
    """
    writer.flush()
    before = state(writer, athlete_id, monday)
    whole = {"athlete_id": athlete_id, "week_start": monday, "recorded_at_utc": writer.now_utc}
    rows = [] if week is None else [week | whole | {"source_sha256": None}]
    sound = _sound(writer, "checkin", rows) if rows else None
    numbered = [one | whole | {"problem_no": number} for number, one in enumerate(problems, 1)]
    sound_problems = _sound(writer, "checkin_problem", numbered) if numbered else None
    _set_file_aside(writer, athlete_id, monday)
    where = "athlete_id = ? AND week_start = ?"
    writer.change(f"DELETE FROM checkin WHERE {where}", [athlete_id, monday])
    writer.change(f"DELETE FROM checkin_problem WHERE {where}", [athlete_id, monday])
    writer.change(f"DELETE FROM {ASIDE}checkin WHERE {where} AND source_sha256 IS NULL", [athlete_id, monday])
    if sound is not None:
        writer.keep("checkin", sound)
        writer.flush()
        _put_beside(writer, athlete_id, monday)
    if sound_problems is not None:
        writer.keep("checkin_problem", sound_problems)
        writer.flush()
    after = state(writer, athlete_id, monday)
    if noted and after != before:
        versions.note(
            writer, athlete_id, LOG, monday.isoformat(), did="checked_in", before=before, after=after
        )
    writer.touch(athlete_id)
    return after != before


def undo(writer: Writer, athlete_id: int, monday: dt.date) -> bool:
    """Take back the newest change of a week; gives whether there was one."""
    version = versions.to_undo(writer, athlete_id, LOG, monday.isoformat(), {})
    if version is None:
        return False
    now = state(writer, athlete_id, monday)
    before = version.before or {"week": None, "problems": []}
    keep(writer, athlete_id, before["week"], before["problems"], monday=monday, noted=False)
    versions.take_back(writer, athlete_id, LOG, monday.isoformat(), version.version_no)
    after = state(writer, athlete_id, monday)
    versions.note(writer, athlete_id, LOG, monday.isoformat(), did="undone", before=now, after=after)
    return True


def state(writer: Writer, athlete_id: int, monday: dt.date) -> versions.State | None:
    """Give a week as it is kept, without the time it was kept at; None where it was not answered."""
    left_out = {"athlete_id", "week_start", "recorded_at_utc", "source_sha256", "problem_no"}
    found: dict[str, list[dict[str, Any]]] = {}
    for table in ("checkin", "checkin_problem"):
        columns = [name for name in writer.sieve.stored_columns(table) if name not in left_out]
        order = " ORDER BY problem_no" if table == "checkin_problem" else ""
        found[table] = [
            dict(zip(columns, row, strict=True))
            for row in writer.ask(
                f"SELECT {', '.join(columns)} FROM {table} WHERE athlete_id = ? AND week_start = ?{order}",
                [athlete_id, monday],
            )
        ]
    if not found["checkin"]:
        return None
    whole: versions.State = json.loads(
        json.dumps({"week": found["checkin"][0], "problems": found["checkin_problem"]})
    )
    return whole


def _sound(writer: Writer, table: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Pass answers through staging; a person is told of a cell that cannot be, too."""
    sifted = writer.sift(table, rows)
    broken = sifted.refused | sifted.cleared
    if broken:
        raise StoreError("; ".join(words for said in broken.values() for words in said))
    return sifted.table


def _set_file_aside(writer: Writer, athlete_id: int, monday: dt.date) -> None:
    """Keep what a file told of the week beside what the person says now."""
    params = [athlete_id, monday]
    where = "athlete_id = ? AND week_start = ?"
    if writer.ask(f"SELECT 1 FROM {ASIDE}checkin WHERE {where} AND source_sha256 IS NOT NULL", params):
        return
    columns = ", ".join(writer.sieve.stored_columns("checkin"))
    writer.change(
        f"INSERT INTO {ASIDE}checkin ({columns}, arrived_no) SELECT {columns}, 0 FROM checkin "
        f"WHERE {where} AND source_sha256 IS NOT NULL",
        params,
    )


def _put_beside(writer: Writer, athlete_id: int, monday: dt.date) -> None:
    """Let the person's answers stand as the last of several sources, where a file told of the week, too."""
    params = [athlete_id, monday]
    where = "athlete_id = ? AND week_start = ?"
    [(last,)] = writer.ask(f"SELECT max(arrived_no) FROM {ASIDE}checkin WHERE {where}", params)
    if last is not None:
        columns = ", ".join(writer.sieve.stored_columns("checkin"))
        writer.change(
            f"INSERT INTO {ASIDE}checkin ({columns}, arrived_no) "
            f"SELECT {columns}, {int(last) + 1} FROM checkin WHERE {where}",
            params,
        )
