"""The store: readers with a cursor each, one writer at a time, and a number that rises with every change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from analytics.errors import StoreError
from analytics.store import connection
from analytics.store.connection import default_path
from analytics.store.writer import Writer

QUERIES = Path(__file__).resolve().parent / "queries"


@cache
def query_text(name: str) -> str:
    """Read a query of analytics/store/queries/ by name."""
    file = QUERIES / f"{name}.sql"
    if not file.is_file():
        raise ValueError(f"there is no query named {name!r}")
    return file.read_text(encoding="utf-8")


class Reader:
    """One cursor: open one for each script run or thread, and close it (or use `with`)."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the cursor."""
        self._cursor.close()

    def frame(self, name: str, **params: Any) -> pd.DataFrame:
        """Run the query of that name.

        Parameters
        ----------
        name
            A file of analytics/store/queries/, without its ending.
        params
            The query's `$name` parameters.

        Returns
        -------
        pandas.DataFrame
            Dates as datetime64; NULL as None, NaN or NaT.
        """
        return _plain(self._run(query_text(name), params).df())

    def row(self, name: str, **params: Any) -> dict[str, Any] | None:
        """Run the query of that name and give its first row, or None where there is none; NULL is None."""
        result = self._run(query_text(name), params)
        names = [column[0] for column in result.description or []]
        rows = result.fetchall()  # to the end: DuckDB 2 lets no other statement in before that
        return dict(zip(names, rows[0], strict=True)) if rows else None

    def arrow(self, text: str) -> pa.Table:
        """Run SQL of our own and give all rows as one Arrow table."""
        return self._run(text, {}).to_arrow_table()

    def batches(self, text: str) -> pa.RecordBatchReader:
        """Run SQL of our own and give its rows piece by piece; read them before asking this reader again."""
        return self._run(text, {}).to_arrow_reader()

    def sql(self, text: str, params: dict[str, Any] | None = None) -> pd.DataFrame:
        """Run one SELECT of a person's own; it can read this database and nothing else, and change nothing.

        Raises
        ------
        StoreError
            If it is not one SELECT (or EXPLAIN, DESCRIBE, SUMMARIZE), or the database refuses it.
        """
        try:
            statements = self._cursor.extract_statements(text)
        except duckdb.Error as error:
            raise StoreError(f"This is not SQL the database understands: {_first_line(error)}") from error
        allowed = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
        if len(statements) != 1 or statements[0].type not in allowed:
            raise StoreError("Only one SELECT at a time can be asked here; nothing can be changed this way.")
        self._cursor.execute("BEGIN TRANSACTION READ ONLY")
        try:
            return _plain(self._cursor.execute(text, params or {}).df())
        except duckdb.Error as error:
            raise StoreError(f"The database refused this query: {_first_line(error)}") from error
        finally:
            self._cursor.execute("ROLLBACK")

    def _run(self, text: str, params: dict[str, Any]) -> duckdb.DuckDBPyConnection:
        return self._cursor.execute(text, params) if params else self._cursor.execute(text)


class Store:
    """A database that is open in this process. Share it between threads; take a reader in each."""

    def __init__(self, parent: connection.Parent, *, read_only: bool) -> None:
        self._parent = parent
        self._open = True
        self.read_only = read_only

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Name the file."""
        return self._parent.path

    def close(self) -> None:
        """Give the file back; the last holder in this process closes it."""
        if self._open:
            self._open = False
            connection.release(self._parent)

    def reader(self) -> Reader:
        """Open a reader with a cursor of its own."""
        return Reader(self._cursor())

    def writer(self, *, today: dt.date | None = None, count: bool = True) -> Writer:
        """Open a writer: `with store.writer() as writer:` is one transaction, the only one at a time.

        Parameters
        ----------
        today
            Rows dated later than the day after this are refused; by default the computer's own date.
        count
            False leaves the days and weeks of the athletes it touches to a later `count_left_over()`: one of
            many transactions of a long import.

        Raises
        ------
        StoreError
            If the store was opened for reading only.
        """
        if self.read_only:
            raise StoreError("The database is open for reading only.")
        return Writer(self._cursor(), self._parent, today=today, count=count)

    @contextmanager
    def writing_much(self) -> Iterator[None]:
        """Have the database work in one thread and keep little in memory, as long as a long import runs."""
        with self._parent.writing_much():
            yield

    def work_out_loads_with(self, work_out: Callable[[Writer, list[int]], None]) -> None:
        """Have each writer work out the loads of the athletes it touched before their days are counted.

        Without it, writers leave them for later, in `stale_load`.
        """
        self._parent.work_out_loads = work_out

    @property
    def works_out_loads(self) -> bool:
        """Say whether writers work out loads."""
        return self._parent.work_out_loads is not None

    def borrow_tracks(self, lend: connection.LendTrack) -> None:
        """Have tracks that are not here looked up elsewhere: a copy for a preview leaves the records out."""
        self._parent.lend_track = lend

    @contextmanager
    def room_for(self, size_bytes: int) -> Iterator[None]:
        """Let a transaction of a long import take more memory if its files have very many bytes."""
        with self._parent.room_for(size_bytes):
            yield

    def revision(self) -> int:
        """Give the number that every change raises: a cache keyed on it is never stale."""
        cursor = self._cursor()
        try:
            rows = cursor.execute("SELECT number FROM revision").fetchall()
        finally:
            cursor.close()
        return int(rows[0][0])

    def checkpoint(self) -> None:
        """Fold the log of recent transactions into the file; do this after a large import."""
        cursor = self._cursor()
        try:
            with self._parent.write_lock, self._parent.room_to_work():
                cursor.execute("CHECKPOINT")
        except duckdb.TransactionException:
            pass  # somebody reads at this moment: the next checkpoint, or closing, does it
        finally:
            cursor.close()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        if not self._open:
            raise StoreError("The database has been closed.")
        return self._parent.connection.cursor()


def open_store(path: Path | None = None, *, read_only: bool = False) -> Store:
    """Open the database, making it and its folder where there is none.

    Parameters
    ----------
    path
        The file; by default `default_path()`.
    read_only
        Change nothing, not even the schema of an older file.

    Raises
    ------
    StoreError
        If another process holds the file, it is no database of ours, or a newer version made it.
    """
    return Store(connection.acquire(path or default_path(), read_only=read_only), read_only=read_only)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn pandas' own nullable columns into plain ones: numbers with NaN, truth values with None."""
    for name, kind in frame.dtypes.items():
        if isinstance(kind, pd.BooleanDtype):
            column = frame[name]
            frame[name] = (
                column.astype(object).where(column.notna(), None) if column.hasnans else column.astype(bool)
            )
        elif isinstance(kind, pd.api.extensions.ExtensionDtype) and kind.kind in "iu":
            frame[name] = frame[name].astype("float64" if frame[name].hasnans else "int64")
    return frame


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]
