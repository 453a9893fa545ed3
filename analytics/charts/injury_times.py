"""Injured week by week, and the time to a first injury and back, with intervals."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import panels, points, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written

SHARES = [0, 25, 50, 75, 100]
MANY = 60
"""With more periods than this, intervals are a band; with fewer, lines on bars."""


def draw_prevalence(
    rows: pd.DataFrame, *, title: str, subtitle: str, period: str, mode: str = "light"
) -> Drawing:
    """Draw the share of athletes injured, period by period, with Wilson intervals.

    Parameters
    ----------
    rows
        period_start, followed, injured, prevalence_pct, low_pct, high_pct; iso_week for weeks, which can be
        opened.
    period
        week, month or year.
    """
    t = theme.tokens(mode)
    days = pd.to_datetime(rows["period_start"])
    named = [_named(day, period) for day in days]
    said = [
        f"{name}: {row.injured} of {row.followed} athletes injured, "
        f"{written.interval(row.prevalence_pct, row.low_pct, row.high_pct, 0)} %."
        for name, row in zip(named, panels.each(rows), strict=True)
    ]
    x = [f"{day:%Y}" for day in days] if period == "year" else days
    figure = go.Figure()
    behind = points.behind(points.WEEK, rows["iso_week"], named) if "iso_week" in rows else None
    if len(rows) > MANY:
        figure.add_scatter(x=x, y=rows["high_pct"], mode="lines", line={"width": 0}, hoverinfo="skip")
        figure.add_scatter(
            x=x,
            y=rows["low_pct"],
            mode="lines",
            line={"width": 0},
            fill="tonexty",
            fillcolor=t.injury_soft,
            hoverinfo="skip",
        )
        figure.add_scatter(
            x=x,
            y=rows["prevalence_pct"],
            mode="lines+markers",
            line={"color": t.injury, "width": 1.6, "shape": "hvh"},
            marker={"color": t.injury, "size": 3.5},
            customdata=behind,
            hovertext=said,
            hoverinfo="text",
        )
    else:
        figure.add_bar(
            x=x,
            y=rows["prevalence_pct"],
            customdata=behind,
            marker={"color": t.injury, "opacity": 0.6, "line": {"width": 0}},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": rows["high_pct"] - rows["prevalence_pct"],
                "arrayminus": rows["prevalence_pct"] - rows["low_pct"],
                "color": t.ink,
                "thickness": 1,
                "width": 3,
            },
            hovertext=said,
            hoverinfo="text",
        )
    theme.dressed(figure, mode=mode, height=250)
    figure.update_yaxes(
        range=[0, min(104.0, panels.ceiling(rows["high_pct"], 20))], nticks=5, ticksuffix=" %"
    )
    figure.update_xaxes(**({"type": "category"} if period == "year" else panels.MONTHS))
    known = rows["prevalence_pct"]
    alt = (
        f"{title}. {written.count(len(rows), period)}, from {written.percent(float(known.min()))} to "
        f"{written.percent(float(known.max()))}; last: {said[-1]}"
    )
    return Drawing(figure, title, subtitle, alt)


def _named(day: pd.Timestamp, period: str) -> str:
    if period == "week":
        return written.week(day.date()).capitalize()
    return f"{day:%B %Y}" if period == "month" else f"{day:%Y}"


def draw_curve(
    rows: pd.DataFrame,
    marks: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    axis: str,
    quartiles: str,
    what: str,
    followed: str,
    mode: str = "light",
) -> Drawing:
    """Draw a Kaplan-Meier curve in steps with its band, and below it how many were still followed.

    Parameters
    ----------
    rows
        time, at_risk, survival_pct, low_pct, high_pct from time 0 on; NaN limits where nobody is left.
    marks
        time, at_risk at a few round times.
    quartiles
        The times of a quarter, half and three quarters, in words.
    what, followed
        What the share is without ("still without an injury"), and who is counted below ("athletes").
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    band = rows[rows["low_pct"].notna()]
    for column, fill in (("high_pct", None), ("low_pct", "tonexty")):
        figure.add_scatter(
            x=band["time"],
            y=band[column],
            mode="lines",
            line={"width": 0, "shape": "hv"},
            fill=fill,
            fillcolor=t.injury_soft,
            hoverinfo="skip",
        )
    said = [
        f"{axis} {written.number(row.time)}: "
        f"{written.interval(row.survival_pct, row.low_pct, row.high_pct, 0)} % "
        f"{what}; {written.number(row.at_risk)} {followed} up to then."
        for row in panels.each(rows)
    ]
    figure.add_scatter(
        x=rows["time"],
        y=rows["survival_pct"],
        mode="lines",
        line={"color": t.injury, "width": 2.2, "shape": "hv"},
        hovertext=[theme.wrapped(text) for text in said],
        hoverinfo="text",
    )
    figure.add_hline(y=50, line={"color": t.quiet, "width": 1, "dash": "dot"})
    theme.dressed(figure, mode=mode, height=310, right=20)
    last = float(rows["time"].max())
    figure.update_yaxes(range=[0, 104], tickvals=SHARES, ticktext=[f"{share} %" for share in SHARES])
    figure.update_xaxes(
        range=[0, 1.02 * max(last, 1.0)],
        tickvals=marks["time"].tolist(),
        ticktext=[
            f"{written.number(row.time)}<br><span style='font-size:11px'>{written.number(row.at_risk)}</span>"
            for row in panels.each(marks)
        ],
        title=f"{axis}; below: {followed} still followed",
    )
    counted = "; ".join(
        f"{written.number(row.at_risk)} at {written.number(row.time)}" for row in panels.each(marks)
    )
    return Drawing(
        figure, title, subtitle, f"{title}. {quartiles}. {followed.capitalize()} still followed: {counted}."
    )
