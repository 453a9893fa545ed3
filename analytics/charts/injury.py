"""Injuries through time, and their rates with exact intervals."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import panels, points, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written


def _spell(row: Any, length: int) -> str:
    end = "now, still open" if row.is_open else written.date(pd.Timestamp(row.end_date).date())
    return (
        f"{row.label}: from {written.date(pd.Timestamp(row.onset_date).date())} to {end}, "
        f"{written.count(length, 'day')}."
    )


def _weeks_behind(injuries: pd.DataFrame) -> list[list[str]]:
    """Give the week in which each injury began, as what lies behind its bar."""
    onset = pd.to_datetime(injuries["onset_date"])
    labels = [
        f"{row.athlete}, {row.site}: {written.date(pd.Timestamp(row.onset_date).date())}"
        for row in panels.each(injuries)
    ]
    return points.behind(points.WEEK, onset.dt.strftime("%G-W%V"), labels, injuries["athlete_id"].tolist())


def draw_timeline(
    injuries: pd.DataFrame, weeks: pd.DataFrame, *, title: str, counted: str = "", mode: str = "light"
) -> Drawing:
    """Draw each injury as a bar from onset to recovery, one line a site; the log's weeks as the ground.

    Parameters
    ----------
    injuries
        athlete_id, athlete, site, onset_date, end_date, is_open, label; one row an injury.
    weeks
        week_start of the weeks shown.
    counted
        Which injuries these are, in a sentence.
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    days = pd.to_datetime(weeks["week_start"])
    sites = list(dict.fromkeys(injuries["site"]))
    for is_open, part in injuries.groupby("is_open"):
        lengths = [
            max((pd.Timestamp(row.end_date) - row.onset_date).days + 1, 1) for row in panels.each(part)
        ]
        figure.add_bar(
            base=list(part["onset_date"]),
            x=[length * 86_400_000 for length in lengths],
            y=[theme.said(str(site)) for site in part["site"]],
            orientation="h",
            width=0.55,
            marker={
                "color": t.injury,
                "opacity": 0.75,
                "line": {"color": t.injury, "width": 1.5},
                "pattern": {
                    "shape": "/" if is_open else "",
                    "fgcolor": t.injury,
                    "bgcolor": t.paper,
                    "size": 6,
                    "solidity": 0.35,
                },
            },
            customdata=_weeks_behind(part),
            hovertext=[
                theme.wrapped(theme.said(_spell(row, length)))
                for row, length in zip(panels.each(part), lengths, strict=True)
            ],
            hoverinfo="text",
        )
    theme.dressed(figure, mode=mode, height=84 + 30 * max(len(sites), 1))
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(
        type="date",
        range=[days.min(), days.max() + pd.Timedelta(days=7)],
        **panels.MONTHS,
        showgrid=True,
        gridcolor=t.grid,
    )
    figure.update_yaxes(
        showgrid=False,
        autorange="reversed",
        categoryorder="array",
        categoryarray=[theme.said(str(s)) for s in sites],
    )
    open_ones = int(injuries["is_open"].sum())
    by_site = injuries["site"].value_counts()
    alt = (
        f"{title}. {written.count(len(injuries), 'injury', 'injuries')}, {open_ones} still open: "
        + ", ".join(f"{site} {n}" for site, n in by_site.items())
        + "."
    )
    return Drawing(
        figure=figure,
        title=title,
        subtitle=(
            f"{counted} One bar an injury, from onset to full recovery; striped bars are still open. A click "
            "opens the week it began in."
        ).strip(),
        alt_text=alt,
    )
