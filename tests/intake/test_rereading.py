"""Reading the kept originals again puts figures right and leaves alone what a person has said."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from analytics.intake import rereading, undoing
from analytics.intake.taking_in import take_in
from analytics.store import Store, reviewing
from analytics.store import rereading as store_rereading

Gpx = Callable[..., bytes]
Hevy = Callable[[list[tuple[str, str, int]]], bytes]
START = dt.datetime(2026, 3, 2, 6, 0)
PARTS = (
    "activity", "session", "lap", "run_measure", "best_effort", "strength_set", "record", "activity_pause",
    "activity_sensor", "wearer_fact", "activity_unread", "activity_source",
)  # fmt: skip
EVERYTHING = (
    *PARTS, *(f"aside_{table}" for table in PARTS[:-1]), "coverage", "athlete_day", "athlete_week", "injury",
    "activity_pair", "source_file",
)  # fmt: skip


def content(store: Store) -> dict[str, str]:
    with store.reader() as reader:
        return {
            table: reader.sql(f"SELECT * FROM {table} ORDER BY ALL", {}).to_csv(index=False)
            for table in EVERYTHING
        }


def one(store: Store, sql: str) -> list[tuple[Any, ...]]:
    with store.reader() as reader:
        return [tuple(row) for row in reader.sql(sql, {}).itertuples(index=False)]


def change(store: Store, *statements: str) -> None:
    with store.writer() as writer:
        for sql in statements:
            writer.change(sql)
        writer.touch(1)


FALSE_FIGURES = (
    "UPDATE session SET distance_m = distance_m * 2, hr_mean_bpm = 99",
    "UPDATE record_plain SET speed_mm_s = 1 WHERE time_fit_s % 3 = 0",  # 201 of the seconds 0 to 600
    "DELETE FROM lap",
    "UPDATE best_effort SET duration_s = 1",
    "DELETE FROM wearer_fact",
)


def test_falsified_figures_are_put_right_and_the_receipt_counts_them(
    store: Store, fit_writer: ModuleType
) -> None:
    run = fit_writer.run_file(start=START, seconds=600, with_positions=True)
    gym = fit_writer.strength_file([fit_writer.Done(10, 44, reps=12), fit_writer.Done(10, 44, reps=15)])
    take_in(store, [("run.fit", run), ("gym.fit", gym)], athlete="Ada")
    right = content(store)
    change(store, *FALSE_FIGURES, "UPDATE strength_set SET reps = 500, hip_sets = 99 WHERE set_no = 1")
    assert one(store, "SELECT distance_m FROM athlete_day WHERE runs = 1") == [(3600.0,)]

    result = rereading.reread(store)
    for table in EVERYTHING:
        assert content(store)[table] == right[table], table
    assert (result.files, result.activities, result.records, result.sets) == (2, 2, 201, 1)
    assert {line.name for line in result.lines} == {"run.fit", "gym.fit"}
    said = next(line.change for line in result.lines if line.name == "run.fit")
    assert "1 sum of a part, 1 lap, 201 records" in said and "best effort" in said
    assert result.summary.startswith(
        "2 originals read again: 2 activities, 201 records and 1 set are different now"
    )

    again = rereading.reread(store)
    assert again.summary == "2 originals read again: nothing is different."
    assert (again.lines, content(store)) == ([], right)


def test_each_source_of_a_merged_run_is_renewed_and_what_is_shown_with_it(
    store: Store, fit_writer: ModuleType, gpx: Gpx
) -> None:
    fit = fit_writer.run_file(start=START, seconds=600, with_positions=True)
    track = gpx(START, points=61, latitude=45.0, longitude=7.0)
    take_in(store, [("run.fit", fit)], athlete="Ada")
    take_in(store, [("run.gpx", track)])
    assert one(store, "SELECT count(*), count(DISTINCT activity_id) FROM activity_source") == [(2, 1)]
    right = content(store)
    change(
        store,
        "UPDATE aside_session SET distance_m = 7",
        "UPDATE session SET distance_m = 7",
        "UPDATE record_plain SET heart_rate_bpm = 1",
        "DELETE FROM aside_record",
    )
    result = rereading.reread(store)
    assert content(store) == right
    assert result.records == 601 + 61
    assert rereading.reread(store).lines == []


def test_what_a_person_has_said_survives(store: Store, fit_writer: ModuleType, hevy: Hevy, gpx: Gpx) -> None:
    """A label, two runs made one, two kept apart, an undone import, a closed injury."""
    log = hevy([("2 Mar 2026", "Zorb", 15), ("2 Mar 2026", "Clamshell", 15)])
    other = fit_writer.run_file(start=START + dt.timedelta(hours=3), seconds=600)
    injuries = b"onset_date,site,diagnosis,side,level,running_related,recovered_date,pain_0_10,note\n"
    injuries += b"2026-03-01,knee,,left,time_loss,yes,,5,\n"
    files = [("run.fit", fit_writer.run_file(start=START, seconds=600)), ("other.fit", other)]
    take_in(store, [*files, ("log.csv", log), ("injuries.csv", injuries)], athlete="Ada")
    gone = take_in(store, [("gone.gpx", gpx(START + dt.timedelta(days=3)))])
    undoing.undo(store, gone.batch_id)
    (first,), (second,) = one(store, "SELECT activity_id FROM activity WHERE has_records ORDER BY 1")
    ((injury,),) = one(store, "SELECT injury_id FROM injury")
    with store.writer() as writer:
        reviewing.join(writer, first, second)
        writer.close_injury(injury, dt.date(2026, 3, 20))
        # Nothing in our tables knows a Zorb; a person has said what it is.
        writer.change(
            "UPDATE strength_set SET exercise_id = 'clamshell', label_confidence = 1, "
            "label_basis = 'said by a person' WHERE source_name = 'Zorb'"
        )
    before = content(store)
    change(store, "UPDATE strength_set SET reps = 99 WHERE source_name = 'Zorb'")
    result = rereading.reread(store)
    after = content(store)
    assert result.sets == 1
    for table in set(before) - {"strength_set", "athlete_day", "athlete_week"}:
        assert after[table] == before[table], table
    named = "SELECT source_name, exercise_id, reps FROM strength_set ORDER BY 1"
    assert one(store, named) == [("Clamshell", "clamshell", 15.0), ("Zorb", "clamshell", 15.0)]
    assert one(store, "SELECT count(*) FROM activity WHERE has_records") == [(1,)]


def keep_instead(store: Store, name: str, data: bytes) -> None:
    """Put another original in the place of a kept one, as if a newer reader found something else in it."""
    with store.writer() as writer:
        writer.change("UPDATE source_file SET content = ? WHERE name = ?", [zlib.compress(data), name])


def test_an_original_that_can_no_longer_be_read_keeps_what_is_stored(
    store: Store, fit_writer: ModuleType
) -> None:
    files = [
        ("a.fit", fit_writer.run_file(start=START)),
        ("b.fit", fit_writer.run_file(start=START + dt.timedelta(days=1))),
    ]
    take_in(store, files, athlete="Ada")
    right = content(store)
    keep_instead(store, "b.fit", b"\0" * 100)
    change(store, "UPDATE session SET distance_m = 5")
    result = rereading.reread(store)
    (line,) = [line for line in result.lines if line.name == "b.fit"]
    assert line.change.startswith("can no longer be read and stays as it was: ")
    assert (result.unread, result.activities) == (1, 1)
    assert "1 could not be read and stays as it was" in result.summary
    assert one(store, "SELECT distance_m FROM session ORDER BY activity_id") == [(180.0,), (5.0,)]
    assert content(store)["record"] == right["record"]


def test_where_a_reader_finds_less_the_rows_stay_and_where_it_finds_more_they_come_in(
    store: Store, hevy: Hevy
) -> None:
    first, second, third = (
        ("2 Mar 2026", "Clamshell", 15), ("4 Mar 2026", "Clamshell", 12), ("6 Mar 2026", "Clamshell", 10),
    )  # fmt: skip
    take_in(store, [("log.csv", hevy([first, second]))], athlete="Ada")
    before = content(store)
    keep_instead(store, "log.csv", hevy([second]))
    (line,) = rereading.reread(store).lines
    assert line.change == "1 activity is no longer found in it and stays as it was"
    assert content(store) | {"source_file": ""} == before | {"source_file": ""}

    keep_instead(store, "log.csv", hevy([first, second, third]))
    result = rereading.reread(store)
    assert result.added == 1
    assert one(store, "SELECT reps FROM strength_set ORDER BY performed_on") == [(15.0,), (12.0,), (10.0,)]
    assert rereading.reread(store).lines == []


def test_a_label_that_was_too_unsure_earns_no_credit_by_being_read_again(store: Store, hevy: Hevy) -> None:
    take_in(store, [("log.csv", hevy([("2 Mar 2026", "Zorb", 15)]))], athlete="Ada")
    change(
        store,
        "UPDATE strength_set SET exercise_id = 'clamshell', label_confidence = 0.3, label_basis = 'a guess'",
    )
    assert rereading.reread(store).labels == 0
    assert one(store, "SELECT exercise_id, hip_sets IS NULL FROM strength_set") == [("clamshell", True)]


def listed(rows: list[tuple[str, str, str]]) -> bytes:
    """Strava's list: id, name, file of three-kilometre runs on successive days."""
    header = [
        "Activity ID", "Activity Date", "Activity Name", "Activity Type", "Activity Description",
        "Elapsed Time", "Distance", "Max Heart Rate", "Relative Effort", "Commute", "Activity Private Note",
        "Activity Gear", "Filename", "Athlete Weight", "Bike Weight", "Elapsed Time", "Moving Time", "Distance",
    ]  # fmt: skip
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    for at, (number, name, file) in enumerate(rows):
        day = (START + dt.timedelta(days=at)).strftime("%b %d, %Y, %I:%M:%S %p")
        cells = ["600", "1.80", "", "", "false", "", "", file, "", "", "600.0", "600.0", "1800.0"]
        writer.writerow([number, day, name, "Run", "", *cells])
    return out.getvalue().encode()


