"""A worker process: reads and measures one file after another, so that no file can harm the one that waits.

Started by `analytics.intake.workers`, which hands it jobs by standard input and takes results from standard
output, each as how many parts it has, their lengths and their bytes. The first thing it says is of which code
it is.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import io
import itertools
import os
import queue
import struct
import sys
import threading
from dataclasses import dataclass, field
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import IO, Any, cast

import numpy.typing as npt

from analytics.errors import UnreadableError
from analytics.ingest.batch import Batch, Columns
from analytics.ingest.reading import read
from analytics.intake.measuring import INVALID, MeasuredRun, measured

MEMORY_BYTES = 1536 * 2**20
"""How much a worker may take in all, where the system can hold it to that (Linux)."""

GARBAGE_EVERY = 10_000  # new objects
NICENESS = 5
PIPE_BYTES = 2**20
LENGTH = struct.Struct("<Q")
PACKAGE = Path(__file__).resolve().parents[1]
HANDED_OVER = (
    "errors.py", "ingest/batch.py", "intake/measuring.py", "intake/worker.py", "metrics/best_efforts.py",
    "metrics/form.py", "metrics/streams.py",
)  # fmt: skip
"""The modules of what goes from process to process: both sides must have the same ones."""
PROTOCOL = 5
ALIGNED = 8


@dataclass(frozen=True)
class Job:
    """One file to be read."""

    name: str
    data: bytes
    in_archive: bool = False


@dataclass
class Result:
    """What a file held, or why it could not be read."""

    batch: Batch | None = None
    runs: list[list[MeasuredRun]] = field(default_factory=list)
    reason: str | None = None
    asks: tuple[str, ...] | None = None  # the header of a table that only a person can explain
    tired: bool = False  # it ran short of memory: a fresh worker is better for the next file


def code_mark() -> str:
    """Give a mark of the code by which two processes talk, as it lies on the disk just now.

    A worker is started from the disk, long after the program that starts it: where somebody installed another
    version meanwhile, the two would misunderstand each other.
    """
    found = hashlib.blake2b(digest_size=16)
    for name in HANDED_OVER:
        found.update(PACKAGE.joinpath(name).read_bytes())
    return found.hexdigest()


def work(job: Job) -> Result:
    """Read and measure one file; whatever is wrong with it is said in the result."""
    try:
        batch = read(job.data, job.name, in_archive=job.in_archive)
        runs = [measured(activity) for activity in batch.activities]
        for activity in batch.activities:
            activity.records = _telling(activity.records)
        return Result(batch, runs)
    except UnreadableError as error:
        from analytics.ingest.layouts import AskError  # comes with the tables, which most files are not

        if isinstance(error, AskError):
            return Result(reason=str(error), asks=error.header)
        return Result(reason=str(error), tired="memory" in error.reason)
    except MemoryError:
        return Result(reason=OUT_OF_MEMORY, tired=True)
    except Exception as error:
        return Result(
            reason=f"this file made the reader fail (a fault of ours: {type(error).__name__}); it was left "
            "out and touches nothing else"
        )


def _telling(records: Columns | None) -> Columns | None:
    """Leave out the columns that say nothing: half of them, and all there is goes from process to process."""
    if records is None:
        return None
    return {
        name: column
        for name, column in records.items()
        if name == "time_fit_s" or _says_something(column, INVALID[name])
    }


def _says_something(column: npt.NDArray[Any], nothing: int) -> bool:
    # Nearly always one look at the middle is enough.
    return bool(len(column) and column[len(column) // 2] != nothing) or bool((column != nothing).any())


OUT_OF_MEMORY = "The file needs more memory to read than any activity does: it is left out."


def send(file: IO[bytes], value: Any) -> None:
    """Write one value.

    Raises
    ------
    OSError
        The other side has gone.
    """
    beside: list[Any] = []  # columns of records, which go over as they lie in memory
    held = io.BytesIO()
    ForkingPickler(held, PROTOCOL, True, beside.append).dump(value)
    parts = [held.getbuffer(), *(each.raw() for each in beside)]
    file.write(struct.pack(f"<Q{len(parts)}Q", len(parts), *(part.nbytes for part in parts)))
    for part in parts:
        file.write(part)
        file.write(bytes(-part.nbytes % ALIGNED))
    file.flush()


def receive(file: IO[bytes]) -> Any:
    """Read one value; None where the other side has gone."""
    head = file.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (count,) = LENGTH.unpack(head)
    head = file.read(count * LENGTH.size)
    if len(head) < count * LENGTH.size:
        return None
    lengths = struct.unpack(f"<{count}Q", head)
    starts = [0, *itertools.accumulate(length + -length % ALIGNED for length in lengths)]
    body = bytearray(starts[-1])
    if cast(io.BufferedReader, file).readinto(body) < len(body):
        return None
    whole = memoryview(body)
    first, *beside = (whole[start : start + length] for start, length in zip(starts, lengths, strict=False))
    return ForkingPickler.loads(first, buffers=beside)


def limit_memory(most: int = MEMORY_BYTES) -> None:
    """Have the system refuse this process more memory than any file needs, where it can."""
    try:
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    except (ImportError, ValueError, OSError):
        return  # Windows has none, macOS keeps none


def give_way(steps: int = NICENESS) -> None:
    """Let the process that stores, and whatever else the computer does, go first, where the system can.

    The store takes one file after another and the readers run side by side: where both want the processor,
    it is the store that all wait for.
    """
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(steps)


def main() -> None:
    """Work until nobody sends jobs any more."""
    # A whole result goes over in one piece: the other side is woken once for it, and not for each column.
    incoming = os.fdopen(os.dup(sys.stdin.fileno()), "rb", PIPE_BYTES)
    # What else is printed must not get among the results.
    outgoing = os.fdopen(os.dup(sys.stdout.fileno()), "wb", PIPE_BYTES)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        send(outgoing, code_mark())
    except OSError:
        os._exit(0)  # whoever asked for a worker has gone already
    limit_memory()
    give_way()
    # Nothing a file brings lives longer than its result: looking for rubbish seldom is enough.
    gc.freeze()
    gc.set_threshold(GARBAGE_EVERY)
    # A thread of its own keeps taking jobs in, so that neither side ever waits for the other to read.
    jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()

    def listen() -> None:
        while (job := receive(incoming)) is not None:
            jobs.put(job)
        jobs.put(None)

    threading.Thread(target=listen, daemon=True).start()
    try:
        while (job := jobs.get()) is not None:
            result = work(job)
            try:
                send(outgoing, result)
            except MemoryError:
                send(outgoing, Result(reason=OUT_OF_MEMORY, tired=True))
            del job, result
    except (OSError, KeyboardInterrupt):
        pass  # whoever waited has gone
    # Not by way of the interpreter's end, which would wait for the thread that listens.
    os._exit(0)
