"""What a view sums its dots up to: a line over time, groups, lags, weeks around an event, a trend."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd

from analytics.knowledge import injuries
from analytics.metrics import association
from analytics.metrics.association import Within

MOST_LAG = 12
AROUND_WEEKS = 12
MOST_GROUPS = 30
LEAST_OF_A_LINE = 8
"""So many dots an athlete needs for a thin line of their own."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


def line(points: pd.DataFrame, *, monthly: bool, over_weeks: int) -> pd.DataFrame:
    """Give the line over time.

    Parameters
    ----------
    points
        Dots with a value: athlete_id, day, week_start, y.
    monthly
        Whether a dot is a month.
    over_weeks
        Weeks (months count four) over which the line is smoothed; 0 gives none.

    Returns
    -------
    pandas.DataFrame
        when, middle (of one athlete the mean of the last weeks, of several the median athlete), low and high
        (the middle half of the athletes; NaN for one), n (athletes).
    """
    columns = ["when", "middle", "low", "high", "n"]
    if points.empty or not over_weeks:
        return pd.DataFrame(columns=columns)
    when = points["day"] if monthly else points["week_start"]
    of_athlete = points["y"].groupby([points["athlete_id"], when.rename("when")]).mean().reset_index()
    by = of_athlete.groupby("when")["y"]
    whole = pd.DataFrame({"middle": by.median(), "n": by.size()})
    if of_athlete["athlete_id"].nunique() > 1:
        whole["low"], whole["high"] = by.quantile(0.25), by.quantile(0.75)
    else:
        whole["low"] = whole["high"] = np.nan
    window = f"{31 * max(over_weeks // 4, 1)}D" if monthly else f"{7 * over_weeks}D"
    for name in ("middle", "low", "high"):
        whole[name] = whole[name].rolling(window).mean()
    return whole.reset_index()[columns]


def trend(points: pd.DataFrame) -> Within | None:
    """Give the association of x and y within athletes, of dots in order of time; unknown ones left out."""
    known = points.dropna(subset=["x", "y"])
    return association.within(
        known["x"].to_numpy(dtype=float),
        known["y"].to_numpy(dtype=float),
        known["athlete_id"].to_numpy(dtype=np.int64),
    )


def own_lines(points: pd.DataFrame, *, most: int = 40) -> pd.DataFrame:
    """Give a straight line for each athlete with enough dots: athlete_id, x_low, y_low, x_high, y_high."""
    rows: list[tuple[Any, ...]] = []
    known = points.dropna(subset=["x", "y"])
    for athlete_id, own in known.groupby("athlete_id"):
        if len(rows) == most:
            break
        x, y = own["x"].to_numpy(dtype=float), own["y"].to_numpy(dtype=float)
        if len(x) < LEAST_OF_A_LINE or np.ptp(x) <= 0:
            continue
        slope, start = np.polyfit(x - x.mean(), y, 1)
        low, high = np.quantile(x, [0.05, 0.95])
        rows.append(
            (athlete_id, low, start + slope * (low - x.mean()), high, start + slope * (high - x.mean()))
        )
    return pd.DataFrame(rows, columns=["athlete_id", "x_low", "y_low", "x_high", "y_high"])


def lags(points: pd.DataFrame) -> pd.DataFrame:
    """Give the correlation within athletes of y with x so many weeks before.

    Returns
    -------
    pandas.DataFrame
        lag, correlation, low, high, n, athletes; NaN where there is too little.
    """
    rows: list[tuple[Any, ...]] = []
    week = points["week_start"].to_numpy().astype("datetime64[D]").astype(np.int64) // 7
    whose = points["athlete_id"].to_numpy(dtype=np.int64)
    order = np.lexsort((week, whose))
    week, whose, x, y = (
        week[order],
        whose[order],
        points["x"].to_numpy()[order],
        points["y"].to_numpy()[order],
    )
    # Each athlete's weeks lie side by side, with room before the first: a week so many before is a step away.
    first, last = (int(week.min()), int(week.max())) if len(week) else (0, 0)
    length = last - first + 1 + MOST_LAG
    athletes, block = np.unique(whose, return_inverse=True)
    place = block * length + MOST_LAG + week - first
    there = np.full(length * len(athletes), np.nan)
    there[place] = x
    told = ~np.isnan(y)
    place, y, whose = place[told], y[told], whose[told]
    for lag in range(MOST_LAG + 1):
        before = there[place - lag]
        known = ~np.isnan(before)
        found = association.within(before[known], y[known], whose[known])
        if found is None:
            rows.append((lag, np.nan, np.nan, np.nan, int(known.sum()), 0))
        else:
            low, high = (np.nan, np.nan) if found.low is None else (found.low, found.high)
            rows.append((lag, found.correlation, low, high, found.n, found.athletes))
    return pd.DataFrame(rows, columns=["lag", "correlation", "low", "high", "n", "athletes"])


