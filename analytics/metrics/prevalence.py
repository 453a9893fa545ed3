"""How many of those followed were injured, period by period, counted from spans of days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Period = Literal["week", "month", "year"]
Days = npt.NDArray[np.datetime64]
Ints = npt.NDArray[np.int64]

MONDAYS_AFTER = 3
"""The first day of 1970 was a Thursday: so many days after a Monday."""


@dataclass(frozen=True)
class Spans:
    """Days of athletes, from the first to the last of each span, both included; spans may overlap."""

    athlete: Ints
    first: Days
    last: Days


@dataclass(frozen=True)
class Shares:
    """Periods in which anybody was followed: their first days, how many were followed, how many injured."""

    start: Days
    followed: Ints
    injured: Ints


def longest_stretches(spans: Spans, *, gap_days: int) -> Spans:
    """Give each athlete's longest stretch of days, short silences bridged; of equally long ones the first.

    Parameters
    ----------
    spans
        By athlete and first day, and not touching each other.
    gap_days
        How many days between two spans still belong to one stretch.

    Examples
    --------
    >>> found = longest_stretches(
    ...     Spans(
    ...         np.array([1, 1, 1, 2]),
    ...         np.array(["2026-01-01", "2026-01-20", "2026-06-01", "2026-01-01"], "M8[D]"),
    ...         np.array(["2026-01-10", "2026-01-31", "2026-06-05", "2026-01-02"], "M8[D]"),
    ...     ),
    ...     gap_days=28,
    ... )
    >>> found.athlete.tolist(), found.first.astype(str).tolist(), found.last.astype(str).tolist()
    ([1, 2], ['2026-01-01', '2026-01-01'], ['2026-01-31', '2026-01-02'])
    """
    if not len(spans.athlete):
        return spans
    is_new = np.ones(len(spans.athlete), dtype=bool)
    silence = (spans.first[1:] - spans.last[:-1]).astype(np.int64) - 1
    is_new[1:] = (spans.athlete[1:] != spans.athlete[:-1]) | (silence > gap_days)
    begin = np.flatnonzero(is_new)
    athlete, first, last = spans.athlete[begin], spans.first[begin], np.maximum.reduceat(spans.last, begin)
    order = np.lexsort((first, -(last - first).astype(np.int64), athlete))
    kept = order[np.unique(athlete[order], return_index=True)[1]]
    return Spans(athlete[kept], first[kept], last[kept])


def by_period(period: Period, *, followed: Spans, injured: Spans) -> Shares:
    """Count athletes followed on any day of a period, and those of them injured on any day of it.

    Parameters
    ----------
    period
        Weeks begin on Monday.
    followed
        Days of which it is known whether an athlete was injured.
    injured
        Days from onset to recovery; in a period in which an athlete was not followed they do not count.

    Examples
    --------
    >>> def span(first, last):
    ...     return Spans(np.array([1]), np.array([first], "M8[D]"), np.array([last], "M8[D]"))
    >>> found = by_period(
    ...     "month", followed=span("2026-01-20", "2026-03-02"), injured=span("2026-02-27", "2026-04-09")
    ... )
    >>> found.start.astype(str).tolist(), found.injured.tolist()
    (['2026-01-01', '2026-02-01', '2026-03-01'], [0, 1, 1])
    """
    if not len(followed.athlete):
        return Shares(np.array([], "datetime64[D]"), np.array([], np.int64), np.array([], np.int64))
    ids = np.unique(followed.athlete)
    begin = int(_numbers(followed.first, period).min())
    length = int(_numbers(followed.last, period).max()) - begin + 1
    is_followed = _covered(followed, ids, period, begin, length)
    is_injured = _covered(injured, ids, period, begin, length) & is_followed
    counted = is_followed.sum(axis=0)
    there = counted > 0
    return Shares(
        _starts(begin + np.flatnonzero(there), period), counted[there], is_injured.sum(axis=0)[there]
    )


def _covered(spans: Spans, ids: Ints, period: Period, begin: int, length: int) -> npt.NDArray[np.bool_]:
    """Say which athletes (rows) have a day of a span in which periods (columns)."""
    among = np.isin(spans.athlete, ids)
    first = np.maximum(_numbers(spans.first[among], period) - begin, 0)
    last = np.minimum(_numbers(spans.last[among], period) - begin, length - 1)
    inside = first <= last
    row = np.searchsorted(ids, spans.athlete[among])[inside]
    width = length + 1
    begun = np.bincount(row * width + first[inside], minlength=len(ids) * width)
    ended = np.bincount(row * width + last[inside] + 1, minlength=len(ids) * width)
    open_spans = np.cumsum((begun - ended).reshape(len(ids), width), axis=1)
    is_covered: npt.NDArray[np.bool_] = open_spans[:, :length] > 0
    return is_covered


def _numbers(days: Days, period: Period) -> Ints:
    """Number the periods that days lie in."""
    if period == "week":
        since: Ints = (days.astype("datetime64[D]").astype(np.int64) + MONDAYS_AFTER) // 7
        return since
    numbered: Ints = days.astype(f"datetime64[{period[0].upper()}]").astype(np.int64)
    return numbered


def _starts(numbers: Ints, period: Period) -> Days:
    if period == "week":
        return (numbers * 7 - MONDAYS_AFTER).astype("datetime64[D]")
    return numbers.astype(f"datetime64[{period[0].upper()}]").astype("datetime64[D]")
