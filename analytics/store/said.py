"""Keeping what a person says about the words of a log: labels of names, sides of rows, notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.errors import StoreError

if TYPE_CHECKING:
    from analytics.store.writer import Writer


@dataclass(frozen=True)
class NameKey:
    """How a name of a log is known again: its normalised words, or its FIT numbers where it has no words."""

    source: str
    name_key: str
    fit_category: int | None = None
    fit_subtype: int | None = None


_SAME = (
    "athlete_id = ? AND source = ? AND name_key = ? AND fit_category IS NOT DISTINCT FROM ? "
    "AND fit_subtype IS NOT DISTINCT FROM ? AND taken_back_at_utc IS NULL"
)


def _params(athlete_id: int, key: NameKey) -> list[object]:
    return [athlete_id, key.source, key.name_key, key.fit_category, key.fit_subtype]


def label(
    writer: Writer, athlete_id: int, key: NameKey, *, source_name: str | None, exercise_id: str | None
) -> None:
    """Keep what a name means; exercise_id None says that there is no hip work in it.

    Raises
    ------
    StoreError
        If there is no such exercise, in its words.
    """
    writer.flush()
    number = int(writer.ask("SELECT coalesce(max(label_no), 0) + 1 FROM exercise_label")[0][0])
    row = {
        "athlete_id": athlete_id,
        **vars(key),
        "source_name": source_name,
        "exercise_id": exercise_id,
        "label_no": number,
        "said_at_utc": writer.now_utc,
    }
    writer.keep("exercise_label", writer.all_sound("exercise_label", [row]))
    writer.flush()


def take_label_back(writer: Writer, athlete_id: int, key: NameKey) -> None:
    """Take back the last thing said of a name: what was said before it, or our tables, hold again.

    Raises
    ------
    StoreError
        If nothing was said of it.
    """
    writer.flush()
    newest = writer.ask(f"SELECT max(label_no) FROM exercise_label WHERE {_SAME}", _params(athlete_id, key))
    if newest[0][0] is None:
        raise StoreError("Nothing was said of this name.")
    writer.change(
        "UPDATE exercise_label SET taken_back_at_utc = ? WHERE label_no = ?", [writer.now_utc, newest[0][0]]
    )


def sides(writer: Writer, athlete_id: int, source: str, *, row_sides: str | None) -> None:
    """Keep what a row of a source stands for in exercises of one leg; None goes back to our assumption.

    Raises
    ------
    StoreError
        If it breaks a rule, in its words.
    """
    said = {"row_sides": row_sides, "said_at_utc": writer.now_utc}
    rows = [{"athlete_id": athlete_id, "source": source, **said}] if row_sides is not None else []
    sound = writer.all_sound("side_convention", rows)
    writer.change("DELETE FROM side_convention WHERE athlete_id = ? AND source = ?", [athlete_id, source])
    writer.keep("side_convention", sound)
    writer.flush()


def decide(
    writer: Writer, athlete_id: int, finding_id: int, *, kind: str, decision: str, set_ids: str | None = None
) -> None:
    """Keep what a person decided about something found in a note, in place of an earlier decision.

    Raises
    ------
    StoreError
        If it breaks a rule, in its words.
    """
    row = {
        "athlete_id": athlete_id,
        "finding_id": finding_id,
        "finding_kind": kind,
        "decision": decision,
        "set_ids": set_ids,
        "decided_at_utc": writer.now_utc,
    }
    sound = writer.all_sound("note_decision", [row])
    undecide(writer, athlete_id, finding_id)
    writer.keep("note_decision", sound)
    writer.flush()


def undecide(writer: Writer, athlete_id: int, finding_id: int) -> list[int]:
    """Forget a decision; gives the numbers of the sets that a confirmation had made."""
    writer.flush()
    asked = [athlete_id, finding_id]
    rows = writer.ask("SELECT set_ids FROM note_decision WHERE athlete_id = ? AND finding_id = ?", asked)
    writer.change("DELETE FROM note_decision WHERE athlete_id = ? AND finding_id = ?", asked)
    return [int(number) for row in rows for number in str(row[0] or "").split()]
