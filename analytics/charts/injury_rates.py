"""Rates of groups with their intervals, injuries by days lost, and how often against how bad."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.charts import panels, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written

NAME_LETTERS = 24
WIDEST = 2.5
"""The axis ends at so many times the largest estimate; the end of a longer interval is written there."""


def draw_groups(
    rows: pd.DataFrame, *, title: str, subtitle: str, unit: str, decimals: int = 1, mode: str = "light"
) -> Drawing:
    """Draw the rate of each group as a bar with its interval.

    Parameters
    ----------
    rows
        label, n, estimate, low, high, rests_on; top to bottom.
    unit
        What a rate is per: "1,000 h".
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    names = [theme.wrapped(theme.said(label), NAME_LETTERS) for label in rows["label"]]
    lines = max((name.count("<br>") + 1 for name in names), default=1)
    said = [
        f"{row.label}: {written.interval(row.estimate, row.low, row.high, decimals)} per {unit}; "
        f"{row.rests_on}."
        for row in panels.each(rows)
    ]
    hover = [theme.wrapped(theme.said(text)) for text in said]
    figure.add_bar(
        x=rows["estimate"],
        y=names,
        orientation="h",
        width=0.6,
        marker={"color": t.injury, "opacity": 0.55, "line": {"width": 0}},
        hovertext=hover,
        hoverinfo="text",
    )
    figure.add_scatter(
        x=rows["estimate"],
        y=names,
        mode="markers",
        marker={"color": t.injury, "size": 8},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": rows["high"] - rows["estimate"],
            "arrayminus": rows["estimate"] - rows["low"],
            "color": t.ink,
            "thickness": 1.4,
            "width": 5,
        },
        hovertext=hover,
        hoverinfo="text",
    )
    theme.dressed(figure, mode=mode, height=64 + max(38, 17 * lines) * len(rows), right=16)
    top = min(
        float(rows["high"].max()), WIDEST * max(float(rows["estimate"].max()), float(rows["low"].max()))
    )
    for name, row in zip(names, panels.each(rows), strict=True):
        if row.high > 1.05 * top:  # the interval goes on beyond the picture: its end is written there
            figure.add_annotation(
                x=1, xref="paper", xanchor="right", y=name, yshift=10, showarrow=False,
                text=f"{written.number(row.high, decimals)} →", font={"size": 11, "color": t.quiet},
            )  # fmt: skip
    figure.update_xaxes(
        range=[0, 1.05 * top if top > 0 else 1],
        showgrid=True,
        gridcolor=t.grid,
        nticks=6,
        title=f"per {unit}",
    )
    figure.update_yaxes(
        showgrid=False,
        autorange="reversed",
        categoryorder="array",
        categoryarray=names,
    )
    return Drawing(figure, title, subtitle, f"{title}. {' '.join(said)}")


