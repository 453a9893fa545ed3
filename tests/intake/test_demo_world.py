"""The simulated weeks become days without losing what was simulated."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pytest

from analytics.intake import demo_words
from analytics.intake.demo_world import Diary, Ways, diary_of
from analytics.models.simulation import SquadWorld, simulate_squad
from analytics.period import week_start

MONDAY = dt.date(2025, 1, 6)


@pytest.fixture(scope="module")
def world() -> SquadWorld:
    return simulate_squad(athletes=6, weeks=60, rr_per_10_sets=0.66, pace_pct_per_10_sets=1.0, seed=5)


@pytest.fixture(scope="module")
def runner(world: SquadWorld) -> int:
    """One who does strength work."""
    return int((world.sets.sum(axis=1) > 100).argmax())


@pytest.fixture(scope="module")
def diary(world: SquadWorld, runner: int) -> Diary:
    return diary_of(world, runner, Ways("hevy"), first_monday=MONDAY, hr_max_bpm=185)


def test_the_runs_of_a_week_add_up_to_its_simulated_hours(
    world: SquadWorld, runner: int, diary: Diary
) -> None:
    seconds: dict[dt.date, float] = defaultdict(float)
    for run in diary.runs:
        assert run.activity.start_local is not None
        seconds[week_start(run.activity.start_local.date())] += run.activity.sessions[0].moving_s or 0
    for week in range(world.weeks):
        hours = float(world.hours[runner, week])
        told = seconds[MONDAY + dt.timedelta(weeks=week)] / 3600
        assert told == pytest.approx(hours if hours >= 0.1 else 0.0, abs=0.002)


def test_nobody_runs_in_the_weeks_of_a_layoff(world: SquadWorld, runner: int, diary: Diary) -> None:
    away = {MONDAY + dt.timedelta(weeks=week) for week in range(world.weeks) if world.out[runner, week]}
    ran = {week_start(run.activity.start_local.date()) for run in diary.runs if run.activity.start_local}
    assert world.injured.sum() > 0
    assert not away & ran


def test_logged_sets_are_worth_what_was_simulated(world: SquadWorld, runner: int, diary: Diary) -> None:
    worth = {word.name: word.worth for word in demo_words.HIP["hevy"] + demo_words.TRUNK["hevy"]}
    credit: dict[dt.date, float] = defaultdict(float)
    for row in diary.sets:
        credit[week_start(row.performed_on)] += worth.get(row.source_name, 0.0)
    for week in range(world.weeks):
        wanted = float(world.sets[runner, week])
        assert credit[MONDAY + dt.timedelta(weeks=week)] == pytest.approx(wanted, abs=0.5)


def test_injuries_are_those_simulated(world: SquadWorld) -> None:
    for row in range(len(world)):
        diary = diary_of(world, row, Ways("strong"), first_monday=MONDAY, hr_max_bpm=185)
        told = [one for one in diary.injuries if one.case_level == "time_loss"]
        assert len(told) == int(world.injured[row].sum())
        for one in told:
            week = (one.onset_date - MONDAY).days // 7
            assert world.injured[row, week]
            back = week + int(world.layoff_weeks[row, week]) + 1
            expected = MONDAY + dt.timedelta(weeks=back) if back < world.weeks else None
            assert one.recovered_date == expected


def test_the_day_of_an_injury_is_the_last_run_of_its_week(world: SquadWorld) -> None:
    for row in range(len(world)):
        diary = diary_of(world, row, Ways("strong"), first_monday=MONDAY, hr_max_bpm=185)
        days = {run.activity.start_local.date() for run in diary.runs if run.activity.start_local}
        for one in diary.injuries:
            if one.case_level == "time_loss":
                rest_of_week = {one.onset_date + dt.timedelta(days=k) for k in range(1, 7)}
                same_week = {day for day in rest_of_week if week_start(day) == week_start(one.onset_date)}
                assert not days & same_week


def test_a_gap_leaves_out_rows_and_coverage_alike(world: SquadWorld, runner: int) -> None:
    ways = Ways("hevy", running_gap=(10, 20), strength_gap=(5, 15))
    diary = diary_of(world, runner, ways, first_monday=MONDAY, hr_max_bpm=185)
    weeks = {
        (week_start(r.activity.start_local.date()) - MONDAY).days // 7
        for r in diary.runs
        if r.activity.start_local
    }
    assert not weeks & set(range(10, 20))
    running = [(row.first_date, row.last_date) for row in diary.coverage if row.what == "running"]
    assert running == [
        (MONDAY, MONDAY + dt.timedelta(days=69)),
        (MONDAY + dt.timedelta(days=140), MONDAY + dt.timedelta(days=419)),
    ]


def test_the_same_seed_writes_the_same_diary(world: SquadWorld, runner: int, diary: Diary) -> None:
    assert diary_of(world, runner, Ways("hevy"), first_monday=MONDAY, hr_max_bpm=185) == diary
