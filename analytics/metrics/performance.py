"""What a race says of fitness: VDOT and its equivalents, critical speed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.metrics import quantiles

# The best known limits of a critical-speed fit; choices of this project.
MIN_EFFORTS = 3
MIN_R_SQUARED = 0.98
MAX_D_PRIME_M = 600.0
FIT_RANGE_S = (120.0, 1200.0)
"""Efforts shorter than 2 minutes run on other stores of energy, longer ones than 20 on endurance as well."""
MIN_FIT_RATIO = 2.5
"""The longest effort of a fit lasts so many times the shortest: a line through one place has any slope."""

WORLD_RECORDS: tuple[tuple[float, float], ...] = (
    (400.0, 43.03), (800.0, 100.91), (1000.0, 131.96), (1609.344, 223.13), (5000.0, 755.36),
    (10_000.0, 1571.0), (21_097.5, 3451.0), (42_195.0, 7235.0),
)  # fmt: skip
"""Metres and seconds, men, as World Athletics had them at the end of 2023: a receiver that says more errs."""


def oxygen_cost(speed_m_min: float) -> float:
    """Give the oxygen cost of a speed in ml/kg/min (Daniels and Gilbert 1979)."""
    return -4.60 + 0.182258 * speed_m_min + 0.000104 * speed_m_min**2


def sustainable_share(minutes: float) -> float:
    """Give the share of VO2max that can be held for so many minutes (Daniels and Gilbert 1979)."""
    return 0.8 + 0.1894393 * math.exp(-0.012778 * minutes) + 0.2989558 * math.exp(-0.1932605 * minutes)


def vdot(*, distance_m: float, time_s: float) -> float:
    """Give the VDOT of a race.

    References
    ----------
    Daniels and Gilbert 1979, as in github.com/tlgs/vdot. Printed tables deviate a little.

    Examples
    --------
    >>> round(vdot(distance_m=5000, time_s=24 * 60 + 34), 4)
    39.1104
    """
    if distance_m <= 0 or time_s <= 0:
        raise ValueError("distance and time are above 0")
    minutes = time_s / 60.0
    return oxygen_cost(distance_m / minutes) / sustainable_share(minutes)


def race_time_s(*, vdot_value: float, distance_m: float) -> float:
    """Give the time over a distance that a VDOT stands for.

    Examples
    --------
    >>> round(race_time_s(vdot_value=50.0, distance_m=5000), 1)
    1196.0
    """
    from scipy.optimize import brentq  # takes a moment to load

    low_s, high_s = distance_m / 12.0, distance_m / 0.8  # faster than any person, slower than walking
    found = brentq(
        lambda time_s: vdot(distance_m=distance_m, time_s=time_s) - vdot_value, low_s, high_s, xtol=1e-9
    )
    return float(found)


@dataclass(frozen=True)
class CriticalSpeed:
    """Critical speed and the distance above it, from several maximal efforts.

    `rejected_because` says why the fit is not to be used; the numbers are there all the same. The interval
    is the regression's; None with fewer than three efforts.
    """

    speed_m_s: float
    d_prime_m: float
    low_m_s: float | None
    high_m_s: float | None
    r_squared: float
    speed_by_inverse_time_m_s: float
    d_prime_by_inverse_time_m: float
    rejected_because: str | None


def critical_speed(distances_m: Sequence[float], times_s: Sequence[float]) -> CriticalSpeed:
    """Fit critical speed: distance = speed * time + D', and as a check speed = critical speed + D' / time.

    Parameters
    ----------
    distances_m, times_s
        Maximal efforts of about 2 to 20 minutes within 90 days; at least two of different length.

    References
    ----------
    Hughson, Orok and Staudt 1984 (running); Monod and Scherrer 1965 (the idea).

    Examples
    --------
    >>> fit = critical_speed([1500, 3000, 5000], [300, 660, 1170])
    >>> round(fit.speed_m_s, 6), round(fit.d_prime_m, 3)
    (4.016222, 315.149)
    """
    metres = np.asarray(distances_m, dtype=np.float64)
    seconds = np.asarray(times_s, dtype=np.float64)
    if len(metres) < 2 or len(metres) != len(seconds) or np.ptp(seconds) == 0:
        raise ValueError("two efforts of different length are needed at least")
    speed, d_prime = (float(value) for value in np.polyfit(seconds, metres, 1))
    inverse_d_prime, inverse_speed = (
        float(value) for value in np.polyfit(1.0 / seconds, metres / seconds, 1)
    )
    residual = metres - (speed * seconds + d_prime)
    unexplained = float(residual @ residual)
    r_squared = 1.0 - unexplained / float(((metres - metres.mean()) ** 2).sum())
    low = high = None
    degrees = len(metres) - 2
    if degrees > 0:
        error = math.sqrt(unexplained / degrees / float(((seconds - seconds.mean()) ** 2).sum()))
        half = quantiles.student(0.975, degrees) * error
        low, high = speed - half, speed + half
    return CriticalSpeed(
        speed_m_s=speed,
        d_prime_m=d_prime,
        low_m_s=low,
        high_m_s=high,
        r_squared=r_squared,
        speed_by_inverse_time_m_s=inverse_speed,
        d_prime_by_inverse_time_m=inverse_d_prime,
        rejected_because=_why_not(len(metres), r_squared, d_prime),
    )


def critical_speeds(
    distances_m: npt.NDArray[np.float64], times_s: npt.NDArray[np.float64], used: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Fit the critical speed of many sets of efforts at once.

    Parameters
    ----------
    distances_m, times_s
        Sets by efforts; only those `used` are read.

    Returns
    -------
    tuple
        Critical speed (m/s, NaN where there are not two different times) and whether the fit is to be used: a
        set for which `why_no_fit` gives None and which `critical_speed` does not reject.

    Examples
    --------
    >>> speed, is_good = critical_speeds(
    ...     np.array([[1500.0, 3000, 5000]]), np.array([[300.0, 660, 1170]]), np.ones((1, 3), bool)
    ... )
    >>> speed.round(6).tolist(), is_good.tolist()
    ([4.016222], [True])
    """
    count = used.sum(axis=1)
    per = np.maximum(count, 1)[:, None]
    seconds, metres = np.where(used, times_s, 0.0), np.where(used, distances_m, 0.0)
    mean_s, mean_m = seconds.sum(axis=1, keepdims=True) / per, metres.sum(axis=1, keepdims=True) / per
    x, y = np.where(used, times_s - mean_s, 0.0), np.where(used, distances_m - mean_m, 0.0)
    spread_s2, spread_m2 = (x**2).sum(axis=1), (y**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        speed = (x * y).sum(axis=1) / spread_s2
        r_squared = 1 - ((y - speed[:, None] * x) ** 2).sum(axis=1) / spread_m2
    d_prime_m = mean_m[:, 0] - speed * mean_s[:, 0]
    longest = np.where(used, times_s, -np.inf).max(axis=1, initial=-np.inf)
    shortest = np.where(used, times_s, np.inf).min(axis=1, initial=np.inf)
    is_good = (count >= MIN_EFFORTS) & (longest >= MIN_FIT_RATIO * shortest)
    is_good &= (r_squared >= MIN_R_SQUARED) & (d_prime_m >= 0) & (d_prime_m <= MAX_D_PRIME_M)
    return speed, is_good


def _why_not(efforts: int, r_squared: float, d_prime_m: float) -> str | None:
    if efforts < MIN_EFFORTS:
        return f"{efforts} efforts; {MIN_EFFORTS} are needed"
    if r_squared < MIN_R_SQUARED:
        return "the efforts do not lie on one line"
    if d_prime_m < 0 or d_prime_m > MAX_D_PRIME_M:
        return "the distance above critical speed is not plausible"
    return None


def least_time_s(distance_m: float) -> float:
    """Give the time below which nobody has run a distance: an effort faster than that is a receiver's fault.

    Between the distances of the records the speed is interpolated, by the logarithm of the distance.

    Examples
    --------
    >>> least_time_s(1000.0), round(least_time_s(3000.0))
    (131.96, 436)
    """
    metres, seconds = np.array(WORLD_RECORDS).T
    return float(distance_m / np.interp(np.log(distance_m), np.log(metres), metres / seconds))


def most_distance_m(time_s: float) -> float:
    """Give the distance beyond which nobody has run in a time.

    Below the time of the record over 400 m its speed is taken times 1.05, about that over 200 m.

    Examples
    --------
    >>> round(most_distance_m(131.96)), round(most_distance_m(60.0))
    (1000, 526)
    """
    metres, seconds = np.array(WORLD_RECORDS).T
    speed = np.interp(np.log(time_s), np.log(seconds), metres / seconds)
    return float(time_s * speed * (1.05 if time_s < seconds[0] else 1.0))


def why_no_fit(times_s: Sequence[float]) -> str | None:
    """Say why efforts are not enough for a fit of critical speed; None where they are.

    Examples
    --------
    >>> why_no_fit([180.0, 300.0]), why_no_fit([180.0, 300.0, 720.0])
    ('2 efforts between 2 and 20 minutes; 3 are needed', None)
    """
    if len(times_s) < MIN_EFFORTS:
        return f"{len(times_s)} efforts between 2 and 20 minutes; {MIN_EFFORTS} are needed"
    if max(times_s) < MIN_FIT_RATIO * min(times_s):
        return "the efforts are of nearly the same length"
    return None
