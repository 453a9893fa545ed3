"""An athlete's limits: estimated from runs by rules that can be said, and which value holds on which day.

An estimate is made once for each quarter of a year, from the runs up to its end, so that it moves seldom and
a load can be followed back to it. All of them are what the runs show, hence rather too low than too high in a
quarter without a hard run.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.metrics import performance, zones

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]
BasisOfValue = Literal["said", "watch", "estimated"]
RANK: tuple[BasisOfValue, ...] = ("said", "watch", "estimated")
"""Whose word holds where several speak for a day."""

# Choices of this project, but for the window and the range of critical speed (metrics/performance.py) and the
# half hour, the length of Friel's field test for the threshold (joefrielsblog.com).
HR_WINDOW_DAYS = 365
LEAST_RUNS_WITH_HR = 10
PEAK_HELD_S = 10.0
BELIEVABLE_BPM = (100.0, 230.0)
THRESHOLD_HELD_S = 1800.0
THRESHOLD_RUN_S = (1800.0, 4500.0)
EFFORT_S = (120.0, 1200.0)
HOUR_S = 3600.0


@dataclass(frozen=True)
class Estimate:
    """A value that the runs of a quarter and before show, from its first day on, and how it was found."""

    threshold: str
    value: float
    from_date: dt.date
    how: str


@dataclass(frozen=True)
class Runs:
    """What the estimates are made of; one entry a run, in order of time. NaN is unknown.

    Parameters
    ----------
    days
        Local dates.
    hr_peak_bpm, hr_held_bpm, power_held_w
        The highest heart rate held for 10 seconds, that held for half an hour of the run, and such a power.
    speed_m_s, moving_s, hr_mean_bpm
        Mean speed (graded where known), length and mean heart rate of the run.
    """

    days: Days
    hr_peak_bpm: Floats
    hr_held_bpm: Floats
    power_held_w: Floats
    speed_m_s: Floats
    moving_s: Floats
    hr_mean_bpm: Floats


def quarters(days: Days) -> list[tuple[np.datetime64, np.datetime64]]:
    """List the quarters of the year that hold a day: their first day, and the first day after.

    Examples
    --------
    >>> quarters(np.array(["2026-02-03"], dtype="datetime64[D]"))
    [(np.datetime64('2026-01-01'), np.datetime64('2026-04-01'))]
    """
    if not len(days):
        return []
    months = np.unique(days.astype("datetime64[M]").astype(int) // 3 * 3)
    return [
        (
            np.datetime64(int(month), "M").astype("datetime64[D]"),
            np.datetime64(int(month) + 3, "M").astype("datetime64[D]"),
        )
        for month in months
    ]


def estimated(
    runs: Runs, efforts: pd.DataFrame, *, since: dt.date | None = None, known: Sequence[Estimate] = ()
) -> list[Estimate]:
    """Estimate what can be estimated; a resting heart rate cannot be seen in runs.

    Parameters
    ----------
    efforts
        Best efforts: local_date, effort ('distance' or 'duration'), distance_m, duration_s.
    since
        The first day of a quarter: older ones are not looked at again, their estimates are `known`. Then
        `runs` need to reach back only a year before it.

    Returns
    -------
    list
        Values that differ from those of the quarter before, those known first.
    """
    found: list[Estimate] = list(known)
    best = _Efforts.of(efforts)
    for first, after in quarters(runs.days):
        from_date = first.astype(object)
        if since is not None and from_date < since:
            continue
        year = (runs.days < after) & (runs.days >= after - np.timedelta64(HR_WINDOW_DAYS, "D"))
        quarter = (runs.days < after) & (runs.days >= first)
        for made in (
            _hr_max(runs, year, from_date),
            _threshold_hr(runs, year, from_date),
            _threshold_speed(runs, best.between(first, after), quarter, from_date),
            _critical_power(runs, year, from_date),
        ):
            if made is None:
                continue
            before = next((one for one in reversed(found) if one.threshold == made.threshold), None)
            if before is None or before.value != made.value:
                found.append(made)
    return found


def _hr_max(runs: Runs, within: npt.NDArray[np.bool_], from_date: dt.date) -> Estimate | None:
    peaks = runs.hr_peak_bpm[within]
    peaks = np.sort(peaks[(peaks >= BELIEVABLE_BPM[0]) & (peaks <= BELIEVABLE_BPM[1])])
    if len(peaks) < LEAST_RUNS_WITH_HR:
        return None
    return Estimate(
        "hr_max_bpm",
        float(peaks[-2]),
        from_date,
        f"The second highest peak of {len(peaks)} runs of a year; the highest may be a fault of the sensor.",
    )


def _threshold_hr(runs: Runs, within: npt.NDArray[np.bool_], from_date: dt.date) -> Estimate | None:
    held = runs.hr_held_bpm[within]
    held = held[np.isfinite(held)]
    if len(held) >= LEAST_RUNS_WITH_HR:
        how = f"Held for half an hour or longer in one of {len(held)} runs of a year."
        return Estimate("threshold_hr_bpm", float(held.max()), from_date, how)
    length = runs.moving_s[within]
    means = runs.hr_mean_bpm[within][(length >= THRESHOLD_RUN_S[0]) & (length <= THRESHOLD_RUN_S[1])]
    means = means[np.isfinite(means)]
    if len(means) < LEAST_RUNS_WITH_HR:
        return None
    how = f"The highest mean of {len(means)} runs of 30 to 75 minutes in a year; their records are not here."
    return Estimate("threshold_hr_bpm", float(np.round(means.max())), from_date, how)


def _critical_power(runs: Runs, within: npt.NDArray[np.bool_], from_date: dt.date) -> Estimate | None:
    held = runs.power_held_w[within]
    held = held[np.isfinite(held) & (held > 0)]
    if len(held) < LEAST_RUNS_WITH_HR:
        return None
    how = f"Held for half an hour or longer in one of {len(held)} runs of a year, to the next 10 W below."
    return Estimate("critical_power_w", float(held.max()), from_date, how)


def _threshold_speed(
    runs: Runs,
    best: _Efforts,
    within: npt.NDArray[np.bool_],
    from_date: dt.date,
) -> Estimate | None:
    made = _critical_speed(best, from_date) or _best_of_an_hour(best, from_date)
    if made is not None:
        return made
    length = runs.moving_s[within]
    speeds = runs.speed_m_s[within][(length >= THRESHOLD_RUN_S[0]) & (length <= THRESHOLD_RUN_S[1])]
    speeds = speeds[np.isfinite(speeds)]
    if not len(speeds):
        return None
    how = f"The fastest of {len(speeds)} runs of 30 to 75 minutes in the quarter, on average."
    return Estimate("threshold_speed_m_s", round(float(speeds.max()), 3), from_date, how)


@dataclass(frozen=True)
class _Efforts:
    """Best efforts as columns: cutting a frame for each of forty quarters took longer than all the rest."""

    days: Days
    by_distance: npt.NDArray[np.bool_]
    distance_m: Floats
    duration_s: Floats

    @classmethod
    def of(cls, efforts: pd.DataFrame) -> _Efforts:
        if not len(efforts):
            return cls(np.array([], "datetime64[D]"), np.array([], bool), np.array([]), np.array([]))
        return cls(
            pd.to_datetime(efforts["local_date"]).to_numpy(dtype="datetime64[D]"),
            (efforts["effort"] == "distance").to_numpy(dtype=bool),
            efforts["distance_m"].to_numpy(dtype=np.float64),
            efforts["duration_s"].to_numpy(dtype=np.float64),
        )

    def between(self, first: np.datetime64, after: np.datetime64) -> _Efforts:
        at = (self.days >= first) & (self.days < after)
        return _Efforts(self.days[at], self.by_distance[at], self.distance_m[at], self.duration_s[at])


def _critical_speed(best: _Efforts, from_date: dt.date) -> Estimate | None:
    low, high = EFFORT_S
    fast = best.by_distance & (best.duration_s >= low) & (best.duration_s <= high)
    distances, which = np.unique(best.distance_m[fast], return_inverse=True)
    if len(distances) < performance.MIN_EFFORTS:
        return None
    fastest = np.full(len(distances), np.inf)
    np.minimum.at(fastest, which, best.duration_s[fast])
    fit = performance.critical_speed(distances.tolist(), fastest.tolist())
    if fit.rejected_because is not None or fit.speed_m_s <= 0:
        return None
    how = f"Critical speed from the best {len(distances)} efforts of 2 to 20 minutes in the quarter."
    return Estimate("threshold_speed_m_s", round(fit.speed_m_s, 3), from_date, how)


def _best_of_an_hour(best: _Efforts, from_date: dt.date) -> Estimate | None:
    timed = ~best.by_distance & (best.duration_s >= THRESHOLD_HELD_S) & (best.duration_s <= HOUR_S)
    if not timed.any():
        return None
    speed = float((best.distance_m[timed] / best.duration_s[timed]).max())
    how = "The best 30 to 60 minutes in the quarter."
    return Estimate("threshold_speed_m_s", round(speed, 3), from_date, how)


def held_by_run(seconds: Floats, least_s: float, *, first: float, step: float) -> Floats:
    """Give for each run the highest value held for so long, as `zones.held` does for one; NaN without one.

    Examples
    --------
    >>> held_by_run(np.array([[600.0, 900, 1800], [0, 0, 60]]), 1800, first=150, step=1).tolist()
    [152.0, nan]
    """
    from_above = np.cumsum(np.nan_to_num(seconds)[:, ::-1], axis=1)[:, ::-1]
    reached = (from_above >= least_s).sum(axis=1)  # falls from left to right: how many is which
    return np.asarray(np.where(reached > 0, first + step * (reached - 1), np.nan), dtype=np.float64)


def peaks(seconds_by_bpm: Floats, hr_max_bpm: Floats) -> Floats:
    """Give each run's highest heart rate held for 10 s; from its sums where it has no records."""
    held = held_by_run(seconds_by_bpm, PEAK_HELD_S, first=zones.FIRST_BPM, step=1.0)
    return np.asarray(np.where(np.isfinite(held), held, hr_max_bpm), dtype=np.float64)


