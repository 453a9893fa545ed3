"""Tables that nobody knows: what is guessed, what is asked, and that nothing unconfirmed is read."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import UnreadableError
from analytics.ingest import guessing, mapping
from analytics.ingest.layouts import AskError
from analytics.ingest.mapping import Mapping, Said
from analytics.ingest.sheets import Line, Sheet, read_sheet
from analytics.knowledge.meanings import UNITS, Rows, meanings

FINNISH = (
    "Pvm;Laji;Matka;Kesto;Keskisyke\n4.1.2026;Juoksu;10,4;1:02:03;151\n15.1.2026;Juoksu;8,2;0:50:00;148\n"
    "16.1.2026;Uinti;1500;0:40:00;130\n"
)


def sheet_of(text: str) -> Sheet:
    return read_sheet(text.encode())


def guessed(sheet: Sheet) -> dict[str, tuple[str, str | None, str | None]]:
    found = guessing.guess(sheet, guessing.guess_rows(sheet))
    return {
        one.field: (sheet.header[one.column], one.unit, one.basis) for one in found if one.column is not None
    }


def said(sheet: Sheet, **changes: str | None) -> Mapping:
    """The guess, with units changed by name of field; None leaves a field out."""
    rows = guessing.guess_rows(sheet)
    found = [
        Said(one.field, one.column, changes.get(one.field, one.unit))
        for one in guessing.guess(sheet, rows)
        if one.column is not None and changes.get(one.field, "kept") is not None
    ]
    return Mapping(rows, tuple(found))


def test_columns_are_guessed_by_name_in_a_language_no_export_is_known_of() -> None:
    found = guessed(sheet_of(FINNISH))
    assert {name: column for name, (column, _, _) in found.items()} == {
        "start": "Pvm", "sport": "Laji", "distance": "Matka", "moving": "Kesto", "hr_mean": "Keskisyke",
    }  # fmt: skip
    assert found["moving"][1] == "clock"
    # Kilometres and miles cannot be told apart by speed: the unit is asked, never guessed.
    assert found["distance"][1] is None


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Tarih;Aktivite Türü;Mesafe;Süre;Ort. Nabız", "01.06.2026;Koşu;5,49;0:31:23;136"),
        ("Ημερομηνία;Άθλημα;Απόσταση;Διάρκεια;Παλμοί", "01/06/2026;Τρέξιμο;5,49;31;136"),
        ("日付;種類;距離;タイム;平均心拍", "2026年6月1日;ランニング;5,49;0:31:23;136"),
        ("Datum;Sport;Vzdálenost;Doba;Tep", "1.6.2026;Běh;5,49;0:31:23;136"),
        ("Data;Rodzaj;Dystans;Czas;Tętno", "1.6.2026;Bieg;5,49;0:31:23;136"),
        ("Дата;Тип;Дистанция;Время;Пульс", "1.6.2026;Бег;5,49;0:31:23;136"),
    ],
)
def test_the_usual_columns_are_guessed_in_many_languages(header: str, cells: str) -> None:
    sheet = sheet_of(f"{header}\n{cells}\n{cells}\n")
    assert guessing.guess_rows(sheet) == "activities"
    assert {name: column for name, (column, _, _) in guessed(sheet).items()} == dict(
        zip(("start", "sport", "distance", "moving", "hr_mean"), header.split(";"), strict=True)
    )


def test_a_row_of_a_table_of_which_no_word_is_known_is_first_taken_for_an_activity() -> None:
    sheet = sheet_of("აა;ბბ;გგ\n2026-01-04;5,2;6\n2026-01-05;6,3;7\n")
    assert guessing.guess_rows(sheet) == "activities"


@pytest.mark.parametrize(
    ("times", "unit"), [(("0:52", "1:40"), "hm"), (("52:10", "41:00"), "clock"), (("6:30", "7:10"), None)]
)
def test_hours_and_minutes_are_told_from_minutes_and_seconds_by_how_long_one_trains(
    times: tuple[str, str], unit: str | None
) -> None:
    sheet = sheet_of("Day,Sport,Dist km,Time\n" + "".join(f"2026-01-04,run,10.4,{one}\n" for one in times))
    assert guessed(sheet)["moving"][1] == unit
    if unit == "hm":
        assert mapping.read_mapped(sheet, said(sheet)).activities[0].sessions[0].moving_s == 52 * 60


def test_columns_without_a_word_are_guessed_by_what_they_hold() -> None:
    rows = "".join(f"2026-01-0{day},run,1:0{day}:00,{bpm}\n" for day, bpm in ((4, 151), (5, 148), (6, 155)))
    found = guessed(sheet_of(f"a,b,c,d\n{rows}"))
    assert found == {
        "start": ("a", "local", "values"), "sport": ("b", None, "values"), "moving": ("c", "clock", "values"),
        "hr_mean": ("d", "bpm", "values"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "cells", "field", "unit"),
    [
        ("Dist (km),Time", "10.4,1:00:00", "distance", "km"),
        ("Miles,Time", "6.4,1:00:00", "distance", "mi"),
        ("Dist,Time", "10400,1:00:00", "distance", "m"),
        ("Dist,Time", "10.4,1:00:00", "distance", None),
        ("Dist,Time", "10.4,62", "moving", "min"),
        ("Dist,Time", "10.4,3720", "moving", "s"),
        ("Dist,Time", "10.4,1.2", "moving", "h"),
        ("Dist,Time", "10.4,400", "moving", None),  # 400 s or 400 min
        ("Dist,Time [min]", "10.4,400", "moving", "min"),
    ],
)
def test_a_unit_is_guessed_only_where_one_alone_fits(
    header: str, cells: str, field: str, unit: str | None
) -> None:
    sheet = sheet_of(f"Day,Sport,{header}\n2026-01-04,run,{cells}\n2026-01-05,run,{cells}\n")
    assert guessed(sheet)[field][1] == unit


def test_what_is_open_is_asked_and_nothing_is_read_before() -> None:
    sheet = sheet_of(FINNISH)
    assert mapping.open_questions(sheet, said(sheet)) == ["In which unit is it: Distance (column 'Matka')?"]
    with pytest.raises(AskError, match="In which unit is it: Distance"):
        mapping.read_mapped(sheet, said(sheet))
    assert mapping.open_questions(sheet, said(sheet, distance="km")) == []


def test_a_confirmed_table_is_read_in_si_units() -> None:
    sheet = sheet_of(FINNISH)
    batch = mapping.read_mapped(sheet, said(sheet, distance="km"))
    assert batch.kind == "mapped_activities"
    first = batch.activities[0].sessions[0]
    assert (first.distance_m, first.moving_s, first.hr_mean_bpm) == (10_400, 3_723, 151)
    assert batch.activities[0].start_local == dt.datetime(2026, 1, 4, 12)


def test_a_column_that_nobody_confirmed_is_not_read() -> None:
    sheet = sheet_of(FINNISH)
    session = mapping.read_mapped(sheet, said(sheet, distance="km", hr_mean=None)).activities[0].sessions[0]
    assert session.hr_mean_bpm is None
    assert session.distance_m == 10_400


def test_metres_among_kilometres_are_seen_and_told_apart_row_by_row() -> None:
    sheet = sheet_of(FINNISH)
    assert guessing.mixes_metres(sheet, said(sheet, distance="km"))
    batch = mapping.read_mapped(sheet, said(sheet, distance="km_or_m"))
    assert [row.sessions[0].distance_m for row in batch.activities] == [10_400, 8_200, 1_500]
    assert "1 activities is taken for metres" in batch.problems[-1].reason
    with_unit = sheet_of(FINNISH.replace("Matka", "Matka km"))
    assert guessed(with_unit)["distance"][1] == "km_or_m"


def test_words_for_sports_are_asked_about() -> None:
    sheet = sheet_of(FINNISH)
    one = said(sheet, distance="km_or_m")
    assert mapping.unknown_sports(sheet, one) == [("Juoksu", 2), ("Uinti", 1)]
    answered = Mapping(one.rows, one.columns, sports=(("Juoksu", "running"), ("Uinti", "swimming")))
    batch = mapping.read_mapped(sheet, answered)
    assert [row.sessions[0].sport for row in batch.activities] == ["running", "running", "swimming"]
    everything = Mapping(one.rows, one.columns, sports=(("", "running"),))
    assert {row.sessions[0].sport for row in mapping.read_mapped(sheet, everything).activities} == {"running"}


def test_day_and_month_are_asked_where_the_column_does_not_tell() -> None:
    sheet = sheet_of("Day,Kind,Dist km,Mins\n03/04/2026,run,10,50\n04/05/2026,run,8,40\n")
    one = said(sheet)
    assert mapping.needs_order(sheet, one)
    assert mapping.open_questions(sheet, one) == ["Which comes first in the dates: day or month?"]
    days = {}
    for order in ("dmy", "mdy"):
        batch = mapping.read_mapped(sheet, Mapping(one.rows, one.columns, order=order))  # type: ignore[arg-type]
        days[order] = [row.start_local.date() for row in batch.activities if row.start_local]
    assert days["dmy"] == [dt.date(2026, 4, 3), dt.date(2026, 5, 4)]
    assert days["mdy"] == [dt.date(2026, 3, 4), dt.date(2026, 4, 5)]


def test_numbers_above_twelve_overrule_what_was_said_of_an_earlier_file() -> None:
    sheet = sheet_of("Day,Kind,Dist km,Mins\n03/04/2026,run,10,50\n25/05/2026,run,8,40\n")
    one = said(sheet)
    batch = mapping.read_mapped(sheet, Mapping(one.rows, one.columns, order="mdy"))
    assert [row.start_local.date() for row in batch.activities if row.start_local] == [
        dt.date(2026, 4, 3), dt.date(2026, 5, 25),
    ]  # fmt: skip


def test_a_number_that_could_be_a_thousand_is_what_can_be_run_in_the_time() -> None:
    sheet = sheet_of('Day,Kind,Dist,Mins\n2026-01-04,run,"5,123",30\n2026-01-05,run,"6,250",40\n')
    for unit in ("km", "m"):
        one = said(sheet, distance=unit)
        assert not mapping.needs_decimal(sheet, one)
        assert mapping.read_mapped(sheet, one).activities[0].sessions[0].distance_m == 5_123


def test_a_number_that_could_be_a_thousand_and_is_likely_both_ways_is_asked_about() -> None:
    sheet = sheet_of('Day,Kind,Ascent m,Mins\n2026-01-04,run,"1,123",90\n2026-01-05,run,"1,250",95\n')
    one = said(sheet)
    assert mapping.needs_decimal(sheet, one)
    assert mapping.open_questions(sheet, one) == [
        "Is a number such as 1,234 a thousand and more, or one and a bit?"
    ]
    for decimal, metres in ((",", 1.123), (".", 1_123)):
        batch = mapping.read_mapped(sheet, Mapping(one.rows, one.columns, decimal=decimal))  # type: ignore[arg-type]
        assert batch.activities[0].sessions[0].ascent_m == metres
    proved = sheet_of('Day,Kind,Ascent m,Mins\n2026-01-04,run,"1,123",90.5\n2026-01-05,run,"1,250",95\n')
    assert not mapping.needs_decimal(proved, one)  # a decimal dot elsewhere says what the comma is


def test_strength_sets_and_weeks_are_read_too() -> None:
    sets = sheet_of("Päivä,Liike,Toistot,Paino\n2026-01-04,Clamshell,12,40\n")
    (one,) = mapping.read_mapped(sets, said(sets, load="lb")).sets
    assert (one.source_name, one.reps, round(one.load_kg or 0, 3)) == ("Clamshell", 12, 18.144)
    weeks = sheet_of("Viikko,Matka km,Lenkit\n2026-W02,45.5,4\n2026-W02,1,1\n2026-W03,1600,4\n")
    batch = mapping.read_mapped(weeks, said(weeks))
    (week,) = batch.weekly_loads
    assert (week.week_start, week.distance_m, week.runs) == (dt.date(2026, 1, 5), 45_500, 4)
    assert [one.reason for one in batch.problems] == [
        "this week stands twice in the table",
        "it is more than a week can hold: is the unit right?",
    ]


def test_one_column_cannot_mean_two_things() -> None:
    sheet = sheet_of(FINNISH)
    one = Mapping(
        "activities", (Said("start", 0, "local"), Said("distance", 2, "km"), Said("ascent", 2, "m"))
    )
    assert mapping.open_questions(sheet, one) == ["The column 'Matka' cannot mean two things."]


def test_the_fingerprint_is_of_the_words_and_their_order() -> None:
    assert mapping.fingerprint(["Day", "Km"]) == mapping.fingerprint([" day ", "KM"])
    assert len({mapping.fingerprint(one) for one in (["a", "b"], ["b", "a"], ["ab"], ["a", "b", ""])}) == 4


def test_every_meaning_has_words_and_units_that_are_known() -> None:
    for rows in ("activities", "sets", "weeks"):
        found = meanings(rows)  # type: ignore[arg-type]
        assert len({one.field for one in found}) == len(found)
        assert all(one.label and one.help and one.words for one in found)
        assert all(unit in UNITS for one in found for unit in one.units)


CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "--",
            "10,4",
            "1.234",
            "1:02:03",
            "03/04/2026",
            "2026-W02",
            "run",
            "12 reps",
            "40 kg",
            "1e999",
            "-5",
        ]
    ),
    st.text(max_size=12),
)
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.tuples(
        st.lists(
            st.sampled_from(["date", "Distanz (km)", "time", "Laji", "Reps", "Week", "x", ""]),
            min_size=width,
            max_size=width,
        ),
        st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=5),
    )
)


@settings(max_examples=150, deadline=None)
@given(TABLES, st.sampled_from(["activities", "sets", "weeks"]), st.sampled_from([None, "dmy", "mdy"]))
def test_no_table_makes_guess_or_reading_fail_otherwise_than_in_words(
    table: tuple[list[str], list[list[str]]], rows: Rows, order: str | None
) -> None:
    header, cells = table
    sheet = Sheet(header, [Line(number + 2, row) for number, row in enumerate(cells)], ",")
    guess = guessing.guess(sheet, rows)
    one = Mapping(
        rows,
        tuple(
            Said(each.field, each.column, each.unit or next(iter(meaning.units), None))
            for each, meaning in zip(guess, meanings(rows), strict=True)
            if each.column is not None
        ),
        order=order,  # type: ignore[arg-type]
    )
    guessing.mixes_metres(sheet, one)
    mapping.needs_decimal(sheet, one)
    mapping.unknown_sports(sheet, one)
    with contextlib.suppress(UnreadableError):
        mapping.read_mapped(sheet, one)


INJURIES = (
    "Beginn;Körperteil;Seite;Ausfalltage;Bemerkung\n5.1.2026;Knie;links;14;beim Berglauf\n"
    "20.2.2026;Schienbeinkante;rechts;0;\n3.3.2026;Unterer Rücken;;;offen\n"
)


def test_injuries_of_a_foreign_table_are_read_and_strange_words_are_asked_about() -> None:
    sheet = sheet_of(INJURIES)
    assert guessing.guess_rows(sheet) == "injuries"
    one = said(sheet)
    assert [each.field for each in one.columns] == ["onset", "days_lost", "site", "side", "note"]
    assert mapping.open_questions(sheet, one) == []
    assert mapping.unknown_words(sheet, one) == [("site", "Schienbeinkante", 1)]
    before = mapping.read_mapped(sheet, one)
    assert [problem.reason for problem in before.problems] == [
        "the word 'Schienbeinkante' of its site is not known"
    ]
    batch = mapping.read_mapped(
        sheet, Mapping(one.rows, one.columns, words=(("site", "Schienbeinkante", "shin"),))
    )
    assert [(row.onset_date, row.site, row.side, row.case_level, row.recovered_date) for row in batch.injuries] == [
        (dt.date(2026, 1, 5), "knee", "left", "time_loss", dt.date(2026, 1, 19)),
        (dt.date(2026, 2, 20), "shin", "right", "complaint", dt.date(2026, 2, 20)),
        (dt.date(2026, 3, 3), "low_back", None, "time_loss", None),
    ]  # fmt: skip


def test_a_return_before_the_beginning_and_a_day_that_is_none_are_left_out_and_named() -> None:
    sheet = sheet_of("Onset,Return,Site\n2026-01-05,2026-01-02,knee\nsoon,,knee\n2026-01-09,,knee\n")
    one = Mapping("injuries", (Said("onset", 0), Said("recovered", 1), Said("site", 2)))
    batch = mapping.read_mapped(sheet, one)
    assert [row.onset_date for row in batch.injuries] == [dt.date(2026, 1, 9)]
    assert [problem.line for problem in batch.problems] == [2, 3]


@pytest.mark.parametrize(
    ("unit", "cells", "answers"),
    [
        ("points", "8,0,17,25", (8, 0, 17, 25)),
        ("answers_0_3", "1,0,2,3", (8, 0, 17, 25)),
        ("answers_1_4", "2,1,3,4", (8, 0, 17, 25)),
    ],
)
def test_weekly_answers_are_read_in_the_units_they_come_in(
    unit: str, cells: str, answers: tuple[int, ...]
) -> None:
    sheet = sheet_of(f"Week,OSTRC1,OSTRC2,OSTRC3,OSTRC4,Pain\n2026-W06,{cells},3\n2026-W07,9,9,9,9,11\n")
    assert guessing.guess_rows(sheet) == "checkins"
    one = said(sheet, **{f"q{at}": unit for at in range(1, 5)})
    batch = mapping.read_mapped(sheet, one)
    (row,) = batch.checkins
    assert (row.q1, row.q2, row.q3, row.q4) == answers
    assert (row.week_start, row.pain_0_10) == (dt.date(2026, 2, 2), 3)
    assert [problem.line for problem in batch.problems] == [3]
    assert mapping.open_questions(sheet, said(sheet)) != []  # the unit is asked, never guessed


def test_what_was_remembered_before_words_were_asked_is_still_read() -> None:
    old = '{"rows": "activities", "columns": [], "order": null, "decimal": null, "sports": [["Juoksu", "running"]]}'
    assert Mapping.from_json(old).words == ()
