"""Hevy and Strong: sets in workouts, units that are named and units that are not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from analytics.ingest.batch import Batch
from analytics.ingest.reading import read

HEVY = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,{load},"
    "reps,distance_km,duration_seconds,rpe\n"
)


def hevy(*rows: str, load: str = "weight_kg") -> Batch:
    return read((HEVY.format(load=load) + "\n".join(rows) + "\n").encode(), "workout_data.csv")


def test_a_hevy_workout_is_a_strength_activity_with_its_sets() -> None:
    batch = hevy(
        'Hips,"30 Jun 2025, 19:56","30 Jun 2025, 20:58",,Hip Thrust (Barbell),,,0,warmup,40,12,,,',
        'Hips,"30 Jun 2025, 19:56","30 Jun 2025, 20:58",,Hip Thrust (Barbell),,note,1,normal,60.5,8,,,8.5',
        'Hips,"30 Jun 2025, 19:56","30 Jun 2025, 20:58",,Side Plank,,,0,normal,,,,45,',
        'Legs,"2 Jul 2025, 7:05","2 Jul 2025, 7:35",,Squat,,,0,dropset,0,5,,,',
    )
    hips, legs = batch.activities
    assert (hips.name, hips.start_local) == ("Hips", dt.datetime(2025, 6, 30, 19, 56))
    assert (hips.sessions[0].sport, hips.sessions[0].elapsed_s) == ("strength", 3720)
    assert [
        (one.set_no, one.set_type, one.reps, one.load_kg, one.rir, one.duration_s) for one in hips.sets
    ] == [
        (0, "warmup", 12, 40, None, None),
        (1, "normal", 8, 60.5, 1.5, None),
        (2, "normal", None, None, None, 45),
    ]
    assert hips.sets[1].source_name == "Hip Thrust (Barbell)"
    assert hips.sets[1].performed_on == dt.date(2025, 6, 30)
    assert hips.sets[1].line == 3
    assert legs.sets[0].set_type == "dropset"
    assert not batch.sets


@pytest.mark.parametrize(
    "date", ["19 Aug 2026, 18:30", "19 ago 2026, 18:30", "19 août 2026, 18:30", "19. Aug. 2026, 18:30", "2026-08-19 18:30:00"]
)  # fmt: skip
def test_hevy_dates_come_in_the_language_of_the_account(date: str) -> None:
    (row,) = hevy(f'x,"{date}","{date}",,Clamshell,,,0,normal,,15,,,').activities
    assert row.start_local == dt.datetime(2026, 8, 19, 18, 30)


def test_pounds_are_turned_into_kilograms() -> None:
    row = 'x,"19 Aug 2026, 18:30","19 Aug 2026, 19:30",,Squat,,,0,normal,100,5,,,'
    assert hevy(row, load="weight_lbs").activities[0].sets[0].load_kg == pytest.approx(45.359237)


def strong(header: str, *rows: str) -> Batch:
    return read((header + "\n" + "\n".join(rows) + "\n").encode(), "strong.csv")


ENGLISH = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
)


def test_strong_sets_are_marked_by_their_order_and_rest_timers_are_none() -> None:
    batch = strong(
        ENGLISH,
        "2025-08-03 13:04:33,Midday,1h 5m,Hip Thrust (Barbell),W,20,12,0,0,,Felt good,",
        "2025-08-03 13:04:33,Midday,1h 5m,Hip Thrust (Barbell),Rest Timer,0,0,0,120.0,,,",
        "2025-08-03 13:04:33,Midday,1h 5m,Hip Thrust (Barbell),1,0.0,10.0,0,0.0,,,8",
        "2025-08-03 13:04:33,Midday,1h 5m,Hip Thrust (Barbell),F,0,6,0,0,,,10",
        "2025-08-03 13:04:33,Midday,1h 5m,Side Plank,D,0,0,0,40,,,",
        "2025-08-03 13:04:33,Midday,1h 5m,Side Plank,Note,,,,,text,,",
    )
    (row,) = batch.activities
    assert (row.name, row.description, row.sessions[0].elapsed_s) == ("Midday", "Felt good", 3900)
    assert [(one.set_type, one.reps, one.duration_s, one.rir) for one in row.sets] == [
        ("warmup", 12, None, None), ("normal", 10, None, 2), ("failure", 6, None, 0), ("dropset", None, 40, None),
    ]  # fmt: skip


def test_a_load_whose_unit_nothing_tells_is_unknown_and_no_load_is_none() -> None:
    batch = strong(
        ENGLISH,
        "2025-08-03 13:04:33,x,5m,Squat,1,20.0,10,0,0,,,",
        "2025-08-03 13:04:33,x,5m,Plank,2,0.0,10,0,0,,,",
    )
    assert [one.load_kg for one in batch.activities[0].sets] == [None, 0.0]
    assert "kg or lb" in batch.problems[0].reason


def test_a_unit_column_a_unit_header_and_a_trace_of_conversion_tell_the_unit() -> None:
    by_column = strong(
        "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes",
        "2015-08-03 13:04:33;x;Squat;1;100;lbs;5;;;;0;",
        "2015-08-03 13:04:33;x;Squat;2;62,5;kg;5;;;;0;",
    )
    assert [round(one.load_kg or 0, 2) for one in by_column.activities[0].sets] == [45.36, 62.5]
    by_header = strong(
        "Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (kg);Reps;RPE;Distance (meters);"
        "Seconds;Notes;Workout Notes",
        "1;2025-03-16 13:04:33;x;3600;Squat;1;62.5;5;;;0;;",
    )
    assert by_header.activities[0].sets[0].load_kg == 62.5
    assert by_header.activities[0].sessions[0].elapsed_s == 3600
    by_trace = strong(
        ENGLISH,
        "2020-09-29 07:10:22,x,5m,Row,1,44.09245243697551,5,0,0,,,",
        "2020-09-29 07:10:22,x,5m,Row,2,66.13867865546327,5,0,0,,,",
    )
    assert [round(one.load_kg or 0, 6) for one in by_trace.activities[0].sets] == [20, 30]


@pytest.mark.parametrize(
    "header",
    [
        "Datum,Workout-Name,Dauer,Name der Übung,Reihenfolge festlegen,Gewicht,Wiederh.,Entfernung,Sekunden,Notizen,"
        "Workout-Notizen,RPE",
        "日期,锻炼名称,时长,运动名称,设置顺序,重量,次,距离,秒,备注,锻炼备注,RPE",
    ],
)
def test_strong_in_german_and_chinese(header: str) -> None:
    (row,) = strong(header, "2020-09-29 07:10:22,x,28m,Hip Abductor (Machine),1,0,15,0,0,,,").activities
    assert (row.sets[0].source_name, row.sets[0].reps) == ("Hip Abductor (Machine)", 15)


def test_one_broken_set_is_left_out_by_its_line() -> None:
    batch = strong(
        ENGLISH,
        "2025-08-03 13:04:33,x,5m,Squat,1,0,ten,0,0,,,",
        "2025-08-03 13:04:33,x,5m,Squat,2,0,10,0,0,,,",
    )
    assert len(batch.activities[0].sets) == 1
    assert [(one.line, one.reason) for one in batch.problems] == [(2, "not a number: 'ten'")]


@pytest.mark.parametrize(
    ("name", "kind", "workouts", "sets"),
    [
        ("breinsp+strong-charts/strong.csv", "strong", 129, 2078),
        ("DericMei+My-WorkOut-Project/strong.csv", "strong", 384, 6778),
        (
            "wojtekolesinski+gravitus-to-strong/data/strong.csv",
            "strong",
            1,
            8,
        ),  # 7 of 16 rows are rest timers
        ("mouadja02+Hevy-Coach/workout_data.csv", "hevy", 17, 330),
    ],
)
def test_real_logs_are_read_whole(samples: Path, name: str, kind: str, workouts: int, sets: int) -> None:
    batch = read((samples / "strength-log" / name).read_bytes(), name)
    assert batch.kind == kind
    assert len(batch.activities) == workouts
    assert sum(len(row.sets) for row in batch.activities) == sets
    assert all("kg or lb" in one.reason for one in batch.problems)
    assert all(row.sessions[0].elapsed_s for row in batch.activities)


def test_the_real_log_in_pounds_gives_round_kilograms(samples: Path) -> None:
    place = samples / "strength-log/DericMei+My-WorkOut-Project/strong.csv"
    loads = [
        one.load_kg for row in read(place.read_bytes(), "x").activities for one in row.sets if one.load_kg
    ]
    in_pounds = [load / 0.45359237 for load in loads]
    near = sum(
        min(abs(one * 4 - round(one * 4)) for one in both) < 0.01
        for both in zip(loads, in_pounds, strict=True)
    )
    assert near > 0.95 * len(loads)
    assert max(loads) < 200
