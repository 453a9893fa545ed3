"""Days and weeks: rest is 0, unknown is NULL, and every number below can be checked by eye."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from analytics.ingest.batch import CheckinRow, InjuryRow, SessionRow, WeeklyLoadRow
from analytics.store import Store
from analytics.store.rows import CoverageRow

Ask = Callable[..., list[tuple[Any, ...]]]
Make = Callable[..., Any]


def d(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def covered(what: str, first: str, last: str, basis: str = "declared") -> CoverageRow:
    return CoverageRow(what, d(first), d(last), basis)


@pytest.fixture
def put(store: Store, athlete: int, today: dt.date) -> Callable[..., None]:
    """Put rows into the store; each call is one import."""

    def add(**rows: list[Any]) -> None:
        with store.writer(today=today) as writer:
            writer.add_activities(athlete, "s", "fit", rows.get("runs", []))
            writer.add_sets(athlete, "s", rows.get("sets", []))
            writer.add_coverage(athlete, "s", rows.get("coverage", []))
            for outcome in (
                writer.add_injuries(athlete, "s", rows.get("injuries", [])),
                writer.add_checkins(athlete, "s", rows.get("checkins", [])),
                writer.add_weekly_loads(athlete, "s", rows.get("weeks", [])),
            ):
                assert outcome.rejected == []

    return add


def test_a_covered_day_without_a_run_is_rest_and_an_uncovered_one_is_unknown(
    put: Any, run: Make, ask: Ask
) -> None:
    put(
        runs=[run("2026-03-03 07:00", 8_000, moving_s=2_400)],
        coverage=[
            covered("running", "2026-03-02", "2026-03-04"),
            covered("strength", "2026-03-05", "2026-03-05"),
        ],
    )
    days = ask(
        "SELECT local_date, running_covered, runs, distance_m, moving_s, strength_covered, hip_sets "
        "FROM athlete_day ORDER BY local_date"
    )
    assert days == [
        (d("2026-03-02"), True, 0, 0, 0, False, None),
        (d("2026-03-03"), True, 1, 8_000, 2_400, False, None),
        (d("2026-03-04"), True, 0, 0, 0, False, None),
        (d("2026-03-05"), False, None, None, None, True, 0),
    ]


def test_a_week_outside_coverage_is_unknown_not_rest(put: Any, run: Make, ask: Ask) -> None:
    put(
        runs=[run("2026-03-03 07:00")],
        coverage=[
            covered("running", "2026-03-02", "2026-03-08"),
            covered("strength", "2026-03-02", "2026-03-22"),
        ],
    )
    assert ask(
        "SELECT iso_week, days_covered_running, days_covered_strength, runs, distance_m, hip_sets "
        "FROM athlete_week ORDER BY week_start"
    ) == [
        ("2026-W10", 7, 7, 1, 10_000, 0),
        ("2026-W11", 0, 7, None, None, 0),
        ("2026-W12", 0, 7, None, None, 0),
    ]


def test_a_week_says_how_many_of_its_days_are_covered(put: Any, run: Make, ask: Ask) -> None:
    put(runs=[run("2026-03-05 07:00")], coverage=[covered("running", "2026-03-05", "2026-03-10")])
    assert ask("SELECT iso_week, days_covered_running, runs FROM athlete_week ORDER BY 1") == [
        ("2026-W10", 4, 1),  # Thursday to Sunday
        ("2026-W11", 2, 0),  # Monday and Tuesday
    ]


def test_sessions_of_a_day_and_week_add_up(put: Any, run: Make, ask: Ask) -> None:
    put(
        runs=[
            run("2026-03-02 06:00", 5_000, moving_s=1_500, hr_mean_bpm=140),
            run("2026-03-02 17:00", 9_000, moving_s=3_000, hr_mean_bpm=170),
            run("2026-03-04 06:00", 6_000, moving_s=1_500),
        ]
    )
    assert ask("SELECT runs, distance_m, moving_s, longest_run_m FROM athlete_day WHERE runs = 2") == [
        (2, 14_000, 4_500, 9_000)
    ]
    # heart rate by time: (140 * 1500 + 170 * 3000) / 4500 = 160
    assert ask("SELECT runs, distance_m, moving_s, longest_run_m, hr_mean_bpm FROM athlete_week") == [
        (3, 20_000, 6_000, 9_000, 160)
    ]


def test_only_running_counts_as_running(put: Any, run: Make, ask: Ask) -> None:
    put(runs=[run("2026-03-02 06:00"), run("2026-03-02 10:00", 40_000, sport="cycling")])
    assert ask("SELECT runs, distance_m FROM athlete_day") == [(1, 10_000)]


def test_files_up_to_four_weeks_apart_cover_what_lies_between(put: Any, run: Make, ask: Ask) -> None:
    put(
        runs=[
            run("2026-03-01 07:00"),
            run("2026-03-30 07:00"),  # 28 days between: 2 to 29 March
            run("2026-04-29 07:00"),  # 29 days between: 31 March to 28 April
        ]
    )
    assert ask("SELECT first_date, last_date FROM coverage_span WHERE what = 'running' ORDER BY 1") == [
        (d("2026-03-01"), d("2026-03-30")),
        (d("2026-04-29"), d("2026-04-29")),
    ]


def test_what_was_declared_is_neither_cut_nor_stretched(put: Any, run: Make, ask: Ask) -> None:
    put(
        runs=[run("2026-02-15 07:00")],
        coverage=[
            covered("running", "2026-01-01", "2026-01-31"),
            covered("running", "2026-03-01", "2026-12-31", "list"),
        ],
    )
    # The last is refused: it ends in the future. The first and the file stay apart.
    assert ask("SELECT first_date, last_date FROM coverage_span ORDER BY 1") == [
        (d("2026-01-01"), d("2026-01-31")),
        (d("2026-02-15"), d("2026-02-15")),
    ]
    put(coverage=[covered("running", "2026-01-20", "2026-02-14", "list")])
    assert ask("SELECT first_date, last_date FROM coverage_span ORDER BY 1") == [
        (d("2026-01-01"), d("2026-02-15"))
    ]


def test_iso_weeks_at_the_year_s_end(put: Any, run: Make, ask: Ask) -> None:
    put(runs=[run("2024-12-30 07:00"), run("2021-01-03 07:00"), run("2021-01-04 07:00")])
    weeks = ask("SELECT iso_week, week_start FROM athlete_week WHERE runs > 0 ORDER BY week_start")
    assert weeks == [
        ("2020-W53", d("2020-12-28")),
        ("2021-W01", d("2021-01-04")),
        ("2025-W01", d("2024-12-30")),
    ]


def test_a_run_over_midnight_falls_on_the_day_it_began_by_the_local_clock(
    put: Any, run: Make, ask: Ask
) -> None:
    put(
        runs=[
            run("2026-03-01 22:30", offset_h=1),  # 23:30 on Sunday, until after midnight
            run("2026-03-08 23:30", offset_h=1),  # 00:30 on Monday, although Sunday in universal time
        ]
    )
    assert ask("SELECT local_date, week_start FROM running_session ORDER BY 1") == [
        (d("2026-03-01"), d("2026-02-23")),
        (d("2026-03-09"), d("2026-03-09")),
    ]


def test_a_later_part_of_an_activity_has_its_own_local_start(put: Any, run: Make, ask: Ask) -> None:
    row = run("2026-03-01 22:00", sport="cycling", offset_h=1)
    row.row.sessions.append(
        SessionRow("running", start_utc=dt.datetime(2026, 3, 1, 23, 10), distance_m=5_000)
    )
    put(runs=[row])
    assert ask("SELECT session_no, start_local, local_date FROM running_session") == [
        (1, dt.datetime(2026, 3, 2, 0, 10), d("2026-03-02"))
    ]


@pytest.mark.parametrize(
    ("zone", "clock"), [("Europe/Berlin", "03:10"), ("+01:00", "02:10"), (None, "02:10")]
)
def test_a_part_that_begins_after_the_clocks_changed_has_the_new_clock(
    put: Any, run: Make, ask: Ask, zone: str | None, clock: str
) -> None:
    """Summer time began in Berlin on 2026-03-29 at 01:00 UTC: ten minutes later it was 03:10."""
    row = run("2026-03-28 23:00", sport="cycling", offset_h=1)
    row.row.sessions.append(
        SessionRow("running", start_utc=dt.datetime(2026, 3, 29, 1, 10), distance_m=5_000)
    )
    put(runs=[dataclasses.replace(row, zone=zone)])
    assert ask("SELECT start_local FROM running_session") == [
        (dt.datetime.fromisoformat(f"2026-03-29 {clock}"),)
    ]


def test_a_run_is_compared_with_the_longest_of_the_thirty_days_before(put: Any, run: Make, ask: Ask) -> None:
    put(
        runs=[
            run("2026-03-01 07:00", 12_000),
            run("2026-03-10 07:00", 8_000),
            run("2026-03-31 07:00", 15_000),  # the 12 km lie exactly 30 days back, and count
            run("2026-05-01 07:00", 20_000),  # 31 days after: nothing to compare with
            run("2026-05-02 07:00", 900, moving_s=300),  # under a kilometre: not compared
            run("2026-05-03 07:00", 22_000),  # and not compared with: 20 km are the longest
        ]
    )
    assert ask(
        "SELECT distance_m, longest_30d_before_m, spike_ratio FROM running_session ORDER BY start_utc"
    ) == [
        (12_000, None, None),
        (8_000, 12_000, pytest.approx(8 / 12)),
        (15_000, 12_000, 1.25),
        (20_000, None, None),
        (900, 20_000, None),
        (22_000, 20_000, 1.1),
    ]
    assert ask("SELECT spike_ratio_max FROM athlete_week WHERE iso_week = '2026-W14'") == [(1.25,)]


def test_sets_and_their_credit_add_up_by_lane(put: Any, hip_set: Make, ask: Ask) -> None:
    put(
        sets=[
            hip_set("2026-03-02", 1.0),
            hip_set("2026-03-02", 3.0, set_no=1, sets=3),
            hip_set("2026-03-02", None, set_no=2, sets=2),  # not known what it is
            hip_set("2026-03-02", 0.0, set_no=3, set_type="warmup"),
            hip_set("2026-03-02", 4.0, set_no=4, lane="described"),
            hip_set("2026-03-02", 5.0, set_no=5, lane="assumed"),
        ]
    )
    assert ask(
        "SELECT strength_sets, hip_sets, hip_sets_described, hip_sets_assumed, trunk_sets, unmapped_sets FROM athlete_day"
    ) == [(6, 4, 4, 5, 0, 2)]
    assert ask(
        "SELECT strength_sets, unmapped_sets, unmapped_share_pct, strength_days FROM athlete_week"
    ) == [(6, 2, pytest.approx(100 / 3), 1)]


def test_a_described_set_alone_does_not_make_the_log_complete(put: Any, hip_set: Make, ask: Ask) -> None:
    put(sets=[hip_set("2026-03-02", 4.0, lane="described")])
    assert ask(
        "SELECT strength_covered, hip_sets, hip_sets_described, hip_sets_assumed FROM athlete_day"
    ) == [(False, None, 4, None)]


def test_the_dose_weighs_the_eight_weeks_before_and_needs_all_of_them(
    put: Any, hip_set: Make, ask: Ask
) -> None:
    put(
        sets=[hip_set("2026-03-02", 10.0), hip_set("2026-03-09", 20.0)],  # weeks 10 and 11
        coverage=[covered("strength", "2026-01-12", "2026-05-10")],  # weeks 3 to 19
    )
    weights = [row[0] for row in ask("SELECT weight FROM dose_decay ORDER BY lag_weeks")]
    dose = dict(ask("SELECT iso_week, hip_dose FROM athlete_week ORDER BY 1"))
    assert dose["2026-W10"] is None  # only seven weeks lie before it
    assert dose["2026-W11"] == pytest.approx(10 * weights[0])
    assert dose["2026-W12"] == pytest.approx(20 * weights[0] + 10 * weights[1])
    assert dose["2026-W19"] == pytest.approx(20 * weights[7])  # ten sets of week 10 have faded
    put(coverage=[covered("strength", "2026-05-18", "2026-05-24")])  # week 21; week 20 is unknown
    assert ask("SELECT hip_dose FROM athlete_week WHERE iso_week = '2026-W21'") == [(None,)]


def test_dose_of_a_steady_habit_is_the_habit(put: Any, hip_set: Make, ask: Ask) -> None:
    put(sets=[hip_set(str(d("2026-01-05") + dt.timedelta(weeks=week)), 6.0) for week in range(10)])
    assert (
        ask("SELECT hip_dose FROM athlete_week ORDER BY week_start DESC LIMIT 2") == [(pytest.approx(6),)] * 2
    )


def test_time_is_lost_from_the_day_after_onset_to_the_day_before_recovery(put: Any, ask: Ask) -> None:
    put(injuries=[InjuryRow(d("2026-03-02"), "knee", recovered_date=d("2026-03-06"))])
    assert ask("SELECT local_date, time_loss, injuries_new FROM athlete_day ORDER BY 1") == [
        (d("2026-03-02"), False, 1),
        (d("2026-03-03"), True, 0),
        (d("2026-03-04"), True, 0),
        (d("2026-03-05"), True, 0),
        (d("2026-03-06"), False, 0),
    ]
    assert ask("SELECT time_loss_days, injuries_new_time_loss FROM athlete_week") == [(3, 1)]


def test_an_open_injury_costs_time_until_the_last_day_known(put: Any, run: Make, ask: Ask) -> None:
    put(
        runs=[run("2026-03-11 07:00")],
        injuries=[InjuryRow(d("2026-03-02"), "knee", time_loss_start=d("2026-03-04"))],
    )
    # 4 to 8 March in the first week, 9 to 11 in the second, where everything known ends
    assert ask("SELECT time_loss_days FROM athlete_week ORDER BY week_start") == [(5,), (3,)]


def test_overlapping_injuries_lose_a_day_only_once(put: Any, ask: Ask) -> None:
    put(
        injuries=[
            InjuryRow(d("2026-03-02"), "knee", recovered_date=d("2026-03-06")),
            InjuryRow(d("2026-03-03"), "shin", recovered_date=d("2026-03-08")),
        ]
    )
    assert ask("SELECT time_loss_days FROM athlete_week") == [(5,)]  # 3 to 7 March


def test_levels_of_injury_contain_each_other(put: Any, ask: Ask) -> None:
    put(
        injuries=[
            InjuryRow(d("2026-03-02"), "knee", case_level="complaint"),
            InjuryRow(d("2026-03-03"), "shin", case_level="substantial"),
            InjuryRow(d("2026-03-04"), "foot", case_level="time_loss", recovered_date=d("2026-03-06")),
            InjuryRow(d("2026-03-05"), "ankle", running_related=False),  # fell off a ladder
        ]
    )
    assert ask(
        "SELECT injuries_new_complaint, injuries_new_substantial, injuries_new_time_loss FROM athlete_week "
        "WHERE iso_week = '2026-W10'"
    ) == [(3, 2, 1)]


def test_a_week_without_an_injury_log_has_unknown_injuries(put: Any, run: Make, ask: Ask) -> None:
    put(runs=[run("2026-03-02 07:00")], coverage=[covered("injury", "2026-03-09", "2026-03-15")])
    assert ask("SELECT injuries_new_time_loss, time_loss_days FROM athlete_week ORDER BY week_start") == [
        (None, None),
        (0, 0),
    ]


def test_check_ins_stand_in_their_week_with_their_severity(put: Any, ask: Ask) -> None:
    put(checkins=[CheckinRow(d("2026-03-02"), 8, 8, 17, 8, pain_0_10=3), CheckinRow(d("2026-03-09"), 0)])
    assert ask(
        "SELECT checkin_severity, checkin_pain_0_10, days_covered_injury FROM athlete_week ORDER BY week_start"
    ) == [(41, 3, 7), (0, None, 7)]


def test_a_check_in_with_a_skipped_answer_has_no_severity(put: Any, ask: Ask) -> None:
    put(checkins=[CheckinRow(d("2026-03-02"), 8, 8, None, 8)])
    assert ask("SELECT checkin_severity FROM athlete_week") == [(None,)]


def test_a_person_s_own_table_fills_weeks_without_activities(put: Any, run: Make, ask: Ask) -> None:
    put(
        runs=[run("2026-03-10 07:00", 7_000)],
        weeks=[
            WeeklyLoadRow(d("2026-03-02"), runs=3, distance_m=30_000, longest_run_m=12_000, hip_sets=6),
            WeeklyLoadRow(d("2026-03-09"), runs=4, distance_m=40_000, hip_sets=8),
            WeeklyLoadRow(d("2026-03-16"), runs=0, distance_m=0),
        ],
    )
    assert ask(
        "SELECT source, runs, distance_m, longest_run_m, moving_s, hip_sets, days_covered_running, "
        "days_covered_strength FROM athlete_week ORDER BY week_start"
    ) == [
        ("weekly_table", 3, 30_000, 12_000, None, 6, 7, 7),
        ("activities", 1, 7_000, 7_000, 3600, 8, 1, 7),
        ("weekly_table", 0, 0, None, None, None, 7, 0),
    ]
    # and the days of those weeks stay unknown: a sum does not say on which day
    assert ask("SELECT count(*) FROM athlete_day WHERE running_covered") == [(1,)]


def test_current_athlete_counts_what_is_there(put: Any, run: Make, hip_set: Make, ask: Ask) -> None:
    put(
        runs=[run("2026-03-02 07:00"), run("2026-03-03 07:00", sport="cycling")],
        sets=[hip_set("2026-03-05", 3.0, sets=3)],
        injuries=[InjuryRow(d("2026-02-20"), "knee", recovered_date=d("2026-03-01"))],
    )
    assert ask(
        "SELECT name, activities, strength_sets, injuries, first_date, last_date FROM current_athlete"
    ) == [("Ada", 2, 3, 1, d("2026-02-20"), d("2026-03-05"))]
