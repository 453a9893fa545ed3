"""Training load over days: fitness and fatigue curves, monotony and strain, week-to-week change, and ACWR."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Loads = Sequence[float] | Floats | pd.Series

CTL_TAU_DAYS = 42.0  # long and short time constant in use since the performance manager charts (GoldenCheetah
ATL_TAU_DAYS = 7.0  # PMCData.cpp: read, not copied)
WARM_UP_DAYS = 42
INITIAL_DAYS = 28

BAND_WEEKS = (
    12  # the weeks before that a week is held against, and how many of them must be known: choices of
)
BAND_LEAST_WEEKS = 8  # this project

MIN_LAST_WEEK_M = 5000.0  # below it a week-to-week ratio says little; a choice of this project


def ewma(
    daily_load: Loads,
    *,
    tau_days: float,
    form: Literal["exponential", "reciprocal"] = "exponential",
    initial: float | None = None,
) -> Floats:
    """Give the exponentially weighted mean of a daily load.

    Parameters
    ----------
    daily_load
        One value a day, in order. 0 is rest. NaN is unknown: so is the mean, and it starts anew behind.
    tau_days
        Time constant.
    form
        exponential: a day's share is 1 - exp(-1/tau) (GoldenCheetah); reciprocal: 1/tau, as other programs
        have it.
    initial
        Value before the first day of each stretch; None takes the mean of the stretch's first 28 days.

    Examples
    --------
    >>> round(float(ewma([100.0] * 90, tau_days=42.0, initial=0.0)[-1]), 4)
    88.2681
    """
    loads = np.asarray(daily_load, dtype=np.float64)
    share = 1.0 - math.exp(-1.0 / tau_days) if form == "exponential" else 1.0 / tau_days
    means = np.full(loads.shape, np.nan)
    for first, last in _stretches(loads):
        stretch = loads[first:last]
        before = float(stretch[:INITIAL_DAYS].mean()) if initial is None else initial
        series = pd.Series(np.concatenate(([before], stretch)))
        means[first:last] = series.ewm(alpha=share, adjust=False).mean().to_numpy()[1:]
    return means


def _stretches(loads: Floats) -> list[tuple[int, int]]:
    """Find the known stretches: first day and the day after the last."""
    known = np.concatenate(([False], ~np.isnan(loads), [False]))
    edges = np.flatnonzero(known[1:] != known[:-1])
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def ctl_atl_tsb(
    daily_load: pd.Series,
    *,
    form: Literal["exponential", "reciprocal"] = "exponential",
    initial: float | None = None,
) -> pd.DataFrame:
    """Give chronic load, acute load and the balance of the day before.

    Parameters
    ----------
    daily_load
        One value a day, indexed by consecutive days; 0 is rest, NaN a day outside the log.

    Returns
    -------
    DataFrame
        Indexed as given: ctl, atl and tsb in the unit of the load, and warming_up, true for the first 42 days
        of each known stretch. tsb is yesterday's ctl less yesterday's atl; NaN on the first day of a stretch.
    """
    loads = daily_load.to_numpy(dtype=np.float64)
    ctl = ewma(loads, tau_days=CTL_TAU_DAYS, form=form, initial=initial)
    atl = ewma(loads, tau_days=ATL_TAU_DAYS, form=form, initial=initial)
    warming_up = np.zeros(loads.shape, dtype=bool)
    for first, last in _stretches(loads):
        warming_up[first : min(first + WARM_UP_DAYS, last)] = True
    balance = np.full(loads.shape, np.nan)
    balance[1:] = (ctl - atl)[:-1]
    balance[np.isnan(loads)] = np.nan
    return pd.DataFrame(
        {"ctl": ctl, "atl": atl, "tsb": balance, "warming_up": warming_up}, index=daily_load.index
    )


def monotony(week_loads: Loads) -> float:
    """Give Foster's monotony of a week: mean over standard deviation of the seven daily loads.

    Rest days are 0. NaN if a day is unknown or all days are alike. The sample standard deviation is used;
    Foster (1998) does not say which.

    Examples
    --------
    >>> round(monotony([300, 0, 450, 200, 0, 600, 250]), 5)
    1.16534
    """
    loads = np.asarray(week_loads, dtype=np.float64)
    if len(loads) != 7:
        raise ValueError("a week has seven days")
    spread = float(loads.std(ddof=1))
    return float(loads.mean()) / spread if spread > 0 else math.nan


def strain(week_loads: Loads) -> float:
    """Give Foster's strain of a week: its load times its monotony; NaN where monotony is.

    Examples
    --------
    >>> round(strain([300, 0, 450, 200, 0, 600, 250]), 2)
    2097.61
    """
    return float(np.asarray(week_loads, dtype=np.float64).sum()) * monotony(week_loads)


def week_change(*, this_week_m: float, last_week_m: float) -> float:
    """Give the change of weekly distance as a share of last week's; NaN below 5 km last week or if unknown.

    Examples
    --------
    >>> week_change(this_week_m=33_000.0, last_week_m=30_000.0)
    0.1
    """
    if math.isnan(this_week_m) or math.isnan(last_week_m) or last_week_m < MIN_LAST_WEEK_M:
        return math.nan
    return round(this_week_m / last_week_m - 1.0, 12)


def own_band(weekly: pd.Series) -> pd.DataFrame:
    """Hold each week against the athlete's own twelve weeks before it.

    Parameters
    ----------
    weekly
        One value a week, in order and without a gap in the weeks; NaN is unknown (a week not wholly covered).

    Returns
    -------
    DataFrame
        Indexed as given: mean and sd of the twelve weeks before, and z, how many of these standard deviations
        the week lies above that mean. NaN where fewer than eight of them are known, where the week itself is
        not, and z where the weeks before were all alike.

    Examples
    --------
    >>> found = own_band(pd.Series([20.0, 30.0] * 6 + [40.0])).iloc[-1]
    >>> round(float(found["mean"]), 1), round(float(found["z"]), 2)
    (25.0, 2.87)
    """
    before = weekly.astype(float).shift(1).rolling(BAND_WEEKS, min_periods=BAND_LEAST_WEEKS)
    mean, sd = before.mean(), before.std(ddof=1)
    # A rolling spread keeps rounding errors: below a billionth of the level it is none.
    spread = sd.where(sd > 1e-9 * mean.abs().clip(lower=1e-9))
    return pd.DataFrame({"mean": mean, "sd": sd, "z": (weekly - mean) / spread})


def own_z_of_last(weekly: Loads) -> float:
    """Give the z of `own_band` for the last week alone, of which a squad has many.

    Examples
    --------
    >>> round(own_z_of_last([20.0, 30.0] * 6 + [40.0]), 2)
    2.87
    """
    values = np.asarray(weekly, dtype=np.float64)[-BAND_WEEKS - 1 :]
    before = values[:-1][~np.isnan(values[:-1])]
    if len(before) < BAND_LEAST_WEEKS:
        return math.nan
    mean, sd = float(before.mean()), float(before.std(ddof=1))
    return (float(values[-1]) - mean) / sd if sd > 1e-9 * max(abs(mean), 1e-9) else math.nan


def acwr(daily_load: pd.Series) -> pd.DataFrame:
    """Give the acute:chronic workload ratio in its three forms: shown with caveats, never advised on.

    Parameters
    ----------
    daily_load
        One value a day, indexed by consecutive days; 0 is rest, NaN unknown.

    Returns
    -------
    DataFrame
        Indexed as given. coupled: mean of 7 days over mean of the 28 that hold them. uncoupled: over the 21
        before them. ewma: exponential means with 2/(N+1), N 7 and 28, begun at the first value. NaN where a
        day is unknown or the chronic load is 0.

    Notes
    -----
    The coupled form correlates with its own denominator by about one half whatever the loads (Lolli 2019);
    random denominators do as well (Impellizzeri 2020); in the Garmin-RUNSAFE cohort it went with fewer
    injuries, not more (2025).
    """
    loads = daily_load.astype(float)
    week = loads.rolling(7).mean()
    coupled = week / _above_zero(loads.rolling(28).mean())
    uncoupled = week / _above_zero(loads.rolling(21).mean().shift(7))
    values = np.asarray(loads, dtype=np.float64)
    averages = {
        days: pd.Series(_ewma_from_first(values, 2.0 / (days + 1)), index=loads.index) for days in (7, 28)
    }
    return pd.DataFrame(
        {"coupled": coupled, "uncoupled": uncoupled, "ewma": averages[7] / _above_zero(averages[28])}
    )


def _above_zero(values: pd.Series) -> pd.Series:
    return values.where(values > 0)


def _ewma_from_first(loads: Floats, share: float) -> Floats:
    means = np.full(loads.shape, np.nan)
    for first, last in _stretches(loads):
        means[first:last] = pd.Series(loads[first:last]).ewm(alpha=share, adjust=False).mean().to_numpy()
    return means
