"""Undoing an import: what it alone brought goes, what it replaced comes back, and what others brought stays.

A file stays as long as an import that has not been undone brought it. So undoing depends on nothing but which
imports are left: it gives what importing only those would have given.
"""

from __future__ import annotations

import dataclasses
import logging
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from analytics.errors import StoreError
from analytics.store import editing, editing_replay, merging, people, sightings, undoing_logs
from analytics.store.logs import SHARED
from analytics.store.records import tables_of
from analytics.store.same_activity import Seen, Sight, track_overlap_pct
from analytics.store.undoing_logs import gone

if TYPE_CHECKING:
    from analytics.store.writer import Writer

log = logging.getLogger(__name__)

OF_ONE_SOURCE = (*merging.PARTS, *tables_of("record"))
HELD = (
    "activity",
    "strength_set",
    "injury",
    "checkin",
    "checkin_problem",
    "weekly_load",
    "coverage",
    "gear",
    "gear_use",
    "personal_record",
    "squad_member",
    "exercise_label",
    "side_convention",
    "guided_session",
    "saved_routine",
    "week_setting",
    "source_file",
)
"""Where an athlete who has anything has it."""


@dataclasses.dataclass
class Undone:
    """What an undoing took out, and what it left because another import brought it as well."""

    batch_id: str
    files: int = 0
    files_left: int = 0
    activities: int = 0
    sources: int = 0  # activities that stay, since a file of another import tells of them, too
    strength_sets: int = 0
    injuries: int = 0
    other_rows: int = 0
    athletes: int = 0


def undo(writer: Writer, batch_id: str) -> Undone:
    """Undo an import wholly.

    Raises
    ------
    StoreError
        If there is no such import, or it has been undone already.
    """
    writer.settle()
    found = writer.ask("SELECT undone_at_utc FROM import_batch WHERE batch_id = ?", [batch_id])
    if not found:
        raise StoreError(f"There is no import {batch_id}.")
    if found[0][0] is not None:
        raise StoreError(f"The import {batch_id} has been undone already.")
    done = Undone(batch_id)
    writer.change("UPDATE import_batch SET undone_at_utc = ? WHERE batch_id = ?", [writer.now_utc, batch_id])
    writer.change(
        "CREATE OR REPLACE TEMP TABLE gone AS "
        "SELECT DISTINCT sha256, athlete_id FROM batch_file WHERE batch_id = ? EXCEPT "
        "SELECT f.sha256, f.athlete_id FROM batch_file AS f "
        "JOIN import_batch AS b ON b.batch_id = f.batch_id "
        "WHERE b.undone_at_utc IS NULL",
        [batch_id],
    )
    done.files = int(writer.ask("SELECT count(*) FROM gone")[0][0])
    claimed = writer.ask(
        "SELECT count(DISTINCT (sha256, athlete_id)) FROM batch_file WHERE batch_id = ?", [batch_id]
    )
    done.files_left = int(claimed[0][0]) - done.files
    _touch_everybody_concerned(writer)
    _undo_activities(writer, done)
    undoing_logs.undo_sets(writer, done)
    for table in SHARED:
        count = undoing_logs.undo_shared(writer, table)
        if table == "injury":
            done.injuries = count
        else:
            done.other_rows += count
    done.other_rows += undoing_logs.undo_coverage(writer)
    undoing_logs.undo_versions(writer)
    for table in ("gear", "gear_use", "personal_record"):
        done.other_rows += writer.change(f"DELETE FROM {table} AS t WHERE {gone('t')}")
    _undo_receipt(writer, batch_id)
    done.athletes = _undo_athletes(writer, batch_id)
    writer.change("DROP TABLE gone")
    writer.forget_what_was_seen()
    log.info("undid import %s: %s", batch_id, dataclasses.asdict(done))
    return done


def _touch_everybody_concerned(writer: Writer) -> None:
    for table in ("activity", "activity_source", "strength_set", "injury", "checkin", "weekly_load",
                  "coverage", "aside_injury", "aside_checkin", "aside_weekly_load"):  # fmt: skip
        for row in writer.ask(f"SELECT DISTINCT t.athlete_id FROM {table} AS t WHERE {gone('t')}"):
            writer.touch(row[0])


# Activities


