"""Reading the kept originals again: what today's readers and labels know better is taken over."""

from __future__ import annotations

import dataclasses
import logging
import zlib
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, cast

from analytics.errors import UnreadableError
from analytics.ingest.batch import ActivityRow, Batch, Sport
from analytics.ingest.layouts import AskError
from analytics.ingest.reading import join_list
from analytics.intake import crediting, explaining, measuring, preparing, relabelling, remeasuring, workers
from analytics.intake.measuring import MeasuredRun
from analytics.intake.people import People
from analytics.intake.reread_receipt import STAYS, WORDS, Change, Reread, counted, listed
from analytics.intake.worker import Job
from analytics.store import Store, Writer, rereading
from analytics.store.rereading import Stored
from analytics.store.rows import StagedActivity

log = logging.getLogger(__name__)

AT_ONCE = 200
RECORDS_AT_ONCE = 1_000_000
AHEAD = 16
VAGUE_SPORTS = ("unknown", "other")


@dataclass
class _Original:
    """One kept file, and what today's reader found in it."""

    sha256: str
    name: str
    kind: str | None
    quality: str | None
    athlete_id: int | None
    parent_sha256: str | None
    batch: Batch = field(default_factory=lambda: Batch("unknown"))
    runs: list[list[MeasuredRun]] = field(default_factory=list)

    @property
    def records(self) -> int:
        """How many records it holds."""
        return sum(len(row.records.get("time_fit_s", ())) for row in self.batch.activities if row.records)


def reread(store: Store, *, athlete: str | None = None) -> Reread:
    """Run every kept original through today's readers, and every stored set through today's labels.

    Distances, records, laps, sets, sums, best efforts and all else a file tells of an activity become what
    it tells now. Reading happens in worker processes, each file within the limits an import has. Whatever a
    person has said stays: labels, which activities are one and which are two, what was undone. So do, where
    a reader now finds less, or a file can no longer be read, the rows that are stored: the line says so.
    Injuries, check-ins and weekly sums may have been completed by hand since and are left alone.

    Parameters
    ----------
    athlete
        A name; None: everybody's.
    """
    remeasuring.attach()
    result = Reread()
    with store.reader() as reader:
        files = reader.frame("originals", athlete=athlete).to_dict("records")
    originals = [
        _Original(**{str(name): relabelling.plain(value) for name, value in row.items()}) for row in files
    ]
    for one in originals:
        one.athlete_id = None if one.athlete_id is None else int(one.athlete_id)
    names = {_key(one.name) for one in originals}
    lists: list[_Original] = []
    waiting: list[_Original] = []
    described: dict[tuple[int | None, str | None], dict[str, ActivityRow]] = defaultdict(dict)
    for one in _read(store, originals, result):
        if one.batch.is_complete_list and one.batch.activities:
            lists.append(one)
            described[one.athlete_id, one.parent_sha256].update(_described(one))
            continue
        _describe(one, described[one.athlete_id, one.parent_sha256])
        waiting.append(one)
        if len(waiting) >= AT_ONCE or sum(each.records for each in waiting) >= RECORDS_AT_ONCE:
            _renew(store, waiting, result)
            waiting = []
    _renew(store, waiting, result)
    for one in lists:
        _without_files(one, names)
    _renew(store, lists, result)
    labels = relabelling.relabelled(store, athlete=athlete)
    with store.writer() as writer:
        writer.update_set_labels(labels)
        writer.count_left_over()
    result.labels = len(labels)
    log.info("reread: %d files, %d activities differ", result.files, result.activities)
    return result


# Reading


def _read(store: Store, originals: Sequence[_Original], result: Reread) -> Iterator[_Original]:
    """Give the originals that can be read, with what they hold; note the others."""
    hands = workers.borrow()
    pending: deque[tuple[_Original, bytes, workers.Ticket]] = deque()
    coming = iter(originals)
    try:
        while True:
            while len(pending) < AHEAD and (one := next(coming, None)) is not None:
                with store.reader() as reader:
                    row = reader.row("original", sha256=one.sha256)
                if row is None or row["content"] is None:
                    continue
                data = zlib.decompress(row["content"])
                name = PurePosixPath(one.name).name
                pending.append(
                    (one, data, hands.submit(Job(name, data, in_archive=one.parent_sha256 is not None)))
                )
            if not pending:
                break
            one, data, ticket = pending.popleft()
            result.files += 1
            try:
                one.batch, one.runs = _answered(store, one, data, ticket)
            except UnreadableError as error:
                result.unread += 1
                result.lines.append(Change(one.name, f"can no longer be read {STAYS}: {error}"))
                continue
            yield one
    finally:
        if pending:
            hands.close()
        else:
            workers.give_back(hands)


