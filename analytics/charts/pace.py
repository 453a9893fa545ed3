"""Pace at a fixed heart rate: through time, and against the hip dose within one athlete."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.charts import panels, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import written


def draw_time(
    weeks: pd.DataFrame, injuries: pd.DataFrame, *, title: str, hr_ref_bpm: float | None, mode: str = "light"
) -> Drawing:
    """Draw pace at a fixed heart rate over the hip dose, week by week.

    Parameters
    ----------
    weeks
        One athlete's weeks in order: week_start, pace_at_hr_s_per_km, pace_runs, hip_dose.
    """
    t = theme.tokens(mode)
    beat = f"{hr_ref_bpm:.0f} bpm" if hr_ref_bpm else "a fixed heart rate"
    figure = panels.stacked(
        [written.pace_axis(f" at {beat}"), "Hip dose, sets a week"],
        mode=mode,
        spells=injuries,
        heights=[190, 90],
    )
    x = panels.middle(weeks["week_start"])
    named = [written.week(day.date()).capitalize() for day in pd.to_datetime(weeks["week_start"])]
    pace, runs = weeks["pace_at_hr_s_per_km"], weeks["pace_runs"]
    panels.line(
        figure, x, pace, row=1, colour=t.pace, dots=True,
        hover=[
            f"{name}: {written.pace(value)} at {beat}, from "
            f"{written.count(int(n) if n == n else 0, 'steady run')}."
            for name, value, n in zip(named, pace, runs, strict=True)
        ],
    )  # fmt: skip
    panels.line(
        figure, x, weeks["hip_dose"], row=2, colour=t.hip,
        hover=[
            f"{name}: a dose of {written.sets(dose)} sets a week."
            for name, dose in zip(named, weeks["hip_dose"], strict=True)
        ],
    )  # fmt: skip
    top = panels.ceiling(weeks["hip_dose"], 5)
    panels.unknown(figure, x, weeks["hip_dose"].isna(), row=2, top=top, mode=mode)
    figure.update_yaxes(range=[0, top], nticks=4, row=2, col=1)
    panels.pace_axis(figure, pace, row=1)
    panels.bands(figure, injuries, mode=mode, weeks=weeks["week_start"])
    panels.time_axis(figure, weeks["week_start"])
    known = pace.dropna()
    alt = f"{title}. {written.count(len(known), 'week')} with a pace."
    if len(known):
        alt += (
            f" First {written.pace(float(known.iloc[0]))}, last {written.pace(float(known.iloc[-1]))},"
            f" fastest {written.pace(float(known.min()))}, slowest {written.pace(float(known.max()))}."
        )
    return Drawing(
        figure=figure,
        title=title,
        subtitle="One dot a week with at least one steady run; graded speed, brought to one heart rate.",
        alt_text=alt,
    )


def draw_within(points: pd.DataFrame, *, title: str, subtitle: str, mode: str = "light") -> Drawing:
    """Draw each week's pace against its hip dose, both as differences from the athlete's own course.

    Parameters
    ----------
    points
        dose_difference (sets a week), speed_difference_pct, week_start; own mean and trend taken out.
    """
    t = theme.tokens(mode)
    figure = go.Figure()
    shown = points.dropna(subset=["dose_difference", "speed_difference_pct"])
    figure.add_scatter(
        x=shown["dose_difference"],
        y=shown["speed_difference_pct"],
        mode="markers",
        marker={"color": t.pace, "size": 7, "opacity": 0.65},
        hovertext=[
            f"{written.week(pd.Timestamp(row.week_start).date()).capitalize()}: dose "
            f"{written.signed(row.dose_difference, 1)} "
            f"sets a week, {written.signed(row.speed_difference_pct, 1)} % speed."
            for row in panels.each(shown)
        ],
        hoverinfo="text",
    )
    theme.dressed(figure, mode=mode, height=330)
    figure.add_hline(y=0, line={"color": t.grid, "width": 1})
    figure.add_vline(x=0, line={"color": t.grid, "width": 1})
    figure.update_xaxes(title_text="Hip dose against your own course, sets a week")
    figure.update_yaxes(title_text="Speed at the same heart rate, %")
    differs = (
        len(shown) > 2 and shown["dose_difference"].std() > 0 and shown["speed_difference_pct"].std() > 0
    )
    together = shown["dose_difference"].corr(shown["speed_difference_pct"]) if differs else float("nan")
    return Drawing(
        figure=figure,
        title=title,
        subtitle=subtitle,
        alt_text=f"{title}. {written.count(len(shown), 'week')}, correlation {written.number(together, 2)}.",
    )
