"""Files read in processes of their own: two at a time, each file within a limit of time and memory.

A file that crashes its worker, hangs or eats memory is refused with the reason; the worker is replaced and
the files that waited behind it are read by another.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path
from typing import IO, cast

from analytics.errors import AnalyticsError
from analytics.intake.worker import OUT_OF_MEMORY, PIPE_BYTES, Job, Result, code_mark, receive, send

log = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parents[2]
CODE = "from analytics.intake.worker import main; main()"
MARK = code_mark()
"""Of the code that runs here: made when it was loaded, not when a worker is started."""
COUNT = 2
SECONDS = 60.0
"""How long one file may take: the longest real ones take one or two."""
KEPT_BYTES = 32 * 2**20  # of memory it is done with, for the next file
AHEAD = 2  # jobs a worker holds, so that it need not wait for the next
START_S = 60.0
IDLE_S = 30.0


class OtherVersionError(AnalyticsError):
    """The code on the disk is not the one that runs: what is started from it cannot be talked with."""


CHANGED_MEANWHILE = (
    "Hipstride was changed on this computer since it was started: the part that reads files is of another "
    "version than the rest. Start it again and give it the files once more; what was finished is kept."
)


class Ticket:
    """A file handed to the workers, and what came of it."""

    def __init__(self, job: Job) -> None:
        self.job: Job | None = job
        self._done = threading.Event()
        self._result: Result | None = None
        self._fault: AnalyticsError | None = None

    def fail(self, fault: AnalyticsError) -> None:
        """Say that no file can be read, whatever is in it."""
        self._fault = fault
        self.settle(Result(reason=str(fault)))

    def settle(self, result: Result) -> None:
        """Say what came of it."""
        self.job = None
        self._result = result
        self._done.set()

    @property
    def is_settled(self) -> bool:
        """Whether it is known what came of it."""
        return self._done.is_set()

    def result(self) -> Result:
        """Wait for what came of it.

        Raises
        ------
        OtherVersionError
            If a worker is of other code than this process: no file can be read then.
        """
        self._done.wait()
        if self._fault is not None:
            raise self._fault
        return cast(Result, self._result)


class Workers:
    """A few worker processes that take jobs in turn.

    Parameters
    ----------
    count
        How many; each is started when there is work for it.
    seconds
        How long one file may take.
    """

    def __init__(self, count: int | None = None, seconds: float | None = None) -> None:
        self._seconds = SECONDS if seconds is None else seconds
        self._jobs: queue.SimpleQueue[Ticket | None] = queue.SimpleQueue()
        self._again: deque[Ticket] = deque()
        self._lock = threading.Lock()
        self._closed = False
        self._most = COUNT if count is None else count
        self._hands: list[_Hand] = []
        self._watch: threading.Thread | None = None

    def submit(self, job: Job) -> Ticket:
        """Hand a file over; its result is waited for with `ticket.result()`."""
        ticket = Ticket(job)
        self._jobs.put(ticket)
        self._engage(1)
        return ticket

    def get_ready(self) -> None:
        """Start the processes before there is work: many files are about to come."""
        self._engage(self._most)

    def _engage(self, more: int) -> None:
        for _ in range(min(more, self._most - len(self._hands))):
            self._hands.append(_Hand(self))
        if self._watch is None:
            self._watch = threading.Thread(target=self._look_after, daemon=True)
            self._watch.start()

    def close(self) -> None:
        """End the processes; what was not read yet stays unread."""
        self._closed = True
        for hand in self._hands:
            self._jobs.put(None)
            hand.end()

    def take(self, *, wait: bool) -> Ticket | None:
        """Give the next job: one whose worker died on another's account first."""
        with self._lock:
            if self._again:
                return self._again.popleft()
        try:
            return self._jobs.get(block=wait)
        except queue.Empty:
            return None

    def put_back(self, tickets: list[Ticket]) -> None:
        """Have jobs done again that were behind the one that killed their worker."""
        with self._lock:
            self._again.extend(tickets)

    @property
    def is_closed(self) -> bool:
        """Whether no more jobs are taken."""
        return self._closed

    def _look_after(self) -> None:
        while not self._closed:
            time.sleep(min(0.25, self._seconds / 4))
            for hand in list(self._hands):
                hand.end_if_late(self._seconds)