def _answered(
    store: Store, one: _Original, data: bytes, ticket: workers.Ticket
) -> tuple[Batch, list[list[MeasuredRun]]]:
    answer = ticket.result()
    if answer.batch is not None:
        if answer.batch.ignored:
            raise UnreadableError(answer.batch.ignored)
        return answer.batch, answer.runs
    reason = answer.reason or "nothing in it could be used"
    if answer.asks is None:
        raise UnreadableError(reason)
    question = AskError(reason, header=answer.asks)
    batch = explaining.answer(store, data, question, name=one.name, athlete_id=one.athlete_id, keep=False)
    return batch, [measuring.measured(row) for row in batch.activities]


# What a list says of the files beside it


def _key(name: str) -> str:
    return name.removesuffix(".gz")


def _described(one: _Original) -> dict[str, ActivityRow]:
    """Give a list's rows by the file that each describes, in the same archive or picked beside it."""
    found = {_key(name): row for name, row in join_list(one.batch, list_name=one.name).items()}
    if one.parent_sha256 is None and "/" not in one.name:
        found = {PurePosixPath(name).name: row for name, row in found.items()}
    return found


def _describe(one: _Original, described: Mapping[str, ActivityRow]) -> None:
    listed = described.get(_key(one.name))
    if listed is not None and len(one.batch.activities) == 1:
        one.batch.activities = [preparing.described(one.batch.activities[0], listed)]


def _without_files(one: _Original, names: set[str]) -> None:
    """Leave out a list's rows whose files are kept: those tell of their activities themselves."""
    brought = {row.file_ref for name, row in _described(one).items() if name in names}
    kept = [
        at for at, row in enumerate(one.batch.activities) if not row.file_ref or row.file_ref not in brought
    ]
    one.batch.activities = [one.batch.activities[at] for at in kept]
    one.runs = [one.runs[at] for at in kept]


# Renewing


def _renew(store: Store, originals: Sequence[_Original], result: Reread) -> None:
    """Renew what some originals brought in one transaction; one that makes it fail stays as it was."""
    if not originals:
        return
    people = People(store)
    whose = {one.athlete_id for one in originals if one.athlete_id is not None}
    zones: dict[int | None, str | None] = {number: people.zone(number) for number in whose}
    labelled = {number: people.said(number) for number in whose}
    try:
        with store.writer(count=False) as writer:
            news = _renewed(writer, originals, zones, labelled)
    except Exception as error:  # the boundary behind which a file's fault is the file's alone
        if len(originals) > 1:
            for one in originals:
                _renew(store, [one], result)
            return
        log.exception("original %s could not be renewed", originals[0].sha256[:12])
        result.unread += 1
        said = f"could not be renewed {STAYS} (a fault of ours: {type(error).__name__})"
        result.lines.append(Change(originals[0].name, said))
        return
    for part in news:
        result.activities += part.activities
        result.records += part.records
        result.sets += part.sets
        result.added += part.added
        result.lines += part.lines


def _renewed(
    writer: Writer,
    originals: Sequence[_Original],
    zones: Mapping[int | None, str | None],
    labelled: Mapping[int, crediting.Said],
) -> list[Reread]:
    stored = rereading.stored_of(writer, [one.sha256 for one in originals])
    pairs: list[tuple[Stored, str, StagedActivity]] = []
    owner: list[int] = []
    new: dict[int, list[StagedActivity]] = {}
    said: dict[int, list[str]] = defaultdict(list)
    for at, one in enumerate(originals):
        if one.athlete_id is None:
            continue
        told = preparing.staged(
            one.batch.activities,
            athlete_id=one.athlete_id,
            athlete_zone=zones[one.athlete_id],
            runs=one.runs,
            said=labelled[one.athlete_id],
        )
        there = stored.get((one.sha256, one.athlete_id), [])
        matched, unmet, fresh = _matched(there, told)
        for here, now in matched:
            pairs.append((there[here], one.batch.kind, _completed(there[here], told[now], one.runs[now])))
            owner.append(at)
        if unmet:
            noun = counted(len(unmet), "activity", "activities")
            said[at].append(f"{noun} is no longer found in it {STAYS}")
        else:
            new[at] = [told[now] for now in fresh if not told[now].row.file_ref]
    done = rereading.renew(writer, pairs)
    for place, why in done.refused.items():
        said[owner[place]].append(f"an activity would break a rule {STAYS}: {why}")
    totals: dict[int, Counter[str]] = defaultdict(Counter)
    touched: Counter[int] = Counter()
    for place, tables in done.different.items():
        totals[owner[place]].update(tables)
        touched[owner[place]] += 1
    return [
        _line(
            writer,
            one,
            said[at],
            totals[at],
            activities=touched[at],
            new=new.get(at, []),
            labelled=crediting.NOTHING_SAID if one.athlete_id is None else labelled[one.athlete_id],
        )
        for at, one in enumerate(originals)
    ]


