"""Injuries of the log: added by files and by hand, changed, taken out; every change by hand can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analytics.errors import StoreError
from analytics.ingest.batch import InjuryRow
from analytics.store import logs, versions
from analytics.store.logs import ASIDE, INJURY_KEY, row_id
from analytics.store.rows import Outcome

if TYPE_CHECKING:
    from analytics.store.writer import Writer

LOG = "injury"
FIXED = ("injury_id", "athlete_id", "source_sha256", "recorded_at_utc")
"""Columns that no edit changes."""


def add(writer: Writer, athlete_id: int, sha256: str | None, rows: Sequence[InjuryRow]) -> Outcome:
    """Add injuries; see `Writer.add_injuries`."""
    given = [
        {name: value for name, value in vars(row).items() if name not in ("athlete", "line")}
        | {"athlete_id": athlete_id, "source_sha256": sha256, "recorded_at_utc": writer.now_utc}
        for row in rows
    ]
    for row in given:
        row["injury_id"] = row_id(athlete_id, *(row[name] for name in INJURY_KEY))
    before: dict[int, dict[str, Any] | None] = {}
    if sha256 is None:
        _number_anew(writer, athlete_id, given)
        before = {row["injury_id"]: _found(writer, row["injury_id"]) for row in given}
    outcome = logs.merge(
        writer, "injury", athlete_id, given, [row.line for row in rows],
        said=lambda row: f"the injury of {row['onset_date']}",
        moved=set() if sha256 is None else _moved(writer, athlete_id),
    )  # fmt: skip
    for number, old in before.items():
        after = _found(writer, number)
        if after == old:
            continue
        if old is None:
            versions.note(writer, athlete_id, LOG, str(number), did="logged", before=None, after=after)
        else:
            outcome.changed_ids.append(number)
            versions.note(
                writer, athlete_id, LOG, str(number), did="edited", before=old, after=after,
                source_sha256=old["source_sha256"],
            )  # fmt: skip
    return outcome


def edit(
    writer: Writer, athlete_id: int, injury_id: int, changes: dict[str, Any], *, did: str = "edited"
) -> bool:
    """Change an injury and note what it was before; gives whether anything changed.

    Raises
    ------
    StoreError
        If there is no such injury, or what it would become breaks a rule.
    """
    before = _of(writer, athlete_id, injury_id)
    changes = {name: value for name, value in changes.items() if name not in FIXED}
    after = _sound(writer, before | changes)
    news = {name: after[name] for name in after if after[name] != before[name]}
    if not news:
        return False
    versions.note(
        writer, athlete_id, LOG, str(injury_id), did=did, before=before, after=after,
        source_sha256=before["source_sha256"],
    )  # fmt: skip
    _write(writer, injury_id, news)
    writer.touch(athlete_id)
    return True


def close(writer: Writer, injury_id: int, recovered_date: dt.date) -> None:
    """Set the day of recovery; see `Writer.close_injury`."""
    found = _found(writer, injury_id)
    if found is None:
        raise StoreError("There is no such injury.")
    edit(writer, found["athlete_id"], injury_id, {"recovered_date": recovered_date}, did="closed")


def remove(writer: Writer, athlete_id: int, injury_id: int) -> None:
    """Take an injury out, with what other sources tell of it; `undo` brings all of it back.

    Raises
    ------
    StoreError
        If there is no such injury.
    """
    before = _of(writer, athlete_id, injury_id)
    columns = [*writer.sieve.stored_columns("injury"), "arrived_no"]
    beside = [
        dict(zip(columns, row, strict=True))
        for row in writer.ask(
            f"SELECT {', '.join(columns)} FROM {ASIDE}injury WHERE injury_id = ? ORDER BY arrived_no",
            [injury_id],
        )
    ]
    versions.note(
        writer, athlete_id, LOG, str(injury_id), did="deleted",
        before=before | {"beside": versions.frozen({"rows": beside})}, after=None,
        source_sha256=before["source_sha256"],
    )  # fmt: skip
    _take_out(writer, injury_id)
    writer.touch(athlete_id)


def undo(writer: Writer, athlete_id: int, injury_id: int) -> str | None:
    """Take back the newest change by hand; gives what that change did, or None where there is none.

    Raises
    ------
    StoreError
        If what the injury would become breaks a rule, since something else changed meanwhile.
    """
    writer.flush()
    key, kinds = str(injury_id), writer.sieve.columns["injury"]
    version = versions.to_undo(writer, athlete_id, LOG, key, kinds)
    if version is None:
        return None
    now = _found(writer, injury_id)
    if version.did == "logged":
        after = None
        _take_out(writer, injury_id)
    elif now is None:
        after = _bring_back(writer, version.before or {})
    else:
        after = _sound(writer, versions.restored(now, version))
        _write(writer, injury_id, {name: value for name, value in after.items() if value != now[name]})
    versions.take_back(writer, athlete_id, LOG, key, version.version_no)
    versions.note(
        writer, athlete_id, LOG, key, did="undone", before=now, after=after,
        source_sha256=(after or now or {}).get("source_sha256"),
    )  # fmt: skip
    writer.touch(athlete_id)
    return version.did


def _of(writer: Writer, athlete_id: int, injury_id: int) -> dict[str, Any]:
    found = _found(writer, injury_id)
    if found is None or found["athlete_id"] != athlete_id:
        raise StoreError("There is no such injury.")
    return found


def _found(writer: Writer, injury_id: int) -> dict[str, Any] | None:
    writer.flush()
    columns = writer.sieve.stored_columns("injury")
    found = writer.ask(f"SELECT {', '.join(columns)} FROM injury WHERE injury_id = ?", [injury_id])
    return dict(zip(columns, found[0], strict=True)) if found else None


def _sound(writer: Writer, row: dict[str, Any]) -> dict[str, Any]:
    sifted = writer.sift("injury", [row])
    if sifted.refused or sifted.cleared:
        raise StoreError("; ".join((sifted.refused or sifted.cleared)[0]))
    passed: dict[str, Any] = sifted.table.to_pylist()[0]
    return {name: passed[name] for name in writer.sieve.stored_columns("injury")}


def _write(writer: Writer, injury_id: int, news: dict[str, Any]) -> None:
    """Change the shown row, and what further sources say with it: a person's word holds against theirs."""
    if news:
        settings = ", ".join(f"{name} = ?" for name in news)
        for place in ("injury", f"{ASIDE}injury"):
            writer.change(f"UPDATE {place} SET {settings} WHERE injury_id = ?", [*news.values(), injury_id])


