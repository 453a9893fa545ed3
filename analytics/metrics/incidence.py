"""How often injuries happen and what they cost: rates with intervals that hold for few events."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from analytics.metrics import quantiles

Counts = Sequence[float] | npt.NDArray[np.float64]

OVERDISPERSED_ABOVE = 1.2
BOOTSTRAP_DRAWS = 2000
LIMITS = (0.025, 0.975)
POISSON = "exact Poisson"
QUASI_POISSON = "quasi-Poisson"
ATHLETES_DRAWN = "athlete bootstrap"
ONE_ATHLETE = "compound Poisson"
LEAST_INJURIES_ALONE = 5
"""Fewer injuries of one athlete say nothing of how their lengths scatter."""


@dataclass(frozen=True)
class Rate:
    """A rate and its interval; `per` is the unit of exposure, `method` says whence the interval.

    `estimate` NaN: no exposure. `phi` is the overdispersion over athletes where it was looked at.
    """

    estimate: float
    low: float
    high: float
    n: float
    exposure: float
    per: float
    method: str
    phi: float | None = None


def exact_poisson(n: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Give the exact interval of a Poisson count (Garwood 1936).

    Examples
    --------
    >>> [round(limit, 4) for limit in exact_poisson(5)]
    [1.6235, 11.6683]
    >>> [round(limit, 4) for limit in exact_poisson(0)]
    [0.0, 3.6889]
    """
    if n < 0:
        raise ValueError("a count is not below 0")
    tail = (1.0 - confidence) / 2.0
    low = 0.0 if n == 0 else quantiles.chi_square(tail, 2 * n) / 2.0
    return low, quantiles.chi_square(1.0 - tail, 2 * (n + 1)) / 2.0


def incidence(n: int, exposure: float, *, per: float = 1000.0) -> Rate:
    """Give an incidence rate with its exact Poisson interval.

    Parameters
    ----------
    n
        New injuries.
    exposure
        Time or distance at risk, in hours, kilometres, sessions or days; without the days lost to injury.
    per
        Unit of exposure that the rate is given for.

    Examples
    --------
    >>> rate = incidence(254, 155_318.0)
    >>> round(rate.estimate, 3), round(rate.low, 3), round(rate.high, 3)
    (1.635, 1.44, 1.849)
    """
    if exposure <= 0:
        return Rate(math.nan, math.nan, math.nan, n, exposure, per, POISSON)
    low, high = exact_poisson(n)
    share = per / exposure
    return Rate(n * share, low * share, high * share, n, exposure, per, POISSON)


def wald(n: float, exposure: float, *, per: float = 1000.0) -> Rate:
    """Give a rate with the interval estimate ± 1.96 sqrt(n), to compare with injurytools; not for people.

    It holds for large counts only, and never for days lost: days are not events.
    """
    share = per / exposure
    half = quantiles.normal(0.975) * math.sqrt(n) * share
    return Rate(n * share, n * share - half, n * share + half, n, exposure, per, "Wald")


def overdispersion(counts: Counts, exposures: Counts) -> float:
    """Give Pearson's chi-square over its degrees of freedom, over athletes: 1 where chance alone is at work.

    Parameters
    ----------
    counts, exposures
        Injuries and exposure of each athlete; those without exposure are left out.

    Returns
    -------
    float
        NaN with fewer than two athletes or without an injury.
    """
    n = np.asarray(counts, dtype=np.float64)
    at_risk = np.asarray(exposures, dtype=np.float64)
    n, at_risk = n[at_risk > 0], at_risk[at_risk > 0]
    if len(n) < 2 or n.sum() == 0:
        return math.nan
    expected = n.sum() / at_risk.sum() * at_risk
    return float(((n - expected) ** 2 / expected).sum() / (len(n) - 1))


def quasi_interval(
    estimate: float, n: float, phi: float, *, degrees: int | None = None
) -> tuple[float, float]:
    """Give the quasi-Poisson interval of a rate on the log scale.

    Parameters
    ----------
    phi
        Overdispersion.
    degrees
        Degrees of freedom for Student's t, athletes less one; None takes the normal.
    """
    quantile = quantiles.normal(0.975) if degrees is None else quantiles.student(0.975, degrees)
    half = quantile * math.sqrt(phi / n)
    return estimate * math.exp(-half), estimate * math.exp(half)


def squad_incidence(counts: Counts, exposures: Counts, *, per: float = 1000.0) -> Rate:
    """Give a squad's incidence; its interval widens where athletes differ more than chance has it.

    Parameters
    ----------
    counts, exposures
        Injuries and exposure of each athlete.

    Returns
    -------
    Rate
        With the exact Poisson interval, or above an overdispersion of 1.2 the quasi-Poisson one with
        Student's t over the athletes.
    """
    n = round(float(np.sum(np.asarray(counts, dtype=np.float64))))
    plain = incidence(n, float(np.sum(np.asarray(exposures, dtype=np.float64))), per=per)
    phi = overdispersion(counts, exposures)
    if math.isnan(phi):
        return plain
    athletes = int((np.asarray(exposures, dtype=np.float64) > 0).sum())
    if phi <= OVERDISPERSED_ABOVE:
        return Rate(plain.estimate, plain.low, plain.high, n, plain.exposure, per, POISSON, phi)
    low, high = quasi_interval(plain.estimate, n, phi, degrees=athletes - 1)
    return Rate(plain.estimate, low, high, n, plain.exposure, per, QUASI_POISSON, phi)


