"""Opening the database: one parent connection a process and file, one cursor a reader."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import duckdb

from analytics.errors import StoreError, StoreInUseError
from analytics.store import kept, migrations, reference
from analytics.store.same_activity import Track
from analytics.store.sieve import REFERENCES, Sieve

log = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parents[2]

STORAGE_VERSION = "v1.5.0"
"""New files are written so that DuckDB 1.5 and 2 both open them."""

WHILE_WRITING = {
    "threads": "1",
    "memory_limit": "'192MB'",
    "write_buffer_row_group_count": "1",
    "max_vacuum_tasks": "0",
}
"""Settings of a long import. Several threads write records in twice the processor time of one, which the
readers of files could use. By default the database keeps whatever passed through it, up to most of the
memory there is, and lets groups of rows wait for others before it packs them. And it would lay small
groups of rows together again at every checkpoint, with all the originals kept so far: work that grows with
the square of an import."""

MUCH_BYTES = 20 * 2**20
"""What a transaction may hold, in bytes of files, under that limit of memory: it takes some four times as
much, and a checkpoint that finds no room ends the connection."""


class LendTrack(Protocol):
    """Gives the track of an activity, or of a source that lies aside, from another store."""

    def __call__(self, number: int, *, aside: bool) -> Track | None:
        """Give it, or None."""


@dataclass
class Parent:
    """The one connection to a file in this process, and the lock its writers share."""

    path: Path
    read_only: bool
    connection: duckdb.DuckDBPyConnection
    write_lock: threading.RLock = field(default_factory=threading.RLock)
    holders: int = 0
    remembered: tuple[int, dict[int, Any], dict[int | None, Any] | None] | None = None
    """What the last writer knew of activities and files, and the revision for which it is true."""
    lend_track: LendTrack | None = None
    work_out_loads: Callable[[Any, list[int]], None] | None = None
    """Works out the loads of athletes within a writer's transaction: the store knows no measure."""
    _sieve: Sieve | None = None
    _writing_much: int = 0
    _memory_limit: str = ""
    """The limit that holds when nobody imports: RESET changes what the setting says, not what is kept to."""

    @contextmanager
    def writing_much(self) -> Iterator[None]:
        """Have the database share the computer with others for a while."""
        with _registry_lock:
            self._writing_much += 1
            if self._writing_much == 1:
                self._memory_limit = self._memory_limit or self._shown("memory_limit")
                self._set([f"SET {name} = {value}" for name, value in WHILE_WRITING.items()])
        try:
            yield
        finally:
            with _registry_lock:
                self._writing_much -= 1
                if self._writing_much == 0:
                    self._set([f"RESET {name}" for name in WHILE_WRITING if name != "memory_limit"])
                    self._set([self._unlimited])

    @contextmanager
    def room_for(self, size_bytes: int) -> Iterator[None]:
        """Lift the limit of memory for a transaction that holds very much."""
        if size_bytes <= MUCH_BYTES:
            yield
            return
        with self.room_to_work():
            yield

    @contextmanager
    def room_to_work(self) -> Iterator[None]:
        """Lift the limit of memory while what was written is packed, or days and weeks are counted.

        What that takes grows with the file and with the athlete's years, and a database that runs out of
        memory while it packs refuses all work until it is opened anew.
        """
        if not self._writing_much:
            yield
            return
        self._set([self._unlimited])
        try:
            yield
        finally:
            with _registry_lock:
                if self._writing_much:
                    self._set([f"SET memory_limit = {WHILE_WRITING['memory_limit']}"])

    @property
    def _unlimited(self) -> str:
        number, unit = self._memory_limit.split()
        # It is shown with one place, cut off: half a place more shows the same again.
        return f"SET memory_limit = '{float(number) + 0.05:.2f}{unit}'"

    def _shown(self, name: str) -> str:
        cursor = self.connection.cursor()
        try:
            ((shown,),) = cursor.execute("SELECT current_setting(?)", [name]).fetchall()
        finally:
            cursor.close()
        return str(shown)

    def _set(self, statements: list[str]) -> None:
        cursor = self.connection.cursor()
        for statement in statements:
            try:
                cursor.execute(statement)
            except duckdb.Error as error:  # slower or larger for it, but no less right
                log.info("%s: %s", statement, type(error).__name__)
        cursor.close()

    def sieve(self) -> Sieve:
        """Give the staging tables; call it while holding the write lock."""
        if self._sieve is None:
            cursor = self.connection.cursor()
            ids = {
                table: [row[0] for row in cursor.execute(query).fetchall()]
                for table, query in REFERENCES.items()
            }
            cursor.close()
            self._sieve = Sieve(ids)
        return self._sieve


