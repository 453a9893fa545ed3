"""While a long import runs the database is frugal, and afterwards it is as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from analytics.errors import StoreError
from analytics.ingest.batch import RECORD_COLUMNS
from analytics.store import Store, kept
from analytics.store.connection import MUCH_BYTES, WHILE_WRITING, Parent
from analytics.store.records import RecordBuffer
from analytics.store.sieve import _bytes

Make = Callable[..., Any]
Ask = Callable[..., list[tuple[Any, ...]]]


def settings(store: Store) -> dict[str, str]:
    names = ", ".join(f"CAST(current_setting('{name}') AS VARCHAR) AS {name}" for name in WHILE_WRITING)
    with store.reader() as reader:
        return dict(reader.sql(f"SELECT {names}").iloc[0])


def test_a_long_import_takes_one_thread_and_little_memory_and_gives_back_what_it_took(store: Store) -> None:
    before = settings(store)
    with store.writing_much():
        within = settings(store)
        with store.writing_much():  # a second import of the same process
            pass
        assert settings(store) == within
    assert {name: value for name, value in within.items() if name != "memory_limit"} == {
        "threads": "1",
        "write_buffer_row_group_count": "1",
        "max_vacuum_tasks": "0",
    }
    assert within["memory_limit"] != before["memory_limit"]
    assert settings(store) == before


def test_a_transaction_of_very_many_bytes_gets_the_memory_it_needs(store: Store) -> None:
    before = settings(store)["memory_limit"]
    with store.writing_much():
        little = settings(store)["memory_limit"]
        with store.room_for(MUCH_BYTES):
            assert settings(store)["memory_limit"] == little
        with store.room_for(MUCH_BYTES + 1):
            assert settings(store)["memory_limit"] == before
        assert settings(store)["memory_limit"] == little


@pytest.mark.parametrize("work", ["packing", "folding the log in"])
def test_packing_what_was_written_is_not_held_to_the_little_memory(
    work: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = settings(store)["memory_limit"]
    seen = []
    room = Parent.room_to_work

    @contextmanager
    def watched(parent: Parent) -> Iterator[None]:
        with room(parent):
            seen.append(settings(store)["memory_limit"])
            yield

    monkeypatch.setattr(Parent, "room_to_work", watched)
    with store.writing_much():
        little = settings(store)["memory_limit"]
        if work == "packing":
            with store.writer(count=False):
                assert settings(store)["memory_limit"] == little
        else:
            store.checkpoint()
        assert seen == [before]
        assert settings(store)["memory_limit"] == little


def test_counting_the_days_of_many_years_is_not_held_to_the_little_memory(
    store: Store, athlete: int, run: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = settings(store)["memory_limit"]
    seen = []
    refresh = kept.refresh

    def watched(*given: Any, **named: Any) -> dict[str, int]:
        seen.append(settings(store)["memory_limit"])
        return refresh(*given, **named)

    monkeypatch.setattr(kept, "refresh", watched)
    with store.writing_much(), store.writer() as writer:
        writer.add_activities(athlete, "a", "fit", [run("2026-03-02 07:00", records=2)])
    assert seen == [before]


def test_settings_stay_locked_for_everybodys_sql(store: Store) -> None:
    with store.reader() as reader, pytest.raises(Exception, match="Only one SELECT"):
        reader.sql("SET threads = 64")


def test_records_lie_as_they_came_with_what_is_not_there_unknown() -> None:
    buffer = RecordBuffer()
    buffer.add(2, {"time_fit_s": np.array([5, 6], "u4"), "heart_rate_bpm": np.array([255, 150], "u1")})
    buffer.add(1, {"time_fit_s": np.array([7], "u4"), "temperature_c": np.array([127], "i1")})
    table = buffer.take()
    table.validate(full=True)
    assert table.select(["activity_id", "time_fit_s", "heart_rate_bpm", "temperature_c"]).to_pydict() == {
        "activity_id": [1, 2, 2],
        "time_fit_s": [7, 5, 6],
        "heart_rate_bpm": [None, None, 150],
        "temperature_c": [None, None, None],
    }
    assert table.column("power_w").null_count == 3
    assert [table.schema.field(name).type for name in RECORD_COLUMNS] == [
        pa.from_numpy_dtype(np.dtype(kind)) for kind, _ in RECORD_COLUMNS.values()
    ]


@pytest.mark.parametrize("files", [[], [None], [b""], [b"ab", None, b"", b"c"]])
def test_files_laid_end_to_end_are_the_same_files(files: list[bytes | None]) -> None:
    column = _bytes(files)
    column.validate(full=True)
    assert column.to_pylist() == files


def test_what_was_looked_over_twice_or_rolled_back_is_stored_once_or_never(
    store: Store, athlete: int, run: Make, ask: Ask
) -> None:
    first, second, third = (run(f"2026-03-0{day} 07:00", records=2) for day in (2, 3, 4))
    with store.writer() as writer:
        writer.look_over([(athlete, "a", "fit", [first])])
        writer.add_activities(athlete, "a", "fit", [first])
        writer.look_over([(athlete, "b", "fit", [second, third])])
        writer.add_activities(athlete, "b", "fit", [second])  # the third one is never added
        writer.commit()
        writer.look_over([(athlete, "c", "fit", [third])])
        writer.add_activities(athlete, "c", "fit", [third])
        writer.rollback()
    assert ask("SELECT source_sha256 FROM activity ORDER BY start_utc") == [("a",), ("b",)]
    assert ask("SELECT count(*), count(DISTINCT activity_id) FROM session") == [(2, 2)]
    assert ask("SELECT count(*) FROM record") == [(4,)]


def test_after_an_import_the_database_has_all_its_memory_again(store, monkeypatch):
    monkeypatch.setitem(WHILE_WRITING, "memory_limit", "'30MB'")
    too_much = (
        "SELECT len(list(number)) AS n FROM range(10000000) AS t(number)"  # 80 MB that cannot be put aside
    )
    with store.writing_much(), store.reader() as reader, pytest.raises(StoreError, match="Memory"):
        reader.sql(too_much)
    with store.reader() as reader:
        assert reader.sql(too_much).n[0] == 10_000_000