def around(points: pd.DataFrame, events: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the weeks before and after events.

    Parameters
    ----------
    points
        One row an athlete-week: athlete_id, week_start, y.
    events
        athlete_id, day.

    Returns
    -------
    tuple
        One row a week from the event: offset, middle (the mean of the athletes, each counted once), low, high
        (its 95 % interval over athletes; NaN with fewer than six), n (events with that week known), athletes.
        And each event's own weeks: event, offset, y.
    """
    at = events.reset_index(drop=True)
    at["event"] = at.index
    monday = at["day"] - pd.to_timedelta(at["day"].dt.day_of_week, unit="D")
    spread = at.assign(monday=monday).merge(
        pd.DataFrame({"offset": np.arange(-AROUND_WEEKS, AROUND_WEEKS + 1)}), how="cross"
    )
    spread["week_start"] = spread["monday"] + pd.to_timedelta(7 * spread["offset"], unit="D")
    own = spread.merge(points[["athlete_id", "week_start", "y"]], on=["athlete_id", "week_start"])
    own = own.dropna(subset=["y"])
    of_athletes = own.groupby(["offset", "athlete_id"])["y"].mean().groupby("offset")
    count = of_athletes.size()
    reach = association.reach_of_mean(
        np.asarray(of_athletes.std(), dtype=np.float64), np.asarray(count, dtype=np.float64)
    )
    summed = pd.DataFrame(
        {
            "middle": of_athletes.mean(),
            "low": of_athletes.mean() - reach,
            "high": of_athletes.mean() + reach,
            "n": own.groupby("offset").size(),
            "athletes": count,
        }
    )
    return summed.reset_index(), own[["event", "athlete_id", "offset", "y"]]


def groups(points: pd.DataFrame, by: str, *, names: dict[int, str], about: pd.DataFrame) -> pd.DataFrame:
    """Sum dots up by group.

    Parameters
    ----------
    points
        Dots with a value: athlete_id, day, kind, y, x.
    by
        One of the groups of a view, but squads, which the caller spreads.
    about
        What athletes can be told apart by: athlete_id, sex, level.

    Returns
    -------
    pandas.DataFrame
        group (words), n, athletes, low, q1, middle, q3, high (5, 25, 50, 75 and 95 % lie below); in order.
    """
    label, order = _labels(points, by, names=names, about=about)
    found = points.assign(group=label, place=order).dropna(subset=["group", "y"])
    at = found.groupby("group")["y"]
    summed = pd.DataFrame(
        {
            "n": at.size(),
            "athletes": found.groupby("group")["athlete_id"].nunique(),
            "place": found.groupby("group")["place"].min(),
            "low": at.quantile(0.05),
            "q1": at.quantile(0.25),
            "middle": at.median(),
            "q3": at.quantile(0.75),
            "high": at.quantile(0.95),
        }
    )
    if order.isna().all():
        summed["place"] = -summed["middle"]
    shown = summed.sort_values("n", ascending=False).head(MOST_GROUPS)
    return shown.sort_values(["place", "n"], ascending=[True, False]).drop(columns="place").reset_index()


def _labels(
    points: pd.DataFrame, by: str, *, names: dict[int, str], about: pd.DataFrame
) -> tuple[pd.Series, pd.Series]:
    """Give each dot's group in words, and the group's place; no place sorts by size."""
    none = pd.Series(np.nan, index=points.index)
    day = points["day"]
    if by == "month":
        return day.dt.month.map(lambda one: MONTHS[one - 1]), day.dt.month.astype(float)
    if by == "weekday":
        return day.dt.day_of_week.map(lambda one: WEEKDAYS[one]), day.dt.day_of_week.astype(float)
    if by == "kind":
        return points["kind"].map(kind_words), none
    if by == "site":
        sites = {one.id: one.label for one in injuries.sites()}
        return points["kind"].map(lambda one: sites.get(one, "Not said")), none
    if by == "family":
        return points["kind"].map(lambda one: str(one).replace("_", " ").capitalize() or "Not known"), none
    if by == "athlete":
        return points["athlete_id"].map(names), none
    if by in ("sex", "level"):
        told = about.set_index("athlete_id")[by]
        own = points["athlete_id"].map(told)
        if by == "sex":
            return own.map(lambda one: str(one).capitalize() if one else "Not said"), none
        return own.map(lambda one: "Not said" if pd.isna(one) else f"Level {int(one)}"), own.astype(float)
    if by == "quarter":
        return _quarters(points["x"])
    return day.dt.year.astype(str), day.dt.year.astype(float)


def _quarters(x: pd.Series) -> tuple[pd.Series, pd.Series]:
    edges = np.unique(x.dropna().quantile([0.0, 0.25, 0.5, 0.75, 1.0]).to_numpy(dtype=float))
    if len(edges) < 2:
        return pd.Series("All alike", index=x.index).where(x.notna()), x * 0
    place = pd.Series(np.searchsorted(edges[1:-1], x.to_numpy(dtype=float), side="left"), index=x.index)
    words = {at: (low, high) for at, (low, high) in enumerate(itertools.pairwise(edges))}
    return place.map(words).where(x.notna()), place.astype(float).where(x.notna())


def kind_words(kind: str) -> str:
    """Name a kind of run.

    Examples
    --------
    >>> kind_words(""), kind_words("indoor_running")
    ('No kind said', 'Indoor running')
    """
    return str(kind).replace("_", " ").capitalize() if kind else "No kind said"
