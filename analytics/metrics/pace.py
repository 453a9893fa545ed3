"""Pace that can be compared: corrected for grade, taken from the steady part, read at one heart rate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]

MAX_GRADE = 0.45  # the range that Minetti measured

# What makes a part of a run steady: choices of this project, in the line of studies of cardiac drift.
SKIP_S = 600.0
MIN_RUN_S = 1200.0
MIN_STEADY_S = 600.0
MIN_HEART_RATE_SHARE = 0.8
MAX_SPEED_CV = 0.12
BIN_S = 60.0
MIN_MOVING_M_S = 1.0
MAX_PLAUSIBLE_M_S = 7.0
MAX_IMPLAUSIBLE_SHARE = 0.02
MAX_SAMPLE_S = 10.0  # a longer silence between two samples is a pause
MAX_BRIDGE_S = 15.0  # some apps write heart rate every ten seconds, between the fixes of the way
GRADE_SPAN_M = 40.0

FALLBACK_SLOPE_PER_BPM = (
    0.006  # log speed a beat, where an athlete's own is not known; a choice of this project
)
PLAUSIBLE_SLOPE_PER_BPM = (0.002, 0.015)
MIN_SLOPES = 5
MIN_HEART_RATE_SPREAD_BPM = 2.0

EASY_HEART_RATE_SHARE = (0.65, 0.85)  # of the highest heart rate
EASY_HEART_RATE_BAND_BPM = 5.0  # about the athlete's usual easy heart rate, where the highest is not known
MAX_WEEK_WEIGHT = 4

HEAT_FROM_C = 12.0


def cost_of_grade(grade: npt.ArrayLike) -> Floats:
    """Give the energy cost of running on a grade, in J/kg/m (Minetti 2002).

    Parameters
    ----------
    grade
        Rise over run, -0.45 to 0.45; beyond that it is NaN: nobody measured there.

    Notes
    -----
    The polynomial gives 3.6 on the level where 3.40 was measured, and its least value at -0.18 overstates
    the help of going downhill fast: use ratios to the level only.

    References
    ----------
    Minetti et al. 2002, doi 10.1152/japplphysiol.01177.2001.

    Examples
    --------
    >>> [round(float(cost), 4) for cost in cost_of_grade([-0.1, 0.0, 0.1])]
    [2.1517, 3.6, 5.9682]
    """
    i = np.asarray(grade, dtype=np.float64)
    cost = 155.4 * i**5 - 30.4 * i**4 - 43.3 * i**3 + 46.3 * i**2 + 19.5 * i + 3.6
    within: Floats = np.where(np.abs(i) <= MAX_GRADE, cost, np.nan)
    return within


def graded_speed_m_s(speed_m_s: npt.ArrayLike, grade: npt.ArrayLike) -> Floats:
    """Give the speed on the level that costs as much (grade-adjusted), by the ratio of Minetti's costs.

    Examples
    --------
    >>> round(float(graded_speed_m_s(3.0, 0.10)), 4)
    4.9735
    """
    graded: Floats = np.asarray(speed_m_s, dtype=np.float64) * cost_of_grade(grade) / cost_of_grade(0.0)
    return graded


def grade_along(distance_m: Floats, altitude_m: Floats, *, span_m: float = GRADE_SPAN_M) -> Floats:
    """Give the grade at each sample: the rise over a stretch of the way about it.

    Parameters
    ----------
    distance_m
        Metres along the way, never falling.
    altitude_m
        Metres; NaN samples are bridged.
    span_m
        Length of the stretch. Shorter ones turn the noise of an altimeter into hills.

    Returns
    -------
    array
        Rise over run; NaN where the stretch is too short, altitude is unknown, or beyond 45 %.
    """
    known = ~np.isnan(altitude_m) & ~np.isnan(distance_m)
    if known.sum() < 2:
        return np.full(distance_m.shape, np.nan)
    at, height = distance_m[known], altitude_m[known]
    before = np.clip(distance_m - span_m / 2, at[0], at[-1])
    behind = np.clip(distance_m + span_m / 2, at[0], at[-1])
    run = behind - before
    rise = np.interp(behind, at, height) - np.interp(before, at, height)
    grade = np.divide(rise, run, out=np.full(run.shape, np.nan), where=run >= span_m / 4)
    steep: Floats = np.where(np.abs(grade) <= MAX_GRADE, grade, np.nan)
    return steep


@dataclass(frozen=True)
class SteadyPart:
    """What the steady part of a run says; `excluded_because` not None: nothing, and why.

    slope_log_speed_per_bpm is the slope within this run; None where heart rate hardly varied.
    """

    steady_s: float | None
    graded_speed_m_s: float | None
    hr_mean_bpm: float | None
    slope_log_speed_per_bpm: float | None
    excluded_because: str | None


def _excluded(reason: str) -> SteadyPart:
    return SteadyPart(None, None, None, None, reason)


def steady_part(
    *,
    time_s: npt.ArrayLike,
    speed_m_s: npt.ArrayLike | None,
    heart_rate_bpm: npt.ArrayLike | None,
    altitude_m: npt.ArrayLike | None,
    distance_m: npt.ArrayLike | None,
) -> SteadyPart:
    """Measure the steady part of a run: speed for the effort of the level, and heart rate.

    Parameters
    ----------
    time_s
        Seconds since the start, never falling.
    speed_m_s, heart_rate_bpm, altitude_m, distance_m
        Of the same length; NaN is unknown, None was not recorded. Without speed, distance serves. Without
        altitude (treadmill, or no altimeter) the way is taken as level.

    Notes
    -----
    The first 10 minutes are left out. A run is left out as a whole that is shorter than 20 minutes of
    moving, has no heart rate for more than a fifth of it, varies by more than 12 % in its graded speed by
    the minute (intervals, races in the hills, walking), or has speeds no runner reaches.
    """
    time = np.asarray(time_s, dtype=np.float64)
    if len(time) < 2:
        return _excluded("no records")
    if heart_rate_bpm is None:
        return _excluded("no heart rate")
    way = _array(distance_m, len(time))
    speed = _speed(time, _array(speed_m_s, len(time)), way)
    if speed is None:
        return _excluded("no speed and no distance")
    heart_rate = _array(heart_rate_bpm, len(time))
    heart_rate = _bridged(time, np.where(heart_rate > 0, heart_rate, np.nan))

    length = np.clip(np.diff(time, prepend=time[0]), 0.0, MAX_SAMPLE_S)
    moving = np.nan_to_num(speed) >= MIN_MOVING_M_S
    if float(length[moving].sum()) < MIN_RUN_S:
        return _excluded("shorter than 20 minutes")
    kept = moving & (time - time[0] >= SKIP_S)
    steady_s = float(length[kept].sum())
    if steady_s < MIN_STEADY_S:
        return _excluded("less than 10 minutes after the first 10")
    with_rate = kept & ~np.isnan(heart_rate)
    if float(length[with_rate].sum()) < MIN_HEART_RATE_SHARE * steady_s:
        nothing = not np.any(~np.isnan(heart_rate))
        return _excluded("no heart rate" if nothing else "heart rate missing for more than a fifth")
    implausible = kept & (speed > MAX_PLAUSIBLE_M_S)
    if float(length[implausible].sum()) > MAX_IMPLAUSIBLE_SHARE * steady_s:
        return _excluded("speeds no runner reaches")

    used = with_rate & ~implausible
    grade = _grade(time, speed, way, _array(altitude_m, len(time)))
    graded = graded_speed_m_s(speed, np.nan_to_num(grade))
    by_minute = _minutes(time[used], length[used], graded[used], heart_rate[used])
    if by_minute is None:
        return _excluded("less than 10 minutes after the first 10")
    speeds, rates, weights = by_minute
    mean_speed = float(np.average(speeds, weights=weights))
    spread = math.sqrt(float(np.average((speeds - mean_speed) ** 2, weights=weights)))
    if spread / mean_speed > MAX_SPEED_CV:
        return _excluded("uneven pace: intervals, steep hills, a race or walking")
    return SteadyPart(
        steady_s=steady_s,
        graded_speed_m_s=mean_speed,
        hr_mean_bpm=float(np.average(rates, weights=weights)),
        slope_log_speed_per_bpm=_slope(np.log(speeds), rates, weights),
        excluded_because=None,
    )


def _array(values: npt.ArrayLike | None, length: int) -> Floats:
    if values is None:
        return np.full(length, np.nan)
    return np.asarray(values, dtype=np.float64)


def _bridged(time: Floats, values: Floats) -> Floats:
    """Fill short gaps between two readings by the line between them; longer ones stay unknown."""
    known = ~np.isnan(values)
    if known.sum() < 2:
        return values
    at = time[known]
    following = np.searchsorted(at, time).clip(1, len(at) - 1)
    gap = at[following] - at[following - 1]
    within = (time >= at[0]) & (time <= at[-1]) & (gap <= MAX_BRIDGE_S)
    bridged: Floats = np.where(known, values, np.where(within, np.interp(time, at, values[known]), np.nan))
    return bridged


def _speed(time: Floats, speed: Floats, way: Floats) -> Floats | None:
    """Take the recorded speed, or the way between samples where there is none."""
    if not np.all(np.isnan(speed)):
        return speed
    if np.isnan(way).all():
        return None
    known = ~np.isnan(way)
    filled = np.interp(time, time[known], way[known])
    passed = np.diff(time, prepend=np.nan)
    derived: Floats = np.divide(
        np.diff(filled, prepend=np.nan), passed, out=np.full(time.shape, np.nan), where=passed > 0
    )
    return derived


def _grade(time: Floats, speed: Floats, way: Floats, altitude: Floats) -> Floats:
    if np.isnan(way).all():
        steps = np.nan_to_num(speed) * np.clip(np.diff(time, prepend=time[0]), 0.0, MAX_SAMPLE_S)
        along: Floats = np.cumsum(steps)
    else:
        known = ~np.isnan(way)
        along = np.maximum.accumulate(np.interp(time, time[known], way[known]))
    return grade_along(along, altitude)


def _minutes(
    time: Floats, length: Floats, speed: Floats, heart_rate: Floats
) -> tuple[Floats, Floats, Floats] | None:
    """Average by the minute: single samples of speed are noise. Gives speeds, heart rates and seconds."""
    minute = ((time - time[0]) // BIN_S).astype(np.int64)
    seconds: Floats = np.bincount(minute, weights=length).astype(np.float64)
    full = seconds >= BIN_S / 2
    if full.sum() < MIN_STEADY_S / BIN_S / 2:
        return None
    speeds: Floats = np.bincount(minute, weights=speed * length)[full] / seconds[full]
    rates: Floats = np.bincount(minute, weights=heart_rate * length)[full] / seconds[full]
    return speeds, rates, seconds[full]


def _slope(log_speed: Floats, heart_rate: Floats, weights: Floats) -> float | None:
    rate = heart_rate - np.average(heart_rate, weights=weights)
    spread = float(np.average(rate**2, weights=weights))
    if math.sqrt(spread) < MIN_HEART_RATE_SPREAD_BPM:
        return None
    return float(np.average(rate * log_speed, weights=weights)) / spread


def log_speed_at_hr(
    *, graded_speed_m_s: float, hr_mean_bpm: float, hr_ref_bpm: float, slope_per_bpm: float
) -> float:
    """Give the log of the speed that a run would have had at the reference heart rate.

    Examples
    --------
    >>> round(math.exp(log_speed_at_hr(graded_speed_m_s=3.0, hr_mean_bpm=150, hr_ref_bpm=145,
    ...                                slope_per_bpm=0.006)), 4)
    2.9113
    """
    return math.log(graded_speed_m_s) - slope_per_bpm * (hr_mean_bpm - hr_ref_bpm)


def athlete_reference_hr_bpm(hr_means_bpm: Sequence[float]) -> float | None:
    """Give an athlete's reference heart rate: the median of the steady parts, to the whole beat.

    None without a steady part.

    Examples
    --------
    >>> athlete_reference_hr_bpm([141.0, 146.0, 152.0])
    146.0
    """
    known = [rate for rate in hr_means_bpm if not math.isnan(rate)]
    return float(round(float(np.median(known)))) if known else None


def athlete_slope_per_bpm(slopes: Sequence[float]) -> float:
    """Give an athlete's slope of log speed on heart rate: the median of the runs, or the fallback.

    The fallback serves with fewer than five runs, or where the median is not plausible: drift of the heart
    rate in the heat bends the slope within a run towards 0 and below.

    Examples
    --------
    >>> athlete_slope_per_bpm([0.005, 0.007, 0.006, 0.008, 0.004]), athlete_slope_per_bpm([-0.001] * 9)
    (0.006, 0.006)
    """
    known = [slope for slope in slopes if not math.isnan(slope)]
    if len(known) < MIN_SLOPES:
        return FALLBACK_SLOPE_PER_BPM
    middle = float(np.median(known))
    low, high = PLAUSIBLE_SLOPE_PER_BPM
    return middle if low <= middle <= high else FALLBACK_SLOPE_PER_BPM


def weekly_pace(runs: pd.DataFrame, *, hr_max_bpm: float | None = None) -> pd.DataFrame:
    """Give one athlete's weekly speed at their reference heart rate.

    Parameters
    ----------
    runs
        One row a run of one athlete with week_start, steady_graded_speed_m_s, steady_hr_mean_bpm and
        slope_log_speed_per_bpm; runs without a steady part have NULL speed and are passed over. Where
        there, temperature_mean_c is averaged too.
    hr_max_bpm
        The athlete's highest heart rate; then runs at 65 to 85 % of it are eligible. None: runs within
        5 beats of the athlete's median.

    Returns
    -------
    DataFrame
        One row a week that has an eligible run: week_start, log_speed, speed_m_s, runs, weight (runs, at
        most 4), temperature_c, hr_ref_bpm, slope_per_bpm.
    """
    import pandas as pd  # here alone: the readers of files measure runs without it

    columns = [
        "week_start",
        "log_speed",
        "speed_m_s",
        "runs",
        "weight",
        "temperature_c",
        "hr_ref_bpm",
        "slope_per_bpm",
    ]
    steady = runs[runs["steady_graded_speed_m_s"].notna() & runs["steady_hr_mean_bpm"].notna()]
    rates = steady["steady_hr_mean_bpm"].astype(float)
    usual = athlete_reference_hr_bpm(rates.tolist())
    if usual is None:
        return pd.DataFrame(columns=columns)
    if hr_max_bpm is None:
        eligible = steady[(rates - usual).abs() <= EASY_HEART_RATE_BAND_BPM]
    else:
        low, high = EASY_HEART_RATE_SHARE
        eligible = steady[rates.between(low * hr_max_bpm, high * hr_max_bpm)]
    reference = athlete_reference_hr_bpm(eligible["steady_hr_mean_bpm"].astype(float).tolist())
    if reference is None:
        return pd.DataFrame(columns=columns)
    slope = athlete_slope_per_bpm(pd.to_numeric(steady["slope_log_speed_per_bpm"]).dropna().tolist())
    eligible = eligible.assign(
        log_speed=np.log(eligible["steady_graded_speed_m_s"].astype(float))
        - slope * (eligible["steady_hr_mean_bpm"].astype(float) - reference),
        temperature_c=pd.to_numeric(eligible["temperature_mean_c"])
        if "temperature_mean_c" in eligible
        else np.nan,
    )
    weeks = (
        eligible.groupby("week_start", as_index=False)
        .agg(
            log_speed=("log_speed", "mean"),
            runs=("log_speed", "size"),
            temperature_c=("temperature_c", "mean"),
        )
        .sort_values("week_start", ignore_index=True)
    )
    weeks["speed_m_s"] = np.exp(weeks["log_speed"])
    weeks["weight"] = weeks["runs"].clip(upper=MAX_WEEK_WEIGHT).astype(float)
    weeks["hr_ref_bpm"] = reference
    weeks["slope_per_bpm"] = slope
    return weeks[columns]


def heat_excess_c(temperature_c: float | None) -> float | None:
    """Give the degrees above 12 °C, the covariate of heat; None where the temperature is unknown.

    Examples
    --------
    >>> heat_excess_c(20.0), heat_excess_c(5.0), heat_excess_c(None)
    (8.0, 0.0, None)
    """
    if temperature_c is None or math.isnan(temperature_c):
        return None
    return max(0.0, temperature_c - HEAT_FROM_C)
