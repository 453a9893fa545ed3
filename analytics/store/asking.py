"""A person's own SQL, asked in a child process that holds no more than the rows it may read.

Limits inside one process do not hold: a query can take twenty times the memory it was allowed, and does not
stop when told to. And no reading of its text keeps a query to some rows. So the child (`sql_child.py`) is
given a private copy of the columns that the query names, of the rows that may be read, and can reach nothing
else; its memory, time and files are limited by the system, and it is ended from outside.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.errors import AnalyticsError, StoreError
from analytics.store import sql_tables, sql_words
from analytics.store.sql_answer import Answer
from analytics.store.sql_words import QueryError

if TYPE_CHECKING:
    from analytics.store.store import Reader, Store

CHILD = Path(__file__).with_name("sql_child.py")
AT_ONCE = 3
"""So many questions run at one time, whoever asks them: each may take `Limits.address_bytes` of memory."""
PATIENCE_S = 30.0
"""How long a question waits for its turn."""
START_S = 20.0
"""How long the child may take to start and to read the question."""
LONGEST_QUERY = 20_000
log = logging.getLogger(__name__)
_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Limits:
    """What one question may take.

    Parameters
    ----------
    rows, bytes
        Of the answer; what is beyond is left out, and said.
    seconds
        From when the rows are there until the last row of the answer must be told.
    memory_mb
        What the database of the child keeps to, of its own will.
    address_bytes
        What the system lets the child have at most.
    """

    rows: int = 20_000
    bytes: int = 16 * 2**20
    seconds: float = 10.0
    memory_mb: int = 768
    address_bytes: int = 2 * 2**30

    def told(self) -> dict[str, int]:
        """Give what the child is told; its processor time also counts its start and taking the rows in."""
        known = asdict(self)
        known["cpu_s"] = int(known.pop("seconds")) + 30
        return known


class Question:
    """One question under way: wait for it, stop it, take its answer. Use it with `with`, so that it ends."""

    def __init__(
        self,
        store: Store,
        query: str,
        *,
        athlete_ids: Sequence[int] | None,
        with_private: bool = False,
        limits: Limits | None = None,
    ) -> None:
        if len(query) > LONGEST_QUERY:
            raise QueryError(f"This is longer than {LONGEST_QUERY:,} characters.")
        self.query = query
        self._store, self._limits = store, limits or Limits()
        self._athlete_ids, self._with_private = athlete_ids, with_private
        self._began = time.monotonic()
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._ended_because: str | None = None
        self._answer: Answer | None = None
        self._error: AnalyticsError | None = None
        self._thread = threading.Thread(target=self._work, name="sql question", daemon=True)
        self._thread.start()

    def __enter__(self) -> Question:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def seconds(self) -> float:
        """Say how long ago it was asked."""
        return time.monotonic() - self._began

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it is answered or has failed; says whether that is so."""
        return self._done.wait(seconds)

    def stop(self, because: str = sql_words.STOPPED) -> None:
        """End the child at once, wherever it is."""
        with self._lock:
            self._ended_because = self._ended_because or because
            if self._child is not None and self._child.poll() is None:
                self._child.kill()

    def answer(self) -> Answer:
        """Wait for the answer and give it.

        Raises
        ------
        QueryError
            What is wrong with the question, or what stopped it, in words.
        """
        self._done.wait()
        if self._error is not None:
            raise self._error
        assert self._answer is not None
        return self._answer

    def _work(self) -> None:
        try:
            if not _turns.acquire(timeout=PATIENCE_S):
                raise QueryError(sql_words.BUSY)
            try:
                self._answer = self._asked()
            finally:
                _turns.release()
        except AnalyticsError as error:
            self._error = error
        except (
            OSError,
            ValueError,
            KeyError,
            TypeError,
        ):  # the child is gone, or says what no child of ours says
            self._error = QueryError(self._ended_because or sql_words.ENDED)
        except Exception as error:
            log.error("a question could not be run: %s", type(error).__name__)
            self._error = QueryError(sql_words.OUR_FAULT)
        finally:
            self._done.set()

    def _asked(self) -> Answer:
        with (
            self._store.reader() as reader,
            tempfile.TemporaryDirectory(prefix="hipstride-sql-", ignore_cleanup_errors=True) as folder,
        ):
            columns = sql_tables.columns(reader, with_private=self._with_private)
            child = self._start(folder)
            try:
                with self._clock(START_S):
                    told = self._limits.told()
                    self._say(child, {"sql": self.query, "columns": columns, "limits": told})
                    needs = self._heard(child, columns)["needs"]
                files = self._written(reader, Path(folder), _allowed(needs, columns))
                with self._clock(self._limits.seconds):
                    self._say(child, {"files": files})
                    self._heard(child, columns)
                    for file in files.values():
                        if file is not None:
                            Path(file).unlink()
                    return self._rows(child, columns, [name for name, file in files.items() if file])
            finally:
                _end(child)

    def _start(self, folder: str) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._ended_because:
                raise QueryError(self._ended_because)
            self._child = subprocess.Popen(
                [sys.executable, "-I", "-B", str(CHILD)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env=_environment(),
                start_new_session=True,
            )
            return self._child

    @contextlib.contextmanager
    def _clock(self, seconds: float) -> Any:
        timer = threading.Timer(seconds, self.stop, [sql_words.too_long(seconds)])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _say(self, child: subprocess.Popen[bytes], what: dict[str, Any]) -> None:
        assert child.stdin is not None
        child.stdin.write(json.dumps(what).encode() + b"\n")
        child.stdin.flush()

    def _heard(self, child: subprocess.Popen[bytes], columns: dict[str, dict[str, str]]) -> dict[str, Any]:
        assert child.stdout is not None
        most = 2 * self._limits.bytes + 2**20
        line = child.stdout.readline(most)
        if not line.endswith(b"\n"):
            raise QueryError(self._ended_because or sql_words.ENDED)
        heard: dict[str, Any] = json.loads(line)
        if "error" in heard:
            raise sql_words.in_words(str(heard["error"]), str(heard["text"]), self.query, columns)
        return heard

    def _written(self, reader: Reader, folder: Path, needs: dict[str, list[str]]) -> dict[str, str | None]:
        files: dict[str, str | None] = {}
        for number, (table, names) in enumerate(needs.items()):
            if self._ended_because:
                raise QueryError(self._ended_because)
            files[table] = None
            if names:
                sql_tables.check_size(reader, table, names, self._athlete_ids)
                file = folder / f"{number}.parquet"
                write(reader, file, table, names, self._athlete_ids)
                files[table] = str(file)
        return files

    def _rows(
        self, child: subprocess.Popen[bytes], columns: dict[str, dict[str, str]], tables: list[str]
    ) -> Answer:
        heads = self._heard(child, columns)["columns"]
        rows: list[list[Any]] = []
        while "rows" in (heard := self._heard(child, columns)):
            rows += heard["rows"]
            if len(rows) > self._limits.rows:
                raise QueryError(sql_words.ENDED)
        return Answer(
            names=tuple(str(name) for name, _ in heads),
            kinds=tuple(str(kind) for _, kind in heads),
            rows=tuple(tuple(row) for row in rows),
            cut=heard["cut"],
            tables=tuple(tables),
            seconds=self.seconds,
        )


def write(
    reader: Reader, file: Path, table: str, names: Sequence[str], athlete_ids: Sequence[int] | None
) -> None:
    """Write columns of a table, of the athletes chosen, as a Parquet file."""
    batches = reader.batches(sql_tables.selecting(table, names, athlete_ids))
    schema = pa.schema([pa.field(one.name, _small(one.type)) for one in batches.schema])
    with pq.ParquetWriter(file, schema, compression="none") as writer:
        for batch in batches:
            writer.write_table(pa.Table.from_batches([batch]).cast(schema))


def _small(kind: pa.DataType) -> pa.DataType:
    # The database sums counts into 128 bits, which Parquet has as a decimal of no places.
    return pa.int64() if pa.types.is_decimal(kind) else kind


def _allowed(needs: Any, columns: dict[str, dict[str, str]]) -> dict[str, list[str]]:
    """Check what the child asks for: only tables and columns that were offered to it."""
    return {
        table: [name for name in columns[table] if name in names]
        for table, names in needs.items()
        if table in columns
    }


def _environment() -> dict[str, str]:
    """Give the child's environment: empty but for what a Windows process cannot start without."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.kill()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    child.wait()


def ask(
    store: Store,
    query: str,
    *,
    athlete_ids: Sequence[int] | None,
    with_private: bool = False,
    limits: Limits | None = None,
) -> Answer:
    """Ask one question and wait for its answer.

    Raises
    ------
    QueryError
        What is wrong with the question, or what stopped it, in words.
    StoreError
        If a table it names does not fit.
    """
    with Question(
        store, query, athlete_ids=athlete_ids, with_private=with_private, limits=limits
    ) as question:
        return question.answer()


__all__ = ["Answer", "Limits", "QueryError", "Question", "StoreError", "ask", "write"]
