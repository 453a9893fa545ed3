"""Adding activities: new ones, and one more source of those that are in already."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from analytics.ingest.batch import Problem
from analytics.knowledge import merge_order
from analytics.store import facts, logs, merging, sightings
from analytics.store.activity_rows import PARTS, File, LookedOver, activity_row, has_records, numbered
from analytics.store.rows import Outcome, StagedActivity
from analytics.store.same_activity import DOUBT, FAMILIES, Limits, Seen, Sight, track_overlap_pct
from analytics.store.sieve import Sifted

if TYPE_CHECKING:
    from analytics.store.writer import Writer

log = logging.getLogger(__name__)

NOUNS = {
    "running": "run",
    "cycling": "ride",
    "walking": "walk",
    "swimming": "swim",
    "strength": "strength session",
}


def add(
    writer: Writer, athlete_id: int, sha256: str | None, kind: str, rows: Sequence[StagedActivity]
) -> Outcome:
    """Add activities; see `Writer.add_activities`."""
    looked = writer.looked if writer.looked is not None and writer.looked.holds(rows) else None
    sifted = None if looked is not None else _Sifted(writer, athlete_id, sha256, kind, rows)
    refused = _without_session(rows) if sifted is None else sifted.refused(rows)
    outcome = Outcome(
        rejected=[Problem("; ".join(words), line=rows[at].row.line) for at, words in sorted(refused.items())]
    )
    chosen = _choose(writer, athlete_id, sha256, kind, rows, refused)
    outcome.notes.extend(chosen.notes)
    records = sets = 0
    for prefix, numbers in (("", chosen.numbers), (merging.ASIDE, chosen.source_ids)):
        if not numbers:
            continue
        if looked is not None:
            writer.keep_looked_over(prefix, numbers, rows)
            stored_sets = sum(len(rows[at].sets) for at in numbers)
        else:
            assert sifted is not None
            stored_sets = sifted.keep(prefix, numbers, outcome)
        brought = chosen.brings_sets & numbers.keys()
        sets += sum(len(rows[at].sets) for at in brought) if prefix else stored_sets
        for at, number in numbers.items():
            columns = rows[at].row.records
            facts.add(writer, rows[at], number, prefix=prefix)
            if columns is not None:
                count = writer.keep_records(number, columns, aside=bool(prefix))
                records += count if not prefix or at in chosen.fuller else 0
    writer.await_merging(chosen.sources.values())
    for one_id, other_id, reason in chosen.doubts:
        writer.note(
            "activity_pair",
            {"athlete_id": athlete_id, "one_id": min(one_id, other_id), "other_id": max(one_id, other_id),
             "verdict": DOUBT, "reason": reason, "said_at_utc": writer.now_utc},
        )  # fmt: skip
    writer.flush_if_large()
    return dataclasses.replace(
        outcome,
        added=len(chosen.numbers) + len(chosen.fuller),
        known=len(rows) - len(refused) - len(chosen.numbers) - len(chosen.fuller),
        changed=len(chosen.changed),
        merged=len(chosen.sources),
        doubtful=len(chosen.doubts),
        records=records,
        strength_sets=sets,
        added_ids=list(chosen.numbers.values()),
    )


def look_over(writer: Writer, files: Sequence[File]) -> LookedOver:
    """Pass many files' activities through staging at once; see `Writer.look_over`."""
    writer.taken_ids([row.activity_id for *_, rows in files for row in rows])
    return LookedOver(writer, files)


