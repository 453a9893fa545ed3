"""What Explore's charts are made of: axes in words, dots with what lies behind them, bands, columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.charts import panels, points, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written

MOST_POINTS = 2000
HEIGHT = 420
BINS = 32


@dataclass(frozen=True)
class Axis:
    """One measure on an axis: its words with the unit, the unit, whether it is a pace, and its colour."""

    head: str
    unit: str | None = None
    is_pace: bool = False
    meaning: str = "volume"

    def said(self, value: float | None) -> str:
        """Write a value for a hover text."""
        if value is None or value != value:
            return written.UNKNOWN
        if self.is_pace:
            return f"{written.minutes(value)} {self.unit}"
        size = abs(value)
        text = written.trimmed(value, 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3)
        return f"{text} {self.unit}" if self.unit else text


@dataclass(frozen=True)
class Look:
    """What every drawing of a view needs: its words, what a dot is, and the theme."""

    title: str
    subtitle: str
    y: Axis
    x: Axis | None = None
    dots: str = "week"
    mode: str = "light"


def colours(look: Look) -> tuple[theme.Tokens, str]:
    """Give the theme and the colour of the measure that is shown."""
    t = theme.tokens(look.mode)
    return t, str(getattr(t, look.y.meaning))


def at(days: pd.Series, dots: str) -> pd.Series:
    """Give where on a time axis dots stand."""
    return panels.middle(days) if dots == "week" else pd.to_datetime(days)


def dots(
    figure: go.Figure,
    shown: pd.DataFrame,
    x: pd.Series,
    colour: str,
    look: Look,
    *,
    faint: bool,
    joined: bool = False,
) -> None:
    """Add the dots, with what lies behind each."""
    is_one = shown["athlete_id"].nunique() == 1
    opacity = (0.55 if faint else 0.85) if is_one else (0.28 if faint else 0.4)
    figure.add_scatter(
        x=x,
        y=shown["y"],
        mode="lines+markers" if joined else "markers",
        line={"color": colour, "width": 1.2},
        marker={"color": colour, "size": 7 if len(shown) < 800 else 5, "opacity": opacity},
        customdata=behind(shown, look),
        hovertext=hover(shown, look),
        hoverinfo="text",
        selected={"marker": {"opacity": 0.95}},
        unselected={"marker": {"opacity": 0.15}},
    )


def behind(shown: pd.DataFrame, look: Look) -> list[list[str]] | None:
    """Say what lies behind each dot."""
    if look.dots == "month":
        return None
    names = [""] * len(shown)
    if look.dots in ("run", "set") and shown["ref"].notna().any():
        keys = [None if ref != ref else int(ref) for ref in shown["ref"].astype(float)]
        return points.behind(points.ACTIVITY, keys, names, shown["athlete_id"].tolist())
    iso = pd.to_datetime(shown["week_start"]).dt.strftime("%G-W%V")
    return points.behind(points.WEEK, iso.tolist(), names, shown["athlete_id"].tolist())


def hover(shown: pd.DataFrame, look: Look) -> list[str]:
    """Say each dot in a sentence."""
    days = pd.to_datetime(shown["day"])
    if look.dots == "week":
        when = [written.week(day.date()) for day in days]
    else:
        when = [f"{day:%B %Y}" if look.dots == "month" else written.date(day.date()) for day in days]
    texts = [
        f"{name}, {day}: {look.y.said(y)}"
        for name, day, y in zip(shown["athlete"], when, shown["y"], strict=True)
    ]
    if look.x is not None and "x" in shown:
        texts = [
            f"{text} at {look.x.head} {look.x.said(x)}" for text, x in zip(texts, shown["x"], strict=True)
        ]
    return [theme.said(f"{text}.") for text in texts]


def band(figure: go.Figure, x: Any, low: Any, high: Any, colour: str) -> None:
    """Add a band between two edges."""
    for edge, fill in ((high, None), (low, "tonexty")):
        figure.add_scatter(
            x=x,
            y=edge,
            mode="lines",
            line={"width": 0},
            fill=fill,
            fillcolor=colour,
            opacity=0.5,
            hoverinfo="skip",
        )


def thread(figure: go.Figure, x: Any, y: Any, colour: str, *, width: float) -> None:
    """Add a line to look at, not to point at."""
    figure.add_scatter(
        x=x, y=y, mode="lines", line={"color": colour, "width": width}, opacity=0.6, hoverinfo="skip"
    )


def columns(figure: go.Figure, values: pd.Series, colour: str, axis: Axis) -> None:
    """Add how many values lie in each stretch."""
    known = values.to_numpy(dtype=float)
    if not len(known):
        return
    low, high = np.quantile(known, [0.002, 0.998]) if len(known) > 500 else (known.min(), known.max())
    is_whole = bool(np.equal(np.mod(known, 1), 0).all()) and high - low < BINS
    edges = (
        np.arange(low - 0.5, high + 1.5)
        if is_whole
        else np.linspace(low, high if high > low else low + 1, BINS + 1)
    )
    counts, edges = np.histogram(known, bins=edges)
    figure.add_bar(
        x=(edges[:-1] + edges[1:]) / 2,
        y=counts,
        width=np.diff(edges) * 0.94,
        marker={"color": colour},
        hovertext=[
            f"{axis.said(middle)}: {count}." if is_whole else f"{axis.said(a)} to {axis.said(b)}: {count}."
            for a, b, middle, count in zip(
                edges[:-1], edges[1:], (edges[:-1] + edges[1:]) / 2, counts, strict=True
            )
        ],
        hoverinfo="text",
    )


def dressed(figure: go.Figure, look: Look, y: pd.Series, *, is_count: bool = False, top: int = 8) -> None:
    """Dress a figure in the house's look, with the measure up the side."""
    theme.dressed(figure, mode=look.mode, height=HEIGHT, top=top)
    figure.update_yaxes(title_text=f"{look.dots.capitalize()}s" if is_count else look.y.head)
    if look.y.is_pace and not is_count:
        panels.pace_axis(figure, y, as_read=True)


