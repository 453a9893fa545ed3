"""Putting an activity right: a treadmill's distance, two in one, a half; all of it can be taken back."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from analytics.errors import AnalyticsError
from analytics.intake import editing, entering, merging, rereading, undoing
from analytics.intake.taking_in import take_in
from analytics.reports import activity_edits
from analytics.store import Store, open_store

START = dt.datetime(2026, 3, 2, 6)


def asked(store: Store, sql: str) -> list[dict[str, Any]]:
    with store.reader() as reader:
        return reader.sql(sql, {}).to_dict("records")


def only(store: Store, sql: str) -> Any:
    [row] = asked(store, sql)
    [value] = row.values()
    return value


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory, fit_writer: ModuleType) -> Path:
    """Two recordings of one morning: 25 min at 3 m/s, and from the 30th minute 15 min more."""
    path = tmp_path_factory.mktemp("morning") / "own.duckdb"
    files = [
        ("one.fit", fit_writer.run_file(start=START, seconds=1500, with_positions=True)),
        (
            "two.fit",
            fit_writer.run_file(start=START + dt.timedelta(minutes=30), seconds=900, with_positions=True),
        ),
    ]
    with open_store(path) as store:
        entering.add_athlete(store, "Ada", zone="Europe/Berlin")
        take_in(store, files, athlete="Ada")
    return path


@pytest.fixture
def store(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """A store of one's own: with the runs of that morning for who asks for them, else empty."""
    path = tmp_path / "own.duckdb"
    if "runs" in request.fixturenames:
        shutil.copy(request.getfixturevalue("morning"), path)
    with open_store(path) as opened:
        yield opened


@pytest.fixture
def runs(store: Store) -> list[int]:
    return [row["activity_id"] for row in asked(store, "SELECT activity_id FROM activity ORDER BY start_utc")]


def test_a_treadmill_runs_distance_takes_records_pace_and_best_efforts_along(
    store: Store, runs: list[int]
) -> None:
    before = only(
        store, f"SELECT duration_s FROM best_effort WHERE activity_id = {runs[0]} AND distance_m = 1000"
    )
    done = editing.change(store, runs[0], editing.distance(5000))
    # 4.5 km in 25:00 are 333 s a km, 5 km in the same time are 300
    assert done.lines == ("Distance 4.50 km → 5.00 km", "Pace 5:33 /km → 5:00 /km")
    assert only(store, f"SELECT distance_m FROM running_session WHERE activity_id = {runs[0]}") == 5000
    assert only(store, f"SELECT max(distance_m) FROM record_si WHERE activity_id = {runs[0]}") == 5000
    speed = only(store, f"SELECT median(speed_m_s) FROM record_si WHERE activity_id = {runs[0]}")
    assert speed == pytest.approx(3.0 * 5000 / 4500, abs=1e-3)
    after = only(
        store, f"SELECT duration_s FROM best_effort WHERE activity_id = {runs[0]} AND distance_m = 1000"
    )
    assert (before, after) == (pytest.approx(1000 / 3, abs=0.5), pytest.approx(300, abs=0.5))
    week = only(store, "SELECT distance_m FROM athlete_week WHERE runs > 0")
    assert week == 5000 + 2700


def test_a_factor_multiplies_what_was_recorded_however_often_it_is_said(
    store: Store, runs: list[int]
) -> None:
    editing.change(store, runs[0], editing.factor(2))
    editing.change(store, runs[0], editing.factor(1.1))
    assert only(store, f"SELECT distance_m FROM session WHERE activity_id = {runs[0]}") == pytest.approx(4950)


def test_a_preview_changes_nothing(store: Store, runs: list[int], whole_store: ModuleType) -> None:
    before = whole_store.weighed(store)
    revision = store.revision()
    told = editing.preview(store, runs[0], editing.split(START, at_s=600))
    assert told.lines == ("4.50 km in 25:00 becomes 1.80 km in 10:00 and 2.70 km in 15:00",)
    assert whole_store.weighed(store) == before
    assert store.revision() == revision


def test_halves_are_activities_and_add_up_to_the_whole(store: Store, runs: list[int]) -> None:
    sums = "sum(distance_m) AS d, sum(moving_s) AS m, sum(elapsed_s) AS e"
    before = asked(store, f"SELECT {sums} FROM session")
    records = only(store, "SELECT count(*) FROM record")
    editing.change(store, runs[0], editing.split_at_distance(store, runs[0], at_m=1000))
    assert asked(store, f"SELECT {sums} FROM session") == before
    assert only(store, "SELECT count(*) FROM record") == records
    parts = asked(
        store,
        "SELECT a.activity_id, a.start_utc, s.distance_m, (SELECT count(*) FROM record AS r "
        "WHERE r.activity_id = a.activity_id) AS records FROM activity AS a JOIN session AS s "
        "ON s.activity_id = a.activity_id ORDER BY a.start_utc",
    )
    assert len(parts) == 3
    assert parts[0]["activity_id"] == runs[0]
    assert parts[0]["distance_m"] == pytest.approx(1000, abs=3)
    assert parts[1]["start_utc"] == START + dt.timedelta(seconds=334)
    assert [part["records"] for part in parts] == [334, 1501 - 334, 901]
    # 3.5 km are left: the half has a best kilometre of its own
    second = parts[1]["activity_id"]
    assert only(store, f"SELECT count(*) FROM best_effort WHERE activity_id = {second} AND distance_m = 1000")


