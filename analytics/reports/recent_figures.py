"""Figures of the last weeks that several pages open with: hip sets, dose, distance, pace, the longest run."""

from __future__ import annotations

import pandas as pd

from analytics.knowledge import units, written
from analytics.reports import weeks
from analytics.reports.figure import Figure

PACE_APART = 8
STEP_WORDS = {
    "reference": "no step up beyond 10 %",
    "small": "a step up of more than 10 %",
    "moderate": "a step up of more than 30 %",
    "large": "more than twice as long",
}


def hip_sets(log: pd.DataFrame) -> Figure:
    """Give hip sets a week over the last four weeks, with their change."""
    recent = weeks.recent(log, "hip_sets", covered="days_covered_strength")
    return Figure(
        label="Hip sets a week, last 4 weeks",
        value=written.sets(recent.now),
        change=_change(recent, "", 1) or weeks.last_known(log, "hip_sets", recent.now),
        direction=weeks.direction(recent.change),
        meaning="hip",
        spark=weeks.spark(log, "hip_sets"),
        note="A hip set is one set, both legs, of an exercise that works the hips fully; others count less. "
        f"Mean of the last 4 whole weeks of the strength log; {recent.known} of 4 are known.",
    )


def dose(log: pd.DataFrame) -> Figure:
    """Give the decayed dose of now."""
    now = weeks.latest(log, "hip_dose")
    return Figure(
        label="Hip dose now, sets a week",
        value=written.sets(now),
        change=weeks.last_known(log, "hip_dose", now)
        or (None if now is not None else "needs eight known weeks"),
        meaning="hip",
        spark=weeks.spark(log, "hip_dose"),
        note="The hip sets of the eight weeks before, older weeks counting less (half after four weeks).",
    )


def distance(log: pd.DataFrame) -> Figure:
    """Give distance a week over the last four weeks, with its change."""
    recent = weeks.recent(log, "distance_m", covered="days_covered_running")
    far = weeks.Recent(_far(recent.now), _far(recent.before), recent.known)
    decimals = 0 if far.change is not None and abs(far.change) >= 9.5 else 1
    return Figure(
        label="Distance a week, last 4 weeks",
        value=written.distance(recent.now),
        change=_change(far, f" {units.unit('distance_m')}", decimals)
        or weeks.last_known(log, "distance_m", recent.now),
        direction=weeks.direction(far.change),
        meaning="volume",
        spark=weeks.spark(log, "distance_m"),
        note=f"Mean of the last 4 whole weeks of the running log; {recent.known} of 4 are known.",
    )


def pace(log: pd.DataFrame) -> Figure:
    """Give pace at the athlete's usual easy heart rate over the last four weeks, against eight weeks ago."""
    recent = weeks.recent(log, "pace_at_hr_s_per_km", covered=None, apart=PACE_APART)
    heart = log["hr_ref_bpm"].dropna()
    known = weeks.last_known(log, "pace_at_hr_s_per_km", recent.now)
    fast = "Speed" if units.way().is_speed else "Pace"
    return Figure(
        label=f"{fast} at {heart.iloc[0]:.0f} bpm, last 4 weeks"
        if len(heart)
        else f"{fast} at a fixed heart rate",
        value=written.pace(recent.now),
        change=_faster(recent)
        or known
        or ("needs steady runs with heart rate" if recent.now is None else None),
        meaning="pace",
        spark=tuple(None if value is None else -value for value in weeks.spark(log, "pace_at_hr_s_per_km")),
        note="Graded speed of steady runs, brought to your usual easy heart rate; up is faster.",
    )


def longest_run(log: pd.DataFrame) -> Figure:
    """Give how far the longest step of the newest running week went beyond the 30 days before it."""
    now = weeks.latest(log, "spike_ratio_max")
    label = "Longest run against the 30 days before"
    note = "The week's largest ratio of a run's distance to the longest run of the 30 days before it."
    if now is None:
        said = weeks.last_known(log, "spike_ratio_max", now) or "needs two runs within 30 days"
        return Figure(label=label, value=written.UNKNOWN, change=said, note=note)
    row = log[log["spike_ratio_max"].notna()].iloc[-1]
    return Figure(
        label=label,
        value=written.ratio(now),
        change=STEP_WORDS.get(str(row["spike_state"])),
        meaning="volume" if row["spike_state"] == "reference" else "caution",
        spark=weeks.spark(log, "spike_ratio_max"),
        note=f"{note} {written.week(row['week_start'].date()).capitalize()}.",
    )


def _far(value_m: float | None) -> float | None:
    return None if value_m is None else units.shown(value_m, "distance_m")


def _change(recent: weeks.Recent, unit: str, decimals: int) -> str | None:
    if recent.change is None:
        return None
    return f"{written.signed(recent.change, decimals)}{unit} on the 4 before"


def _faster(recent: weeks.Recent) -> str | None:
    if recent.change is None or recent.now is None or recent.before is None:
        return None
    apart = written.pace_apart(recent.now, recent.before).removesuffix(" a km").removesuffix(" a mile")
    if not round(abs(recent.change)):
        return f"as {PACE_APART} weeks ago"
    return f"{apart} {'faster' if recent.change < 0 else 'slower'} than {PACE_APART} weeks ago"
