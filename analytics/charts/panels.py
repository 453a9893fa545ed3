"""Panels under one time axis: bars, lines, bands through all of them, unknown weeks hatched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from analytics.charts import theme
from analytics.knowledge import units, written

HALF_WEEK = pd.Timedelta(days=3, hours=12)
LABEL_LEVELS = 3
SHARE_OF_A_LETTER = 0.016
"""How much of the axis one letter of a label takes: between a phone and a wide screen."""
MONTHS: dict[str, Any] = {"tickformat": "%b\n%Y", "nticks": 9, "tickangle": 0}
"""A time axis in months, the year once below: short enough for a phone."""


SHORT_WEEKS = 20
"""Up to so many weeks the axis names days."""


def stacked(
    titles: Sequence[str], *, mode: str, heights: Sequence[int], spells: pd.DataFrame | None = None
) -> go.Figure:
    """Stack panels under one time axis, each named at its upper left, with room for the names of `spells`."""
    levels = 0 if spells is None else min(len(spells), LABEL_LEVELS)
    gap_px, top_px, bottom_px = 34, 28 + 13 * levels, 42
    total = sum(heights) + gap_px * (len(heights) - 1)
    figure = make_subplots(
        rows=len(titles),
        cols=1,
        shared_xaxes=True,
        vertical_spacing=gap_px / total,
        row_heights=[height / sum(heights) for height in heights],
    )
    theme.dressed(figure, mode=mode, height=total + top_px + bottom_px, top=top_px)
    for row, title in enumerate(titles, 1):
        axis = figure.layout["yaxis" if row == 1 else f"yaxis{row}"]
        figure.add_annotation(
            text=f"<b>{title}</b>",
            xref="paper",
            yref="paper",
            x=0,
            y=axis.domain[1],
            yshift=14 if row > 1 else 14 + 13 * levels,
            xanchor="left",
            yanchor="middle",
            showarrow=False,
            font={"size": 13, "color": theme.tokens(mode).ink},
        )
    return figure


def middle(weeks: pd.Series) -> pd.Series:
    """Give the middle of each week, where its mark stands."""
    return pd.to_datetime(weeks) + HALF_WEEK


def bars(
    figure: go.Figure,
    x: pd.Series,
    y: pd.Series,
    *,
    row: int,
    colour: str,
    hover: Sequence[str],
    opacity: float = 1.0,
) -> None:
    """Add a week's bars; an unknown week has none."""
    figure.add_bar(
        x=x,
        y=y,
        marker={"color": colour, "opacity": opacity, "line": {"width": 0}},
        hovertext=list(hover),
        hoverinfo="text",
        row=row,
        col=1,
    )


def line(
    figure: go.Figure,
    x: pd.Series,
    y: pd.Series,
    *,
    row: int,
    colour: str,
    hover: Sequence[str],
    dots: bool = False,
    dash: str = "solid",
) -> None:
    """Add a line that breaks where a week is unknown."""
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines+markers" if dots else "lines",
        line={"color": colour, "width": 1.4 if dots else 2.4, "dash": dash},
        marker={"size": 4.5, "color": colour},
        connectgaps=False,
        hovertext=list(hover),
        hoverinfo="text",
        row=row,
        col=1,
    )


def unknown(
    figure: go.Figure, x: pd.Series, is_unknown: pd.Series, *, row: int, top: float, mode: str
) -> None:
    """Hatch the weeks outside the log: unknown, which is not nought."""
    weeks = x[is_unknown.to_numpy(dtype=bool)]
    if weeks.empty:
        return
    figure.add_bar(
        x=weeks,
        y=[top] * len(weeks),
        width=7 * 86_400_000,
        marker={
            "color": "rgba(0,0,0,0)",
            "line": {"width": 0},
            "pattern": {"shape": "/", "fgcolor": theme.tokens(mode).hatch, "size": 7, "solidity": 0.25},
        },
        hovertext=[
            f"{written.week((day - HALF_WEEK).date()).capitalize()}: outside the log, unknown."
            for day in weeks
        ],
        hoverinfo="text",
        row=row,
        col=1,
    )


