"""Running, hip strength, pace and injuries side by side under one time axis."""

from __future__ import annotations

import pandas as pd

from analytics.charts import panels, theme
from analytics.charts.drawing import Drawing
from analytics.knowledge import units, written


def draw(
    weeks: pd.DataFrame, injuries: pd.DataFrame, *, title: str, hr_ref_bpm: float | None, mode: str = "light"
) -> Drawing:
    """Draw a log's weeks in three panels with injuries as bands through all of them.

    Parameters
    ----------
    weeks
        One athlete's weeks in order: week_start, distance_m, runs, hip_sets, hip_dose, pace_at_hr_s_per_km;
        NULL is an unknown week.
    injuries
        onset_date, end_date, label; may be empty.
    title
        What one sees.
    hr_ref_bpm
        The heart rate that pace is given at; None where no week has one.
    """
    t = theme.tokens(mode)
    beat = f"{hr_ref_bpm:.0f} bpm" if hr_ref_bpm else "a fixed heart rate"
    figure = panels.stacked(
        [
            f"Distance, {units.unit('distance_m')} a week",
            "Hip sets a week, and the dose they add up to",
            written.pace_axis(f" at {beat}"),
        ],
        mode=mode,
        spells=injuries,
        heights=[130, 110, 120],
    )
    x = panels.middle(weeks["week_start"])
    named = [written.week(day.date()).capitalize() for day in pd.to_datetime(weeks["week_start"])]
    far = units.shown(weeks["distance_m"], "distance_m")
    panels.bars(
        figure, x, far, row=1, colour=t.volume,
        hover=[
            f"{name}: {written.distance(m)} in {written.count(int(runs) if runs == runs else 0, 'run')}."
            for name, m, runs in zip(named, weeks["distance_m"], weeks["runs"], strict=True)
        ],
    )  # fmt: skip
    panels.bars(
        figure, x, weeks["hip_sets"], row=2, colour=t.hip_soft,
        hover=[f"{name}: {written.sets(sets)} hip sets." for name, sets in zip(named, weeks["hip_sets"])],
    )  # fmt: skip
    panels.line(
        figure, x, weeks["hip_dose"], row=2, colour=t.hip,
        hover=[
            f"{name}: a dose of {written.sets(dose)} sets a week from the eight weeks before."
            for name, dose in zip(named, weeks["hip_dose"], strict=True)
        ],
    )  # fmt: skip
    pace = weeks["pace_at_hr_s_per_km"]
    panels.line(
        figure, x, pace, row=3, colour=t.pace, dots=True,
        hover=[f"{name}: {written.pace(value)} at {beat}." for name, value in zip(named, pace, strict=True)],
    )  # fmt: skip
    tops = (panels.ceiling(far, 10), panels.ceiling(weeks["hip_sets"], 5))
    for row, column, top in ((1, far, tops[0]), (2, weeks["hip_sets"], tops[1])):
        panels.unknown(figure, x, column.isna(), row=row, top=top, mode=mode)
        figure.update_yaxes(range=[0, top], nticks=5, row=row, col=1)
    panels.pace_axis(figure, pace, row=3)
    panels.bands(figure, injuries, mode=mode, weeks=weeks["week_start"])
    panels.time_axis(figure, weeks["week_start"])
    figure.update_layout(barmode="overlay")
    return Drawing(
        figure=figure,
        title=title,
        subtitle=_subtitle(weeks, injuries),
        alt_text=_in_words(weeks, injuries, title=title, beat=beat),
    )


def _subtitle(weeks: pd.DataFrame, injuries: pd.DataFrame) -> str:
    parts = ["One bar or dot a week"]
    if len(injuries):
        parts.append("rose bands are injuries")
    if weeks["distance_m"].isna().any() or weeks["hip_sets"].isna().any():
        parts.append("hatched weeks lie outside the log")
    return "; ".join(parts) + "."


def _in_words(weeks: pd.DataFrame, injuries: pd.DataFrame, *, title: str, beat: str) -> str:
    first, last = pd.to_datetime(weeks["week_start"]).iloc[[0, -1]]
    lines = [
        f"{title}.",
        f"{written.count(len(weeks), 'week')}, {written.week(first.date())} to {written.week(last.date())}.",
    ]
    km, hip, pace = (
        weeks["distance_m"].dropna(),
        weeks["hip_sets"].dropna(),
        weeks["pace_at_hr_s_per_km"].dropna(),
    )
    if len(km):
        lines.append(
            f"Distance: {written.distance(float(km.mean()))} a week on average, "
            f"from {written.distance(float(km.min()))} to {written.distance(float(km.max()))}, "
            f"{len(km)} weeks known."
        )
    if len(hip):
        lines.append(
            f"Hip sets: {written.sets(float(hip.mean()))} a week on average, from "
            f"{written.sets(float(hip.min()))} "
            f"to {written.sets(float(hip.max()))}, {len(hip)} weeks known."
        )
    if len(pace):
        lines.append(
            f"Pace at {beat}: {written.pace(float(pace.iloc[0]))} in the first week that has one, "
            f"{written.pace(float(pace.iloc[-1]))} in the last; {len(pace)} weeks known."
        )
    lines += [
        f"Injury: {spell.label}, from {written.date(pd.Timestamp(spell.onset_date).date())} "
        f"to {written.date(pd.Timestamp(spell.end_date).date())}."
        for spell in panels.each(injuries)
    ]
    return " ".join(lines)
