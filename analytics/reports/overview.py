"""The overview: four figures, and running, hip strength, pace and injuries side by side."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.knowledge import written
from analytics.reports import case_level, injuries, recent_figures, roster, weeks
from analytics.reports.answers import CaseLevel
from analytics.reports.figure import Figure
from analytics.store import Reader

UNTRAINED_BELOW = 3.0
"""Decayed dose, hip sets a week, below which hip work counts as stopped: the recommender's own line."""


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
    level = case_level.chosen(reader)
    recorded = case_level.reached(injuries.gather(reader, athlete_id=athlete_id), level)
    spells = injuries.within(recorded, shown)
    heart = everything["hr_ref_bpm"].dropna()
    hr_ref_bpm = float(heart.iloc[0]) if len(heart) else None
    return Overview(
        line=weeks.span_line(
            person.name if person else "", shown, is_simulated=bool(person and person.is_simulated)
        )
        + case_level.said(level),
        figures=(
            recent_figures.hip_sets(everything),
            recent_figures.distance(everything),
            recent_figures.pace(everything),
            recent_figures.longest_run(everything),
        ),
        weeks=shown,
        injuries=spells,
        hr_ref_bpm=hr_ref_bpm,
        title=headline(shown, spells, level),
        missing=None
        if len(everything)
        else "There is nothing in this log yet: no run, no strength set, no injury.",
    )


def headline(shown: pd.DataFrame, spells: pd.DataFrame, level: CaseLevel = "time_loss") -> str:
    """Say what one sees: how many breaks, and whether hip work had stopped before them."""
    lost = case_level.reached(spells, level)
    one, several = case_level.ONE[level], case_level.COUNTED[level]
    span = written.count(len(shown), "week")
    if lost.empty:
        known = shown["days_covered_injury"].fillna(0).gt(0).any()
        return (
            f"No {one} recorded in these {span}"
            if known
            else f"{span.capitalize()} of running and hip work; no injury log"
        )
    doses = shown.set_index("week_start")["hip_dose"]
    at_onset = [doses.get(day - pd.Timedelta(days=day.weekday())) for day in lost["onset_date"]]
    known_doses = [dose for dose in at_onset if dose is not None and not pd.isna(dose)]
    low = sum(dose < UNTRAINED_BELOW for dose in known_doses)
    count = written.count(len(lost), one, several)
    if not known_doses:
        return f"{count} in {span}"
    if len(lost) == 1:
        state = "little or no" if low else "regular"
        return f"One {one} in {span}, after weeks of {state} hip work"
    if low == 0:
        return f"{count} in {span}, none after weeks without hip work"
    return f"{count} in {span}, {low} of them after weeks with little or no hip work"
