"""What becomes of a file does not depend on which files share its transaction."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.intake import storing
from analytics.intake.receipt import ReceiptLine
from analytics.intake.taking_in import take_in
from analytics.store import open_store

Gpx = Callable[..., bytes]
Hevy = Callable[[list[tuple[str, str, int]]], bytes]


def told(folder: Path, files: list[tuple[str, bytes]]) -> tuple[list[Any], dict[str, int]]:
    """Import into a store of its own; gives the receipt's lines and how many rows each table holds."""
    with open_store(folder / "own.duckdb") as store:
        receipt = take_in(store, files, athlete="Ada")
        with store.reader() as reader:
            tables = reader.sql(
                "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'"
            ).table_name
            counts = {name: int(reader.sql(f"SELECT count(*) AS n FROM {name}").n[0]) for name in tables}
        return [line.to_dict() for line in receipt.files], counts


def test_a_bad_row_among_many_files_leaves_the_others_in_and_the_receipt_as_it_would_be_alone(
    tmp_path: Path, gpx: Gpx, hevy: Hevy, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = dt.datetime(2026, 3, 1, 6)
    files = [(f"{number}.gpx", gpx(day + dt.timedelta(days=number))) for number in range(6)]
    files[2] = ("unset.gpx", gpx(dt.datetime(1990, 1, 1)))  # a clock that was not set: refused by a rule
    files[4] = ("ahead.gpx", gpx(dt.datetime(2090, 1, 1)))  # a start in the future
    files.insert(3, ("sets.csv", hevy([("3 Mar 2026", "Clamshell", 15), ("3 Mar 2090", "Clamshell", 15)])))
    files.append(("again.gpx", gpx(day, name="The same run from elsewhere")))
    together = told(tmp_path / "together", files)
    monkeypatch.setattr(storing, "MAX_FILES_PER_TRANSACTION", 1)
    assert told(tmp_path / "alone", files) == together
    lines = {line["name"]: line for line in together[0]}
    assert {name: line["status"] for name, line in lines.items()} == {
        "0.gpx": "added",
        "1.gpx": "added",
        "unset.gpx": "refused",
        "sets.csv": "added",
        "3.gpx": "added",
        "ahead.gpx": "refused",
        "5.gpx": "added",
        "again.gpx": "known",
    }
    assert lines["sets.csv"]["sets"] == 1
    assert together[1]["activity"] == 4 + 1  # the workout, too
    assert together[1]["record_plain"] == 4 * 61


@pytest.mark.parametrize("fails", [False, True])
def test_a_file_that_is_being_stored_beside_counts_as_in_until_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    begun, may_end = threading.Event(), threading.Event()
    store_it = storing.Storing._transact

    def in_its_own_time(self: storing.Storing, waiting: list[storing.Ready]) -> None:
        begun.set()
        assert may_end.wait(30)
        if fails:
            raise OSError("the disk is full")
        store_it(self, waiting)

    monkeypatch.setattr(storing.Storing, "_transact", in_its_own_time)
    with open_store(tmp_path / "own.duckdb") as store:
        lines: dict[int, ReceiptLine] = {}
        one = storing.Storing(store, "an import", lines)
        assert not one.is_in("ab12", None)
        one.wait(
            storing.Ready(
                1, ReceiptLine("a.fit", "fit", "added"), "ab12", size_bytes=storing.MAX_BYTES_PER_TRANSACTION
            )
        )
        assert begun.wait(30)
        assert one.is_in("ab12", None)
        assert lines == {}  # nothing is said of it before it is kept
        may_end.set()
        one.store_waiting()
        one.close()
        assert one.is_in("ab12", None) is not fails
        assert lines[1].status == ("refused" if fails else "added")
