"""The evidence in pictures: the injury rate by dose, by lag, and forecasts against what happened."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import panels, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written


def draw_curve(points: pd.DataFrame, *, title: str, subtitle: str, mode: str = "light") -> Drawing:
    """Draw the injury rate by hip dose, against no hip work, with its 95 % band.

    Parameters
    ----------
    points
        dose (hip sets a week), rate_ratio, low, high; ascending.
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    _band(figure, points["dose"], points["low"], points["high"], colour=t.injury)
    figure.add_scatter(
        x=points["dose"],
        y=points["rate_ratio"],
        mode="lines",
        line={"color": t.injury, "width": 3},
        hovertext=[
            f"{written.sets(row.dose)} a week: {written.interval(row.rate_ratio, row.low, row.high)} times "
            "the rate without hip work."
            for row in panels.each(points)
        ],
        hoverinfo="text",
    )
    _ratio_axes(figure, points, mode=mode, x_title="Decayed hip sets a week, the eight weeks before")
    last = points.iloc[-1]
    middle = points.iloc[len(points) // 2]
    alt = f"{title}. " + " ".join(
        f"At {written.number(row.dose, 0)} sets a week "
        f"{written.interval(row.rate_ratio, row.low, row.high)} times the rate without."
        for row in (middle, last)
    )
    return Drawing(figure=figure, title=title, subtitle=subtitle, alt_text=alt)


def draw_lags(lags: pd.DataFrame, *, title: str, subtitle: str, mode: str = "light") -> Drawing:
    """Draw the rate ratio per +10 hip sets in one single week, by how long before that week was.

    Parameters
    ----------
    lags
        lag_weeks (1 the week before), value, low, high; NaN where nothing could be estimated.
    """
    t = theme.tokens(mode)
    shown = lags.dropna(subset=["value"])
    figure = go.Figure()
    for row in panels.each(shown):
        figure.add_scatter(
            x=[row.lag_weeks, row.lag_weeks],
            y=[row.low, row.high],
            mode="lines",
            line={"color": t.injury, "width": 2},
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=shown["lag_weeks"],
        y=shown["value"],
        mode="markers",
        marker={"color": t.injury, "size": 9},
        hovertext=[
            f"{written.count(int(row.lag_weeks), 'week')} before: "
            f"{written.interval(row.value, row.low, row.high)} times the rate."
            for row in panels.each(shown)
        ],
        hoverinfo="text",
    )
    made = shown.rename(columns={"value": "rate_ratio"})
    _ratio_axes(figure, made, mode=mode, x_title="Weeks before")
    figure.update_xaxes(dtick=1)
    alt = f"{title}. " + " ".join(
        f"{row.lag_weeks:g} before: {written.interval(row.value, row.low, row.high)}."
        for row in panels.each(shown)
    )
    return Drawing(figure=figure, title=title, subtitle=subtitle, alt_text=alt)


def draw_reliability(groups: pd.DataFrame, *, title: str, subtitle: str, mode: str = "light") -> Drawing:
    """Draw what happened against what was forecast, in groups of like size; on the line is right.

    Parameters
    ----------
    groups
        forecast_pct, happened_pct, weeks.
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    most = max(float(groups[["forecast_pct", "happened_pct"]].to_numpy().max()) * 1.1, 5.0)
    figure.add_scatter(
        x=[0, most],
        y=[0, most],
        mode="lines",
        line={"color": t.quiet, "width": 1, "dash": "dot"},
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=groups["forecast_pct"],
        y=groups["happened_pct"],
        mode="markers",
        marker={"color": t.injury, "size": 10},
        hovertext=[
            f"Forecast {written.percent(row.forecast_pct, 1)}, happened "
            f"{written.percent(row.happened_pct, 1)}, {written.count(int(row.weeks), 'week')}."
            for row in panels.each(groups)
        ],
        hoverinfo="text",
    )
    theme.dressed(figure, mode=mode, height=340)
    figure.update_xaxes(title_text="Forecast, % of weeks with a new injury", range=[0, most])
    figure.update_yaxes(title_text="Happened, %", range=[0, most])
    alt = f"{title}. " + " ".join(
        f"Forecast {written.percent(row.forecast_pct, 1)}: {written.percent(row.happened_pct, 1)}."
        for row in panels.each(groups)
    )
    return Drawing(figure=figure, title=title, subtitle=subtitle, alt_text=alt)


def draw_own(people: pd.DataFrame, *, title: str, subtitle: str, mode: str = "light") -> Drawing:
    """Draw each athlete's injury rate in weeks with more hip work than usual against that with less.

    Parameters
    ----------
    people
        below, above (injuries per 1,000 h in weeks below and above the athlete's own mean dose), injuries.
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    most = max(float(people[["below", "above"]].to_numpy().max()) * 1.1, 5.0)
    figure.add_scatter(
        x=[0, most],
        y=[0, most],
        mode="lines",
        line={"color": t.quiet, "dash": "dot", "width": 1},
        hoverinfo="skip",
    )
    hours = f"{written.number(1000)} h"
    said = [
        f"{written.number(one.below)} per {hours} with less, {written.number(one.above)} with more "
        f"({written.count(int(one.injuries), 'injury', 'injuries')})."
        for one in panels.each(people)
    ]
    figure.add_scatter(
        x=people["below"],
        y=people["above"],
        mode="markers",
        marker={"color": t.injury, "size": 9, "opacity": 0.6},
        hovertext=[theme.wrapped(theme.said(text)) for text in said],
        hoverinfo="text",
    )
    theme.dressed(figure, mode=mode, height=360)
    figure.update_xaxes(title_text=f"Injuries per {hours}, less hip work", range=[-0.03 * most, most])
    figure.update_yaxes(title_text="With more hip work", range=[-0.03 * most, most])
    return Drawing(figure, title, subtitle, f"{title} {subtitle}")


def _band(figure: go.Figure, x: pd.Series, low: pd.Series, high: pd.Series, *, colour: str) -> None:
    figure.add_scatter(x=x, y=high, mode="lines", line={"width": 0}, hoverinfo="skip")
    figure.add_scatter(
        x=x,
        y=low,
        mode="lines",
        line={"width": 0},
        fill="tonexty",
        fillcolor=colour,
        opacity=0.18,
        hoverinfo="skip",
    )


def _ratio_axes(figure: go.Figure, points: pd.DataFrame, *, mode: str, x_title: str) -> None:
    t = theme.tokens(mode)
    theme.dressed(figure, mode=mode, height=340)
    figure.add_hline(y=1, line={"color": t.quiet, "width": 1, "dash": "dot"})
    low, high = max(float(points["low"].min()), 0.05), min(float(points["high"].max()), 20.0)
    ticks = [
        k for k in (0.05, 0.1, 0.2, 0.33, 0.5, 0.67, 1, 1.5, 2, 3, 5, 10, 20) if low * 0.9 <= k <= high * 1.1
    ]
    named = [written.trimmed(tick, 2) for tick in ticks]
    figure.update_yaxes(type="log", tickvals=ticks, ticktext=named, title_text="Times the rate")
    figure.update_xaxes(title_text=x_title)
