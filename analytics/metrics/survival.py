"""How long until something happens, when for some it has not happened yet: Kaplan-Meier and log-rank."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from analytics.metrics import quantiles

Floats = npt.NDArray[np.float64]
Durations = Sequence[float] | Floats
Flags = Sequence[bool] | npt.NDArray[np.bool_]
Transform = Literal["log", "log-log"]

TOLERANCE = 1e-10


@dataclass(frozen=True)
class Quantile:
    """When a share of all has met the event, with its interval; NaN where the curve does not get there."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Curve:
    """A Kaplan-Meier curve: one row a time at which somebody met the event or was last seen.

    `survival` is the share still without the event just after `time`; `low` and `high` its interval, NaN
    where nobody is left. `n` and `events` count everybody.
    """

    time: Floats
    at_risk: Floats
    happened: Floats
    censored: Floats
    survival: Floats
    low: Floats
    high: Floats
    n: int
    events: int

    def at(self, time: float) -> float:
        """Give the share still without the event at a time: 1 before the first event."""
        before = int(np.searchsorted(self.time, time, side="right"))
        return 1.0 if before == 0 else float(self.survival[before - 1])

    def risk_at(self, time: float) -> int:
        """Count those still followed and without the event just before a time."""
        later = int(np.searchsorted(self.time, time, side="left"))
        return int(self.at_risk[later]) if later < len(self.time) else 0

    def quantile(self, share: float) -> Quantile:
        """Give the time by which a share has met the event, as R's quantile.survfit does.

        The limits are the times at which the limits of the curve get there; a level stretch just at the
        share gives its middle.
        """
        return Quantile(*(_crossing(self.time, curve, 1.0 - share) for curve in self._curves()))

    def _curves(self) -> tuple[Floats, Floats, Floats]:
        return self.survival, self.low, self.high


def kaplan_meier(
    durations: Durations, happened: Flags, *, confidence: float = 0.95, transform: Transform = "log"
) -> Curve:
    """Estimate the share still without an event, through time (Kaplan and Meier 1958).

    Parameters
    ----------
    durations
        Time from entry to the event, or to the last day known, of each.
    happened
        Whether the event was met; False is still without it when last seen (censored).
    transform
        Of the interval with Greenwood's variance: `log` is the default of R's survfit, `log-log` stays
        between 0 and 1 by itself.

    Raises
    ------
    ValueError
        If the two differ in length, or a duration is negative or unknown.

    Examples
    --------
    >>> curve = kaplan_meier([5, 8, 8, 12], [True, True, False, True])
    >>> curve.time.tolist(), curve.survival.tolist()
    ([5.0, 8.0, 12.0], [0.75, 0.5, 0.0])
    """
    lasted = np.asarray(durations, dtype=np.float64)
    met = np.asarray(happened, dtype=np.bool_)
    if lasted.shape != met.shape:
        raise ValueError("each duration says whether the event happened")
    if np.isnan(lasted).any() or (lasted < 0).any():
        raise ValueError("a duration is known and not below 0")
    time, place = np.unique(lasted, return_inverse=True)
    events: Floats = np.bincount(place, weights=met, minlength=len(time)).astype(np.float64)
    leaving: Floats = np.bincount(place, minlength=len(time)).astype(np.float64)
    gone = np.concatenate([[0.0], np.cumsum(leaving)])[: len(time)]
    at_risk: Floats = np.asarray(len(lasted) - gone, dtype=np.float64)
    survival: Floats = np.cumprod(1.0 - events / at_risk, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread: Floats = np.sqrt(np.cumsum(events / (at_risk * (at_risk - events)), dtype=np.float64))
        low, high = _limits(survival, spread, quantiles.normal(0.5 + confidence / 2.0), transform)
    return Curve(
        time, at_risk, events, leaving - events, survival, low, high, n=len(lasted), events=int(met.sum())
    )


def _limits(survival: Floats, spread: Floats, z: float, transform: Transform) -> tuple[Floats, Floats]:
    """Bring Greenwood's standard error of the log to an interval; at 0 nothing can be said."""
    if transform == "log":
        low, high = survival * np.exp(-z * spread), np.minimum(survival * np.exp(z * spread), 1.0)
    else:
        width = z * spread / np.log(survival)
        low, high = survival ** np.exp(-width), survival ** np.exp(width)
    certain = spread == 0.0
    low, high = np.where(certain, survival, low), np.where(certain, survival, high)
    nobody = survival <= 0.0
    return np.where(nobody, np.nan, low), np.where(nobody, np.nan, high)


def _crossing(time: Floats, curve: Floats, level: float) -> float:
    """Find where a falling curve reaches a level; a level stretch there gives its middle."""
    known = np.where(np.isnan(curve), -np.inf if level <= 0 else np.nan, curve)
    reached = np.flatnonzero(known <= level + TOLERANCE)
    if len(reached) == 0:
        return math.nan
    first = int(reached[0])
    if abs(known[first] - level) < TOLERANCE:
        below = np.flatnonzero(known < level - TOLERANCE)
        if len(below):
            return float(time[first] + time[int(below[0])]) / 2.0
    return float(time[first])


@dataclass(frozen=True)
class LogRank:
    """The log-rank test of several groups: chi-square, degrees of freedom, p; events seen and expected."""

    chi_square: float
    degrees: int
    p: float
    observed: dict[str, float]
    expected: dict[str, float]


def log_rank(durations: Durations, happened: Flags, groups: Sequence[str]) -> LogRank | None:
    """Test whether groups meet the event alike through time (Mantel 1966); None with fewer than two groups.

    It takes everybody as independent: it is not made for the same people in several groups.

    Examples
    --------
    >>> test = log_rank([1, 2, 3, 4, 5, 6], [True] * 6, ["a", "a", "a", "b", "b", "b"])
    >>> test is not None and round(test.p, 4)
    0.0246
    """
    lasted, met = np.asarray(durations, dtype=np.float64), np.asarray(happened, dtype=np.bool_)
    names = np.asarray(groups, dtype=object)
    kinds = sorted(set(names.tolist()))
    if len(kinds) < 2:
        return None
    times = np.unique(lasted[met])
    in_group = np.array([[name == kind for name in names] for kind in kinds])
    still = lasted[None, :] >= times[:, None]
    meets = (lasted[None, :] == times[:, None]) & met[None, :]
    risk, events = still @ in_group.T.astype(float), meets @ in_group.T.astype(float)
    all_risk, all_events = risk.sum(axis=1), events.sum(axis=1)
    expected = (risk * (all_events / all_risk)[:, None]).sum(axis=0)
    more = all_risk > 1
    share = risk[more] / all_risk[more, None]
    scale = (all_events * (all_risk - all_events) / np.maximum(all_risk - 1, 1))[more]
    variance = np.diag((share * scale[:, None]).sum(axis=0)) - (share * scale[:, None]).T @ share
    gap = (events.sum(axis=0) - expected)[:-1]
    degrees = len(kinds) - 1
    value = float(gap @ np.linalg.pinv(variance[:-1, :-1]) @ gap)
    return LogRank(
        chi_square=value,
        degrees=degrees,
        p=quantiles.chi_square_above(value, degrees),
        observed=dict(zip(kinds, events.sum(axis=0).tolist(), strict=True)),
        expected=dict(zip(kinds, expected.tolist(), strict=True)),
    )