class _Sifted:
    """The activities of one file, each kind of their rows passed through staging by itself."""

    def __init__(
        self, writer: Writer, athlete_id: int, sha256: str | None, kind: str, rows: Sequence[StagedActivity]
    ) -> None:
        self._writer, self._rows, self._athlete_id, self._sha256 = writer, rows, athlete_id, sha256
        self._activity = writer.sift(
            "activity", [activity_row(athlete_id, sha256, kind, row) for row in rows]
        )
        self._owners, self._session = self._sift_parts("session", range(len(rows)))

    def refused(self, rows: Sequence[StagedActivity]) -> dict[int, list[str]]:
        """Give what was said of each activity that cannot go in, by position."""
        refused = {at: list(words) for at, words in self._activity.refused.items()}
        for part, words in self._session.refused.items():
            refused.setdefault(self._owners[part], []).extend(words)
        for at, missing in _without_session(rows).items():
            refused.setdefault(at, []).extend(missing)
        return refused

    def keep(self, prefix: str, numbers: dict[int, int], outcome: Outcome) -> int:
        """Have activities stored under their numbers; gives how many sets, and says what was cleared."""
        writer, rows = self._writer, self._rows
        own = list(range(len(rows)))
        for owners, sifted in ((own, self._activity), (self._owners, self._session)):
            for part, words in sorted(sifted.cleared.items()):
                at = owners[part]
                if at in numbers:
                    outcome.cleared.extend(Problem(reason=word, line=rows[at].row.line) for word in words)
        writer.keep(prefix + "activity", _numbered(self._activity, own, numbers))
        writer.keep(prefix + "session", _numbered(self._session, self._owners, numbers))
        for table in PARTS:
            if table != "session":
                of, parts = self._sift_parts(table, numbers)
                writer.keep(prefix + table, _numbered(parts, of, numbers))
        credited = [
            (number, rows[at].activity_id, credit, rows[at].row.set_guesses.get(credit.row.set_no))
            for at, number in numbers.items()
            for credit in rows[at].sets
        ]
        if not credited:
            return 0
        sets = logs.add_activity_sets(writer, self._athlete_id, self._sha256, credited, prefix=prefix)
        outcome.rejected.extend(sets.rejected)
        outcome.cleared.extend(sets.cleared)
        return sets.added

    def _sift_parts(self, table: str, positions: Iterable[int]) -> tuple[list[int], Sifted]:
        """Pass a kind of parts through staging; gives the position of each part's activity as well."""
        parts = [(at, part) for at in positions for part in PARTS[table](self._rows[at])]
        return [at for at, _ in parts], self._writer.sift(table, [part for _, part in parts])


def _without_session(rows: Sequence[StagedActivity]) -> dict[int, list[str]]:
    return {at: ["the activity has no session"] for at, row in enumerate(rows) if not row.row.sessions}


def _numbered(sifted: Sifted, owners: list[int], numbers: dict[int, int]) -> pa.Table:
    """Give the sound rows that belong to a newcomer, under its number."""
    theirs = np.array([numbers.get(owners[part], -1) for part in sifted.kept], np.int64)
    return numbered(sifted.table, np.flatnonzero(theirs >= 0), theirs)


def load_seen(writer: Writer, athlete_id: int) -> Seen:
    """Load what recognising takes of everything an athlete has, source by source."""
    limits = Limits(
        start_s=writer.rule("same_activity_start_s"),
        size_pct=writer.rule("same_activity_size_pct"),
        day_distance_pct=writer.rule("same_day_distance_pct"),
        overlap_pct=writer.rule("same_overlap_pct"),
        doubt_overlap_pct=writer.rule("doubt_overlap_pct"),
        track_m=writer.rule("same_track_m"),
        place_m=writer.rule("same_place_m"),
        overlap_size_pct=writer.rule("same_overlap_size_pct"),
        clock_size_pct=writer.rule("same_clock_size_pct"),
        log_gap_s=writer.rule("same_log_gap_s"),
        apart_m=writer.rule("same_start_track_m"),
    )
    seen = Seen(start_s=limits.start_s, size_pct=limits.size_pct, limits=limits)
    seen.decided = {
        (one, other): verdict
        for one, other, verdict in writer.ask(
            "SELECT one_id, other_id, verdict FROM activity_pair WHERE athlete_id = ? AND verdict <> 'doubt'",
            [athlete_id],
        )
    }
    seen.extend(sightings.sights(writer, "shown.athlete_id = ?", [athlete_id]))
    return seen


@dataclasses.dataclass
class _Chosen:
    """What becomes of the rows of one call, by position."""

    numbers: dict[int, int] = dataclasses.field(default_factory=dict)  # new activities: their numbers
    sources: dict[int, merging.Source] = dataclasses.field(default_factory=dict)  # of activities already in
    fuller: set[int] = dataclasses.field(default_factory=set)  # sources that hold more than was there
    brings_sets: set[int] = dataclasses.field(default_factory=set)
    changed: set[int] = dataclasses.field(default_factory=set)  # activities that learn something
    doubts: list[tuple[int, int, str]] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)

    @property
    def source_ids(self) -> dict[int, int]:
        return {at: source.source_id for at, source in self.sources.items()}


def _choose(
    writer: Writer,
    athlete_id: int,
    sha256: str | None,
    kind: str,
    rows: Sequence[StagedActivity],
    refused: dict[int, list[str]],
) -> _Chosen:
    """Part the new ones from those that are one more source of an activity already in."""
    seen = writer.seen(athlete_id)
    writer.taken_ids([row.activity_id for row in rows])
    chosen = _Chosen()
    for at, staged in enumerate(rows):
        if at in refused:
            continue
        sight = _sight(staged, sha256, kind)
        twin, doubts = seen.look(sight, _tracks(writer, rows, chosen, staged))
        if twin is None:
            number = staged.activity_id
            while number in writer.taken_ids([number]):
                number += 1
            chosen.numbers[at] = number
            writer.taken_ids([number]).add(number)
            sight = dataclasses.replace(sight, activity_id=number, own_id=number)
            seen.add(sight)
            for other, reason in doubts:
                chosen.doubts.append((other.own_id, number, reason))
                chosen.notes.append(
                    f"{_described(sight)} may be {_described(other)} ({reason}): please look at both"
                )
            continue
        _join(chosen, at, staged, sight, twin, seen, athlete_id)
    return chosen