def bands(figure: go.Figure, spells: pd.DataFrame, *, mode: str, weeks: pd.Series) -> None:
    """Draw injuries as bands through all panels, named above them.

    Parameters
    ----------
    spells
        onset_date, end_date, label; one row an injury.
    weeks
        The weeks shown: labels that would overlap go one line higher, or are left to the words below.
    """
    t = theme.tokens(mode)
    begin, end = pd.to_datetime(weeks).min(), pd.to_datetime(weeks).max() + pd.Timedelta(days=7)
    taken: list[list[tuple[pd.Timestamp, pd.Timestamp]]] = [[] for _ in range(LABEL_LEVELS)]
    length = pd.to_datetime(spells["end_date"]) - pd.to_datetime(spells["onset_date"])
    # Where not all have room for their names, the longest are named.
    for spell in each(spells.iloc[length.argsort(kind="stable")[::-1]]):
        first = max(pd.Timestamp(spell.onset_date), begin)
        last = min(pd.Timestamp(spell.end_date) + pd.Timedelta(days=1), end)
        figure.add_shape(
            type="rect",
            xref="x",
            yref="paper",
            x0=first,
            x1=max(last, first + pd.Timedelta(days=4)),
            y0=0,
            y1=1,
            fillcolor=t.injury_soft,
            line={"width": 0},
            layer="below",
        )
        room = (end - begin) * (len(spell.label) * SHARE_OF_A_LETTER)
        is_at_the_end = first + room > end
        left = end - room if is_at_the_end else first
        right = left + room
        level = next(
            (i for i, names in enumerate(taken) if all(right <= a or b <= left for a, b in names)), None
        )
        if level is None:
            continue
        taken[level].append((left, right))
        figure.add_annotation(
            text=theme.said(spell.label),
            xref="x",
            yref="paper",
            x=end if is_at_the_end else first,
            y=1,
            yshift=8 + 13 * level,
            xanchor="right" if is_at_the_end else "left",
            yanchor="middle",
            showarrow=False,
            font={"size": 12, "color": t.injury},
        )


def time_axis(figure: go.Figure, weeks: pd.Series) -> None:
    """Let the axis span the weeks shown, no more."""
    days = pd.to_datetime(weeks)
    ticks = MONTHS if len(days) > SHORT_WEEKS else MONTHS | {"tickformat": "%-d %b\n%Y"}
    figure.update_xaxes(range=[days.min(), days.max() + pd.Timedelta(days=7)], **ticks)


def day_axis(figure: go.Figure, days: pd.Series) -> None:
    """Let the axis span the days shown, with a little room for the marks at both ends."""
    known = pd.to_datetime(days)
    span = known.max() - known.min()
    is_short = span < pd.Timedelta(weeks=SHORT_WEEKS)
    pad = max(span * 0.02, pd.Timedelta(days=2))
    figure.update_xaxes(
        range=[known.min() - pad, known.max() + pad],
        **(MONTHS | {"tickformat": "%-d %b\n%Y"} if is_short else MONTHS),
    )


def pace_axis(
    figure: go.Figure, values_s_per_km: pd.Series, *, row: int | None = None, as_read: bool = False
) -> None:
    """Turn a pace axis so that up is faster, and write it in the unit a person reads.

    The values stay seconds a km: only the marks stand at round numbers of what is read. With `as_read` the
    values are minutes a km or mile already, as Explore draws them.
    """
    known = pd.to_numeric(values_s_per_km).dropna()
    if known.empty:
        axis = "" if row in (None, 1) else str(row)
        figure.add_annotation(
            text="no steady run with heart rate in these weeks",
            xref=f"x{axis} domain",
            yref=f"y{axis} domain",
            x=0.5,
            y=0.5,
            showarrow=False,
        )
        figure.update_yaxes(
            showticklabels=False, showgrid=False, range=[1, 0], row=row, col=1 if row else None
        )
        return
    low, high = float(known.min()), float(known.max())
    ticks = (
        _steps(low, high, PACE_STEPS_S, many=5, inside=False) if as_read else pace_marks(low, high, many=5)
    )
    pad = max((high - low) * 0.06, 1.0)
    figure.update_yaxes(
        range=[
            max(high, ticks[-1] if len(ticks) > 2 else high) + pad,
            min(low, ticks[0] if len(ticks) > 2 else low) - pad,
        ],
        tickvals=ticks,
        ticktext=[written.minutes(tick) if as_read else written.pace(tick, unit=False) for tick in ticks],
        row=row,
        col=1 if row else None,
    )


