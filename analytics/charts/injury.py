"""Injuries through time, and their rates with exact intervals."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import panels, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written


def draw_timeline(injuries: pd.DataFrame, weeks: pd.DataFrame, *, title: str, mode: str = "light") -> Drawing:
    """Draw each injury as a bar from onset to recovery, one line a site; the log's weeks as the ground.

    Parameters
    ----------
    injuries
        athlete, site, onset_date, end_date, is_open, label; one row an injury.
    weeks
        week_start of the weeks shown.
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    days = pd.to_datetime(weeks["week_start"])
    sites = list(dict.fromkeys(injuries["site"]))
    for row in panels.each(injuries):
        first, last = pd.Timestamp(row.onset_date), pd.Timestamp(row.end_date) + pd.Timedelta(days=1)
        length = max((last - first).days, 1)
        text = (
            f"{row.label}: from {written.date(first.date())} to "
            + ("now, still open" if row.is_open else written.date(pd.Timestamp(row.end_date).date()))
            + f", {written.count(length, 'day')}."
        )
        figure.add_bar(
            base=[first],
            x=[length * 86_400_000],
            y=[theme.said(str(row.site))],
            orientation="h",
            width=0.55,
            marker={
                "color": t.injury,
                "opacity": 0.75,
                "line": {"color": t.injury, "width": 1.5},
                "pattern": {
                    "shape": "/" if row.is_open else "",
                    "fgcolor": t.injury,
                    "bgcolor": t.paper,
                    "size": 6,
                    "solidity": 0.35,
                },
            },
            hovertext=theme.wrapped(theme.said(text)),
            hoverinfo="text",
        )
    theme.dressed(figure, mode=mode, height=84 + 30 * max(len(sites), 1))
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(
        type="date", range=[days.min(), days.max() + pd.Timedelta(days=7)], **panels.MONTHS,
        showgrid=True,
        gridcolor=t.grid,
    )  # fmt: skip
    figure.update_yaxes(
        showgrid=False,
        autorange="reversed",
        categoryorder="array",
        categoryarray=[theme.said(str(s)) for s in sites],
    )
    open_ones = int(injuries["is_open"].sum())
    counted = injuries["site"].value_counts()
    alt = (
        f"{title}. {written.count(len(injuries), 'injury', 'injuries')}, {open_ones} still open: "
        + ", ".join(f"{site} {n}" for site, n in counted.items())
        + "."
    )
    return Drawing(
        figure=figure,
        title=title,
        subtitle="One bar an injury, from onset to full recovery; striped bars are still open.",
        alt_text=alt,
    )


def draw_monthly(months: pd.DataFrame, *, title: str, mode: str = "light") -> Drawing:
    """Draw the share of athletes who were injured, month by month.

    Parameters
    ----------
    months
        month (first day), athletes, injured, prevalence_pct.
    """
    t = theme.tokens(mode)
    figure = panels.stacked(["Athletes injured at any time in the month, %"], mode=mode, heights=[130])
    figure.add_bar(
        x=pd.to_datetime(months["month"]),
        y=months["prevalence_pct"],
        marker={"color": t.injury, "opacity": 0.7, "line": {"width": 0}},
        hovertext=[
            f"{pd.Timestamp(row.month):%B %Y}: {row.injured} of {row.athletes} athletes, "
            f"{written.percent(row.prevalence_pct)}."
            for row in panels.each(months)
        ],
        hoverinfo="text",
        row=1,
        col=1,
    )
    figure.update_yaxes(range=[0, panels.ceiling(months["prevalence_pct"], 20)], nticks=5)
    figure.update_xaxes(**panels.MONTHS)
    known = months["prevalence_pct"].dropna()
    alt = f"{title}. "
    if len(known):
        alt += (
            f"On average {written.percent(float(known.mean()))} of the athletes followed in a month, from "
            f"{written.percent(float(known.min()))} to {written.percent(float(known.max()))}, "
            f"{len(known)} months."
        )
    return Drawing(
        figure=figure,
        title=title,
        subtitle="Of the athletes whose injury log covers the month.",
        alt_text=alt,
    )
