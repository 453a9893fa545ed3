"""Pace measured in other ways, week by week: efficiency, critical speed, races; for the same model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.metrics import performance
from analytics.models import pace, person_weeks
from analytics.models.finding import Estimate, Missing

Floats = npt.NDArray[np.float64]

WINDOW_WEEKS = 13
"""Ninety days, in whole weeks: those of the efforts that a critical speed rests on."""
LOW_S, HIGH_S = performance.FIT_RANGE_S
COLUMNS = ["athlete_id", "week_start", "log_speed", "weight", "heat_c"]
LEAST_RACE_M = 1500.0
"""VDOT is of races from 1,500 m on."""


@dataclass(frozen=True)
class Outcome:
    """One way to measure pace: its name, what it needs, and how it did.

    `weeks` are those with a measure, `missing` says what an estimate lacks (empty with one).
    """

    name: str
    weeks_with: str
    estimate: Estimate | None
    weeks: int
    missing: tuple[Missing, ...]


def compare(
    weeks: pd.DataFrame, runs: pd.DataFrame, efforts: pd.DataFrame, *, frame: pd.DataFrame
) -> tuple[Outcome, ...]:
    """Make the estimate with each measure of pace, the main one first.

    Parameters
    ----------
    weeks
        Rows of the view athlete_week.
    runs
        As for `person_weeks.build_pace`, with efficiency_m_per_beat.
    efforts
        Best efforts of the runs: athlete_id, week_start, distance_m, duration_s, is_distance, is_race.
    frame
        What `person_weeks.build_pace` gives of weeks and runs.
    """
    measures = (
        ("Efficiency (speed over heart rate)", "steady runs", weekly_efficiency(runs)),
        ("Critical speed", "a new critical speed", weekly_critical_speed(efforts)),
        ("VDOT of races", "a race", weekly_race_vdot(efforts)),
    )
    bare = person_weeks.without_speed(weeks)
    others = (
        _outcome(name, weeks_with, person_weeks.with_speed(bare, weekly, without=f"no {weeks_with}"))
        for name, weeks_with, weekly in measures
    )
    return _outcome("Speed at the same heart rate", "steady runs", frame), *others


def weekly_efficiency(runs: pd.DataFrame) -> pd.DataFrame:
    """Average each week's steady runs to one log efficiency factor (metres as on the level, a heartbeat).

    Returns
    -------
    pandas.DataFrame
        athlete_id, week_start, log_speed (of the efficiency), weight (runs, at most 4), heat_c.
    """
    if "efficiency_m_per_beat" not in runs.columns:
        return _nothing()
    steady = runs[runs["efficiency_m_per_beat"].notna()]
    heat = pd.to_numeric(steady["temperature_mean_c"]).astype(float) - person_weeks.HEAT_FROM_C
    made = pd.DataFrame(
        {
            "athlete_id": steady["athlete_id"],
            "week_start": pd.to_datetime(steady["week_start"]),
            "log_speed": np.log(pd.to_numeric(steady["efficiency_m_per_beat"]).astype(float)),
            "heat_c": heat.clip(lower=0),
        }
    )
    return _weekly(made)


def weekly_critical_speed(efforts: pd.DataFrame) -> pd.DataFrame:
    """Give log critical speed in weeks that brought one of the efforts it rests on.

    It is fitted to the best efforts of 2 to 20 minutes in the thirteen weeks up to the week's end, under the
    rules of `performance.critical_speed`; nothing after the week is read. A week whose own runs brought none
    of those efforts measures nothing and has no row.

    Returns
    -------
    pandas.DataFrame
        athlete_id, week_start, log_speed, weight (1), heat_c (unknown: the efforts are of many days).
    """
    if efforts.empty:
        return _nothing()
    who = efforts["athlete_id"].to_numpy()
    order = np.argsort(who, kind="stable")
    begins = np.flatnonzero(np.r_[True, np.diff(who[order]) != 0])
    week = pd.to_datetime(efforts["week_start"]).to_numpy().astype("datetime64[D]")
    metres, seconds = (efforts[name].to_numpy(dtype=float) for name in ("distance_m", "duration_s"))
    is_distance = efforts["is_distance"].to_numpy(dtype=bool)
    rows: list[tuple[Any, ...]] = []
    for own in np.split(order, begins[1:]):
        mondays, speed = _critical(week[own], metres[own], seconds[own], is_distance[own])
        rows += [
            (who[own[0]], monday, np.log(one), 1.0, np.nan) for monday, one in zip(mondays, speed) if one > 0
        ]
    made = pd.DataFrame(rows, columns=COLUMNS) if rows else _nothing()
    return made.astype({"week_start": "datetime64[ns]"})


def _critical(
    weeks: npt.NDArray[Any], metres: Floats, seconds: Floats, is_distance: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[Any], Floats]:
    """Give one athlete's weeks with efforts and the critical speed (m/s), NaN without a fit."""
    mondays, week = np.unique(weeks, return_inverse=True)
    keys, key = np.unique(np.where(is_distance, metres, -seconds), return_inverse=True)
    best = np.full((len(mondays), len(keys)), np.inf)
    np.minimum.at(best, (week, key), seconds / metres)
    number = (mondays - mondays[0]).astype(int) // 7
    calendar = np.full((number[-1] + WINDOW_WEEKS, len(keys)), np.inf)
    calendar[number + WINDOW_WEEKS - 1] = best
    recent = np.lib.stride_tricks.sliding_window_view(calendar, WINDOW_WEEKS, axis=0)[number].min(axis=-1)
    time = np.where(keys > 0, recent * keys, -keys)
    way = np.where(keys > 0, keys, -keys / recent)
    fits = np.isfinite(recent) & (time >= LOW_S) & (time <= HIGH_S)
    brings = (fits & (best <= recent)).any(axis=1)
    speed, is_good = performance.critical_speeds(way, time, fits & brings[:, None])
    return mondays, np.where(is_good, speed, np.nan)


