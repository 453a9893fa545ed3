"""Taking files in: each is read, made ready and stored as a whole, and gets its line on the receipt."""

from __future__ import annotations

import hashlib
import logging
import math
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from analytics.errors import AnalyticsError, UnreadableError
from analytics.ingest.batch import ActivityRow, Batch
from analytics.ingest.layouts import AskError
from analytics.ingest.reading import join_list
from analytics.ingest.sniffing import sniff
from analytics.intake import accounting, explaining, preparing, workers
from analytics.intake.measuring import MeasuredRun
from analytics.intake.people import People, WhichAthleteError
from analytics.intake.preparing import Share
from analytics.intake.receipt import Progress, Receipt, ReceiptLine
from analytics.intake.sources import Found, Incoming, Opened, Place, Source, Unopened, spread
from analytics.intake.worker import Job, Result
from analytics.store import Store, Writer, batches
from analytics.store.rows import Outcome, SourceFile

log = logging.getLogger(__name__)

MAX_FILES_PER_TRANSACTION = 400
MAX_RECORDS_PER_TRANSACTION = 1_000_000
MAX_BYTES_PER_TRANSACTION = 64 * 2**20
MAX_FILES_AHEAD = 96  # with the workers, while the store takes in what they have read
MAX_BYTES_AHEAD = 24 * 2**20
MANY_ALIKE = 20  # members of no use, alike in kind and reason, share one line of the receipt
ZIP_KIND = "zip"
MEANT = (".fit", ".tcx", ".gpx", ".csv")
IN = ("added", "known")
ALREADY_IN = "this very file is already in"


@dataclass
class _Ready:
    """One file that waits to be stored, with its place on the receipt."""

    at: int
    line: ReceiptLine
    sha256: str
    parent_sha256: str | None = None
    size_bytes: int = 0
    content: bytes | None = None
    shares: dict[int, Share] = field(default_factory=dict)
    athlete_id: int | None = None
    quality: str | None = None

    @property
    def weight(self) -> float:
        """Say how much of a transaction the file fills: 1 is all of it."""
        records = sum(
            len(one.row.records["time_fit_s"])
            for share in self.shares.values()
            for one in share.activities
            if one.row.records and "time_fit_s" in one.row.records
        )
        return max(
            1 / MAX_FILES_PER_TRANSACTION,
            records / MAX_RECORDS_PER_TRANSACTION,
            self.size_bytes / MAX_BYTES_PER_TRANSACTION,
        )


@dataclass
class _Reading:
    """One file that a worker reads."""

    at: int
    incoming: Incoming
    data: bytes
    sha256: str
    ticket: workers.Ticket


@dataclass
class _List:
    """An activity list: first it describes the files beside it, at the end it brings what they did not."""

    at: int
    incoming: Incoming
    data: bytes
    batch: Batch
    described: dict[str, ActivityRow]


