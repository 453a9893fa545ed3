"""Imports and undoings that are killed: the store opens, nothing is half there, and the same again completes it."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from analytics.intake.taking_in import take_in
from analytics.store import open_store

COMMAND = Path(__file__).resolve().parents[2] / "benchmarks" / "kills.py"


@pytest.mark.timeout(900)  # each kill is followed by a whole import
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the command forks the processes that it kills")
def test_twenty_kills_leave_nothing_half_stored_and_importing_again_completes() -> None:
    done = subprocess.run(
        [sys.executable, str(COMMAND), "20", "--seed", "7"],
        capture_output=True,
        text=True,
        timeout=900,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    last = done.stdout.splitlines()[-2]
    assert last.startswith("20 kills (")
    assert ", 0 faults; " in last


TEARS = {
    "DELETE FROM session WHERE activity_id = (SELECT max(activity_id) FROM activity)": "activity without a session: 1",
    "DELETE FROM activity WHERE activity_id = (SELECT max(activity_id) FROM activity)": "session without its activity: 1",
    "DELETE FROM record_plain": "activity without its records: 2",
    "INSERT INTO activity FROM activity": "activity twice: 2",
    "DELETE FROM source_file": "activity of a file that is not there: 2",
    "DELETE FROM batch_file": "file that no import brought: 3",
    "UPDATE source_file SET content = NULL": "file without its original: 3",
    "DELETE FROM aside_activity": "source without its rows: 2",
    "DELETE FROM aside_record": "records of a source lost or doubled: 1",
    "DELETE FROM activity_source WHERE arrived_no = 1": "source alone: 1",
    "INSERT INTO stale_athlete VALUES (1)": "days to be counted: 1",
}


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory, fit_writer: ModuleType) -> Path:
    """A store with a run of two sources, and another one."""
    path = tmp_path_factory.mktemp("torn") / "own.duckdb"
    with open_store(path) as store:
        files = [("a.fit", 60, 2), ("b.fit", 59, 2), ("c.fit", 60, 5)]
        take_in(
            store,
            [
                (name, fit_writer.run_file(start=dt.datetime(2026, 3, day), seconds=s))
                for name, s, day in files
            ],
            athlete="Ada",
        )
    return path


def test_what_is_torn_would_be_noticed(merged: Path, whole_store: ModuleType) -> None:
    with open_store(merged) as store:
        assert whole_store.torn(store) == []
        before = whole_store.weighed(store)
        for statement, says in TEARS.items():
            with store.writer() as writer:
                writer.change(statement)
                found = writer.ask(whole_store.torn_sql())
                assert says in [f"{what}: {count}" for what, count in found], statement
                writer.rollback()
        assert whole_store.weighed(store) == before
