"""Storing what was made ready: many files in one transaction, each wholly or not at all."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from analytics.errors import AnalyticsError
from analytics.intake import accounting
from analytics.intake.preparing import Share
from analytics.intake.receipt import ReceiptLine
from analytics.store import Store, Writer, batches
from analytics.store.rows import Outcome, SourceFile

log = logging.getLogger(__name__)

MAX_FILES_PER_TRANSACTION = 400
MAX_RECORDS_PER_TRANSACTION = 1_474_560  # twelve groups of rows, as the database packs them
MAX_BYTES_PER_TRANSACTION = 16 * 2**20
WORTH_STORING = 0.3  # of a full transaction
IN = ("added", "known")


@dataclass
class Ready:
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


class Storing:
    """The files of one import that wait to be stored, and what is known of those that are in.

    A transaction's files are stored beside the reading of the next ones: the database packs records for as
    long as the workers take to read as many more. One transaction at a time, in the order of the files.

    Parameters
    ----------
    store
        Where they go.
    batch_id
        The import's number.
    lines
        The receipt: a file's line is written once the file is kept.
    """

    def __init__(self, store: Store, batch_id: str, lines: dict[int, ReceiptLine]) -> None:
        self._store = store
        self._batch_id = batch_id
        self._lines = lines
        self._waiting: list[Ready] = []
        self._coming: set[str] = set()  # fingerprints of those that wait and are news
        self._going: set[str] = set()  # of those that are being stored
        self._under_way: Future[None] | None = None
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="hipstride-storing")
        self._filled = 0.0
        self._again: set[str] = set()  # files that another import brought before
        with store.reader() as reader:
            files = reader.frame("files_known")
        self._known: dict[tuple[str, int | None], tuple[str, str | None]] = {
            (row["sha256"], None if math.isnan(row["athlete_id"]) else int(row["athlete_id"])): (
                row["status"],
                row["reason"] if isinstance(row["reason"], str) else None,
            )
            for row in files.astype({"athlete_id": "float64"}).to_dict("records")
        }

    def is_in(self, sha256: str, athlete_id: int | None) -> bool:
        """Say whether a file is in already: this athlete's or nobody's, or among those that wait."""
        is_going = sha256 in self._going  # looked up first: what has just gone in is known by then
        is_known = any(self.is_theirs(sha256, whose) for whose in {athlete_id, None})
        return is_known or is_going or sha256 in self._coming

    def is_theirs(self, sha256: str, athlete_id: int | None) -> bool:
        """Say whether a file was stored for that very athlete (None: for nobody)."""
        found = self._known.get((sha256, athlete_id), ("", None))[0] in IN
        if found:
            self._again.add(sha256)
        return found

    def claim(self, athlete_id: int | None, made: Sequence[int]) -> None:
        """Remember that this import, too, brought what was in already: undoing the other one leaves it in.

        Parameters
        ----------
        athlete_id
            Whose import it is.
        made
            Athletes that the import made.
        """
        if self._again or made:
            with self._store.writer() as writer:
                batches.claim_known(writer, self._batch_id, self._again, athlete_id)
                batches.made_athletes(writer, self._batch_id, made)

    def wait(self, ready: Ready) -> None:
        """Let a file wait; when enough do, they are stored, beside what the caller does next."""
        self._waiting.append(ready)
        if ready.line.status == "added":
            self._coming.add(ready.sha256)
        self._filled += ready.weight
        if self._filled >= 1:
            self._hand_over()

    def store_much(self) -> None:
        """Begin to store what waits if it is worth a transaction of its own and nothing is under way."""
        is_free = self._under_way is None or self._under_way.done()
        if is_free and self._filled >= WORTH_STORING:
            self._hand_over()

    def store_waiting(self) -> None:
        """Store what waits; when this returns, everything is in or has its reason on the receipt."""
        self._hand_over()
        self._settle()

    def meanwhile(self, work: Callable[[], None]) -> None:
        """Have something else done beside the reading, before the first files are stored."""
        self._beside.submit(work)

    def close(self) -> None:
        """Wait for what is under way; nothing is stored after this."""
        self._beside.shutdown()

    def _settle(self) -> None:
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            under_way.result()

    def _hand_over(self) -> None:
        self._settle()
        waiting, self._waiting, self._filled = self._waiting, [], 0.0
        if waiting:
            self._going, self._coming = self._coming, set()
            self._under_way = self._beside.submit(self._take_in, waiting)

    def _take_in(self, waiting: Sequence[Ready]) -> None:
        """Store files in one transaction; if one of them makes it fail, the others go in one by one."""
        try:
            self._transact(waiting)
        except Exception as error:
            if len(waiting) == 1:
                self._failed(waiting[0], error)
                return
            log.warning("a transaction of %d files failed (%s)", len(waiting), type(error).__name__)
            for one in waiting:
                try:
                    self._transact([one])
                except Exception as own_error:
                    self._failed(one, own_error)
        finally:
            self._going = set()

    def _failed(self, ready: Ready, error: Exception) -> None:
        log.error("file %s could not be stored", ready.sha256[:12], exc_info=error)
        reason = str(error) if isinstance(error, AnalyticsError) else our_fault(error)
        self._lines[ready.at] = ReceiptLine(ready.line.name, ready.line.kind, "refused", reason)

    def _transact(self, waiting: Sequence[Ready]) -> None:
        size = sum(ready.size_bytes for ready in waiting)
        with self._store.room_for(size), self._store.writer(count=False) as writer:
            writer.look_over(
                [
                    (athlete_id, ready.sha256, str(ready.line.kind), share.activities)
                    for ready in waiting
                    for athlete_id, share in ready.shares.items()
                ]
            )
            finished = [(ready, self._store_one(writer, ready)) for ready in waiting]
        for ready, line in finished:  # only what is kept is told
            self._lines[ready.at] = line
            self._known[(ready.sha256, ready.athlete_id)] = (line.status, line.full_reason)

    def _store_one(self, writer: Writer, ready: Ready) -> ReceiptLine:
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
                batch_id=self._batch_id,
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
            writer.add_problem(problem, sha256=ready.sha256, file_name=line.name, batch_id=self._batch_id)
        return line


def our_fault(error: Exception) -> str:
    """Give the reason for a file that made our code fail."""
    return (
        f"this file made the reader fail (a fault of ours: {type(error).__name__}); it was left out and "
        "touches nothing else"
    )
