"""Saving routines under a name, renaming and deleting them."""

from __future__ import annotations

from analytics.store import Store, routines
from analytics.store.routines import SavedRoutine


def save(store: Store, athlete_id: int, *, name: str, routine: str) -> int:
    """Save a routine in its written form; gives its number.

    Raises
    ------
    StoreError
        If the athlete has a routine of that name already, or the name is empty or too long.
    """
    with store.writer() as writer:
        return routines.add(writer, athlete_id, name=name, routine=routine)


def rewrite(store: Store, athlete_id: int, routine_id: int, *, routine: str) -> None:
    """Save another routine under the same name.

    Raises
    ------
    StoreError
        If there is no such routine.
    """
    with store.writer() as writer:
        routines.change(writer, athlete_id, routine_id, routine=routine)


def rename(store: Store, athlete_id: int, routine_id: int, *, name: str) -> None:
    """Give a routine another name.

    Raises
    ------
    StoreError
        If there is no such routine, or another has that name.
    """
    with store.writer() as writer:
        routines.change(writer, athlete_id, routine_id, name=name)


def delete(store: Store, athlete_id: int, routine_id: int) -> SavedRoutine:
    """Delete a routine; gives what it was, so that the click can be taken back.

    Raises
    ------
    StoreError
        If there is no such routine.
    """
    with store.writer() as writer:
        return routines.remove(writer, athlete_id, routine_id)