def test_two_recordings_become_one_with_a_pause(
    store: Store, runs: list[int], whole_store: ModuleType
) -> None:
    done = editing.change(store, runs[0], editing.join(runs[1]))
    assert done.lines == (
        "4.50 km in 25:00 and 2.70 km in 15:00 become 7.20 km in 40:00",
        "The 5:00 between them is a pause",
    )
    [row] = asked(store, "SELECT distance_m, moving_s, elapsed_s FROM running_session")
    assert row == {"distance_m": 7200.0, "moving_s": 2400.0, "elapsed_s": 2700.0}
    assert only(store, "SELECT duration_s FROM activity_pause") == 300
    assert only(store, "SELECT max(distance_m) FROM record_si") == pytest.approx(7200, abs=3)
    assert not whole_store.torn(store)


def test_what_is_cut_off_is_gone_from_the_figures_and_not_from_the_store(
    store: Store, runs: list[int], whole_store: ModuleType
) -> None:
    before = whole_store.weighed(store)
    done = editing.change(store, runs[0], editing.cut(START, from_s=300, to_s=1200))
    assert done.lines[:2] == ("Distance 4.50 km → 2.70 km", "Time 25:00 → 15:00")
    start = only(store, f"SELECT start_utc FROM activity WHERE activity_id = {runs[0]}")
    assert start == START + dt.timedelta(seconds=300)
    editing.undo(store, done.edit_no)
    assert not whole_store.differences(before, whole_store.weighed(store, but=("activity_edit",)) | {
        "activity_edit": before["activity_edit"]
    })  # fmt: skip


def test_an_activity_left_out_counts_nowhere_and_stays_in_the_list(store: Store, runs: list[int]) -> None:
    done = editing.change(store, runs[0], editing.left_out("not_mine"))
    assert done.lines == ("Counts in the figures yes → no (not mine)",)
    assert only(store, "SELECT sum(distance_m) FROM running_session") == 2700
    assert only(store, "SELECT sum(distance_m) FROM athlete_day") == 2700
    assert not only(store, f"SELECT count(*) FROM best_effort WHERE activity_id = {runs[0]}")
    assert only(store, "SELECT count(*) FROM activity") == 2
    editing.change(store, runs[0], editing.left_out(None))
    assert only(store, "SELECT sum(distance_m) FROM running_session") == 7200


def test_what_was_no_run_is_no_run_any_more(store: Store, runs: list[int]) -> None:
    done = editing.change(store, runs[0], editing.kind("Ride"))
    assert done.lines == ("Kind Run → Ride", "Pace 5:33 /km → –")
    assert only(store, "SELECT sum(distance_m) FROM running_session") == 2700
    assert not only(store, f"SELECT count(*) FROM run_measure WHERE activity_id = {runs[0]}")
    editing.change(store, runs[0], editing.kind("Trail run"))
    assert only(store, f"SELECT sub_sport FROM running_session WHERE activity_id = {runs[0]}") == "trail"
    assert only(store, f"SELECT count(*) FROM run_measure WHERE activity_id = {runs[0]}") == 1


def test_a_race_has_no_easy_part(store: Store, runs: list[int]) -> None:
    editing.change(store, runs[0], editing.race(True))
    because = f"SELECT steady_excluded_because FROM running_session WHERE activity_id = {runs[0]}"
    assert only(store, because) == "a race"


def test_a_split_taken_back_takes_along_what_was_said_of_its_halves(
    store: Store, runs: list[int], whole_store: ModuleType
) -> None:
    before = whole_store.weighed(store)
    first = editing.change(store, runs[0], editing.split(START, at_s=600)).edit_no
    second = only(store, "SELECT other_id FROM activity_edit")
    named = editing.change(store, second, editing.name("Home again")).edit_no
    joined = editing.change(store, second, editing.join(runs[1])).edit_no
    kept = editing.change(store, runs[0], editing.name("Out")).edit_no
    with store.reader() as reader:
        told = activity_edits.gather(reader, activity_id=runs[0])
    assert told is not None
    assert [line.words for line in told.history] == [
        "Name: none → Out",
        "Joined with the recording that follows",
        "Name: none → Home again",
        "Split at 07:10:00",
    ]
    assert told.history[3].takes_along == (
        "Name: none → Home again",
        "Joined with the recording that follows",
    )
    assert editing.undo(store, first) == [first, named, joined]
    assert only(store, f"SELECT name FROM activity WHERE activity_id = {runs[0]}") == "Out"
    editing.undo(store, kept)
    after = whole_store.weighed(store)
    assert [table for table in before if before[table] != after[table]] == ["activity_edit"]


