"""Any weekly measure over time or against any other."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.charts import panels, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written

MOST_POINTS = 2000


def draw(
    points: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    x_label: str | None,
    y_label: str,
    x_is_pace: bool = False,
    y_is_pace: bool = False,
    meaning: str = "pace",
    mode: str = "light",
) -> Drawing:
    """Draw one dot an athlete-week.

    Parameters
    ----------
    points
        athlete (as the person may be shown), week_start, y, and x where one measure stands against another;
        NULL rows are not drawn.
    x_label
        The other measure with its unit; None draws against time.
    meaning
        A colour of the theme: hip, volume, pace, injury, caution.
    """
    t = theme.tokens(mode)
    wanted = ["y"] if x_label is None else ["x", "y"]
    known = points.dropna(subset=wanted)
    shown = _thinned(known)
    x = panels.middle(shown["week_start"]) if x_label is None else shown["x"]
    colour = getattr(t, meaning)
    is_one = shown["athlete"].nunique() == 1
    figure = go.Figure()
    figure.add_scatter(
        x=x,
        y=shown["y"],
        mode="lines+markers" if is_one and x_label is None else "markers",
        line={"color": colour, "width": 1.2},
        marker={"color": colour, "size": 7, "opacity": 0.85 if is_one else 0.4},
        hovertext=[
            theme.said(_sentence(row, x_label, y_label, x_is_pace=x_is_pace, y_is_pace=y_is_pace))
            for row in panels.each(shown)
        ],
        hoverinfo="text",
    )
    theme.dressed(figure, mode=mode, height=420)
    figure.update_yaxes(title_text=y_label)
    if y_is_pace:
        panels.pace_axis(figure, known["y"])
    if x_label is None:
        figure.update_xaxes(**panels.MONTHS)
    else:
        figure.update_xaxes(title_text=x_label)
        if x_is_pace:
            _pace_ticks(figure, known["x"])
    return Drawing(figure=figure, title=title, subtitle=subtitle, alt_text=f"{title}. {subtitle}")


def _thinned(known: pd.DataFrame) -> pd.DataFrame:
    """Keep a browser quick: at most `MOST_POINTS` dots, taken evenly."""
    if len(known) <= MOST_POINTS:
        return known
    return known.iloc[np.linspace(0, len(known) - 1, MOST_POINTS).round().astype(int)]


def _sentence(row: object, x_label: str | None, y_label: str, *, x_is_pace: bool, y_is_pace: bool) -> str:
    week = written.week(pd.Timestamp(row.week_start).date())  # type: ignore[attr-defined]
    y = _value(row.y, is_pace=y_is_pace)  # type: ignore[attr-defined]
    text = f"{row.athlete}, {week}: {y_label} {y}"  # type: ignore[attr-defined]
    if x_label is not None:
        text += f", {x_label} {_value(row.x, is_pace=x_is_pace)}"  # type: ignore[attr-defined]
    return text + "."


def _value(value: float, *, is_pace: bool) -> str:
    return (
        written.pace(value)
        if is_pace
        else written.number(value, 0 if abs(value) >= 100 else 1).removesuffix(".0")
    )


def _pace_ticks(figure: go.Figure, values: pd.Series) -> None:
    ticks = np.linspace(float(values.min()), float(values.max()), 5) if len(values) else np.array([])
    figure.update_xaxes(
        autorange="reversed", tickvals=ticks, ticktext=[written.pace(tick, unit=False) for tick in ticks]
    )
