"""A transaction and the rows that wait in memory for it: what every change to the store stands on."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import duckdb
import pyarrow as pa

from analytics.errors import StoreError
from analytics.ingest.batch import Columns
from analytics.store import kept
from analytics.store.activity_rows import LookedOver
from analytics.store.connection import Parent
from analytics.store.logs import ASIDE
from analytics.store.records import FLUSH_ROWS, RecordBuffer
from analytics.store.rows import KnownFile
from analytics.store.same_activity import Seen, Track
from analytics.store.sieve import Sieve, Sifted

if TYPE_CHECKING:
    from analytics.store.merging import Source

log = logging.getLogger(__name__)


class Transaction:
    """Rows wait in memory and go in together; an error leaves nothing of what came since the last commit.

    It holds the process's write lock.
    """

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        parent: Parent,
        *,
        today: dt.date | None = None,
        count: bool = True,
    ) -> None:
        self._cursor = cursor
        self._parent = parent
        self._today = today
        self._count_at_end = count
        self.now_utc = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
        self._pending: dict[str, list[pa.Table]] = {}
        self._records = {"record": RecordBuffer(), "aside_record": RecordBuffer()}
        self._later: dict[str, list[dict[str, Any]]] = {}  # rows that pass staging at the next flush
        self._notes: dict[str, list[dict[str, Any]]] = {}  # our own bookkeeping, which passes no staging
        self._merging: list[Source] = []
        self.begun: set[str] = set()  # imports whose row is there
        self._seen: dict[int, Seen] = {}
        self.files: dict[int | None, dict[str, KnownFile]] | None = None  # filled when first asked
        self._spans: dict[int, set[tuple[str, str, dt.date, dt.date]]] = {}
        self._asked_ids: set[int] = set()
        self._taken_ids: set[int] = set()
        self._on_the_receipt: dict[str, list[dict[str, Any]]] = {}  # rows that staging has yet to see
        self.looked: LookedOver | None = None
        self._touched = False
        self._athletes: set[int] = set()  # touched since they were last counted
        self._since: dict[int, dt.date | None] = {}  # from which day on; None: any day
        self.rows_counted: dict[str, int] = {}  # written when days and weeks were last counted, by table
        self._marked: set[int] = set()  # those of them that the database knows of
        self._active = False

    # The transaction

    def __enter__(self) -> Self:
        self._parent.write_lock.acquire()
        self._begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish(count=self._count_at_end)
            elif self._active:
                self._roll_back()
        finally:
            self._cursor.close()
            self._parent.write_lock.release()

    def commit(self) -> None:
        """Keep everything so far, and go on with a new transaction.

        The athletes' days and weeks are counted when the writer ends.
        """
        self._finish(count=False)
        self._begin()

    def rollback(self) -> None:
        """Forget everything since the last commit, and go on with a new transaction."""
        self._roll_back()
        self._begin()

    def count_left_over(self) -> None:
        """Have the days and weeks counted of whoever earlier writers left uncounted."""
        for row in self.ask("SELECT DISTINCT athlete_id FROM stale_athlete"):
            self.touch(row[0])

    def _begin(self) -> None:
        self._cursor.execute("BEGIN TRANSACTION")
        self._active = True
        if self._parent.remembered is not None:
            revision, seen, files = self._parent.remembered
            self._parent.remembered = None  # one writer's at a time
            if self.ask("SELECT number FROM revision")[0][0] == revision:
                self._seen, self.files = seen, files

    def _finish(self, *, count: bool) -> None:
        try:
            self.settle()
            if count:
                with self._parent.room_to_work():  # years of days take more than a transaction of files
                    self.rows_counted = kept.refresh(
                        self._cursor, self._athletes, since=self._since, before_days=self._work_out_loads
                    )
            else:
                kept.mark(self._cursor, self._athletes - self._marked)
            if self._touched or (count and self._athletes):
                self._cursor.execute("UPDATE revision SET number = number + 1")
            revision = self.ask("SELECT number FROM revision")[0][0]
            with self._parent.room_to_work():
                self._cursor.execute("COMMIT")
            self._parent.remembered = (revision, self._seen, self.files)
        except duckdb.Error as error:
            self._roll_back()
            raise StoreError(f"The database refused the change: {str(error).splitlines()[0]}") from error
        except BaseException:
            self._roll_back()
            raise
        self._active = self._touched = False
        self._marked = set() if count else set(self._athletes)
        self._athletes = set(self._marked)
        self._since = dict.fromkeys(self._marked)

    def settle(self) -> None:
        """Insert what waits, and finish what has to be done before a commit."""
        self.flush()

    def _work_out_loads(self) -> None:
        """Have what days and weeks are counted from worked out."""

    def _roll_back(self) -> None:
        self._cursor.execute("ROLLBACK")
        self._active = self._touched = False
        self._pending, self._notes, self._merging, self._later = {}, {}, [], {}
        if self.looked is not None:
            self.looked.forget()
        for buffer in self._records.values():
            buffer.clear()
        self.forget_what_was_seen()
        self._asked_ids, self._taken_ids, self._on_the_receipt = set(), set(), {}
        self._athletes = set(self._marked)
        self._since = dict.fromkeys(self._marked)

    # Rows that wait

    def flush(self) -> None:
        """Insert the rows that wait; they still belong to the transaction."""
        for table, rows in self._on_the_receipt.items():
            self.keep(table, self.all_sound(table, rows))
        self._on_the_receipt = {}
        self._sift_what_waits()
        self._take_what_was_looked_over()
        for table, parts in self._pending.items():
            columns = self.sieve.stored_columns(table.removeprefix(ASIDE))
            # In one piece: every piece of a table costs the database as much as a thousand rows.
            whole = parts[0] if len(parts) == 1 else pa.concat_tables(parts).combine_chunks()
            self._insert(table, columns, f"SELECT {', '.join(columns)} FROM incoming", whole)
        self._pending = {}
        for table, rows in self._notes.items():
            columns = list(rows[0])
            self._insert(
                table, columns, f"SELECT {', '.join(columns)} FROM incoming", pa.Table.from_pylist(rows)
            )
        self._notes = {}
        for table, buffer in self._records.items():
            self._flush_records(table, buffer)

    def _flush_records(self, table: str, buffer: RecordBuffer) -> None:
        if not buffer.rows:
            return
        parts = buffer.take_by_table() if table == "record" else [(table, buffer.take())]
        for place, incoming in parts:
            select, sentences = self.sieve.sift_bulk("record", incoming)
            self._insert(place, incoming.column_names, select, incoming)
            for sentence in sentences:
                log.info("records: %s", sentence)

    def _sift_what_waits(self) -> None:
        later, self._later = self._later, {}
        for place, rows in later.items():
            table = place.removeprefix(ASIDE)
            incoming = self.sieve.in_bulk(table, rows)
            select, sentences = self.sieve.sift_bulk(table, incoming)
            self._insert(place, list(self.sieve.columns[table]), select, incoming)
            for sentence in sentences:
                log.info("%s: %s", table, sentence)

    def _take_what_was_looked_over(self) -> None:
        if self.looked is not None:
            for table, rows in self.looked.take():
                self.keep(table, rows)

    def _insert(self, table: str, columns: Sequence[str], select: str, incoming: pa.Table) -> None:
        self._cursor.register("incoming", incoming)
        try:
            self._cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) {select}")
        finally:
            self._cursor.unregister("incoming")

    def flush_if_large(self) -> None:
        """Insert the records that wait if they have become many."""
        for table, buffer in self._records.items():
            if buffer.rows >= FLUSH_ROWS:
                self._flush_records(table, buffer)

    # What the parts of the writer share

    @property
    def sieve(self) -> Sieve:
        """The staging tables of this process."""
        return self._parent.sieve()

    @property
    def latest_day(self) -> dt.date:
        """The last day a row may carry: tomorrow, since somewhere it is tomorrow already."""
        return (self._today or dt.date.today()) + dt.timedelta(days=1)

    def sift(self, table: str, rows: list[dict[str, Any]], *, passed: bool = False) -> Sifted:
        """Pass rows through a staging table, unless they have passed before."""
        return self.sieve.sift(table, rows, latest_day=self.latest_day, passed=passed)

    def all_sound(self, table: str, rows: list[dict[str, Any]]) -> pa.Table:
        """Pass rows through staging where every one must be sound.

        Raises
        ------
        StoreError
            With the broken rules in words.
        """
        sifted = self.sift(table, rows)
        if sifted.refused:
            raise StoreError("; ".join(words for said in sifted.refused.values() for words in said))
        return sifted.table

    def keep(self, table: str, sound: pa.Table, *, is_news: bool = True) -> None:
        """Let sound rows wait for the next flush; rows that are no news do not raise the revision."""
        if sound.num_rows:
            self._pending.setdefault(table, []).append(sound)
            self._touched = self._touched or is_news

    def keep_on_the_receipt(self, table: str, row: dict[str, Any]) -> None:
        """Let a row of the receipt wait, to pass staging with the others of its kind."""
        self._on_the_receipt.setdefault(table, []).append(row)
        self._touched = True

    def keep_for_later(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        """Let rows wait that pass staging together at the next flush; one that breaks a rule is left out."""
        self._later.setdefault(table, []).extend(rows)
        self._touched = True

    def note(self, table: str, row: dict[str, Any], *, is_news: bool = True) -> None:
        """Let a row of our own bookkeeping wait; one that is no news does not raise the revision."""
        self._notes.setdefault(table, []).append(row)
        self._touched = self._touched or is_news

    def await_merging(self, sources: Iterable[Source]) -> None:
        """Let new sources of activities wait; before the commit, those activities are made anew."""
        self._merging.extend(sources)

    def keep_records(self, activity_id: int, columns: Any, *, aside: bool = False) -> int:
        """Let an activity's records wait; half a million of them go in at once."""
        count = self._records["aside_record" if aside else "record"].add(activity_id, columns)
        self._touched = self._touched or count > 0
        return count

    def waiting_records(self, number: int, *, aside: bool) -> Columns | None:
        """Give the records of an activity, or of a source that lies aside, that are not inserted yet."""
        return self._records["aside_record" if aside else "record"].of(number)

    def touch(self, athlete_id: int, *, since: dt.date | None = None) -> None:
        """Have the athlete's days and weeks counted anew, all of them or those from a day on."""
        before = self._since.get(athlete_id) if athlete_id in self._athletes else since
        self._athletes.add(athlete_id)
        self._since[athlete_id] = None if since is None or before is None else min(since, before)

    def changed_since(self, athlete_id: int) -> dt.date | None:
        """Give the first day on which anything of a touched athlete changed; None: any day."""
        return self._since.get(athlete_id)

    def forget_athletes(self, athlete_ids: Sequence[int]) -> None:
        """Drop whatever was remembered of athletes who are gone."""
        self.forget_what_was_seen()
        self._athletes -= set(athlete_ids)
        self._marked -= set(athlete_ids)

    def forget_what_was_seen(self) -> None:
        """Look everything up anew from now on."""
        self._seen, self.files, self._spans = {}, None, {}
        self._asked_ids, self._taken_ids, self.begun = set(), set(), set()

    # Questions and changes

    def ask(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query inside the transaction."""
        return self._cursor.execute(sql, list(params)).fetchall()

    def ask_of(self, sql: str, incoming: pa.Table) -> list[tuple[Any, ...]]:
        """Run a query that holds what is stored against a table called `incoming`."""
        self._cursor.register("incoming", incoming)
        try:
            return self.ask(sql)
        finally:
            self._cursor.unregister("incoming")

    def ask_arrow(self, sql: str, params: Sequence[Any] = ()) -> pa.Table:
        """Run a query inside the transaction and give its rows as one Arrow table."""
        return self._cursor.execute(sql, list(params)).to_arrow_table()

    def ask_columns(self, sql: str) -> list[Any]:
        """Run a query and give its columns as arrays."""
        return list(self._cursor.execute(sql).fetchnumpy().values())

    def change(self, sql: str, params: Sequence[Any] = (), *, is_news: bool = True) -> int:
        """Run a statement that changes rows; gives how many it changed."""
        rows = self._cursor.execute(sql, list(params)).fetchall()
        count = int(rows[0][0]) if rows and isinstance(rows[0][0], int) else 0
        self._touched = self._touched or (is_news and count > 0)
        return count

    def change_from(self, sql: str, incoming: pa.Table) -> int:
        """Run a statement that changes rows by a table called `incoming`; gives how many it changed."""
        self._cursor.register("incoming", incoming)
        try:
            return self.change(sql)
        finally:
            self._cursor.unregister("incoming")

    def taken_ids(self, wanted: Sequence[int]) -> set[int]:
        """Give those of the activity numbers that are in use already, by anybody; the set may hold more."""
        unasked = set(wanted) - self._asked_ids
        if unasked:
            among = ", ".join(str(number) for number in sorted(unasked))
            found = self.ask(f"SELECT activity_id FROM activity WHERE activity_id IN ({among})")
            self._taken_ids.update(row[0] for row in found)
            self._asked_ids |= unasked
        return self._taken_ids

    def borrowed_track(self, number: int, *, aside: bool) -> Track | None:
        """Give a track that a copy made for a preview has left where it was; None in any other store."""
        lend = self._parent.lend_track
        return lend(number, aside=aside) if lend is not None else None

    def rule(self, name: str) -> float:
        """Give a number of data/rules.csv."""
        row = self.ask("SELECT value FROM rule WHERE name = ?", [name])
        if not row:
            raise ValueError(f"data/rules.csv has no rule {name!r}")
        return float(row[0][0])
