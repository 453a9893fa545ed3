"""One file's crash, hang or hunger costs that file alone; the next are read by a fresh worker."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analytics.intake import taking_in, worker, workers
from analytics.intake.background import Errands
from analytics.intake.taking_in import take_in
from analytics.intake.worker import Job
from analytics.intake.workers import Workers
from analytics.store import Store

Gpx = Callable[..., bytes]

# A worker that does what a file says: the readers themselves know no file that harms them.
UNRULY = """
import os, time
from analytics.intake import worker
worker.MEMORY_BYTES = {memory}
whole = worker.work
def work(job):
    if job.name == "crash":
        os.abort()
    if job.name == "hang":
        time.sleep(600)
    if job.name == "bomb":
        return worker.Result(reason=str(len(bytes(2**31))))
    return whole(job)
def guarded(job):
    try:
        return work(job)
    except MemoryError:
        return worker.Result(reason=worker.OUT_OF_MEMORY, tired=True)
worker.work = guarded
worker.main()
"""


@pytest.fixture
def unruly(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Workers]]:
    made: list[Workers] = []

    def make(**limits: Any) -> Workers:
        monkeypatch.setattr(workers, "CODE", UNRULY.format(memory=2**30))
        made.append(Workers(**limits))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_a_crash_costs_its_own_file_only(unruly: Callable[..., Workers], gpx: Gpx) -> None:
    pool = unruly(count=1)
    tickets = [pool.submit(Job(name, gpx())) for name in ("a.gpx", "crash", "b.gpx", "c.gpx")]
    results = [ticket.result() for ticket in tickets]
    assert [result.batch is not None for result in results] == [True, False, True, True]
    assert "crash" in str(results[1].reason)


def test_a_hang_is_ended_after_its_time(unruly: Callable[..., Workers], gpx: Gpx) -> None:
    pool = unruly(count=1, seconds=1.0)
    first = pool.submit(Job("a.gpx", gpx())).result()  # starting up is not counted
    tickets = [pool.submit(Job(name, gpx())) for name in ("hang", "b.gpx")]
    results = [ticket.result() for ticket in tickets]
    assert [one.batch is not None for one in (first, *results)] == [True, False, True]
    assert "after 1 s" in str(results[0].reason)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of a process's own memory")
def test_hunger_for_memory_is_refused_and_the_rest_is_read(unruly: Callable[..., Workers], gpx: Gpx) -> None:
    pool = unruly(count=1)
    results = [pool.submit(Job(name, gpx())).result() for name in ("bomb", "b.gpx")]
    assert results[0].reason == worker.OUT_OF_MEMORY
    assert results[1].batch is not None


def test_an_import_goes_on_behind_a_file_that_crashes_its_reader(
    store: Store, gpx: Gpx, unruly: Callable[..., Workers], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "borrow", lambda: unruly(count=2))
    monkeypatch.setattr(workers, "give_back", lambda pool: pool.close())
    good = [(f"{day}.gpx", gpx(dt.datetime(2026, 3, day, 6))) for day in (1, 2, 3)]
    receipt = take_in(store, [good[0], ("crash", b"a,b"), *good[1:]])
    assert [line.status for line in receipt.files] == ["added", "refused", "added", "added"]


def test_a_worker_of_another_version_is_said_once_and_no_file_is_blamed(
    store: Store, gpx: Gpx, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = Workers()
    monkeypatch.setattr(workers, "MARK", "of the code before an update")
    monkeypatch.setattr(workers, "borrow", lambda: pool)
    monkeypatch.setattr(workers, "give_back", lambda pool: pool.close())
    files = [(f"{day}.gpx", gpx(dt.datetime(2026, 3, day, 6))) for day in range(1, 6)]
    errand = Errands().start(store, files, athlete=None)
    state = errand.wait(60)
    assert state.receipt is None
    assert state.refused is not None and "of another version than the rest. Start it again" in state.refused
    with store.reader() as reader:
        assert reader.sql("SELECT count(*) AS n FROM activity").n[0] == 0


def test_a_worker_is_of_the_code_that_runs_whatever_folder_it_is_started_in(
    gpx: Gpx, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "analytics").mkdir()
    (tmp_path / "analytics" / "__init__.py").write_text("raise SystemExit('another house')")
    monkeypatch.chdir(tmp_path)
    pool = Workers(count=1)
    assert pool.submit(Job("a.gpx", gpx())).result().batch is not None
    pool.close()


def test_a_worker_whose_asker_has_gone_ends_without_a_word() -> None:
    gone, own = os.pipe()
    os.close(gone)
    with subprocess.Popen(
        [sys.executable, "-P", "-c", workers.CODE],
        stdin=subprocess.DEVNULL,
        stdout=own,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(workers.PROJECT)},
    ) as left:
        os.close(own)
        _, said = left.communicate(timeout=60)
    assert (left.returncode, said) == (0, b"")


def test_the_order_of_the_receipt_is_that_of_the_files_whoever_read_them(
    store: Store, gpx: Gpx, tmp_path: Path
) -> None:
    folder = tmp_path / "runs"
    folder.mkdir()
    for day in range(1, 29):
        points = 500 if day % 5 == 0 else 61  # some take longer than their neighbours
        (folder / f"{day:02d}.gpx").write_bytes(gpx(dt.datetime(2026, 3, day, 6), points=points))
    receipt = take_in(store, [folder])
    assert [line.name.rsplit("/", 1)[1] for line in receipt.files] == [
        f"{day:02d}.gpx" for day in range(1, 29)
    ]
    assert receipt.counts["added"] == 28


def test_stopping_keeps_what_was_read_and_the_same_import_again_completes_it(
    store: Store, gpx: Gpx, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_in, "MAX_FILES_AHEAD", 2)
    files = [(f"{day}.gpx", gpx(dt.datetime(2026, 3, day, 6))) for day in range(1, 13)]
    told: list[int] = []
    receipt = take_in(
        store,
        files,
        on_progress=lambda progress: told.append(progress.done),
        should_stop=lambda: len(told) >= 5,
    )
    assert receipt.stopped
    assert 5 <= len(receipt.files) < 12
    again = take_in(store, files)
    assert again.counts == {
        "added": 12 - len(receipt.files),
        "known": len(receipt.files),
        "refused": 0,
        "ignored": 0,
    }
    with store.reader() as reader:
        assert reader.sql("SELECT count(*) AS n FROM stale_athlete").n[0] == 0
        assert reader.sql("SELECT sum(runs) AS n FROM athlete_week").n[0] == 12
