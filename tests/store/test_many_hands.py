"""Several hands at once: threads with a cursor each, one writer at a time, and a kill in mid-write."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from analytics.store import Store, open_store

Make = Callable[..., Any]


def test_eight_threads_each_get_their_own_answers(store: Store) -> None:
    def ask(number: int) -> bool:
        with store.reader() as reader:
            return all(
                reader.sql("SELECT $n AS n, count(*) AS c FROM range($n)", {"n": number * 100 + turn}).c[0]
                == number * 100 + turn
                for turn in range(25)
            )

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8)))


def test_readers_see_the_last_commit_while_somebody_writes(store: Store, athlete: int, run: Make) -> None:
    with store.writer() as writer:
        writer.add_activities(athlete, "s", "fit", [run("2026-03-02 07:00")])
        writer.flush()
        with store.reader() as reader:
            assert len(reader.sql("SELECT * FROM activity")) == 0
    with store.reader() as reader:
        assert len(reader.sql("SELECT * FROM activity")) == 1


def test_writers_of_one_process_wait_for_each_other(store: Store, run: Make) -> None:
    inside = threading.Semaphore(1)
    overlapped = []

    def write(number: int) -> None:
        with store.writer() as writer:
            if not inside.acquire(blocking=False):
                overlapped.append(number)
            athlete = writer.add_athlete(f"A{number}")
            writer.add_activities(athlete, f"s{number}", "fit", [run("2026-03-02 07:00", records=5)])
            time.sleep(0.01)
            inside.release()

    before = store.revision()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert overlapped == []
    with store.reader() as reader:
        assert sorted(reader.sql("SELECT athlete_id FROM athlete").athlete_id) == list(range(1, 9))
        assert len(reader.sql("SELECT * FROM athlete_day")) == 8
    assert store.revision() == before + 8


WRITES = """
    import datetime as dt, sys
    from pathlib import Path
    import numpy as np
    from analytics.ingest.batch import ActivityRow, SessionRow
    from analytics.store import open_store
    from analytics.store.rows import StagedActivity, activity_id

    with open_store(Path(sys.argv[1])) as store:
        for number in range(10_000):
            with store.writer() as writer:
                athlete = 1 if writer.ask("SELECT count(*) FROM athlete")[0][0] else writer.add_athlete("Ada")
                known = writer.ask("SELECT count(*) FROM activity")[0][0]
                start = dt.datetime(2020, 1, 1) + dt.timedelta(hours=known)
                row = ActivityRow([SessionRow("running", start_utc=start, distance_m=5000.0)], start_utc=start)
                row.records = {"time_fit_s": np.arange(2000, dtype="u4")}
                number = activity_id(start, "x", athlete_id=1)
                writer.add_activities(athlete, "s", "fit", [StagedActivity(row, number, start, start, "UTC", "file")])
            print(known + 1, flush=True)
"""


@pytest.mark.slow
def test_a_kill_in_mid_write_tears_nothing_and_loses_nothing_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    acknowledged = 0
    for pause_s in (0.0, 0.03):
        writer = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(WRITES), str(path)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert writer.stdout is not None
        for _ in range(3):
            acknowledged = int(writer.stdout.readline())
        time.sleep(pause_s)
        writer.kill()
        rest, _ = writer.communicate(timeout=60)
        acknowledged = max([acknowledged, *(int(line) for line in rest.split())])
        with open_store(path) as store, store.reader() as reader:
            found = reader.sql(
                "SELECT a.activity_id, (SELECT count(*) FROM session AS s WHERE s.activity_id = a.activity_id) AS s, "
                "(SELECT count(*) FROM record AS r WHERE r.activity_id = a.activity_id) AS r FROM activity AS a"
            )
            assert len(found) >= acknowledged
            assert set(found.s) == {1} and set(found.r) == {2000}
            assert reader.sql("SELECT sum(runs) AS n FROM athlete_week").n[0] == len(found)


def test_the_log_of_changes_is_folded_into_the_file(store: Store, athlete: int, run: Make) -> None:
    with store.writer() as writer:
        writer.add_activities(athlete, "s", "fit", [run("2026-03-02 07:00", records=5)])
    store.checkpoint()
    wal = Path(f"{store.path}.wal")
    assert not wal.exists() or wal.stat().st_size == 0
