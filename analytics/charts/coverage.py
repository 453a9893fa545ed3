"""Weeks by logs: how many days of each week a log speaks for, for one athlete and for a squad."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from analytics.charts import panels, points, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written

WHOLE_WEEK = 7
ROW = 0.78
"""How much of its row a whole week fills."""


def draw(weeks: pd.DataFrame, *, title: str, logs: Sequence[tuple[str, str]], mode: str = "light") -> Drawing:
    """Draw a row a log and a bar a week, as high as the days it speaks for; hatched: none of them.

    Parameters
    ----------
    weeks
        week_start, iso_week and a column a log: days 0 to 7; NaN: not asked, drawn as nothing.
    logs
        The columns with their names, the first on top.
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    middle = panels.middle(weeks["week_start"])
    names = [name for _, name in logs]
    for at, (column, name) in enumerate(logs):
        base = len(logs) - 1 - at
        days = weeks[column]
        states = (
            ("known", days >= WHOLE_WEEK, t.volume, ""),
            ("partly known", (days > 0) & (days < WHOLE_WEEK), t.caution, ""),
            ("unknown", days == 0, "rgba(0,0,0,0)", "/"),
        )
        for state, is_so, colour, pattern in states:
            some = weeks[is_so]
            if some.empty:
                continue
            height = ROW if state != "partly known" else ROW * days[is_so] / WHOLE_WEEK
            labels = [written.week(week.date()).capitalize() for week in some["week_start"]]
            figure.add_bar(
                x=middle[is_so],
                y=[height] * len(some) if isinstance(height, float) else height,
                base=[base] * len(some),
                width=6.2 * 86_400_000,
                marker={
                    "color": colour,
                    "line": {"width": 0},
                    "pattern": {"shape": pattern, "fgcolor": t.quiet, "size": 5, "solidity": 0.25},
                },
                customdata=points.behind(points.WEEK, some["iso_week"], labels),
                hovertext=[
                    f"{label}, {name.lower()}: {_said(day)}."
                    for label, day in zip(labels, days[is_so], strict=True)
                ],
                hoverinfo="text",
            )
    theme.dressed(figure, mode=mode, height=60 + 42 * len(logs))
    figure.update_layout(barmode="overlay", bargap=0)
    figure.update_yaxes(
        range=[-0.08, len(logs)],
        tickvals=[len(logs) - 1 - at + ROW / 2 for at in range(len(logs))],
        ticktext=names,
        showgrid=False,
    )
    figure.update_xaxes(**panels.MONTHS)
    return Drawing(
        figure,
        title,
        "A bar a week: full, all seven days; lower and amber, some of them; hatched, none, "
        "which is unknown and "
        "not rest; blank, before the first check-in. A click opens the week.",
        f"{title}. {_alt(weeks, logs)}",
    )


def _said(days: float) -> str:
    if days >= WHOLE_WEEK:
        return "known"
    return "unknown" if days == 0 else f"{days:.0f} of 7 days known"


def _alt(weeks: pd.DataFrame, logs: Sequence[tuple[str, str]]) -> str:
    said = []
    for column, name in logs:
        days = weeks[column].dropna()
        whole, none = int((days >= WHOLE_WEEK).sum()), int((days == 0).sum())
        said.append(
            f"{name}: {whole} of {written.count(len(days), 'week')} known, "
            f"{len(days) - whole - none} partly, {none} unknown."
            if len(days)
            else f"{name}: nothing was asked yet."
        )
    return " ".join(said)


def draw_squad(
    weeks: pd.DataFrame, *, title: str, logs: Sequence[tuple[str, str]], mode: str = "light"
) -> Drawing:
    """Draw a panel a log: a row an athlete, a cell a week, the darker, the more of its days are known.

    Parameters
    ----------
    weeks
        name, week_start and a column a log: days 0 to 7; NaN: not asked, or no log of that week. The order of
        the names is that of the rows.
    """
    t = theme.tokens(mode)
    names = list(dict.fromkeys(str(name) for name in weeks["name"]))
    row_px = max(3, min(15, 3600 // max(len(names), 1) // len(logs)))
    panel_px, gap_px = max(60, row_px * len(names)), 40
    total = len(logs) * panel_px + (len(logs) - 1) * gap_px
    figure = make_subplots(
        rows=len(logs),
        cols=1,
        shared_xaxes=True,
        vertical_spacing=gap_px / total,
        subplot_titles=[f"<b>{name}</b>" for _, name in logs],
    )
    for row, (column, name) in enumerate(logs, 1):
        grid = weeks.pivot_table(
            index="name", columns="week_start", values=column, sort=False, aggfunc="first"
        )
        grid = grid.reindex(names).sort_index(axis=1)
        figure.add_heatmap(
            x=panels.middle(pd.Series(grid.columns)),
            y=[theme.said(one) for one in names],
            z=grid.to_numpy(dtype=float),
            zmin=0,
            zmax=WHOLE_WEEK,
            colorscale=[
                [0, t.caution],
                [0.001, t.caution],
                [0.002, t.hatch],
                [0.999, t.hatch],
                [1, t.volume],
            ],
            showscale=False,
            xgap=1 if row_px > 6 else 0,
            ygap=1 if row_px > 6 else 0,
            hovertemplate=f"%{{y}}, week of %{{x|%-d %b %Y}}: %{{z}} of 7 days, {name.lower()}"
            "<extra></extra>",
            row=row,
            col=1,
        )
    theme.dressed(figure, mode=mode, height=total + 90, top=34)
    figure.update_yaxes(autorange="reversed", showgrid=False, showticklabels=row_px >= 11)
    figure.update_xaxes(**panels.MONTHS)
    figure.update_annotations(x=0, xanchor="left", font={"size": 13, "color": t.ink})
    shares = [
        f"{name}: {written.percent(100 * float((weeks[column].dropna() > 0).mean()))} of the "
        f"weeks known at least "
        "in part"
        for column, name in logs
        if weeks[column].notna().any()
    ]
    return Drawing(
        figure,
        title,
        "A row an athlete, in the order of the table; a cell a week. Grey: all seven days "
        "known; faint: some; amber: none; blank: "
        "outside the log, or not asked.",
        f"{title}. {written.count(len(names), 'athlete')}. {'; '.join(shares)}.",
    )
