"""Remembering what was recommended: once a rule and day, and whether somebody said no."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from analytics.store import Store
from analytics.store.rows import GivenAdvice

__all__ = ["GivenAdvice", "decline", "remember"]


def remember(store: Store, athlete_id: int, day: dt.date, rows: Sequence[GivenAdvice]) -> int:
    """Keep what was recommended on a day; gives how many rules were not there yet.

    Opening a page again writes nothing, unless it says something else than before.
    """
    with store.reader() as reader:
        kept = {
            (row["rule_id"], row["advice_kind"], row["headline"])
            for row in reader.frame("advice_of_day", athlete_id=athlete_id, day=day).to_dict("records")
        }
    if all((row.rule_id, row.advice_kind, row.headline) in kept for row in rows):
        return 0
    with store.writer() as writer:
        return writer.keep_advice(athlete_id, day, rows)


def decline(store: Store, athlete_id: int, day: dt.date, *, rule_id: str, because: str | None) -> None:
    """Note that somebody said no to what was recommended, and why; None takes it back.

    Raises
    ------
    StoreError
        If that was not recommended on that day, or the reason is none we know.
    """
    with store.writer() as writer:
        writer.decline_advice(athlete_id, day, rule_id=rule_id, because=because)
