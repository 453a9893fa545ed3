"""The check-in as its page shows it: which week is due, how many were answered, what a coach sees, the reminder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import icalendar
import pytest

from analytics.intake import checking_in, entering, injuries
from analytics.intake.checking_in import Answered, Week
from analytics.reports import checkin, checkin_squad
from analytics.store import Store, open_store

MONDAY = dt.date(2026, 11, 2)
WEEK = dt.timedelta(days=7)
SUNDAY = MONDAY + dt.timedelta(days=20)  # the end of the third week


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "checkin.duckdb")


@pytest.fixture
def ada(store: Store) -> int:
    return entering.add_athlete(store, "Ada", zone="Europe/Berlin")


def well(store: Store, athlete_id: int, *weeks: int) -> None:
    for number in weeks:
        checking_in.save(store, athlete_id, MONDAY + number * WEEK, Week(is_without_problem=True))


def page(store: Store, athlete_id: int, **asked: object) -> checkin.CheckIn:
    with store.reader() as reader:
        return checkin.gather(reader, athlete_id=athlete_id, today=SUNDAY, **asked)


@pytest.mark.parametrize(
    ("day", "monday"),
    [  # the week is asked for from its Sunday on, until the next Sunday
        (dt.date(2026, 11, 21), dt.date(2026, 11, 9)),
        (dt.date(2026, 11, 22), dt.date(2026, 11, 16)),
        (dt.date(2026, 11, 23), dt.date(2026, 11, 16)),
        (dt.date(2026, 11, 28), dt.date(2026, 11, 16)),
        (dt.date(2027, 1, 3), dt.date(2026, 12, 28)),
    ],
)
def test_the_week_due_is_the_last_whose_sunday_has_come(day: dt.date, monday: dt.date) -> None:
    assert checkin.due_week(day) == monday


def test_weeks_are_asked_from_the_first_answer_on(store: Store, ada: int) -> None:
    assert page(store, ada).response.words.startswith("No week answered yet")
    well(store, ada, 0)
    assert page(store, ada).response == checkin.Response(1, 3)
    well(store, ada, 2)
    assert page(store, ada).response == checkin.Response(2, 3)
    assert [one.label for one in page(store, ada).weeks if one.is_asked and not one.is_answered] == [
        "9 to 15 November"
    ]


def test_the_line_for_today_is_there_until_the_week_is_answered(store: Store, ada: int) -> None:
    with store.reader() as reader:
        assert "16 to 22 November" in str(checkin.due_line(reader, athlete_id=ada, day=SUNDAY))
    well(store, ada, 2)
    with store.reader() as reader:
        assert checkin.due_line(reader, athlete_id=ada, day=SUNDAY) is None


@pytest.mark.parametrize(
    ("answers", "asked"),
    [  # q2, q3, q4, kind, site, pain: what comes next
        ((None, None, None, None, None, None), "q2"),
        ((8, None, None, None, None, None), "q3"),
        ((8, 8, None, None, None, None), "q4"),
        ((8, 8, 8, None, None, None), "kind"),
        ((8, 8, 8, "injury", None, None), "place"),
        ((8, 8, 8, "injury", "knee", None), "pain"),
        ((8, 8, 8, "injury", "knee", 3.0), None),
        ((8, 8, 8, "illness", None, None), None),
    ],
)
def test_one_question_after_the_other(
    store: Store, ada: int, answers: tuple[object, ...], asked: str | None
) -> None:
    q2, q3, q4, kind, site, pain = answers
    problem = Answered(8, q2, q3, q4, kind, site, "left" if site else None, pain)  # type: ignore[arg-type]
    checking_in.save(store, ada, MONDAY + 2 * WEEK, Week(problems=(problem,)))
    [one] = page(store, ada).problems
    assert one.open_question == asked


def test_who_could_not_take_part_is_not_asked_how_far(store: Store, ada: int) -> None:
    checking_in.save(store, ada, MONDAY + 2 * WEEK, Week(problems=(Answered(25),)))
    [one] = page(store, ada).problems
    assert (one.open_question, one.words) == ("kind", "Health problem: substantial, severity 100 of 100")
    with store.reader() as reader:
        weeks = reader.frame("weeks", athlete_id=ada)
    assert weeks["checkin_severity"].dropna().tolist() == [100]


def test_last_weeks_problem_is_offered_and_an_old_one_is_not(store: Store, ada: int) -> None:
    knee = Answered(8, 8, 0, 8, "injury", "knee", "left", 3.0)
    checking_in.save(store, ada, MONDAY, Week(problems=(knee,)))
    assert [one.words for one in page(store, ada).lasts] == ["Left knee"]
    with store.reader() as reader:
        later = checkin.gather(reader, athlete_id=ada, today=SUNDAY + 4 * WEEK)
    assert later.lasts == ()
    assert [one.words for one in later.open_injuries] == ["Left knee, open since 2 Nov 2026"]
    injuries.close(store, ada, later.open_injuries[0].injury_id, MONDAY + WEEK)
    assert page(store, ada).open_injuries == ()


def test_a_coach_sees_who_answered_and_what(store: Store, ada: int) -> None:
    bo = entering.add_athlete(store, "Bo")
    well(store, ada, 0, 1, 2)
    well(store, bo, 0)
    checking_in.save(store, bo, MONDAY + WEEK, Week(problems=(Answered(25, 25, 25, 17, "illness"),)))
    with store.reader() as reader:
        squad = checkin_squad.gather(reader, athlete_ids=(ada, bo), today=SUNDAY, weeks=3)
    assert squad.response == checkin.Response(5, 6)
    assert [(one["name"], one["answered"], one["latest"]) for one in squad.rows] == [
        ("Bo", "2 of 3", "Not answered"),
        ("Ada", "3 of 3", "No health problem"),
    ]
    states = {(one["name"], one["week_start"]): one["state"] for one in squad.cells}
    assert [states["Bo", MONDAY + number * WEEK] for number in range(3)] == ["none", "substantial", "missing"]


def test_the_reminder_comes_weekly_in_the_athletes_zone_and_names_nobody(store: Store, ada: int) -> None:
    with store.reader() as reader:
        made = checkin.reminder(
            reader, athlete_id=ada, weekday=6, at=dt.time(19), title="", today=MONDAY,
            now_utc=dt.datetime(2026, 11, 2, 8),
        )  # fmt: skip
    calendar = icalendar.Calendar.from_ical(made)
    [event] = calendar.walk("VEVENT")
    assert event["rrule"]["freq"] == ["WEEKLY"]
    start = event["dtstart"].dt
    assert start.isoformat() == "2026-11-08T19:00:00+01:00" and "Berlin" in str(start.tzinfo)
    assert str(event["summary"]) == "Weekly note"
    words = made.decode().casefold()
    assert not any(word in words for word in ("ada", "injur", "health", "check", "pain"))
    assert calendar.walk("VTIMEZONE") and event.walk("VALARM")


def test_without_a_zone_the_reminder_floats(store: Store) -> None:
    somebody = entering.add_athlete(store, "Cy")
    with store.reader() as reader:
        made = checkin.reminder(
            reader, athlete_id=somebody, weekday=0, at=dt.time(7, 30), title="Knees", today=MONDAY,
            now_utc=dt.datetime(2026, 11, 2, 8),
        )  # fmt: skip
    [event] = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert event["dtstart"].dt == dt.datetime(2026, 11, 2, 7, 30) and str(event["summary"]) == "Knees"
