"""The calendar: weeks as rows; runs, strength, injuries, check-ins and races in one view.

It reads only the weeks it shows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analytics.knowledge import units, written
from analytics.knowledge.activity_words import clock, kilometres
from analytics.metrics.spike import spike_state
from analytics.period import week_label, week_start
from analytics.reports import roster
from analytics.reports.load_words import BASIS_IN_TEXT, BASIS_UNIT
from analytics.reports.records import day, records
from analytics.store import Reader

WEEKS_SHOWN = 12
AHEAD = 2
"""Weeks shown above the one that was asked for, where there are any."""
SIZES_M = (5_000, 8_000, 12_000, 18_000, 25_000)
"""From which distance a run's dot is the next size: our choice."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LEVELS = {"complaint": "complaint", "substantial": "substantial problem", "time_loss": "time-loss injury"}
SPIKES = {
    "small": "longest run 10 to 30 % over the month before",
    "moderate": "longest run 30 to 100 % over the month before",
    "large": "longest run more than double the month before",
}


@dataclass(frozen=True)
class RunMark:
    """One run of a day: what is written in it, how large it is drawn (0 to 5), and what it is in words."""

    activity_id: int
    label: str
    size: int
    is_race: bool
    words: str


@dataclass(frozen=True)
class DayCell:
    """One day of one athlete; `state` is unknown, rest, active or ahead."""

    date: dt.date
    weekday: str
    number: str
    state: str
    runs: tuple[RunMark, ...] = ()
    strength: str = ""
    away: str = ""
    began: tuple[str, ...] = ()
    race_ahead: bool = False
    is_today: bool = False


@dataclass(frozen=True)
class WeekRow:
    """A row of the calendar: its head, seven days, and the sums as label and value."""

    key: str
    head: str
    under: str
    link: str | None
    is_asked: bool
    days: tuple[DayCell, ...]
    sums: tuple[tuple[str, str], ...]
    spike: str
    checkin: str


@dataclass(frozen=True)
class Calendar:
    """Everything the page shows."""

    line: str
    title: str
    rows: tuple[WeekRow, ...]
    years: tuple[int, ...]
    year: int | None
    week: str
    earlier: str | None
    later: str | None
    latest: str | None
    missing: str | None = None
    load_words: str = ""

    @property
    def notes(self) -> str:
        """Say on what the loads stand, and which days the sums are of where that needs saying."""
        return " ".join(one for one in (self.load_words, sums_note()) if one)


def gather(
    reader: Reader, *, athlete_id: int, today: dt.date, week: str | None = None, weeks: int = WEEKS_SHOWN
) -> Calendar:
    """Gather some weeks of one athlete, the newest first.

    Parameters
    ----------
    week
        An ISO week that is to be among them, as 2026-W07; None or anything else gives the last ones.
    """
    person = roster.gather(reader).person(athlete_id)
    name = (person.name if person else "") + (" · simulated" if person and person.is_simulated else "")
    first, last, race_on = _extent(reader, [athlete_id], today)
    if first is None or last is None:
        return Calendar(
            f"{name} · no days in the log", "", (), (), None, "", None, None, None,
            missing="No runs, strength work or injuries in this log yet: the calendar shows them day by day.",
        )  # fmt: skip
    asked = monday_of(week)
    top = last if asked is None else max(first, min(last, asked + dt.timedelta(weeks=AHEAD)))
    mondays = [top - dt.timedelta(weeks=back) for back in range(weeks)]
    mondays = [monday for monday in mondays if monday >= first]
    begin, end = days_shown(mondays[-1])[0], days_shown(mondays[0])[-1]
    facts = _Facts(reader, [athlete_id], begin, end, today, race_on)
    rows = tuple(
        facts.row(
            athlete_id,
            monday,
            head=f"Week {week_label(monday)[6:]}".replace("Week 0", "Week "),
            under=f"{monday.day} {monday:%b %Y}",
            is_asked=monday == asked,
        )
        for monday in mondays
    )
    step = dt.timedelta(weeks=weeks)
    newest = mondays[0]
    return Calendar(
        line=f"{name} · {written.count(len(mondays), 'week')}, {written.date(mondays[-1])} to "
        f"{written.date(newest + dt.timedelta(days=6))}",
        title="What was done, week by week",
        rows=rows,
        years=tuple(range(last.isocalendar()[0], first.isocalendar()[0] - 1, -1)),
        year=newest.isocalendar()[0],
        week=week_label(newest),
        earlier=week_label(newest - step - dt.timedelta(weeks=AHEAD)) if mondays[-1] > first else None,
        later=week_label(min(last, newest + step - dt.timedelta(weeks=AHEAD))) if newest < last else None,
        latest=week_label(last) if newest < last else None,
        load_words=facts.load_words,
    )


