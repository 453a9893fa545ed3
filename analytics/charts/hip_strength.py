"""Hip strength through time: the three lanes apart, the dose they add up to, trunk work, sessions."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import panels, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written

LANES = (
    ("hip_sets", "logged", ""),
    ("hip_sets_described", "described", "\\"),
    ("hip_sets_assumed", "assumed", "."),
)


def draw(
    weeks: pd.DataFrame,
    injuries: pd.DataFrame,
    *,
    title: str,
    target: tuple[float, float] | None,
    mode: str = "light",
) -> Drawing:
    """Draw weekly hip sets by lane with the dose, trunk sets and days with strength work.

    Parameters
    ----------
    weeks
        One athlete's weeks in order: week_start, hip_sets, hip_sets_described, hip_sets_assumed, hip_dose,
        trunk_sets, strength_days; NULL is an unknown week.
    injuries
        onset_date, end_date, label; may be empty.
    target
        Lower and upper end of the weekly target, in hip sets.
    """
    t = theme.tokens(mode)
    figure = panels.stacked(
        ["Hip sets a week", "Trunk sets a week", "Days with strength work"],
        mode=mode,
        spells=injuries,
        heights=[190, 70, 55],
    )
    x = panels.middle(weeks["week_start"])
    named = [written.week(day.date()).capitalize() for day in pd.to_datetime(weeks["week_start"])]
    for column, lane, pattern in LANES:
        if not (weeks[column] > 0).any() and lane != "logged":
            continue
        figure.add_bar(
            x=x,
            y=weeks[column],
            marker={
                "color": t.hip_soft,
                "line": {"width": 0},
                "pattern": {"shape": pattern, "fgcolor": t.paper, "bgcolor": t.hip_soft, "size": 5},
            },
            hovertext=[
                f"{name}: {written.sets(v)} hip sets {lane}."
                for name, v in zip(named, weeks[column], strict=True)
            ],
            hoverinfo="text",
            row=1,
            col=1,
        )
    panels.line(
        figure, x, weeks["hip_dose"], row=1, colour=t.hip,
        hover=[
            f"{name}: a dose of {written.sets(dose)} sets a week from the eight weeks before."
            for name, dose in zip(named, weeks["hip_dose"], strict=True)
        ],
    )  # fmt: skip
    for row, column, unit in (
        (2, "trunk_sets", "trunk sets"),
        (3, "strength_days", "days with strength work"),
    ):
        panels.bars(
            figure, x, weeks[column], row=row, colour=t.volume,
            hover=[f"{name}: {written.sets(v)} {unit}." for name, v in zip(named, weeks[column])],
        )  # fmt: skip
        top = panels.ceiling(weeks[column], 3)
        panels.unknown(figure, x, weeks[column].isna(), row=row, top=top, mode=mode)
        figure.update_yaxes(range=[0, top], nticks=4, row=row, col=1)
    together = weeks[[column for column, _, _ in LANES]].sum(axis=1, min_count=1)
    top = max(panels.ceiling(together, 10), 1.15 * target[1] if target else 0.0)
    panels.unknown(figure, x, weeks["hip_sets"].isna(), row=1, top=top, mode=mode)
    figure.update_yaxes(range=[0, top], nticks=6, row=1, col=1)
    if target:
        _band(figure, target, mode=mode)
    panels.bands(figure, injuries, mode=mode, weeks=weeks["week_start"])
    panels.time_axis(figure, weeks["week_start"])
    figure.update_layout(barmode="relative")
    return Drawing(
        figure=figure,
        title=title,
        subtitle=_subtitle(weeks, target),
        alt_text=_in_words(weeks, title=title, target=target),
    )


def _band(figure: go.Figure, target: tuple[float, float], *, mode: str) -> None:
    t = theme.tokens(mode)
    for end in target:
        figure.add_hline(y=end, line={"color": t.hip, "width": 1, "dash": "dot"}, row=1, col=1)
    figure.add_annotation(
        text=f"target {written.sets(target[0])} to {written.sets(target[1])}", xref="paper", x=1, y=target[1],
        yref="y", yshift=8, xanchor="right", showarrow=False, bgcolor=t.paper,
        font={"size": 12, "color": t.hip},
    )  # fmt: skip


def _subtitle(weeks: pd.DataFrame, target: tuple[float, float] | None) -> str:
    parts = [
        "Bars: hip sets logged that week",
        "line: the dose from the eight weeks before, older weeks counting less",
    ]
    if (weeks["hip_sets_described"] > 0).any():
        parts.append("striped: described in words and confirmed")
    if (weeks["hip_sets_assumed"] > 0).any():
        parts.append("dotted: assumed from the duration alone, in no model")
    if target:
        parts.append("dotted lines: the weekly target")
    if weeks["hip_sets"].isna().any():
        parts.append("hatched: outside the log")
    return "; ".join(parts) + "."


def _in_words(weeks: pd.DataFrame, *, title: str, target: tuple[float, float] | None) -> str:
    known = weeks["hip_sets"].dropna()
    lines = [f"{title}."]
    if len(known):
        lines.append(
            f"{written.sets(float(known.mean()))} hip sets a week on average over {len(known)} known weeks, "
            f"from {written.sets(float(known.min()))} to {written.sets(float(known.max()))}."
        )
    dose = weeks["hip_dose"].dropna()
    if len(dose):
        lines.append(f"Dose in the last week that has one: {written.sets(float(dose.iloc[-1]))} sets a week.")
    if target:
        inside = ((known >= target[0]) & (known <= target[1])).sum()
        lines.append(
            f"{inside} weeks lie within the target of {written.sets(target[0])} to {written.sets(target[1])}."
        )
    return " ".join(lines)


def draw_shares(shares: pd.DataFrame, *, title: str, subtitle: str, mode: str = "light") -> Drawing:
    """Draw what the hip sets were made of, as one bar a muscle group.

    Parameters
    ----------
    shares
        label, hip_sets; one row a group, the largest first; is_apart, where some are not hip sets.
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    figure.add_bar(
        x=shares["hip_sets"],
        y=[theme.said(str(label)) for label in shares["label"]],
        orientation="h",
        marker={
            "color": [
                t.volume if getattr(one, "is_apart", False) else t.hip_soft for one in panels.each(shares)
            ],
            "line": {"width": 0},
        },
        text=[written.sets(value) for value in shares["hip_sets"]],
        textposition="outside",
        textfont={"color": t.ink},
        cliponaxis=False,
        hovertext=[
            f"{row.label}: {written.sets(row.hip_sets)} hip sets a week." for row in panels.each(shares)
        ],
        hoverinfo="text",
    )
    theme.dressed(figure, mode=mode, height=40 + 30 * len(shares), right=40)
    figure.update_xaxes(visible=False, rangemode="tozero")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    said = ", ".join(f"{row.label} {written.sets(row.hip_sets)}" for row in panels.each(shares))
    return Drawing(figure=figure, title=title, subtitle=subtitle, alt_text=f"{title}. {said}.")
