"""How fast for how long: the pace-duration curve, and how one personal best moved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.charts import panels, points, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import units, written

TIMES_S = {
    60: "1 min",
    120: "2",
    300: "5",
    600: "10",
    1200: "20",
    1800: "30",
    3600: "1 h",
    7200: "2 h",
    14_400: "4 h",
}


def draw_curve(
    curves: Mapping[str, pd.DataFrame],
    *,
    title: str,
    critical_s_per_km: float | None = None,
    d_prime_m: float | None = None,
    fit_range_s: tuple[float, float] | None = None,
    mode: str = "light",
) -> Drawing:
    """Draw the fastest pace for each length of time.

    Parameters
    ----------
    curves
        By the name of a span of time, the widest first: duration_s, distance_m, pace_s_per_km, local_date,
        activity_id, effort; one row an effort.
    critical_s_per_km, d_prime_m, fit_range_s
        The fit of critical speed and where it holds; None draws none.
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    colours = (t.volume, t.hip, t.pace)
    shapes = ("circle", "square", "diamond")
    said = []
    for at, (name, curve) in enumerate(curves.items()):
        if curve.empty:
            continue
        labels = [_words(row) for row in panels.each(curve)]
        figure.add_scatter(
            x=curve["duration_s"],
            y=curve["pace_s_per_km"],
            mode="lines+markers",
            name=name,
            line={"color": colours[at % 3], "width": 1.6},
            marker={"color": colours[at % 3], "size": 8, "symbol": shapes[at % 3]},
            hovertext=[f"{name}: {label}." for label in labels],
            hoverinfo="text",
            customdata=points.behind(points.ACTIVITY, curve["activity_id"], labels),
        )
        said.append(
            f"{name}: {written.count(len(curve), 'effort')}, "
            f"{written.pace(float(curve['pace_s_per_km'].iloc[0]))} over the shortest, "
            f"{written.pace(float(curve['pace_s_per_km'].iloc[-1]))} over the longest."
        )
    every = pd.concat([curve for curve in curves.values() if len(curve)])
    if critical_s_per_km and d_prime_m is not None and fit_range_s is not None:
        time = np.geomspace(fit_range_s[0], fit_range_s[1], 60)
        figure.add_scatter(
            x=time,
            y=1000 * time / (1000 / critical_s_per_km * time + d_prime_m),
            mode="lines",
            name="Fit of critical speed",
            line={"color": t.ink, "width": 1.6, "dash": "dash"},
            hoverinfo="skip",
        )
        figure.add_scatter(
            x=list(fit_range_s),
            y=[critical_s_per_km] * 2,
            mode="lines",
            name="Critical speed",
            line={"color": t.quiet, "width": 1.4, "dash": "dot"},
            hovertext=[f"Critical speed {written.pace(critical_s_per_km)}."] * 2,
            hoverinfo="text",
        )
        said.append(
            f"Critical speed, fitted: {written.pace(critical_s_per_km)}, {written.height(d_prime_m)} "
            f"above it."
        )
    theme.dressed(figure, mode=mode, height=380, top=34)
    figure.update_layout(
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "font": {"size": 12}},
    )
    panels.pace_axis(figure, every["pace_s_per_km"])
    shown = [
        second
        for second in TIMES_S
        if every["duration_s"].min() * 0.8 <= second <= every["duration_s"].max() * 1.25
    ]
    figure.update_xaxes(
        type="log", tickvals=shown, ticktext=[TIMES_S[second] for second in shown], title_text="Time"
    )
    return Drawing(
        figure=figure,
        title=title,
        subtitle=f"{_fastest()} by how long it was held; a mark is a distance or a time.",
        alt_text=" ".join([f"{title}.", *said]),
    )


def _fastest() -> str:
    unit = written.pace_unit()
    return f"Highest speed in {unit}" if units.way().is_speed else f"Fastest pace in {unit} (up is faster)"


def _words(row: Any) -> str:
    day = pd.Timestamp(row.local_date).date()
    return f"{_length(row)} at {written.pace(float(row.pace_s_per_km))}, {written.date(day)}"


def _length(row: Any) -> str:
    metres = float(row.distance_m)
    far = written.distance(metres, 2) if units.way().is_imperial else f"{written.number(metres)} m"
    return f"{far} in {written.minutes(float(row.duration_s))}"


def draw_course(course: pd.DataFrame, *, title: str, name: str, mode: str = "light") -> Drawing:
    """Draw how a best moved: every run's effort, and the best so far as a line.

    Parameters
    ----------
    course
        One effort's runs in order: local_date, pace_s_per_km, best_s_per_km, is_best, activity_id,
        distance_m, duration_s.
    name
        The effort in words.
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    labels = [_words(row) for row in panels.each(course)]
    figure.add_scatter(
        x=course["local_date"],
        y=course["best_s_per_km"],
        mode="lines",
        line={"color": t.pace, "width": 2.2, "shape": "hv"},
        hoverinfo="skip",
    )
    is_best = course["is_best"].to_numpy(dtype=bool)
    for chosen, colour, size, symbol, said in (
        (~is_best, t.volume, 6, "circle", ""),
        (is_best, t.pace, 10, "diamond", "The best so far: "),
    ):
        some = course[chosen]
        words = [label for label, is_in in zip(labels, chosen, strict=True) if is_in]
        figure.add_scatter(
            x=some["local_date"],
            y=some["pace_s_per_km"],
            mode="markers",
            marker={"color": colour, "size": size, "symbol": symbol, "opacity": 0.8 if size < 9 else 1},
            hovertext=[f"{said}{word}." for word in words],
            hoverinfo="text",
            customdata=points.behind(points.ACTIVITY, some["activity_id"], words),
        )
    theme.dressed(figure, mode=mode, height=300)
    panels.pace_axis(figure, course["pace_s_per_km"])
    panels.day_axis(figure, course["local_date"])
    steps = course[course["is_best"]]
    return Drawing(
        figure=figure,
        title=title,
        subtitle=f"Best {name} within each run, {written.pace_unit()} (up is faster); diamonds and line: the "
        "best so far.",
        alt_text=f"{title}. {written.count(len(course), 'run')}; the best so far, "
        f"{written.count(len(steps), 'time')}: "
        + "; ".join(_words(row) for row in panels.each(steps.tail(8)))
        + ".",
    )
