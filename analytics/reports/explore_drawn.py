"""Which chart draws a view, with which frames; and the words of Explore's controls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.knowledge import written
from analytics.metrics.expression import FormulaError
from analytics.reports import explore_saved, explore_view
from analytics.reports.explore_measures import Shown
from analytics.reports.explore_page import Explore

CHARTS = ("explore main", "explore days", "explore y", "explore x")
"""The charts of the page in which a part can be marked."""
MOST_PANELS = 24
LANGUAGE = (
    "Write + - * / and brackets, and min, max, abs, log, exp, sqrt, round. "
    "mean(x, 4), sum(x, 4): of four weeks; lag(x, 2): two weeks before. "
    "Measures stand by their names, in the store's units (m, s, kg). Unknown stays unknown."
)


@dataclass(frozen=True)
class Plan:
    """A function of `analytics.charts.explore`, the frames it draws, and its other words."""

    chart: str
    frames: tuple[Any, ...]
    words: dict[str, Any]


def plan(page: Explore, *, across: int = 4) -> Plan:
    """Say how a view is drawn.

    Parameters
    ----------
    across
        Small panels side by side.
    """
    kind = page.view.chart
    if kind == "groups":
        return Plan("groups", (page.groups,), {})
    if kind == "lags":
        return Plan("lags", (page.lags,), {})
    if kind == "around":
        return Plan("around", (page.around, page.events), {"what": page.view.event})
    dots = named(page)
    if kind == "time":
        return Plan("over_time", (dots, page.line), {})
    if kind == "spread":
        return Plan("spread", (dots,), {})
    if kind == "athletes":
        return Plan("athletes", (dots,), {"names": panels(page), "across": across})
    trend = page.trend
    numbers = None
    if trend is not None:
        low = float("nan") if trend.slope_low is None else trend.slope_low
        high = float("nan") if trend.slope_high is None else trend.slope_high
        numbers = (trend.slope, low, high, trend.x_mean, trend.y_mean)
    return Plan("against", (dots, page.own_lines), {"trend": numbers})


def named(page: Explore) -> pd.DataFrame:
    """Give the dots with the athletes' names."""
    return page.points.assign(athlete=page.points["athlete_id"].map(page.names))


def panels(page: Explore) -> tuple[tuple[int, str], ...]:
    """Choose whose panels are shown: those with most known dots, by name."""
    known = page.points.dropna(subset=["y"])["athlete_id"].value_counts()
    ids = known.sort_index().sort_values(ascending=False, kind="stable").index[:MOST_PANELS]
    return tuple(sorted(((int(one), page.names.get(int(one), "?")) for one in ids), key=lambda one: one[1]))


def averages() -> list[str]:
    """Name the weeks a value can be averaged over."""
    return ["No averaging" if n == 1 else f"{n} weeks" for n in explore_view.AVERAGES]


def lags() -> list[str]:
    """Name the weeks by which x can come before y."""
    return ["The same week" if n == 0 else f"{written.count(n, 'week')} before" for n in explore_view.LAGS]


def lines() -> list[str]:
    """Name the weeks a line can be smoothed over."""
    return ["No line" if n == 0 else f"Mean of {n} weeks" for n in explore_view.LINES]


def copy_of(name: str, was: str) -> str:
    """Name a copy: as the person says, or after what it is a copy of.

    Examples
    --------
    >>> copy_of("Hips", "Hips"), copy_of("Knees", "Hips")
    ('Hips, a copy', 'Knees')
    """
    return f"{name}, a copy" if name.strip().lower() == was.strip().lower() else name


def fault_of(formula: str, known: Mapping[str, Shown], *, but: str | None = None) -> str | None:
    """Say what is wrong with a formula, and show where; None where nothing is, or nothing stands there."""
    if not formula.strip():
        return None
    try:
        explore_saved.readable(formula, known, but=but)
    except FormulaError as error:
        line = " ".join(formula.split("\n"))
        return f"{line}\n{' ' * (error.at - 1)}^\n{error}"
    return None
