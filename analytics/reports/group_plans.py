"""Routines for several athletes at once: whom one suits, who has done it, as their logs say."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pandas as pd

from analytics.advice.routine_form import RoutineFormError, routine_from_json
from analytics.errors import AnalyticsError
from analytics.knowledge import exercises, written
from analytics.period import week_start
from analytics.reports import roster, routine_editor, routines, situations, squad_weeks
from analytics.reports.records import day as as_day
from analytics.reports.records import records
from analytics.reports.routines import Asked, Standing
from analytics.store import Reader

DONE_SHARE = 0.5
"""A day counts as done where at least this share of the routine's exercises was logged on it."""
MINUTES = (5, 10, 15, 20)
DONE_WORDS = (
    "A day counts as done when at least half of the routine's exercises were logged on it: by hand, from an "
    "app or a watch, or in a guided session. Without a strength log it is unknown, not undone."
)
HELD_BACK = "the athlete first says on Routines how it is"


@dataclass(frozen=True)
class Suits:
    """Somebody a routine suits: their own form of it, and what it holds."""

    athlete_id: int
    name: str
    routine: str
    line: str


@dataclass(frozen=True)
class Checked:
    """Whom a routine suits, and who is left out and why."""

    suits: tuple[Suits, ...]
    left_out: tuple[tuple[str, str], ...]

    @property
    def routines(self) -> dict[int, str]:
        """Give each athlete's form."""
        return {one.athlete_id: one.routine for one in self.suits}


@dataclass(frozen=True)
class Assigned:
    """A plan as the page shows it; `rows` has a row an athlete: athlete, week, done, last, state."""

    plan_id: int
    name: str
    line: str
    is_taken_back: bool
    is_over: bool
    did: int
    unknown: int
    rows: pd.DataFrame

    @property
    def title(self) -> str:
        """Say how many have done it."""
        unknown = f", {self.unknown} unknown" if self.unknown else ""
        return f"{self.did} of {len(self.rows)} have done it{unknown}"


@dataclass(frozen=True)
class Own:
    """A plan of one athlete: the routine, and how it stands this week."""

    name: str
    line: str
    text: str


def check(
    reader: Reader, *, athlete_ids: Sequence[int], routine: str | None, minutes: int | None, today: dt.date
) -> Checked:
    """Hold a routine against what the log knows of each athlete: who gets which form of it, who is left out.

    Parameters
    ----------
    routine
        The same one for all, in its written form, held against each one's age; None builds one for each, by
        their own level and kit.
    minutes
        How long a built one takes.
    """
    suits, left_out = [], []
    for athlete_id in athlete_ids:
        athlete = reader.row("today_athlete", athlete_id=athlete_id)
        if athlete is None:
            continue
        name = f"{athlete['name']} (simulated)" if athlete["simulated"] else str(athlete["name"])
        known = routines.gather(reader, athlete_id=athlete_id, day=today)
        reason = _against(known)
        text = None if reason else _form(known, routine=routine, minutes=minutes)
        if text is None:
            left_out.append((name, reason or "no routine of this length suits their level and kit"))
            continue
        suits.append(Suits(athlete_id, name, text, routine_editor.view(text).line))
    return Checked(tuple(suits), tuple(left_out))


def _against(known: Standing) -> str | None:
    if known.stops:
        first = known.stops[0]
        return f"{first.headline[0].lower()}{first.headline[1:]}"
    if known.site is not None:
        site = routines.sites().get(known.site, known.site)
        return f"the log knows of a sore or injured place ({site}): {HELD_BACK}"
    return None


def _form(known: Standing, *, routine: str | None, minutes: int | None) -> str | None:
    asked = Asked(
        minutes=minutes or MINUTES[0],
        level=known.level,
        kit=known.kit,
        youth=known.is_minor or known.may_be_minor,
    )
    if routine is None:
        return routines.answer(asked).text
    return routine_editor.fit(routine, replace(asked, kit=None), own_time=True)


def starts(reader: Reader, *, today: dt.date) -> dt.date:
    """Give the day a plan made now begins: today, or the last day of a simulation where all are simulated."""
    return squad_weeks.looked_at_on(reader, roster.gather(reader).people, today)


def ends(first: dt.date, *, weeks: int) -> dt.date:
    """Give the last day of a plan of so many weeks.

    Examples
    --------
    >>> ends(dt.date(2026, 11, 16), weeks=4)
    datetime.date(2026, 12, 13)
    """
    return first + dt.timedelta(days=7 * weeks - 1)


