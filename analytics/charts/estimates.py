"""Estimates with their intervals, one a line: an interval is always drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.charts import panels, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written


def draw(
    estimates: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    unit: str,
    no_effect: float,
    better: str,
    worse: str,
    meaning: str,
    decimals: int = 2,
    mode: str = "light",
) -> Drawing:
    """Draw estimates as dots with intervals around the line of no effect.

    Parameters
    ----------
    estimates
        name, value, low, high, is_main (the one the page speaks of), is_own (what the own log says; others
        are diamonds); top to bottom.
    unit
        What stands behind a number in a hover sentence.
    no_effect
        Where the line of no effect stands: 1 for a ratio (the axis is then logarithmic), 0 for a difference.
    better, worse
        What the two sides mean, in words: smaller than no effect, larger.
    meaning
        A colour of the theme: hip, pace, injury.
    """
    t = theme.tokens(mode)
    is_ratio = no_effect == 1
    figure = go.Figure()
    names = [theme.wrapped(theme.said(name), 22) for name in estimates["name"]]
    for name, one in zip(names, panels.each(estimates), strict=True):
        colour = getattr(t, meaning) if one.is_own else t.quiet
        text = f"{one.name}: {written.interval(one.value, one.low, one.high, decimals)}{unit}."
        figure.add_scatter(
            x=[one.low, one.high],
            y=[name, name],
            mode="lines",
            line={"color": colour, "width": 4 if one.is_main else 2},
            hovertext=theme.wrapped(theme.said(text)),
            hoverinfo="text",
        )
        figure.add_scatter(
            x=[one.value],
            y=[name],
            mode="markers",
            marker={
                "color": colour if one.is_own else t.paper,
                "size": 13 if one.is_main else 9,
                "symbol": "circle" if one.is_own else "diamond",
                "line": {"color": colour, "width": 2},
            },
            hovertext=theme.wrapped(theme.said(text)),
            hoverinfo="text",
            cliponaxis=False,
        )
        # A note has a ground of its own: the line of no effect does not run through its digits.
        figure.add_annotation(
            x=float(np.log10(one.value)) if is_ratio else one.value,
            y=name,
            yshift=17 if one.is_main else 15,
            text=written.interval(one.value, one.low, one.high, decimals),
            showarrow=False,
            bgcolor=t.paper,
            borderpad=1,
            font={"color": t.ink if one.is_main else t.quiet, "size": 12},
        )
    theme.dressed(figure, mode=mode, height=86 + 56 * len(estimates), top=30)
    figure.add_vline(x=no_effect, line={"color": t.quiet, "width": 1, "dash": "dot"})
    low, high = _span(estimates, no_effect=no_effect, is_ratio=is_ratio)
    for side, words in ((0.0, f"← {better}"), (1.0, f"{worse} →")):
        figure.add_annotation(
            text=words, xref="paper", yref="paper", x=side, y=1, yshift=16, showarrow=False,
            xanchor="left" if side == 0 else "right", font={"size": 12, "color": t.quiet},
        )  # fmt: skip
    if is_ratio:
        ticks = _ratio_ticks(low, high)
        figure.update_xaxes(
            type="log",
            range=[float(np.log10(low)), float(np.log10(high))],
            tickvals=ticks,
            ticktext=[written.trimmed(k, 2) for k in ticks],
            tickangle=0,
        )
    else:
        figure.update_xaxes(range=[low, high], nticks=7)
    # Half a row and a little more above the first: its numbers stay clear of the words above the picture.
    figure.update_yaxes(range=[len(estimates) - 0.5, -0.65], showgrid=False)
    said = " ".join(
        f"{one.name}: {written.interval(one.value, one.low, one.high, decimals)}{unit}."
        for one in panels.each(estimates)
    )
    return Drawing(figure=figure, title=title, subtitle=subtitle, alt_text=f"{title}. {said}")


def _ratio_ticks(low: float, high: float) -> list[float]:
    """Choose ticks of a logarithmic axis that stand clear of each other on a phone, no effect first."""
    apart = 0.13 * float(np.log(high / low))
    chosen: list[float] = []
    for tick in (1, 0.5, 2, 0.2, 5, 0.1, 10, 0.05, 20, 0.33, 3, 0.67, 1.5):
        if low <= tick <= high and all(abs(float(np.log(tick / one))) >= apart for one in chosen):
            chosen.append(tick)
    return sorted(chosen)


def _span(estimates: pd.DataFrame, *, no_effect: float, is_ratio: bool) -> tuple[float, float]:
    lows, highs = estimates["low"].tolist(), estimates["high"].tolist()
    if is_ratio:
        return max(min(*lows, 0.5) * 0.85, 0.04), min(max(*highs, 2.0) * 1.15, 25.0)
    reach = max(abs(value - no_effect) for value in [*lows, *highs, no_effect + 1.0]) * 1.12
    return no_effect - reach, no_effect + reach