class _Hand(threading.Thread):
    """One worker process and the thread that talks with it."""

    def __init__(self, workers: Workers) -> None:
        super().__init__(daemon=True, name="hipstride-worker")
        self._workers = workers
        self._process: subprocess.Popen[bytes] | None = None
        self._since: float | None = None  # when the file that is being read was begun
        self._late = False
        self._is_ready = False
        self.start()

    def run(self) -> None:
        """Keep the worker busy; replace it when it dies."""
        waiting: deque[Ticket] = deque()
        self._engage()
        while not self._workers.is_closed:
            while len(waiting) < AHEAD:
                ticket = self._workers.take(wait=not waiting)
                if ticket is None:
                    break
                waiting.append(ticket)
                if not self._give(ticket):
                    break
            if waiting:
                self._await(waiting)
        self.end()

    def _engage(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._is_ready = self._late = False
            self._process = _start()
        return self._process

    def _give(self, ticket: Ticket) -> bool:
        process = self._engage()
        if self._since is None:
            self._since = time.monotonic()
        try:
            send(cast(IO[bytes], process.stdin), ticket.job)
        except (OSError, ValueError):
            return False  # it died; waiting for its result tells how
        return True

    def _await(self, waiting: deque[Ticket]) -> None:
        process = self._process
        assert process is not None
        if not self._is_ready and not self._greets(process):
            while waiting:
                waiting.popleft().fail(OtherVersionError(CHANGED_MEANWHILE))
            self._replace(waiting)
            return
        result = _heard(process)
        head = waiting.popleft()
        if isinstance(result, Result):
            self._since = time.monotonic() if waiting else None
            head.settle(result)
            if result.tired:
                self._replace(waiting)
            return
        if self._workers.is_closed:
            head.settle(Result(reason="The import ended before this file was read."))
            return
        code = process.poll() if self._late else _wait(process)
        log.warning(
            "a worker ended with %s on a file of %d bytes", code, len(head.job.data) if head.job else 0
        )
        head.settle(Result(reason=self._why(code)))
        self._replace(waiting)

    def _greets(self, process: subprocess.Popen[bytes]) -> bool:
        """Hear of which code the worker is; one that died before it could say so is no stranger."""
        said = _heard(process)
        if said is not None:
            self._is_ready, self._since = True, time.monotonic()
        return said is None or said == MARK

    def _why(self, code: int | None) -> str:
        if self._late:
            return (
                f"It was still being read after {self._workers_seconds:.0f} s, far longer than any activity "
                "file takes: it was left out and touches nothing else."
            )
        if code in (-9, 137):
            return OUT_OF_MEMORY
        return "The file made its reader crash (a fault of ours): it was left out and touches nothing else."

    @property
    def _workers_seconds(self) -> float:
        return self._workers._seconds

    def _replace(self, waiting: deque[Ticket]) -> None:
        self._workers.put_back(list(waiting))
        waiting.clear()
        self.end()
        self._process = self._since = None

    def end_if_late(self, seconds: float) -> None:
        """Kill the worker if its file takes too long; starting up has a limit of its own."""
        since, process = self._since, self._process
        most = seconds if self._is_ready else seconds + START_S
        if since is not None and process is not None and time.monotonic() - since > most:
            self._late = True
            process.kill()

    def end(self) -> None:
        """End the process."""
        process = self._process
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # what was still to be sent cannot be
                cast(IO[bytes], pipe).close()


def _heard(process: subprocess.Popen[bytes]) -> object:
    try:
        return receive(cast(IO[bytes], process.stdout))
    except Exception:  # torn off in the middle of a result, or words of another version
        return None


def _start() -> subprocess.Popen[bytes]:
    paths = [str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        # One thread a worker: more only wait for each other, and each reserves memory of its own.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        # A file's columns are asked of the system again and again otherwise, page by page (Linux, glibc).
        "MALLOC_MMAP_THRESHOLD_": str(KEPT_BYTES),
        "MALLOC_TRIM_THRESHOLD_": str(KEPT_BYTES),
    }
    process = subprocess.Popen(
        # Of the code that runs here, whatever lies in the folder it was started from.
        [sys.executable, "-P", "-c", CODE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=PIPE_BYTES,
        env=environment,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    for pipe in (process.stdin, process.stdout):
        _widen(cast(IO[bytes], pipe))
    return process


def _widen(pipe: IO[bytes]) -> None:
    """Let a whole file's records fit into a pipe, so that neither side waits for the other (Linux)."""
    try:
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    except (ImportError, AttributeError, OSError):
        return  # slower for it


def _wait(process: subprocess.Popen[bytes]) -> int | None:
    try:
        return process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return None


_kept: list[Workers] = []
_kept_lock = threading.Lock()
_timer: threading.Timer | None = None


def borrow() -> Workers:
    """Give workers that are running already, or new ones; give them back after the import."""
    with _kept_lock:
        return _kept.pop() if _kept else Workers()


def give_back(workers: Workers) -> None:
    """Keep workers for the next import; after half a minute without one they end."""
    global _timer
    with _kept_lock:
        _kept.append(workers)
        if _timer is not None:
            _timer.cancel()
        _timer = threading.Timer(IDLE_S, end_kept)
        _timer.daemon = True
        _timer.start()


def end_kept() -> None:
    """End the workers nobody uses."""
    with _kept_lock:
        idle = list(_kept)
        _kept.clear()
    for workers in idle:
        workers.close()


atexit.register(end_kept)
