"""Tables of days and weeks with a column that says injured or not: runs, weeks, injuries, and what they speak for."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.ingest import day_tables, guessing, mapping
from analytics.ingest.mapping import Mapping, Said
from analytics.ingest.sheets import Sheet, read_sheet

HEADER = "Date,Distance km,Minutes,Hip sets,Injured\n"
DAY = dt.date


def days_of(*rows: tuple[str, str, str, str, str]) -> str:
    return HEADER + "".join(",".join(row) + "\n" for row in rows)


TWO_WEEKS = days_of(
    *[
        (
            f"2026-01-{day:02d}",
            "10" if day % 2 else "0",
            "60" if day % 2 else "0",
            "3",
            "1" if 8 <= day <= 10 else "0",
        )
        for day in range(1, 19)
    ]
)  # Thursday 1 January to Sunday 18: the weeks of the 5th and the 12th lie within


def sheet_of(text: str) -> Sheet:
    return read_sheet(text.encode())


def said(sheet: Sheet) -> Mapping:
    rows = guessing.guess_rows(sheet)
    found = [
        Said(one.field, one.column, one.unit) for one in guessing.guess(sheet, rows) if one.column is not None
    ]
    return Mapping(rows, tuple(found))


def test_a_table_of_days_with_an_injury_column_is_known_for_one():
    sheet = sheet_of(TWO_WEEKS)
    found = said(sheet)
    assert found.rows == "days"
    assert {one.field: sheet.header[one.column] for one in found.columns} == {
        "day": "Date", "distance": "Distance km", "time": "Minutes", "hip_sets": "Hip sets", "injured": "Injured",
    }  # fmt: skip
    # a table of runs whose last column is a comment on injuries is one of activities still
    assert (
        guessing.guess_rows(sheet_of("Date,Type,Distance km,Injury\n2026-01-01,Run,10,my knee\n"))
        == "activities"
    )


def test_days_become_runs_whole_weeks_of_sets_and_one_injury():
    batch = mapping.read_mapped(sheet_of(TWO_WEEKS), said(sheet_of(TWO_WEEKS)))
    assert len(batch.activities) == 9
    assert {one.sessions[0].distance_m for one in batch.activities} == {10_000.0}
    assert {one.sessions[0].moving_s for one in batch.activities} == {3600.0}
    assert [(one.week_start, one.hip_sets) for one in batch.weekly_loads] == [
        (DAY(2026, 1, 5), 21.0),
        (DAY(2026, 1, 12), 21.0),
    ]
    (injury,) = batch.injuries
    assert (injury.onset_date, injury.recovered_date) == (DAY(2026, 1, 8), DAY(2026, 1, 11))
    assert [(one.what, one.first_date, one.last_date) for one in batch.speaks_for] == [
        ("running", DAY(2026, 1, 1), DAY(2026, 1, 18)),
        ("injury", DAY(2026, 1, 1), DAY(2026, 1, 18)),
    ]


def test_an_injury_on_the_last_day_is_open_and_an_empty_cell_is_unknown():
    text = days_of(
        ("2026-01-05", "5", "30", "", "no"),
        ("2026-01-06", "5", "30", "", ""),
        ("2026-01-07", "0", "0", "", "yes"),
    )
    batch = mapping.read_mapped(sheet_of(text), Mapping("days", (Said("day", 0), Said("injured", 4))))
    (injury,) = batch.injuries
    assert (injury.onset_date, injury.recovered_date) == (DAY(2026, 1, 7), None)


def test_what_cannot_be_is_named_by_its_line():
    text = days_of(
        ("2026-01-05", "5", "30", "2", "perhaps"),
        ("2026-01-06", "5", "30", "2", "0"),
        ("2026-01-06", "7", "30", "2", "0"),
        ("2026-01-07", "5000", "30", "2", "0"),
    )
    columns = (Said("day", 0), Said("distance", 1, "km"), Said("injured", 4))
    batch = mapping.read_mapped(sheet_of(text), Mapping("days", columns))
    assert [(one.line, one.reason) for one in batch.problems] == [
        (2, "'perhaps' is neither yes nor no"),
        (4, "this day stands twice in the table"),
        (5, "it is more than a day can hold: is the unit right?"),
    ]
    assert len(batch.activities) == 1


def test_days_of_several_athletes_are_summed_to_the_weeks_of_each():
    rows = [
        f"{name},2026-01-{day:02d},{km},{int(name == 'B' and day == 9)}"
        for name, km in (("A", 4), ("B", 6))
        for day in range(5, 12)
    ]
    sheet = sheet_of("Athlete,Date,Distance km,Injury\n" + "\n".join(rows) + "\n")
    batch = mapping.read_mapped(sheet, said(sheet))
    assert [(one.athlete, one.week_start, one.distance_m, one.runs) for one in batch.weekly_loads] == [
        ("A", DAY(2026, 1, 5), 28_000.0, 7),
        ("B", DAY(2026, 1, 5), 42_000.0, 7),
    ]
    assert batch.activities == []
    assert [(one.athlete, one.onset_date) for one in batch.injuries] == [("B", DAY(2026, 1, 9))]


def test_weeks_with_an_injury_column_tell_of_injuries_whose_day_is_not_known():
    sheet = sheet_of("Week,Distance km,Injured\n2026-W02,40,0\n2026-W03,10,1\n2026-W04,0,1\n2026-W05,20,0\n")
    batch = mapping.read_mapped(sheet, said(sheet))
    assert len(batch.weekly_loads) == 4
    (injury,) = batch.injuries
    assert (injury.onset_date, injury.recovered_date) == (DAY(2026, 1, 12), DAY(2026, 1, 26))
    assert injury.onset_precision == "week"
    (span,) = batch.speaks_for
    assert (span.first_date, span.last_date) == (DAY(2026, 1, 5), DAY(2026, 2, 1))


@pytest.mark.parametrize(
    ("text", "means"), [("1", True), ("0", False), ("Ja", True), ("-", False), ("", None)]
)
def test_yes_and_no_are_read_in_several_ways(text, means):
    assert day_tables.yes_or_no(text) is means
