"""An import that is killed: the store opens, nothing is half there, and the same import again completes it."""

from __future__ import annotations

import datetime as dt
import gzip
import random
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from analytics.intake.taking_in import take_in
from analytics.store import Store, open_store

KILLS = 20
RUNS = 60

# Ends itself the hard way: no handler, no clean-up, as if the power went. After so many files, and then a
# moment later, so that it also happens while rows go in and while they are committed.
CHILD = """
import os, signal, sys, threading, time
from pathlib import Path
from analytics.intake import taking_in
from analytics.store import open_store

database, folder, after, moment = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
taking_in.MAX_FILES_PER_TRANSACTION = 6

def die():
    time.sleep(moment)
    os.kill(os.getpid(), signal.SIGKILL)

def told(progress):
    if progress.done == after:
        threading.Thread(target=die, daemon=True).start()

with open_store(database) as store:
    taking_in.take_in(store, [folder], on_progress=told)
    time.sleep(moment + 1)  # where the import was faster, it is killed just after
"""


def run_gpx(number: int) -> bytes:
    """A run of a quarter of an hour, with a point every 10 s."""
    start = dt.datetime(2026, 1, 1, 7) + dt.timedelta(days=number)
    points = "".join(
        f'<trkpt lat="{52 + 0.0003 * k:.6f}" lon="13.4"><time>{(start + dt.timedelta(seconds=10 * k)).isoformat()}Z'
        "</time></trkpt>"
        for k in range(90)
    )
    return (
        '<?xml version="1.0"?><gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"><trk>'
        f"<type>running</type><trkseg>{points}</trkseg></trk></gpx>"
    ).encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Runs as files and in an archive, and a strength log."""
    return hand_in(tmp_path_factory.mktemp("handed_in"))


def hand_in(place: Path) -> Path:
    """Write what is handed in."""
    for number in range(RUNS // 2):
        (place / f"run{number:03d}.gpx").write_bytes(run_gpx(number))
    with zipfile.ZipFile(place / "more.zip", "w") as archive:
        for number in range(RUNS // 2, RUNS):
            archive.writestr(f"run{number:03d}.gpx.gz", gzip.compress(run_gpx(number), mtime=0))
    rows = [
        f'"Hips","{day} Feb 2026, 18:00","{day} Feb 2026, 18:30","","Clamshell",,"",{number},"normal",,12,,,'
        for day in range(1, 29)
        for number in range(4)
    ]
    header = (
        '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes",'
        '"set_index","set_type","weight_kg","reps","distance_km","duration_seconds","rpe"'
    )
    (place / "strength.csv").write_text("\n".join([header, *rows, ""]))
    return place


def asked(store: Store, sql: str) -> list[dict[str, Any]]:
    with store.reader() as reader:
        return reader.sql(sql, {}).to_dict("records")


def content_of(store: Store) -> dict[str, Any]:
    """Everything an import is to bring, in a form that two stores can be compared by."""
    return {
        # By local time: where a log says no zone, UTC follows from what else was known of the athlete by then.
        "activities": {
            (row["source_sha256"], row["start_local"])
            for row in asked(store, "SELECT source_sha256, start_local FROM activity")
        },
        "sessions": asked(store, "SELECT count(*) AS n, sum(distance_m) AS m FROM session"),
        "records": asked(store, "SELECT count(*) AS n, sum(time_fit_s) AS t FROM record"),
        "sets": asked(store, "SELECT count(*) AS n, sum(hip_sets) AS h FROM strength_set"),
        "files": {row["sha256"] for row in asked(store, "SELECT sha256 FROM source_file")},
        "coverage": asked(store, "SELECT what, first_date, last_date, basis FROM coverage ORDER BY ALL"),
    }


def half_stored(store: Store) -> list[dict[str, Any]]:
    """Files whose line does not agree with the rows that are there, and rows without their file's line."""
    return asked(
        store,
        """
        WITH activities AS (
            SELECT
                a.source_sha256 AS sha256, count(DISTINCT a.activity_id) AS n,
                (SELECT count(*) FROM record AS r
                 WHERE r.activity_id IN (SELECT b.activity_id FROM activity AS b WHERE b.source_sha256 = a.source_sha256)
                ) AS records,
                (SELECT count(*) FROM session AS s
                 WHERE s.activity_id IN (SELECT b.activity_id FROM activity AS b WHERE b.source_sha256 = a.source_sha256)
                ) AS sessions
            FROM activity AS a
            GROUP BY a.source_sha256
        ),
        sets AS (SELECT source_sha256 AS sha256, count(*) AS n FROM strength_set GROUP BY source_sha256)
        SELECT f.name, f.sha256, a.sha256 AS activity_file, s.sha256 AS set_file
        FROM source_file AS f
        FULL JOIN activities AS a ON a.sha256 = f.sha256
        FULL JOIN sets AS s ON s.sha256 = coalesce(f.sha256, a.sha256)
        WHERE f.sha256 IS NULL
            OR coalesce(a.n, 0) <> f.activities OR coalesce(a.sessions, 0) <> f.activities
            OR coalesce(a.records, 0) <> f.records OR coalesce(s.n, 0) <> f.strength_sets
        """,
    )


def test_twenty_kills_leave_nothing_half_stored_and_importing_again_completes(
    folder: Path, tmp_path: Path
) -> None:
    with open_store(tmp_path / "unkilled.duckdb") as store:
        receipt = take_in(store, [folder])
        assert receipt.counts == {"added": RUNS + 2, "known": 0, "refused": 0, "ignored": 0}
        assert half_stored(store) == []
        whole = content_of(store)

    chance = random.Random(20261122)
    moments = sorted(chance.sample(range(1, RUNS + 2), KILLS))
    database = tmp_path / "killed.duckdb"
    seen: list[int] = []
    for after in moments:
        child = subprocess.run(
            [
                sys.executable,
                "-c",
                CHILD,
                str(database),
                str(folder),
                str(after),
                f"{chance.uniform(0, 0.15):.4f}",
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert child.returncode == -9, child.stderr
        with open_store(database) as store:
            assert half_stored(store) == []
            now = content_of(store)
            assert now["activities"] <= whole["activities"]
            seen.append(len(now["activities"]))
    assert seen == sorted(seen)  # what was kept stays kept
    assert 0 < seen[KILLS // 2] < len(whole["activities"])  # the kills came in the middle of the work

    with open_store(database) as store:
        take_in(store, [folder])
        assert content_of(store) == whole
        assert half_stored(store) == []


def test_a_half_stored_file_would_be_noticed(folder: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "torn.duckdb") as store:
        take_in(store, [folder / "run000.gpx"])
        assert half_stored(store) == []
        with store.writer() as writer:
            writer.change("DELETE FROM record WHERE time_fit_s = (SELECT max(time_fit_s) FROM record)")
        assert len(half_stored(store)) == 1
