"""Training load: how far runs went beyond the longest before them, load over time, one's own weeks, zones."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import panels, points, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written

STATES = ("reference", "small", "moderate", "large")
SHAPES = {
    "no_baseline": "circle-open",
    "reference": "circle",
    "small": "diamond",
    "moderate": "square",
    "large": "x",
}
LIMITS = (1.1, 1.3, 2.0)
FARTHEST_SD = 8.0
"""Weeks farther off than this are drawn at the edge, so that the others can be seen."""
NO_LOAD_KNOWN = "outside the log, or the load of a session is not known"


def draw_runs(runs: pd.DataFrame, *, title: str, names: dict[str, str], mode: str = "light") -> Drawing:
    """Draw each run's distance over the longest of the 30 days before it, between the limits of the states.

    Parameters
    ----------
    runs
        activity_id, local_date, distance_m, longest_30d_before_m, spike_ratio, state.
    names
        The words for each state.
    """
    t = theme.tokens(mode)
    colours = {"reference": t.volume, "small": t.caution, "moderate": t.caution, "large": t.injury}
    figure = go.Figure()
    known = runs[runs["spike_ratio"].notna()]
    for state in STATES:
        some = known[known["state"] == state]
        if some.empty:
            continue
        labels = [
            f"{written.date(row.local_date.date())}, {written.distance(row.distance_m)}"
            for row in panels.each(some)
        ]
        figure.add_scatter(
            x=some["local_date"],
            y=some["spike_ratio"],
            mode="markers",
            name=names[state],
            marker={
                "symbol": SHAPES[state],
                "size": 6 if state == "reference" else 9,
                "color": colours[state],
                "opacity": 0.55 if state == "reference" else 1,
            },
            customdata=points.behind(points.ACTIVITY, some["activity_id"], labels),
            hovertext=[
                f"{written.date(row.local_date.date())}: {written.distance(row.distance_m)}, "
                f"{written.ratio(row.spike_ratio)} the {written.distance(row.longest_30d_before_m)} before. "
                f"{names[state]}."
                for row in panels.each(some)
            ],
            hoverinfo="text",
        )
    theme.dressed(figure, mode=mode, height=330, right=60)
    for limit in LIMITS:
        figure.add_hline(y=limit, line={"color": t.quiet, "width": 1, "dash": "dot"})
        figure.add_annotation(
            x=1, xref="paper", y=math.log10(limit), text=f"{written.number(limit, 1)} x", showarrow=False,
            xanchor="left", font={"size": 11, "color": t.quiet},
        )  # fmt: skip
    top = max(2.4, float(known["spike_ratio"].max()) * 1.1) if len(known) else 2.4
    low = min(0.2, float(known["spike_ratio"].min()) * 0.9) if len(known) else 0.2
    figure.update_yaxes(
        type="log", range=[math.log10(low), math.log10(top)], tickvals=[0.1, 0.25, 0.5, 1, 2, 4, 8],
        ticktext=[written.trimmed(one, 2) for one in (0.1, 0.25, 0.5, 1, 2, 4, 8)],
        title_text="Times the longest of 30 days",
    )  # fmt: skip
    if len(runs):
        panels.time_axis(figure, runs["local_date"])
    if known.empty:
        panels.nothing(figure, "No run with another in the 30 days before it", mode=mode)
    counts = known["state"].value_counts()
    said = ", ".join(f"{names[state].lower()} {counts[state]}" for state in STATES if counts.get(state))
    nothing = int((runs["state"] == "no_baseline").sum())
    return Drawing(
        figure=figure,
        title=title,
        subtitle="A dot a run: its distance over the longest run of the 30 days before (log scale). "
        "Diamond, square "
        "and cross are the study's small, moderate and large spikes.",
        alt_text=f"{title}. {written.count(len(runs), 'run')}: {said or 'none with a run before it'}; "
        f"{nothing} without a run in the 30 days before, which are not drawn.",
    )


def draw_fitness(
    days: pd.DataFrame, injuries: pd.DataFrame, *, title: str, unit: str, basis: str, mode: str = "light"
) -> Drawing:
    """Draw the daily load, CTL and ATL, and TSB; the first weeks of each stretch are marked as settling.

    Parameters
    ----------
    days
        Indexed by day: load_au, ctl, atl, tsb, warming_up; NaN unknown.
    injuries
        onset_date, end_date, label.
    """
    t = theme.tokens(mode)
    figure = panels.stacked(
        [
            f"Load a day, {unit}",
            f"CTL (thick, six weeks) and ATL (thin, one week), {unit} a day",
            f"Balance (TSB), {unit}",
        ],
        mode=mode,
        heights=[110, 150, 90],
        spells=injuries,
    )
    x = pd.Series(days.index, index=days.index)
    named = [written.date(day.date()) for day in days.index]

    def hover(name: str, label: str, decimals: int = 0) -> list[str]:
        return [
            f"{day}: {label} {written.number(value, decimals)} {unit}."
            for day, value in zip(named, days[name])
        ]

    panels.bars(figure, x, days["load_au"], row=1, colour=t.volume, hover=hover("load_au", "load"))
    settled = ~days["warming_up"].astype(bool)
    for name, width, label in (("atl", 1.3, "ATL"), ("ctl", 2.8, "CTL")):
        colour = t.caution if name == "atl" else t.pace
        for part, dash in ((settled, "solid"), (~settled, "dot")):
            panels.line(
                figure, x, days[name].where(part), row=2, colour=colour, dash=dash,
                hover=hover(name, label + (", settling," if dash == "dot" else "")),
            )  # fmt: skip
            figure.data[-1].line.width = width
    panels.line(figure, x, days["tsb"], row=3, colour=t.volume, hover=hover("tsb", "TSB"))
    figure.data[-1].line.width = 1.4
    figure.add_hline(y=0, line={"color": t.grid, "width": 1}, row=3, col=1)
    _mark_unknown(figure, days, mode=mode)
    panels.bands(figure, injuries, mode=mode, weeks=x)
    panels.time_axis(figure, x)
    known = days.dropna(subset=["ctl"])
    known_days = int(days["load_au"].notna().sum())
    alt = f"{title}. {written.count(known_days, 'day')} with a known load of {len(days)}."
    if len(known):
        high = pd.Timestamp(str(known["ctl"].idxmax()))
        alt += (
            f" CTL from {written.number(known['ctl'].iloc[0])} to {written.number(known['ctl'].iloc[-1])} "
            f"{unit} a day, "
            f"highest {written.number(known['ctl'].max())} on {written.date(high.date())}; "
            f"{written.count(int(known['warming_up'].sum()), 'day')} of settling."
        )
    return Drawing(
        figure=figure,
        title=title,
        subtitle=f"{basis}. Dotted: the first 42 days of a stretch of the log, when the means still settle. "
        f"Shaded grey: {NO_LOAD_KNOWN}.",
        alt_text=alt,
    )


def _mark_unknown(figure: go.Figure, days: pd.DataFrame, *, mode: str) -> None:
    """Shade the stretches without a load through all panels: unknown is not rest."""
    unknown = days["load_au"].isna().to_numpy()
    begin = None
    for at, is_unknown in enumerate([*unknown, False]):
        if is_unknown and begin is None:
            begin = at
        elif not is_unknown and begin is not None:
            figure.add_shape(
                type="rect", xref="x", yref="paper", y0=0, y1=1, x0=days.index[begin],
                x1=days.index[at - 1] + pd.Timedelta(days=1), fillcolor=theme.tokens(mode).hatch,
                opacity=0.35, line={"width": 0}, layer="below",
            )  # fmt: skip
            begin = None


def draw_weeks(weeks: pd.DataFrame, *, title: str, unit: str, mode: str = "light") -> Drawing:
    """Draw the weekly load, its monotony and strain, and the change of distance on the week before.

    Parameters
    ----------
    weeks
        week_start, iso_week, load_au, monotony, strain_au, change_pct; NaN unknown.
    """
    t = theme.tokens(mode)
    panels_of = (
        ("load_au", f"Load a week, {unit}", 0, unit),
        ("monotony", "Monotony (mean over standard deviation of the days)", 1, ""),
        ("strain_au", f"Strain (load times monotony), {unit}", 0, unit),
        ("change_pct", "Distance on the week before, %", 0, "%"),
    )
    figure = panels.stacked([label for _, label, _, _ in panels_of], mode=mode, heights=[100, 80, 80, 90])
    x = panels.middle(weeks["week_start"])
    named = [written.week(day.date()).capitalize() for day in weeks["week_start"]]
    behind = points.behind(points.WEEK, weeks["iso_week"], named)
    for row, (name, label, decimals, of) in enumerate(panels_of, 1):
        values = weeks[name]
        write = written.signed if name == "change_pct" else written.number
        panels.bars(
            figure, x, values, row=row, colour=t.volume if row != 1 else t.pace,
            hover=[
                f"{week}: {label.split(',')[0].split(' (')[0].lower()} {write(value, decimals)} {of}."
                for week, value in zip(named, values)
            ],
        )  # fmt: skip
        figure.data[-1].customdata = behind
        low = float(values.min()) if name == "change_pct" and values.notna().any() else 0.0
        top = panels.ceiling(values, 1)
        panels.unknown(figure, x, values.isna(), row=row, top=top, mode=mode)
        figure.update_yaxes(range=[min(low * 1.08, 0), top], nticks=4, row=row, col=1)
    panels.time_axis(figure, weeks["week_start"])
    known = weeks["monotony"].dropna()
    change = weeks["change_pct"].dropna()
    return Drawing(
        figure=figure,
        title=title,
        subtitle="A bar a week; rest is 0. Hatched: a day is unknown, all days were alike (no monotony), or "
        f"the week before had less than {written.distance(5000.0, 0)} (no change).",
        alt_text=f"{title}. {written.count(int(weeks['load_au'].notna().sum()), 'week')} with a known load"
        + (
            f"; monotony {written.number(known.min(), 1)} to {written.number(known.max(), 1)}"
            if len(known)
            else ""
        )
        + (
            f"; distance changed by {written.signed(change.min())} to {written.signed(change.max())} %."
            if len(change)
            else "."
        ),
    )


def draw_own_weeks(weeks: pd.DataFrame, *, title: str, names: dict[str, str], mode: str = "light") -> Drawing:
    """Draw each week's measures in standard deviations of the athlete's own twelve weeks before.

    Parameters
    ----------
    weeks
        week_start, iso_week and `<measure>_z`, `_own_mean`, `<measure>`.
    names
        Measures and their names, in order.
    """
    t = theme.tokens(mode)
    figure = panels.stacked(list(names.values()), mode=mode, heights=[85] * len(names))
    x = panels.middle(weeks["week_start"])
    named = [written.week(day.date()).capitalize() for day in weeks["week_start"]]
    behind = points.behind(points.WEEK, weeks["iso_week"], named)
    for row, (name, label) in enumerate(names.items(), 1):
        z = weeks[f"{name}_z"]
        for within, opacity in ((2, 0.45), (1, 0.8)):
            figure.add_hrect(
                y0=-within, y1=within, fillcolor=t.grid, opacity=opacity, line_width=0, layer="below",
                exclude_empty_subplots=False,
                row=row, col=1,
            )  # fmt: skip
        reach = min(max(3.0, float(z.abs().max()) * 1.1 if z.notna().any() else 3.0), FARTHEST_SD)
        panels.line(
            figure, x, z.clip(-0.96 * reach, 0.96 * reach), row=row,
            colour=t.hip if name == "hip_sets" else t.pace, dots=True,
            hover=[
                f"{week}: {label.lower()} {written.signed(value, 1)} standard deviations from your own mean."
                for week, value in zip(named, z)
            ],
        )  # fmt: skip
        figure.data[-1].customdata = behind
        marks = [-2, 0, 2] if reach <= 5 else [-5, 0, 5]
        figure.update_yaxes(range=[-reach, reach], tickvals=marks, zeroline=False, row=row, col=1)
        if not z.notna().any():
            figure.add_annotation(
                text="No week with eight wholly logged ones in the twelve before it", xref="x domain",
                x=0.5, y=0, showarrow=False, font={"size": 12, "color": t.quiet}, row=row, col=1,
            )  # fmt: skip
    panels.time_axis(figure, weeks["week_start"])
    said = [
        f"{label.lower()} {written.signed(float(known.iloc[-1]), 1)} in "
        f"{written.week(weeks.loc[known.index[-1], 'week_start'].date())}"
        for name, label in names.items()
        if len(known := weeks[f"{name}_z"].dropna())
    ]
    return Drawing(
        figure=figure,
        title=title,
        subtitle="Standard deviations from the mean of the twelve weeks before; bands at 1 and 2. No dot: "
        "fewer than "
        f"eight of them, or the week itself, wholly logged. Beyond {FARTHEST_SD:.0f}: at the edge.",
        alt_text=f"{title}. Last known: {', '.join(said) or 'none'}.",
    )
