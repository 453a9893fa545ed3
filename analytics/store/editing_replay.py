"""Edits laid over what sources tell: which activities they make together, and what those are then.

An edit is kept as it was said; what is shown is made of the sources and of all edits that hold, in the order
in which they were said. One that no longer fits (its source tells something else now) is passed over.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from analytics.ingest.batch import RECORD_COLUMNS, ActivityRow, Columns, PauseRow, SessionRow
from analytics.store import activity_rows, editing_joining, editing_shapes
from analytics.store.editing_shapes import NotPossibleError, Row, Shape
from analytics.store.records import invalid
from analytics.store.rows import BestEffortRow, RunMeasure, StagedActivity

if TYPE_CHECKING:
    from analytics.store.writer import Writer

SPORT, RACE, NAME, NOTE, EXCLUDED, RPE = "sport", "race", "name", "note", "excluded", "rpe"
DISTANCE, CUT, SPLIT, JOIN = "distance", "cut", "split", "join"
SHAPING = (DISTANCE, CUT, SPLIT, JOIN)
"""Edits that change the records."""
MEASURED = ("run_measure", "best_effort")
FIT_EPOCH = dt.datetime(1989, 12, 31)

Measure = Callable[[ActivityRow], tuple[Sequence[RunMeasure], Sequence[BestEffortRow]]]
_measures: list[Measure] = []


def measure_with(measure: Measure) -> None:
    """Have edited runs measured by this: the formulas are no business of the store."""
    _measures[:] = [measure]


@dataclasses.dataclass(frozen=True)
class Edit:
    """One edit; a row of `activity_edit`."""

    edit_no: int
    athlete_id: int
    activity_id: int
    edit_kind: str
    edit_was: str | None
    edit_is: str
    other_id: int | None
    said_at_utc: dt.datetime
    taken_back_at_utc: dt.datetime | None = None

    @property
    def was(self) -> Any:
        """What was shown before it was said."""
        return None if self.edit_was is None else json.loads(self.edit_was)

    @property
    def now(self) -> Any:
        """What the person said."""
        return json.loads(self.edit_is)

    @property
    def holds(self) -> bool:
        """Whether it has not been taken back."""
        return self.taken_back_at_utc is None


COLUMNS = [field.name for field in dataclasses.fields(Edit)]


def standing(writer: Writer, athlete_ids: Iterable[int]) -> list[Edit]:
    """List the edits of athletes that hold, in the order in which they were said."""
    among = ", ".join(str(number) for number in sorted(set(athlete_ids)))
    if not among:
        return []
    return [
        Edit(*row)
        for row in writer.ask(
            f"SELECT {', '.join(COLUMNS)} FROM activity_edit WHERE athlete_id IN ({among}) "
            "AND taken_back_at_utc IS NULL ORDER BY edit_no"
        )
    ]


def families(edits: Iterable[Edit]) -> dict[int, set[int]]:
    """Give, for each number that an edit names, all numbers that edits put together with it."""
    found: dict[int, set[int]] = {}
    for edit in edits:
        both = {edit.activity_id} | ({edit.other_id} if edit.other_id is not None else set())
        family = set().union(both, *(found[number] for number in both if number in found))
        for number in family:
            found[number] = family
    return found


@dataclasses.dataclass
class Edited:
    """What edits that hold have to do with some activities of sources.

    `groups` are the numbers of the activities they touch, all that belong together; `by_record` says that
    one of them needs the records.
    """

    edits: list[Edit] = dataclasses.field(default_factory=list)
    alias: dict[int, int] = dataclasses.field(default_factory=dict)
    groups: frozenset[int] = frozenset()

    @property
    def by_record(self) -> bool:
        """Whether an edit changes the records, or what is measured in them."""
        return any(edit.edit_kind in (*SHAPING, SPORT, RACE) for edit in self.edits)

    def touches(self, shape: Shape) -> bool:
        """Say whether the activity is one that edits touch."""
        return any(number in self.groups for number in shape.of)

    def laid_over(self, shapes: Sequence[Shape]) -> list[Shape]:
        """Give the activities as they are to be shown."""
        if not self.edits:
            return list(shapes)
        return [
            measured(shape) if self.touches(shape) else shape
            for shape in replay(self.edits, shapes, self.alias)
        ]


def of_activities(writer: Writer, ids: Sequence[int]) -> Edited:
    """Find the edits that hold of activities that have sources, and all activities these belong to."""
    among = ", ".join(str(number) for number in ids)
    athletes = writer.ask(f"SELECT DISTINCT athlete_id FROM activity_source WHERE activity_id IN ({among})")
    edits = standing(writer, [row[0] for row in athletes])
    if not edits:
        return Edited()
    whose = ", ".join(str(row[0]) for row in athletes)
    alias: dict[int, int] = {}
    for number, own_id in writer.ask(
        "SELECT activity_id, own_id FROM activity_source "
        f"WHERE athlete_id IN ({whose}) ORDER BY activity_id <> own_id, arrived_no"
    ):
        alias.setdefault(own_id, number)
        alias.setdefault(number, number)
    asked = set(ids)
    wanted = related(edits, [number for number, group in alias.items() if group in asked])
    edits = [edit for edit in edits if edit.activity_id in wanted]
    return Edited(edits, alias, frozenset(alias[number] for number in wanted if number in alias))


def related(edits: Sequence[Edit], numbers: Iterable[int]) -> set[int]:
    """Give all numbers that edits put together with any of these."""
    found = families(edits)
    wanted: set[int] = set()
    for number in numbers:
        wanted |= found.get(number, set())
    return wanted


def replay(edits: Sequence[Edit], shapes: Sequence[Shape], alias: Mapping[int, int]) -> list[Shape]:
    """Lay edits over activities.

    Parameters
    ----------
    edits
        Those that hold, in the order in which they were said.
    shapes
        The activities as their sources tell.
    alias
        The number of the activity that each source's own number stands for.

    Returns
    -------
    list of Shape
        What is to be shown: more than there were where one was split, fewer where two were joined.
    """
    there = {shape.number: shape for shape in shapes}
    for at, edit in enumerate(edits):
        number = edit.activity_id if edit.activity_id in there else alias.get(edit.activity_id, -1)
        if number not in there or _overtaken(edit, edits[at + 1 :]):
            continue
        other = edit.other_id
        if edit.edit_kind == JOIN and other is not None and other not in there:
            other = alias.get(other, -1)
        try:
            apply(edit, there, number, other)
        except NotPossibleError:
            continue
    return list(there.values())


def _overtaken(edit: Edit, later: Sequence[Edit]) -> bool:
    """Say whether a later edit of the same kind holds instead, with no other change of the shape between."""
    for other in later:
        touches = edit.activity_id in (other.activity_id, other.other_id)
        if touches and other.edit_kind == edit.edit_kind and edit.edit_kind not in (SPLIT, JOIN):
            return True
        if touches and other.edit_kind in SHAPING:
            return False
    return False


def apply(edit: Edit, there: dict[int, Shape], number: int, other: int | None) -> None:
    """Change the activities that are there as an edit says.

    Raises
    ------
    NotPossibleError
        If it does not fit them.
    """
    shape, now = there[number], edit.now
    if edit.edit_kind == DISTANCE:
        there[number] = editing_shapes.scaled(
            shape, distance_m=now.get("distance_m"), factor=now.get("factor")
        )
    elif edit.edit_kind == CUT:
        there[number] = editing_shapes.cut(shape, moment(now["from"]), moment(now["to"]))
    elif edit.edit_kind == SPLIT and other is not None:
        there[number], there[other] = editing_shapes.split(shape, moment(now["at"]), other)
    elif edit.edit_kind == JOIN and other in there and other != number:
        there[number] = editing_joining.joined(shape, there[other])
        del there[other]
    else:
        there[number] = _said(shape, edit.edit_kind, now)


def moment(text: str) -> dt.datetime:
    """Read a moment as an edit keeps it: universal time in ISO 8601.

    Examples
    --------
    >>> moment("2026-03-02T07:30:00")
    datetime.datetime(2026, 3, 2, 7, 30)
    """
    return dt.datetime.fromisoformat(text)


def _said(shape: Shape, kind: str, now: Any) -> Shape:
    """Give an activity with what a person said of it in place of what its sources say."""
    shape = shape.copy()
    if kind == SPORT:
        for row in shape.sessions:
            row |= {"sport": now["sport"], "sub_sport": now["sub_sport"]}
        shape.remeasure = True
    elif kind == RACE:
        shape.activity["is_race"] = now
        shape.remeasure = True
    elif kind == RPE:
        for row in shape.sessions:
            row["rpe_0_10"] = now
    elif kind == NAME:
        shape.activity["name"] = now
    elif kind == NOTE:
        shape.activity["description"] = now
    elif kind == EXCLUDED:
        shape.activity["left_out_because"] = now
    return shape


def measured(shape: Shape) -> Shape:
    """Work out an edited activity's measures, unless it is left out of all figures: then it has none."""
    if shape.activity.get("left_out_because") is not None:
        return dataclasses.replace(shape, rows=shape.rows | {table: [] for table in MEASURED})
    if not shape.remeasure:
        return shape
    if not _measures:
        raise ValueError("nobody has said how edited runs are measured: editing_replay.measure_with")
    fields = {field.name for field in dataclasses.fields(SessionRow)}
    row = ActivityRow(
        sessions=[
            SessionRow(**{name: value for name, value in one.items() if name in fields})
            for one in shape.sessions
        ],
        start_utc=shape.start,
        is_race=shape.activity["is_race"],
        records=shape.records,
        pauses=[PauseRow(one["start_utc"], one["duration_s"]) for one in shape.rows["activity_pause"]],
    )
    measures, efforts = _measures[0](row)
    staged = StagedActivity(
        row, shape.number, shape.start, None, None, None, run_measures=measures, best_efforts=efforts
    )
    rows = {
        table: [part | {"activity_id": shape.number} for part in activity_rows.PARTS[table](staged)]
        for table in MEASURED
    }
    return dataclasses.replace(shape, rows=shape.rows | rows)


def records_at(writer: Writer, table: str, number: int) -> Columns | None:
    """Give records as a reader gives them: raw integers, FIT's mark for what is unknown; None without any."""
    names = list(RECORD_COLUMNS)
    told = ", ".join(f"coalesce({name}, {invalid(RECORD_COLUMNS[name][0])})" for name in names)
    arrays = writer.ask_columns(
        f"SELECT {told} FROM {table} WHERE activity_id = {int(number)} ORDER BY time_fit_s"
    )
    if not arrays or not len(arrays[0]):
        return None
    found = {
        name: np.asarray(array).astype(RECORD_COLUMNS[name][0])
        for name, array in zip(names, arrays, strict=True)
    }
    return cast(
        Columns,
        {
            name: column
            for name, column in found.items()
            if name == "time_fit_s" or bool(np.any(column != invalid(RECORD_COLUMNS[name][0])))
        },
    )


def rows_of(shape: Shape) -> dict[str, list[Row]]:
    """Give the rows to show, each under the activity's number."""
    return {
        table: [row | {"activity_id": shape.number} for row in rows] for table, rows in shape.rows.items()
    }
