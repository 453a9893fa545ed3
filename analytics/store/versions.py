"""The trace of changes by hand: an entry before and after, and which change the next undo takes back."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from analytics.store.writer import Writer

State = dict[str, Any]


class Version(NamedTuple):
    """One change: what was done, and what it turned into what."""

    version_no: int
    did: str
    before: State | None
    after: State | None


def frozen(state: State | None) -> str | None:
    """Write an entry as JSON; days and times as ISO texts.

    Examples
    --------
    >>> frozen({"onset_date": dt.date(2026, 3, 2), "note": None})
    '{"note": null, "onset_date": "2026-03-02"}'
    """
    return None if state is None else json.dumps(state, default=str, sort_keys=True)


def thawed(text: str | None, kinds: dict[str, str]) -> State | None:
    """Read an entry back; `kinds` are the types of its columns, as staging has them.

    Examples
    --------
    >>> thawed('{"onset_date": "2026-03-02", "note": null}', {"onset_date": "DATE"})
    {'onset_date': datetime.date(2026, 3, 2), 'note': None}
    """
    if text is None:
        return None
    read = {"DATE": dt.date.fromisoformat, "TIMESTAMP": dt.datetime.fromisoformat}
    return {
        name: read[kinds[name]](value) if value is not None and kinds.get(name) in read else value
        for name, value in json.loads(text).items()
    }


def note(
    writer: Writer,
    athlete_id: int,
    log: str,
    key: str,
    *,
    did: str,
    before: State | None,
    after: State | None,
    source_sha256: str | None = None,
) -> None:
    """Note a change before it is made.

    Parameters
    ----------
    log, key
        injury and its number, or checkin and its Monday.
    did
        logged, edited, closed, reopened, deleted, checked_in, undone.
    source_sha256
        The file the entry comes from: with that file its versions go, too.
    """
    row = {
        "athlete_id": athlete_id,
        "log_name": log,
        "entry_key": key,
        "version_no": 1 + _last(writer, athlete_id, log, key),
        "did": did,
        "state_before": frozen(before),
        "state_after": frozen(after),
        "source_sha256": source_sha256,
        "changed_at_utc": writer.now_utc,
    }
    writer.keep("log_version", writer.all_sound("log_version", [row]))
    writer.flush()


def to_undo(writer: Writer, athlete_id: int, log: str, key: str, kinds: dict[str, str]) -> Version | None:
    """Give the newest change that has not been taken back, or None."""
    found = writer.ask(
        "SELECT version_no, did, state_before, state_after FROM log_version WHERE athlete_id = ? "
        "AND log_name = ? AND entry_key = ? AND did <> 'undone' AND taken_back_at_utc IS NULL "
        "ORDER BY version_no DESC LIMIT 1",
        [athlete_id, log, key],
    )
    if not found:
        return None
    number, did, before, after = found[0]
    return Version(int(number), did, thawed(before, kinds), thawed(after, kinds))


def take_back(writer: Writer, athlete_id: int, log: str, key: str, version_no: int) -> None:
    """Mark a change as taken back."""
    writer.change(
        "UPDATE log_version SET taken_back_at_utc = ? WHERE athlete_id = ? AND log_name = ? "
        "AND entry_key = ? AND version_no = ?",
        [writer.now_utc, athlete_id, log, key, version_no],
    )


def restored(now: State, version: Version) -> State:
    """Give an entry as it is now with what one change did to it put back; what others did since stays.

    Examples
    --------
    >>> change = Version(1, "edited", {"pain": 3, "note": "a"}, {"pain": 3, "note": "b"})
    >>> restored({"pain": 3, "note": "b"}, change)
    {'pain': 3, 'note': 'a'}
    """
    before, after = version.before or {}, version.after or {}
    return now | {name: old for name, old in before.items() if after.get(name) != old}


def _last(writer: Writer, athlete_id: int, log: str, key: str) -> int:
    found = writer.ask(
        "SELECT coalesce(max(version_no), 0) FROM log_version WHERE athlete_id = ? AND log_name = ? "
        "AND entry_key = ?",
        [athlete_id, log, key],
    )
    return int(found[0][0])
