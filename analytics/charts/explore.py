"""Explore: dots over time or against each other, spreads, groups, lags, and weeks around an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from analytics.charts import explore_marks as marks
from analytics.charts import panels, theme
from analytics.charts.drawing import Drawing
from analytics.charts.explore_marks import MOST_POINTS, Axis, Look
from analytics.knowledge import written

MOST_LINES = 60


def over_time(dots: pd.DataFrame, line: pd.DataFrame, look: Look, *, mode: str = "light") -> Drawing:
    """Draw dots over time, with a smoothed line where there is one.

    Parameters
    ----------
    dots
        athlete_id, athlete (their name), day, ref, y; rows without y are not drawn.
    line
        when, middle, low, high; may be empty.
    """
    look = replace(look, mode=mode)
    t, colour = marks.colours(look)
    shown = marks.thinned(dots.dropna(subset=["y"]))
    is_one = shown["athlete_id"].nunique() == 1
    figure = go.Figure()
    known = line.dropna(subset=["middle"]) if len(line) else line
    if len(known) and known["low"].notna().any():
        marks.band(figure, marks.at(known["when"], look.dots), known["low"], known["high"], t.grid)
    connected = is_one and not len(known) and len(shown) < 200
    marks.dots(
        figure,
        shown,
        marks.at(shown["day"], look.dots),
        colour,
        look,
        faint=bool(len(known)),
        joined=connected,
    )
    if len(known):
        figure.add_scatter(
            x=marks.at(known["when"], look.dots),
            y=known["middle"],
            mode="lines",
            line={"color": colour, "width": 2.6},
            hoverinfo="skip",
        )
    marks.dressed(figure, look, dots["y"])
    figure.update_xaxes(**panels.MONTHS)
    return marks.drawing(figure, look, marks.of_values(dots["y"], look.y))


def against(
    dots: pd.DataFrame,
    own_lines: pd.DataFrame,
    trend: Sequence[float] | None,
    look: Look,
    *,
    mode: str = "light",
) -> Drawing:
    """Draw one measure against another, with the line within athletes.

    Parameters
    ----------
    dots
        athlete_id, athlete, day, ref, x, y.
    own_lines
        Each athlete's own line: x_low, y_low, x_high, y_high; may be empty.
    trend
        slope, slope_low, slope_high, x_mean, y_mean; None draws no line.
    """
    look = replace(look, mode=mode)
    t, colour = marks.colours(look)
    known = dots.dropna(subset=["x", "y"])
    shown = marks.thinned(known)
    figure = go.Figure()
    marks.dots(figure, shown, shown["x"], colour, look, faint=trend is not None)
    for one in panels.each(own_lines.head(MOST_LINES)) if len(own_lines) > 1 else ():
        figure.add_scatter(
            x=[one.x_low, one.x_high],
            y=[one.y_low, one.y_high],
            mode="lines",
            line={"color": t.quiet, "width": 0.8},
            opacity=0.55,
            hoverinfo="skip",
        )
    words = marks.of_values(known["y"], look.y)
    if trend is not None and len(known):
        words += _trend(figure, known["x"], trend, t.ink)
    marks.dressed(figure, look, known["y"])
    marks.x_axis(figure, known["x"], look.x)
    return marks.drawing(figure, look, words)


def _trend(figure: go.Figure, x: pd.Series, trend: Sequence[float], ink: str) -> str:
    slope, low, high, x_mean, y_mean = trend
    ends = np.quantile(x.to_numpy(dtype=float), [0.02, 0.98])
    if low == low and high == high:
        steps = np.linspace(ends[0], ends[1], 21)
        reach = [y_mean + np.outer([low, high], steps - x_mean)]
        marks.band(figure, steps, reach[0].min(axis=0), reach[0].max(axis=0), "rgba(128,128,128,0.28)")
    figure.add_scatter(
        x=ends,
        y=y_mean + slope * (ends - x_mean),
        mode="lines",
        line={"color": ink, "width": 3},
        hoverinfo="skip",
    )
    return f" The line within athletes {'rises' if slope > 0 else 'falls'} from left to right."


def spread(dots: pd.DataFrame, look: Look, *, mode: str = "light") -> Drawing:
    """Draw how many dots lie at each value, with the median and the middle half."""
    look = replace(look, mode=mode)
    t, colour = marks.colours(look)
    values = dots["y"].dropna()
    figure = go.Figure()
    marks.columns(figure, values, colour, look.y)
    if len(values):
        low, middle, high = values.quantile([0.25, 0.5, 0.75])
        figure.add_vrect(x0=low, x1=high, fillcolor=t.grid, opacity=0.6, line_width=0, layer="below")
        figure.add_vline(x=middle, line={"color": t.ink, "width": 2, "dash": "dot"})
        said = f"half below {look.y.said(middle)}"
        figure.add_annotation(x=middle, y=1, yref="paper", yanchor="bottom", showarrow=False, text=said)
    marks.dressed(figure, look, values, is_count=True, top=28)
    marks.x_axis(figure, values, look.y)
    return marks.drawing(figure, look, marks.of_values(values, look.y))


def groups(summed: pd.DataFrame, look: Look, *, mode: str = "light") -> Drawing:
    """Draw a bar a group: median, middle half, nine in ten.

    Parameters
    ----------
    summed
        group, n, athletes, low, q1, middle, q3, high; in order from above.
    """
    look = replace(look, mode=mode)
    t, colour = marks.colours(look)
    rows = summed.iloc[::-1]
    names = [theme.said(f"{row.group} ({row.n})") for row in panels.each(rows)]
    hover = [
        theme.said(
            f"{row.group}: median {look.y.said(row.middle)}, middle half {look.y.said(row.q1)} to "
            f"{look.y.said(row.q3)}; {row.n} of {written.count(int(row.athletes), 'athlete')}."
        )
        for row in panels.each(rows)
    ]
    figure = go.Figure()
    for first, last, width in (("low", "high", 1.5), ("q1", "q3", 9)):
        x: list[float | None] = []
        y: list[str | None] = []
        for name, a, b in zip(names, rows[first], rows[last], strict=True):
            x += [a, b, None]
            y += [name, name, None]
        marks.thread(figure, x, y, colour, width=width)
    figure.add_scatter(
        x=rows["middle"],
        y=names,
        mode="markers",
        marker={"color": t.ink, "size": 11, "line": {"color": t.paper, "width": 1.5}},
        hovertext=hover,
        hoverinfo="text",
    )
    theme.dressed(figure, mode=look.mode, height=90 + 30 * max(len(rows), 3))
    figure.update_yaxes(showgrid=False, type="category", ticklabelstandoff=6)
    figure.update_xaxes(showgrid=True, gridcolor=t.grid)
    marks.x_axis(figure, pd.concat([rows["low"], rows["high"]]), look.y)
    said = "; ".join(f"{row.group} {look.y.said(row.middle)}" for row in panels.each(summed.head(12)))
    return marks.drawing(figure, look, f" Medians: {said}.")


def athletes(
    dots: pd.DataFrame, names: Sequence[tuple[int, str]], look: Look, *, across: int, mode: str = "light"
) -> Drawing:
    """Draw a small panel an athlete, all on one scale.

    Parameters
    ----------
    names
        Who is shown, in order: athlete_id and name.
    across
        Panels side by side.
    """
    look = replace(look, mode=mode)
    t, colour = marks.colours(look)
    rows = -(-max(len(names), 1) // across)
    figure = make_subplots(
        rows=rows,
        cols=across,
        shared_xaxes="all",
        shared_yaxes="all",
        subplot_titles=[theme.said(name) for _, name in names],
        vertical_spacing=min(0.28 / rows, 0.2),
        horizontal_spacing=0.03,
    )
    per = max(MOST_POINTS // max(len(names), 1), 60)
    shown = _of_each(dots, [athlete_id for athlete_id, _ in names], per)
    traces = [
        go.Scatter(
            x=marks.at(own["day"], look.dots),
            y=own["y"],
            mode="lines+markers" if own["y"].notna().sum() < 60 else "lines",
            marker={"size": 4, "color": colour},
            line={"color": colour, "width": 1.6},
            connectgaps=False,
            customdata=marks.behind(own, look),
            hovertext=marks.hover(own, look),
            hoverinfo="text",
            xaxis=f"x{at + 1 if at else ''}",
            yaxis=f"y{at + 1 if at else ''}",
        )
        for at, own in enumerate(shown)
    ]
    figure.add_traces(traces)
    theme.dressed(figure, mode=look.mode, height=40 + 128 * rows, top=26)
    figure.update_annotations(font={"size": 12, "color": t.quiet})
    figure.update_xaxes(nticks=3, tickformat="%b\n%Y", tickangle=0)
    figure.update_yaxes(nticks=3)
    if look.y.is_pace:
        marks.pace_ticks(figure, dots["y"], figure.update_yaxes, many=3)
    return marks.drawing(
        figure, look, f" {written.count(len(names), 'athlete')}. " + marks.of_values(dots["y"], look.y)
    )


def _of_each(dots: pd.DataFrame, ids: Sequence[int], most: int) -> list[pd.DataFrame]:
    by = dict(tuple(dots[dots["athlete_id"].isin(list(ids))].groupby("athlete_id", sort=False)))
    return [marks.evenly(by.get(one, dots.iloc[:0]), most) for one in ids]


def lags(summed: pd.DataFrame, look: Look, *, mode: str = "light") -> Drawing:
    """Draw the correlation at each lag with its interval.

    Parameters
    ----------
    summed
        lag, correlation, low, high, n, athletes.
    """
    look = replace(look, mode=mode)
    t, colour = marks.colours(look)
    known = summed.dropna(subset=["correlation"])
    figure = go.Figure()
    figure.add_hline(y=0, line={"color": t.quiet, "width": 1, "dash": "dot"})
    figure.add_scatter(
        x=known["lag"],
        y=known["correlation"],
        mode="markers",
        marker={"color": colour, "size": 10},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": known["high"] - known["correlation"],
            "arrayminus": known["correlation"] - known["low"],
            "color": colour,
            "thickness": 2,
            "width": 0,
        },
        hovertext=[
            f"{written.count(int(row.lag), 'week')} before: correlation "
            f"{written.interval(row.correlation, row.low, row.high)}; {row.n} weeks of "
            f"{written.count(int(row.athletes), 'athlete')}."
            for row in panels.each(known)
        ],
        hoverinfo="text",
    )
    theme.dressed(figure, mode=look.mode, height=marks.HEIGHT - 60)
    reach = max(0.2, float(known[["low", "high"]].abs().max().max()) * 1.1) if len(known) else 1.0
    reach = min(reach, 1.0) if reach == reach else 1.0
    figure.update_yaxes(title_text="Correlation within athletes", range=[-reach, reach])
    figure.update_xaxes(title_text=f"{look.x.head if look.x else ''}: so many weeks before", dtick=1)
    said = "; ".join(
        f"{int(row.lag)}: {written.interval(row.correlation, row.low, row.high)}"
        for row in panels.each(known)
    )
    return marks.drawing(figure, look, f" By weeks before: {said}.")


def around(
    summed: pd.DataFrame, events: pd.DataFrame, look: Look, *, what: str, mode: str = "light"
) -> Drawing:
    """Draw the weeks before and after an event.

    Parameters
    ----------
    summed
        offset, middle, low, high, n, athletes.
    events
        Each event's own weeks: event, offset, y; drawn faintly.
    what
        The event in a word: injury or race.
    """
    look = replace(look, mode=mode)
    t, colour = marks.colours(look)
    figure = go.Figure()
    x: list[float | None] = []
    y: list[float | None] = []
    for _, own in list(events.groupby("event"))[:MOST_LINES]:
        x += [*own["offset"].tolist(), None]
        y += [*own["y"].tolist(), None]
    marks.thread(figure, x, y, t.hatch, width=0.8)
    marks.band(figure, summed["offset"], summed["low"], summed["high"], "rgba(128,128,128,0.22)")
    figure.add_scatter(
        x=summed["offset"],
        y=summed["middle"],
        mode="lines+markers",
        line={"color": colour, "width": 2.6},
        marker={"color": colour, "size": 7},
        hovertext=[
            f"{_offset(int(row.offset), what)}: mean {look.y.said(row.middle)}"
            + (f" ({look.y.said(row.low)} to {look.y.said(row.high)})" if row.low == row.low else "")
            + f"; {row.n} of {written.count(int(row.athletes), 'athlete')}."
            for row in panels.each(summed)
        ],
        hoverinfo="text",
    )
    figure.add_vline(
        x=0, line={"color": t.injury if what == "injury" else t.ink, "width": 1.5, "dash": "dash"}
    )
    marks.dressed(figure, look, pd.concat([summed["low"], summed["high"]]))
    if not look.y.is_pace and len(events):
        top = float(events["y"].quantile(0.97))
        figure.update_yaxes(
            range=[min(0.0, float(events["y"].min())), max(top, float(summed["high"].max())) * 1.05]
        )
    around = np.arange(-12.0, 13.0, 4.0)
    figure.update_xaxes(
        title_text=f"Weeks from the {what}",
        tickvals=around,
        ticktext=panels.changes(around),
        range=[-12.5, 12.5],
    )
    said = "; ".join(
        f"{_offset(int(row.offset), what).lower()} {look.y.said(row.middle)}"
        for row in panels.each(summed[summed["offset"].isin([-8, -4, -1, 0, 1, 4, 8])])
    )
    return marks.drawing(figure, look, f" Means: {said}.")


def _offset(weeks: int, what: str) -> str:
    if weeks == 0:
        return f"The week of the {what}"
    return f"{written.count(abs(weeks), 'week')} {'before' if weeks < 0 else 'after'}"


# The strips beside a chart, to mark a part of the dots in


def strip_of_days(dots: pd.DataFrame, look: Look, *, mode: str = "light") -> Drawing:
    """Draw how many dots with a value lie in each month; a part of it can be marked."""
    look = replace(look, mode=mode)
    t = theme.tokens(mode)
    month = dots["day"].dt.to_period("M").dt.to_timestamp().value_counts().sort_index()
    figure = go.Figure()
    figure.add_bar(
        x=month.index + pd.Timedelta(days=15),
        y=month.to_numpy(),
        marker={"color": t.volume},
        hovertext=[f"{day:%B %Y}: {n}." for day, n in month.items()],
        hoverinfo="text",
    )
    _strip(figure, look)
    figure.update_xaxes(**(panels.MONTHS | {"nticks": 6}))
    title = "When"
    return Drawing(figure, title, "", f"{title}: how many dots lie in each month.")


def strip_of_values(values: pd.Series, axis: Axis, look: Look, *, mode: str = "light") -> Drawing:
    """Draw how many dots lie at each value; a part of it can be marked."""
    look = replace(look, mode=mode)
    figure = go.Figure()
    known = values.dropna()
    marks.columns(figure, known, getattr(theme.tokens(look.mode), axis.meaning), axis)
    _strip(figure, look)
    marks.x_axis(figure, known, axis, titled=False, many=4)
    return Drawing(
        figure, axis.head, "", f"{axis.head}: how many dots lie at each value.{marks.of_values(known, axis)}"
    )


def _strip(figure: go.Figure, look: Look) -> None:
    theme.dressed(figure, mode=look.mode, height=150)
    figure.update_yaxes(showticklabels=False, showgrid=False)
    figure.update_layout(selectdirection="h", bargap=0.06)
