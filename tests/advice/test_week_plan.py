"""The weeks ahead: how much, on which days, when to ease; each row a week somebody could have."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.advice import week_plan
from analytics.advice.week_plan import PlanWish, Running
from analytics.knowledge import dose, evidence, exercises

MONDAY = dt.date(2026, 11, 23)
LIBRARY = exercises.load()
FOUR_RUNS: tuple[Running, ...] = ("rest", "hard", "rest", "easy", "rest", "easy", "long")
BUILDING = PlanWish(MONDAY, FOUR_RUNS, hip_sets_mean=9.0, hip_dose=5.0, level=2)


def weeks(wish: PlanWish) -> tuple[week_plan.PlannedWeek, ...]:
    return week_plan.plan(wish, exercises=LIBRARY)


def test_a_beginner_starts_with_four_to_six_hip_sets() -> None:
    first = weeks(PlanWish(MONDAY, FOUR_RUNS))[0]
    assert (first.phase, first.low, first.high) == ("start", 4, 6)
    assert 4 <= first.hip_sets <= 6


def test_building_grows_by_two_sets_or_a_tenth_a_week_whichever_is_more() -> None:
    first, second, third, _ = weeks(BUILDING)
    assert (first.phase, first.high) == ("build", 11.0)  # 9 + 2
    assert second.high <= max(first.hip_sets + 2, first.hip_sets * 1.1) + 1e-9
    assert third.high <= max(second.hip_sets + 2, second.hip_sets * 1.1) + 1e-9


def test_building_never_goes_beyond_sixteen_hip_sets() -> None:
    wish = replace(BUILDING, hip_sets_mean=15.5, goal="build", weeks=3)
    assert [week.high for week in weeks(wish)] == [16, 16, 16]


def test_a_high_dose_is_kept_by_one_session_of_four_to_six() -> None:
    first = weeks(replace(BUILDING, hip_sets_mean=12.0, hip_dose=11.0))[0]
    assert (first.phase, first.low, first.high, len(first.sessions)) == ("keep", 4, 6, 1)


def test_the_athletes_own_goal_wins_over_the_dose() -> None:
    assert weeks(replace(BUILDING, hip_dose=11.0, goal="build"))[0].phase == "build"


def test_every_fourth_week_loses_45_percent_and_keeps_its_sessions() -> None:
    made = weeks(replace(BUILDING, hip_sets_mean=12.0, weeks=5))
    assert [week.phase for week in made] == ["build", "build", "build", "deload", "build"]
    third, fourth, fifth = made[2:]
    assert fourth.high == pytest.approx(0.55 * min(16.0, max(third.hip_sets + 2, third.hip_sets * 1.1)))
    assert fourth.hip_sets <= fourth.high
    assert fifth.high >= third.high  # the plan goes on from where it was
    names = {line.exercise.id for session in third.sessions for line in session.routine.lines}
    assert {
        line.exercise.id for session in fourth.sessions for line in session.routine.lines
    } <= names | _next_week_names(made)


def _next_week_names(made: tuple[week_plan.PlannedWeek, ...]) -> set[str]:
    return {line.exercise.id for session in made[4].sessions for line in session.routine.lines}


@pytest.mark.parametrize(("since", "easy_week"), [(0, 3), (1, 2), (3, 0), (9, 0)])
def test_the_easy_week_comes_the_sooner_the_longer_the_last_one_is_ago(since: int, easy_week: int) -> None:
    made = weeks(replace(BUILDING, weeks_since_easy=since))
    assert made[easy_week].phase == "deload"
    assert all(week.phase != "deload" for week in made[:easy_week])


@pytest.mark.parametrize("trouble", [{"sore_sessions": 2}, {"is_ill": True}])
def test_two_sore_sessions_or_an_illness_ease_the_first_week(trouble: dict[str, object]) -> None:
    first = weeks(replace(BUILDING, **trouble))[0]  # type: ignore[arg-type]
    assert first.phase == "deload"


def test_a_jump_in_running_holds_hip_sets_where_they_are_for_a_week() -> None:
    first, second, *_ = weeks(replace(BUILDING, run_change_pct=31.0))
    assert (first.phase, first.high) == ("hold", 9.0)
    assert second.phase == "build"


def test_before_a_marathon_two_weeks_are_cut_to_60_and_30_percent() -> None:
    race = MONDAY + dt.timedelta(days=20)  # the Sunday of the third week
    wish = replace(BUILDING, hip_sets_mean=14.0, goal="build", race=race, race_km=42.195, level=3)
    first, second, third, fourth = weeks(wish)
    assert [week.phase for week in (first, second, third)] == ["build", "taper", "race"]
    assert (second.high, third.high) == (pytest.approx(0.6 * 16), pytest.approx(0.3 * 16))
    assert all((race - session.day).days >= 3 for session in third.sessions)
    assert all(session.routine.level <= 2 for session in third.sessions)
    assert fourth.phase in ("build", "deload")


def test_before_a_ten_only_race_week_is_cut_by_half() -> None:
    race = MONDAY + dt.timedelta(days=13)
    wish = replace(BUILDING, hip_sets_mean=14.0, goal="build", race=race, race_km=10.0)
    first, second, *_ = weeks(wish)
    assert (first.phase, second.phase) == ("build", "race")
    assert second.high == pytest.approx(8.0)
    assert all((race - session.day).days >= 2 for session in second.sessions)


def test_longer_sessions_stand_on_the_hard_day_first_and_two_days_apart() -> None:
    first = weeks(BUILDING)[0]
    days = [session.day.strftime("%a") for session in first.sessions if not session.is_dips]
    assert days == ["Tue", "Thu"]  # the hard day, then an easy one that is not before the long run
    assert "some hours after the run" in [session.when for session in first.sessions]


def test_loaded_work_never_stands_on_the_day_before_a_key_run() -> None:
    days: tuple[Running, ...] = ("hard",) * 7
    for kit in ("none", "gym"):
        for week in weeks(replace(BUILDING, days=days, level=4, kit=kit, hip_sets_mean=12.0)):
            for session in week.sessions:
                assert not week_plan._is_heavy(session.routine)


def test_a_red_flag_gives_no_weeks() -> None:
    assert weeks(replace(BUILDING, site="knee", state="red_flag")) == ()


def test_every_decision_names_a_rule_and_rows_of_evidence() -> None:
    known = evidence.load()
    for week in weeks(replace(BUILDING, race=MONDAY + dt.timedelta(days=27), race_km=21.1)):
        for decision in week.decisions:
            assert decision.rule_id and decision.words.endswith(".")
            assert decision.evidence_ids and all(one in known for one in decision.evidence_ids)


def test_seven_days_are_needed() -> None:
    with pytest.raises(ValueError, match="seven days"):
        weeks(replace(BUILDING, days=("easy",)))


RUNS = st.sampled_from(["rest", "easy", "hard", "long"])
WISHES = st.builds(
    PlanWish,
    monday=st.just(MONDAY),
    days=st.tuples(*[RUNS] * 7),
    weeks=st.integers(1, 5),
    goal=st.sampled_from([None, "build", "keep"]),
    level=st.sampled_from([None, 1, 2, 3, 4, 5]),
    kit=st.sampled_from(["none", "band", "gym"]),
    site=st.sampled_from([None, "knee", "low_back"]),
    state=st.sampled_from([None, "niggle", "acute"]),
    youth=st.booleans(),
    hip_sets_mean=st.one_of(st.none(), st.floats(0, 25)),
    hip_dose=st.one_of(st.none(), st.floats(0, 25)),
    weeks_since_easy=st.one_of(st.none(), st.integers(0, 20)),
    race=st.one_of(st.none(), st.integers(-5, 40).map(lambda days: MONDAY + dt.timedelta(days=days))),
    race_km=st.sampled_from([None, 5.0, 21.1, 42.2]),
)


@settings(max_examples=60, deadline=None)
@given(WISHES)
def test_whatever_is_asked_no_week_goes_beyond_its_target_or_the_cap(wish: PlanWish) -> None:
    for week in weeks(wish):
        assert week.hip_sets <= max(week.high, 2.0) + 1e-9 or len(week.sessions) == 1
        assert week.high <= max(dose.rule().weekly_cap, wish.hip_sets_mean or 0.0)
        mains = [session.day for session in week.sessions if not session.is_dips]
        assert all((later - earlier).days >= 2 for earlier, later in pairwise(sorted(mains)))
        assert len({session.day for session in week.sessions}) == len(week.sessions)
        assert all(
            week.monday <= session.day < week.monday + dt.timedelta(days=7) for session in week.sessions
        )
        if wish.race is not None:
            assert all(not 0 <= (wish.race - session.day).days <= 1 for session in week.sessions)