def test_reading_again_and_importing_again_keep_what_was_said(
    store: Store, runs: list[int], fit_writer: ModuleType, whole_store: ModuleType
) -> None:
    editing.change(store, runs[0], editing.distance(5000))
    editing.change(store, runs[0], editing.split(START, at_s=600))
    editing.change(store, runs[1], editing.effort(7))
    before = whole_store.weighed(store)
    again = take_in(
        store,
        [("one.fit", fit_writer.run_file(start=START, seconds=1500, with_positions=True))],
        athlete="Ada",
    )
    assert again.to_dict()["totals"]["activities"] == 0
    assert rereading.reread(store).activities == 0
    assert not whole_store.differences(before, whole_store.weighed(store))


def test_another_file_of_the_same_run_keeps_what_was_said(
    store: Store, runs: list[int], fit_writer: ModuleType, whole_store: ModuleType
) -> None:
    editing.change(store, runs[0], editing.distance(5000))
    editing.change(store, runs[0], editing.name("Treadmill"))
    twin = fit_writer.run_file(
        start=START + dt.timedelta(seconds=2), seconds=1498, hr_bpm=0, with_positions=True
    )
    batch = take_in(store, [("other.fit", twin)], athlete="Ada").batch_id
    assert only(store, "SELECT count(*) FROM activity_source") == 2
    shown = f"SELECT s.distance_m, a.name FROM session AS s JOIN activity AS a USING (activity_id) WHERE activity_id = {runs[0]}"
    assert asked(store, shown) == [{"distance_m": 5000.0, "name": "Treadmill"}]
    # the file that was edited goes: the run lives on in the other, and so does what was said of it
    [first] = [one.batch_id for one in undoing.past(store) if one.batch_id != batch]
    undoing.undo(store, first)
    assert asked(
        store, "SELECT s.distance_m, a.name FROM session AS s JOIN activity AS a USING (activity_id)"
    ) == [{"distance_m": 5000.0, "name": "Treadmill"}]
    assert not whole_store.torn(store)


def test_undoing_an_import_takes_edits_along(store: Store, runs: list[int], whole_store: ModuleType) -> None:
    editing.change(store, runs[0], editing.split(START, at_s=600))
    editing.change(store, only(store, "SELECT other_id FROM activity_edit"), editing.join(runs[1]))
    undoing.undo(store)
    for table in ("activity", "session", "record", "activity_edit", "activity_piece", "activity_source"):
        assert not only(store, f"SELECT count(*) FROM {table}"), table


def test_half_of_a_joined_run_stays_when_the_other_halfs_import_is_undone(
    store: Store, fit_writer: ModuleType, whole_store: ModuleType
) -> None:
    entering.add_athlete(store, "Ada", zone="Europe/Berlin")
    for minute in (0, 30):
        start = START + dt.timedelta(minutes=minute)
        file = (f"{minute}.fit", fit_writer.run_file(start=start, seconds=900))
        last = take_in(store, [file], athlete="Ada").batch_id
    one, other = [row["activity_id"] for row in asked(store, "SELECT activity_id FROM activity ORDER BY 1")]
    editing.change(store, one, editing.join(other))
    with pytest.raises(AnalyticsError, match="joined by hand"):
        merging.are_one(store, one, other)
    undoing.undo(store, last)
    assert asked(store, "SELECT activity_id, distance_m FROM running_session") == [
        {"activity_id": one, "distance_m": 2700.0}
    ]
    assert not only(store, "SELECT count(*) FROM activity_edit")
    assert not whole_store.torn(store)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (editing.split(START, at_s=9000), "does not lie within"),
        (editing.cut(START, from_s=0, to_s=9000), "Nothing would be cut off"),
        (editing.cut(START, from_s=900, to_s=800), "Nothing would be left"),
        (editing.join(12345), "not there any more"),
        (editing.distance(9_000_000), "not between 0 and 1,000 km"),
        (editing.left_out("because"), "no reason we know"),
        (editing.kind("Run"), "how it is already"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_changes_nothing(
    store: Store, runs: list[int], whole_store: ModuleType, wanted: editing.Change, said: str
) -> None:
    before = whole_store.weighed(store)
    with pytest.raises(AnalyticsError, match=said):
        editing.change(store, runs[0], wanted)
    assert not whole_store.differences(before, whole_store.weighed(store))
