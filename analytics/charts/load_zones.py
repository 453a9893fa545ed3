"""Training load week by week: the time in zones, and the same weeks on every basis."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import panels, points, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written

# One hue from light to dark, told apart in grey as well: slow to fast, easy to hard.
ZONE_COLOURS = {
    "light": ("#C9DDEB", "#94BDDA", "#5C97C2", "#2F6C9E", "#123F66"),
    "dark": ("#D3E6F4", "#9CC5E2", "#6A9FC8", "#427AA6", "#2A587E"),
}
BASIS_DASH = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid")


def draw_zones(weeks: pd.DataFrame, *, kind: str, title: str, subtitle: str, mode: str = "light") -> Drawing:
    """Draw the hours in each zone week by week, stacked, with those not known on top.

    Parameters
    ----------
    weeks
        week_start, iso_week, `<kind>_zone_1_s` to 5 and `_unknown_s`.
    kind
        hr or pace.
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    x = panels.middle(weeks["week_start"])
    named = [written.week(day.date()).capitalize() for day in weeks["week_start"]]
    behind = points.behind(points.WEEK, weeks["iso_week"], named)
    colours = ZONE_COLOURS["dark" if mode == "dark" else "light"]
    unknown_label = "Heart rate not known" if kind == "hr" else "Pace not known"
    sums = {}
    for zone in (1, 2, 3, 4, 5, "unknown"):
        hours = weeks[f"{kind}_zone_{zone}_s"].fillna(0) / 3600
        label = unknown_label if zone == "unknown" else f"Zone {zone}"
        sums[label] = float(hours.sum())
        marker: dict[str, Any] = {"line": {"width": 0.5, "color": t.paper}}
        if zone == "unknown":
            marker |= {
                "color": "rgba(0,0,0,0)",
                "pattern": {"shape": "/", "fgcolor": t.hatch, "size": 6, "solidity": 0.35},
            }
        else:
            marker |= {"color": colours[int(zone) - 1]}
        figure.add_bar(
            x=x, y=hours, name=label, marker=marker, hoverinfo="text", customdata=behind,
            hovertext=[
                f"{week}: {label.lower()} {written.number(value, 1)} h." for week, value in zip(named, hours)
            ],
        )  # fmt: skip
    theme.dressed(figure, mode=mode, height=320, top=34)
    figure.update_layout(
        barmode="stack", showlegend=True,
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "traceorder": "normal",
                "font": {"size": 11, "color": t.quiet}},
    )  # fmt: skip
    figure.update_yaxes(title_text="Hours a week", rangemode="tozero")
    panels.time_axis(figure, weeks["week_start"])
    total = sum(sums.values())
    if not total:
        panels.nothing(figure, "No run in these weeks", mode=mode)
    shares = ", ".join(
        f"{label.lower()} {written.percent(100 * hours / total)}" for label, hours in sums.items() if total
    )
    return Drawing(
        figure=figure, title=title, subtitle=subtitle, alt_text=f"{title}. {shares or 'Nothing known'}."
    )


def draw_bases(
    weeks: pd.DataFrame, *, title: str, names: dict[str, str], chosen: str, mode: str = "light"
) -> Drawing:
    """Draw the weekly load on each basis as a share of its own middle week.

    Parameters
    ----------
    weeks
        week_start and a column a basis, in % of its own middle week.
    names
        The bases and their names.
    chosen
        The basis the load stands on: the thick line.
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    x = panels.middle(weeks["week_start"])
    named = [written.week(day.date()).capitalize() for day in weeks["week_start"]]
    ends: list[tuple[str, float]] = []
    colours = (t.pace, t.hip, t.caution, t.injury, t.volume, t.hip_soft, t.ink)
    for (basis, name), dash, colour in zip(names.items(), BASIS_DASH, colours, strict=True):
        if not weeks[basis].notna().any():
            continue
        is_chosen = basis == chosen
        figure.add_scatter(
            x=x, y=weeks[basis], mode="lines", name=name, connectgaps=False, hoverinfo="text",
            line={"color": colour, "width": 3 if is_chosen else 1.3, "dash": "solid" if is_chosen else dash},
            hovertext=[
                f"{week}: {name} {written.percent(value)} of its middle week."
                for week, value in zip(named, weeks[basis])
            ],
        )  # fmt: skip
        known = weeks[basis].dropna()
        ends.append((name, float(known.iloc[-1])))
    theme.dressed(figure, mode=mode, height=340, top=58)
    figure.update_layout(
        showlegend=True,
        legend={
            "orientation": "h",
            "y": 1.0,
            "yanchor": "bottom",
            "x": 0,
            "font": {"size": 11, "color": t.quiet},
        },
    )
    figure.update_yaxes(title_text="% of the middle week", rangemode="tozero")
    panels.time_axis(figure, weeks["week_start"])
    if not ends:
        panels.nothing(figure, "No run with a known load in these weeks", mode=mode)
    return Drawing(
        figure=figure,
        title=title,
        subtitle="The load of each week's runs on every basis, each as a share of its own middle week: they "
        "have "
        "different units. Thick: the one your load stands on.",
        alt_text=f"{title}. Last week known: "
        + (", ".join(f"{name} {written.percent(value)}" for name, value in ends) or "none")
        + ".",
    )