def _line(
    writer: Writer,
    one: _Original,
    said: list[str],
    different: Counter[str],
    *,
    activities: int,
    new: Sequence[StagedActivity],
    labelled: crediting.Said,
) -> Reread:
    """Renew the rest of what one original brought, and say what is different of it."""
    part = Reread(activities=activities, records=different["record"], sets=different["strength_set"])
    if one.athlete_id is not None:
        if new:
            outcome = writer.add_activities(one.athlete_id, one.sha256, one.batch.kind, new)
            part.added += outcome.added
        if one.batch.sets:
            credits = crediting.credited(one.batch.sets, labelled)
            changed, fresh, gone = rereading.renew_sets(writer, one.athlete_id, one.sha256, credits)
            part.sets += changed
            different["strength_set"] += changed
            if gone:
                said.append(f"{counted(gone, 'set', 'sets')} no longer found in it {STAYS}")
            elif fresh:
                part.added += writer.add_sets(one.athlete_id, one.sha256, fresh).added
    quality = next((row.quality for row in one.batch.activities if row.quality), None)
    told = [
        f"{what}: {old or 'unknown'}, now {now or 'unknown'}"
        for what, old, now in (("format", one.kind, one.batch.kind), ("soundness", one.quality, quality))
        if old != now
    ]
    if told:
        rereading.tell_anew(writer, [(one.sha256, one.batch.kind, quality)])
    differing = [counted(different[table], *WORDS[table]) for table in WORDS if different[table]]
    if differing:
        told.append(f"different now: {listed(differing)}")
    if part.added:
        told.append(f"{counted(part.added, 'row', 'rows')} that nothing was known of")
    if told or said:
        part.lines.append(Change(one.name, "; ".join([*told, *said])))
    return part


def _matched(
    stored: Sequence[Stored], told: Sequence[StagedActivity]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Pair what is stored of a file with what it tells now: by number, by start, else in order if as many."""
    pairs: list[tuple[int, int]] = []
    ones, others = list(range(len(stored))), list(range(len(told)))
    for key_of_stored, key_of_told in (
        ([one.own_id for one in stored], [one.activity_id for one in told]),
        ([one.start_utc for one in stored], [one.start_utc for one in told]),
        ([one.start_local for one in stored], [one.start_local for one in told]),
    ):
        waiting: dict[Any, deque[int]] = defaultdict(deque)
        for at in ones:
            waiting[key_of_stored[at]].append(at)
        pairs += [(waiting[key_of_told[at]].popleft(), at) for at in others if waiting[key_of_told[at]]]
        ones = sorted(set(ones) - {one for one, _ in pairs})
        others = sorted(set(others) - {other for _, other in pairs})
    if ones and len(stored) == len(told):
        pairs += zip(ones, others, strict=True)
        ones, others = [], []
    return pairs, ones, others


def _completed(stored: Stored, told: StagedActivity, runs: Sequence[MeasuredRun]) -> StagedActivity:
    """Fill in what somebody or a list said of an activity and its file does not.

    Where a file knows no time zone, the activity stays where the athlete's zone of then has placed it.
    """
    row = told.row
    if {told.zone_basis, stored.zone_basis} <= {"athlete", "assumed"} and (
        told.start_local == stored.start_local or told.start_utc == stored.start_utc
    ):
        told = dataclasses.replace(
            told,
            start_utc=stored.start_utc,
            start_local=stored.start_local,
            zone=stored.zone,
            zone_basis=stored.zone_basis,
        )
    words = {
        name: getattr(stored, name)
        for name in ("name", "description", "external_id", "is_race")
        if getattr(row, name) is None and getattr(stored, name) is not None
    }
    sessions = row.sessions
    if len(sessions) == 1 and len(stored.sessions) == 1:
        one, (sport, rpe) = sessions[0], stored.sessions[0]
        if one.sport in VAGUE_SPORTS and sport not in VAGUE_SPORTS:
            sessions = [dataclasses.replace(one, sport=cast(Sport, sport))]
        if one.rpe_0_10 is None and rpe is not None:
            sessions = [dataclasses.replace(sessions[0], rpe_0_10=rpe)]
    if not words and sessions is row.sessions:
        return told
    row = dataclasses.replace(row, sessions=sessions, **words)
    return dataclasses.replace(told, row=row, run_measures=measuring.run_measures(row, runs))
