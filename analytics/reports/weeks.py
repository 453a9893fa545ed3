"""The weeks of a log with everything measured from them: the views' columns plus what Python works out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.knowledge import written
from analytics.metrics import load, spike
from analytics.models import person_weeks
from analytics.store import Reader

WHOLE_WEEK = 7
RECENT = 4
"""Weeks that a page's figures look back on."""


def gather(
    reader: Reader, *, athlete_id: int | None = None, athlete_ids: Sequence[int] | None = None
) -> pd.DataFrame:
    """Gather athlete-weeks with pace at a fixed heart rate, the spike state and CTL, ATL and TSB.

    Parameters
    ----------
    athlete_id
        One athlete; None gathers everybody.
    athlete_ids
        Several athletes, instead.

    Returns
    -------
    pandas.DataFrame
        The columns of the view athlete_week (numbers as float, NaN unknown), pace_at_hr_s_per_km, pace_runs,
        hr_ref_bpm (the athlete's usual easy heart rate), spike_state (None without a running week), ctl_min,
        atl_min, tsb_min (minutes of running a day, on the week's last known day).
    """

    def asked(query: str) -> pd.DataFrame:
        if athlete_ids is None:
            return reader.frame(query, athlete_id=athlete_id)
        return reader.frame(f"{query}_of_several", athlete_ids=list(athlete_ids))

    weeks = asked("weeks")
    weeks["week_start"] = pd.to_datetime(weeks["week_start"])
    texts = {"week_start", "iso_week", "source"}
    for column in weeks.columns.difference(list(texts)):
        if column != "athlete_id":
            weeks[column] = pd.to_numeric(weeks[column]).astype(float)
    weeks = weeks.merge(_pace(asked("steady_runs")), on=["athlete_id", "week_start"], how="left")
    weeks = weeks.merge(
        _fitness(asked("running_days")),
        on=["athlete_id", "week_start"],
        how="left",
    )
    weeks["spike_state"] = _spike_states(weeks)
    return weeks


def _spike_states(weeks: pd.DataFrame) -> pd.Series:
    states = [spike.spike_state(ratio).id for ratio in weeks["spike_ratio_max"].tolist()]
    return pd.Series(states, index=weeks.index, dtype=object).where(weeks["runs"] > 0, None)


def _pace(runs: pd.DataFrame) -> pd.DataFrame:
    """Bring each week's steady runs to the athlete's usual easy heart rate, as a pace."""
    weekly = person_weeks.weekly_speed(runs)
    usual = runs.groupby("athlete_id")["steady_hr_mean_bpm"].median().astype(float)
    counted = runs.assign(week_start=pd.to_datetime(runs["week_start"])).groupby(["athlete_id", "week_start"])
    weekly["pace_at_hr_s_per_km"] = 1000 / np.exp(weekly["log_speed"])
    weekly["hr_ref_bpm"] = weekly["athlete_id"].map(usual)
    weekly = weekly.merge(
        counted.size().astype(float).rename("pace_runs").reset_index(), on=["athlete_id", "week_start"]
    )
    return weekly[["athlete_id", "week_start", "pace_at_hr_s_per_km", "pace_runs", "hr_ref_bpm"]]


def fitness(reader: Reader, athlete_ids: Sequence[int] | None = None) -> pd.DataFrame:
    """Give CTL, ATL and TSB of each athlete-week, from minutes of running; None takes everybody."""
    if athlete_ids is None:
        return _fitness(reader.frame("running_days", athlete_id=None))
    return _fitness(reader.frame("running_days_of_several", athlete_ids=list(athlete_ids)))


def _fitness(days: pd.DataFrame) -> pd.DataFrame:
    """Work out CTL, ATL and TSB from minutes of running, and keep the last known day of each week."""
    minutes = pd.to_numeric(days["moving_s"]).astype(float) / 60
    dates = pd.DatetimeIndex(days["local_date"])
    daily = [
        load.ctl_atl_tsb(pd.Series(minutes.to_numpy()[at], index=dates[at]))[["ctl", "atl", "tsb"]].to_numpy()
        for at in days.groupby("athlete_id", sort=False).indices.values()
    ]
    measured = pd.DataFrame(
        np.concatenate(daily) if daily else np.empty((0, 3)), columns=["ctl_min", "atl_min", "tsb_min"]
    )
    measured.insert(0, "athlete_id", days["athlete_id"].to_numpy())
    measured.insert(1, "week_start", pd.to_datetime(days["week_start"]).to_numpy())
    return measured.groupby(["athlete_id", "week_start"], sort=False).last().reset_index()