def gather(reader: Reader, *, today: dt.date) -> tuple[Assigned, ...]:
    """Gather the plans, the latest first, with who has done what.

    Parameters
    ----------
    today
        The day it is; plans of simulated athletes alone count up to their last logged day.
    """
    rows = records(reader.frame("group_plans", athlete_id=None))
    if not rows:
        return ()
    since = min(_day(row, "first_date") for row in rows)
    ids = sorted({int(row["athlete_id"]) for row in rows})
    logged = _days(reader, ids, since)
    covered = {
        int(row["athlete_id"]): as_day(row["last_covered"])
        for row in records(reader.frame("group_plan_covered", athlete_ids=ids, since=since))
    }
    by_plan: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        by_plan.setdefault(int(row["plan_id"]), []).append(row)
    return tuple(_assigned(some, logged, covered, today) for some in by_plan.values())


def of_athlete(reader: Reader, *, athlete_id: int, day: dt.date) -> tuple[Own, ...]:
    """Give the plans of one athlete that hold on a day, for their own page of routines.

    A simulated athlete's day is the last of the simulation at the latest.
    """
    athlete = reader.row("today_athlete", athlete_id=athlete_id)
    if athlete is None:
        return ()
    day = situations.as_of(athlete, day)
    found = [
        row
        for row in records(reader.frame("group_plans", athlete_id=athlete_id))
        if not row["is_taken_back"] and _day(row, "first_date") <= day <= _day(row, "last_date")
    ]
    if not found:
        return ()
    since = min(_day(row, "first_date") for row in found)
    logged = _days(reader, [athlete_id], since)
    own = []
    for row in found:
        done = _done(row, logged)
        this_week = sum(one >= week_start(day) for one in done)
        own.append(
            Own(
                str(row["name"]),
                f"{this_week} of {row['times_a_week']} this week · "
                f"until {written.date(_day(row, 'last_date'))}",
                str(row["routine"]),
            )
        )
    return tuple(own)


def _days(reader: Reader, ids: Sequence[int], since: dt.date) -> dict[int, dict[dt.date, set[str]]]:
    """Give the exercises each athlete logged, day by day."""
    found: dict[int, dict[dt.date, set[str]]] = {}
    for row in records(reader.frame("group_plan_days", athlete_ids=list(ids), since=since)):
        days = found.setdefault(int(row["athlete_id"]), {})
        days.setdefault(_day(row, "performed_on"), set()).add(str(row["exercise_id"]))
    return found


def _done(row: dict[str, Any], logged: dict[int, dict[dt.date, set[str]]]) -> list[dt.date]:
    """List the days of a plan on which an athlete did enough of it."""
    wanted = _exercises(str(row["routine"]))
    if not wanted:
        return []
    least = math.ceil(DONE_SHARE * len(wanted))
    first, last = _day(row, "first_date"), _day(row, "last_date")
    return sorted(
        day
        for day, done in logged.get(int(row["athlete_id"]), {}).items()
        if first <= day <= last and len(done & wanted) >= least
    )


@lru_cache(maxsize=1024)
def _exercises(routine: str) -> frozenset[str]:
    """List a routine's exercises; none where it cannot be read."""
    try:
        built = routine_from_json(routine, exercises=exercises.load())
    except RoutineFormError:
        return frozenset()
    return frozenset(item.exercise.id for item in built.items)


def _assigned(
    rows: list[dict[str, Any]],
    logged: dict[int, dict[dt.date, set[str]]],
    covered: dict[int, dt.date | None],
    today: dt.date,
) -> Assigned:
    head = rows[0]
    first, last, times = _day(head, "first_date"), _day(head, "last_date"), int(head["times_a_week"])
    if all(row["simulated"] for row in rows):
        today = max([*(one for one in covered.values() if one), first])
    monday = week_start(min(today, last))
    weeks = max((min(today, last) - first).days // 7 + 1, 1)
    table = []
    for row in rows:
        done = _done(row, logged)
        known = covered.get(int(row["athlete_id"])) is not None
        state = "unknown: no strength log since then"
        if known or done:
            state = "not yet" if not done else "as planned" if len(done) >= times * weeks else "some of it"
        table.append(
            {
                "athlete_id": int(row["athlete_id"]),
                "athlete": f"{row['athlete']} (simulated)" if row["simulated"] else str(row["athlete"]),
                "week": f"{sum(one >= monday for one in done)} of {times}" if known or done else None,
                "done": len(done) if known or done else None,
                "last": pd.Timestamp(done[-1]) if done else pd.NaT,
                "state": state,
            }
        )
    frame = pd.DataFrame(table)
    return Assigned(
        plan_id=int(head["plan_id"]),
        name=str(head["name"]),
        line=(
            f"{written.count(times, 'time')} a week, {written.date(first)} to {written.date(last)} · "
            f"{written.count(len(rows), 'athlete')}{' · taken back' if head['is_taken_back'] else ''}"
        ),
        is_taken_back=bool(head["is_taken_back"]),
        is_over=today > last,
        did=int((frame["done"].fillna(0) > 0).sum()),
        unknown=int(frame["done"].isna().sum()),
        rows=frame,
    )


def _day(row: dict[str, Any], name: str) -> dt.date:
    day = as_day(row[name])
    if day is None:
        raise AnalyticsError("A plan without its dates cannot be shown.")
    return day
