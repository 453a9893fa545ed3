"""Explore: any measure over time or against any other, and what such a chart can say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analytics.errors import AnalyticsError
from analytics.knowledge import written
from analytics.metrics.expression import Call, FormulaError
from analytics.reports import case_level, explore_frame, explore_sums, explore_view, explore_words, roster
from analytics.reports.explore_frame import Scope
from analytics.reports.explore_measures import Shown, choices, from_plain, worked_out
from analytics.reports.explore_page import Brush, Explore, needs_x
from analytics.reports.explore_view import EVERYBODY, ME, View
from analytics.reports.export import safe_csv
from analytics.store import Reader

__all__ = [
    "Brush",
    "Explore",
    "brushed",
    "csv",
    "gather",
    "groups_for",
    "kinds",
    "needs_x",
    "periods",
    "safe_csv",
]

MOST_KEPT = 20_000
"""So many dots go on to the charts; sums rest on all."""
MOST_ROWS = 500
"""Rows of the table under the chart, the newest; the file holds all."""
WEEKLY_CHARTS = ("lags", "around")
"""Charts whose dots are weeks, whatever was chosen."""
Plain = tuple[tuple[str, str, str, str | None], ...]


def gather(reader: Reader, *, view: str, me: int | None = None, own: Plain = (), name: str = "") -> Explore:
    """Gather one view.

    Parameters
    ----------
    view
        The view in its written form; a measure there is none of is taken for hip sets.
    me
        The athlete chosen in the sidebar.
    own
        One's own measures: name, label, formula, unit.
    name
        A title of its own; by default what is shown.
    """
    chosen, known, y, x = _chosen(view, own)
    everybody = roster.gather(reader)
    names = {person.athlete_id: person.name for person in everybody.people}
    try:
        scope = _scope(reader, chosen, everybody, me)
        points = _points(reader, chosen, known, scope)
    except FormulaError as error:
        empty = _empty_points()
        return Explore(chosen, name or y.label, "", x, y, empty, names, (), f"{y.label}: {error}")
    points["y"] = points["y"] * y.times + y.plus
    points["x"] = points["x"] * x.times + x.plus
    found = _summed(reader, Explore(chosen, "", "", x, y, points, names, ()), everybody)
    titled = replace(found, title=name or explore_words.title(found.view, y, x))
    return replace(titled, points=_evenly(titled.points, MOST_KEPT))


def _chosen(view: str, own: Plain) -> tuple[View, dict[str, Shown], Shown, Shown]:
    chosen = explore_view.read(view)
    known = choices(from_plain(own), units=chosen.units)
    y_name = chosen.y if chosen.y in known else View.y
    x_name = chosen.x if chosen.x in known else View.x
    dots = "week" if chosen.chart in WEEKLY_CHARTS else chosen.dots
    chosen = replace(chosen, y=y_name, x=x_name, dots=dots)
    y, x = known[y_name], known[x_name]
    if chosen.average > 1:
        y = replace(y, label=f"{y.label} (mean of {chosen.average} weeks)")
        x = replace(x, label=f"{x.label} (mean of {chosen.average} weeks)")
    if chosen.lag and chosen.chart in ("against", "groups"):
        x = replace(x, label=f"{x.label}, {written.count(chosen.lag, 'week')} before")
    return chosen, known, y, x


def _points(reader: Reader, view: View, known: Mapping[str, Shown], scope: Scope) -> pd.DataFrame:
    trees = {"y": worked_out(view.y, known)}
    if needs_x(view):
        trees["x"] = worked_out(view.x, known)
    if view.average > 1:
        trees = {column: Call("mean", (tree,), view.average) for column, tree in trees.items()}
    if view.lag and "x" in trees and view.chart != "lags":
        trees["x"] = Call("lag", (trees["x"],), view.lag)
    points = explore_frame.gather(reader, view.dots, trees, scope)
    if "x" not in points:
        points["x"] = np.nan
    return points


def _empty_points() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "athlete_id": pd.Series(dtype="int64"),
            "day": pd.Series(dtype="datetime64[ns]"),
            "week_start": pd.Series(dtype="datetime64[ns]"),
            "ref": pd.Series(dtype="float64"),
            "kind": pd.Series(dtype=object),
            "y": pd.Series(dtype="float64"),
            "x": pd.Series(dtype="float64"),
        }
    )


# Whose and when


def athletes(everybody: roster.Roster, who: Sequence[str], me: int | None) -> tuple[int, ...] | None:
    """Give the athletes that a view is about; None is everybody, as where those named are gone."""
    ids: set[int] = set()
    for one in who:
        number = int(one[1:]) if one[1:].isdigit() else -1
        if one == ME and me is not None:
            ids.add(me)
        elif one[:1] == "a" and everybody.person(number) is not None:
            ids.add(number)
        elif one[:1] == "s" and any(squad.squad_id == number for squad in everybody.squads):
            ids |= {person.athlete_id for person in everybody.members(number)}
    return tuple(sorted(ids)) if ids and EVERYBODY not in who else None


def _scope(reader: Reader, view: View, everybody: roster.Roster, me: int | None) -> Scope:
    ids = athletes(everybody, view.who, me)
    extent = reader.frame("explore_extent")
    if ids is not None:
        extent = extent[extent["athlete_id"].isin(ids)]
    first, last = None, None
    if view.period.startswith("y"):
        year = int(view.period[1:])
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    elif view.period != "all" and len(extent):
        newest = pd.Timestamp(extent["last_date"].max())
        monday = newest - pd.Timedelta(days=newest.weekday())
        first = (monday - pd.Timedelta(weeks=int(view.period) - 1)).date()
    return Scope(ids, first, last, view.kinds, with_kind=view.chart == "groups")


def periods(reader: Reader, *, athlete_ids: tuple[int, ...] | None = None) -> dict[str, str]:
    """List the periods one can look at: back from the newest day, all, and each year."""
    extent = reader.frame("explore_extent")
    if athlete_ids is not None:
        extent = extent[extent["athlete_id"].isin(athlete_ids)]
    if extent.empty:
        return dict(explore_view.PERIODS)
    years = range(extent["last_date"].max().year, extent["first_date"].min().year - 1, -1)
    return explore_view.PERIODS | {f"y{year}": str(year) for year in years}


def kinds(reader: Reader) -> dict[str, str]:
    """List the kinds of run there are, the most frequent first."""
    found = reader.frame("explore_kinds")
    return {str(kind): explore_sums.kind_words(str(kind)) for kind in found["kind"]}


# What dots sum up to


def _summed(reader: Reader, page: Explore, everybody: roster.Roster) -> Explore:
    """Sum a view's dots up for its chart, and say what it can say."""
    view, points = page.view, page.points
    wanted = ["x", "y"] if page.needs_x and view.chart != "lags" else ["y"]
    used = points.dropna(subset=wanted)
    if view.chart == "time":
        page = replace(page, line=explore_sums.line(used, monthly=view.dots == "month", over_weeks=view.line))
    elif view.chart == "against":
        page = replace(page, trend=explore_sums.trend(used), own_lines=explore_sums.own_lines(used))
    elif view.chart == "lags":
        page = replace(page, lags=explore_sums.lags(points))
    elif view.chart == "around":
        events = _events(reader, view)
        events = events[events["athlete_id"].isin(points["athlete_id"])]
        around, own = explore_sums.around(points, events)
        page = replace(page, around=around, events=own)
    elif view.chart == "groups":
        page = replace(page, groups=_groups(reader, page, used, everybody))
    return _told(page, used)


