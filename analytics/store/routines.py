"""Keeping the routines that people save: a name, and the routine in its written form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.errors import StoreError

if TYPE_CHECKING:
    from analytics.store.writer import Writer


@dataclass(frozen=True)
class SavedRoutine:
    """One saved routine; `routine` is JSON that whoever reads it checks."""

    routine_id: int
    athlete_id: int
    name: str
    routine: str


def add(writer: Writer, athlete_id: int, *, name: str, routine: str) -> int:
    """Save a routine under a name; gives its number.

    Raises
    ------
    StoreError
        If the athlete has a routine of that name, or it breaks a rule.
    """
    writer.flush()
    number = int(writer.ask("SELECT coalesce(max(routine_id), 0) + 1 FROM saved_routine")[0][0])
    _keep(writer, SavedRoutine(number, athlete_id, _tidy(name), routine))
    return number


def change(
    writer: Writer, athlete_id: int, routine_id: int, *, name: str | None = None, routine: str | None = None
) -> None:
    """Give a saved routine another name or content; None leaves it as it is.

    Raises
    ------
    StoreError
        If the athlete has no such routine, has another of that name, or it breaks a rule.
    """
    row = _found(writer, athlete_id, routine_id)
    if name is not None:
        row = replace(row, name=_tidy(name))
    _keep(writer, row if routine is None else replace(row, routine=routine))


def remove(writer: Writer, athlete_id: int, routine_id: int) -> SavedRoutine:
    """Delete a saved routine; gives what it was, so that it can be saved again.

    Raises
    ------
    StoreError
        If the athlete has no such routine.
    """
    row = _found(writer, athlete_id, routine_id)
    writer.change("DELETE FROM saved_routine WHERE routine_id = ?", [routine_id])
    return row


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _found(writer: Writer, athlete_id: int, routine_id: int) -> SavedRoutine:
    writer.flush()
    rows = writer.ask(
        "SELECT routine_id, athlete_id, name, routine FROM saved_routine "
        "WHERE routine_id = ? AND athlete_id = ?",
        [routine_id, athlete_id],
    )
    if not rows:
        raise StoreError("This routine is not here any more.")
    return SavedRoutine(*rows[0])


def _keep(writer: Writer, row: SavedRoutine) -> None:
    namesakes = writer.ask(
        "SELECT routine_id FROM saved_routine WHERE athlete_id = ? AND lower(name) = lower(?) "
        "AND routine_id <> ?",
        [row.athlete_id, row.name, row.routine_id],
    )
    if namesakes:
        raise StoreError(f"There is a routine named {row.name} already.")
    sound = writer.all_sound("saved_routine", [dict(vars(row)) | {"saved_at_utc": writer.now_utc}])
    writer.change("DELETE FROM saved_routine WHERE routine_id = ?", [row.routine_id])
    writer.keep("saved_routine", sound)
    writer.flush()
