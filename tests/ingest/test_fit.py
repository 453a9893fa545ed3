"""What a FIT file becomes: activities with sessions, laps and local time, or a word on what it is instead."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from types import ModuleType

import pytest

from analytics.ingest.batch import RECORD_COLUMNS, ActivityRow
from analytics.ingest.fit import file_type, read_fit
from analytics.ingest.fit_profile import profile
from analytics.ingest.fit_sessions import sport_of

START = dt.datetime(2026, 3, 2, 6, 0)


def only(data: bytes) -> ActivityRow:
    batch = read_fit(data)
    assert batch.ignored is None
    assert len(batch.activities) == 1
    return batch.activities[0]


def test_a_run_comes_out_as_the_device_wrote_it(fit_writer: ModuleType) -> None:
    activity = only(fit_writer.run_file(seconds=600, speed_m_s=3.0, hr_bpm=140, strides=85, sub_sport=3))
    session = activity.sessions[0]
    assert (session.sport, session.sub_sport, session.start_utc) == ("running", "trail", START)
    assert (session.distance_m, session.moving_s, session.elapsed_s) == (1800.0, 600.0, 600.0)
    assert (session.hr_mean_bpm, session.hr_max_bpm) == (140, 140)
    assert session.cadence_mean_spm == 170  # two steps a stride
    assert session.ascent_m is None and session.power_mean_w is None
    assert (activity.start_utc, activity.start_local) == (START, dt.datetime(2026, 3, 2, 7, 0))
    assert (activity.zone, activity.zone_basis, activity.quality) == ("+01:00", "file", "good")
    assert activity.device == "development 1"
    assert [(lap.session_no, lap.distance_m, lap.start_utc) for lap in activity.laps] == [(0, 1800.0, START)]


@pytest.mark.parametrize(
    ("offset_h", "zone"),
    [(2, "+02:00"), (-7, "-07:00"), (5.75, "+05:45"), (0, "+00:00"), (1 + 20 / 3600, "+01:00")],
)
def test_local_time_is_what_the_file_says_to_a_quarter_of_an_hour(
    offset_h: float, zone: str, fit_writer: ModuleType
) -> None:
    activity = only(fit_writer.run_file(seconds=5, utc_offset_h=offset_h))
    assert activity.zone == zone
    assert activity.start_local == START + dt.timedelta(hours=round(offset_h * 4) / 4)


@pytest.mark.parametrize("offset_h", [15, -20, 1.1, None])
def test_an_impossible_offset_is_no_local_time(offset_h: float | None, fit_writer: ModuleType) -> None:
    activity = only(fit_writer.run_file(seconds=5, utc_offset_h=offset_h))
    assert (activity.start_utc, activity.start_local, activity.zone, activity.zone_basis) == (
        START,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(("offset_h", "believed"), [(0, True), (1, True), (2, True), (-7, False), (9, False)])
def test_an_offset_far_from_the_suns_time_at_the_place_is_not_believed(
    offset_h: float, believed: bool, fit_writer: ModuleType
) -> None:
    # The file runs at 7 degrees east, where the sun is 28 minutes ahead of Greenwich.
    activity = only(fit_writer.run_file(seconds=5, utc_offset_h=offset_h, with_positions=True))
    assert (activity.zone is not None) is believed


@pytest.mark.parametrize(
    ("sport", "sub_sport", "ours", "word"),
    [
        (1, 0, "running", None),
        (1, 1, "running", "treadmill"),
        (4, 1, "running", "treadmill"),
        (4, 15, "other", "elliptical"),
        (10, 20, "strength", "strength_training"),
        (10, 70, "strength", "hiit"),
        (10, 19, "mobility", "flexibility_training"),
        (10, 43, "mobility", "yoga"),
        (10, 26, "other", "cardio_training"),
        (10, 0, "other", "training"),
        (17, 255, "hiking", None),
        (2, 58, "cycling", "virtual_activity"),
        (8, 0, "other", "tennis"),
        (0, 0, "unknown", None),
        (250, None, "other", "sport_250"),
        (1, 250, "running", "sub_sport_250"),
        (None, None, "unknown", None),
    ],
)
def test_sports_map_to_ours_and_keep_the_sources_word(
    sport: int | None, sub_sport: int | None, ours: str, word: str | None
) -> None:
    assert sport_of(sport, sub_sport) == (ours, word)


def test_several_sessions_come_in_the_order_of_their_starts_with_their_laps(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    fit_writer.file_id(w, created=START)
    first = fit_writer.fit_s(START)
    for begin, sport in ((900, 1), (0, 5)):  # the summary of the run stands before that of the swim
        fields = [(253, fit_writer.U4, first + begin + 600), (2, fit_writer.U4, first + begin)]
        fields += [(7, fit_writer.U4, 600_000), (5, fit_writer.ENUM, sport), (16, fit_writer.U1, 0)]
        w.add(fit_writer.SESSION, fields)
    for begin in (0, 900, 1200):
        fields = [(253, fit_writer.U4, first + begin + 300), (2, fit_writer.U4, first + begin)]
        w.add(fit_writer.LAP, [*fields, (9, fit_writer.U4, 100_00)], local=1)
    activity = only(w.to_bytes())
    assert [each.sport for each in activity.sessions] == ["swimming", "running"]
    assert [lap.session_no for lap in activity.laps] == [0, 1, 1]
    assert activity.start_utc == START
    assert activity.sessions[0].hr_mean_bpm is None  # 0 beats a minute is no measurement


def test_totals_the_device_left_out_come_from_the_records_and_are_told(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    first = fit_writer.fit_s(START)
    for second, rate in ((0, 100), (10, 120)):
        fields = [(253, fit_writer.U4, first + second), (5, fit_writer.U4, second * 300)]
        w.add(fit_writer.RECORD, [*fields, (3, fit_writer.U1, rate)])
    fields = [(253, fit_writer.U4, first + 10), (2, fit_writer.U4, first), (8, fit_writer.U4, 9_000)]
    w.add(fit_writer.SESSION, fields, local=1)
    batch = read_fit(w.to_bytes())
    session = batch.activities[0].sessions[0]
    assert (session.distance_m, session.elapsed_s, session.moving_s) == (30.0, 10.0, 9.0)
    assert (session.hr_mean_bpm, session.hr_max_bpm) == (110.0, 120.0)
    assert [each.reason for each in batch.problems] == [
        "the device wrote no session total for distance, elapsed time, heart rate: taken from the records"
    ]


def test_moving_time_without_a_session_is_what_the_timer_ran(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    first = fit_writer.fit_s(START)
    for second, kind in (
        (0, 0),
        (60, 4),
        (100, 0),
    ):  # started, stopped after 60 s, started again, never stopped
        fields = [(253, fit_writer.U4, first + second), (0, fit_writer.ENUM, 0), (1, fit_writer.ENUM, kind)]
        w.add(fit_writer.EVENT, fields, local=1)
    w.add(fit_writer.SPORT, [(0, fit_writer.ENUM, 1), (1, fit_writer.ENUM, 4)], local=2)
    for second in (0, 60, 100, 130):
        w.add(fit_writer.RECORD, [(253, fit_writer.U4, first + second)])
    session = only(w.to_bytes()).sessions[0]
    assert (session.sport, session.sub_sport) == ("running", "track")
    assert (session.elapsed_s, session.moving_s) == (130.0, 90.0)
    assert session.distance_m is None and session.hr_mean_bpm is None


def test_an_unset_clock_gives_an_activity_without_a_date(fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    w.add(
        fit_writer.SESSION,
        [(253, fit_writer.U4, 16_444_672), (2, fit_writer.U4, 16_441_241), (9, fit_writer.U4, 500)],
    )
    batch = read_fit(w.to_bytes())
    assert batch.activities[0].start_utc is None
    assert batch.activities[0].sessions[0].distance_m == 5.0
    assert [each.reason for each in batch.problems] == [
        "the device's clock was not set: the activity has no date"
    ]


def test_an_effort_out_of_ten_is_read(fit_writer: ModuleType) -> None:
    for written, expected in ((60, 6.0), (None, None), (120, None)):
        w = fit_writer.FitWriter()
        fields = [(2, fit_writer.U4, fit_writer.fit_s(START)), (193, fit_writer.U1, written)]
        w.add(fit_writer.SESSION, fields)
        assert only(w.to_bytes()).sessions[0].rpe_0_10 == expected


@pytest.mark.parametrize(
    ("kind", "word"), [(2, "settings"), (5, "workout"), (6, "course"), (44, "number 44")]
)
def test_what_is_no_activity_is_named_and_left(kind: int, word: str, fit_writer: ModuleType) -> None:
    w = fit_writer.FitWriter()
    data = fit_writer.file_id(w, kind=kind, created=START).to_bytes()
    batch = read_fit(data)
    assert batch.activities == []
    assert batch.ignored == f"a FIT file of the kind {word}, not an activity"
    assert file_type(data[:80]) == kind


def test_an_activity_with_nothing_in_it_is_left(fit_writer: ModuleType) -> None:
    data = fit_writer.file_id(fit_writer.FitWriter(), created=START).to_bytes()
    assert read_fit(data).ignored == "a FIT file that holds no session, record or set"


def test_settings_behind_an_activity_do_not_hide_it(fit_writer: ModuleType) -> None:
    settings = fit_writer.file_id(fit_writer.FitWriter(), kind=2, created=START).to_bytes()
    batch = read_fit(fit_writer.run_file(seconds=5) + settings)
    assert (len(batch.activities), batch.ignored, batch.problems) == (1, None, [])


def test_every_record_column_has_its_field_and_scale_in_the_table() -> None:
    fields = profile().fields_of(profile().messages["record"])
    assert {each.ours for each in fields if each.ours} == set(RECORD_COLUMNS)
    # Two fields of one column mean the same raw integer.
    for column in RECORD_COLUMNS:
        assert len({(each.scale, each.offset) for each in fields if each.ours == column}) == 1


def test_the_table_of_fields_names_each_thing_once(project: Path) -> None:
    with (project / "data" / "fit_profile.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    keys = [(row["kind"], row["of"], row["number"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert {row["kind"] for row in rows} == {"message", "field", "enum"}
