"""Taking files in: each is read, made ready and stored as a whole, and gets its line on the receipt."""

from __future__ import annotations

import hashlib
import logging
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from analytics.errors import UnreadableError, WhichAthleteError
from analytics.ingest.batch import Batch
from analytics.ingest.layouts import AskError
from analytics.ingest.sniffing import sniff
from analytics.intake import beside, explaining, loading, preparing, remeasuring, rubbish, workers
from analytics.intake.beside import ActivityList
from analytics.intake.measuring import MeasuredRun
from analytics.intake.people import People
from analytics.intake.receipt import Progress, Receipt, ReceiptLine
from analytics.intake.sources import Found, Incoming, Opened, Place, Source, Unopened, are_many, spread
from analytics.intake.storing import Ready, Storing, our_fault
from analytics.intake.worker import Job, Result
from analytics.metrics import quantiles
from analytics.store import Store

log = logging.getLogger(__name__)

MAX_FILES_AHEAD = 192  # with the workers, while the store takes in what they have read
MAX_BYTES_AHEAD = 16 * 2**20
MANY_ALIKE = 20  # members of no use, alike in kind and reason, share one line of the receipt
ZIP_KIND = "zip"
ALREADY_IN = "this very file is already in"


@dataclass
class _Reading:
    """One file that a worker reads."""

    at: int
    incoming: Incoming
    data: bytes
    sha256: str
    ticket: workers.Ticket


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
    loading.attach(store)
    remeasuring.attach()
    run = _Run(store, People(store, athlete), on_progress, should_stop)
    with store.writing_much(), rubbish.seldom_looked_for():
        try:
            for place, found in run.places_of(sources):
                run.take_place(place, found)
                if run.stopped:
                    break
            run.storing.store_waiting()
            run.storing.claim(run.people.expected(), run.people.made)
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
        self.storing = Storing(store, self.batch_id, self.lines)
        self.stopped = False
        self._on_progress = on_progress
        self._should_stop = should_stop
        self._count = self._done = 0
        self._places: list[Place] = []
        self._workers = workers.borrow()
        self._reading: deque[_Reading] = deque()
        self._bytes_ahead = 0

    def close(self) -> None:
        """Let go of the workers, and count the days and weeks of whoever got something."""
        self.storing.close()
        if self._reading:
            self._workers.close()  # they are still at what nobody waits for
        else:
            workers.give_back(self._workers)
        with self.store.writer() as writer:
            writer.count_left_over()

    # One place after another

    def places_of(self, sources: Sequence[Source]) -> list[tuple[Place, Iterator[Found]]]:
        """Spread the sources out, and remember the places to tell how far the import has come."""
        if are_many(sources):
            self._workers.get_ready()
            self.storing.meanwhile(quantiles.get_ready)  # the loads will ask for them: now nobody waits
        found = spread(sources)
        self._places = [place for place, _ in found]
        return found

    def take_place(self, place: Place, found: Iterator[Found]) -> None:
        """Take in everything of one place; its activity lists come last, for what no file brought."""
        lists: list[ActivityList] = []
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
        self.storing.store_waiting()
        for each in lists:
            if not self._ended():
                self._finish_list(each, taken)
        self.storing.store_waiting()
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
        if self._is_in(sha256) and not beside.is_list(one):
            self._known_already(at, one, data, taken)
            return
        job = Job(one.name, data, in_archive=not beside.is_meant(one))
        self._reading.append(_Reading(at, one, data, sha256, self._workers.submit(job)))
        self._bytes_ahead += len(data)

    def _known_already(self, at: int, one: Incoming, data: bytes, taken: set[str]) -> None:
        self.lines[at] = ReceiptLine(one.shown_as, sniff(data) or "unknown", "known", ALREADY_IN)
        taken.add(beside.key(one))
        self._told(one.shown_as)

    def _take_what_is_read(
        self, lists: list[ActivityList], taken: set[str], *, all_of_it: bool = False
    ) -> None:
        """Take what the workers have read, in the order in which it came, until little enough is ahead."""
        while self._reading and not self._ended():
            if all_of_it and not self._reading[0].ticket.is_settled:
                self.storing.store_much()  # so that little is left to do once the last file is read
            if not (all_of_it or len(self._reading) > MAX_FILES_AHEAD or self._bytes_ahead > MAX_BYTES_AHEAD):
                break
            each = self._reading.popleft()
            self._bytes_ahead -= len(each.data)
            self._take_read(each, lists, taken)

    def _take_read(self, each: _Reading, lists: list[ActivityList], taken: set[str]) -> None:
        at, one, data, sha256 = each.at, each.incoming, each.data, each.sha256
        result = each.ticket.result()
        if self._is_in(sha256) and not beside.is_list(one):  # it came twice, and the first has just been read
            self._known_already(at, one, data, taken)
            return
        try:
            batch = self._answered(each, result) if result.batch is None else result.batch
            self._take_batch(each, batch, result.runs if result.batch else None, lists, taken)
        except WhichAthleteError:
            raise
        except UnreadableError as error:
            self._refuse(at, one, data, sha256, str(error), waits=isinstance(error, explaining.WaitsError))
        except Exception as error:  # the one boundary behind which a file's fault is the file's alone
            log.exception("file %s could not be made ready", sha256[:12])
            self._refuse(at, one, data, sha256, our_fault(error))
        self._told(one.shown_as)

    def _take_batch(
        self,
        each: _Reading,
        batch: Batch,
        runs: list[list[MeasuredRun]] | None,
        lists: list[ActivityList],
        taken: set[str],
    ) -> None:
        at, one, sha256 = each.at, each.incoming, each.sha256
        if batch.is_complete_list and batch.activities:
            lists.append(ActivityList(at, one, each.data, batch, beside.described(one, batch)))
            return
        if self._is_in(sha256):
            self.lines[at] = ReceiptLine(one.shown_as, batch.kind, "known", ALREADY_IN)
            return
        listed = next((row for known in lists if (row := known.described.get(beside.key(one)))), None)
        if listed is not None and len(batch.activities) == 1:
            batch.activities = [preparing.described(batch.activities[0], listed)]
        ready = self._ready(at, one, each.data, sha256, batch, runs)
        if self.storing.is_theirs(sha256, ready.athlete_id):
            # A table that names its athlete: whose it is shows only when it is read.
            self.lines[at] = ReceiptLine(one.shown_as, batch.kind, "known", ALREADY_IN)
            return
        self.storing.wait(ready)
        if batch.activities:
            taken.add(beside.key(one))

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

    def _finish_list(self, one: ActivityList, taken: set[str]) -> None:
        """Bring in the rows of a list whose files were not there, or could not be read."""
        sha256 = hashlib.sha256(one.data).hexdigest()
        name = one.incoming.shown_as
        if self._is_in(sha256):
            self.lines[one.at] = ReceiptLine(name, one.batch.kind, "known", ALREADY_IN)
            return
        self.people.forget_zones()
        keep = one.left(taken)
        try:
            whole = self._ready(one.at, one.incoming, one.data, sha256, one.batch)
            described = len(one.batch.activities) - len(keep)
            kept = {id(row) for row in keep}
            for share in whole.shares.values():
                share.activities = [each for each in share.activities if id(each.row) in kept]
            if described:
                noun = "row describes a file" if described == 1 else "rows describe files"
                whole.line.reason = f"{described} {noun} beside it"
            self.storing.wait(whole)
        except WhichAthleteError:
            raise
        except Exception as error:
            log.exception("list %s could not be made ready", sha256[:12])
            self._refuse(one.at, one.incoming, one.data, sha256, our_fault(error))

    def _is_in(self, sha256: str) -> bool:
        return self.storing.is_in(sha256, self.people.expected())

    def _ready(
        self,
        at: int,
        one: Incoming,
        data: bytes,
        sha256: str,
        batch: Batch,
        runs: list[list[MeasuredRun]] | None = None,
    ) -> Ready:
        line = ReceiptLine(one.shown_as, batch.kind, "added", problems=list(batch.problems))
        ready = Ready(at, line, sha256, one.place.archive_sha256, len(data))
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
        self.storing.wait(Ready(at, line, sha256, one.place.archive_sha256, len(data)))

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
        ready = Ready(at, line, archive.sha256, size_bytes=archive.size_bytes)
        ready.athlete_id = self.people.expected()
        if line.status == "known" and self._is_in(archive.sha256):
            line.reason = ALREADY_IN
            self.lines[at] = line
            return
        self.storing.wait(ready)
        self.storing.store_waiting()


_SAID = {"added": "added", "known": "already known", "refused": "refused", "ignored": "of no use here"}
