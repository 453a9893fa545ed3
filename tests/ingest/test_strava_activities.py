"""Strava's list: by position, in any language whose dates are understood, never a misread number."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from analytics.errors import UnreadableError
from analytics.ingest.archives import folder_members
from analytics.ingest.batch import Batch
from analytics.ingest.reading import join_list, read, rows_without_file

# The columns of two layouts, by what stands in them: ten before the file column (2020) and twelve (2025).
TAIL = ["Athlete Weight", "Bike Weight", "Elapsed Time", "Moving Time", "Distance", "Max Speed", "Average Speed",
        "Elevation Gain", "Elevation Loss", "Low", "High", "Max Grade", "Grade", "Up Grade", "Down Grade",
        "Max Cadence", "Average Cadence", "Max Heart Rate", "Average Heart Rate", "Max Watts", "Average Watts",
        "Calories", "Max Temperature", "Average Temperature", "Relative Effort", "Total Work", "Number of Runs",
        "Uphill", "Downhill", "Other", "Perceived Exertion"]  # fmt: skip
ENGLISH = ["Activity ID", "Activity Date", "Activity Name", "Activity Type", "Activity Description", "Elapsed Time",
           "Distance", "Max Heart Rate", "Relative Effort", "Commute", "Private Note", "Activity Gear", "Filename",
           *TAIL]  # fmt: skip
DUTCH = ["Activiteits-ID", "Datum van activiteit", "Naam activiteit", "Activiteitstype", "Beschrijving", "Verstreken tijd",
         "Afstand", "Vergelijkbare poging", "Forenzenrit", "Uitrusting", "Bestandsnaam",
         *(f"nl {word}" for word in TAIL)]  # fmt: skip
UNHEARD_OF = [f"kolumna {number}" for number in range(len(ENGLISH))]


def table(header: list[str], *rows: dict[str, str]) -> bytes:
    """Write rows whose keys are English column words; `Distance` is the first one, `metres` the second."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    file_at = len(header) - len(TAIL) - 1
    first = ["Activity ID", "Activity Date", "Activity Name", "Activity Type", "Activity Description", "seconds",
             "Distance"]  # fmt: skip
    again = {"Elapsed Time": "seconds", "Distance": "metres"}
    for row in rows:
        cells = [row.get(word, "") for word in first]
        cells += [""] * (file_at - len(cells)) + [row.get("Filename", "")]
        cells += [row.get(again.get(word, word), "") for word in TAIL]
        writer.writerow(cells)
    return text.getvalue().encode()


RUN = {
    "Activity ID": "12070555079", "Activity Date": "May 29, 2022, 3:53:35 PM", "Activity Name": "A run",
    "Activity Type": "Run", "seconds": "1428", "Distance": "3.32", "metres": "3322.95", "Moving Time": "1411.0",
    "Filename": "activities/1.fit.gz", "Average Heart Rate": "151.5", "Average Cadence": "71.25",
    "Max Cadence": "80.0",
    "Elevation Gain": "61.9", "Perceived Exertion": "6.0", "Calories": "262.0",
}  # fmt: skip


def list_of(header: list[str], *rows: dict[str, str]) -> Batch:
    return read(table(header, *rows), "activities.csv")


def test_the_second_distance_and_the_positions_count() -> None:
    (row,) = list_of(ENGLISH, RUN).activities
    (session,) = row.sessions
    assert (session.sport, session.distance_m, session.moving_s, session.elapsed_s) == (
        "running",
        3322.95,
        1411,
        1428,
    )
    assert (session.hr_mean_bpm, session.cadence_mean_spm, session.ascent_m) == (151.5, 142.5, 61.9)
    assert (session.rpe_0_10, session.energy_kcal) == (6, 262)
    assert row.start_utc == dt.datetime(2022, 5, 29, 15, 53, 35)
    assert row.start_local is None
    assert (row.external_id, row.file_ref, row.name) == ("12070555079", "activities/1.fit.gz", "A run")


@pytest.mark.parametrize(
    ("header", "date", "distance", "sport"),
    [
        (DUTCH, "29 mei 2022 15:53:35", "3,32", "Hardlopen"),
        (ENGLISH, "29.05.2022, 15:53:35", "3,32", "Lauf"),
        (ENGLISH, "29 may 2022, 15:53:35", "3,32", "Carrera"),
        (ENGLISH, "29 mai 2022 à 15:53:35", "3,32", "Course à pied"),
        (ENGLISH, "May 29, 2022, 3:53:35 PM", "2.06", "Run"),  # miles
        (UNHEARD_OF, "May 29, 2022, 3:53:35 PM", "3.32", "Run"),
    ],
)
def test_other_languages_and_units_give_the_same_numbers(
    header: list[str], date: str, distance: str, sport: str
) -> None:
    row = RUN | {"Activity Date": date, "Distance": distance, "Activity Type": sport}
    (found,) = list_of(header, row).activities
    assert found.start_utc == dt.datetime(2022, 5, 29, 15, 53, 35)
    assert found.sessions[0].sport == "running"
    assert found.sessions[0].distance_m == 3322.95
    assert found.sessions[0].hr_mean_bpm == 151.5


