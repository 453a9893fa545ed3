"""The evidence on pace in pictures: speed by dose, weeks by their dose, lags, and each runner alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.charts import panels, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written

HEIGHT = 340
FAR_PCT = 10.0
"""A runner's own change beyond this is drawn at the edge: few weeks make it, and the others need the room."""


def draw_curve(points: pd.DataFrame, *, title: str, subtitle: str, mode: str = "light") -> Drawing:
    """Draw the change of speed by hip dose, against no hip work, with its 95 % band.

    Parameters
    ----------
    points
        dose (hip sets a week), change_pct, low, high; ascending.
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    figure.add_scatter(
        x=np.r_[points["dose"], points["dose"][::-1]],
        y=np.r_[points["high"], points["low"][::-1]],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=t.pace_soft,
        opacity=0.7,
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=points["dose"],
        y=points["change_pct"],
        mode="lines",
        line={"color": t.pace, "width": 3},
        hovertext=[f"{written.sets(row.dose)} a week: {_change(row)}." for row in panels.each(points)],
        hoverinfo="text",
    )
    _axes(figure, points, mode=mode, x_title="Decayed hip sets a week, the eight weeks before")
    told = (points.iloc[len(points) // 2], points.iloc[-1])
    alt = f"{title} " + " ".join(
        f"At {written.number(row.dose, 0)} sets a week {_change(row)}." for row in told
    )
    return Drawing(figure=figure, title=title, subtitle=subtitle, alt_text=alt)


def draw_bins(bins: pd.DataFrame, *, title: str, subtitle: str, mode: str = "light") -> Drawing:
    """Draw tenths of the weeks: speed against usual by hip work against usual, with 95 % intervals.

    Parameters
    ----------
    bins
        sets, change_pct, low, high, weeks.
    """
    figure = go.Figure()
    said = [
        f"{written.signed(row.sets, 1)} hip sets a week against usual: {_change(row)}, "
        f"{written.count(int(row.weeks), 'week')}."
        for row in panels.each(bins)
    ]
    _dots(figure, bins["sets"], bins.rename(columns={"change_pct": "value"}), said, mode=mode)
    x_title = "Hip sets a week in the eight weeks before, more or less than usual"
    _axes(figure, bins, mode=mode, x_title=x_title)
    return Drawing(figure=figure, title=title, subtitle=subtitle, alt_text=f"{title} {' '.join(said)}")


def draw_lags(lags: pd.DataFrame, *, title: str, subtitle: str, mode: str = "light") -> Drawing:
    """Draw the change of speed per +10 hip sets in one single week, by how long before that week was.

    Parameters
    ----------
    lags
        lag_weeks (1 the week before), value, low, high.
    """
    figure = go.Figure()
    said = [
        f"{written.count(int(row.lag_weeks), 'week')} before: {_interval(row)}." for row in panels.each(lags)
    ]
    _dots(figure, lags["lag_weeks"], lags, said, mode=mode)
    _axes(figure, lags, mode=mode, x_title="Weeks before")
    figure.update_xaxes(dtick=1)
    return Drawing(figure=figure, title=title, subtitle=subtitle, alt_text=f"{title} {' '.join(said)}")


def draw_people(people: pd.DataFrame, *, title: str, subtitle: str, mode: str = "light") -> Drawing:
    """Draw each runner alone: own change of speed across, share of the whole estimate up.

    Parameters
    ----------
    people
        athlete, weeks, spread_sets, share_pct, change_pct, pct_without.
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    figure.add_scatter(
        x=people["change_pct"].clip(-FAR_PCT, FAR_PCT),
        y=people["share_pct"],
        mode="markers",
        marker={"color": t.pace, "size": 9, "opacity": 0.75, "line": {"color": t.paper, "width": 1}},
        hovertext=[
            theme.wrapped(
                theme.said(
                    f"{row.athlete}: {written.signed(row.change_pct, 1)} % per 10 more hip sets from "
                    f"{written.count(int(row.weeks), 'week')}; "
                    f"{written.percent(row.share_pct, 1)} of the whole."
                )
            )
            for row in panels.each(people)
        ],
        hoverinfo="text",
    )
    theme.dressed(figure, mode=mode, height=HEIGHT)
    figure.add_vline(x=0, line={"color": t.quiet, "width": 1, "dash": "dot"})
    figure.update_xaxes(title_text="Own change of speed per +10 hip sets, %", showgrid=False)
    figure.update_yaxes(title_text="Share of the estimate, %", rangemode="tozero")
    faster = int((people["change_pct"] > 0).sum())
    most = people.nlargest(1, "share_pct").iloc[0]
    alt = (
        f"{title} {faster} of {written.count(len(people), 'runner')} to the right of none; the largest share "
        f"is {written.percent(most['share_pct'], 1)}."
    )
    return Drawing(figure=figure, title=title, subtitle=subtitle, alt_text=alt)


def _dots(figure: go.Figure, x: pd.Series, rows: pd.DataFrame, said: list[str], *, mode: str) -> None:
    t = theme.tokens(mode)
    figure.add_scatter(
        x=x,
        y=rows["value"],
        mode="markers",
        marker={"color": t.pace, "size": 9},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": rows["high"] - rows["value"],
            "arrayminus": rows["value"] - rows["low"],
            "color": t.pace,
            "thickness": 2,
            "width": 0,
        },
        hovertext=said,
        hoverinfo="text",
    )


def _axes(figure: go.Figure, rows: pd.DataFrame, *, mode: str, x_title: str) -> None:
    t = theme.tokens(mode)
    theme.dressed(figure, mode=mode, height=HEIGHT)
    figure.add_hline(y=0, line={"color": t.quiet, "width": 1, "dash": "dot"})
    figure.update_xaxes(title_text=x_title)
    figure.update_yaxes(title_text="Speed at the same heart rate, %")
    panels.change_axis(figure, float(rows["low"].min()), float(rows["high"].max()))


def _interval(row: object) -> str:
    value, low, high = (written.signed(getattr(row, name), 1) for name in ("value", "low", "high"))
    return f"{value} % ({low} to {high} %)"


def _change(row: object) -> str:
    value, low, high = (written.signed(getattr(row, name), 1) for name in ("change_pct", "low", "high"))
    return f"{value} % of speed ({low} to {high} %)"
