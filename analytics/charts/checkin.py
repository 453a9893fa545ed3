"""Weeks of check-ins as a grid: answered or not, with a problem or without."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written

STATES = {
    "substantial": ("Substantial problem", "square"),
    "problem": ("Problem", "diamond"),
    "none": ("No problem", "circle"),
    "missing": ("Not answered", "circle-open"),
}
"""What a week can be, in words and as a mark: the shape says what the colour says."""

FEW_WEEKS = 14
"""So many weeks leave room for large marks on a phone."""
LABELS = 7
"""Weeks named on the axis, at most."""


def draw(cells: Sequence[dict[str, Any]], *, title: str, mode: str = "light") -> Drawing:
    """Draw a row an athlete and a mark a week.

    Parameters
    ----------
    cells
        name, week_start (Monday), state (substantial, problem, none, missing, not_asked), words.
    """
    t = theme.tokens(mode)
    colours = {"substantial": t.injury, "problem": t.caution, "none": t.volume, "missing": t.volume}
    names = list(dict.fromkeys(str(cell["name"]) for cell in cells))
    shown = sorted({_day(cell["week_start"]) for cell in cells})
    is_narrow = len(shown) > FEW_WEEKS
    figure = go.Figure()
    for state, (label, shape) in STATES.items():
        some = [cell for cell in cells if cell["state"] == state]
        figure.add_scatter(
            x=[cell["week_start"] for cell in some],
            y=[theme.said(str(cell["name"])) for cell in some],
            mode="markers",
            name=label,
            showlegend=True,
            marker={
                "symbol": shape,
                "size": 8 if is_narrow else 11,
                "color": colours[state],
                "line": {"width": 1.5, "color": colours[state]},
            },
            hovertext=[theme.said(str(cell["words"])) for cell in some],
            hoverinfo="text",
        )
    theme.dressed(figure, mode=mode, height=110 + 24 * len(names))
    figure.update_layout(
        showlegend=True, legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0, "xanchor": "left"}
    )
    if shown:
        few = dt.timedelta(days=4)
        figure.update_xaxes(
            type="date",
            tickformat="%-d %b",
            tickvals=shown[:: -(-len(shown) // LABELS)],
            range=[shown[0] - few, shown[-1] + few],
        )
    figure.update_yaxes(
        showgrid=False, categoryorder="array", categoryarray=[theme.said(name) for name in reversed(names)]
    )
    if names == [""]:
        figure.update_yaxes(showticklabels=False)
    counts = {label: sum(cell["state"] == state for cell in cells) for state, (label, _) in STATES.items()}
    span = f"{written.date(shown[0])} to {written.date(shown[-1])}" if shown else "no weeks"
    said = ", ".join(f"{label.lower()}: {n}" for label, n in counts.items())
    what = "One mark a week; its shape and colour say what was answered"
    is_blank = any(cell["state"] == "not_asked" for cell in cells)
    return Drawing(
        figure,
        title,
        f"{what}; no mark before the first answer" if is_blank else what,
        f"{title}. {span}: {said}.",
    )


def _day(value: Any) -> dt.date:
    assert isinstance(value, dt.date)
    return value
