"""What was recommended and what followed, on a store whose rows one can count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.intake import advising, entering, guiding
from analytics.intake.advising import GivenAdvice
from analytics.reports import followed, guided, today
from analytics.store import Store, open_store

DAY = dt.date(2026, 3, 2)
PLAN = GivenAdvice("D1", "do", "Hip dips, 5 minutes", "convention-hip-dips", 5.2)
STOP = GivenAdvice("G3", "stop", "Stop running for now", "vincent-2017-pain-rules")


def after(days: int) -> dt.date:
    return DAY + dt.timedelta(days=days)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "a.duckdb") as opened:
        yield opened


@pytest.fixture
def ada(store: Store) -> int:
    return entering.add_athlete(store, "Ada")


def clams(day: dt.date, *, pain: float | None = None) -> entering.SetRow:
    return entering.SetRow(
        "form", "Clamshell", day, 0, exercise_id="clamshell", side="each", reps=12, pain_0_10=pain
    )


def history(store: Store, athlete_id: int, day: dt.date) -> followed.History:
    with store.reader() as reader:
        return followed.gather(reader, athlete_id=athlete_id, day=day)


def test_ten_openings_of_a_day_are_one_recommendation_and_change_nothing_more(store: Store, ada: int) -> None:
    assert advising.remember(store, ada, DAY, [PLAN, STOP]) == 2
    revision = store.revision()
    for _ in range(9):
        assert advising.remember(store, ada, DAY, [PLAN, STOP]) == 0
    assert store.revision() == revision
    assert len(history(store, ada, DAY).past) == 2


def test_newer_words_of_the_same_rule_take_the_place_of_the_older(store: Store, ada: int) -> None:
    advising.remember(store, ada, DAY, [PLAN])
    longer = GivenAdvice("D1", "do", "Hip routine, 20 minutes", "convention-hip-dips", 9.0)
    assert advising.remember(store, ada, DAY, [longer]) == 0
    (one,) = history(store, ada, DAY).past
    assert one.headline == "Hip routine, 20 minutes"


def test_a_session_counts_for_its_own_day_before_it_counts_for_the_day_before(store: Store, ada: int) -> None:
    for days in (0, 1, 5):
        advising.remember(store, ada, after(days), [PLAN])
    entering.log_sets(store, ada, [clams(after(1), pain=6), clams(after(6))])
    past = history(store, ada, after(8))
    assert [(one.day, one.outcome) for one in past.past] == [
        (after(5), "Logged 1 hip set the next day."),
        (after(1), "Logged 1 hip set the same day. Pain 6 of 10 at most."),
        (after(0), "Nothing logged that day or the next."),
    ]
    assert past.tally == followed.Tally(given=3, done=2, declined=0, pain_said=1, pain_above=1)


def test_declined_with_a_reason_and_taken_back(store: Store, ada: int) -> None:
    advising.remember(store, ada, DAY, [PLAN])
    advising.decline(store, ada, DAY, rule_id="D1", because="no_time")
    assert history(store, ada, DAY).past[0].outcome == "Declined: no time."
    assert history(store, ada, DAY).tally.declined == 1
    advising.decline(store, ada, DAY, rule_id="D1", because=None)
    assert history(store, ada, DAY).past[0].outcome == "Not logged yet."


def test_after_a_stop_it_is_said_what_was_logged_and_unknown_running_stays_unknown(
    store: Store, ada: int
) -> None:
    advising.remember(store, ada, DAY, [STOP])
    assert history(store, ada, DAY).past[0].outcome == "No hip work logged; of running the log says nothing."
    assert history(store, ada, DAY).tally.given == 0


def test_the_coach_sees_counts_and_removing_the_athlete_removes_them(store: Store, ada: int) -> None:
    advising.remember(store, ada, DAY, [PLAN])
    with store.reader() as reader:
        table = followed.squad(reader)
    assert table[["athlete", "given", "done", "pain_above"]].to_dict("records") == [
        {"athlete": "Ada", "given": 1, "done": 0, "pain_above": 0}
    ]
    with store.writer() as writer:
        writer.remove_athletes([ada])
    with store.reader() as reader:
        assert followed.squad(reader).empty
        assert reader.sql("SELECT count(*) AS n FROM recommendation")["n"][0] == 0


def finished(store: Store, ada: int, day: dt.date, *, pain: float | None) -> str:
    token = guiding.begin(store, ada, guided.first_plan(), day=day)
    guiding.go_on(
        store, token, {"seq": 1, "phase": "finished", "done": {"0": {"reps": 12}}, "pain_end": pain}
    )
    return token


def test_pain_above_five_at_the_end_of_a_session_stops_the_next_days_plan(store: Store, ada: int) -> None:
    finished(store, ada, DAY, pain=7)
    with store.reader() as reader:
        said = today.gather(reader, athlete_id=ada, today=after(1))
    assert said.is_stopped and said.stops[0].rule_id == "G3"
    assert said.remembered == "From your session of 2 Mar 2026: pain 7 of 10 at most."


def test_a_little_pain_in_a_session_leaves_the_plan_and_worse_the_next_morning_eases_it(
    store: Store, ada: int
) -> None:
    token = finished(store, ada, DAY, pain=2)
    with store.reader() as reader:
        first = today.gather(reader, athlete_id=ada, today=after(1))
    assert first.plan is not None and "G4" not in {one.rule_id for one in first.advice}
    guiding.answer_morning(store, token, worse=True, pain_0_10=3)
    with store.reader() as reader:
        then = today.gather(reader, athlete_id=ada, today=after(1))
    assert "G4" in {one.rule_id for one in then.advice}
    assert history(store, ada, DAY).past == ()


def test_the_morning_after_is_asked_for_from_the_next_day_until_answered(store: Store, ada: int) -> None:
    token = finished(store, ada, DAY, pain=2)

    def asked(day: dt.date) -> guided.Morning | None:
        with store.reader() as reader:
            return guided.morning(reader, athlete_id=ada, today=day)

    assert asked(DAY) is None and asked(after(1)) is not None and asked(after(9)) is None
    guiding.answer_morning(store, token, worse=False)
    assert asked(after(1)) is None