def weekly_race_vdot(efforts: pd.DataFrame) -> pd.DataFrame:
    """Give the log of the best VDOT of each week's races, from their best efforts over 1,500 m and more."""
    if efforts.empty:
        return _nothing()
    races = efforts[
        efforts["is_race"].astype(bool)
        & efforts["is_distance"].astype(bool)
        & (efforts["distance_m"] >= LEAST_RACE_M)
    ]
    if races.empty:
        return _nothing()
    vdot = [
        performance.vdot(distance_m=float(metres), time_s=float(seconds))
        for metres, seconds in zip(races["distance_m"], races["duration_s"], strict=True)
    ]
    made = races.assign(vdot=vdot, week_start=pd.to_datetime(races["week_start"]))
    best = made.groupby(["athlete_id", "week_start"])["vdot"].max().reset_index()
    return best.assign(log_speed=np.log(best["vdot"]), weight=1.0, heat_c=np.nan)[COLUMNS]


def _nothing() -> pd.DataFrame:
    kinds = {"athlete_id": "int64", "week_start": "datetime64[ns]"}
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "float64")) for name in COLUMNS})


def _weekly(runs: pd.DataFrame) -> pd.DataFrame:
    by = runs.groupby(["athlete_id", "week_start"])
    made = by.agg(log_speed=("log_speed", "mean"), weight=("log_speed", "size"), heat_c=("heat_c", "mean"))
    made["weight"] = made["weight"].clip(upper=person_weeks.MOST_WEIGHT).astype(float)
    return made.reset_index()[COLUMNS]


def _outcome(name: str, weeks_with: str, frame: pd.DataFrame) -> Outcome:
    rows = pace.used_rows(frame)
    enough = rows["athlete_id"].nunique() >= pace.LEAST_ATHLETES
    return Outcome(
        name,
        weeks_with,
        pace.within(rows).estimate if enough else None,
        int(frame["log_speed"].notna().sum()),
        () if enough else pace.missing_squad(frame, weeks_with=weeks_with),
    )
