"""The weekly check-in: what was answered, what was not, and how complete it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analytics.handouts import calendar_file
from analytics.knowledge import injuries, written
from analytics.metrics import ostrc
from analytics.period import week_start
from analytics.reports import roster, situations
from analytics.reports.checkin_questions import (
    QUESTIONS,
    WELLNESS,
    cell,
    row_words,
    severity_words,
    week_words,
    whole,
)
from analytics.reports.records import day as as_day
from analytics.reports.records import records
from analytics.store import Reader

WEEK = dt.timedelta(days=7)
WEEKS_OFFERED = 8
WEEKS_SHOWN = 26
REMEMBERED_WEEKS = 4
"""A problem of an older answer is not offered again."""


@dataclass(frozen=True)
class Problem:
    """One problem of a week as stored, with its words."""

    number: int
    answers: dict[str, Any]
    words: str
    place: str

    @property
    def open_question(self) -> str | None:
        """Name what is asked next: q2, q3, q4, kind, place, pain; None where all is answered.

        Who could not take part at all is not asked how far: questions 2 to 4 fall away (Clarsen 2020).
        """
        told = self.answers
        for name in () if told["q1"] == ostrc.CANNOT_TAKE_PART else ("q2", "q3", "q4"):
            if told[name] is None:
                return name
        if told["problem_kind"] is None:
            return "kind"
        if told["problem_kind"] == "injury" and told["site"] is None:
            return "place"
        return "pain" if told["problem_kind"] == "injury" and told["pain_0_10"] is None else None


@dataclass(frozen=True)
class Last:
    """A problem of the answer before: offered again, so that nobody has to point at it twice."""

    words: str
    kind: str
    site: str | None
    side: str | None


@dataclass(frozen=True)
class OpenInjury:
    """An injury of the log that was open in the week and that no answer of it means."""

    injury_id: int
    words: str


@dataclass(frozen=True)
class WeekState:
    """One week on the list: answered or not."""

    monday: dt.date
    label: str
    is_answered: bool
    is_asked: bool
    words: str


@dataclass(frozen=True)
class Response:
    """How many of the weeks asked were answered."""

    answered: int
    asked: int

    @property
    def share_pct(self) -> float | None:
        """Give the share answered; None as long as nothing was asked."""
        return 100 * self.answered / self.asked if self.asked else None

    @property
    def words(self) -> str:
        """Say it: so many of so many weeks."""
        if self.share_pct is None:
            return "No week answered yet: weeks are asked from the first answer on."
        return (
            f"{written.number(self.answered)} of {written.count(self.asked, 'week')} answered "
            f"({written.percent(self.share_pct)}), since the first answer."
        )


@dataclass(frozen=True)
class CheckIn:
    """Everything the page of the check-in shows of one athlete."""

    line: str
    day: dt.date
    monday: dt.date
    week_words: str
    is_without_problem: bool
    is_answered: bool
    problems: tuple[Problem, ...]
    wellness: dict[str, int | None]
    lasts: tuple[Last, ...]
    open_injuries: tuple[OpenInjury, ...]
    weeks: tuple[WeekState, ...]
    response: Response
    due: dt.date | None
    can_undo: bool
    zone: str | None
    strip: tuple[dict[str, Any], ...]

    @property
    def unfinished(self) -> Problem | None:
        """Give the problem that is being answered."""
        return next((one for one in self.problems if one.open_question is not None), None)


def due_week(day: dt.date) -> dt.date:
    """Give the Monday of the week that is to be answered: the last one whose Sunday has come.

    Examples
    --------
    >>> due_week(dt.date(2026, 11, 22)), due_week(dt.date(2026, 11, 23))  # a Sunday, and the day after
    (datetime.date(2026, 11, 16), datetime.date(2026, 11, 16))
    """
    return week_start(day - dt.timedelta(days=6))


def due_line(reader: Reader, *, athlete_id: int, day: dt.date) -> str | None:
    """Say that the check-in is due; None where the week is answered."""
    monday = due_week(day)
    answered = {as_day(value) for value in reader.frame("checkin_weeks", athlete_id=athlete_id)["week_start"]}
    return None if monday in answered else f"Check-in for {week_words(monday)}: about 20 seconds"


def response(answered: Sequence[dt.date], *, due: dt.date) -> Response:
    """Count weeks answered of weeks asked: those from the first answer up to the one due.

    Examples
    --------
    >>> monday = dt.date(2026, 11, 2)
    >>> response([monday, monday + 2 * WEEK], due=monday + 2 * WEEK)
    Response(answered=2, asked=3)
    """
    inside = {monday for monday in answered if monday <= due}
    return Response(len(inside), (due - min(inside)).days // 7 + 1) if inside else Response(0, 0)


def gather(reader: Reader, *, athlete_id: int, today: dt.date, week: str | None = None) -> CheckIn:
    """Gather one week of an athlete, and how complete the others are.

    Parameters
    ----------
    today
        The day it is; for a simulated athlete the last day of the simulation counts.
    week
        The Monday of the week to answer, as an ISO date; None for the one due.
    """
    person = roster.gather(reader).person(athlete_id)
    athlete = reader.row("today_athlete", athlete_id=athlete_id)
    day = today if athlete is None else situations.as_of(athlete, today)
    rows = {
        as_day(row["week_start"]): row
        for row in records(reader.frame("checkin_weeks", athlete_id=athlete_id))
    }
    due = due_week(day)
    is_due = due not in rows
    chosen = due if week is None else week_start(dt.date.fromisoformat(week))
    told = [
        row for row in records(reader.frame("checkin_problems", athlete_id=athlete_id))
        if as_day(row["week_start"]) is not None
    ]  # fmt: skip
    row = rows.get(chosen)
    problems = _problems(row, [one for one in told if as_day(one["week_start"]) == chosen])
    versions = reader.frame("log_versions", athlete_id=athlete_id, log_name="checkin")
    own = versions[(versions["entry_key"] == chosen.isoformat()) & (versions["did"] != "undone")]
    zone = (reader.row("athlete_zone", athlete_id=athlete_id) or {}).get("zone")
    answered = [one for one in rows if one is not None]
    return CheckIn(
        line=_line(person.name if person else "", bool(person and person.is_simulated), is_due, due),
        day=day,
        monday=chosen,
        week_words=week_words(chosen),
        is_without_problem=row is not None and row["q1"] == 0,
        is_answered=row is not None and row["q1"] is not None,
        problems=problems,
        wellness={name: None if row is None else whole(row[name]) for name in WELLNESS},
        lasts=_lasts(rows, told, chosen),
        open_injuries=_open_injuries(reader, athlete_id, chosen, problems),
        weeks=_weeks(rows, day),
        response=response(answered, due=due),
        due=due if is_due else None,
        can_undo=bool(own["taken_back_at_utc"].isna().any()),
        zone=str(zone) if zone else None,
        strip=_strip(rows, due),
    )


def reminder(
    reader: Reader,
    *,
    athlete_id: int,
    weekday: int,
    at: dt.time,
    title: str,
    today: dt.date,
    now_utc: dt.datetime,
) -> bytes:
    """Give a weekly reminder as a calendar file, in the athlete's own zone.

    Parameters
    ----------
    weekday
        0 is Monday.
    title
        What the calendar shows; others may see it, so it says nothing about health unless one wants it.
    """
    zone = (reader.row("athlete_zone", athlete_id=athlete_id) or {}).get("zone")
    first = today + dt.timedelta(days=(weekday - today.weekday()) % 7)
    return calendar_file.weekly_reminder(
        title=title.strip() or calendar_file.REMINDER_TITLE,
        first=dt.datetime.combine(first, at),
        zone=str(zone) if zone else None,
        reminder_id=f"athlete-{athlete_id}",
        made_at_utc=now_utc,
    )


def _line(name: str, is_simulated: bool, is_due: bool, due: dt.date) -> str:
    parts = [name] + (["simulated"] if is_simulated else [])
    return " · ".join([*parts, f"{week_words(due)} is {'due' if is_due else 'answered'}"])


def _problems(row: dict[str, Any] | None, told: list[dict[str, Any]]) -> tuple[Problem, ...]:
    """Give the problems of a week; of a week that a file told, the one its row holds."""
    if not told and row is not None and row["q1"]:
        told = [row | {"problem_no": 1, "injury_id": None}]
    return tuple(_problem(one) for one in told)


def _problem(row: dict[str, Any]) -> Problem:
    answers = {
        name: whole(row[name]) if name in QUESTIONS or name == "injury_id" else row[name]
        for name in ("q1", "q2", "q3", "q4", "problem_kind", "site", "side", "pain_0_10", "injury_id")
    }
    place = _place(row)
    said = severity_words(answers["q1"], answers["q2"], answers["q3"], answers["q4"])
    pain = "" if row["pain_0_10"] is None else f", pain {row['pain_0_10']:g} of 10"
    return Problem(int(row["problem_no"]), answers, f"{place}: {said}{pain}", place)


def _place(row: dict[str, Any]) -> str:
    if row["problem_kind"] == "illness":
        return "Illness"
    return injuries.place_name(row["site"], row["side"]) if row["site"] else "Health problem"


def _lasts(
    rows: dict[dt.date | None, dict[str, Any]], told: list[dict[str, Any]], chosen: dt.date
) -> tuple[Last, ...]:
    """Give the problems of the answer before the chosen week, if that is not too long ago."""
    before = [one for one in rows if one is not None and chosen - REMEMBERED_WEEKS * WEEK <= one < chosen]
    if not before:
        return ()
    latest = max(before)
    problems = [one for one in told if as_day(one["week_start"]) == latest]
    if not problems and rows[latest]["q1"]:
        problems = [rows[latest]]
    return tuple(
        Last(_place(one), str(one["problem_kind"] or "injury"), one["site"], one["side"])
        for one in problems
        if one["site"] or one["problem_kind"] == "illness"
    )


def _open_injuries(
    reader: Reader, athlete_id: int, chosen: dt.date, problems: tuple[Problem, ...]
) -> tuple[OpenInjury, ...]:
    meant = {one.answers["injury_id"] for one in problems}
    found = []
    for row in records(reader.frame("injury_entries", athlete_id=athlete_id)):
        onset = as_day(row["onset_date"])
        if row["recovered_date"] is not None or onset is None or int(row["injury_id"]) in meant:
            continue
        if onset < chosen:
            place = injuries.place_name(row["site"], row["side"])
            found.append(OpenInjury(int(row["injury_id"]), f"{place}, open since {written.date(onset)}"))
    return tuple(found)


def _weeks(rows: dict[dt.date | None, dict[str, Any]], day: dt.date) -> tuple[WeekState, ...]:
    newest, due = week_start(day), due_week(day)
    first = min((one for one in rows if one is not None), default=None)
    states = []
    for back in range(WEEKS_OFFERED + 1):
        monday = newest - WEEK * back
        row = rows.get(monday)
        words = "not answered" if row is None else row_words(row)
        is_asked = first is not None and first <= monday <= due
        states.append(WeekState(monday, week_words(monday), row is not None, is_asked, words))
    return tuple(states)


def _strip(rows: dict[dt.date | None, dict[str, Any]], due: dt.date) -> tuple[dict[str, Any], ...]:
    known = [one for one in rows if one is not None]
    first = min(known, default=None)
    mondays = [due - WEEK * back for back in range(WEEKS_SHOWN - 1, -1, -1)]
    return tuple(cell("", monday, rows.get(monday), first) for monday in mondays)