def x_axis(figure: go.Figure, x: pd.Series, axis: Axis | None, *, titled: bool = True, many: int = 6) -> None:
    """Write a measure along the foot."""
    if axis is None:
        return
    if titled:
        figure.update_xaxes(title_text=axis.head)
    if axis.is_pace:
        pace_ticks(figure, x, figure.update_xaxes, many=many)


def pace_ticks(figure: go.Figure, values: pd.Series, update: Any, *, many: int) -> None:
    """Write a pace axis as minutes and seconds, faster upward or to the right."""
    known = pd.to_numeric(values).dropna()
    if known.empty:
        return
    low, high = float(known.quantile(0.005)), float(known.quantile(0.995))
    step = next(s for s in (5, 10, 15, 30, 60, 120, 300, 600, 1800) if (high - low) / s <= many or s == 1800)
    ticks = np.arange(np.floor(low / step) * step, np.ceil(high / step) * step + 1, step)
    update(autorange="reversed", tickvals=ticks, ticktext=[written.minutes(tick) for tick in ticks])


def of_values(values: pd.Series, axis: Axis) -> str:
    """Say in words from where to where values reach."""
    known = pd.to_numeric(values).dropna()
    if known.empty:
        return " No value is known."
    low, middle, high = known.quantile([0.0, 0.5, 1.0])
    return f" From {axis.said(low)} to {axis.said(high)}, half below {axis.said(middle)}."


def drawing(figure: go.Figure, look: Look, words: str) -> Drawing:
    """Hand a figure over with its words."""
    return Drawing(figure, look.title, look.subtitle, f"{look.title}. {look.subtitle}{words}")


def thinned(known: pd.DataFrame) -> pd.DataFrame:
    """Keep a browser quick: at most `MOST_POINTS` dots, taken evenly."""
    return evenly(known, MOST_POINTS)


def evenly(known: pd.DataFrame, most: int) -> pd.DataFrame:
    """Keep at most so many rows, taken evenly."""
    if len(known) <= most:
        return known
    return known.iloc[np.linspace(0, len(known) - 1, most).round().astype(int)]
