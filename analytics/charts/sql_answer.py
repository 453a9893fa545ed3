"""The answer to a question in SQL, as a line, dots or bars."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import explore_marks as marks
from analytics.charts import panels, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written

MOST_GROUPS = 8
MOST_BARS = 40
DASHES = ("solid", "dash", "dot", "dashdot")


def draw(
    rows: pd.DataFrame,
    *,
    kind: str,
    x: str,
    y: str,
    group: str | None,
    title: str,
    x_said: str,
    y_said: str,
    mode: str = "light",
) -> Drawing:
    """Draw one column of an answer against another.

    Parameters
    ----------
    rows
        The answer; rows that lack one of the two values are not drawn.
    kind
        "line" (in the order of x), "dots", or "bars" (in the order of the answer, the first 40).
    group
        A column whose values are drawn apart, up to eight of them.
    x_said, y_said
        The two in words, with units.
    """
    t = theme.tokens(mode)
    known = rows.dropna(subset=[x, y])
    left_out = len(rows) - len(known)
    known = known.head(MOST_BARS) if kind == "bars" else known
    figure = go.Figure()
    colours = (t.hip, t.pace, t.caution, t.injury)
    parts = _parts(known, group)
    for number, (name, part) in enumerate(parts):
        shown = marks.evenly(
            part.sort_values(x, kind="stable") if kind == "line" else part, marks.MOST_POINTS
        )
        hover = [
            theme.said(f"{f'{name}, ' if name else ''}{_value(at)}: {_value(value)}.")
            for at, value in zip(shown[x], shown[y], strict=True)
        ]
        look: dict[str, Any] = {"name": theme.said(name), "hovertext": hover, "hoverinfo": "text"}
        colour = colours[number % len(colours)]
        if kind == "bars":
            figure.add_bar(x=[str(at) for at in shown[x]], y=shown[y], marker={"color": colour}, **look)
            continue
        dash = DASHES[number // len(colours) % len(DASHES)]
        figure.add_scatter(
            x=shown[x],
            y=shown[y],
            mode="lines+markers"
            if kind == "line" and len(shown) <= 120
            else "lines"
            if kind == "line"
            else "markers",
            line={"color": colour, "width": 2, "dash": dash},
            marker={"color": colour, "size": 6, "opacity": 0.9 if kind == "line" else 0.5},
            **look,
        )
    theme.dressed(figure, mode=mode, height=marks.HEIGHT)
    figure.update_yaxes(title_text=theme.said(y_said))
    figure.update_xaxes(title_text=theme.said(x_said))
    if len(known) and _is_time(known[x]):
        figure.update_xaxes(**panels.MONTHS)
    figure.update_layout(showlegend=len(parts) > 1)
    subtitle = f"{written.count(len(known), 'row')} of the answer"
    if left_out:
        subtitle += f"; {left_out} without both values are not drawn"
    return Drawing(figure, title, f"{subtitle}.", f"{title}. {subtitle}.{_from_to(known[y])}")


def _parts(known: pd.DataFrame, group: str | None) -> list[tuple[str, pd.DataFrame]]:
    if group is None:
        return [("", known)]
    names = list(dict.fromkeys(known[group].astype(str)))[:MOST_GROUPS]
    return [(name, known[known[group].astype(str) == name]) for name in names]


def _is_time(values: pd.Series) -> bool:
    return values.dtype.kind == "M" or hasattr(values.iloc[0], "toordinal")


def _value(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    return value.isoformat(" ") if hasattr(value, "hour") else str(value)


def _from_to(values: pd.Series) -> str:
    if values.empty:
        return " No value is known."
    return f" From {_value(float(values.min()))} to {_value(float(values.max()))}."