def take_in(
    store: Store,
    sources: Sequence[Source],
    *,
    athlete: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Receipt:
    """Take in files, folders and archives; say of every file what became of it.

    Files are read in worker processes, each within a limit of time and memory, while this one stores what
    they have read, sorted by activity; the days and weeks are counted once at the end.

    What one file holds goes in as a whole or not at all, so that after a crash the same import again
    completes it. A file met before is known by its content; an activity that another file brought is
    recognised. One file's fault touches no other file.

    Parameters
    ----------
    store
        Where it goes.
    sources
        Paths (files, ZIPs, folders), or names and bytes of uploads.
    athlete
        Whose they are, made new where unknown; None: the only athlete there is, or a first one named "Me".
    on_progress
        Called after each file.
    should_stop
        Asked after each file; once it says true, what was read is stored and the rest is left.

    Raises
    ------
    WhichAthleteError
        Where there are several athletes and none was named.
    """
    started = time.monotonic()
    run = _Run(store, People(store, athlete), on_progress, should_stop)
    try:
        for place, found in run.places_of(sources):
            run.take_place(place, found)
            if run.stopped:
                break
        run.store_pending()
        run.claim()
    finally:
        run.close()
        store.checkpoint()
    lines = [run.lines[at] for at in sorted(run.lines)]
    receipt = Receipt(run.batch_id, lines, time.monotonic() - started, run.stopped)
    log.info("import %s: %s", receipt.batch_id, receipt.counts)
    return receipt


class _Run:
    """One import: what it has read, what waits to be stored, and the lines written so far."""

    def __init__(
        self,
        store: Store,
        people: People,
        on_progress: Callable[[Progress], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self.store = store
        self.people = people
        self.batch_id = uuid.uuid4().hex[:12]
        self.lines: dict[int, ReceiptLine] = {}
        self._again: set[str] = set()  # files that another import brought before
        self.stopped = False
        self._on_progress = on_progress
        self._should_stop = should_stop
        self._count = self._done = 0
        self._places: list[Place] = []
        self._pending: list[_Ready] = []
        self._workers = workers.borrow()
        self._reading: deque[_Reading] = deque()
        self._bytes_ahead = 0
        self._filled = 0.0
        with store.reader() as reader:
            files = reader.frame("files_known")
        self._known: dict[tuple[str, int | None], tuple[str, str | None]] = {
            (row["sha256"], None if math.isnan(row["athlete_id"]) else int(row["athlete_id"])): (
                row["status"],
                row["reason"] if isinstance(row["reason"], str) else None,
            )
            for row in files.astype({"athlete_id": "float64"}).to_dict("records")
        }

    def claim(self) -> None:
        """Remember that this import, too, brought what was in already: undoing the other one leaves it in."""
        if self._again or self.people.made:
            with self.store.writer() as writer:
                batches.claim_known(writer, self.batch_id, self._again, self.people.expected())
                batches.made_athletes(writer, self.batch_id, self.people.made)

    def close(self) -> None:
        """Let go of the workers, and count the days and weeks of whoever got something."""
        if self._reading:
            self._workers.close()  # they are still at what nobody waits for
        else:
            workers.give_back(self._workers)
        with self.store.writer() as writer:
            writer.count_left_over()

    # One place after another

    def places_of(self, sources: Sequence[Source]) -> list[tuple[Place, Iterator[Found]]]:
        """Spread the sources out, and remember the places to tell how far the import has come."""
        found = spread(sources)
        self._places = [place for place, _ in found]
        return found

    def take_place(self, place: Place, found: Iterator[Found]) -> None:
        """Take in everything of one place; its activity lists come last, for what no file brought."""
        lists: list[_List] = []
        taken: set[str] = set()
        archive: tuple[int, Opened] | None = None
        members: list[int] = []
        first = self._next()  # where the line of an archive goes, before those of its members
        for one in found:
            if self._ended():
                break
            if isinstance(one, Opened):
                archive = (first, one)
                for name, reason in one.refused:
                    members.append(self._next())
                    self.lines[members[-1]] = ReceiptLine(name, "unknown", "refused", reason)
                continue
            at = self._next()
            members.append(at)
            if isinstance(one, Unopened):
                self.lines[at] = ReceiptLine(one.name, one.kind, "refused", one.reason)
                self._told(one.name)
                continue
            self._take_file(at, one, taken)
            self._take_what_is_read(lists, taken)
        self._take_what_is_read(lists, taken, all_of_it=True)
        self.store_pending()
        for each in lists:
            if not self._ended():
                self._finish_list(each, taken)
        self.store_pending()
        if archive is not None:
            self._archive_line(*archive, members)
        self._tell_together(place, members)

    def _tell_together(self, place: Place, members: Sequence[int]) -> None:
        """Count files of no use by kind: a watch's account holds thousands of days of steps and sleep."""
        alike: dict[tuple[str, str | None], list[int]] = {}
        for at in members:
            line = self.lines.get(at)
            if line is not None and line.status == "ignored" and line.kind != ZIP_KIND:
                alike.setdefault((line.kind, line.full_reason), []).append(at)
        for (kind, reason), places in alike.items():
            if len(places) < MANY_ALIKE or not place.prefix:
                continue
            for at in places[1:]:
                del self.lines[at]
            name = f"{place.prefix}({len(places):,} files alike)"
            self.lines[places[0]] = ReceiptLine(name, kind, "ignored", reason, files=len(places))

    def _ended(self) -> bool:
        if not self.stopped and self._should_stop is not None and self._should_stop():
            self.stopped = True
        return self.stopped

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _told(self, name: str) -> None:
        self._done += 1
        if self._on_progress is not None:
            total = sum(place.count for place in self._places)
            self._on_progress(Progress(self._done, max(total, self._done), name))

    # One file

    def _take_file(self, at: int, one: Incoming, taken: set[str]) -> None:
        """Hand a file to the workers, unless it is in already or cannot even be opened."""
        try:
            data = one.read()
        except UnreadableError as error:
            self.lines[at] = ReceiptLine(one.shown_as, "unknown", "refused", str(error))
            self._told(one.shown_as)
            return
        sha256 = hashlib.sha256(data).hexdigest()
        if self._is_in(sha256) and not _is_list(one):
            self._known_already(at, one, data, taken)
            return
        job = Job(one.name, data, in_archive=not _is_meant(one))
        self._reading.append(_Reading(at, one, data, sha256, self._workers.submit(job)))
        self._bytes_ahead += len(data)

    def _known_already(self, at: int, one: Incoming, data: bytes, taken: set[str]) -> None:
        self.lines[at] = ReceiptLine(one.shown_as, sniff(data) or "unknown", "known", ALREADY_IN)
        taken.add(_key(one))
        self._told(one.shown_as)

    def _take_what_is_read(self, lists: list[_List], taken: set[str], *, all_of_it: bool = False) -> None:
        """Take what the workers have read, in the order in which it came, until little enough is ahead."""
        while self._reading and not self._ended():
            is_much = len(self._reading) > MAX_FILES_AHEAD or self._bytes_ahead > MAX_BYTES_AHEAD
            if not (all_of_it or is_much):
                break
            each = self._reading.popleft()
            self._bytes_ahead -= len(each.data)
            self._take_read(each, lists, taken)

    def _take_read(self, each: _Reading, lists: list[_List], taken: set[str]) -> None:
        at, one, data, sha256 = each.at, each.incoming, each.data, each.sha256
        result = each.ticket.result()
        if self._is_in(sha256) and not _is_list(one):  # it came twice, and the first has just been read
            self._known_already(at, one, data, taken)
            return
        try:
            batch = self._answered(each, result) if result.batch is None else result.batch
            self._take_batch(each, batch, result.runs if result.batch else None, lists, taken)
        except WhichAthleteError:
            raise
        except UnreadableError as error:
            waits = isinstance(error, AskError) and explaining.is_kept(each.data, one.place.archive_sha256)
            self._refuse(at, one, data, sha256, str(error), waits=waits)
        except Exception as error:  # the one boundary behind which a file's fault is the file's alone
            log.exception("file %s could not be made ready", sha256[:12])
            self._refuse(at, one, data, sha256, _our_fault(error))
        self._told(one.shown_as)

    def _take_batch(
        self,
        each: _Reading,
        batch: Batch,
        runs: list[list[MeasuredRun]] | None,
        lists: list[_List],
        taken: set[str],
    ) -> None:
        at, one, sha256 = each.at, each.incoming, each.sha256
        if batch.is_complete_list and batch.activities:
            lists.append(_List(at, one, each.data, batch, _described(one, batch)))
            return
        if self._is_in(sha256):
            self.lines[at] = ReceiptLine(one.shown_as, batch.kind, "known", ALREADY_IN)
            return
        listed = next((row for known in lists if (row := known.described.get(_key(one)))), None)
        if listed is not None and len(batch.activities) == 1:
            batch.activities = [preparing.described(batch.activities[0], listed)]
        ready = self._ready(at, one, each.data, sha256, batch, runs)
        if self._known.get((sha256, ready.athlete_id), ("", None))[0] in IN:
            # A table that names its athlete: whose it is shows only when it is read.
            self._again.add(sha256)
            self.lines[at] = ReceiptLine(one.shown_as, batch.kind, "known", ALREADY_IN)
            return
        self._wait(ready)
        if batch.activities:
            taken.add(_key(one))

    def _answered(self, each: _Reading, result: Result) -> Batch:
        """Answer a table that asks what its columns mean from memory, or let it wait; refuse what else is."""
        reason = result.reason or "nothing in it could be used"
        if result.asks is None:
            raise UnreadableError(reason)
        return explaining.answer(
            self.store,
            each.data,
            AskError(reason, header=result.asks),
            name=each.incoming.shown_as,
            athlete_id=self.people.expected(),
            keep=explaining.is_kept(each.data, each.incoming.place.archive_sha256),
        )

    def _finish_list(self, one: _List, taken: set[str]) -> None:
        """Bring in the rows of a list whose files were not there, or could not be read."""
        sha256 = hashlib.sha256(one.data).hexdigest()
        name = one.incoming.shown_as
        if self._is_in(sha256):
            self.lines[one.at] = ReceiptLine(name, one.batch.kind, "known", ALREADY_IN)
            return
        self.people.forget_zones()
        brought = {row.file_ref for key, row in one.described.items() if key in taken}
        keep = [row for row in one.batch.activities if row.file_ref is None or row.file_ref not in brought]
        try:
            whole = self._ready(one.at, one.incoming, one.data, sha256, one.batch)
            described = len(one.batch.activities) - len(keep)
            kept = {id(row) for row in keep}
            for share in whole.shares.values():
                share.activities = [each for each in share.activities if id(each.row) in kept]
            if described:
                noun = "row describes a file" if described == 1 else "rows describe files"
                whole.line.reason = f"{described} {noun} beside it"
            self._wait(whole)
        except WhichAthleteError:
            raise
        except Exception as error:
            log.exception("list %s could not be made ready", sha256[:12])
            self._refuse(one.at, one.incoming, one.data, sha256, _our_fault(error))

    def _is_in(self, sha256: str) -> bool:
        mine = self.people.expected()
        for whose in {mine, None}:
            if self._known.get((sha256, whose), ("", None))[0] in IN:
                self._again.add(sha256)
                return True
        return any(ready.sha256 == sha256 and ready.line.status == "added" for ready in self._pending)

    def _ready(
        self,
        at: int,
        one: Incoming,
        data: bytes,
        sha256: str,
        batch: Batch,
        runs: list[list[MeasuredRun]] | None = None,
    ) -> _Ready:
        line = ReceiptLine(one.shown_as, batch.kind, "added", problems=list(batch.problems))
        ready = _Ready(at, line, sha256, one.place.archive_sha256, len(data))
        if batch.ignored is not None:
            line.status, line.reason = "ignored", batch.ignored
            return ready
        ready.shares = preparing.shares(batch, self.people, runs)
        ready.athlete_id = next(iter(ready.shares)) if len(ready.shares) == 1 else None
        ready.quality = next((row.quality for row in batch.activities if row.quality), None)
        ready.content = data
        if not ready.shares:
            line.status = "refused" if line.problems else "ignored"
            line.reason = "nothing in it could be used" if line.problems else "there is nothing in it"
        return ready

    def _refuse(
        self, at: int, one: Incoming, data: bytes, sha256: str, reason: str, *, waits: bool = False
    ) -> None:
        line = ReceiptLine(one.shown_as, sniff(data) or "unknown", "refused", reason, waits=waits)
        self._wait(_Ready(at, line, sha256, one.place.archive_sha256, len(data)))

    # Storing

    def _wait(self, ready: _Ready) -> None:
        self._pending.append(ready)
        self._filled += ready.weight
        if self._filled >= 1:
            self.store_pending()

    def store_pending(self) -> None:
        """Store what waits in one transaction; if one file makes it fail, the others go in one by one."""
        waiting, self._pending, self._filled = self._pending, [], 0.0
        if not waiting:
            return
        try:
            self._store(waiting)
        except Exception as error:
            if len(waiting) == 1:
                self._failed(waiting[0], error)
                return
            log.warning("a transaction of %d files failed (%s)", len(waiting), type(error).__name__)
            for one in waiting:
                try:
                    self._store([one])
                except Exception as own_error:
                    self._failed(one, own_error)

    def _failed(self, ready: _Ready, error: Exception) -> None:
        log.error("file %s could not be stored", ready.sha256[:12], exc_info=error)
        reason = str(error) if isinstance(error, AnalyticsError) else _our_fault(error)
        self.lines[ready.at] = ReceiptLine(ready.line.name, ready.line.kind, "refused", reason)

    def _store(self, waiting: Sequence[_Ready]) -> None:
        with self.store.writer(count=False) as writer:
            writer.look_over(
                [
                    (athlete_id, ready.sha256, str(ready.line.kind), share.activities)
                    for ready in waiting
                    for athlete_id, share in ready.shares.items()
                ]
            )
            finished = [(ready, self._store_one(writer, ready)) for ready in waiting]
        for ready, line in finished:  # only what is kept is told
            self.lines[ready.at] = line
            self._known[(ready.sha256, ready.athlete_id)] = (line.status, line.full_reason)

    def _store_one(self, writer: Writer, ready: _Ready) -> ReceiptLine:
        line = ReceiptLine(**vars(ready.line) | {"problems": list(ready.line.problems)})
        outcomes: list[Outcome] = []
        for athlete_id, share in ready.shares.items():
            outcomes += accounting.add_share(writer, athlete_id, ready.sha256, line, share)
        if ready.shares:
            accounting.conclude(line, outcomes)
        before = self._known.get((ready.sha256, ready.athlete_id))
        if before == (line.status, line.full_reason):
            return line
        writer.add_source_file(
            SourceFile(
                sha256=ready.sha256,
                name=line.name,
                kind=line.kind,
                status=line.status,
                athlete_id=ready.athlete_id,
                parent_sha256=ready.parent_sha256,
                batch_id=self.batch_id,
                reason=line.full_reason,
                size_bytes=ready.size_bytes,
                activities=line.activities,
                records=line.records,
                strength_sets=line.sets,
                injuries=line.injuries,
                other_rows=line.other_rows,
                quality=ready.quality,
                content=ready.content if line.status in IN else None,
            )
        )
        for problem in line.problems:
            writer.add_problem(problem, sha256=ready.sha256, file_name=line.name, batch_id=self.batch_id)
        return line

    def _archive_line(self, at: int, archive: Opened, members: Sequence[int]) -> None:
        """Write the line of an archive: what became of its members, which have lines of their own."""
        lines = [self.lines[one] for one in members if one in self.lines]
        counts = {status: sum(line.status == status for line in lines) for status in _SAID}
        said = ", ".join(f"{number} {_SAID[status]}" for status, number in counts.items() if number)
        line = ReceiptLine(archive.name, ZIP_KIND, "ignored", f"{said or 'no files'} in it")
        if counts["added"]:
            line.status = "added"
        elif counts["known"]:
            line.status = "known"
        elif counts["refused"]:
            line.status = "refused"
        ready = _Ready(at, line, archive.sha256, size_bytes=archive.size_bytes)
        ready.athlete_id = self.people.expected()
        if line.status == "known" and self._is_in(archive.sha256):
            line.reason = ALREADY_IN
            self.lines[at] = line
            return
        self._pending.append(ready)
        self.store_pending()


_SAID = {"added": "added", "known": "already known", "refused": "refused", "ignored": "of no use here"}


def _is_list(one: Incoming) -> bool:
    return PurePosixPath(one.name).name.lower() == "activities.csv"


def _is_meant(one: Incoming) -> bool:
    """Say whether a file is there for its training: chosen itself, or named like an activity or a table.

    A picture in a folder is no fault; a damaged activity file is. macOS puts side files beside, named alike.
    """
    name = PurePosixPath(one.name).name.lower().removesuffix(".gz")
    return one.place.chosen_by_hand or (name.endswith(MEANT) and not name.startswith("._"))


def _key(one: Incoming) -> str:
    name = PurePosixPath(one.name).name if one.place.by_last_name else one.name
    return name.removesuffix(".gz")


def _described(one: Incoming, batch: Batch) -> dict[str, ActivityRow]:
    joined = join_list(batch, list_name=one.name)
    if one.place.by_last_name:
        joined = {PurePosixPath(name).name: row for name, row in joined.items()}
    return {name.removesuffix(".gz"): row for name, row in joined.items()}


def _our_fault(error: Exception) -> str:
    return (
        f"this file made the reader fail (a fault of ours: {type(error).__name__}); it was left out and "
        "touches nothing else"
    )
