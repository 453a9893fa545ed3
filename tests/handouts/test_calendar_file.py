"""Planned hip work in a calendar: whole days, the same session the same event."""

from __future__ import annotations

import datetime as dt

import icalendar

from analytics.advice.week_plan import PlannedWeek, PlanWish, plan
from analytics.handouts.calendar_file import calendar_file
from analytics.knowledge import exercises

MONDAY = dt.date(2026, 11, 23)
NOON = dt.datetime(2026, 11, 22, 12)


def weeks() -> tuple[PlannedWeek, ...]:
    wish = PlanWish(
        MONDAY,
        ("rest", "hard", "rest", "easy", "rest", "easy", "long"),
        hip_sets_mean=12,
        hip_dose=5,
        level=2,
    )
    return plan(wish, exercises=exercises.load())


def events(data: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_every_planned_session_is_one_whole_day_event() -> None:
    planned = [session for week in weeks() for session in week.sessions]
    found = events(calendar_file(weeks(), plan_id="p1", made_at_utc=NOON))
    assert [event.decoded("dtstart") for event in found] == [session.day for session in planned]
    assert all(event.decoded("dtend") - event.decoded("dtstart") == dt.timedelta(days=1) for event in found)
    assert all(event["transp"] == "TRANSPARENT" for event in found)


def test_an_event_tells_minutes_exercises_and_why() -> None:
    session = weeks()[0].sessions[0]
    event = events(calendar_file(weeks(), plan_id="p1", made_at_utc=NOON))[0]
    assert str(event["summary"]) == f"Hip strength, {round(session.routine.minutes)} min"
    said = str(event["description"])
    assert session.reason in said
    assert all(item.exercise.name in said for item in session.routine.items)


def test_the_same_plan_again_keeps_its_ids_and_another_persons_has_others() -> None:
    def ids(plan_id: str) -> set[str]:
        return {str(one["uid"]) for one in events(calendar_file(weeks(), plan_id=plan_id, made_at_utc=NOON))}

    assert ids("p1") == ids("p1")
    assert not ids("p1") & ids("p2")


def test_lines_are_folded_and_end_as_the_format_asks() -> None:
    data = calendar_file(weeks(), plan_id="p1", made_at_utc=NOON)
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
