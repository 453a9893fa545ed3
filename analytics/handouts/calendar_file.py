"""Planned hip work, in whole days since nobody knows the hour, and a weekly reminder, as calendar files."""

from __future__ import annotations

import datetime as dt
import uuid
import zoneinfo
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analytics.advice.week_plan import PlannedSession, PlannedWeek
from analytics.knowledge import tongue, written

if TYPE_CHECKING:  # loaded by whoever asks for a file
    import icalendar

SPACE = uuid.UUID("6f0d1b52-64f5-4a2e-9d6a-7a3f6f1f0a11")
"""The name space of event ids: the same session of the same plan keeps its id, so that a new file of it
replaces the old event instead of doubling it."""


def calendar_file(weeks: Sequence[PlannedWeek], *, plan_id: str, made_at_utc: dt.datetime) -> bytes:
    """Write planned sessions as an iCalendar file.

    Parameters
    ----------
    plan_id
        Whose plan it is, as a text that says nothing about the person.
    made_at_utc
        Naive UTC.

    References
    ----------
    RFC 5545
    """
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Hipstride//Hip strength plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", tongue.said("Hip strength"))
    for week in weeks:
        for session in week.sessions:
            calendar.add_component(_event(session, week, plan_id, made_at_utc.replace(tzinfo=dt.UTC)))
    return bytes(calendar.to_ical())


REMINDER_TITLE = "Weekly note"
"""A calendar is seen by others: the title names neither a person nor health unless somebody wants it."""


def weekly_reminder(
    *, title: str, first: dt.datetime, zone: str | None, reminder_id: str, made_at_utc: dt.datetime
) -> bytes:
    """Write a reminder that comes every week at the same local time.

    Parameters
    ----------
    first
        Naive local time of the first one.
    zone
        IANA name; None leaves the time floating, so that each calendar takes it as its own.
    reminder_id
        Whose it is, as a text that says nothing about the person: a new file replaces the old entry.
    made_at_utc
        Naive UTC.

    References
    ----------
    RFC 5545
    """
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Hipstride//Weekly reminder//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    start = first.replace(tzinfo=zoneinfo.ZoneInfo(zone)) if zone in zoneinfo.available_timezones() else first
    event = icalendar.Event()
    event.add("uid", f"{uuid.uuid5(SPACE, f'{reminder_id}/weekly')}@hipstride")
    event.add("dtstamp", made_at_utc.replace(tzinfo=dt.UTC))
    event.add("dtstart", start)
    event.add("duration", dt.timedelta(minutes=5))
    event.add("rrule", {"freq": "weekly"})
    event.add("transp", "TRANSPARENT")
    event.add("summary", title)
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", dt.timedelta(0))
    event.add_component(alarm)
    calendar.add_component(event)
    if start.tzinfo is not None:
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(
    session: PlannedSession, week: PlannedWeek, plan_id: str, made_at_utc: dt.datetime
) -> icalendar.Event:
    import icalendar

    event = icalendar.Event()
    place = f"{plan_id}/{session.day.isoformat()}"
    event.add("uid", f"{uuid.uuid5(SPACE, place)}@hipstride")
    event.add("dtstamp", made_at_utc)
    event.add("dtstart", session.day)
    event.add("dtend", session.day + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", tongue.said(_summary(session)))
    event.add("description", "\n".join(map(tongue.said, _description(session, week))))
    return event


def _summary(session: PlannedSession) -> str:
    minutes = max(1, round(session.routine.minutes))
    return f"{'Hip dips' if session.is_dips else 'Hip strength'}, {minutes} min"


def _description(session: PlannedSession, week: PlannedWeek) -> list[str]:
    lines = [f"{session.reason} When: {session.when}.", ""]
    lines += [
        f"{item.exercise.name}: {written.dose(item.sets, item.reps, item.seconds, per_side=item.per_side)}"
        for item in session.routine.items
    ]
    lines += ["", *(decision.words for decision in week.decisions)]
    return lines