def test_a_sport_in_an_unknown_word_is_unknown_and_said_so() -> None:
    batch = list_of(ENGLISH, RUN | {"Activity Type": "Juoksu"})
    assert batch.activities[0].sessions[0].sport == "unknown"
    assert "Juoksu" in batch.problems[0].reason


def test_dates_in_an_unknown_language_refuse_their_rows_and_all_of_them_the_file() -> None:
    strange = RUN | {"Activity Date": "29. května 2022 15:53:35"}
    batch = list_of(ENGLISH, RUN, strange)
    assert len(batch.activities) == 1
    assert batch.problems[0].line == 3
    with pytest.raises(UnreadableError, match="date is not understood"):
        list_of(ENGLISH, strange)


def test_a_layout_that_puts_other_numbers_there_is_refused_rather_than_misread() -> None:
    shifted = table(ENGLISH, RUN).replace(b",,,1428,1411.0,", b",,1428,1411.0,,")
    with pytest.raises(UnreadableError, match="layout not met before"):
        read(shifted, "activities.csv")


def test_two_distances_that_do_not_agree_are_refused() -> None:
    with pytest.raises(UnreadableError, match="distances do not agree"):
        list_of(ENGLISH, RUN | {"metres": "5000"})


def test_rows_with_a_file_are_joined_and_rows_without_are_kept_apart() -> None:
    by_hand = RUN | {"Filename": "", "Activity Name": "By hand"}
    again = RUN | {"Activity Name": "Second part of the same file"}
    batch = list_of(ENGLISH, RUN, by_hand, again)
    joined = join_list(batch, list_name="export/activities.csv")
    assert set(joined) == {"export/activities/1.fit.gz", "export/activities/1.fit"}
    assert joined["export/activities/1.fit.gz"].name == "A run"
    assert [row.name for row in rows_without_file(batch)] == ["By hand"]
    assert batch.is_complete_list


def test_a_list_without_any_file_is_read_by_the_word_of_its_file_column() -> None:
    (row,) = list_of(ENGLISH, RUN | {"Filename": ""}).activities
    assert row.sessions[0].distance_m == 3322.95


def test_a_name_with_markup_and_a_formula_stays_as_it_is() -> None:
    name = '=HYPERLINK("x") <b>**bold**</b>'
    assert list_of(ENGLISH, RUN | {"Activity Name": name}).activities[0].name == name


def test_one_broken_number_refuses_its_line_alone() -> None:
    batch = list_of(ENGLISH, RUN, RUN | {"Average Heart Rate": "high"}, RUN)
    assert len(batch.activities) == 2
    assert [(one.line, one.reason) for one in batch.problems] == [(3, "not a number: 'high'")]


def test_the_list_of_2018_is_in_metres() -> None:
    data = (
        b"id,date,name,type,description,elapsed_time,distance,commute,gear,filename\n"
        b"1836776031,2018-09-12 15:02:23,Evening Ride,Ride,,783,3681.0,true,Bike,activities/1836776031.gpx\n"
    )
    (row,) = read(data, "activities.csv").activities
    assert row.sessions[0].distance_m == 3681.0
    assert row.start_utc == dt.datetime(2018, 9, 12, 15, 2, 23)


def test_the_list_of_2019_names_no_unit_so_its_distances_stay_unknown() -> None:
    data = (
        b"Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Commute,"
        b'Activity Gear,Filename\n1836776031,"Sep 12, 2018, 3:02:23 PM",Evening Ride,Ride,,783,3.68,true,Bike,'
        b"activities/1836776031.gpx\n"
    )
    batch = read(data, "activities.csv")
    assert batch.activities[0].sessions[0].distance_m is None
    assert batch.activities[0].sessions[0].elapsed_s == 783
    assert "kilometres or miles" in batch.problems[0].reason


def test_other_lists_of_an_export_are_ignored_whatever_their_language() -> None:
    assert read(b"Media Filename,Media Caption\nx,y\n", "a.csv").kind == "strava_other"
    assert read("Název média,Popisek\nx,y\n".encode(), "export/media.csv").kind == "strava_other"


def test_real_lists_are_read_whole(samples: Path) -> None:
    counts = {}
    for member in folder_members(samples / "strava"):
        if not member.name.endswith("activities.csv"):
            continue
        batch = read(member.read(), member.name)
        counts[member.name.split("/")[0].split("+")[0]] = len(batch.activities)
        assert not batch.problems
        runs = [row.sessions[0] for row in batch.activities if row.sessions[0].sport == "running"]
        speeds = sorted(one.distance_m / one.moving_s for one in runs if one.distance_m and one.moving_s)
        assert 2 < speeds[len(speeds) // 2] < 4.5
    assert counts == {"JoBoSo": 1845, "TheNewThinkTank": 112, "martin-ueding": 1}


def test_a_real_export_joins_its_list_to_its_file(samples: Path) -> None:
    found = {
        one.name: one for one in folder_members(samples / "strava/martin-ueding+geo-activity-playground")
    }
    (list_name,) = [name for name in found if name.endswith("/activities.csv")]
    joined = join_list(read(found[list_name].read(), list_name), list_name=list_name)
    described = [name for name in joined if name in found]
    assert len(described) == 1
    assert read(found[described[0]].read(), described[0]).kind == "fit"
