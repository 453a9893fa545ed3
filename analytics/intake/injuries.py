"""Changing what was recorded of an injury: edited, closed, opened again, taken out; each can be undone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from analytics.store import Store, injury_entries

__all__ = ["close", "edit", "remove", "reopen", "undo"]


def edit(store: Store, athlete_id: int, injury_id: int, **changes: Any) -> bool:
    """Change an injury's columns; gives whether anything changed.

    Raises
    ------
    StoreError
        If there is no such injury, or what it would become breaks a rule.
    """
    with store.writer() as writer:
        return injury_entries.edit(writer, athlete_id, injury_id, changes)


def close(store: Store, athlete_id: int, injury_id: int, recovered_date: dt.date) -> None:
    """Set the first day without an injury.

    Raises
    ------
    StoreError
        If there is no such injury, or the day breaks a rule.
    """
    with store.writer() as writer:
        injury_entries.edit(writer, athlete_id, injury_id, {"recovered_date": recovered_date}, did="closed")


def reopen(store: Store, athlete_id: int, injury_id: int) -> None:
    """Take the recovery away: the injury is not over after all.

    Raises
    ------
    StoreError
        If there is no such injury.
    """
    with store.writer() as writer:
        injury_entries.edit(writer, athlete_id, injury_id, {"recovered_date": None}, did="reopened")


def remove(store: Store, athlete_id: int, injury_id: int) -> None:
    """Take an injury out of the log; `undo` brings it back whole.

    Raises
    ------
    StoreError
        If there is no such injury.
    """
    with store.writer() as writer:
        injury_entries.remove(writer, athlete_id, injury_id)


def undo(store: Store, athlete_id: int, injury_id: int) -> str | None:
    """Take back the newest change by hand; gives what it did, or None where nothing is left to undo.

    Raises
    ------
    StoreError
        If what the injury would become breaks a rule, since something else changed meanwhile.
    """
    with store.writer() as writer:
        return injury_entries.undo(writer, athlete_id, injury_id)
