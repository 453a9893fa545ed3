"""How far each shoe and bicycle has come."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import units, written

MOST = 12
LONGEST_NAME = 28


def draw(pieces: pd.DataFrame, *, title: str, mode: str = "light") -> Drawing:
    """Draw a bar a piece, those that came farthest on top; a stroke where it is meant to be replaced.

    Parameters
    ----------
    pieces
        name, state ("retired", "in use" or ""), distance_km, limit_km (unknown where nobody said),
        activities; those without a distance are not drawn.
    """
    t = theme.tokens(mode)
    rows = pieces[pieces["distance_km"].notna()].head(MOST).iloc[::-1]
    names = [theme.said(_short(name)) for name in rows["name"]]
    retired = rows["state"].eq("retired")
    said = [_told(row) for row in rows.to_dict("records")]
    figure = go.Figure()
    figure.add_bar(
        x=units.shown(rows["distance_km"], "distance_km"),
        y=list(range(len(rows))),
        orientation="h",
        marker={
            "color": t.volume,
            "line": {"width": 0},
            "pattern": {
                "shape": ["/" if one else "" for one in retired],
                "fgcolor": t.paper,
                "bgcolor": t.volume,  # without one a hatched bar is stripes of paper on paper
                "size": 6,
            },
        },
        text=[_far(km) for km in rows["distance_km"]],
        textposition="auto",
        hovertext=[theme.wrapped(theme.said(text)) for text in said],
        hoverinfo="text",
    )
    limits = rows["limit_km"].notna().to_numpy()
    if limits.any():
        figure.add_scatter(
            x=units.shown(rows.loc[limits, "limit_km"], "distance_km"),
            y=[at for at, known in enumerate(limits) if known],
            mode="markers",
            marker={"symbol": "line-ns", "size": 22, "line": {"width": 3, "color": t.caution}},
            hovertext=[f"Meant to last {_far(km)}" for km in rows.loc[limits, "limit_km"]],
            hoverinfo="text",
        )
    theme.dressed(figure, mode=mode, height=60 + 38 * len(rows))
    figure.update_layout(showlegend=False, bargap=0.35)
    figure.update_yaxes(tickvals=list(range(len(rows))), ticktext=names, automargin=True, showgrid=False)
    figure.update_xaxes(rangemode="tozero", ticksuffix=f" {units.unit('distance_km')}")
    left = len(pieces) - len(rows)
    parts = [f"{'Miles' if units.way().is_imperial else 'Kilometres'} of your activities, by piece"]
    if retired.any():
        parts.append("hatched: retired")
    if limits.any():
        parts.append("stroke: meant to last so far")
    return Drawing(
        figure,
        title=title,
        subtitle="; ".join(parts),
        alt_text=f"{title}. "
        + " ".join(said[::-1])
        + (f" {written.count(left, 'more piece')} not drawn." if left else ""),
    )


def _told(row: dict[Hashable, Any]) -> str:
    uses = written.count(int(row["activities"]), "activity", "activities")
    parts = [f"{row['name']}: {_far(row['distance_km'])} in {uses}"]
    if pd.notna(row["limit_km"]):
        parts.append(f"meant to last {_far(row['limit_km'])}")
    if row["state"] == "retired":
        parts.append("retired")
    return ", ".join(parts) + "."


def _far(km: float) -> str:
    return written.distance(1000 * km, 0)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