def draw_bins(bins: pd.DataFrame, *, title: str, subtitle: str, mode: str = "light") -> Drawing:
    """Draw how many injuries cost how many days.

    Parameters
    ----------
    bins
        label, n, share_pct; mildest first, those still open last.
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    said = [
        f"{row.label}: {written.count(row.n, 'injury', 'injuries')}, {written.percent(row.share_pct)}."
        for row in panels.each(bins)
    ]
    figure.add_bar(
        x=[theme.wrapped(label, 12) for label in bins["label"]],
        y=bins["n"],
        text=bins["n"],
        textposition="outside",
        textfont={"color": t.ink},
        cliponaxis=False,
        marker={
            "color": t.injury,
            "opacity": 0.7,
            "line": {"width": 0},
            "pattern": {
                "shape": ["/" if label == "Still open" else "" for label in bins["label"]],
                "fgcolor": t.injury,
                "bgcolor": t.paper,
            },
        },
        hovertext=said,
        hoverinfo="text",
    )
    theme.dressed(figure, mode=mode, height=240, top=24)
    figure.update_yaxes(
        showticklabels=False, showgrid=False, range=[0, 1.1 * max(float(bins["n"].max()), 1.0)]
    )
    return Drawing(figure, title, subtitle, f"{title}. {' '.join(said)}")


def draw_matrix(rows: pd.DataFrame, *, title: str, subtitle: str, unit: str, mode: str = "light") -> Drawing:
    """Draw how often against how bad, with lines of equal burden.

    Parameters
    ----------
    rows
        label, n, estimate, low, high, mean_days, burden; those without an injury are left out.
    """
    t = theme.tokens(mode)
    shown = rows[rows["mean_days"].notna() & (rows["mean_days"] > 0)]
    figure = go.Figure()
    right = 1.25 * max(float(shown["estimate"].max()), 0.1)
    top = 1.25 * max(float(shown["mean_days"].max()), 1.0)
    for burden in _round_burdens(float(shown["burden"].max())):
        x = np.linspace(burden / top, right, 60)
        figure.add_scatter(
            x=x,
            y=burden / x,
            mode="lines",
            line={"color": t.volume, "width": 1, "dash": "dot"},
            hoverinfo="text",
            hovertext=f"{written.number(burden)} days lost per {unit} on this line.",
        )
        at = burden / (0.97 * right)
        figure.add_annotation(
            x=0.97 * right,
            y=at,
            text=written.number(burden),
            showarrow=False,
            yshift=8,
            font={"size": 11, "color": t.quiet},
        )
    said = [
        f"{row.label}: {written.interval(row.estimate, row.low, row.high, 1)} per {unit}, on average "
        f"{written.number(row.mean_days)} days, so {written.number(row.burden)} days lost per {unit} "
        f"({written.count(row.n, 'injury', 'injuries')})."
        for row in panels.each(shown)
    ]
    figure.add_scatter(
        x=shown["estimate"],
        y=shown["mean_days"],
        mode="markers",
        marker={
            "color": t.injury,
            "size": [8 + 2.2 * math.sqrt(n) for n in shown["n"]],
            "opacity": 0.8,
            "symbol": ["circle-open" if n < 5 else "circle" for n in shown["n"]],
            "line": {"color": t.injury, "width": 2},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": shown["high"] - shown["estimate"],
            "arrayminus": shown["estimate"] - shown["low"],
            "color": t.injury_soft,
            "thickness": 2,
            "width": 0,
        },
        hovertext=[theme.wrapped(text) for text in said],
        hoverinfo="text",
    )
    _name_points(figure, shown, right=right, top=top, colour=t.ink)
    theme.dressed(figure, mode=mode, height=380, right=16)
    figure.update_xaxes(range=[0, right], title=f"How often: new injuries per {unit}", nticks=6)
    figure.update_yaxes(range=[0, top], title="How bad: days lost, on average", nticks=6)
    return Drawing(figure, title, subtitle, f"{title}. {' '.join(said)}")


def _name_points(figure: go.Figure, shown: pd.DataFrame, *, right: float, top: float, colour: str) -> None:
    """Write each point's name beside it, the heaviest first; a name that would cover another is left to "
    "the hover."""
    taken: list[tuple[float, float, float]] = []
    for row in panels.each(shown.sort_values("burden", ascending=False)):
        x, y = row.estimate / right, row.mean_days / top
        for shift in (0.055, -0.055, 0.105, -0.105):
            place, wide = y + shift, 0.011 * len(row.label)
            if 0.02 < place < 0.98 and all(
                abs(place - other) > 0.045 or abs(x - at) > wide + width for at, other, width in taken
            ):
                taken.append((x, place, wide))
                figure.add_annotation(
                    x=row.estimate,
                    y=place * top,
                    text=theme.said(row.label),
                    showarrow=False,
                    xanchor="left" if x < 0.1 else "right" if x > 0.9 else "center",
                    font={"size": 12, "color": colour},
                )
                break


def _round_burdens(most: float) -> list[float]:
    """Give three or four round burdens up to the largest.

    Examples
    --------
    >>> _round_burdens(127.0)
    [25.0, 50.0, 100.0]
    """
    if not most > 0:
        return []
    scale = 10.0 ** math.floor(math.log10(most))
    steps = [factor * power for power in (scale / 10, scale) for factor in (1.0, 2.5, 5.0)]
    return [step for step in steps if step <= most][-3:]
