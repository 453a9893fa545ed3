"""Account exports as people get them: lists fill in what files do not say, gear and records are kept."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from types import ModuleType
from typing import Any

from analytics.intake import rereading, undoing
from analytics.intake.taking_in import take_in
from analytics.store import Store

START = dt.datetime(2026, 3, 2, 6, 0)


def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    with store.reader() as reader:
        return [tuple(row) for row in reader.sql(sql, {}).itertuples(index=False)]


def packed(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def summary(number: int, start: dt.datetime, *, name: str, metres: float, seconds: float) -> dict[str, Any]:
    at_ms = round((start - dt.datetime(1970, 1, 1)).total_seconds() * 1000)
    return {
        "activityId": number, "name": name, "activityType": "running", "startTimeGmt": at_ms,
        "startTimeLocal": at_ms + 3_600_000, "duration": seconds * 1000, "elapsedDuration": seconds * 1000,
        "distance": metres * 100,
    }  # fmt: skip


def garmin(w: ModuleType) -> bytes:
    """A run with a file in a part, and one typed in by hand; a record, shoes for both."""
    fitness = "DI_CONNECT/DI-Connect-Fitness/somebody"
    typed = summary(12, START + dt.timedelta(days=1), name="Typed in", metres=5000, seconds=1500)
    listed = [summary(11, START, name="Dawn", metres=1800, seconds=600), typed]
    record = {"personalRecordType": "Best 1km Run", "value": 300.0, "activityId": 11, "current": True}
    gear = {
        "gearDTOS": [
            {"gearPk": 9, "gearTypeName": "Shoes", "displayName": "Red ones", "customMakeModel": "T 5"}
        ],
        "gearActivityDTOs": {"9": [{"activityId": 11}, {"activityId": 12}]},
    }
    part = packed({"somebody_11.fit": w.run_file(start=START, seconds=600, utc_offset_h=None)})
    return packed(
        {
            f"{fitness}_0_summarizedActivities.json": json.dumps(
                [{"summarizedActivitiesExport": listed}]
            ).encode(),
            f"{fitness}_personalRecord.json": json.dumps([{"personalRecords": [record]}]).encode(),
            f"{fitness}_gear.json": json.dumps([gear]).encode(),
            "DI_CONNECT/DI-Connect-Wellness/1_sleepData.json": b'[{"calendarDate": "2026-03-02"}]',
            "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip": part,
        }
    )


def test_a_garmin_account_names_its_runs_and_brings_those_without_a_file(
    store: Store, fit_writer: ModuleType
) -> None:
    receipt = take_in(store, [("garmin.zip", garmin(fit_writer))], athlete="Ada")
    assert receipt.totals["activities"] == 2
    shown = "SELECT a.name, a.external_id, a.has_records, s.distance_m FROM activity AS a JOIN session AS s USING (activity_id) ORDER BY 2"
    assert rows(store, shown) == [("Dawn", "11", True, 1800.0), ("Typed in", "12", False, 5000.0)]
    assert rows(store, "SELECT what, basis, last_date - first_date FROM coverage") == [("running", "list", 1)]
    with store.reader() as reader:
        gear = reader.frame("gear_listed", athlete_id=1).to_dict("records")
        records = reader.frame("personal_records_listed", athlete_id=1).to_dict("records")
    assert [(g["name"], g["gear_kind"], g["activities"], g["distance_m"]) for g in gear] == [
        ("Red ones", "shoe", 2, 6800.0)
    ]
    assert [(r["record_kind"], r["distance_m"], r["duration_s"]) for r in records] == [
        ("Best 1km Run", 1000.0, 300.0)
    ]

    again = take_in(store, [("garmin.zip", garmin(fit_writer))])
    assert again.totals["activities"] == 0
    assert rows(store, "SELECT count(*) FROM gear") == [(1,)]
    assert rereading.reread(store).lines == []
    for one in (again, receipt):
        undoing.undo(store, one.batch_id)
    for table in ("activity", "gear", "gear_use", "personal_record", "aside_activity", "coverage"):
        assert rows(store, f"SELECT count(*) FROM {table}") == [(0,)], table


STRAVA = [
    "Activity ID", "Activity Date", "Activity Name", "Activity Type", "Activity Description", "Elapsed Time",
    "Distance", "Max Heart Rate", "Relative Effort", "Commute", "Activity Private Note", "Activity Gear",
    "Filename", "Athlete Weight", "Bike Weight", "Elapsed Time", "Moving Time", "Distance",
]  # fmt: skip


def test_strava_keeps_the_shoes_of_each_run(store: Store, fit_writer: ModuleType) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(STRAVA)
    for at, (gear, file) in enumerate([("Red ones", "activities/1.fit"), ("Red ones", ""), ("", "")]):
        day = (START + dt.timedelta(days=at)).strftime("%b %d, %Y, %I:%M:%S %p")
        middle = ["600", "1.80", "", "", "false", "", gear, file, "", "", "600.0", "600.0", "1800.0"]
        writer.writerow([str(11 + at), day, "Dawn", "Run", "", *middle])
    files = {
        "activities.csv": out.getvalue().encode(),
        "activities/1.fit": fit_writer.run_file(start=START, seconds=600),
        "shoes.csv": b"Shoe Name,Shoe Brand,Shoe Model,Shoe Default Sport Types\nRed ones,Other,Trail 5,Run\n,Brooks,Ghost,\n",
        "bikes.csv": b"Fahrradname,Marke,Modell,Sportarten\n",
    }
    receipt = take_in(store, [("strava.zip", packed(files))], athlete="Ada")
    assert receipt.totals["activities"] == 3
    assert {line.name: line.status for line in receipt.files} == {
        "strava.zip": "added",
        "strava.zip/activities.csv": "added",
        "strava.zip/activities/1.fit": "added",
        "strava.zip/shoes.csv": "added",
        "strava.zip/bikes.csv": "ignored",
    }
    assert rows(store, "SELECT name, gear_kind, brand, model FROM gear ORDER BY 1") == [
        ("Brooks Ghost", "shoe", "Brooks", "Ghost"),
        ("Red ones", "shoe", "Other", "Trail 5"),
    ]
    assert rows(store, "SELECT name, count(*) FROM activity_gear GROUP BY 1") == [("Red ones", 2)]
    with store.reader() as reader:
        gear = reader.frame("gear_listed", athlete_id=1).set_index("name")
    assert (gear.distance_m["Red ones"], gear.activities["Brooks Ghost"]) == (3600.0, 0)
    assert rereading.reread(store).lines == []