def gather_squad(
    reader: Reader, *, squad_id: int | None, today: dt.date, week: str | None = None
) -> Calendar:
    """Gather one week of a squad, an athlete a row."""
    everybody = roster.gather(reader)
    people = everybody.members(squad_id)
    ids = [person.athlete_id for person in people]
    first, last, _ = _extent(reader, ids, today)
    if first is None or last is None:
        return Calendar(
            "No days in these logs", "", (), (), None, "", None, None, None,
            missing="No runs, strength work or injuries in these logs yet.",
        )  # fmt: skip
    asked = monday_of(week)
    monday = last if asked is None else max(first, min(last, asked))
    facts = _Facts(reader, ids, days_shown(monday)[0], days_shown(monday)[-1], today, None)
    rows = tuple(
        facts.row(person.athlete_id, monday, head=person.name, under="", is_asked=False) for person in people
    )
    one = dt.timedelta(weeks=1)
    return Calendar(
        line=f"{written.count(len(people), 'athlete')} · from {written.date(monday)}"
        + (" · simulated" if any(person.is_simulated for person in people) else ""),
        title=f"What the squad did in {written.week(monday)}",
        rows=rows,
        years=tuple(range(last.isocalendar()[0], first.isocalendar()[0] - 1, -1)),
        year=monday.isocalendar()[0],
        week=week_label(monday),
        earlier=week_label(monday - one) if monday > first else None,
        later=week_label(monday + one) if monday < last else None,
        latest=week_label(last) if monday < last else None,
        load_words=facts.load_words,
    )


def days_shown(monday: dt.date) -> list[dt.date]:
    """List the seven days of a row: those of the ISO week, or from the day before it that was chosen.

    Examples
    --------
    >>> with units.following(units.Way(first_day="sunday")):
    ...     days_shown(dt.date(2026, 10, 26))[0]
    datetime.date(2026, 10, 25)
    """
    back = -units.FIRST_DAYS[units.way().first_day] % 7
    return [monday + dt.timedelta(days=at - back) for at in range(7)]


def sums_note() -> str:
    """Say which days the sums beside a row are of, where they are not those of the row."""
    if units.way().first_day == units.Way().first_day:
        return ""
    return (
        "A row begins on the day you chose in the settings; its sums stay those of the ISO week, from the "
        "Monday in the row to the Sunday after it."
    )


def monday_of(week: str | None) -> dt.date | None:
    """Give the Monday of an ISO week; None for anything else.

    Examples
    --------
    >>> monday_of("2026-W07"), monday_of("2026-W60"), monday_of(None)
    (datetime.date(2026, 2, 9), None, None)
    """
    found = re.fullmatch(r"(\d{4})-W(\d{2})", week or "")
    if found is None:
        return None
    try:
        return dt.date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        return None


def last_week_of(year: int) -> str:
    """Name the last ISO week of a year: where a jump to that year lands.

    Examples
    --------
    >>> last_week_of(2026), last_week_of(2025)
    ('2026-W53', '2025-W52')
    """
    return week_label(week_start(dt.date(year, 12, 28)))


def _extent(
    reader: Reader, ids: Sequence[int], today: dt.date
) -> tuple[dt.date | None, dt.date | None, dt.date | None]:
    """Give the first and the last week to show, and the next race; a race ahead is shown, too."""
    row = reader.row("calendar_extent", athlete_ids=list(ids)) or {}
    first, last, race_on = (day(row.get(name)) for name in ("first_week", "last_week", "race_on"))
    if first is None or last is None:
        return None, None, None
    if race_on is not None and race_on >= today:
        last = max(last, week_start(race_on))
    if days_shown(last)[-1] < min(today, last + dt.timedelta(days=6)):  # its end stands in the row after it
        last += dt.timedelta(weeks=1)
    return first, last, race_on


