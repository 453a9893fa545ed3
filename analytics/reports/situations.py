"""From what is stored to the situation the rules look at; what no log covers stays unknown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.advice.situation import InjuryNow, Situation
from analytics.knowledge import injuries
from analytics.metrics import dose, load, ostrc
from analytics.period import week_start
from analytics.reports.records import day as as_day
from analytics.reports.records import records
from analytics.store import Reader

LOOK_BACK_DAYS = 30
WEEKS_BEFORE = 12
RECENT_INJURY_DAYS = 84
INJURY_LOG_MAX_AGE_DAYS = 28
"""A log that last spoke within four weeks is taken to speak for today, as coverage gaps are."""
CHECKIN_MAX_AGE_DAYS = 13


@dataclass(frozen=True)
class Answers:
    """What a person says today; None is not said.

    Parameters
    ----------
    red_flags
        Ids that were ticked; an empty tuple says that none applies.
    """

    red_flags: tuple[str, ...] | None = None
    pain_now_0_10: float | None = None
    pain_last_session_0_10: float | None = None
    worse_next_morning: bool | None = None
    pain_site: str | None = None
    minutes: float | None = None
    planned_run_m: float | None = None
    race_in_days: int | None = None
    level: int | None = None
    kit: str | None = None
    wrists_ok: bool | None = None


def as_of(athlete: dict[str, Any], today: dt.date) -> dt.date:
    """Give the day advice is for: today, or for a simulated athlete the last day of the simulation."""
    last = as_day(athlete["last_date"])
    return min(today, last) if athlete["simulated"] and last else today


def gather(reader: Reader, *, athlete: dict[str, Any], day: dt.date, answers: Answers) -> Situation:
    """Gather everything known of one athlete on one day.

    Parameters
    ----------
    athlete
        The row of the query today_athlete.
    day
        The day the advice is for.
    """
    athlete_id = int(athlete["athlete_id"])
    days = reader.frame(
        "today_days", athlete_id=athlete_id, since=day - dt.timedelta(days=LOOK_BACK_DAYS), until=day
    )
    weeks = _weekly_sets(reader.frame("weeks", athlete_id=athlete_id), day)
    doses = dose.decayed(weeks)[-4:]
    checkins = reader.frame("today_checkins", athlete_id=athlete_id, until=day)
    birth_year = athlete["birth_year"]
    return Situation(
        red_flags=None if answers.red_flags is None else frozenset(answers.red_flags),
        pain_now_0_10=answers.pain_now_0_10,
        pain_last_session_0_10=answers.pain_last_session_0_10,
        worse_next_morning=answers.worse_next_morning,
        pain_site=answers.pain_site,
        injuries=_injuries(reader, athlete_id, day),
        ostrc_q1_last=_last_q1(checkins, day),
        substantial_weeks=_substantial_weeks(checkins, day),
        hip_sets_weeks=_four([_known(value) for value in weeks.iloc[-5:-1]]),
        hip_sets_this_week=_known(weeks.iloc[-1]),
        hip_dose_weeks=_four([_known(value) for value in doses]),
        longest_run_30d_m=_longest(days, day),
        planned_run_m=answers.planned_run_m,
        run_change_pct=_run_change_pct(days, day),
        race_in_days=answers.race_in_days,
        level=answers.level if answers.level is not None else _whole(athlete["level"]),
        kit=answers.kit or athlete["kit"],
        wrists_ok=answers.wrists_ok,
        minutes=answers.minutes,
        # Only the year of birth is kept: this is the youngest the athlete can be, so that nobody is taken for
        # grown up a year early.
        age_years=None if _whole(birth_year) is None else day.year - int(birth_year) - 1,
    )


def _weekly_sets(weeks: pd.DataFrame, day: dt.date) -> pd.Series:
    """Hip sets of the weeks up to the one that holds `day`, one a week without gaps; NaN unknown."""
    monday = pd.Timestamp(week_start(day))
    every = pd.date_range(end=monday, periods=WEEKS_BEFORE + 1, freq="7D")
    known = pd.Series(
        pd.to_numeric(weeks["hip_sets"]).astype(float).to_numpy(), index=pd.DatetimeIndex(weeks["week_start"])
    )
    return known.reindex(every)


def _longest(days: pd.DataFrame, day: dt.date) -> float | None:
    """Longest run of the 30 days before `day`: 0 only where all of them are covered and hold no run."""
    before = days[pd.to_datetime(days["local_date"]) < pd.Timestamp(day)]
    longest = pd.to_numeric(before["longest_run_m"]).max()
    if pd.notna(longest) and longest > 0:
        return float(longest)
    covered = int(before["running_covered"].fillna(False).astype(bool).sum())
    return 0.0 if covered >= LOOK_BACK_DAYS else None


def _run_change_pct(days: pd.DataFrame, day: dt.date) -> float | None:
    """The seven days up to yesterday against the seven before; None unless all are covered."""
    dates = pd.to_datetime(days["local_date"])
    metres = pd.to_numeric(days["distance_m"]).astype(float)
    sums = []
    for first, last in ((7, 1), (14, 8)):
        inside = dates.between(
            pd.Timestamp(day - dt.timedelta(days=first)), pd.Timestamp(day - dt.timedelta(days=last))
        )
        if int(metres[inside].notna().sum()) < 7:
            return None
        sums.append(float(metres[inside].sum()))
    change = load.week_change(this_week_m=sums[0], last_week_m=sums[1])
    return None if pd.isna(change) else 100 * change


def _injuries(reader: Reader, athlete_id: int, day: dt.date) -> tuple[InjuryNow, ...] | None:
    """Open injuries and those that ended in the last twelve weeks; None where no injury log reaches today."""
    kinds = injuries.load()
    found = []
    for row in records(reader.frame("injuries_listed", athlete_id=athlete_id)):
        onset, end = as_day(row["onset_date"]), as_day(row["recovered_date"])
        if onset is None or onset > day:
            continue
        if end is not None and end > day:
            end = None
        since_end = None if end is None else (day - end).days
        if since_end is not None and since_end > RECENT_INJURY_DAYS:
            continue
        kind = kinds.get(str(row["diagnosis_id"]))
        found.append(
            InjuryNow(
                site=row["site"] if isinstance(row["site"], str) else None,
                days_since_onset=(day - onset).days,
                days_since_recovery=since_end,
                name=kind.name if kind else None,
                needs_clearance=kind.needs_professional if kind else False,
            )
        )
    if found:
        return tuple(found)
    spans = reader.frame("coverage_spans", athlete_id=athlete_id)
    ends = [as_day(value) for value in spans.loc[spans["what"] == "injury", "last_date"]]
    newest = max((one for one in ends if one is not None), default=None)
    reaches = newest is not None and (day - newest).days <= INJURY_LOG_MAX_AGE_DAYS
    return () if reaches else None


def _last_q1(checkins: pd.DataFrame, day: dt.date) -> int | None:
    if checkins.empty:
        return None
    newest = checkins.iloc[0]
    monday = as_day(newest["week_start"])
    is_recent = monday is not None and (day - monday).days <= CHECKIN_MAX_AGE_DAYS
    return _whole(newest["q1"]) if is_recent else None


def _substantial_weeks(checkins: pd.DataFrame, day: dt.date) -> int | None:
    """Consecutive weeks of substantial problems up to the latest check-in; None without a recent one."""
    if _last_q1(checkins, day) is None:
        return None
    count = 0
    expected = None
    for row in records(checkins):
        monday = as_day(row["week_start"])
        judged = ostrc.substantial(_whole(row["q1"]), _whole(row["q2"]), _whole(row["q3"]))
        if monday is None or (expected is not None and monday != expected) or not judged:
            break
        count += 1
        expected = monday - dt.timedelta(days=7)
    return count


def _whole(value: Any) -> int | None:
    return None if value is None or pd.isna(value) else int(value)


def _known(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _four(values: list[float | None]) -> tuple[float | None, float | None, float | None, float | None]:
    first, second, third, fourth = values
    return first, second, third, fourth