def _told(page: Explore, used: pd.DataFrame) -> Explore:
    has_dots = bool(len(used)) and (page.view.chart != "around" or len(page.around) > 0)
    return replace(
        page,
        subtitle=explore_words.subtitle(page.view, used),
        says=tuple(explore_words.says(page, used)),
        missing=None if has_dots else explore_words.nothing(page.view),
    )


def _events(reader: Reader, view: View) -> pd.DataFrame:
    found = reader.frame("explore_events")
    found = found[found["event"] == view.event]
    if view.event == "injury":
        found = found[found["kind"].isin(case_level.held(case_level.chosen(reader)))]
    return found.assign(day=pd.to_datetime(found["day"]))[["athlete_id", "day"]]


def _groups(reader: Reader, page: Explore, used: pd.DataFrame, everybody: roster.Roster) -> pd.DataFrame:
    by = page.view.by if page.view.by in groups_for(page.view.dots) else "year"
    if by == "squad":
        of_squads = pd.DataFrame(
            [(number, squad.name) for squad in everybody.squads for number in squad.members],
            columns=["athlete_id", "squad"],
        )
        spread = used.merge(of_squads, on="athlete_id")
        names = {code: str(name) for code, name in enumerate(spread["squad"].unique())}
        coded = spread["squad"].map({name: code for code, name in names.items()})
        found = explore_sums.groups(spread.assign(athlete_id=coded), "athlete", names=names, about=used)
        sizes = spread.groupby("squad")["athlete_id"].nunique()
        return found.assign(athletes=found["group"].map(sizes))
    about = reader.frame("explore_athletes")
    found = explore_sums.groups(used, by, names=page.names, about=about)
    if by == "quarter":
        found["group"] = [
            one if isinstance(one, str) else explore_words.span(page.x, *one) for one in found["group"]
        ]
    return found


def groups_for(dots: str) -> dict[str, str]:
    """List the groups that such dots can be put into."""
    only = {
        "weekday": ("run", "day", "set", "injury"),
        "kind": ("run",),
        "site": ("injury",),
        "family": ("set",),
    }
    return {
        name: label
        for name, label in explore_view.GROUPS.items()
        if dots in only.get(name, explore_view.DOTS)
    }