def change_axis(figure: go.Figure, low: float, high: float) -> None:
    """Mark an axis of changes from low to high: each with its sign, and nought without one."""
    if not (np.isfinite(low) and np.isfinite(high)):
        return
    ticks = _steps(min(low, 0.0), max(high, 0.0), CHANGE_STEPS, many=8, inside=True)
    decimals = 0 if (ticks == ticks.round()).all() else 1 if (ticks.round(1) == ticks.round(9)).all() else 2
    figure.update_yaxes(tickvals=ticks, ticktext=changes(ticks, decimals))


def changes(ticks: npt.NDArray[np.float64], decimals: int = 0) -> list[str]:
    """Write the marks of an axis of changes.

    Examples
    --------
    >>> changes(np.array([-4.0, 0.0, 4.0])), changes(np.array([-0.5, 0.0]), 1)
    (['−4', '0', '+4'], ['−0.5', '0'])
    """
    return [written.signed(tick, decimals) if round(tick, decimals) else "0" for tick in ticks.tolist()]


CHANGE_STEPS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)
PACE_STEPS_S = (5, 10, 15, 30, 60, 120, 300, 600)
SPEED_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10)


def pace_marks(
    low_s_per_km: float, high_s_per_km: float, *, many: float, inside: bool = False
) -> npt.NDArray[np.float64]:
    """Give the paces at which an axis is marked, in seconds a km, the fastest first.

    Parameters
    ----------
    many
        So many steps at most.
    inside
        Keep to what lies between the two, instead of reaching around them.

    Examples
    --------
    >>> pace_marks(301.0, 339.0, many=5).tolist()
    [300.0, 310.0, 320.0, 330.0, 340.0]
    """
    if units.way().is_speed:
        least, most = (units.shown(3600 / one, "speed_km_h") for one in (high_s_per_km, low_s_per_km))
        per_hour = _steps(least, most, SPEED_STEPS, many=many, inside=inside)
        return 3600 / units.stored(per_hour[per_hour > 0][::-1], "speed_km_h")
    first, last = (units.shown(one, "pace_s_per_km") for one in (low_s_per_km, high_s_per_km))
    return units.stored(_steps(first, last, PACE_STEPS_S, many=many, inside=inside), "pace_s_per_km")


def _steps(
    low: float, high: float, sizes: Sequence[float], *, many: float, inside: bool
) -> npt.NDArray[np.float64]:
    step = next(size for size in sizes if (high - low) / size <= many or size == sizes[-1])
    begin, end = (np.ceil, np.floor) if inside else (np.floor, np.ceil)
    return step * np.arange(begin(low / step - 1e-9), end(high / step + 1e-9) + 1)


def nothing(figure: go.Figure, text: str, *, mode: str) -> None:
    """Say in an empty figure why nothing is drawn, without axes: numbers beside nothing mislead."""
    figure.add_annotation(
        text=text, xref="paper", yref="paper", x=0.5, y=0.5, showarrow=False,
        font={"size": 13, "color": theme.tokens(mode).quiet},
    )  # fmt: skip
    figure.update_xaxes(showticklabels=False, showgrid=False)
    figure.update_yaxes(showticklabels=False, showgrid=False, title_text="")


def ceiling(values: pd.Series, least: float) -> float:
    """Give a top for an axis from nought: a little above the largest known value."""
    known = pd.to_numeric(values).dropna()
    return max(float(known.max()) * 1.08 if len(known) else 0.0, least)


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """Give a frame's rows one by one, as tuples with names."""
    return iter(frame.itertuples())
