"""A person changes an activity: the change is kept as a row and laid over what the sources tell.

Nothing imported is touched, and whatever is said can be taken back. What is shown is made anew of the sources
and of the edits that hold (editing_replay), by the one piece that makes shown activities (merging.rebuild).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analytics.errors import StoreError
from analytics.store import editing_replay, merging
from analytics.store.editing_replay import CUT, DISTANCE, JOIN, SHAPING, SPLIT, Edit
from analytics.store.editing_shapes import NotPossibleError, Shape
from analytics.store.rows import ID_HASH_BITS
from analytics.store.rows import activity_id as number_of

if TYPE_CHECKING:
    from analytics.store.writer import Writer


def say(writer: Writer, activity_id: int, kind: str, now: Any) -> int:
    """Change a shown activity; gives the number of the edit.

    Parameters
    ----------
    kind
        What is changed: sport, race, name, note, excluded, rpe, distance, cut, split or join.
    now
        What it is to be, as JSON holds it: see `editing_replay`.

    Raises
    ------
    StoreError
        If there is no such activity, or it cannot be changed so; in words for a person.
    """
    writer.settle()
    found = writer.ask("SELECT athlete_id FROM activity WHERE activity_id = ?", [activity_id])
    if not found:
        raise StoreError("This activity is not there any more.")
    athlete_id = int(found[0][0])
    other_id = _other(writer, athlete_id, activity_id, kind, now)
    bases = _opened(writer, athlete_id, [activity_id, *([other_id] if kind == JOIN and other_id else [])])
    was = _shown_now(writer, activity_id, kind)
    number = int(writer.ask("SELECT coalesce(max(edit_no), 0) + 1 FROM activity_edit")[0][0])
    row = {
        "edit_no": number,
        "athlete_id": athlete_id,
        "activity_id": activity_id,
        "edit_kind": kind,
        "edit_was": json.dumps(was, ensure_ascii=False),
        "edit_is": json.dumps(now, ensure_ascii=False),
        "other_id": other_id,
        "said_at_utc": writer.now_utc,
    }
    _try(writer, Edit(**row), bases)  # type: ignore[arg-type]
    writer.keep("activity_edit", writer.all_sound("activity_edit", [row]))
    writer.flush()
    _made_anew(writer, athlete_id, bases, checked=True)
    return number


def take_back(writer: Writer, edit_no: int) -> list[int]:
    """Take an edit back, and those that stand on it; gives the numbers of all that were.

    Raises
    ------
    StoreError
        If there is no such edit, or it has been taken back already.
    """
    writer.settle()
    whose = writer.ask(
        "SELECT athlete_id FROM activity_edit WHERE edit_no = ? AND taken_back_at_utc IS NULL", [edit_no]
    )
    if not whose:
        raise StoreError("This change is not there any more.")
    athlete_id = int(whose[0][0])
    edits = editing_replay.standing(writer, [athlete_id])
    going = dependents(edits, edit_no)
    named = [
        number for edit in edits if edit.edit_no in going for number in (edit.activity_id, edit.other_id)
    ]
    bases = _bases(writer, athlete_id, [number for number in named if number is not None])
    writer.change(
        f"UPDATE activity_edit SET taken_back_at_utc = ? WHERE edit_no IN ({', '.join(map(str, going))})",
        [writer.now_utc],
    )
    _made_anew(writer, athlete_id, bases, checked=False)
    return going


def dependents(edits: Sequence[Edit], edit_no: int) -> list[int]:
    """Give the edit and all later ones that stand on it, in the order in which they were said.

    On a split, a cut or two joined stands every later change of the length of the activities concerned; on a
    split, all that was said of the half it made.
    """
    going: list[Edit] = []
    for edit in edits:
        if edit.edit_no == edit_no or any(_stands_on(edit, one) for one in going):
            going.append(edit)
    return [edit.edit_no for edit in going]


def _stands_on(edit: Edit, earlier: Edit) -> bool:
    names = {edit.activity_id, edit.other_id} - {None}
    if earlier.edit_kind == SPLIT and earlier.other_id in names:
        return True
    concerned = {earlier.activity_id, earlier.other_id} - {None}
    return earlier.edit_kind in (CUT, SPLIT, JOIN) and edit.edit_kind in SHAPING and bool(names & concerned)


# Making shown activities anew


def _made_anew(writer: Writer, athlete_id: int, bases: Sequence[int], *, checked: bool) -> None:
    merging.rebuild(writer, bases, checked=checked)
    writer.touch(athlete_id, since=_first_day(bases))
    writer.forget_what_was_seen()


def _first_day(activity_ids: Sequence[int]) -> dt.date | None:
    """Give a day before which these activities change nothing: their numbers hold when they began."""
    began = min((number >> ID_HASH_BITS for number in activity_ids), default=0)
    if began <= 0:
        return None
    return dt.datetime.fromtimestamp(began, dt.UTC).date() - dt.timedelta(days=2)


def _opened(writer: Writer, athlete_id: int, numbers: Sequence[int]) -> list[int]:
    """Have the activities of sources that these shown ones are made of lie aside; gives their numbers."""
    merging.set_aside(writer, numbers)
    return _bases(writer, athlete_id, numbers)


def _bases(writer: Writer, athlete_id: int, numbers: Sequence[int]) -> list[int]:
    edits = editing_replay.standing(writer, [athlete_id])
    wanted = editing_replay.related(edits, numbers) | set(numbers)
    among = ", ".join(map(str, sorted(wanted)))
    return [
        row[0]
        for row in writer.ask(
            f"SELECT DISTINCT activity_id FROM activity_source WHERE athlete_id = ? "
            f"AND (activity_id IN ({among}) OR own_id IN ({among})) ORDER BY 1",
            [athlete_id],
        )
    ]


def _other(writer: Writer, athlete_id: int, activity_id: int, kind: str, now: Any) -> int | None:
    """Give the number of the other activity that a split makes or that is joined."""
    if kind == SPLIT:
        at = editing_replay.moment(now["at"])
        other = number_of(at, f"the second half of {activity_id}", athlete_id=athlete_id)
        taken = (
            "SELECT 1 FROM activity WHERE activity_id = ? "
            "UNION ALL SELECT 1 FROM activity_source WHERE own_id = ?"
        )
        while writer.ask(taken, [other, other]):
            other += 1
        return other
    if kind != JOIN:
        return None
    other = int(now["with"])
    found = writer.ask("SELECT athlete_id FROM activity WHERE activity_id = ?", [other])
    if not found or other == activity_id:
        raise StoreError("The activity to join is not there any more.")
    if found[0][0] != athlete_id:
        raise StoreError("The two activities are of two people.")
    return other


def _try(writer: Writer, edit: Edit, bases: Sequence[int]) -> None:
    """Lay an edit over what is there, to hear in words if it does not fit."""
    numbers = [edit.activity_id] + ([edit.other_id] if edit.edit_kind == JOIN and edit.other_id else [])
    shapes = {number: shown(writer, number, records=edit.edit_kind in SHAPING) for number in numbers}
    try:
        editing_replay.apply(edit, shapes, edit.activity_id, edit.other_id)
    except NotPossibleError as error:
        raise StoreError(str(error)) from error
    if not bases:
        raise StoreError("This activity cannot be changed.")


def shown(writer: Writer, activity_id: int, *, records: bool = False) -> Shape:
    """Give an activity as it is shown now."""
    writer.flush()
    rows: dict[str, list[dict[str, Any]]] = {}
    for table in merging.PARTS:
        columns = writer.sieve.stored_columns(table)
        order = {"session": "session_no", "lap": "lap_no", "strength_set": "set_no"}.get(table, columns[1])
        rows[table] = [
            dict(zip(columns, row, strict=True))
            for row in writer.ask(
                f"SELECT {', '.join(columns)} FROM {table} WHERE activity_id = ? ORDER BY {order}",
                [activity_id],
            )
        ]
    if not rows["activity"]:
        raise StoreError("This activity is not there any more.")
    found = editing_replay.records_at(writer, "record", activity_id) if records else None
    return Shape(activity_id, rows, records=found, of=(activity_id,))


def _shown_now(writer: Writer, activity_id: int, kind: str) -> Any:
    """Give what is shown of what an edit of that kind changes, as JSON holds it."""
    shape = shown(writer, activity_id)
    first = shape.sessions[0] if shape.sessions else {}
    was: Mapping[str, Any] = {
        editing_replay.SPORT: {"sport": first.get("sport"), "sub_sport": first.get("sub_sport")},
        editing_replay.RACE: shape.activity["is_race"],
        editing_replay.NAME: shape.activity["name"],
        editing_replay.NOTE: shape.activity["description"],
        editing_replay.EXCLUDED: shape.activity["left_out_because"],
        editing_replay.RPE: first.get("rpe_0_10"),
        DISTANCE: {"distance_m": shape.distance_m},
        CUT: {"from": shape.start.isoformat(), "to": shape.end.isoformat()},
        SPLIT: {"distance_m": shape.distance_m},
        JOIN: {"distance_m": shape.distance_m},
    }
    if kind not in was:
        raise StoreError("That cannot be changed of an activity.")
    return was[kind]


def made_by(writer: Writer, edit_no: int) -> int:
    """Give the number of the activity that a split made."""
    return int(writer.ask("SELECT other_id FROM activity_edit WHERE edit_no = ?", [edit_no])[0][0])


# When sources come and go


def follow(writer: Writer, moved: Mapping[int, int]) -> None:
    """Have edits go along where an activity lives on under another number, since its first source is gone."""
    for old, new in moved.items():
        writer.change("UPDATE activity_edit SET activity_id = ? WHERE activity_id = ?", [new, old])
        writer.change(
            "UPDATE activity_edit SET other_id = ? WHERE other_id = ? AND edit_kind = 'join'", [new, old]
        )


def forget_gone(writer: Writer, athlete_ids: Iterable[int]) -> int:
    """Remove the edits of activities that are gone, and those that stood on them; gives how many."""
    gone: list[int] = []
    for athlete_id in sorted(set(athlete_ids)):
        edits = [
            Edit(*row)
            for row in writer.ask(
                f"SELECT {', '.join(editing_replay.COLUMNS)} FROM activity_edit WHERE athlete_id = ? "
                "ORDER BY edit_no",
                [athlete_id],
            )
        ]
        if not edits:
            continue
        there = {
            row[0]
            for row in writer.ask(
                "SELECT activity_id FROM activity WHERE athlete_id = ? AND activity_id NOT IN "
                "(SELECT activity_id FROM activity_piece) "
                "UNION SELECT own_id FROM activity_source WHERE athlete_id = ? "
                "UNION SELECT activity_id FROM activity_source WHERE athlete_id = ?",
                [athlete_id] * 3,
            )
        }
        for edit in edits:
            needed = {edit.activity_id} | ({edit.other_id} if edit.edit_kind == JOIN else set())
            if not needed <= there:
                gone.append(edit.edit_no)
            elif edit.edit_kind == SPLIT and edit.other_id is not None:
                there.add(edit.other_id)
    if gone:
        writer.change(f"DELETE FROM activity_edit WHERE edit_no IN ({', '.join(map(str, gone))})")
    return len(gone)
