"""The overview: four figures, and running, hip strength, pace and injuries side by side."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.knowledge import written
from analytics.reports import injuries, roster, weeks
from analytics.reports.figure import Figure
from analytics.store import Reader

UNTRAINED_BELOW = 3.0
"""Decayed dose, hip sets a week, below which hip work counts as stopped: the recommender's own line."""
PACE_APART = 8
SPIKE_WORDS = {
    "reference": "no step up beyond 10 %",
    "small": "a step up of more than 10 %",
    "moderate": "a step up of more than 30 %",
    "large": "more than twice as long",
    "no_baseline": "no run in the 30 days before",
}


@dataclass(frozen=True)
class Overview:
    """Everything the overview shows; `missing` says what there is to bring where there are no weeks."""

    line: str
    figures: tuple[Figure, ...]
    weeks: pd.DataFrame
    injuries: pd.DataFrame
    hr_ref_bpm: float | None
    title: str
    missing: str | None


def gather(reader: Reader, *, athlete_id: int, weeks_back: int | None = 78) -> Overview:
    """Gather the overview of one athlete.

    Parameters
    ----------
    weeks_back
        How many of the last weeks to show; None shows all.
    """
    person = roster.gather(reader).person(athlete_id)
    everything = weeks.gather(reader, athlete_id=athlete_id)
    shown = weeks.last(everything, weeks_back)
    spells = injuries.within(injuries.gather(reader, athlete_id=athlete_id), shown)
    heart = everything["hr_ref_bpm"].dropna()
    hr_ref_bpm = float(heart.iloc[0]) if len(heart) else None
    return Overview(
        line=weeks.span_line(
            person.name if person else "", shown, is_simulated=bool(person and person.is_simulated)
        ),
        figures=(
            _hip(everything),
            _distance(everything),
            _pace(everything, hr_ref_bpm),
            _spike(everything),
        ),
        weeks=shown,
        injuries=spells,
        hr_ref_bpm=hr_ref_bpm,
        title=headline(shown, spells),
        missing=None
        if len(everything)
        else "There is nothing in this log yet: no run, no strength set, no injury.",
    )


def headline(shown: pd.DataFrame, spells: pd.DataFrame) -> str:
    """Say what one sees: how many breaks, and whether hip work had stopped before them."""
    lost = spells[spells["case_level"] == "time_loss"]
    span = written.count(len(shown), "week")
    if lost.empty:
        known = shown["days_covered_injury"].fillna(0).gt(0).any()
        return (
            f"No injury with time loss recorded in these {span}"
            if known
            else f"{span.capitalize()} of running and hip work; no injury log"
        )
    doses = shown.set_index("week_start")["hip_dose"]
    at_onset = [doses.get(day - pd.Timedelta(days=day.weekday())) for day in lost["onset_date"]]
    known_doses = [dose for dose in at_onset if dose is not None and not pd.isna(dose)]
    low = sum(dose < UNTRAINED_BELOW for dose in known_doses)
    count = written.count(len(lost), "injury", "injuries")
    if not known_doses:
        return f"{count} with time loss in {span}"
    if len(lost) == 1:
        state = "little or no" if low else "regular"
        return f"One injury with time loss in {span}, after weeks of {state} hip work"
    if low == 0:
        return f"{count} with time loss in {span}, none after weeks without hip work"
    return f"{count} with time loss in {span}, {low} of them after weeks with little or no hip work"


def _hip(log: pd.DataFrame) -> Figure:
    recent = weeks.recent(log, "hip_sets", covered="days_covered_strength")
    return Figure(
        label="Hip sets a week, last 4 weeks",
        value=written.sets(recent.now),
        change=f"{written.signed(recent.change, 1)} on the 4 before" if recent.change is not None else None,
        direction=weeks.direction(recent.change),
        meaning="hip",
        spark=weeks.spark(log, "hip_sets"),
        note=f"Mean of the last 4 whole weeks of the strength log; {recent.known} of 4 are known.",
    )


def _distance(log: pd.DataFrame) -> Figure:
    recent = weeks.recent(log, "distance_m", covered="days_covered_running")
    change_km = None if recent.change is None else recent.change / 1000
    return Figure(
        label="Distance a week, last 4 weeks",
        value=written.distance(recent.now),
        change=f"{written.signed(change_km, 0 if abs(change_km) >= 9.5 else 1)} km on the 4 before"
        if change_km is not None
        else None,
        direction=weeks.direction(change_km),
        meaning="volume",
        spark=weeks.spark(log, "distance_m"),
        note=f"Mean of the last 4 whole weeks of the running log; {recent.known} of 4 are known.",
    )


def _pace(log: pd.DataFrame, hr_ref_bpm: float | None) -> Figure:
    recent = weeks.recent(log, "pace_at_hr_s_per_km", covered=None, apart=PACE_APART)
    change, words = recent.change, None
    if change is not None:
        seconds = round(abs(change))
        words = (
            f"{seconds} s {'faster' if change < 0 else 'slower'} than 8 weeks ago"
            if seconds
            else "as 8 weeks ago"
        )
    return Figure(
        label=f"Pace at {hr_ref_bpm:.0f} bpm" if hr_ref_bpm else "Pace at a fixed heart rate",
        value=written.pace(recent.now),
        change=words if recent.now is not None else "needs steady runs with heart rate",
        direction=None,
        meaning="pace",
        spark=tuple(None if v is None else -v for v in weeks.spark(log, "pace_at_hr_s_per_km")),
        note="Graded speed of steady runs, brought to your usual easy heart rate; mean of the last 4 weeks.",
    )


def _spike(log: pd.DataFrame) -> Figure:
    known = log.dropna(subset=["spike_ratio_max"])
    label = "Longest run against the 30 days before"
    note = "The week's largest ratio of a run's distance to the longest run of the 30 days before it."
    if known.empty:
        return Figure(label=label, value=written.UNKNOWN, change="needs two runs within 30 days", note=note)
    row = known.iloc[-1]
    return Figure(
        label=label,
        value=written.ratio(float(row["spike_ratio_max"])),
        change=SPIKE_WORDS.get(str(row["spike_state"])),
        meaning="volume" if row["spike_state"] == "reference" else "caution",
        spark=weeks.spark(log, "spike_ratio_max"),
        note=f"{note} {written.week(row['week_start'].date()).capitalize()}.",
    )
