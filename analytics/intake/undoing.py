"""Undoing imports: the last one, or any; and which there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from analytics.errors import AnalyticsError
from analytics.intake import remeasuring
from analytics.store import Store, undoing
from analytics.store.undoing import Undone

__all__ = ["NothingToUndoError", "Past", "Undone", "past", "said", "undo"]


class NothingToUndoError(AnalyticsError):
    """No import is left to undo, or the one named is not there."""


@dataclass(frozen=True)
class Past:
    """One import: when it was, what it brought, and whether it still stands."""

    batch_id: str
    started_at_utc: dt.datetime
    undone: bool
    files: int
    activities: int
    strength_sets: int
    injuries: int
    athletes: str
    first_name: str

    @property
    def title(self) -> str:
        """Name the import in one line.

        Examples
        --------
        >>> Past("b", dt.datetime(2026, 3, 2, 7), False, 2, 1, 0, 0, "Ada", "run.fit").title
        '2026-03-02 07:00 UTC · Ada · run.fit and 1 more file'
        """
        more = self.files - 1
        files = self.first_name if more < 1 else f"{self.first_name} and {more:,} more {_noun(more, 'file')}"
        return " · ".join(
            part for part in (f"{self.started_at_utc:%Y-%m-%d %H:%M} UTC", self.athletes, files) if part
        )


def past(store: Store, *, most: int = 50) -> list[Past]:
    """List the imports, the newest first; those undone are among them."""
    with store.reader() as reader:
        found = reader.frame("batches_past", most=most).to_dict("records")
    rows: list[dict[Any, Any]] = found
    return [
        Past(
            batch_id=str(row["batch_id"]),
            started_at_utc=row["started_at_utc"].to_pydatetime(),
            undone=bool(row["undone"]),
            files=int(row["files"]),
            activities=int(row["activities"]),
            strength_sets=int(row["strength_sets"]),
            injuries=int(row["injuries"]),
            athletes=str(row["athletes"] or ""),
            first_name=str(row["first_name"] or ""),
        )
        for row in rows
    ]


def undo(store: Store, batch_id: str | None = None) -> Undone:
    """Undo an import wholly: by default the last one that stands.

    Raises
    ------
    NothingToUndoError
        If none stands, or there is none of that name (its first letters are enough).
    """
    standing = [one for one in past(store, most=100_000) if not one.undone]
    if batch_id is not None:
        standing = [one for one in standing if one.batch_id.startswith(batch_id)]
        if not standing:
            raise NothingToUndoError(f"There is no import {batch_id} that could be undone.")
        if len(standing) > 1:
            raise NothingToUndoError(f"Several imports begin with {batch_id}: write more of its letters.")
    if not standing:
        raise NothingToUndoError("There is no import to undo.")
    remeasuring.attach()
    with store.writer() as writer:
        done = undoing.undo(writer, standing[0].batch_id)
    store.checkpoint()
    return done


def said(done: Undone) -> str:
    """Say what an undoing took out.

    Examples
    --------
    >>> said(Undone("b", files=2, activities=1, sources=1))
    'Undone: 2 files, 1 activity out. 1 activity stays, since another file tells of it.'
    """
    counts = (
        (done.activities, "activity", "activities"),
        (done.strength_sets, "strength set", "strength sets"),
        (done.injuries, "injury", "injuries"),
        (done.other_rows, "other row", "other rows"),
    )
    out = ", ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count)
    files = f"{done.files:,} {_noun(done.files, 'file')}"
    sentence = f"Undone: {files}, {out or 'nothing'} out."
    if done.sources:
        verb, those = ("activity stays", "it") if done.sources == 1 else ("activities stay", "them")
        sentence += f" {done.sources:,} {verb}, since another file tells of {those}."
    if done.files_left:
        sentence += (
            f" {done.files_left:,} {_noun(done.files_left, 'file')} "
            f"{'stays' if done.files_left == 1 else 'stay'}, since another import brought "
            f"{'it' if done.files_left == 1 else 'them'} too."
        )
    if done.athletes:
        sentence += f" {done.athletes:,} {_noun(done.athletes, 'athlete')} with nothing left went as well."
    return sentence


def _noun(count: int, noun: str) -> str:
    return noun if count == 1 else noun + "s"
