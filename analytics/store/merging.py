"""One activity out of several sources: each source is kept whole, and the shown one is made of them.

The shown activity lies in the tables everybody reads (activity, session, ...). Where it has several
sources, each lies beside it in the tables `aside_*`, so that taking one away again, or asking a person
whether they are two, loses nothing. What is shown depends on the sources alone: data/merge_order.csv
says whom to believe.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from analytics.ingest.batch import Columns
from analytics.store import editing_replay, facts, field_by_field
from analytics.store.editing_shapes import Shape
from analytics.store.logs import ASIDE as ASIDE
from analytics.store.logs import row_id
from analytics.store.records import invalid, table_for_any, tables_of
from analytics.store.rows import StagedActivity

if TYPE_CHECKING:
    from analytics.store.writer import Writer

PARTS = ("activity", "session", "lap", "run_measure", "best_effort", "strength_set", *facts.FACTS)
TELLING = (
    "latitude_sc", "heart_rate_bpm", "altitude_raw", "cadence_rpm", "power_w", "speed_mm_s", "distance_cm",
    "temperature_c", "stance_time_raw",
)  # fmt: skip
"""Which columns of records make a file rich."""

ALONE = (
    "activity_id NOT IN (SELECT activity_id FROM activity_source) "
    "AND activity_id NOT IN (SELECT activity_id FROM activity_piece)"
)
"""The condition that what is shown of an activity is its one source itself, and lies nowhere else."""

Row = dict[str, Any]


@dataclasses.dataclass
class Source:
    """One source of an activity that has several; a row of `activity_source`."""

    activity_id: int
    source_id: int
    own_id: int
    athlete_id: int
    source_sha256: str | None
    source_kind: str | None
    arrived_no: int = -1  # not stored yet
    record_columns: int = 0
    record_rows: int = 0
    shows_records: bool = False


COLUMNS = [field.name for field in dataclasses.fields(Source)]


def source_id(athlete_id: int, sha256: str | None, own_id: int, place: int) -> int:
    """Give the number under which a source's own rows are kept."""
    return row_id("source", athlete_id, sha256 if sha256 is not None else place, own_id)


def richness(records: Columns | None) -> tuple[int, int]:
    """Count what records tell: columns that say anything, and rows."""
    if not records or "time_fit_s" not in records:
        return 0, 0
    told = [
        name
        for name in TELLING
        if name in records and bool(np.any(records[name] != invalid(str(records[name].dtype.str[1:]))))
    ]
    return len(told), len(records["time_fit_s"])


def names_its_sets(staged: StagedActivity) -> bool:
    """Say whether the sets come from a log that names its exercises."""
    return any(one.row.lane == "logged" and one.row.source_name for one in staged.sets)


# Making the shown activity


def settle(writer: Writer, waiting: Sequence[Source]) -> None:
    """Store newcomers as sources of the activities they are, and make those anew; their parts lie aside."""
    ids = sorted({source.activity_id for source in waiting})
    set_aside(writer, ids)
    last = dict(
        writer.ask(
            f"SELECT activity_id, max(arrived_no) FROM activity_source WHERE activity_id IN ({_among(ids)}) "
            "GROUP BY activity_id"
        )
    )
    for source in waiting:
        last[source.activity_id] = source.arrived_no = last[source.activity_id] + 1
    _keep_sources(writer, waiting)
    rebuild(writer, ids)


def set_aside(writer: Writer, ids: Sequence[int]) -> None:
    """Lay the rows of activities that have one source beside, so that others can join."""
    if not ids:
        return
    writer.flush()
    alone = [
        row[0]
        for row in writer.ask(
            f"SELECT activity_id FROM activity WHERE activity_id IN ({_among(ids)}) AND {ALONE}"
        )
    ]
    if not alone:
        return
    among = _among(alone)
    told = " + ".join(f"CAST(count({name}) > 0 AS INTEGER)" for name in TELLING)
    writer.change(
        f"""
        INSERT INTO activity_source ({", ".join(COLUMNS)})
        SELECT a.activity_id, a.activity_id, a.activity_id, a.athlete_id, a.source_sha256, a.source_kind, 0,
            coalesce(r.told, 0), coalesce(r.n, 0), coalesce(r.n, 0) > 0
        FROM activity AS a
        LEFT JOIN (
            SELECT activity_id, count(*) AS n, {told} AS told FROM record
            WHERE activity_id IN ({among}) GROUP BY activity_id
        ) AS r ON r.activity_id = a.activity_id
        WHERE a.activity_id IN ({among})
        """
    )
    for table in PARTS:
        columns = ", ".join(writer.sieve.stored_columns(table))
        writer.change(
            f"INSERT INTO {ASIDE}{table} ({columns}) "
            f"SELECT {columns} FROM {table} WHERE activity_id IN ({among})"
        )