class _Facts:
    """What the logs say of some days, looked up by athlete and day."""

    def __init__(
        self,
        reader: Reader,
        ids: Sequence[int],
        first: dt.date,
        last: dt.date,
        today: dt.date,
        race_on: dt.date | None,
    ) -> None:
        asked: dict[str, Any] = {"athlete_ids": list(ids), "first_day": first, "last_day": last}
        self.today, self.race_on = today, race_on
        self.days = {
            (row["athlete_id"], day(row["local_date"])): row
            for row in records(reader.frame("calendar_days", **asked))
        }
        self.weeks = {
            (row["athlete_id"], day(row["week_start"])): row
            for row in records(reader.frame("calendar_weeks", **asked))
        }
        self.runs: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        for row in records(reader.frame("calendar_runs", **asked)):
            self.runs[row["athlete_id"], day(row["local_date"])].append(row)
        self.injuries: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in records(reader.frame("calendar_injuries", **asked)):
            self.injuries[row["athlete_id"]].append(row)
        self.bases = {
            row["athlete_id"]: row["load_basis"] for row in records(reader.frame("load_bases", **asked))
        }

    @property
    def load_words(self) -> str:
        """Say on what the loads stand, and in which unit they are."""
        bases = set(self.bases.values())
        if len(bases) > 1:
            return "Load stands on each athlete's own basis: the unit says which."
        return "".join(f"Load stands on {BASIS_IN_TEXT[one]}, in {BASIS_UNIT[one]}." for one in bases)

    def _load(self, athlete_id: int, load_au: float | None) -> tuple[str, str]:
        """Give the head and the value of a week's load: the unit is in the head where all share a basis."""
        bases = set(self.bases.values())
        value = _number(load_au)
        if len(bases) == 1:
            return f"Load, {BASIS_UNIT[bases.pop()]}", value
        own = self.bases.get(athlete_id)
        return "Load", f"{value} {BASIS_UNIT[own]}" if own and load_au else value

    def row(self, athlete_id: int, monday: dt.date, *, head: str, under: str, is_asked: bool) -> WeekRow:
        """Give a row of the calendar."""
        week = self.weeks.get((athlete_id, monday), {})
        state = spike_state(week.get("spike_ratio_max")).id if week.get("spike_ratio_max") is not None else ""
        severity = week.get("checkin_severity")
        return WeekRow(
            key=week_label(monday),
            head=head,
            under=under,
            link=None,
            is_asked=is_asked,
            days=tuple(self._cell(athlete_id, date) for date in days_shown(monday)),
            sums=(
                (
                    units.unit("distance_m").capitalize(),
                    _far(week.get("distance_m"), 1 if week.get("distance_m") else 0),
                ),
                (
                    "Time",
                    clock(week.get("moving_s")) if week.get("moving_s") else _number(week.get("moving_s")),
                ),
                ("Hip sets", written.sets(week.get("hip_sets"))),
                self._load(athlete_id, week.get("load_au")),
            ),
            spike=SPIKES.get(state, ""),
            checkin="" if severity is None else f"Check-in: {_severity(float(severity))}",
        )

    def _cell(self, athlete_id: int, date: dt.date) -> DayCell:
        row = self.days.get((athlete_id, date))
        runs = tuple(_run(one) for one in self.runs.get((athlete_id, date), []))
        strength = _strength(row)
        away, began = "", []
        for injury in self.injuries.get(athlete_id, []):
            site = injury["site"] or "injury"
            start, end = day(injury["away_from"]), day(injury["away_until"])
            if start is not None and start <= date < (end or dt.date.max) and date <= self.today:
                away = away or site
            if day(injury["onset_date"]) == date:
                began.append(f"{site}: {LEVELS.get(injury['case_level'], 'problem')}")
        is_known = row is not None and bool(row["running_covered"])
        state = "active" if runs or strength else "rest" if is_known else "unknown"
        return DayCell(
            date=date,
            weekday=DAYS[date.weekday()],
            number=f"{date.day} {date:%b}",
            state="ahead" if date > self.today and state != "active" else state,
            runs=runs,
            strength=strength,
            away=away,
            began=tuple(began),
            race_ahead=self.race_on == date and not any(run.is_race for run in runs),
            is_today=date == self.today,
        )


def _run(row: dict[str, Any]) -> RunMark:
    metres = row["distance_m"]
    what = "race" if row["is_race"] else "treadmill run" if row["sub_sport"] == "treadmill" else "run"
    far = _far(metres, 1 if metres is None or metres < 99_950 else 0)
    told = f"{what}, {kilometres(metres)}" if metres is not None else f"{what}, distance unknown"
    if row["moving_s"]:
        told += f" in {clock(row['moving_s'])}"
    size = sum((metres or 0.0) >= limit for limit in SIZES_M)
    return RunMark(int(row["activity_id"]), far, size, bool(row["is_race"]), told.capitalize())


def _strength(row: dict[str, Any] | None) -> str:
    if row is None or not (row["strength_sets"] or row["hip_sets"]):
        return ""
    if row["hip_sets"]:
        return f"{written.sets(row['hip_sets'])} hip sets"
    return written.count(round(row["strength_sets"]), "set") + ", none for the hip"


def _severity(score: float) -> str:
    return "no problem" if score == 0 else f"{written.number(score)} of 100"


def _far(metres: float | None, decimals: int) -> str:
    return written.distance(metres, decimals).removesuffix(f" {units.unit('distance_m')}")


def _number(value: float | None) -> str:
    return written.number(value)
