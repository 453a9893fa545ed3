"""What a budget of flags costs: of the problems that came, how many had been flagged and how many missed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.metrics import quantiles

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

AHEAD_WEEKS = 2
"""A flag of a Monday speaks for the week that begins then and the one after it."""


@dataclass(frozen=True)
class Cost:
    """What a budget brought over past Mondays.

    Parameters
    ----------
    budget
        Flags a week; None is every flag there was.
    mondays
        How many Mondays were looked at.
    raised, early, right
        Flags raised on them; those of athletes without a problem, who alone can get a new one; and of these
        the ones followed by a new problem in time.
    problems, flagged
        New problems of these weeks, and those flagged in time beforehand.
    low, high
        Exact 95 % interval of the share flagged, as if problems were independent; NaN without a problem.
    by_chance
        How many would have been flagged on average, had as many early flags fallen by lot on those
        without a problem.
    """

    budget: int | None
    mondays: int
    raised: int
    early: int
    right: int
    problems: int
    flagged: int
    low: float
    high: float
    by_chance: float

    @property
    def missed(self) -> int:
        """Count the problems that nobody had been told of."""
        return self.problems - self.flagged

    @property
    def a_week(self) -> float:
        """Give flags raised a week; NaN without a week."""
        return self.raised / self.mondays if self.mondays else math.nan


def exact_share(k: int, n: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Give the exact interval of a share (Clopper and Pearson 1934).

    Examples
    --------
    >>> [round(limit, 4) for limit in exact_share(3, 10)]
    [0.0667, 0.6525]
    >>> [round(limit, 4) for limit in exact_share(0, 10)]
    [0.0, 0.3085]
    """
    if not 0 <= k <= n:
        raise ValueError("a part is between none and all")
    if n == 0:
        return math.nan, math.nan
    tail = (1 - confidence) / 2
    low = 0.0 if k == 0 else quantiles.beta(tail, k, n - k + 1)
    high = 1.0 if k == n else quantiles.beta(1 - tail, k + 1, n - k)
    return low, high


def cost(place: Places, problems: Flags, at_risk: Flags, *, budget: int | None) -> Cost:
    """Count what a budget of flags a week would have brought.

    Parameters
    ----------
    place
        Athletes by weeks: the place in the list of that Monday, from 1; 0 is not listed.
    problems
        Where a new problem began in that week.
    at_risk
        Who was followed and had no problem on that Monday: among them a flag by chance would fall.
    budget
        The first so many of each list are flagged; None flags all.
    """
    flagged = (place > 0) if budget is None else (place > 0) & (place <= budget)
    # The last Mondays are left out: what followed them is not known yet.
    mondays = max(place.shape[1] - AHEAD_WEEKS + 1, 0)
    early = flagged & at_risk
    came = problems.copy()
    for ahead in range(1, AHEAD_WEEKS):
        came[:, :-ahead] |= problems[:, ahead:]
    told = early.copy()
    chance = early.sum(axis=0) / np.maximum(at_risk.sum(axis=0), 1)
    untold = 1 - chance
    for before in range(1, AHEAD_WEEKS):
        told[:, before:] |= early[:, :-before]
        untold[before:] *= 1 - chance[:-before]
    # A problem of the first weeks had fewer Mondays to be told of on, so it is no test of the list.
    judged = problems[:, AHEAD_WEEKS - 1 :]
    n = int(judged.sum())
    k = int((judged & told[:, AHEAD_WEEKS - 1 :]).sum())
    low, high = exact_share(k, n)
    return Cost(
        budget=budget,
        mondays=mondays,
        raised=int(flagged[:, :mondays].sum()),
        early=int(early[:, :mondays].sum()),
        right=int((early & came)[:, :mondays].sum()),
        problems=n,
        flagged=k,
        low=low,
        high=high,
        by_chance=float((judged.sum(axis=0) * (1 - untold[AHEAD_WEEKS - 1 :])).sum()),
    )