def rebuild(writer: Writer, ids: Sequence[int], *, checked: bool = False) -> None:
    """Make shown activities out of their sources and what a person changed of them.

    One that has a single source left, and of which nothing is changed, is that source again.

    Parameters
    ----------
    checked
        Whether what edits make has to pass the rules of staging: when they are said, not when they are only
        laid over their sources again.

    Raises
    ------
    StoreError
        If an edit that is to be checked makes something that breaks a rule.
    """
    if not ids:
        return
    writer.flush()
    edited = editing_replay.of_activities(writer, ids)
    groups: dict[int, list[Source]] = defaultdict(list)
    for source in sources_of(writer, sorted({*ids, *edited.groups})):
        groups[source.activity_id].append(source)
    parts = {
        table: _asides(writer, table, [s.source_id for g in groups.values() for s in g]) for table in PARTS
    }
    best = {number: _best(group, parts) for number, group in groups.items()}
    shapes = [
        Shape(
            number,
            field_by_field.merged(number, group, best[number], parts),
            records=_records_of(writer, best[number])
            if number in edited.groups and edited.by_record
            else None,
            of=(number,),
        )
        for number, group in groups.items()
    ]
    _remove_shown(writer, list(groups))
    made = edited.laid_over(shapes)
    reshaped = {number for shape in made if shape.reshaped for number in shape.of}
    _show_records(writer, groups, best, reshaped)
    _show(writer, made, {shape.number for shape in made if edited.touches(shape)} if checked else set())
    alone = {number for number, group in groups.items() if len(group) == 1 and number not in edited.groups}
    _forget_sources(writer, [source.source_id for group in groups.values() for source in group])
    _keep_sources(writer, [s for number, group in groups.items() if number not in alone for s in group])
    _remove_aside(writer, [groups[number][0].source_id for number in sorted(alone)])
    writer.flush()


def _best(group: Sequence[Source], parts: dict[str, dict[int, list[Row]]]) -> Source:
    """Give the source whose records are shown."""
    return min(
        group,
        key=lambda s: (-s.record_columns, -s.record_rows, field_by_field.rank("any", s, parts), s.arrived_no),
    )


def _records_of(writer: Writer, source: Source) -> Columns | None:
    place = ("record", source.activity_id) if source.shows_records else ("aside_record", source.source_id)
    return editing_replay.records_at(writer, *place)


def _show_records(
    writer: Writer, groups: dict[int, list[Source]], best: dict[int, Source], reshaped: set[int]
) -> None:
    """Move the best source's records to where they are read; aside, where an edit made others of them."""
    away: list[tuple[int, int]] = []
    here: list[tuple[int, int]] = []
    for number, group in groups.items():
        wanted = best[number] if best[number].record_rows and number not in reshaped else None
        holder = next((source for source in group if source.shows_records), None)
        if holder is wanted or (wanted is None and number not in reshaped):
            continue
        if holder is not None:
            away.append((number, holder.source_id))
            holder.shows_records = False
        if wanted is not None:
            here.append((wanted.source_id, number))
            wanted.shows_records = True
    _move_records(writer, away, "record", "aside_record")
    _move_records(writer, here, "aside_record", "record")


def _show(writer: Writer, made: Sequence[Shape], checked: set[int]) -> None:
    """Keep the rows of shown activities; those in `checked` have to pass the rules."""
    shown: dict[str, list[Row]] = {table: [] for table in PARTS}
    for shape in made:
        for table, rows in editing_replay.rows_of(shape).items():
            if shape.number in checked and rows:
                writer.keep(table, writer.all_sound(table, rows))
            else:
                shown[table] += rows
        if shape.reshaped:
            for number in shape.of:
                writer.note("activity_piece", {"activity_id": shape.number, "of_id": number})
            if shape.records is not None:
                writer.keep_records(shape.number, shape.records)
    for table, rows in shown.items():
        if rows:
            writer.keep(table, writer.sift(table, rows, passed=True).table)


def open_up(writer: Writer, ids: Sequence[int]) -> None:
    """Lay all sources of activities aside, records too, and show nothing of them; `form` shows them again."""
    set_aside(writer, ids)
    holders = [(s.activity_id, s.source_id) for s in sources_of(writer, ids) if s.shows_records]
    _move_records(writer, holders, "record", "aside_record")
    if ids:
        writer.change(
            f"UPDATE activity_source SET shows_records = false WHERE activity_id IN ({_among(ids)})"
        )
        _remove_shown(writer, ids)