def test_what_a_list_says_of_a_file_beside_it_is_said_again(store: Store, fit_writer: ModuleType) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr(
            "activities.csv", listed([("11", "Dawn", "activities/1.fit"), ("12", "Typed in", "")])
        )
        packed.writestr("activities/1.fit", fit_writer.run_file(start=START, seconds=600))
    take_in(store, [("export.zip", archive.getvalue())], athlete="Ada")
    words = "SELECT name, external_id FROM activity ORDER BY 2"
    assert one(store, words) == [("Dawn", "11"), ("Typed in", "12")]
    before = content(store)
    assert rereading.reread(store).lines == []
    change(store, "UPDATE activity SET name = 'false'", "UPDATE session SET distance_m = 5")
    assert rereading.reread(store).activities == 2
    assert content(store) == before


def test_every_real_sample_reads_the_same_again(store: Store, samples: Any) -> None:
    paths = [path for path in sorted((samples / "fit").rglob("*.fit")) if path.stat().st_size < 60_000][:25]
    paths += [path for path in sorted((samples / "tcx-gpx").rglob("*.*")) if path.stat().st_size < 90_000][
        :10
    ]
    take_in(store, [(path.name, path.read_bytes()) for path in paths], athlete="Ada")
    before = content(store)
    result = rereading.reread(store)
    assert [(line.name, line.change) for line in result.lines] == []
    assert content(store) == before


def test_an_original_that_makes_our_code_fail_stays_and_the_others_are_renewed(
    store: Store, fit_writer: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [
        (f"{at}.fit", fit_writer.run_file(start=START + dt.timedelta(days=at), seconds=60)) for at in range(3)
    ]
    take_in(store, files, athlete="Ada")
    ((bad,),) = one(store, "SELECT sha256 FROM source_file WHERE name = '1.fit'")
    renew = store_rereading.renew

    def failing(writer: Any, pairs: Any) -> Any:
        if any(stored.source_sha256 == bad for stored, _, _ in pairs):
            raise RuntimeError
        return renew(writer, pairs)

    monkeypatch.setattr(store_rereading, "renew", failing)
    change(store, "UPDATE session SET distance_m = 5")
    result = rereading.reread(store)
    assert (result.activities, result.unread) == (2, 1)
    assert [line.change for line in result.lines if line.name == "1.fit"] == [
        "could not be renewed and stays as it was (a fault of ours: RuntimeError)"
    ]
    assert one(store, "SELECT distance_m FROM session ORDER BY activity_id") == [(180.0,), (5.0,), (180.0,)]
