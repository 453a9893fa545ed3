"""Pace that can be compared: corrected for grade, taken from the steady part, read at one heart rate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from analytics.metrics import efficiency, streams
from analytics.metrics.grade import cost_of_grade as cost_of_grade
from analytics.metrics.grade import grade_along as grade_along
from analytics.metrics.grade import graded_speed_m_s as graded_speed_m_s
from analytics.metrics.streams import Streams

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]

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


@dataclass(frozen=True)
class SteadyPart:
    """What the steady part of a run says; `excluded_because` not None: nothing, and why.

    slope_log_speed_per_bpm is the slope within this run; None where heart rate hardly varied. decoupling_pct
    is None where the part is shorter than 20 minutes.
    """

    steady_s: float | None
    graded_speed_m_s: float | None
    hr_mean_bpm: float | None
    slope_log_speed_per_bpm: float | None
    excluded_because: str | None
    efficiency_m_per_beat: float | None = None
    decoupling_pct: float | None = None


def _excluded(reason: str) -> SteadyPart:
    return SteadyPart(None, None, None, None, reason)


NO_RECORDS = _excluded("no records")
TOO_FAST = "speeds no runner reaches"


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
    run = streams.streams(
        time_s=time_s,
        distance_m=_array(distance_m),
        speed_m_s=_array(speed_m_s),
        altitude_m=_array(altitude_m),
    )
    if run is None:
        return NO_RECORDS
    return steady_part_of(run, streams.reading(run, _array(heart_rate_bpm)))


def steady_part_of(run: Streams, heart_rate_bpm: Floats | None) -> SteadyPart:
    """Measure the steady part of a run whose records have been read; see `steady_part`.

    Parameters
    ----------
    heart_rate_bpm
        What `streams.reading` gives; None: no heart rate.
    """
    if heart_rate_bpm is None:
        return _excluded("no heart rate")
    if run.speed_m_s is None or run.graded_m_s is None:
        return _excluded("no speed and no distance")
    moving = run.moving & (run.speed_m_s >= MIN_MOVING_M_S)
    if float(run.seconds @ moving) < MIN_RUN_S:
        return _excluded("shorter than 20 minutes")
    kept = np.flatnonzero(moving & (run.time_s >= run.time_s[0] + SKIP_S))
    seconds, speed, rate = run.seconds[kept], run.speed_m_s[kept], heart_rate_bpm[kept]
    steady_s = float(seconds.sum())
    if steady_s < MIN_STEADY_S:
        return _excluded("less than 10 minutes after the first 10")
    used = ~np.isnan(rate)
    if float(seconds @ used) < MIN_HEART_RATE_SHARE * steady_s:
        return _excluded("heart rate missing for more than a fifth" if used.any() else "no heart rate")
    implausible = speed > MAX_PLAUSIBLE_M_S
    if float(seconds @ implausible) > MAX_IMPLAUSIBLE_SHARE * steady_s:
        return _excluded(TOO_FAST)
    used &= ~implausible
    by_minute = _minutes(run.time_s[kept][used], seconds[used], run.graded_m_s[kept][used], rate[used])
    if by_minute is None:
        return _excluded("less than 10 minutes after the first 10")
    speeds, rates, weights = by_minute
    total_s = float(weights.sum())
    mean_speed = float(speeds @ weights) / total_s
    spread = math.sqrt(float((speeds - mean_speed) ** 2 @ weights) / total_s)
    if spread / mean_speed > MAX_SPEED_CV:
        return _excluded("uneven pace: intervals, steep hills, a race or walking")
    mean_rate = float(rates @ weights) / total_s
    return SteadyPart(
        steady_s=steady_s,
        graded_speed_m_s=mean_speed,
        hr_mean_bpm=mean_rate,
        slope_log_speed_per_bpm=_slope(np.log(speeds), rates, weights),
        excluded_because=None,
        efficiency_m_per_beat=efficiency.efficiency_m_per_beat(mean_speed, mean_rate),
        decoupling_pct=efficiency.decoupling_pct(speeds, rates, weights),
    )


def _array(values: npt.ArrayLike | None) -> Floats | None:
    return None if values is None else np.asarray(values, dtype=np.float64)


def _minutes(
    time: Floats, length: Floats, speed: Floats, heart_rate: Floats
) -> tuple[Floats, Floats, Floats] | None:
    """Average by the minute: single samples of speed are noise. Gives speeds, heart rates and seconds."""
    if not len(time):
        return None
    minute = ((time - time[0]) // BIN_S).astype(np.int64)
    seconds: Floats = np.bincount(minute, weights=length).astype(np.float64)
    full = seconds >= BIN_S / 2
    if full.sum() < MIN_STEADY_S / BIN_S / 2:
        return None
    speeds: Floats = np.bincount(minute, weights=speed * length)[full] / seconds[full]
    rates: Floats = np.bincount(minute, weights=heart_rate * length)[full] / seconds[full]
    return speeds, rates, seconds[full]


def _slope(log_speed: Floats, heart_rate: Floats, weights: Floats) -> float | None:
    total = float(weights.sum())
    rate = heart_rate - float(heart_rate @ weights) / total
    spread = float(rate**2 @ weights) / total
    if math.sqrt(spread) < MIN_HEART_RATE_SPREAD_BPM:
        return None
    return float((rate * log_speed) @ weights) / total / spread


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
