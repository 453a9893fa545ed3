"""Calendar ground: ISO weeks, which start on Monday, in the athlete's local time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


def week_start(day: dt.date) -> dt.date:
    """Give the Monday of the ISO week that holds `day`.

    Examples
    --------
    >>> week_start(dt.date(2026, 11, 22))
    datetime.date(2026, 11, 16)
    """
    return day - dt.timedelta(days=day.weekday())


def week_label(monday: dt.date) -> str:
    """Name an ISO week as people write it.

    Examples
    --------
    >>> week_label(dt.date(2024, 12, 30))
    '2025-W01'
    """
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"


@dataclass(frozen=True)
class Period:
    """A stretch of days, both ends included.

    Raises
    ------
    ValueError
        If the last day lies before the first.
    """

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period cannot end before it begins")

    @property
    def days(self) -> int:
        """Count the days, both ends included."""
        return (self.last - self.first).days + 1

    @property
    def whole_weeks(self) -> list[dt.date]:
        """List the Mondays of the ISO weeks that lie wholly inside."""
        monday = week_start(self.first + dt.timedelta(days=6))
        weeks = []
        while monday + dt.timedelta(days=6) <= self.last:
            weeks.append(monday)
            monday += dt.timedelta(days=7)
        return weeks
