"""From the store to the situation and the advice: what no log covers stays unknown, all the way."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from analytics.errors import AnalyticsError
from analytics.ingest.batch import ActivityRow, SessionRow
from analytics.intake import entering
from analytics.intake.preparing import staged
from analytics.reports import situations, today
from analytics.reports.situations import Answers
from analytics.store import Store, open_store

MONDAY = dt.date(2026, 8, 31)
DAY = dt.date(2026, 9, 2)  # the Wednesday of that week


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "today.duckdb")


@pytest.fixture
def ada(store: Store) -> int:
    return entering.add_athlete(store, "Ada", birth_year=1990, level=2, kit="band")


def run(store: Store, athlete_id: int, day: dt.date, *, km: float) -> None:
    at = dt.datetime.combine(day, dt.time(8))
    row = ActivityRow(
        sessions=[SessionRow("running", start_utc=at, distance_m=km * 1000, moving_s=km * 360)],
        start_utc=at,
        start_local=at,
        zone="UTC",
        zone_basis="file",
    )
    with store.writer() as writer:
        writer.add_activities(
            athlete_id, f"{day}", "fit", staged([row], athlete_id=athlete_id, athlete_zone=None)
        )


def clamshells(store: Store, athlete_id: int, day: dt.date, *, sets: int) -> None:
    entering.log_sets(
        store,
        athlete_id,
        [
            entering.SetRow(
                "form", "Clamshell", day, 0, exercise_id="clamshell", side="each", sets=sets, reps=15
            )
        ],
    )


def situation(store: Store, athlete_id: int, day: dt.date = DAY, **answers: object) -> situations.Situation:
    with store.reader() as reader:
        athlete = reader.row("today_athlete", athlete_id=athlete_id)
        assert athlete is not None
        return situations.gather(reader, athlete=athlete, day=day, answers=Answers(**answers))  # type: ignore[arg-type]


def test_nothing_logged_is_unknown_everywhere(store: Store, ada: int) -> None:
    found = situation(store, ada)
    assert found.hip_sets_weeks == (None,) * 4 and found.hip_dose_weeks == (None,) * 4
    assert found.hip_sets_this_week is None
    assert found.longest_run_30d_m is None and found.run_change_pct is None
    assert found.injuries is None and found.red_flags is None and found.worst_pain_0_10 is None
    assert (found.level, found.kit) == (2, "band")
    assert found.age_years == 35  # born in 1990: 35 or 36 in 2026; the younger is taken


def test_declared_weeks_are_rest_and_logged_ones_count(store: Store, ada: int) -> None:
    entering.declare_coverage(store, ada, "strength", MONDAY - dt.timedelta(weeks=12), DAY)
    clamshells(store, ada, MONDAY - dt.timedelta(days=3), sets=5)
    clamshells(store, ada, MONDAY, sets=2)
    found = situation(store, ada)
    assert found.hip_sets_weeks == (0.0, 0.0, 0.0, 5.0)
    assert found.hip_sets_this_week == 2.0
    # The week just past weighs .2121 of the decayed dose: 5 x .2121.
    assert found.hip_dose == pytest.approx(5 * 0.2121, abs=1e-3)


def test_the_longest_run_counts_thirty_days_and_not_today(store: Store, ada: int) -> None:
    run(store, ada, DAY - dt.timedelta(days=31), km=30)
    run(store, ada, DAY - dt.timedelta(days=30), km=14)
    run(store, ada, DAY, km=25)
    assert situation(store, ada).longest_run_30d_m == 14_000


def test_thirty_covered_days_without_a_run_are_zero_and_uncovered_ones_unknown(
    store: Store, ada: int
) -> None:
    entering.declare_coverage(store, ada, "running", DAY - dt.timedelta(days=29), DAY)
    assert situation(store, ada).longest_run_30d_m is None
    entering.declare_coverage(store, ada, "running", DAY - dt.timedelta(days=30), DAY)
    assert situation(store, ada).longest_run_30d_m == 0.0


def test_the_change_of_running_needs_both_weeks_covered(store: Store, ada: int) -> None:
    run(store, ada, DAY - dt.timedelta(days=10), km=10)
    run(store, ada, DAY - dt.timedelta(days=2), km=14)
    assert situation(store, ada).run_change_pct is None
    entering.declare_coverage(store, ada, "running", DAY - dt.timedelta(days=20), DAY)
    assert situation(store, ada).run_change_pct == pytest.approx(40.0)  # 14 km after 10 km


def test_injuries_are_open_recent_or_gone(store: Store, ada: int) -> None:
    for days, length in ((200, 20), (60, 30), (5, None)):
        onset = DAY - dt.timedelta(days=days)
        entering.log_injury(
            store,
            ada,
            entering.InjuryRow(
                onset, "shin", recovered_date=None if length is None else onset + dt.timedelta(days=length)
            ),
        )
    found = situation(store, ada).injuries
    assert found is not None
    assert sorted((i.days_since_onset, i.days_since_recovery) for i in found) == [(5, None), (60, 30)]


def test_an_injury_log_that_reaches_today_and_holds_none_says_none(store: Store, ada: int) -> None:
    entering.declare_coverage(store, ada, "injury", DAY - dt.timedelta(days=300), DAY - dt.timedelta(days=29))
    assert situation(store, ada).injuries is None
    entering.declare_coverage(store, ada, "injury", DAY - dt.timedelta(days=300), DAY - dt.timedelta(days=28))
    assert situation(store, ada).injuries == ()


def test_a_bone_stress_injury_in_the_log_stops_the_advice(store: Store, ada: int) -> None:
    entering.log_injury(store, ada, entering.InjuryRow(DAY - dt.timedelta(days=9), "shin", "tibial-bsi"))
    with store.reader() as reader:
        page = today.gather(reader, athlete_id=ada, today=DAY)
    assert page.is_stopped and page.routine is None and page.five_minutes is None
    assert [one.rule_id for one in page.advice] == ["G2"]


def test_check_ins_count_in_a_row_and_only_while_they_are_recent(store: Store, ada: int) -> None:
    for weeks_ago in (1, 2, 4):
        monday = MONDAY - dt.timedelta(weeks=weeks_ago)
        entering.log_checkin(store, ada, entering.CheckinRow(monday, q1=17, q2=17, q3=8, q4=8))
    found = situation(store, ada)
    assert (found.ostrc_q1_last, found.substantial_weeks) == (17, 2)
    later = situation(store, ada, DAY + dt.timedelta(days=30))
    assert (later.ostrc_q1_last, later.substantial_weeks) == (None, None)


def test_what_a_person_says_reaches_the_rules(store: Store, ada: int) -> None:
    with store.reader() as reader:
        page = today.gather(
            reader,
            athlete_id=ada,
            today=DAY,
            red_flags=(),
            pain_now_0_10=4,
            pain_site="knee",
            minutes=20,
        )
    assert [one.rule_id for one in page.notices][:1] == ["G4"]
    assert page.routine is not None and "Level" not in " ".join(page.routine.notes)
    assert page.condition is None


def test_the_plan_says_on_what_it_depends_until_it_was_asked(store: Store, ada: int) -> None:
    with store.reader() as reader:
        unasked = today.gather(reader, athlete_id=ada, today=DAY)
        in_pain = today.gather(reader, athlete_id=ada, today=DAY, pain_now_0_10=4)
    assert "more than 2 of 10 and none of the warning signs" in (unasked.condition or "")
    assert in_pain.condition == "Only if none of the warning signs below applies."


def test_the_five_minutes_are_there_even_when_the_week_is_full(store: Store, ada: int) -> None:
    entering.declare_coverage(store, ada, "strength", MONDAY - dt.timedelta(weeks=12), DAY)
    clamshells(store, ada, MONDAY, sets=12)
    with store.reader() as reader:
        page = today.gather(reader, athlete_id=ada, today=DAY)
    assert page.plan is not None and "done" in page.plan.headline
    assert page.routine is None and page.five_minutes is not None


def test_every_advice_carries_its_evidence_with_an_address(store: Store, ada: int) -> None:
    with store.reader() as reader:
        page = today.gather(reader, athlete_id=ada, today=DAY, minutes=30, planned_run_m=10_000)
    for one in [*page.advice, *page.open_questions, page.standing]:
        assert one.evidence and all(row.address.startswith("http") for row in one.evidence)


def test_it_can_be_written_as_json(store: Store, ada: int) -> None:
    with store.reader() as reader:
        page = today.gather(reader, athlete_id=ada, today=DAY)
    again = json.loads(json.dumps(page.to_dict()))
    assert again["day"] == "2026-09-02" and again["routine"]["items"]
    assert {one["rule"] for one in again["recommendations"]} >= {"D1", "G0"}


def test_nobody_of_that_number_is_an_error_in_words(store: Store) -> None:
    with store.reader() as reader, pytest.raises(AnalyticsError, match="no such athlete"):
        today.gather(reader, athlete_id=7, today=DAY)


def test_a_simulated_runner_is_advised_on_the_last_day_of_the_simulation() -> None:
    last = dt.date(2026, 8, 1)
    assert situations.as_of({"simulated": True, "last_date": last}, DAY) == last
    assert situations.as_of({"simulated": False, "last_date": last}, DAY) == DAY
    assert situations.as_of({"simulated": True, "last_date": None}, DAY) == DAY
