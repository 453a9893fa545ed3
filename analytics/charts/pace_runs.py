"""Measures of single runs over time, one panel each under one time axis; a dot is a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from analytics.charts import panels, points, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import units, written

PANEL_PX = 120
LONG_BREAK = pd.Timedelta(weeks=6)
LEAST_STEPS = 6
"""A panel spans at least so many steps of the last decimal: noise is not to fill it."""


def draw(
    runs: pd.DataFrame,
    measures: Sequence[Any],
    *,
    title: str,
    subtitle: str,
    context: Sequence[str] = (),
    shade_unusual: bool = False,
    mode: str = "light",
) -> Drawing:
    """Draw measures of runs over time.

    Parameters
    ----------
    runs
        One row a run in order: local_date, activity_id, distance_m, is_usual, a column a measure, and
        beside it `smooth_` and its name: the line through the dots.
    measures
        What to draw, each with column, label, unit, decimals, runs (how many tell it) and kind (how it is
        stored).
    context
        Columns that explain the others: drawn in grey.
    shade_unusual
        Draw runs far from the usual speed paler.
    """
    t = theme.tokens(mode)
    names = [f"{one.label}, {one.unit} · {written.count(one.runs, 'run')}" for one in measures]
    figure = panels.stacked(names, mode=mode, heights=[PANEL_PX] * len(measures))
    said = []
    for row, one in enumerate(measures, 1):
        known = runs.dropna(subset=[one.column])
        values = _read(known[one.column], one.kind)
        colour = t.volume if one.column in context else t.pace
        labels = [
            f"{one.label} {written.number(float(value), one.decimals)} {one.unit}, "
            f"{written.date(pd.Timestamp(day).date())}, {written.distance(metres)}"
            for value, day, metres in zip(values, known["local_date"], known["distance_m"], strict=True)
        ]
        opacity = known["is_usual"].map({True: 0.85, False: 0.3}) if shade_unusual else 0.55
        figure.add_scatter(
            x=known["local_date"],
            y=values,
            mode="markers",
            marker={"color": colour, "size": 6, "opacity": opacity},
            hovertext=[f"{label}." for label in labels],
            hoverinfo="text",
            customdata=points.behind(points.ACTIVITY, known["activity_id"], labels),
            row=row,
            col=1,
        )
        line = _read(known[f"smooth_{one.column}"], one.kind)
        days, heights = _broken(known["local_date"], line)
        figure.add_scatter(
            x=days,
            y=heights,
            mode="lines",
            line={"color": t.ink if one.column not in context else t.quiet, "width": 1.8},
            hoverinfo="skip",
            row=row,
            col=1,
        )
        figure.update_yaxes(nticks=4, range=_range(values, one.decimals), row=row, col=1)
        drawn = line.dropna()
        said.append(
            f"{one.label}: {written.count(one.runs, 'run')}, median "
            f"{written.number(float(values.median()), one.decimals)} {one.unit}"
            + (
                f", the line from {written.number(float(drawn.iloc[0]), one.decimals)} to "
                f"{written.number(float(drawn.iloc[-1]), one.decimals)}"
                if len(drawn) > 1
                else ""
            )
            + "."
        )
    told = runs[[one.column for one in measures]].notna().any(axis=1)
    days = pd.to_datetime(runs.loc[told, "local_date"])
    panels.day_axis(figure, days)
    return Drawing(figure=figure, title=title, subtitle=subtitle, alt_text=" ".join([f"{title}.", *said]))


def _read(values: pd.Series, kind: str | None) -> pd.Series:
    return units.shown(values, kind) if kind else values


def _broken(days: pd.Series, line: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Break a line where six weeks or more lie between two runs."""
    breaks = days[days.diff() > LONG_BREAK] - pd.Timedelta(days=1)
    with_breaks = pd.concat([pd.DataFrame({"day": days, "line": line}), pd.DataFrame({"day": breaks})])
    ordered = with_breaks.sort_values("day", kind="stable")
    return ordered["day"], ordered["line"]


def _range(values: pd.Series, decimals: int) -> list[float]:
    least = LEAST_STEPS * 10.0**-decimals
    low, high = float(values.min()), float(values.max())
    room = max(high - low, least)
    middle = (low + high) / 2
    return [middle - 0.56 * room, middle + 0.56 * room]
