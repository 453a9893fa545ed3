"""How long injuries keep athletes away, and how many are injured at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Bin = Literal["none", "1 to 7 days", "8 to 28 days", "more than 28 days"]


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
