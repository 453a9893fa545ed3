"""Shoes with how far they have come, and the records an account claims beside ours."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from analytics.charts import gear as chart
from analytics.intake import editing
from analytics.intake.taking_in import take_in
from analytics.knowledge import written
from analytics.reports import gear
from analytics.store import open_store

Open = Callable[[str], AppTest]
START = dt.datetime(2026, 3, 2, 6)
FITNESS = "DI_CONNECT/DI-Connect-Fitness/somebody"


def ms(moment: dt.datetime) -> int:
    return round((moment - dt.datetime(1970, 1, 1)).total_seconds() * 1000)


@pytest.fixture
def account(fit_writer: ModuleType) -> bytes:
    """Run 11 with a file of 20 min at 3 m/s; run 12 and ride 13 typed in; shoes for 11 and 12, a bicycle for 13."""
    lengths = ((11, "running", 3600), (12, "running", 5000), (13, "cycling", 30_000))
    listed = [
        {"activityId": number, "name": "x", "activityType": sport, "duration": 1_200_000, "distance": metres * 100,
         "elapsedDuration": 1_200_000, "startTimeGmt": ms(START + dt.timedelta(days=number - 11)),
         "startTimeLocal": ms(START + dt.timedelta(days=number - 11, hours=1))}
        for number, sport, metres in lengths
    ]  # fmt: skip
    gear_list = {
        "gearDTOS": [
            {"gearPk": 9, "gearTypeName": "Shoes", "displayName": "Red <b>ones</b>", "gearStatusName": "active",
             "maximumMeters": 800_000.0},
            {"gearPk": 10, "gearTypeName": "Bike", "displayName": "Gravel", "gearStatusName": "retired"},
            {"gearPk": 12, "gearTypeName": "Shoes", "displayName": "Still boxed", "gearStatusName": "active"},
        ],
        "gearActivityDTOs": {"9": [{"activityId": 11}, {"activityId": 12}], "10": [{"activityId": 13}]},
    }  # fmt: skip
    best = [
        {"personalRecordType": "Best 1km Run", "value": 330.0, "activityId": 11, "current": True,
         "prStartTimeGMT": "2026-03-02T06:00:00.0"},
        {"personalRecordType": "Farthest Run", "value": 6000.0, "current": True},
        {"personalRecordType": "Best 5km Run", "value": 1500.0, "current": False},
        {"personalRecordType": "Most Steps in a Day", "value": 40_000.0, "current": True},
    ]  # fmt: skip
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        summary = json.dumps([{"summarizedActivitiesExport": listed}])
        archive.writestr(f"{FITNESS}_0_summarizedActivities.json", summary)
        archive.writestr(f"{FITNESS}_personalRecord.json", json.dumps([{"personalRecords": best}]))
        archive.writestr(f"{FITNESS}_gear.json", json.dumps([gear_list]))
        file = fit_writer.run_file(start=START, seconds=1200, utc_offset_h=None)
        archive.writestr("DI_CONNECT/DI-Connect-Uploaded-Files/somebody_11.fit", file)
    return data.getvalue()


def test_each_piece_has_what_was_done_with_it_and_the_account_stands_beside_our_files(
    open_empty: Open, account: bytes
) -> None:
    with open_store() as store:
        take_in(store, [("garmin.zip", account)], athlete="Ada")
        with store.reader() as reader:
            page = gear.gather(reader, athlete_id=1)
            [typed] = reader.sql("SELECT activity_id FROM activity WHERE external_id = '12'").activity_id
        assert page.title == "Gravel came farthest: 30 km"
        shown = page.pieces[["name", "kind", "state", "activities", "distance_km", "limit_km", "source"]]
        assert [tuple(None if x != x else x for x in row) for row in shown.itertuples(index=False)] == [
            ("Gravel", "Bicycle", "retired", 1, 30.0, None, "Garmin account: gear"),
            ("Red <b>ones</b>", "Shoes", "in use", 2, 8.6, 800.0, "Garmin account: gear"),  # 3.6 and 5 km
            ("Still boxed", "Shoes", "in use", 0, None, None, "Garmin account: gear"),
        ]
        # At 3 m/s a kilometre takes 333 s; the longest run here is the one typed in.
        assert page.bests[["what", "theirs", "ours", "compared"]].to_numpy().tolist() == [
            ["Best 1km Run", "5:30", "5:33", "ours 3 s slower"],
            ["Farthest Run", "6.00 km", "5.00 km", "ours 1.00 km shorter"],
            ["Most Steps in a Day", written.number(40_000), "", "not measured here"],
            ["Best 5km Run (an earlier one)", "25:00", "", "no run with records over it here"],
        ]
        editing.change(store, int(typed), editing.left_out("not_mine"))
        with store.reader() as reader:
            again = gear.gather(reader, athlete_id=1)
        assert again.pieces["distance_km"].tolist()[1] == pytest.approx(3.6)
    drawing = chart.draw(page.pieces, title=page.title)
    assert "Red <b>ones</b>: 9 km in 2 activities, meant to last 800 km." in drawing.alt_text
    hatched = drawing.figure.data[0].marker.pattern
    assert list(hatched.shape) == ["", "/"]
    assert hatched.bgcolor and hatched.bgcolor != hatched.fgcolor
    assert "<b>" not in drawing.figure.data[0].hovertext[0]
    app = open_empty("understand/gear")
    assert [one.value for one in app.title] == ["Shoes and records"]
    assert len(app.dataframe) == 2
    assert not app.exception


def test_nobody_yet_is_greeted(open_empty: Open) -> None:
    assert open_empty("understand/gear").title[0].value.startswith("Welcome")


def test_without_an_account_the_page_says_where_shoes_come_from(open_demo: Open) -> None:
    app = open_demo("understand/gear")
    assert "account export of Strava or Garmin" in app.info[0].value