def burden(
    days_lost: Counts, exposures: Counts, *, per: float = 1000.0, seed: int = 0, draws: int = BOOTSTRAP_DRAWS
) -> Rate:
    """Give the burden: days lost for an amount of exposure, with an interval from drawing athletes anew.

    Parameters
    ----------
    days_lost, exposures
        Days lost to injury and exposure of each athlete.
    seed, draws
        Of the bootstrap.

    Returns
    -------
    Rate
        The interval is NaN with fewer than two athletes.
    """
    days = np.asarray(days_lost, dtype=np.float64)
    return burdens(days[:, None], np.asarray(exposures, dtype=np.float64), per=per, seed=seed, draws=draws)[0]


def burdens(
    days_lost: npt.NDArray[np.float64],
    exposures: npt.NDArray[np.float64],
    *,
    per: float = 1000.0,
    seed: int = 0,
    draws: int = BOOTSTRAP_DRAWS,
) -> list[Rate]:
    """Give the burden of several kinds of injury at once: the same athletes are drawn for all of them.

    Parameters
    ----------
    days_lost
        A row an athlete, a column a kind of injury.
    exposures
        Of each athlete; or a column for each kind, where each has an exposure of its own.

    Returns
    -------
    list of Rate
        The interval is NaN with fewer than two athletes, and where no day was lost.
    """
    days = np.asarray(days_lost, dtype=np.float64)
    at_risk = np.asarray(exposures, dtype=np.float64)
    at_risk = at_risk[:, None] if at_risk.ndim == 1 else at_risk
    if (at_risk == at_risk[:, :1]).all():  # all kinds share one exposure: it need not be drawn for each
        at_risk = at_risk[:, :1]
    totals = np.broadcast_to(at_risk.sum(axis=0), days.shape[1])
    weights = _drawn(len(days), seed, draws)
    drawn_days, drawn_risk = weights @ days, np.broadcast_to(weights @ at_risk, (draws, days.shape[1]))
    lost, asked = days.sum(axis=0), np.full(days.shape[1], len(days) > 1)
    limits = np.full((2, days.shape[1]), np.nan)
    asked &= (totals > 0) & (lost > 0)
    whole = asked & (drawn_risk > 0).all(axis=0)
    if whole.any():
        limits[:, whole] = np.quantile((drawn_days[:, whole] / drawn_risk[:, whole] * per).T, LIMITS, axis=1)
    for at in np.flatnonzero(asked & ~whole).tolist():
        known = drawn_risk[:, at] > 0
        limits[:, at] = np.quantile(drawn_days[known, at] / drawn_risk[known, at] * per, LIMITS)
    return [
        Rate(total / risk * per if risk > 0 else math.nan, low, high, total, risk, per, ATHLETES_DRAWN)
        for total, risk, low, high in zip(lost.tolist(), totals.tolist(), *limits.tolist(), strict=True)
    ]


@lru_cache(maxsize=8)
def _drawn(athletes: int, seed: int, draws: int) -> npt.NDArray[np.float64]:
    """Draw athletes with replacement: a row a draw, and how often each athlete is in it."""
    chosen = np.random.default_rng(seed).integers(0, max(athletes, 1), size=(draws, athletes))
    flat = (chosen + np.arange(draws)[:, None] * athletes).ravel()
    counts = np.bincount(flat, minlength=draws * athletes).reshape(draws, athletes).astype(np.float64)
    counts.setflags(write=False)
    return counts


def burden_of_one(days_lost: Counts, exposure: float, *, per: float = 1000.0) -> Rate:
    """Give the burden of one athlete, injuries taken as independent of one another.

    The sum of days then is compound Poisson: its variance is the sum of the squared lengths, and the
    interval lies on the log scale.

    Parameters
    ----------
    days_lost
        Of each injury, not of each athlete.

    Returns
    -------
    Rate
        The interval is NaN with fewer than five injuries that cost days.

    Examples
    --------
    >>> rate = burden_of_one([10, 10, 10, 10], 1000.0)
    >>> rate.estimate, math.isnan(rate.low)
    (40.0, True)
    """
    days = np.asarray(days_lost, dtype=np.float64)
    days = days[days > 0]
    total = float(days.sum())
    if exposure <= 0:
        return Rate(math.nan, math.nan, math.nan, total, exposure, per, ONE_ATHLETE)
    estimate = total / exposure * per
    if len(days) < LEAST_INJURIES_ALONE:
        return Rate(estimate, math.nan, math.nan, total, exposure, per, ONE_ATHLETE)
    half = quantiles.normal(0.975) * math.sqrt(float((days**2).sum())) / total
    return Rate(
        estimate, estimate * math.exp(-half), estimate * math.exp(half), total, exposure, per, ONE_ATHLETE
    )


def rate_ratio(
    *, n: int, exposure: float, n_reference: int, exposure_reference: float
) -> tuple[float, float, float]:
    """Give the ratio of two rates with its exact conditional interval: ratio, low, high.

    Given the total, the first count is binomial; its Clopper-Pearson limits become those of the ratio.
    NaN ratio where both counts are 0; an infinite one where the reference count is 0.

    Examples
    --------
    >>> [round(value, 3) for value in rate_ratio(n=0, exposure=48, n_reference=2, exposure_reference=482)]
    [0.0, 0.0, 53.467]
    """
    if exposure <= 0 or exposure_reference <= 0:
        raise ValueError("both groups need exposure")
    if n + n_reference == 0:
        return math.nan, 0.0, math.inf
    scale = exposure_reference / exposure
    low_share = 0.0 if n == 0 else quantiles.beta(0.025, n, n_reference + 1)
    high_share = 1.0 if n_reference == 0 else quantiles.beta(0.975, n + 1, n_reference)
    ratio = math.inf if n_reference == 0 else n / n_reference * scale
    high = math.inf if high_share >= 1.0 else high_share / (1.0 - high_share) * scale
    return ratio, low_share / (1.0 - low_share) * scale, high
