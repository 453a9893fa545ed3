"""Keeping guided sessions and recommendations given: one row each, replaced as it changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from analytics.errors import StoreError
from analytics.store.rows import GivenAdvice, GuidedSession

if TYPE_CHECKING:
    from analytics.store.writer import Writer

_SESSION = [one.name for one in fields(GuidedSession)]


def find(writer: Writer, session_token: str) -> GuidedSession | None:
    """Give a session by its mark, or None; see `Writer.guided_session`."""
    writer.flush()
    rows = writer.ask(
        f"SELECT {', '.join(_SESSION)} FROM guided_session WHERE session_token = ?", [session_token]
    )
    return GuidedSession(*rows[0]) if rows else None


def drafts(writer: Writer, athlete_id: int | None) -> list[str]:
    """Give the marks of an athlete's drafts; see `Writer.drafts_of`."""
    writer.flush()
    rows = writer.ask(
        "SELECT session_token FROM guided_session WHERE session_status = 'under_way' "
        "AND athlete_id IS NOT DISTINCT FROM ?",
        [athlete_id],
    )
    return [str(row[0]) for row in rows]


def keep(writer: Writer, row: GuidedSession, *, is_news: bool) -> None:
    """Keep a session as it is now; see `Writer.keep_session`."""
    sound = writer.all_sound("guided_session", [dict(vars(row))])
    writer.change("DELETE FROM guided_session WHERE session_token = ?", [row.session_token], is_news=is_news)
    writer.keep("guided_session", sound, is_news=is_news)
    writer.flush()


def remove_entered_sets(writer: Writer, athlete_id: int, set_ids: Sequence[int]) -> int:
    """Remove sets a person entered; see `Writer.remove_entered_sets`."""
    writer.flush()
    if not set_ids:
        return 0
    among = ", ".join(str(int(number)) for number in set_ids)
    gone = writer.change(
        f"DELETE FROM strength_set WHERE set_id IN ({among}) AND athlete_id = ? "
        "AND source_sha256 IS NULL AND activity_id IS NULL",
        [athlete_id],
    )
    if gone:
        writer.touch(athlete_id)
    return gone


def give(writer: Writer, athlete_id: int, day: dt.date, rows: Sequence[GivenAdvice]) -> int:
    """Keep what was recommended on a day; see `Writer.keep_advice`."""
    writer.flush()
    stored = {
        rule_id: (kind, headline, advised)
        for rule_id, kind, headline, advised in writer.ask(
            "SELECT rule_id, advice_kind, headline, hip_sets_advised FROM recommendation "
            "WHERE athlete_id = ? AND given_on = ?",
            [athlete_id, day],
        )
    }
    fresh: list[dict[str, Any]] = []
    for row in rows:
        now = (row.advice_kind, row.headline, row.hip_sets_advised)
        if row.rule_id not in stored:
            fresh.append(
                vars(row) | {"athlete_id": athlete_id, "given_on": day, "given_at_utc": writer.now_utc}
            )
        elif stored[row.rule_id] != now:
            changed = vars(row) | {"athlete_id": athlete_id, "given_on": day, "given_at_utc": writer.now_utc}
            writer.all_sound("recommendation", [changed])
            writer.change(
                "UPDATE recommendation SET advice_kind = ?, headline = ?, hip_sets_advised = ?, "
                "evidence_ids = ? WHERE athlete_id = ? AND given_on = ? AND rule_id = ?",
                [*now, row.evidence_ids, athlete_id, day, row.rule_id],
                is_news=False,
            )
    writer.keep("recommendation", writer.all_sound("recommendation", fresh))
    writer.flush()
    return len(fresh)


def decline(writer: Writer, athlete_id: int, day: dt.date, *, rule_id: str, because: str | None) -> None:
    """Note that a recommendation was declined, or take that back; see `Writer.decline_advice`."""
    writer.flush()
    columns = writer.sieve.stored_columns("recommendation")
    found = writer.ask(
        f"SELECT {', '.join(columns)} FROM recommendation "
        "WHERE athlete_id = ? AND given_on = ? AND rule_id = ?",
        [athlete_id, day, rule_id],
    )
    if not found:
        raise StoreError("This was not recommended on that day.")
    said_at = None if because is None else writer.now_utc
    row = dict(zip(columns, found[0], strict=True))
    sound = writer.all_sound(
        "recommendation", [row | {"declined_because": because, "declined_at_utc": said_at}]
    )
    writer.change(
        "DELETE FROM recommendation WHERE athlete_id = ? AND given_on = ? AND rule_id = ?",
        [athlete_id, day, rule_id],
    )
    writer.keep("recommendation", sound)
    writer.flush()
