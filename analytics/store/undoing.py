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
from analytics.store import logs, merging, people
from analytics.store.logs import ASIDE, SHARED
from analytics.store.same_activity import SAME, Seen, Sight, track_overlap_pct

if TYPE_CHECKING:
    from analytics.store.writer import Writer

log = logging.getLogger(__name__)

OF_ONE_SOURCE = (*merging.PARTS, "record")
HELD = (
    "activity",
    "strength_set",
    "injury",
    "checkin",
    "weekly_load",
    "coverage",
    "gear",
    "gear_use",
    "personal_record",
    "squad_member",
    "exercise_label",
    "side_convention",
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
    _undo_sets(writer, done)
    for table in SHARED:
        count = _undo_shared(writer, table)
        if table == "injury":
            done.injuries = count
        else:
            done.other_rows += count
    done.other_rows += _undo_coverage(writer)
    for table in ("gear", "gear_use", "personal_record"):
        done.other_rows += writer.change(f"DELETE FROM {table} AS t WHERE {gone('t')}")
    _undo_receipt(writer, batch_id)
    done.athletes = _undo_athletes(writer, batch_id)
    writer.change("DROP TABLE gone")
    writer.forget_what_was_seen()
    log.info("undid import %s: %s", batch_id, dataclasses.asdict(done))
    return done


def gone(alias: str) -> str:
    """Give the condition that a row comes from a file that goes; a file of several people is nobody's."""
    return (
        f"EXISTS (SELECT 1 FROM gone AS g WHERE g.sha256 = {alias}.source_sha256 "
        f"AND (g.athlete_id IS NULL OR g.athlete_id = {alias}.athlete_id))"
    )


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
            f"SELECT t.activity_id FROM activity AS t WHERE {gone('t')} "
            "AND t.activity_id NOT IN (SELECT activity_id FROM activity_source)"
        )
    ]
    shared = [
        row[0]
        for row in writer.ask(f"SELECT DISTINCT t.activity_id FROM activity_source AS t WHERE {gone('t')}")
    ]
    goes = {row[0] for row in writer.ask(f"SELECT t.source_id FROM activity_source AS t WHERE {gone('t')}")}
    remove_activities(writer, single)
    done.activities = len(single)
    if shared:
        merging.open_up(writer, shared)
        groups: dict[int, list[merging.Source]] = defaultdict(list)
        for source in merging.sources_of(writer, shared):
            groups[source.activity_id].append(source)
        merging.drop_sources(writer, sorted(goes))
        left = {number: [s for s in group if s.source_id not in goes] for number, group in groups.items()}
        done.activities += sum(not group for group in left.values())
        done.sources = sum(bool(group) for group in left.values())
        formed = [part for group in left.values() if group for part in parted(writer, group)]
        merging.form(writer, formed)
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
        for sight in merging.sights(
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
    tracks = [merging.stored_track(writer, one.source_id, aside=True) for one in (fellow, source)]
    return track_overlap_pct(*tracks, within_m=within_m)


# Reviewing: a person says what two activities are to each other


def join(writer: Writer, one_id: int, other_id: int) -> int:
    """Make one activity of two that are shown; gives its number. `keep_apart` takes it back.

    Raises
    ------
    StoreError
        If one of them is not there (any more).
    """
    writer.settle()
    ids = [_shown(writer, one_id), _shown(writer, other_id)]
    owners = [writer.ask("SELECT athlete_id FROM activity WHERE activity_id = ?", [number]) for number in ids]
    if owners[0] != owners[1]:
        raise StoreError("The two activities are of two people.")
    merging.open_up(writer, ids)
    sources = merging.sources_of(writer, ids)
    for place, source in enumerate(
        sorted(sources, key=lambda one: (one.activity_id != ids[0], one.arrived_no))
    ):
        source.arrived_no = place
    _decide(writer, sources, SAME)
    (number,) = merging.form(writer, [sources]) if ids[0] != ids[1] else (ids[0],)
    writer.touch(sources[0].athlete_id)
    writer.forget_what_was_seen()
    return number


def keep_apart(writer: Writer, one_id: int, other_id: int) -> None:
    """Say that two are two: a doubt is settled, and if they are merged, the second stands alone again.

    Parameters
    ----------
    one_id, other_id
        The numbers the two have alone (own_id).
    """
    writer.settle()
    shown = [_shown(writer, number) for number in (one_id, other_id)]
    if shown[0] != shown[1]:
        athlete = writer.ask("SELECT athlete_id FROM activity WHERE activity_id = ?", [shown[0]])[0][0]
        _write_pair(writer, athlete, one_id, other_id, "two")
        return
    merging.open_up(writer, shown[:1])
    sources = merging.sources_of(writer, shown[:1])
    leaves = [source for source in sources if source.own_id == other_id][-1:]
    stays = [source for source in sources if source not in leaves]
    for fellow in stays:
        _write_pair(writer, fellow.athlete_id, fellow.own_id, other_id, "two")
    merging.form(writer, [stays, leaves])
    writer.touch(sources[0].athlete_id)
    writer.forget_what_was_seen()


def _shown(writer: Writer, number: int) -> int:
    found = writer.ask(
        "SELECT activity_id FROM activity WHERE activity_id = ? UNION ALL "
        "SELECT activity_id FROM activity_source WHERE own_id = ? OR source_id = ? LIMIT 1",
        [number] * 3,
    )
    if not found:
        raise StoreError("One of the two activities is not there any more.")
    return int(found[0][0])


def _decide(writer: Writer, sources: list[merging.Source], verdict: str) -> None:
    for place, one in enumerate(sources):
        for other in sources[place + 1 :]:
            if one.own_id != other.own_id:
                _write_pair(writer, one.athlete_id, one.own_id, other.own_id, verdict)


def _write_pair(writer: Writer, athlete_id: int, one_id: int, other_id: int, verdict: str) -> None:
    pair = [athlete_id, min(one_id, other_id), max(one_id, other_id)]
    writer.change("DELETE FROM activity_pair WHERE athlete_id = ? AND one_id = ? AND other_id = ?", pair)
    writer.change(
        "INSERT INTO activity_pair VALUES (?, ?, ?, ?, ?, ?)",
        [*pair, verdict, "said by a person", writer.now_utc],
    )


# Logs


def _undo_sets(writer: Writer, done: Undone) -> None:
    """Remove sets outside activities; where another file told of the same set, it is that one's now."""
    columns = ", ".join(writer.sieve.stored_columns("strength_set"))
    writer.change(f"DELETE FROM aside_strength_set AS t WHERE t.activity_id IS NULL AND {gone('t')}")
    removed = writer.change(f"DELETE FROM strength_set AS t WHERE t.activity_id IS NULL AND {gone('t')}")
    back = writer.change(
        f"""
        INSERT INTO strength_set ({columns})
        SELECT {columns} FROM (
            SELECT a.*, row_number() OVER (
                PARTITION BY a.set_id ORDER BY f.imported_at_utc, a.source_sha256
            ) AS place
            FROM aside_strength_set AS a
            LEFT JOIN source_file AS f ON f.sha256 = a.source_sha256 AND f.athlete_id = a.athlete_id
            WHERE a.activity_id IS NULL AND a.set_id NOT IN (SELECT s.set_id FROM strength_set AS s)
        ) AS candidate
        WHERE place = 1
        """
    )
    writer.change(
        "DELETE FROM aside_strength_set AS a WHERE a.activity_id IS NULL AND EXISTS ("
        "SELECT 1 FROM strength_set AS s WHERE s.set_id = a.set_id AND s.source_sha256 = a.source_sha256)"
    )
    done.strength_sets = removed - back


def _undo_shared(writer: Writer, table: str) -> int:
    """Remove rows that nobody else tells of; those that others tell of are made of what they said."""
    stored = writer.sieve.stored_columns(table)
    key, details = SHARED[table]
    alike = " AND ".join(f"a.{name} IS NOT DISTINCT FROM t.{name}" for name in ("athlete_id", *key))
    removed = writer.change(
        f"DELETE FROM {table} AS t WHERE {gone('t')} "
        f"AND NOT EXISTS (SELECT 1 FROM {ASIDE}{table} AS a WHERE {alike})"
    )
    names = ", ".join(f"t.{name}" for name in ("athlete_id", *key))
    keys = writer.ask(f"SELECT DISTINCT {names} FROM {ASIDE}{table} AS t WHERE {gone('t')}")
    writer.change(f"DELETE FROM {ASIDE}{table} AS t WHERE {gone('t')}")
    for athlete_id, *named in keys:
        where, params = logs.same_key(table, athlete_id, tuple(named))
        told = [
            dict(zip(stored, row, strict=True))
            for row in writer.ask(
                f"SELECT {', '.join(stored)} FROM {ASIDE}{table} WHERE {where} ORDER BY arrived_no", params
            )
        ]
        writer.change(f"DELETE FROM {table} WHERE {where}", params)
        if not told:
            removed += 1
            continue
        shown = dict(told[0])
        for row in told[1:]:
            shown |= {name: row[name] for name in details if row[name] is not None}
        writer.keep(table, writer.sift(table, [shown], passed=True).table)
        if len(told) == 1:
            writer.change(f"DELETE FROM {ASIDE}{table} WHERE {where}", params)
    writer.flush()
    return removed


def _undo_coverage(writer: Writer) -> int:
    removed = writer.change(f"DELETE FROM coverage AS t WHERE {gone('t')}")
    writer.change(f"DELETE FROM aside_coverage AS t WHERE {gone('t')}")
    within = (
        "o.athlete_id = a.athlete_id AND o.what = a.what AND o.basis = a.basis "
        "AND o.first_date <= a.first_date AND a.last_date <= o.last_date"
    )
    columns = writer.sieve.stored_columns("coverage")
    for row in writer.ask(
        f"SELECT {', '.join(columns)} FROM aside_coverage AS a WHERE NOT EXISTS "
        f"(SELECT 1 FROM coverage AS o WHERE {within}) ORDER BY first_date, last_date DESC, source_sha256"
    ):
        span = dict(zip(columns, row, strict=True))
        told = writer.ask(
            "SELECT 1 FROM coverage WHERE athlete_id = ? AND what = ? AND basis = ? AND first_date <= ? "
            "AND last_date >= ?",
            [span["athlete_id"], span["what"], span["basis"], span["first_date"], span["last_date"]],
        )
        if not told:
            writer.keep("coverage", writer.sift("coverage", [span], passed=True).table)
            writer.flush()
            writer.change(
                "DELETE FROM aside_coverage WHERE athlete_id = ? AND what = ? AND basis = ? "
                "AND first_date = ? AND last_date = ? AND source_sha256 IS NOT DISTINCT FROM ?",
                [
                    span[name]
                    for name in ("athlete_id", "what", "basis", "first_date", "last_date", "source_sha256")
                ],
            )
    return removed


# The receipt


def _undo_receipt(writer: Writer, batch_id: str) -> None:
    file_gone = (
        "EXISTS (SELECT 1 FROM gone AS g WHERE g.sha256 = f.sha256 "
        "AND g.athlete_id IS NOT DISTINCT FROM f.athlete_id)"
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
