"""Tables of our own: what they hold goes in, what breaks a rule is named with its line."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.errors import UnreadableError
from analytics.ingest.batch import Batch
from analytics.ingest.reading import read
from analytics.ingest.templates import KINDS, template_csv, template_help


def of(text: str) -> Batch:
    return read(text.encode(), "table.csv")


@pytest.mark.parametrize("kind", KINDS)
def test_every_template_is_read_back_with_its_example_row(kind: str) -> None:
    batch = read(template_csv(kind), "anything.csv")
    assert batch.kind == kind
    assert not batch.problems
    assert len(batch.sets) + len(batch.injuries) + len(batch.weekly_loads) + len(batch.checkins) == 1
    assert [column for column, _ in template_help(kind)] == (
        template_csv(kind).decode("utf-8-sig").splitlines()[0].split(",")
    )


def test_an_unknown_template_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        template_csv("hipstride_moods")


def test_a_set_carries_everything_its_row_says() -> None:
    (one,) = of(
        "date,exercise,sets,reps,seconds,load_kg,side,reps_in_reserve,purpose,pain_0_10,note\n"
        "2026-11-16,hip-dip-side-elbow,3,12,,2.5,each,3,rehab,1,calm\n"
    ).sets
    assert (one.performed_on, one.exercise_id, one.source_name) == (
        dt.date(2026, 11, 16),
        "hip-dip-side-elbow",
        "hip-dip-side-elbow",
    )
    assert (one.sets, one.reps, one.duration_s, one.load_kg, one.rir) == (3, 12, None, 2.5, 3)
    assert (one.side, one.purpose, one.pain_0_10, one.note, one.line) == ("each", "rehab", 1, "calm", 2)
    assert (one.source, one.lane) == ("hipstride_csv", "logged")


def test_an_exercise_in_own_words_keeps_its_words() -> None:
    (one,) = of("date,exercise,reps\n2026-11-16,Sideways hip thing,10\n").sets
    assert (one.exercise_id, one.source_name, one.sets) == (None, "Sideways hip thing", 1)


def test_a_table_saved_by_a_spreadsheet_with_semicolons_and_commas_is_read() -> None:
    batch = of(
        "date;exercise;reps;load_kg\n16.11.2026;hip-dip-side-elbow;10;2,5\n17.11.2026;hip-dip-side-elbow;10;1,125\n"
    )
    assert [one.load_kg for one in batch.sets] == [2.5, 1.125]
    assert batch.sets[0].performed_on == dt.date(2026, 11, 16)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",hip-dip-side-elbow,2", "date is missing"),
        ("someday,hip-dip-side-elbow,2", "not a date"),
        ("2026-11-16,,2", "exercise is missing"),
        ("2026-11-16,hip-dip-side-elbow,many", "not a number"),
        ("2026-11-16,hip-dip-side-elbow,2.5", "not a whole number"),
        ("2026-11-16,hip-dip-side-elbow,0", "not between 1 and 100"),
        ("0026-11-16,hip-dip-side-elbow,2", "cannot be right"),
    ],
)
def test_a_set_that_breaks_a_rule_is_named_and_its_neighbours_go_in(row: str, words: str) -> None:
    batch = of(
        f"date,exercise,sets\n2026-11-15,hip-dip-side-elbow,1\n{row}\n2026-11-17,hip-dip-side-elbow,1\n"
    )
    assert len(batch.sets) == 2
    assert [one.line for one in batch.problems] == [3]
    assert words in batch.problems[0].reason


def test_an_injury_takes_its_site_from_its_diagnosis_and_stays_open_without_a_date() -> None:
    one, other = of(
        "athlete,onset_date,site,diagnosis,side,level,running_related,recovered_date,pain_0_10,note\n"
        "A,2026-10-05,,pfp,left,substantial,no,2026-11-02,4,\n"
        "B,2026-10-06,Low back,,,,,,,stiff\n"
    ).injuries
    assert (one.athlete, one.site, one.diagnosis_id, one.case_level) == ("A", "knee", "pfp", "substantial")
    assert (one.running_related, one.recovered_date, one.pain_0_10) == (False, dt.date(2026, 11, 2), 4)
    assert (other.site, other.case_level, other.recovered_date, other.note) == (
        "low_back",
        "time_loss",
        None,
        "stiff",
    )
    assert other.running_related is None  # the column is there and says nothing


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2026-10-05,elbow,", "site is none of knee"),
        ("2026-10-05,knee,2026-10-01", "before onset_date"),
        (",knee,", "onset_date is missing"),
    ],
)
def test_an_injury_that_breaks_a_rule_is_named(row: str, words: str) -> None:
    batch = of(f"onset_date,site,recovered_date\n2026-10-05,shin,\n{row}\n")
    assert len(batch.injuries) == 1
    assert words in batch.problems[0].reason


def test_weeks_are_iso_weeks_and_empty_is_unknown_where_zero_is_rest() -> None:
    batch = of(
        "week,runs,distance_km,time_min,longest_km,hip_sets\n"
        "2026-W07,4,42.195,215,14.2,6\n"
        "2026-02-19,0,0,0,0,\n"
    )
    one, other = batch.weekly_loads
    assert one.week_start == dt.date(2026, 2, 9)
    assert (one.runs, one.distance_m, one.moving_s, one.longest_run_m, one.hip_sets) == (
        4,
        42195,
        12900,
        14200,
        6,
    )
    assert other.week_start == dt.date(2026, 2, 16)
    assert (other.runs, other.distance_m, other.hip_sets) == (0, 0, None)


def test_a_week_that_stands_twice_goes_in_once() -> None:
    batch = of("athlete,week,runs\nA,2026-W07,4\nB,2026-W07,3\nA,2026-02-10,5\n")
    assert [(one.athlete, one.runs) for one in batch.weekly_loads] == [("A", 4), ("B", 3)]
    assert [(one.line, one.reason) for one in batch.problems] == [(4, "this week stands twice in the table")]


def test_a_week_that_does_not_exist_and_a_longest_run_longer_than_the_week_are_named() -> None:
    batch = of("week,distance_km,longest_km\n2026-W54,10,5\n2026-W07,10,12\n2026-W08,10,5\n")
    assert len(batch.weekly_loads) == 1
    assert [one.reason for one in batch.problems] == [
        "there is no such week",
        "longest_km is more than distance_km",
    ]


def test_a_check_in_takes_only_the_four_answers() -> None:
    batch = of("week,q1,q2,q3,q4,site\n2026-W46,8,0,17,25,knee\n2026-W47,9,0,0,0,\n")
    (one,) = batch.checkins
    assert (one.q1, one.q2, one.q3, one.q4, one.site) == (8, 0, 17, 25, "knee")
    assert batch.problems[0].reason == "q1 is none of 0, 8, 17, 25"


def test_a_column_that_is_not_in_the_template_is_refused_by_name() -> None:
    with pytest.raises(UnreadableError, match=r"template for weeks.*'miles'"):
        of("week,runs,miles\n2026-W46,3,20\n")


def test_a_table_none_of_whose_rows_can_be_read_is_refused_with_the_first_reason() -> None:
    with pytest.raises(UnreadableError, match="exercise is missing") as caught:
        of("date,exercise,reps\n2026-11-16,,10\n")
    assert caught.value.line == 2


def test_a_header_without_rows_is_ignored() -> None:
    assert of("date,exercise,reps\n").ignored == "A table with a header and no rows."


def test_an_injury_carries_the_whole_record_where_the_table_has_it() -> None:
    (one,) = of(
        "onset_date,site,side,mode,began,mechanism,recurrence,tissue,diagnosis_words,osiics,first_day_missed,"
        "first_run_date,full_training_date,first_race_date,treated_by\n"
        "2026-03-02,knee,left,repetitive gradual,next day,overload,reinjury,joint,sore kneecap,kcp,2026-03-03,"
        "2026-03-10,2026-03-14,2026-04-01,doctor\n"
    ).injuries
    assert (one.mode, one.onset, one.onset_relation, one.mechanism) == (
        "repetitive_gradual", "gradual", "next_day", "overload",
    )  # fmt: skip
    assert (one.recurrence, one.tissue, one.diagnosis_text, one.osiics, one.treated_by) == (
        "reinjury", "joint", "sore kneecap", "KCP", "doctor",
    )  # fmt: skip
    days = (one.time_loss_start, one.return_training_date, one.time_loss_end, one.return_competition_date)
    assert [day.isoformat() for day in days if day] == [
        "2026-03-03",
        "2026-03-10",
        "2026-03-14",
        "2026-04-01",
    ]


def test_a_check_in_may_tell_of_sleep_and_mood() -> None:
    batch = of("week,q1,problem,side,sleep_1_5,mood_1_5\n2026-W46,8,illness,,4,5\n2026-W47,0,,,6,\n")
    (one,) = batch.checkins
    assert (one.problem_kind, one.sleep_1_5, one.mood_1_5, one.stress_1_5) == ("illness", 4, 5, None)
    assert batch.problems[0].reason == "sleep_1_5 is not between 1 and 5"
