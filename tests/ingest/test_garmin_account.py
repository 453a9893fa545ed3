"""A Garmin account's own JSON: activities in centimetres and milliseconds, records, gear."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from analytics.errors import UnreadableError
from analytics.ingest.batch import Batch, GearRow, GearUse
from analytics.ingest.reading import read
from analytics.ingest.sniffing import sniff

MS = 1000
START = dt.datetime(2026, 3, 2, 6, 0)


def epoch_ms(when: dt.datetime) -> int:
    return round((when - dt.datetime(1970, 1, 1)).total_seconds() * MS)


def run(**changes: Any) -> dict[str, Any]:
    """Ten kilometres in 50 minutes of timer and 51 of clock, an hour east of Greenwich."""
    return {
        "activityId": 111, "name": "Dawn", "activityType": "trail_running", "sportType": "RUNNING",
        "eventTypeId": 9, "startTimeGmt": float(epoch_ms(START)), "beginTimestamp": epoch_ms(START),
        "startTimeLocal": float(epoch_ms(START + dt.timedelta(hours=1))), "duration": 3_000_000.0,
        "elapsedDuration": 3_060_000.0, "distance": 1_000_000.0, "elevationGain": 12_000.0,
        "elevationLoss": 11_500.0, "avgHr": 150.0, "maxHr": 171.0, "avgRunCadence": 86.0, "avgPower": 240.0,
        "calories": 700.0, "splits": [{"measurements": [{"fieldEnum": "SUM_DISTANCE", "value": 1.0}]}],
    } | changes  # fmt: skip


def summaries(*rows: dict[str, Any]) -> bytes:
    return json.dumps([{"summarizedActivitiesExport": list(rows)}]).encode()


def activities(data: bytes) -> Batch:
    assert sniff(data) == "garmin_summaries"
    return read(data, "DI_CONNECT/DI-Connect-Fitness/somebody_0_summarizedActivities.json", in_archive=True)


def test_an_activity_comes_in_metres_and_seconds_with_its_zone() -> None:
    batch = activities(summaries(run()))
    assert (batch.kind, batch.is_complete_list, batch.problems) == ("garmin_summaries", True, [])
    (row,) = batch.activities
    assert (row.name, row.external_id, row.is_race) == ("Dawn", "111", None)
    assert (row.start_utc, row.start_local) == (START, dt.datetime(2026, 3, 2, 7, 0))
    assert (row.zone, row.zone_basis) == ("+01:00", "file")
    (session,) = row.sessions
    assert (session.sport, session.sub_sport) == ("running", "trail")
    assert (session.distance_m, session.moving_s, session.elapsed_s) == (10_000.0, 3_000.0, 3_060.0)
    assert (session.ascent_m, session.descent_m) == (120.0, 115.0)
    assert (session.hr_mean_bpm, session.hr_max_bpm, session.cadence_mean_spm) == (150.0, 171.0, 172.0)


def test_a_list_in_metres_and_seconds_is_told_by_how_fast_people_go() -> None:
    row = run(distance=10_000.0, duration=3_000.0, elapsedDuration=3_060.0, elevationGain=120.0)
    batch = activities(summaries(row, row | {"activityId": 112}))
    session = batch.activities[0].sessions[0]
    assert (session.distance_m, session.moving_s, session.ascent_m) == (10_000.0, 3_000.0, 120.0)
    assert "metres" in batch.problems[0].reason


def test_the_legs_of_a_triathlon_are_sessions_of_one_activity() -> None:
    parent = run(activityId=5, activityType="multi_sport", parent=True, duration=9_000_000.0)
    legs = [
        run(activityId=7, parentId=5, activityType={"typeKey": "running"},
            startTimeGmt=epoch_ms(START + dt.timedelta(hours=2))),
        run(activityId=6, parentId=5, activityType="open_water_swimming"),
        run(activityId=8, parentId=99),
    ]  # fmt: skip
    batch = activities(summaries(parent, *legs))
    assert [(row.external_id, [s.sport for s in row.sessions]) for row in batch.activities] == [
        ("5", ["swimming", "running"]),
        ("8", ["running"]),
    ]


def test_what_is_missing_or_odd_costs_a_cell_or_a_row_and_never_the_list() -> None:
    odd = run(avgHr=0, maxHr="n/a", distance=None, startTimeLocal=epoch_ms(START) + 1234567, name=" ")
    huge = run(activityId=3, distance=10**400, duration=True)
    batch = activities(
        summaries(odd, {"activityId": 2, "activityType": "running"}, huge, run(activityType="zorb"))
    )
    first = batch.activities[0]
    assert (first.name, first.zone, first.start_local) == (None, None, None)
    session = first.sessions[0]
    assert (session.hr_mean_bpm, session.hr_max_bpm, session.distance_m) == (None, None, None)
    assert [p.reason for p in batch.problems] == [
        "an activity without a start",
        "the sport of 1 activities: the word 'zorb' is not known",
    ]
    assert len(batch.activities) == 3


def test_a_list_cut_short_keeps_what_came_before() -> None:
    whole = summaries(*(run(activityId=at) for at in range(20)))
    batch = activities(whole[: len(whole) * 3 // 4])
    assert 10 <= len(batch.activities) < 20
    assert "damaged" in batch.problems[-1].reason


def test_records_come_with_distance_time_and_day() -> None:
    rows = [
        {"personalRecordId": 1, "personalRecordType": "Best 5km Run", "value": 1200.5, "activityId": 111,
         "prStartTimeGMT": "Mon Mar 02 06:00:00 GMT 2026", "current": True},
        {"personalRecordType": "Best Half Marathon", "value": 6000.0, "prStartTimeGMT": epoch_ms(START)},
        {"personalRecordType": "Farthest Run", "value": 30_000.0, "prStartTimeGMT": "2026-03-02T06:00:00.0"},
        {"personalRecordType": "Most Steps in a Day", "value": 40_000.0, "activityId": 0},
        {"personalRecordType": None, "value": 1.0},
    ]  # fmt: skip
    batch = read(json.dumps([{"personalRecords": rows}]).encode(), "x_personalRecord.json")
    assert batch.kind == "garmin_records"
    found = [(r.record_kind, r.distance_m, r.duration_s, r.achieved_on) for r in batch.personal_records]
    day = dt.date(2026, 3, 2)
    assert found == [
        ("Best 5km Run", 5000.0, 1200.5, day),
        ("Best Half Marathon", 21_097.5, 6000.0, day),
        ("Farthest Run", 30_000.0, None, day),
        ("Most Steps in a Day", None, None, None),
    ]
    assert [(r.external_id, r.is_current) for r in batch.personal_records[:2]] == [
        ("111", True),
        (None, None),
    ]
    assert len(batch.problems) == 1


def test_gear_comes_with_what_it_was_used_for() -> None:
    gear = [
        {"gearPk": 9, "gearMakeName": "Other", "gearTypeName": "Shoes", "gearStatusName": "active",
         "displayName": "Red ones", "customMakeModel": "Trail 5", "dateBegin": "2026-01-01T00:00:00.0",
         "maximumMeters": 800_000.0, "uuid": "secret"},
        {"gearPk": 10, "gearTypeName": "Bike", "gearStatusName": "retired", "customMakeModel": "Gravel"},
        {"gearPk": 11},
    ]  # fmt: skip
    uses = {"9": [{"activityId": 111, "gearPk": 9}, {"activityId": 112}], "11": [{"activityId": 5}]}
    text = json.dumps([{"gearDTOS": gear, "gearActivityDTOs": uses}]).encode()
    batch = read(text, "x_gear.json")
    assert batch.gear == [
        GearRow("shoe", "Red ones", "Other", "Trail 5", dt.date(2026, 1, 1), None, False, 800_000.0),
        GearRow("bike", "Gravel", None, "Gravel", None, None, True, None),
    ]
    assert batch.gear_uses == [GearUse("Red ones", "111"), GearUse("Red ones", "112")]
    assert "secret" not in repr(batch)


def test_other_json_is_refused_or_ignored_as_before() -> None:
    sleep = b'[{"calendarDate": "2026-03-02", "sleepStartTimestampGMT": 1}]'
    assert sniff(sleep) is None
    assert read(sleep, "sleep.json", in_archive=True).ignored is not None
    with pytest.raises(UnreadableError, match="JSON"):
        read(sleep, "sleep.json")
    assert read(b'[{"personalRecords": []}]', "x.json").ignored is not None


def test_brackets_without_end_do_no_harm() -> None:
    deep = b'[{"summarizedActivitiesExport": [' + b'{"a":[' * 200_000
    assert activities(deep).activities == []
    assert read(b'[{"gearDTOS": [], "gearActivityDTOs": ' + b'{"a":' * 200_000, "x.json").gear == []


def test_a_list_inside_a_list_is_read_once_and_in_a_moment() -> None:
    """The same words nested a hundred thousand times must not be begun a hundred thousand times."""
    batch = activities(b'{"summarizedActivitiesExport": [{"activityId": 1, "a": ' * 100_000)
    assert (batch.activities, len(batch.problems)) == ([], 1)
    two = [{"summarizedActivitiesExport": [run()]}, {"summarizedActivitiesExport": [run(activityId=2)]}]
    assert [row.external_id for row in activities(json.dumps(two).encode()).activities] == ["111", "2"]