_parents: dict[Path, Parent] = {}
_registry_lock = threading.RLock()


def default_path() -> Path:
    """Name the database: the environment's HIPSTRIDE_DB, else data/local/ of the project."""
    named = os.environ.get("HIPSTRIDE_DB")
    return Path(named).expanduser() if named else PROJECT / "data" / "local" / "hipstride.duckdb"


def acquire(path: Path, *, read_only: bool) -> Parent:
    """Give this process's connection to a file, opening, migrating and filling it where it is the first.

    Raises
    ------
    StoreError
        If another process holds the file, it is not a database, or a newer version made it.
    """
    path = path.resolve()
    with _registry_lock:
        parent = _parents.get(path)
        if parent is not None and parent.read_only and not read_only:
            raise StoreError("This program already has the database open for reading only; close that first.")
        if parent is None:
            parent = Parent(path=path, read_only=read_only, connection=_open(path, read_only=read_only))
            _parents[path] = parent
        parent.holders += 1
        return parent


def release(parent: Parent) -> None:
    """Give a connection back; the last holder closes the file."""
    with _registry_lock:
        parent.holders -= 1
        if parent.holders <= 0 and _parents.get(parent.path) is parent:
            del _parents[parent.path]
            parent.connection.close()


def _open(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    if read_only and not path.exists():
        raise StoreError(f"There is no database at {path} yet. Import some files first.")
    try:
        if not read_only:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                _create(path)
        connection = duckdb.connect(str(path), read_only=read_only, config=_config())
    except (duckdb.Error, OSError) as error:
        raise _explained(path, error) from error
    try:
        if read_only:
            migrations.check(connection)
        else:
            migrations.migrate(connection)
            reference.load(connection)
            kept.catch_up(connection)
        # Nobody's SQL reaches files or the network, or takes these limits off again.
        allowed = ", ".join(f"'{name}'" for name in WHILE_WRITING)
        connection.execute(f"SET allowed_configs = [{allowed}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        raise _explained(path, error) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _config() -> dict[str, str | bool | int | float | list[str]]:
    return {
        "python_enable_replacements": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }


def _create(path: Path) -> None:
    quoted = str(path).replace("'", "''")
    with duckdb.connect(":memory:") as nursery:
        nursery.execute(f"ATTACH '{quoted}' AS newborn (STORAGE_VERSION '{STORAGE_VERSION}')")
        nursery.execute("DETACH newborn")


def _explained(path: Path, error: Exception) -> StoreError:
    text = str(error)
    if "lock" in text.lower() and ("Conflicting" in text or "Could not set lock" in text):
        return StoreInUseError(
            f"Another program has the database open ({path}). Usually it is a running Hipstride: close "
            "it, or stop the command still at work, and try again. Or name another file with --db FILE."
        )
    if "being used by another process" in text:
        return StoreInUseError(
            f"Another program has the database open ({path}). Close the running Hipstride and try again."
        )
    if "not a valid DuckDB database" in text:
        return StoreError(
            f"{path} is not a Hipstride database: something else is in that file. "
            "Move it away, or name another file with --db FILE."
        )
    if "version number" in text or "storage version" in text.lower() or "newer version" in text:
        return StoreError(
            f"{path} was written by a newer DuckDB than the one installed here. Update Hipstride first."
        )
    if isinstance(error, PermissionError) or "Permission denied" in text:
        return StoreError(f"No permission to open {path}. Name another file with --db FILE.")
    if "No space left" in text:
        return StoreError(f"The disk that holds {path} is full.")
    return StoreError(
        f"The database {path} cannot be opened: {text.splitlines()[0] if text else type(error).__name__}"
    )