@dataclass(frozen=True)
class Recent:
    """The mean of the last four whole weeks, and of four before; None where none (before: one) is known."""

    now: float | None
    before: float | None
    known: int

    @property
    def change(self) -> float | None:
        """Give the change from the four weeks before."""
        return None if self.now is None or self.before is None else self.now - self.before


def recent(weeks: pd.DataFrame, column: str, *, covered: str | None, apart: int = RECENT) -> Recent:
    """Average a measure over the last four whole weeks of its log, and over the four `apart` weeks before.

    A log that has been silent for the last four weeks says nothing of now: both means are then unknown.

    Parameters
    ----------
    weeks
        One athlete's weeks in order.
    covered
        The column that counts a week's covered days; None takes weeks with a value.

    Examples
    --------
    >>> frame = pd.DataFrame({"hip_sets": [2.0, 2, 2, 2, 6, 6, 6, 6, 1], "days": [7.0] * 8 + [3]})
    >>> recent(frame, "hip_sets", covered="days")
    Recent(now=6.0, before=2.0, known=4)
    """
    values = weeks[column].to_numpy(dtype=np.float64)
    whole = np.isfinite(values) if covered is None else weeks[covered].to_numpy(np.float64) >= WHOLE_WEEK
    return recent_of(values, whole, apart=apart)


def recent_of(
    values: npt.NDArray[np.float64], whole: npt.NDArray[np.bool_], *, apart: int = RECENT
) -> Recent:
    """Give the same as `recent` of one athlete's weeks in order, of which `whole` may be averaged."""
    if not whole.any():
        return Recent(None, None, 0)
    end = int(np.flatnonzero(whole)[-1]) + 1
    if end <= len(values) - RECENT:
        return Recent(None, None, 0)
    values = np.where(whole, values, np.nan)
    now = values[max(end - RECENT, 0) : end]
    before = values[max(end - apart - RECENT, 0) : max(end - apart, 0)]
    return Recent(_mean(now), _mean(before, least=2), int(np.isfinite(now).sum()))


def _mean(values: npt.NDArray[np.float64], *, least: int = 1) -> float | None:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) >= least else None


def latest(weeks: pd.DataFrame, column: str) -> float | None:
    """Give the newest value of the last four weeks; an older one says nothing of now.

    Examples
    --------
    >>> latest(pd.DataFrame({"hip_dose": [8.0, None, 7.0, None]}), "hip_dose")
    7.0
    >>> latest(pd.DataFrame({"hip_dose": [8.0, None, None, None, None]}), "hip_dose") is None
    True
    """
    values = weeks[column].to_numpy(dtype=np.float64)[-RECENT:]
    known = values[np.isfinite(values)]
    return float(known[-1]) if len(known) else None


def last_known(weeks: pd.DataFrame, column: str, now: float | None) -> str | None:
    """Say in which week a measure unknown now was last known; None where it is known now, or never was."""
    if now is not None:
        return None
    known = weeks.loc[weeks[column].notna(), "week_start"]
    return f"last known in {written.week(known.iloc[-1].date())}" if len(known) else None


def span_line(name: str, weeks: pd.DataFrame, *, is_simulated: bool) -> str:
    """Say whose data, which weeks and how complete, in one quiet line."""
    parts = [name]
    if is_simulated:
        parts.append("simulated")
    if weeks.empty:
        return " · ".join([*parts, "no weeks yet"])
    first, last = weeks["week_start"].iloc[0], weeks["week_start"].iloc[-1]
    parts.append(f"{written.week(first.date())} to {written.week(last.date())}")
    for log, column in (
        ("running", "days_covered_running"),
        ("strength", "days_covered_strength"),
        ("injury", "days_covered_injury"),
    ):
        whole = int((weeks[column] >= WHOLE_WEEK).sum())
        parts.append(f"{log} log {whole} of {len(weeks)} weeks")
    return " · ".join(parts)


def last(weeks: pd.DataFrame, count: int | None) -> pd.DataFrame:
    """Keep the last `count` weeks of one athlete; None keeps all."""
    return weeks if count is None else weeks.iloc[-count:]


def spark(weeks: pd.DataFrame, column: str, *, weeks_back: int = 12) -> tuple[float | None, ...]:
    """Give the last weeks of a measure for a sparkline; None is unknown."""
    return tuple(None if np.isnan(value) else float(value) for value in weeks[column].iloc[-weeks_back:])


def direction(change: float | None, *, least: float = 0.05) -> Literal["up", "down"] | None:
    """Say which way a measure changed; None where it did not, or nothing is known."""
    if change is None or abs(change) < least:
        return None
    return "up" if change > 0 else "down"