def form(writer: Writer, groups: Iterable[Sequence[Source]]) -> list[int]:
    """Show each group of opened sources as one activity, under the number of the one that came first."""
    ids: list[int] = []
    sources: list[Source] = []
    taken: set[int] = set()
    for group in groups:
        if not group:
            continue
        first = min(group, key=lambda source: source.arrived_no)
        number = first.own_id
        while number in taken or writer.ask("SELECT 1 FROM activity WHERE activity_id = ?", [number]):
            number += 1
        taken.add(number)
        ids.append(number)
        sources += [dataclasses.replace(source, activity_id=number) for source in group]
    _forget_sources(writer, [source.source_id for source in sources])
    _keep_sources(writer, sources)
    rebuild(writer, ids)
    return ids


def drop_sources(writer: Writer, source_ids: Sequence[int]) -> None:
    """Remove opened sources for good."""
    _forget_sources(writer, source_ids)
    _remove_aside(writer, source_ids)


def sources_of(writer: Writer, ids: Sequence[int]) -> list[Source]:
    """List the sources of activities that have several, in the order in which they came."""
    if not ids:
        return []
    writer.flush()
    return [
        Source(*row)
        for row in writer.ask(
            f"SELECT {', '.join(COLUMNS)} FROM activity_source WHERE activity_id IN ({_among(ids)}) "
            "ORDER BY activity_id, arrived_no, source_id"
        )
    ]


# Rows in the database


def _asides(writer: Writer, table: str, source_ids: Sequence[int]) -> dict[int, list[Row]]:
    columns = writer.sieve.stored_columns(table)
    order = {"session": "session_no", "lap": "lap_no", "strength_set": "set_no"}.get(table, columns[1])
    found: dict[int, list[Row]] = defaultdict(list)
    for row in writer.ask(
        f"SELECT {', '.join(columns)} FROM {ASIDE}{table} WHERE activity_id IN ({_among(source_ids)}) "
        f"ORDER BY activity_id, {order}"
    ):
        whole = dict(zip(columns, row, strict=True))
        found[whole["activity_id"]].append(whole)
    return found


def _remove_shown(writer: Writer, ids: Sequence[int]) -> None:
    """Remove what is shown of activities, and what edits made of them with its records."""
    pieces = [
        row[0]
        for row in writer.ask(
            f"SELECT DISTINCT activity_id FROM activity_piece WHERE of_id IN ({_among(ids)})"
        )
    ]
    for table in PARTS:
        writer.change(f"DELETE FROM {table} WHERE activity_id IN ({_among([*ids, *pieces])})")
    if pieces:
        for table in (*tables_of("record"), "activity_piece"):
            writer.change(f"DELETE FROM {table} WHERE activity_id IN ({_among(pieces)})")


def _remove_aside(writer: Writer, source_ids: Sequence[int]) -> None:
    if source_ids:
        for table in (*(ASIDE + part for part in PARTS), *tables_of("aside_record")):
            writer.change(f"DELETE FROM {table} WHERE activity_id IN ({_among(source_ids)})")


def _forget_sources(writer: Writer, source_ids: Sequence[int]) -> None:
    if source_ids:
        writer.change(f"DELETE FROM activity_source WHERE source_id IN ({_among(source_ids)})")


def _keep_sources(writer: Writer, sources: Sequence[Source]) -> None:
    for source in sources:
        writer.note("activity_source", dataclasses.asdict(source))
    writer.flush()


def _move_records(writer: Writer, moves: Sequence[tuple[int, int]], here: str, there: str) -> None:
    if not moves:
        return
    columns = ", ".join(name for name in writer.sieve.columns["record"] if name != "activity_id")
    incoming = pa.table({"from_id": [move[0] for move in moves], "to_id": [move[1] for move in moves]})
    writer.change_from(
        f"INSERT INTO {table_for_any(there)} (activity_id, {columns}) "
        f"SELECT m.to_id, {columns} FROM {here} AS r "
        "JOIN incoming AS m ON m.from_id = r.activity_id ORDER BY m.to_id, r.time_fit_s",
        incoming,
    )
    for table in tables_of(here):
        writer.change(f"DELETE FROM {table} WHERE activity_id IN ({_among([move[0] for move in moves])})")


def _among(ids: Iterable[int]) -> str:
    return ", ".join(str(number) for number in ids) or "NULL"
