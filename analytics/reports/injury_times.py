"""When: how many are injured week by week, how long until a first injury, how long until the return."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.knowledge import written
from analytics.metrics import ostrc, severity, survival
from analytics.metrics import prevalence as shares_of
from analytics.reports import case_level
from analytics.reports.answers import CaseLevel
from analytics.reports.injury_counts import Counts
from analytics.reports.rows import each
from analytics.store import Reader

Ints = npt.NDArray[np.int64]

LEAST_FOLLOWED = 5
"""A share of fewer athletes is no picture of a squad."""
LEAST_IN_A_CURVE = 5
DAY_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


@dataclass(frozen=True)
class Prevalence:
    """Shares of athletes injured, period by period, with Wilson intervals.

    `rows` has period_start, followed, injured, prevalence_pct, low_pct, high_pct, iso_week (weeks alone).
    """

    title: str
    note: str
    rows: pd.DataFrame


@dataclass(frozen=True)
class TimeTo:
    """A Kaplan-Meier curve in words and rows: time, at_risk, survival_pct, low_pct, high_pct.

    `marks` are round times with how many were still followed and without the event.
    """

    title: str
    note: str
    axis: str
    rows: pd.DataFrame
    marks: pd.DataFrame
    quartiles: str


def log_spans(reader: Reader, counts: Counts) -> pd.DataFrame:
    """Give the days that the injury logs speak for: athlete_id, first_date, last_date, gap_days.

    A silence of up to `gap_days` between two spans is bridged where a stretch of log is asked for.
    """
    return reader.frame("injury_log_spans", athlete_ids=[one.athlete_id for one in counts.people])


def shares(logs: pd.DataFrame, counts: Counts, period: shares_of.Period) -> pd.DataFrame:
    """Count by period who was followed and who was injured: period_start, followed, injured.

    Parameters
    ----------
    logs
        What `log_spans` gives.
    """
    cases = counts.cases
    last = pd.to_datetime(cases["recovered_date"]).fillna(pd.to_datetime(cases["last_date"]))
    found = shares_of.by_period(
        period,
        followed=_spans(logs["athlete_id"], logs["first_date"], logs["last_date"]),
        injured=_spans(cases["athlete_id"], cases["onset_date"], last.fillna(cases["onset_date"])),
    )
    start = pd.Series(found.start.astype("datetime64[us]"))
    return pd.DataFrame({"period_start": start, "followed": found.followed, "injured": found.injured})


def _spans(athlete: pd.Series, first: pd.Series, last: pd.Series) -> shares_of.Spans:
    return shares_of.Spans(
        athlete.to_numpy(dtype=np.int64),
        pd.to_datetime(first).to_numpy("datetime64[D]"),
        pd.to_datetime(last).to_numpy("datetime64[D]"),
    )


def prevalence(logs: pd.DataFrame, counts: Counts, period: shares_of.Period) -> Prevalence | None:
    """Give the prevalence by week, month or year; None for fewer than five athletes.

    Parameters
    ----------
    logs
        What `log_spans` gives.
    """
    rows = shares(logs, counts, period)
    if rows.empty or rows["followed"].max() < LEAST_FOLLOWED:
        return None
    counted = zip(rows["injured"].tolist(), rows["followed"].tolist(), strict=True)
    limits = [severity.wilson(k, n) for k, n in counted]
    rows["prevalence_pct"] = 100 * rows["injured"] / rows["followed"]
    rows["low_pct"], rows["high_pct"] = [100 * low for low, _ in limits], [100 * high for _, high in limits]
    if period == "week":
        calendar = rows["period_start"].dt.isocalendar()
        rows["iso_week"] = [
            f"{year}-W{week:02d}"
            for year, week in zip(calendar["year"].tolist(), calendar["week"].tolist(), strict=True)
        ]
    shown = (rows["prevalence_pct"] / 100).tolist()
    if period == "year":
        found = [f"{row.period_start:%Y}: {written.percent(row.prevalence_pct)}" for row in each(rows)]
        title = f"How many were injured in a year? {'; '.join(found[-3:])}"
    else:
        mean = ostrc.mean_over_weeks(shown)
        title = f"How many are injured in a {period}? {written.percent(100 * mean.mean)} on average"
        if not math.isnan(mean.low):
            title += f" ({written.number(100 * mean.low_shown)} to {written.number(100 * mean.high_shown)})"
    note = (
        f"Share of athletes with {case_level.COUNTED[counts.level]} on any day of the {period}, of those "
        "whose "
        f"injury log speaks for it; lines are Wilson intervals."
    )
    if period != "year":
        note += (
            f" The mean's interval is Student's t over {written.count(len(rows), period)}; neighbouring "
            "ones are alike, "
            "so it is somewhat too narrow."
        )
    return Prevalence(title, note, rows)


def answers(reader: Reader, counts: Counts) -> pd.DataFrame:
    """Give what the weekly check-ins told: week_start, responses, problems (of the level), prevalence_pct."""
    rows = reader.frame("checkin_answers", athlete_ids=[one.athlete_id for one in counts.people])
    given = list(zip(*(rows[q].astype(float).tolist() for q in ("q1", "q2", "q3")), strict=True))
    told = {answer: _is_case(answer, counts.level) for answer in set(given)}
    rows["problems"] = [told[answer] * n for answer, n in zip(given, rows["responses"].tolist(), strict=True)]
    weeks = rows.groupby("week_start", as_index=False)[["responses", "problems"]].sum()
    weeks["prevalence_pct"] = 100 * weeks["problems"] / weeks["responses"]
    return weeks


def _is_case(answer: tuple[float, ...], level: CaseLevel) -> bool:
    q1, q2, q3 = (None if math.isnan(one) else int(one) for one in answer)
    if level == "time_loss":
        return ostrc.is_time_loss_week(q1) is True
    if level == "substantial":
        return ostrc.substantial(q1, q2, q3) is True
    return ostrc.health_problem(q1) is True


def answers_words(weeks: pd.DataFrame, level: CaseLevel) -> str | None:
    """Say what the weekly check-ins told, on average over weeks; None without any."""
    if weeks.empty:
        return None
    mean = ostrc.mean_over_weeks((weeks["prevalence_pct"] / 100).tolist())
    text = (
        f"In the weekly check-ins {written.percent(100 * mean.mean)} of the answers told of "
        f"{case_level.COUNTED[level]}"
    )
    if not math.isnan(mean.low):
        text += f" ({written.number(100 * mean.low_shown)} to {written.number(100 * mean.high_shown)} %)"
    answered = written.number(int(weeks["responses"].sum()))
    return f"{text}: {answered} answers in {written.count(len(weeks), 'week')}. Weeks unanswered are unknown."


def first_injuries(logs: pd.DataFrame, counts: Counts) -> pd.DataFrame:
    """Give each athlete's longest stretch of injury log and the first injury in it.

    Parameters
    ----------
    logs
        What `log_spans` gives.

    Returns
    -------
    pandas.DataFrame
        athlete_id, entry_date, last_date (of the stretch), onset_date (NaT: none in it).
    """
    spans = _spans(logs["athlete_id"], logs["first_date"], logs["last_date"])
    gap_days = int(logs["gap_days"].max()) if len(logs) else 0
    stretch = shares_of.longest_stretches(spans, gap_days=gap_days)
    onset = counts.cases["onset_date"].to_numpy("datetime64[D]")
    place = _place_among(stretch.athlete, counts.cases["athlete_id"].to_numpy(dtype=np.int64))
    at = np.flatnonzero(place >= 0)
    inside = at[(stretch.first[place[at]] <= onset[at]) & (onset[at] <= stretch.last[place[at]])]
    first = np.full(len(stretch.athlete), np.datetime64("NaT"), "datetime64[D]")
    latest_first = inside[np.argsort(onset[inside])[::-1]]
    first[place[latest_first]] = onset[latest_first]  # the earliest is written last
    return pd.DataFrame(
        {
            "athlete_id": stretch.athlete,
            "entry_date": stretch.first.astype("datetime64[us]"),
            "last_date": stretch.last.astype("datetime64[us]"),
            "onset_date": first.astype("datetime64[us]"),
        }
    )


def _place_among(known: Ints, asked: Ints) -> Ints:
    """Give where each number lies among the known ones, which are in order; -1 is nowhere."""
    if not len(known):
        return np.full(len(asked), -1)
    place = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.where(known[place] == asked, place, -1)


def to_first_injury(rows: pd.DataFrame, counts: Counts) -> TimeTo | None:
    """Give the time to a first injury since an athlete's log began; None for fewer than five athletes.

    Parameters
    ----------
    rows
        What `first_injuries` gives.
    """
    if len(rows) < LEAST_IN_A_CURVE:
        return None
    met = rows["onset_date"].notna()
    lasted = (rows["onset_date"].fillna(rows["last_date"]) - rows["entry_date"]).dt.days
    curve = survival.kaplan_meier(
        np.asarray(lasted, dtype=np.float64), met.to_numpy(dtype=bool), transform="log-log"
    )
    middle = curve.quantile(0.5)
    title = "How long until a first injury? " + (
        f"Half had one within {written.number(middle.value)} days"
        if not math.isnan(middle.value)
        else "Fewer than half had one in the days followed"
    )
    note = (
        f"{written.count(curve.n, 'athlete')}, "
        f"{written.count(curve.events, 'first injury', 'first injuries')} "
        f"({case_level.COUNTED[counts.level]}), from the first day of each one's longest stretch of "
        "injury log. "
        "Who has none yet counts up to the log's last day. Earlier injuries are not known; the band is "
        "the 95 % "
        "interval (log-log)."
    )
    return _time_to(curve, title, note, "Days")


def to_return(counts: Counts) -> TimeTo | None:
    """Give the time from onset to the return; those still away count up to the end of the log."""
    cases = counts.cases[counts.cases["last_date"].notna() | ~counts.cases["is_open"]]
    if len(cases) < LEAST_IN_A_CURVE:
        return None
    end = pd.to_datetime(cases["back_date"]).fillna(pd.to_datetime(cases["last_date"]))
    lasted = (end - pd.to_datetime(cases["onset_date"])).dt.days.clip(lower=0).to_numpy(dtype=np.float64)
    curve = survival.kaplan_meier(
        np.asarray(lasted, dtype=np.float64), (~cases["is_open"]).to_numpy(dtype=bool), transform="log-log"
    )
    middle = curve.quantile(0.5)
    title = "How long until the return? " + (
        f"Half were back within {written.number(middle.value)} days"
        if not math.isnan(middle.value)
        else "Fewer than half are back so far"
    )
    note = (
        f"{written.count(curve.n, 'injury', 'injuries')} ({case_level.COUNTED[counts.level]}), "
        f"{written.count(curve.n - curve.events, 'still open', 'still open')}: those count up to the end "
        "of the log. "
        "Several injuries of one athlete are taken as independent; the band is the 95 % interval (log-log)."
    )
    return _time_to(curve, title, note, "Days since onset")


def _round_days(last: float) -> npt.NDArray[np.float64]:
    """Give round numbers of days from 0 on, not beyond the last: at most seven of them.

    Examples
    --------
    >>> _round_days(106.0).tolist(), _round_days(727.0).tolist(), _round_days(0.0).tolist()
    ([0.0, 20.0, 40.0, 60.0, 80.0, 100.0], [0.0, 200.0, 400.0, 600.0], [0.0])
    """
    step = next((one for one in DAY_STEPS if last / one <= 6), last)
    return np.arange(0.0, last + 0.5, step)


def _time_to(curve: survival.Curve, title: str, note: str, axis: str) -> TimeTo:
    begin = {
        "time": [0.0],
        "at_risk": [float(curve.n)],
        "survival_pct": [100.0],
        "low_pct": [100.0],
        "high_pct": [100.0],
    }
    steps = pd.DataFrame(
        {
            "time": curve.time,
            "at_risk": curve.at_risk,
            "survival_pct": 100 * curve.survival,
            "low_pct": 100 * curve.low,
            "high_pct": 100 * curve.high,
        }
    )
    last = float(curve.time[-1]) if len(curve.time) else 0.0
    marks = _round_days(last)
    said = []
    for share, words in ((0.25, "a quarter"), (0.5, "half"), (0.75, "three quarters")):
        found = curve.quantile(share)
        if not math.isnan(found.value):
            said.append(f"{words} within {written.interval(found.value, found.low, found.high, 0)} days")
    return TimeTo(
        title,
        note,
        axis,
        rows=pd.concat([pd.DataFrame(begin), steps], ignore_index=True),
        marks=pd.DataFrame({"time": marks, "at_risk": [curve.risk_at(float(mark)) for mark in marks]}),
        quartiles="; ".join(said).capitalize() if said else "Not even a quarter so far",
    )
