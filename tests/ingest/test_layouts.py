"""Dialects as data: strength logs and activity tables of other programs, units by file, column, row and cell."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.ingest.batch import Batch
from analytics.ingest.layouts import AskError
from analytics.ingest.reading import read

LB_KG = 0.45359237
FITBOD = "Date,Exercise,Reps,Weight(kg),Duration(s),Distance(m),Incline,Resistance,isWarmup,Note,multiplier\n"
GYMBOOK = (
    "Date,Workout,Time,Exercise,Region,Muscle Group (Primary),Muscle Group (Secondary),Repetitions / Time,"
    "Weight / Distance,Notes,Skipped\n"
)
HEALTH = (
    "Workout Type,Start,End,Duration,Active Energy (kJ),Max. Heart Rate (count/min),Avg. Heart Rate (count/min),"
    "Distance (mi),Elevation Ascended (ft),Temperature (degF)\n"
)


def of(text: str, encoding: str = "utf-8") -> Batch:
    return read(text.encode(encoding), "export.csv")


def test_fitbod_rows_of_one_session_become_one_workout_in_utc() -> None:
    batch = of(
        FITBOD
        + "2026-01-04 18:00:00 +0000,Hip Thrust,12,40.0,0.0,0.0,0.0,0.0,true,,1.0\n"
        + "2026-01-04 18:08:00 +0000,Side Plank,0,0.0,45.0,0.0,0.0,0.0,false,low,1.0\n"
        + "2026-01-04 23:30:00 +0000,Clamshell,15,0.0,0.0,0.0,0.0,0.0,false,,1.0\n"
    )
    first, second = batch.activities
    # An offset of zero says nothing of where the athlete was: the local time is left to the athlete's zone.
    assert (first.start_utc, first.start_local) == (dt.datetime(2026, 1, 4, 18), None)
    assert [(one.set_type, one.reps, one.load_kg, one.duration_s) for one in first.sets] == [
        ("warmup", 12, 40, None),
        ("normal", None, 0, 45),
    ]
    assert second.start_utc == dt.datetime(2026, 1, 4, 23, 30)


def test_fitbod_with_an_offset_keeps_the_local_time() -> None:
    (workout,) = of(FITBOD + "2026-01-04 18:00:00 +0100,Hip Thrust,12,40,0,0,0,0,false,,1\n").activities
    assert (workout.start_utc, workout.start_local) == (
        dt.datetime(2026, 1, 4, 17),
        dt.datetime(2026, 1, 4, 18),
    )
    assert (workout.zone, workout.zone_basis) == ("+01:00", "file")


def test_gymbook_cells_name_their_own_units() -> None:
    batch = of(
        GYMBOOK
        + "2026-01-04,Hips,18:00,Hip Thrust,Legs,Glutes,,12 reps,40 kg,,No\n"
        + "2026-01-04,Hips,18:00,Hip Thrust,Legs,Glutes,,10,88 lb,,No\n"
        + "2026-01-04,Hips,18:00,Side Plank,Core,Obliques,,45 s,0 kg,,No\n"
        + "2026-01-04,Hips,18:00,Farmer's Walk,Core,Grip,,1:10,500 m,,No\n"
        + "2026-01-04,Hips,18:00,Clamshell,Legs,Glutes,,10 reps,0 kg,,Yes\n"
    )
    (workout,) = batch.activities
    assert workout.start_local == dt.datetime(2026, 1, 4, 18)
    assert [(one.reps, one.duration_s) for one in workout.sets] == [
        (12, None),
        (10, None),
        (None, 45),
        (None, 70),
    ]
    assert [one.load_kg for one in workout.sets] == [40, pytest.approx(88 * LB_KG), 0, None]
    assert batch.problems == []


@pytest.mark.parametrize(
    ("weight", "unit", "kilograms"),
    [("20", "kgs", 20), ("20", "lbs", 20 * LB_KG), ("20", "", None), ("0", "", 0)],
)
def test_fitnotes_takes_the_unit_of_each_row(weight: str, unit: str, kilograms: float | None) -> None:
    header = "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment\n"
    batch = of(f"{header}2026-01-04,Clamshell,Legs,{weight},{unit},12,,,0:00:30,easy\n")
    (one,) = batch.sets
    assert (one.load_kg, one.duration_s, one.note) == (pytest.approx(kilograms), 30, "easy")
    assert len(batch.problems) == (kilograms is None)


def test_two_weight_columns_are_one_weight() -> None:
    header = "Date,Exercise,Category,Weight (kg),Weight (lbs),Reps\n"
    batch = of(f"{header}2026-01-04,Clamshell,Legs,20,,12\n2026-01-04,Clamshell,Legs,,20,12\n")
    assert [one.load_kg for one in batch.sets] == [20, pytest.approx(20 * LB_KG)]


def test_a_plain_strength_table_needs_no_program() -> None:
    (one,) = of("date;exercise;set;reps;weight_kg;rpe\n04.01.2026;Clamshell;1;12;7,5;8\n").sets
    assert (one.performed_on, one.reps, one.load_kg, one.rir) == (dt.date(2026, 1, 4), 12, 7.5, 2)


def test_apple_health_workouts_carry_their_units_in_the_header() -> None:
    batch = of(
        HEALTH
        + "Outdoor Run,2026-01-04 08:00,2026-01-04 09:00,01:00:00,2928.8,180,150,6.5,100,50\n"
        + "Pilates,2026-01-05 08:00,2026-01-05 08:45,45:00,418.4,120,100,0,0,\n"
    )
    run, pilates = (row.sessions[0] for row in batch.activities)
    assert (run.sport, run.distance_m, run.moving_s) == ("running", 6.5 * 1609.344, 3_600)
    assert (run.energy_kcal, run.ascent_m, run.temperature_mean_c) == (
        pytest.approx(700), pytest.approx(30.48), pytest.approx(10),
    )  # fmt: skip
    assert (run.hr_mean_bpm, run.hr_max_bpm) == (150, 180)
    assert (pilates.sport, pilates.moving_s, pilates.distance_m) == ("mobility", 2_700, 0)


def test_apple_health_workouts_in_spanish() -> None:
    header = "Workout Type,Start,End,Duration,Energía Activa (kJ),Frecuencia Cardíaca Promedio (bpm),Distancia (km)\n"
    batch = of(f"{header}Caminata,2026-01-04 08:00,2026-01-04 08:30,00:30:00,418.4,101,2.5\n")
    session = batch.activities[0].sessions[0]
    assert (session.sport, session.distance_m, session.hr_mean_bpm) == ("walking", 2_500, 101)


def test_apple_records_name_the_unit_of_each_row() -> None:
    header = (
        "workoutActivityType,duration,durationUnit,totalDistance,totalDistanceUnit,totalEnergyBurned,"
        "totalEnergyBurnedUnit,sourceName,startDate,endDate\n"
    )
    row = "HKWorkoutActivityTypeRunning,{},{},{},{},500,Cal,Watch,2026-01-0{} 08:00:00 +0100,\n"
    batch = of(
        header
        + row.format(60, "min", 6.5, "mi", 4)
        + row.format(1, "hr", 10, "km", 5)
        + row.format(1, "hr", 10, "leagues", 6)
    )
    sessions = [one.sessions[0] for one in batch.activities]
    assert [one.moving_s for one in sessions] == [3_600, 3_600, 3_600]
    assert [one.distance_m for one in sessions] == [6.5 * 1609.344, 10_000, None]
    assert sessions[0].energy_kcal == 500
    assert (batch.activities[0].start_utc, batch.activities[0].zone) == (dt.datetime(2026, 1, 4, 7), "+01:00")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_marks_and_encodings_change_nothing(encoding: str) -> None:
    text = "date;workout;exercise;reps;note\n04.01.2026 8:05\u00a0pm;;Hüfte;12;à demi\n"
    (one,) = of(text, encoding).activities[0].sets
    assert (one.source_name, one.note) == ("Hüfte", "à demi")


@pytest.mark.parametrize(
    "when",
    [
        "1/25/2026, 3:05:00\u202fPM", "1/25/2026 3:05:00\u00a0PM", "1/25/2026, 3:05:00 p.m.",
        "2026年1月25日 下午3:05:00", "2026年1月25日 午後3:05:00", "2026-01-25 15:05:00",
        "\u200e25 Jan 2026\u200e, 15:05:00", "25 janvier 2026 à 15:05:00",
    ],
)  # fmt: skip
def test_clocks_with_odd_blanks(when: str) -> None:
    (workout,) = of(f'date,workout,exercise,reps\n"{when}",Hips,Clamshell,12\n').activities
    assert workout.start_local == dt.datetime(2026, 1, 25, 15, 5)


PLAIN = "date,sport,distance_km,time_min\n"


def test_dates_are_ordered_by_the_whole_column_and_not_the_first_row() -> None:
    batch = of(PLAIN + "03/04/2026,run,10,50\n05/04/2026,run,10,50\n25/03/2026,run,8,40\n")
    assert [row.start_local.date() for row in batch.activities if row.start_local] == [
        dt.date(2026, 4, 3), dt.date(2026, 4, 5), dt.date(2026, 3, 25),
    ]  # fmt: skip


def test_a_column_that_tells_no_order_is_asked_about_and_not_guessed() -> None:
    with pytest.raises(AskError, match=r"day/month or month/day \(such as '03/04/2026'\)") as caught:
        of(PLAIN + "03/04/2026,run,10,50\n04/05/2026,run,10,50\n")
    assert caught.value.header == ("date", "sport", "distance_km", "time_min")


def test_known_logs_ask_as_well_where_day_and_month_could_change_places() -> None:
    with pytest.raises(AskError, match="no date in the whole column tells"):
        of("Date,Workout Name,Exercise Name,Set Order,Weight,Reps\n03/04/2026,Hips,Clamshell,1,0,12\n")


def test_an_unknown_header_is_asked_about_with_its_words() -> None:
    with pytest.raises(AskError, match=r"'pvm', 'matka'.*Table columns"):
        of("pvm,matka\n2026-01-04,10\n")


@pytest.mark.parametrize(
    ("encoding", "header", "sport"),
    [
        ("gb18030", "活动类型,日期,标题,距离,时间", "跑步"),
        ("shift_jis", "アクティビティタイプ,日付,タイトル,距離,タイム", "ラン"),
        ("cp1250", "Typ aktywności,Data,Tytuł,Dystans,Czas", "Bieganie"),
        ("cp1252", "Type d'activité,Date,Titre,Distance,Durée", "Course à pied"),
    ],
)
def test_old_encodings_are_told_by_the_words_of_the_header(encoding: str, header: str, sport: str) -> None:
    text = f"{header}\n{sport},2026-01-04 08:00:00,x,10.00,00:50:00\n"
    session = of(text, encoding).activities[0].sessions[0]
    assert (session.sport, session.distance_m, session.moving_s) == ("running", 10_000, 3_000)


def test_a_number_beyond_all_bounds_is_no_number() -> None:
    batch = of("date,exercise,set,reps,sets\n2026-01-04,Clamshell,1,12,1e999\n2026-01-04,Clamshell,2,12,1\n")
    assert len(batch.sets) == 1
    assert batch.problems[0].reason == "not a number: '1e999'"
