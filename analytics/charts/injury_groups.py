"""Kaplan-Meier curves of several groups in one picture."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import panels, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written

SHARES = [0, 25, 50, 75, 100]
DASHES = ("solid", "dash", "dot", "dashdot")
"""Each curve has a dash of its own, so that it can be told without its colour."""


def draw_curves(
    curves: pd.DataFrame,
    groups: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    axis: str,
    what: str,
    mode: str = "light",
) -> Drawing:
    """Draw the curve of each group in steps, named in the legend with its number, with its band.

    Parameters
    ----------
    curves
        label, time, survival_pct, low_pct, high_pct from time 0 on.
    groups
        label, n, events, middle: one row a group, in the order of the curves.
    what
        What the share is without ("still without an injury").
    """
    t = theme.tokens(mode)
    colours = (t.injury, t.ink, t.pace, t.caution)
    softs = (t.injury_soft, "rgba(128,128,128,0.12)", "rgba(128,128,128,0.12)", t.caution_soft)
    figure = go.Figure()
    for at, group in enumerate(panels.each(groups)):
        own = curves[curves["label"] == group.label]
        band = own[own["low_pct"].notna()]
        for column, fill in (("high_pct", None), ("low_pct", "tonexty")):
            figure.add_scatter(
                x=band["time"],
                y=band[column],
                mode="lines",
                line={"width": 0, "shape": "hv"},
                fill=fill,
                fillcolor=softs[at],
                hoverinfo="skip",
                showlegend=False,
            )
        figure.add_scatter(
            x=own["time"],
            y=own["survival_pct"],
            mode="lines",
            name=theme.said(f"{group.label} ({group.events} of {group.n})"),
            line={"color": colours[at], "width": 2.2, "shape": "hv", "dash": DASHES[at]},
            hovertext=[
                theme.wrapped(
                    theme.said(
                        f"{group.label}, {axis[0].lower()}{axis[1:]} {written.number(row.time)}: "
                        f"{written.interval(row.survival_pct, row.low_pct, row.high_pct, 0)} % {what}; "
                        f"{written.number(row.at_risk)} followed up to then."
                    )
                )
                for row in panels.each(own)
            ],
            hoverinfo="text",
            showlegend=True,
        )
    figure.add_hline(y=50, line={"color": t.quiet, "width": 1, "dash": "dot"})
    theme.dressed(figure, mode=mode, height=350, right=20, top=36)
    figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0, "xanchor": "left"},
    )
    figure.update_yaxes(range=[0, 104], tickvals=SHARES, ticktext=[f"{share} %" for share in SHARES])
    figure.update_xaxes(range=[0, 1.02 * max(float(curves["time"].max()), 1.0)], nticks=6, title=axis)
    said = "; ".join(
        f"{one.label}: {one.events} of {one.n}, half by day {one.middle}" for one in panels.each(groups)
    )
    return Drawing(figure, title, subtitle, f"{title}. {said}.")