def _take_out(writer: Writer, injury_id: int) -> None:
    for place in ("injury", f"{ASIDE}injury"):
        writer.change(f"DELETE FROM {place} WHERE injury_id = ?", [injury_id])


def _bring_back(writer: Writer, before: dict[str, Any]) -> dict[str, Any]:
    kinds = writer.sieve.columns["injury"]
    told = (versions.thawed(before.pop("beside", None), {}) or {}).get("rows", [])
    after = _sound(writer, before)
    writer.keep("injury", writer.sift("injury", [after], passed=True).table)
    writer.flush()
    for one in told:
        row = versions.thawed(versions.frozen(one), kinds) or {}
        writer.change(
            f"INSERT INTO {ASIDE}injury ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
            list(row.values()),
        )
    return after


def _moved(writer: Writer, athlete_id: int) -> set[logs.Key]:
    """Give the keys that injuries had before a person changed them or took them out."""
    writer.flush()
    kinds = writer.sieve.columns["injury"]
    found = writer.ask(
        "SELECT state_before FROM log_version WHERE athlete_id = ? AND log_name = ? "
        "AND state_before IS NOT NULL AND taken_back_at_utc IS NULL",
        [athlete_id, LOG],
    )
    states = [versions.thawed(row[0], kinds) or {} for row in found]
    return {tuple(state[name] for name in INJURY_KEY) for state in states}


def _number_anew(writer: Writer, athlete_id: int, rows: list[dict[str, Any]]) -> None:
    """Give an entry by hand a number of its own where its usual one belongs to an entry that was changed.

    What is in already, by its day, place, side and name, has the number it is kept under.
    """
    writer.flush()
    named = ", ".join(INJURY_KEY)
    held = {
        row[0]: row[1:]
        for row in writer.ask(f"SELECT injury_id, {named} FROM injury WHERE athlete_id = ?", [athlete_id])
    }
    past = {
        int(row[0])
        for row in writer.ask(
            "SELECT DISTINCT entry_key FROM log_version WHERE athlete_id = ? AND log_name = ?",
            [athlete_id, LOG],
        )
    }
    stored = {key: number for number, key in held.items()}
    for row in rows:
        key = tuple(row[name] for name in INJURY_KEY)
        if key in stored:
            row["injury_id"] = stored[key]
            continue
        again = 0
        while row["injury_id"] in held or row["injury_id"] in past:
            again += 1
            row["injury_id"] = row_id(athlete_id, *key, again)
