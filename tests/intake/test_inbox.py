"""The inbox: what lies there goes in once it is whole; what the command line hands over is answered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analytics.errors import AnalyticsError
from analytics.intake import inbox
from analytics.intake.inbox import NoAnswerError, Watcher, hand_over, inbox_of
from analytics.intake.people import People
from analytics.store import Store

Gpx = Callable[..., bytes]


@pytest.fixture
def place(store: Store) -> Path:
    folder = inbox_of(store.path)
    folder.mkdir()
    return folder


def long_ago(path: Path) -> None:
    os.utime(path, (time.time() - 60, time.time() - 60))


def count(store: Store) -> int:
    with store.reader() as reader:
        return int(reader.sql("SELECT count(*) AS n FROM activity").n[0])


def test_a_file_goes_in_when_it_has_stopped_growing_and_is_put_away_with_its_receipt(
    store: Store, place: Path, gpx: Gpx
) -> None:
    watcher, file = Watcher(store), place / "run.gpx"
    file.write_bytes(gpx()[:2000])
    assert (watcher.look(), count(store)) == (None, 0)
    file.write_bytes(gpx())  # it has grown since
    assert (watcher.look(), count(store)) == (None, 0)
    assert watcher.look() is None  # unchanged, and yet too fresh
    long_ago(file)
    watcher.look()
    watcher.look()
    assert count(store) == 1
    assert not file.exists()
    assert (place / "done" / "run.gpx").read_bytes() == gpx()
    assert "added: run.gpx" in (place / "done" / "run.gpx.receipt.txt").read_text()


def test_what_cannot_be_read_goes_to_failed_with_the_reason_and_the_rest_goes_in(
    store: Store, place: Path, gpx: Gpx
) -> None:
    for name, data in (("run.gpx", gpx()), ("bad.fit", b"\x01\x02"), ("half.fit.part", b"")):
        (place / name).write_bytes(data)
        long_ago(place / name)
    watcher = Watcher(store)
    watcher.look()
    watcher.look()
    assert count(store) == 1
    assert (place / "failed" / "bad.fit").exists()
    assert "refused: bad.fit: This is" in (place / "failed" / "bad.fit.receipt.txt").read_text()
    assert (place / "half.fit.part").exists()  # still being written


def test_a_folder_named_like_an_athlete_holds_their_files(store: Store, place: Path, gpx: Gpx) -> None:
    for name in ("Ada", "Bea"):
        People(store, name).default()
    (place / "bea").mkdir()
    for file in (place / "bea" / "run.gpx", place / "whose.gpx"):
        file.write_bytes(gpx())
        long_ago(file)
    watcher = Watcher(store)
    watcher.look()
    watcher.look()
    with store.reader() as reader:
        found = reader.sql("SELECT name FROM athlete WHERE athlete_id IN (SELECT athlete_id FROM activity)")
    assert list(found.name) == ["Bea"]
    assert "bears the athlete's name" in (place / "failed" / "whose.gpx.receipt.txt").read_text()


@pytest.fixture
def running(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watcher]:
    monkeypatch.setattr(inbox, "LOOK_EVERY_S", 0.05)
    watcher = Watcher(store).start()
    yield watcher
    watcher.stop()


def test_the_command_line_hands_over_and_prints_the_apps_receipt(
    store: Store, running: Watcher, gpx: Gpx, tmp_path: Path, project: Path
) -> None:
    file = tmp_path / "run.gpx"
    file.write_bytes(gpx())
    command = [sys.executable, "-m", "analytics", "import", str(file), "--json", "--db", str(store.path)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    receipt = json.loads(done.stdout)
    assert [(line["name"], line["status"]) for line in receipt["files"]] == [("run.gpx", "added")]
    assert receipt["totals"]["activities"] == 1
    assert "Hipstride is running" in done.stderr
    assert count(store) == 1
    assert list((store.path.parent / "handed-over").iterdir()) == []


def test_a_request_the_app_cannot_fulfil_says_why(
    store: Store, running: Watcher, gpx: Gpx, tmp_path: Path
) -> None:
    for name in ("Ada", "Bea"):
        People(store, name).default()
    (tmp_path / "run.gpx").write_bytes(gpx())
    with pytest.raises(AnalyticsError, match="say whose files"):
        hand_over(store.path, [tmp_path / "run.gpx"])


def test_where_nobody_answers_it_says_so_and_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NoAnswerError, match="does not take files in"):
        hand_over(store.path, [tmp_path], answer_within_s=0.2)
    assert list((store.path.parent / "handed-over").iterdir()) == []