def _undo_activities(writer: Writer, done: Undone) -> None:
    single = [
        row[0]
        for row in writer.ask(
            f"SELECT t.activity_id FROM activity AS t WHERE {gone('t')} AND {merging.ALONE}"
        )
    ]
    shared = [
        row[0]
        for row in writer.ask(f"SELECT DISTINCT t.activity_id FROM activity_source AS t WHERE {gone('t')}")
    ]
    goes = {row[0] for row in writer.ask(f"SELECT t.source_id FROM activity_source AS t WHERE {gone('t')}")}
    remove_activities(writer, single)
    done.activities = len(single)
    edited = editing_replay.of_activities(writer, shared).groups if shared else frozenset()
    if shared:
        merging.open_up(writer, shared)
        groups: dict[int, list[merging.Source]] = defaultdict(list)
        for source in merging.sources_of(writer, shared):
            groups[source.activity_id].append(source)
        merging.drop_sources(writer, sorted(goes))
        left = {number: [s for s in group if s.source_id not in goes] for number, group in groups.items()}
        done.activities += sum(not group for group in left.values())
        done.sources = sum(bool(group) for group in left.values())
        formed = {number: parted(writer, group) for number, group in left.items() if group}
        numbers = iter(merging.form(writer, [part for parts in formed.values() for part in parts]))
        for number, parts in formed.items():
            first, *_ = [next(numbers) for _ in parts]
            stays = {source.own_id for source in left[number]}
            editing.follow(writer, {s.own_id: first for s in groups[number] if s.own_id not in stays})
            edited |= {first} if number in edited else set()
    editing.forget_gone(
        writer,
        [
            row[0]
            for row in writer.ask(
                "SELECT DISTINCT e.athlete_id FROM activity_edit AS e WHERE EXISTS ("
                "SELECT 1 FROM gone AS g WHERE g.athlete_id IS NULL OR g.athlete_id = e.athlete_id)"
            )
        ],
    )
    merging.set_aside(writer, sorted(edited))
    merging.rebuild(writer, sorted(edited))
    writer.change(
        "DELETE FROM activity_pair AS p WHERE p.verdict = 'doubt' AND NOT ("
        "p.one_id IN (SELECT activity_id FROM activity UNION SELECT own_id FROM activity_source) AND "
        "p.other_id IN (SELECT activity_id FROM activity UNION SELECT own_id FROM activity_source))"
    )


def remove_activities(writer: Writer, ids: list[int]) -> None:
    """Remove shown activities with all their parts."""
    if ids:
        among = ", ".join(map(str, ids))
        for table in OF_ONE_SOURCE:
            writer.change(f"DELETE FROM {table} WHERE activity_id IN ({among})")


def parted(writer: Writer, group: list[merging.Source]) -> list[list[merging.Source]]:
    """Part opened sources as they would have come together by themselves, one after the other."""
    if len(group) == 1:
        return [group]
    before = writer.seen(group[0].athlete_id)
    seen = Seen(before.start_s, before.size_pct, before.limits, before.decided)
    told = {
        (sight.own_id, sight.source_sha256): sight
        for sight in sightings.sights(
            writer, f"source_id IN ({', '.join(str(source.source_id) for source in group)})", []
        )
    }
    parts: dict[int, list[merging.Source]] = {}
    for source in sorted(group, key=lambda one: one.arrived_no):
        sight = told[(source.own_id, source.source_sha256)]
        twin, _ = seen.look(
            dataclasses.replace(sight, activity_id=source.own_id),
            partial(_tracks_overlap, writer, parts, source),
        )
        number = source.source_id if twin is None else twin.activity_id
        parts.setdefault(number, []).append(source)
        seen.add(dataclasses.replace(sight, activity_id=number))
    return list(parts.values())


def _tracks_overlap(
    writer: Writer,
    parts: dict[int, list[merging.Source]],
    source: merging.Source,
    other: Sight,
    within_m: float,
) -> float | None:
    fellow = next((s for group in parts.values() for s in group if s.own_id == other.own_id), None)
    if fellow is None:
        return None
    tracks = [sightings.stored_track(writer, one.source_id, aside=True) for one in (fellow, source)]
    return track_overlap_pct(*tracks, within_m=within_m)


# The receipt


def _undo_receipt(writer: Writer, batch_id: str) -> None:
    file_gone = (
        "EXISTS (SELECT 1 FROM gone AS g WHERE g.sha256 = f.sha256 "
        "AND g.athlete_id IS NOT DISTINCT FROM f.athlete_id)"
    )
    # What still waits to be explained goes with the import that brought it, unless it waited before. A table
    # waits as soon as it is read; its import has its row only when the first files are stored.
    writer.change(
        """
        DELETE FROM waiting_table AS w
        WHERE w.sha256 IN (
                SELECT f.sha256 FROM source_file AS f WHERE f.batch_id = ? AND f.status = 'refused'
            )
            AND w.waiting_since_utc >= (
                SELECT b.started_at_utc - INTERVAL 10 MINUTE FROM import_batch AS b WHERE b.batch_id = ?
            )
        """,
        [batch_id, batch_id],
    )
    writer.change("DELETE FROM import_problem WHERE batch_id = ?", [batch_id])
    writer.change(f"DELETE FROM source_file AS f WHERE {file_gone}")
    writer.change(
        "DELETE FROM source_file WHERE batch_id = ? AND status IN ('refused', 'ignored')", [batch_id]
    )
    writer.change(
        """
        UPDATE source_file SET batch_id = (
            SELECT min(c.batch_id) FROM batch_file AS c JOIN import_batch AS b ON b.batch_id = c.batch_id
            WHERE b.undone_at_utc IS NULL AND c.sha256 = source_file.sha256
                AND c.athlete_id IS NOT DISTINCT FROM source_file.athlete_id
        )
        WHERE batch_id = ?
        """,
        [batch_id],
    )


def _undo_athletes(writer: Writer, batch_id: str) -> int:
    """Remove whom the import made, if nothing else is theirs."""
    writer.flush()
    made = [
        row[0] for row in writer.ask("SELECT athlete_id FROM batch_athlete WHERE batch_id = ?", [batch_id])
    ]
    empty = [
        number
        for number in made
        if not any(
            writer.ask(f"SELECT 1 FROM {table} WHERE athlete_id = ? LIMIT 1", [number]) for table in HELD
        )
    ]
    return people.remove(writer, empty, simulated=False) if empty else 0