@dataclass(frozen=True)
class Value:
    """What one basis says of one threshold, from a day on."""

    threshold: str
    value: float
    from_date: dt.date
    basis: BasisOfValue
    how: str | None = None


@dataclass(frozen=True)
class InForce:
    """The value that holds, and whose word it is; `is_later` where it became known only after the day."""

    value: float
    basis: BasisOfValue
    from_date: dt.date
    how: str | None
    is_later: bool = False


def in_force(values: Sequence[Value], day: dt.date) -> InForce | None:
    """Give the value that holds on a day, of one threshold.

    What was said holds from its day on, then the watch's word, then an estimate; of several, the newest.
    Before the first value of all, the first is taken: a later value says more than none.

    Examples
    --------
    >>> jan, feb, mar = (dt.date(2026, month, 1) for month in (1, 2, 3))
    >>> known = [Value("hr_max_bpm", 190, feb, "said"), Value("hr_max_bpm", 185, jan, "estimated")]
    >>> in_force(known, mar).value, in_force(known, jan).value
    (190, 185)
    """
    for basis in RANK:
        past = [one for one in values if one.basis == basis and one.from_date <= day]
        if past:
            newest = max(past, key=lambda one: one.from_date)
            return InForce(newest.value, basis, newest.from_date, newest.how)
    if not values:
        return None
    first = min(values, key=lambda one: (one.from_date, RANK.index(one.basis)))
    return InForce(first.value, first.basis, first.from_date, first.how, is_later=True)


def changes(values: Sequence[Value]) -> list[dt.date]:
    """List the days on which any value may change, in order."""
    return sorted({one.from_date for one in values})


def finite(value: float | None) -> float | None:
    """Turn NaN into None.

    Examples
    --------
    >>> finite(math.nan) is None, finite(4.0)
    (True, 4.0)
    """
    return None if value is None or math.isnan(value) else float(value)
