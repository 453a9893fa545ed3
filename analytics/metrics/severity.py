"""How long injuries keep athletes away, and how many are injured at a time."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

import numpy as np

from analytics.metrics import quantiles

Bin = Literal["none", "1 to 7 days", "8 to 28 days", "more than 28 days"]
BINS: tuple[Bin, ...] = get_args(Bin)


def days_lost(*, onset: dt.date, available_again: dt.date) -> int:
    """Count the days lost: from the day after onset to the day before full availability.

    Examples
    --------
    >>> days_lost(onset=dt.date(2026, 3, 1), available_again=dt.date(2026, 3, 9))
    7
    """
    if available_again < onset:
        raise ValueError("an injury cannot end before it begins")
    return max(0, (available_again - onset).days - 1)


def severity_bin(days: int) -> Bin:
    """Name the severity of an injury by days lost; the bins are not those of injurytools, do not mix them.

    Examples
    --------
    >>> severity_bin(7), severity_bin(29)
    ('1 to 7 days', 'more than 28 days')
    """
    if days < 0:
        raise ValueError("days lost are not below 0")
    if days == 0:
        return "none"
    if days <= 7:
        return "1 to 7 days"
    return "8 to 28 days" if days <= 28 else "more than 28 days"


def bins(days: Iterable[float]) -> dict[Bin, int]:
    """Count injuries by their days lost.

    Examples
    --------
    >>> bins([0, 3, 9, 40, 41])
    {'none': 1, '1 to 7 days': 1, '8 to 28 days': 1, 'more than 28 days': 2}
    """
    counted = Counter(severity_bin(int(one)) for one in days)
    return {one: counted[one] for one in BINS}


@dataclass(frozen=True)
class Spread:
    """Mean, median and quartiles of days lost, and of how many injuries."""

    n: int
    mean_days: float
    median_days: float
    p25_days: float
    p75_days: float


def spread(days: Sequence[float]) -> Spread | None:
    """Describe days lost; None without an ended injury. Quartiles by linear interpolation, as R's type 7.

    Examples
    --------
    >>> spread([4, 8, 12])
    Spread(n=3, mean_days=8.0, median_days=8.0, p25_days=6.0, p75_days=10.0)
    """
    if not days:
        return None
    values = np.asarray(days, dtype=np.float64)
    p25, p50, p75 = (float(value) for value in np.quantile(values, [0.25, 0.5, 0.75]))
    return Spread(n=len(values), mean_days=float(values.mean()), median_days=p50, p25_days=p25, p75_days=p75)


@dataclass(frozen=True)
class Episode:
    """One injury of one athlete; `recovered` None is still open and counts to the end of any window."""

    athlete: str
    onset: dt.date
    recovered: dt.date | None


def injured_within(episodes: Iterable[Episode], *, first: dt.date, last: dt.date) -> set[str]:
    """Name the athletes who were injured at any time from `first` to `last`, both included."""
    return {
        episode.athlete
        for episode in episodes
        if episode.onset <= last and (episode.recovered is None or episode.recovered >= first)
    }


def period_prevalence(injured: int, followed: int) -> float | None:
    """Give the share of followed athletes who were injured in a period; None where none was followed.

    Examples
    --------
    >>> round(period_prevalence(16, 23), 3)
    0.696
    """
    return injured / followed if followed else None


@cache
def _quantile(confidence: float) -> float:
    """Give the normal quantile of an interval, once: a chart of years asks for hundreds."""
    return quantiles.normal(0.5 + confidence / 2.0)


def wilson(injured: int, followed: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Give the interval of a share (Wilson 1927): it stays between 0 and 1 and holds for few athletes.

    Examples
    --------
    >>> [round(limit, 3) for limit in wilson(16, 23)]
    [0.491, 0.844]
    """
    if followed <= 0:
        return math.nan, math.nan
    if not 0 <= injured <= followed:
        raise ValueError("not more can be injured than are followed")
    z = _quantile(confidence)
    share, add = injured / followed, z**2 / followed
    middle = (share + add / 2.0) / (1.0 + add)
    half = z / (1.0 + add) * math.sqrt(share * (1.0 - share) / followed + add / (4.0 * followed))
    low = 0.0 if injured == 0 else max(0.0, middle - half)
    return low, 1.0 if injured == followed else min(1.0, middle + half)
