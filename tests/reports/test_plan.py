"""The plan page's report: days read from a log, weeks told in words, files to take away."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import fitdecode
import icalendar
import pypdf
import pytest

from analytics.errors import AnalyticsError
from analytics.ingest.batch import InjuryRow, SetRow
from analytics.intake.entering import add_athlete, declare_coverage, log_injury, log_sets
from analytics.intake.planning import set_weeks
from analytics.reports import plan
from analytics.store import Store, open_store

TODAY = dt.date(2026, 11, 18)  # a Wednesday
MONDAY = dt.date(2026, 11, 16)
NOON = dt.datetime(2026, 11, 18, 12)


def bridge(day: dt.date, **values: float) -> SetRow:
    return SetRow(
        source="form", source_name=None, performed_on=day, set_no=0, exercise_id="glute-bridge", sets=3,
        **({"reps": 8} | values),
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "small.duckdb") as store:
        ana = add_athlete(store, "Ana")
        for week in range(1, 7):
            log_sets(store, ana, [bridge(MONDAY - dt.timedelta(weeks=week))])
        declare_coverage(store, ana, "strength", MONDAY - dt.timedelta(weeks=6), TODAY)
        yield store


def page_of(store: Store) -> plan.Plan:
    with store.reader() as reader:
        return plan.gather(reader, athlete_id=1, today=TODAY)


def test_without_a_running_log_the_week_is_a_guess_and_says_so(store: Store) -> None:
    page = page_of(store)
    assert page.setting.is_guessed
    assert page.setting.days == plan.UNKNOWN_WEEK


def test_what_a_person_says_about_their_weeks_is_kept_and_replaced(store: Store) -> None:
    for goal, race_km in (("build", 10.0), ("keep", None)):
        set_weeks(
            store, 1, days=("hard",) + ("rest",) * 5 + ("long",), goal=goal,
            race_on=dt.date(2026, 12, 20) if race_km else None, race_km=race_km,
        )  # fmt: skip
    setting = page_of(store).setting
    assert not setting.is_guessed
    assert (setting.days[0], setting.days[6], setting.goal) == ("hard", "long", "keep")
    assert (setting.race_on, setting.race_km) == (None, None)


def test_a_race_that_is_over_is_forgotten(store: Store) -> None:
    set_weeks(store, 1, days=("easy",) * 7, race_on=TODAY - dt.timedelta(days=1), race_km=10.0)
    assert page_of(store).setting.race_on is None


def test_days_that_are_not_seven_are_refused_in_words(store: Store) -> None:
    with pytest.raises(AnalyticsError, match="seven days"):
        set_weeks(store, 1, days=("easy",))


def test_four_weeks_are_told_with_their_phase_target_sessions_and_reasons(store: Store) -> None:
    page = page_of(store)
    assert [week.title.split(": ")[0] for week in page.weeks] == [
        "Week 47, 2026", "Week 48, 2026", "Week 49, 2026", "Week 50, 2026",
    ]  # fmt: skip
    first = page.weeks[0]
    assert "target 5;" in first.line  # three hip sets a week so far, and two more
    assert all(week.sessions and week.why for week in page.weeks)
    assert all(why.evidence for week in page.weeks for why in week.why)
    upcoming = [one for week in page.weeks for one in week.sessions if one.is_next]
    assert len(upcoming) == 1 and upcoming[0].day >= TODAY


def test_what_comes_next_is_told_for_each_exercise_of_the_log(store: Store) -> None:
    (card,) = page_of(store).next_steps
    assert card.last == "3 × 8 times on 9 Nov 2026"
    assert card.move == "One repetition more"
    assert card.then.endswith("3 × 9 times")


def test_something_broken_stops_the_plan(store: Store) -> None:
    log_injury(
        store, 1, InjuryRow(onset_date=TODAY - dt.timedelta(days=2), site="shin", diagnosis_id="tibial-bsi")
    )
    page = page_of(store)
    assert page.stopped is not None
    assert page.weeks == () and page.next_steps == ()


def test_the_files_hold_the_planned_sessions(store: Store) -> None:
    page = page_of(store)
    sessions = [one for week in page.weeks for one in week.sessions]
    with store.reader() as reader:
        asked = {"athlete_id": 1, "today": TODAY}
        ics = plan.calendar(reader, now_utc=NOON, **asked)
        pdf = plan.sheets(reader, week=1, **asked)
        fit = plan.watch_file(reader, day=sessions[0].day, now_utc=NOON, **asked)
        with pytest.raises(AnalyticsError, match="No session"):
            plan.watch_file(reader, day=dt.date(2020, 1, 1), now_utc=NOON, **asked)
    events = icalendar.Calendar.from_ical(ics).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [one.day for one in sessions]
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert sessions[0].day_words in " ".join(text.split())
    with fitdecode.FitReader(io.BytesIO(fit)) as reader_of_fit:
        names = [one.name for one in reader_of_fit if isinstance(one, fitdecode.FitDataMessage)]
    assert names.count("workout") == 1 and "workout_step" in names


def test_days_ticked_become_a_week() -> None:
    days = plan.days_of(["Monday", "Friday", "Sunday"], hard=["Friday"], long="Sunday")
    assert days == ("easy", "rest", "rest", "rest", "hard", "rest", "long")
