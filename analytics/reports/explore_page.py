"""What Explore shows: a view's dots, what they sum up to, and what of them was marked."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from analytics.metrics.association import Within
from analytics.reports.explore_measures import Shown
from analytics.reports.explore_view import View


@dataclass(frozen=True)
class Explore:
    """One view: its dots, what they sum up to, what it can say, and the same as a table.

    Parameters
    ----------
    points
        athlete_id, day, week_start, ref, kind, y, x; at most `MOST_KEPT`, taken evenly.
    line, groups, lags, around, events, own_lines, trend
        What the view's chart needs (`explore_sums`); empty or None otherwise.
    """

    view: View
    title: str
    subtitle: str
    x: Shown
    y: Shown
    points: pd.DataFrame
    names: dict[int, str]
    says: tuple[str, ...]
    missing: str | None = None
    line: pd.DataFrame = field(default_factory=pd.DataFrame)
    groups: pd.DataFrame = field(default_factory=pd.DataFrame)
    lags: pd.DataFrame = field(default_factory=pd.DataFrame)
    around: pd.DataFrame = field(default_factory=pd.DataFrame)
    events: pd.DataFrame = field(default_factory=pd.DataFrame)
    own_lines: pd.DataFrame = field(default_factory=pd.DataFrame)
    trend: Within | None = None

    @property
    def needs_x(self) -> bool:
        """Say whether a dot without x is left out."""
        return needs_x(self.view)


@dataclass(frozen=True)
class Brush:
    """The part of the dots that was marked in charts: each a lowest and a highest value, days as text."""

    days: tuple[str, str] | None = None
    y: tuple[float, float] | None = None
    x: tuple[float, float] | None = None

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is marked."""
        return self == Brush()


def needs_x(view: View) -> bool:
    """Say whether a view stands one measure against another."""
    return view.chart in ("against", "lags") or (view.chart == "groups" and view.by == "quarter")
