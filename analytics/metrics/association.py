"""How two measures go together within athletes; the interval knows that weeks resemble each other."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
LEAST_DOTS = 12
LEAST_ATHLETES = 6
"""From so many athletes on, the interval rests on how much athletes differ; below, on autocorrelation."""
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Within:
    """The association within athletes: each one's dots against their own means.

    Parameters
    ----------
    slope
        How much more y goes with one more x.
    slope_low, slope_high
        95 % interval; None where there is too little to say.
    correlation
        Within athletes, -1 to 1; its interval is that of the slope, in units of spread.
    n, athletes
        Dots and athletes with at least two dots, used.
    x_mean, y_mean
        Where the line passes: the means over all dots.
    """

    slope: float
    slope_low: float | None
    slope_high: float | None
    correlation: float
    low: float | None
    high: float | None
    n: int
    athletes: int
    x_mean: float
    y_mean: float


def within(x: Floats, y: Floats, athlete: Whole) -> Within | None:
    """Work out the association within athletes; None where nothing varies or there are too few dots.

    Parameters
    ----------
    x, y
        One value a dot, none unknown, in order of time within each athlete.
    athlete
        Whose each dot is.

    References
    ----------
    Interval of the slope with six athletes or more: Liang and Zeger 1986, Biometrika 73:13-22 (the robust
    variance by athlete, with G/(G-1) and G-1 degrees of freedom). With fewer: Bretherton et al. 1999,
    J Climate 12:1990-2009, equation 30: n (1 - a b) / (1 + a b) dots count, where a and b are the
    correlations of x and of y with the dot before; then Fisher's transformation.

    Examples
    --------
    >>> x = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    >>> found = within(x, 2 * x + np.array([0.0, 1] * 6), np.ones(12, dtype=np.int64))
    >>> round(found.slope, 2), found.n, found.athletes
    (2.02, 12, 1)
    """
    at = _places(athlete)
    counts = np.bincount(at)
    if counts.min(initial=2) < 2:
        is_used = counts[at] >= 2
        x, y, at = x[is_used], y[is_used], at[is_used]
    if len(x) < LEAST_DOTS:
        return None
    own_x, own_y = x - _means(x, at, counts), y - _means(y, at, counts)
    s_xx, s_yy, s_xy = _product(own_x, own_x), _product(own_y, own_y), _product(own_x, own_y)
    tiny = 1e-12 * len(x)
    if s_xx <= tiny * max(1.0, float(np.square(x).max())) or s_yy <= tiny * max(
        1.0, float(np.square(y).max())
    ):
        return None
    slope, correlation = s_xy / s_xx, s_xy / math.sqrt(s_xx * s_yy)
    athletes = int((counts >= 2).sum())
    scale = math.sqrt(s_xx / s_yy)
    if athletes >= LEAST_ATHLETES:
        low, high = _by_athlete(own_x, own_y - slope * own_x, at, s_xx, slope, athletes, len(counts))
        bounds = (low * scale, high * scale)
    else:
        bounds = _by_autocorrelation(own_x, own_y, at, correlation)
        low, high = bounds[0] / scale, bounds[1] / scale
    is_known = math.isfinite(low) and math.isfinite(high)
    return Within(
        slope=slope,
        slope_low=low if is_known else None,
        slope_high=high if is_known else None,
        correlation=correlation,
        low=max(bounds[0], -1.0) if is_known else None,
        high=min(bounds[1], 1.0) if is_known else None,
        n=len(x),
        athletes=athletes,
        x_mean=float(x.mean()),
        y_mean=float(y.mean()),
    )


def _places(athlete: Whole) -> Whole:
    """Number the athletes from 0; those that stand in order already need no sorting."""
    steps = np.diff(athlete)
    if len(athlete) and (steps >= 0).all():
        return np.concatenate([[0], np.cumsum(steps != 0)]).astype(np.int64)
    return np.unique(athlete, return_inverse=True)[1].astype(np.int64)


def reach_of_mean(deviation: Floats, athletes: Floats) -> Floats:
    """Give half the width of the 95 % interval of a mean over athletes; NaN with fewer than six.

    Examples
    --------
    >>> reach_of_mean(np.array([2.0, 2.0]), np.array([16.0, 5.0])).round(3)
    array([1.066,   nan])
    """
    enough = np.where(athletes >= LEAST_ATHLETES, athletes, np.nan)
    reach: Floats = special.stdtrit(enough - 1, 0.5 + CONFIDENCE / 2) * deviation / np.sqrt(enough)
    return reach


def _product(one: Floats, other: Floats) -> float:
    """Sum the products. In one thread: for so little, waking others costs more than they help."""
    return float((one * other).sum())


def _means(values: Floats, at: Whole, sizes: Whole) -> Floats:
    sums = np.bincount(at, weights=values, minlength=len(sizes))
    means: Floats = (sums / np.maximum(sizes, 1))[at]
    return means


def _by_athlete(
    own_x: Floats, rest: Floats, at: Whole, s_xx: float, slope: float, athletes: int, groups: int
) -> tuple[float, float]:
    scores: Floats = np.bincount(at, weights=own_x * rest, minlength=groups).astype(np.float64)
    error = math.sqrt(athletes / (athletes - 1) * _product(scores, scores)) / s_xx
    reach = float(special.stdtrit(athletes - 1, 0.5 + CONFIDENCE / 2)) * error
    return slope - reach, slope + reach


def _by_autocorrelation(own_x: Floats, own_y: Floats, at: Whole, correlation: float) -> tuple[float, float]:
    together = _echo(own_x, at) * _echo(own_y, at)
    counted = len(own_x) * (1 - together) / (1 + together) if together > 0 else float(len(own_x))
    if counted <= 4 or abs(correlation) >= 1:
        return math.nan, math.nan
    reach = float(special.ndtri(0.5 + CONFIDENCE / 2)) / math.sqrt(counted - 3)
    z = math.atanh(correlation)
    return math.tanh(z - reach), math.tanh(z + reach)


def _echo(own: Floats, at: Whole) -> float:
    """Correlate each dot with the one before, within athletes."""
    same = at[1:] == at[:-1]
    return max(0.0, float((own[1:] * own[:-1])[same].sum()) / _product(own, own))
