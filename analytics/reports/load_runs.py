"""The newest week's runs against the longest of the 30 days before each, and how long the next may be."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from analytics.knowledge import written
from analytics.metrics import spike
from analytics.reports.load_words import STATE_NAMES
from analytics.reports.rows import each

THIRTY_DAYS = dt.timedelta(days=spike.WINDOW_DAYS)


@dataclass(frozen=True)
class RunOfWeek:
    """One run of the week and its state."""

    activity_id: int
    day: str
    distance: str
    longest_before: str
    ratio: str
    state: str
    hazard: str


def of_week(runs: pd.DataFrame) -> tuple[tuple[RunOfWeek, ...], str]:
    """Give the newest week's runs with their states, and what to say of them."""
    if runs.empty:
        return (), "No runs yet"
    last = pd.Timestamp(runs["week_start"].max())
    found = []
    for row in each(runs[pd.to_datetime(runs["week_start"]) == last]):
        state = spike.STATES[row.state]
        found.append(
            RunOfWeek(
                activity_id=int(row.activity_id),
                day=f"{row.local_date:%a} {row.local_date.day} {row.local_date:%b}",
                distance=written.distance(row.distance_m),
                longest_before=written.distance(row.longest_30d_before_m),
                ratio=written.ratio(row.spike_ratio),
                state=STATE_NAMES[state.id],
                hazard="–"
                if state.hazard_ratio is None
                else written.interval(state.hazard_ratio, state.low, state.high),
            )
        )
    beyond = [one for one in found if one.hazard != "–"]
    name = written.week(last.date()).capitalize()
    if not beyond:
        return tuple(found), f"{name}: no run more than 10 % beyond the longest of the 30 days before it"
    return (
        tuple(found),
        f"{name}: {written.count(len(beyond), 'run')} of {len(found)} more than 10 % beyond the longest of "
        f"the "
        "30 days before",
    )


def next_run(runs: pd.DataFrame, *, today: dt.date) -> str:
    """Say how long the next run may be and stay within the study's reference."""
    past = runs[
        (runs["local_date"] >= pd.Timestamp(today - THIRTY_DAYS))
        & (runs["local_date"] <= pd.Timestamp(today))
        & (runs["distance_m"] >= spike.MIN_DISTANCE_M)
    ]
    furthest = spike.furthest_m(float(past["distance_m"].max()) if len(past) else None)
    if furthest is None:
        return (
            "No run in the 30 days up to today, so there is nothing to hold the next one against: the "
            "study's "
            "states say nothing of it."
        )
    longest = past.iloc[int(past["distance_m"].to_numpy().argmax())]
    return (
        f"The next run stays within the reference up to {written.distance(furthest, 1)}: 10 % "
        f"beyond the "
        f"{written.distance(longest['distance_m'], 1)} of "
        f"{written.date(longest['local_date'].date())}. "
        "That is where the study's comparison begins, and not a proof that less does no harm."
    )
