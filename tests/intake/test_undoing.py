"""Undoing an import gives what importing only the others would have given; nothing is counted twice."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.ingest.batch import SetRow
from analytics.intake import entering, undoing
from analytics.intake.taking_in import take_in
from analytics.store import Store, open_store

Gpx = Callable[..., bytes]
Hevy = Callable[[list[tuple[str, str, int]]], bytes]
COMPARED = {
    "activity": "* EXCLUDE (activity_id)",
    "session": "* EXCLUDE (activity_id)",
    "lap": "* EXCLUDE (activity_id)",
    "record": "* EXCLUDE (activity_id)",
    "run_measure": "* EXCLUDE (activity_id)",
    "best_effort": "* EXCLUDE (activity_id)",
    "strength_set": "* EXCLUDE (activity_id)",
    "injury": "* EXCLUDE (recorded_at_utc)",
    "checkin": "* EXCLUDE (recorded_at_utc)",
    "weekly_load": "*",
    "coverage": "*",
    "athlete": "athlete_id, name",
    "source_file": "sha256, athlete_id, name, kind",
    "athlete_day": "*",
    "athlete_week": "*",
}


def content(store: Store) -> dict[str, str]:
    """Everything an import brings, as text that two stores can be compared by."""
    with store.reader() as reader:
        return {
            table: reader.sql(f"SELECT {columns} FROM {table} ORDER BY ALL", {}).to_csv(index=False)
            for table, columns in COMPARED.items()
        }


def one(store: Store, sql: str) -> Any:
    with store.reader() as reader:
        return reader.sql(sql, {}).to_dict("records")


def plain(*rows: tuple[str, float, float]) -> bytes:
    """A table that knows days only: date, metres, seconds."""
    return ("date,distance_m,moving_s,sport\n" + "".join(f"{d},{m},{s},run\n" for d, m, s in rows)).encode()


INJURIES = b"onset_date,site,diagnosis,side,level,running_related,recovered_date,pain_0_10,note\n"
WEEKS = b"week_start,runs,distance_km,moving_min,longest_run_km,hip_sets\n"


@pytest.fixture
def handed_in(gpx: Gpx, hevy: Hevy) -> dict[str, list[tuple[str, bytes]]]:
    """Three imports that overlap in every way: the same files, the same runs from other files, the same rows."""
    march = dt.datetime(2026, 3, 2, 6)
    return {
        "A": [
            ("a.gpx", gpx(march)),
            ("log.csv", hevy([("2 Mar 2026", "Clamshell", 15), ("3 Mar 2026", "Hip Thrust", 8)])),
            ("injuries.csv", INJURIES + b"2026-03-02,knee,pfp,left,time_loss,yes,,4,\n"),
            ("shared.gpx", gpx(march + dt.timedelta(days=1))),
        ],
        "B": [
            ("b.gpx", gpx(march + dt.timedelta(seconds=20), points=60, name="The same run")),
            ("log2.csv", hevy([("2 Mar 2026", "Clamshell", 15), ("9 Mar 2026", "Clamshell", 12)])),
            ("injuries2.csv", INJURIES + b"2026-03-02,knee,pfp,left,time_loss,yes,2026-03-09,,\n"),
            ("shared.gpx", gpx(march + dt.timedelta(days=1))),
            ("days.csv", plain(("2026-03-02", 1800.0, 605), ("2026-03-20", 5000.0, 1500))),
        ],
        "C": [("c.gpx", gpx(march + dt.timedelta(days=5))), ("days.csv", plain(("2026-03-02", 1800.0, 605)))],
    }


def after(place: Path, handed_in: dict[str, list[tuple[str, bytes]]], steps: str) -> dict[str, str]:
    """Do steps in a new store: "AB" imports A and B, "ABb" then undoes B."""
    batches: dict[str, str] = {}
    with open_store(place) as store:
        # With a zone of her own: a row without one is put where the athlete was known to be at the time.
        entering.add_athlete(store, "Ada", zone="Europe/Berlin")
        for step in steps:
            if step.isupper():
                batches[step] = take_in(store, handed_in[step], athlete="Ada").batch_id
            else:
                undoing.undo(store, batches[step.upper()])
        return content(store)


@pytest.mark.parametrize(
    ("steps", "like"),
    [("ABb", "A"), ("BAb", "A"), ("ABa", "B"), ("BAa", "B"), ("ABCbc", "A"), ("CBAab", "C"), ("Aa", ""), ("AaA", "A"),
     ("BACca", "B"), ("ABbB", "AB")],
)  # fmt: skip
def test_importing_and_undoing_is_as_if_it_had_never_been(
    tmp_path: Path, handed_in: dict[str, list[tuple[str, bytes]]], steps: str, like: str
) -> None:
    left, right = after(tmp_path / "x", handed_in, steps), after(tmp_path / "y", handed_in, like)
    for table in COMPARED:
        assert left[table] == right[table], table


def test_in_any_order_the_same_is_counted(
    tmp_path: Path, handed_in: dict[str, list[tuple[str, bytes]]]
) -> None:
    told = set()
    for order in itertools.permutations("ABC"):
        with open_store(tmp_path / "".join(order)) as store:
            for batch in order:
                take_in(store, handed_in[batch], athlete="Ada")
            [found] = one(store, "SELECT count(*) AS n, sum(distance_m) AS m FROM running_session")
            [sets] = one(store, "SELECT count(*) AS n FROM strength_set")
        told.add((found["n"], round(found["m"]), sets["n"]))
    # a and b are one run, with the row of 2 March; shared, c and the row of 20 March: 4 runs. Sets: 2 + 1 new.
    assert told == {(4, 3 * 1800 + 5000, 3)}


def test_undoing_is_told_and_cannot_be_done_twice(store: Store, gpx: Gpx) -> None:
    batch = take_in(store, [("a.gpx", gpx())], athlete="Ada").batch_id
    again = take_in(store, [("b.gpx", gpx(points=60))]).batch_id
    assert undoing.said(undoing.undo(store, again)) == (
        "Undone: 1 file, nothing out. 1 activity stays, since another file tells of it."
    )
    listed = next(one for one in undoing.past(store) if not one.undone)
    assert (listed.batch_id, listed.activities, listed.undone) == (batch, 1, False)
    assert listed.title.endswith("UTC · Ada · a.gpx")
    assert undoing.said(undoing.undo(store)).startswith("Undone: 1 file, 1 activity out.")
    assert [each.undone for each in undoing.past(store)] == [True, True]
    assert one(store, "SELECT name FROM athlete") == []  # whom the import made goes with it
    with pytest.raises(undoing.NothingToUndoError, match="no import to undo"):
        undoing.undo(store)
    with pytest.raises(undoing.NothingToUndoError, match="no import zz"):
        undoing.undo(store, "zz")


def test_what_a_person_entered_stays_when_a_file_goes(store: Store, hevy: Hevy) -> None:
    batch = take_in(store, [("log.csv", hevy([("2 Mar 2026", "Clamshell", 15)]))], athlete="Ada").batch_id
    entering.log_sets(store, 1, [SetRow("form", "Clamshell", dt.date(2026, 3, 3), 0, reps=10)])
    undoing.undo(store, batch)
    assert one(store, "SELECT source FROM strength_set") == [{"source": "form"}]
    assert one(store, "SELECT name FROM athlete") == [{"name": "Ada"}]


def test_runs_that_lie_twice_among_real_files_are_counted_once(store: Store, samples: Path) -> None:
    folder = samples / "tcx-gpx" / "corriporai+runpandas" / "runpandas" / "tests" / "io" / "data"
    pairs = {
        "gpx/run.gpx": "tcx/run.tcx",
        "gpx/stopped_example.gpx": "tcx/stopped_example.tcx",
        "tcx/basic.tcx": "tcx/malformed.tcx",
    }
    for first, second in pairs.items():
        take_in(store, [folder / first], athlete="Ada")
        take_in(store, [folder / second], athlete="Ada")
    assert one(store, "SELECT count(*) AS n FROM activity") == [{"n": 3}]
    assert one(store, "SELECT count(*) AS n FROM activity_source") == [{"n": 6}]
    [sums] = one(store, "SELECT sum(distance_m) AS shown FROM session")
    # The watch's own sums: 4,689.24 + 4,824.94 + 12,008.08 m.
    assert sums["shown"] == pytest.approx(4_689.24 + 4_824.94 + 12_008.08, rel=0.005)