def _join(
    chosen: _Chosen, at: int, staged: StagedActivity, sight: Sight, twin: Sight, seen: Seen, athlete_id: int
) -> None:
    """Make a newcomer one more source of the activity that it is."""
    told = seen.sources(twin.activity_id)
    if any((one.source_sha256, one.own_id) == (sight.source_sha256, sight.own_id) for one in told):
        chosen.notes.append(f"{_described(twin)} is already in")
        return
    more_records = sight.has_records and not any(one.has_records for one in told)
    more_sets = sight.has_sets and not any(one.has_sets for one in told)
    words = frozenset().union(*(one.words for one in told))
    if more_records or more_sets:
        if twin.activity_id not in chosen.numbers.values():  # otherwise this very call brought both
            chosen.fuller.add(at)
        what = "records" if more_records else "sets"
        chosen.notes.append(
            f"{_described(twin)} was already in, but without its {what}: this file takes its place"
        )
    else:
        chosen.notes.append(f"{_described(twin)} is already in")
    sort = merge_order.group(sight.source_kind, has_named_sets=merging.names_its_sets(staged))
    ranks = [merge_order.rank("sets", merge_order.group(one.source_kind)) for one in told if one.has_sets]
    if more_sets or (sight.has_sets and merge_order.rank("sets", sort) < min(ranks)):
        chosen.brings_sets.add(at)
    if at in chosen.fuller or at in chosen.brings_sets or sight.words - words:
        chosen.changed.add(twin.activity_id)
    columns, count = merging.richness(staged.row.records)
    chosen.sources[at] = merging.Source(
        activity_id=twin.activity_id,
        source_id=merging.source_id(athlete_id, sight.source_sha256, sight.own_id, len(told)),
        own_id=sight.own_id,
        athlete_id=athlete_id,
        source_sha256=sight.source_sha256,
        source_kind=sight.source_kind,
        record_columns=columns,
        record_rows=count,
    )
    seen.add(dataclasses.replace(sight, activity_id=twin.activity_id))


def _tracks(
    writer: Writer, rows: Sequence[StagedActivity], chosen: _Chosen, newcomer: StagedActivity
) -> Callable[[Sight, float], float | None]:
    """Give how to hold the newcomer's track against a stored one's, which is only read if it must be."""

    def overlap(sight: Sight, within_m: float) -> float | None:
        if not sight.has_records or not has_records(newcomer):
            return None
        here = next((rows[at] for at, number in chosen.numbers.items() if number == sight.activity_id), None)
        stored = (
            sightings.track_of(here.row.records)
            if here is not None
            else sightings.stored_track(writer, sight.activity_id)
        )
        return track_overlap_pct(stored, sightings.track_of(newcomer.row.records), within_m=within_m)

    return overlap


def _sight(staged: StagedActivity, sha256: str | None, kind: str) -> Sight:
    sessions = staged.row.sessions
    assert staged.start_utc is not None and staged.start_local is not None
    return Sight(
        activity_id=staged.activity_id,
        families=frozenset(FAMILIES[session.sport] for session in sessions),
        start_utc=staged.start_utc,
        start_local=staged.start_local,
        distance_m=_total([session.distance_m for session in sessions]),
        moving_s=_total([session.moving_s for session in sessions]),
        elapsed_s=_total([session.elapsed_s for session in sessions]),
        source_kind=kind,
        external_id=staged.row.external_id,
        has_records=has_records(staged),
        has_sets=any(one.row.lane != "assumed" for one in staged.sets),
        date_only=staged.row.date_only,
        own_id=staged.activity_id,
        source_sha256=sha256,
        words=frozenset(name for name in sightings.WORDS if getattr(staged.row, name) is not None),
        track_marks=staged.track_marks,
    )


def _described(sight: Sight) -> str:
    noun = NOUNS.get(min(sight.families), "activity")
    distance = f", {sight.distance_m / 1000:.1f} km" if sight.distance_m else ""
    return f"the {noun} of {sight.start_local:%Y-%m-%d %H:%M}{distance}"


def _total(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
