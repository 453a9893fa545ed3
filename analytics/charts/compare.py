"""Rows side by side: each one's usual weeks as a band, and where the last weeks lie."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written

MOST = 40
PLACES = {
    "below": "below their usual weeks",
    "above": "above their usual weeks",
    "within": "within their usual weeks",
}


def draw(rows: pd.DataFrame, *, title: str, unit: str, decimals: int, mode: str = "light") -> Drawing:
    """Draw a row each: a band of the usual weeks, a stroke at the middle one, a dot for the last weeks.

    Parameters
    ----------
    rows
        label, low, middle, high, now (NaN unknown), place (below, within, above; None unknown), weeks.
    unit, decimals
        Of the measure, for its axis and hover.
    """
    t = theme.tokens(mode)
    shown = rows.head(MOST).iloc[::-1].reset_index(drop=True)
    places = list(range(len(shown)))
    said = [_told(row, unit, decimals) for row in shown.to_dict("records")]
    hover = [theme.wrapped(theme.said(one)) for one in said]
    figure = go.Figure()
    figure.add_bar(
        x=shown["high"] - shown["low"],
        y=places,
        base=shown["low"],
        orientation="h",
        marker={"color": t.grid, "line": {"width": 0}},
        hovertext=hover,
        hoverinfo="text",
    )
    figure.add_scatter(
        x=shown["middle"],
        y=places,
        mode="markers",
        marker={"symbol": "line-ns", "size": 14, "line": {"width": 2, "color": t.quiet}},
        hoverinfo="skip",
    )
    outside = shown["place"].isin(["above", "below"])
    figure.add_scatter(
        x=shown["now"],
        y=places,
        mode="markers",
        marker={
            "size": 11,
            "symbol": ["diamond" if one else "circle" for one in outside],
            "color": [t.caution if one else t.paper for one in outside],
            "line": {"width": 2, "color": [t.caution if one else t.ink for one in outside]},
        },
        hovertext=hover,
        hoverinfo="text",
    )
    theme.dressed(figure, mode=mode, height=70 + 26 * len(shown))
    figure.update_layout(showlegend=False, bargap=0.45, barmode="overlay")
    figure.update_yaxes(
        tickvals=places,
        ticktext=[theme.said(str(name)) for name in shown["label"]],
        automargin=True,
        showgrid=False,
    )
    figure.update_xaxes(ticksuffix=f" {unit}")
    left = len(rows) - len(shown)
    return Drawing(
        figure,
        title=title,
        subtitle="Band: their own usual weeks, eight of ten; stroke: the middle one. Dot: the last four "
        "weeks on average; a filled diamond lies outside the band.",
        alt_text=f"{title}. {' '.join(said[::-1])}" + (f" {left} more are in the table." if left else ""),
    )


def _told(row: dict[Hashable, Any], unit: str, decimals: int) -> str:
    usual = (
        f"{row['label']}: usually {written.number(row['low'], decimals)} to "
        f"{written.number(row['high'], decimals)} {unit}, middle {written.number(row['middle'], decimals)}"
    )
    if pd.isna(row["now"]):
        return f"{usual}; the last weeks are unknown."
    return f"{usual}; now {written.number(row['now'], decimals)}, {PLACES[row['place']]}."