def _evenly(points: pd.DataFrame, most: int) -> pd.DataFrame:
    """Keep at most so many dots, taken evenly."""
    if len(points) <= most:
        return points
    return points.iloc[np.linspace(0, len(points) - 1, most).round().astype(int)]


# Marking a part of the dots


def marked(points: pd.DataFrame, brush: Brush) -> pd.Series:
    """Say of each dot whether it lies in what was marked."""
    inside = pd.Series(True, index=points.index)
    if brush.days is not None:
        first, last = (pd.Timestamp(one[:10]) for one in brush.days)
        inside &= points["day"].between(first, last)
    if brush.y is not None:
        inside &= points["y"].between(*brush.y)
    if brush.x is not None:
        inside &= points["x"].between(*brush.x)
    return inside


def brushed(page: Explore, brush: Brush) -> Explore:
    """Give the same view of the marked dots alone; sums over groups and events stay as they are."""
    if brush.is_empty:
        return page
    points = page.points[marked(page.points, brush)]
    used = points.dropna(subset=["x", "y"] if page.needs_x else ["y"])
    if page.view.chart == "time":
        line = explore_sums.line(used, monthly=page.view.dots == "month", over_weeks=page.view.line)
        page = replace(page, line=line)
    elif page.view.chart == "against":
        page = replace(page, trend=explore_sums.trend(used), own_lines=explore_sums.own_lines(used))
    return _told(replace(page, points=points), used)


def brush_of(box: Mapping[str, Any] | None, *, x_is: str, y_is: str | None) -> Brush:
    """Read a box that was drawn in a chart; a browser sends it, so it is checked.

    Parameters
    ----------
    x_is, y_is
        What the axes of the chart are: 'days', 'x', 'y'; None leaves an axis out.

    Examples
    --------
    >>> brush_of({"x": ["2026-01-05", "2026-02-01 12:00"], "y": [3, 1]}, x_is="days", y_is="y")
    Brush(days=('2026-01-05', '2026-02-01 12:00'), y=(1.0, 3.0), x=None)
    >>> brush_of({"x": ["=1", None]}, x_is="days", y_is=None).is_empty
    True
    """
    read: dict[str, Any] = {}
    for axis, what in (("x", x_is), ("y", y_is)):
        ends = list(box.get(axis) or []) if box and what else []
        if what is None or len(ends) < 2:
            continue
        try:
            if what == "days":
                days = sorted(str(one) for one in ends)
                for one in days:
                    dt.date.fromisoformat(one[:10])
                read["days"] = (days[0], days[-1])
            else:
                numbers = sorted(float(one) for one in ends)
                read[what] = (numbers[0], numbers[-1])
        except (TypeError, ValueError):
            continue
    return Brush(**read)


def together(*brushes: Brush) -> Brush:
    """Lay brushes of several charts together; of two over one measure the narrower bounds hold."""
    found: dict[str, Any] = {}
    for one in brushes:
        for name in ("days", "y", "x"):
            ends = getattr(one, name)
            if ends is not None:
                was = found.get(name, ends)
                found[name] = (max(was[0], ends[0]), min(was[1], ends[1]))
    return Brush(**found)


# The same as a table


def table(page: Explore) -> pd.DataFrame:
    """Give the dots as rows, the newest first, at most `MOST_ROWS`."""
    return _table(page, page.points.sort_values("day", ascending=False).head(MOST_ROWS))


def _table(page: Explore, points: pd.DataFrame) -> pd.DataFrame:
    columns: dict[str, Any] = {
        "Athlete": points["athlete_id"].map(page.names).astype(object),
        "When": explore_words.when(points["day"], page.view.dots),
        page.y.head: _readable(points["y"], page.y),
    }
    if page.needs_x:
        columns[page.x.head] = _readable(points["x"], page.x)
    return pd.DataFrame(columns).reset_index(drop=True)


def _readable(values: pd.Series, measure: Shown) -> pd.Series:
    if measure.is_pace:
        return values.map(lambda one: None if pd.isna(one) else written.pace(one, unit=False)).astype(object)
    return values.round(3)


def csv(reader: Reader, *, view: str, me: int | None = None, own: Plain = ()) -> bytes:
    """Write all dots of a view as a file, none left out."""
    chosen, known, y, x = _chosen(view, own)
    everybody = roster.gather(reader)
    try:
        points = _points(reader, chosen, known, _scope(reader, chosen, everybody, me))
    except AnalyticsError:
        points = _empty_points()
    points["y"] = points["y"] * y.times + y.plus
    points["x"] = points["x"] * x.times + x.plus
    names = {person.athlete_id: person.name for person in everybody.people}
    return safe_csv(_table(Explore(chosen, "", "", x, y, points, names, ()), points))
