"""Everybody's newest week for a coach: how far the runs went, and load among each one's own weeks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.knowledge import written
from analytics.metrics import load, spike
from analytics.reports import roster
from analytics.reports.load import WHOLE_WEEK, numbers
from analytics.reports.load_words import STATE_NAMES
from analytics.store import Reader

SQUAD_WEEKS = 20


@dataclass(frozen=True)
class SquadLoad:
    """Everybody's newest week for a coach; one row an athlete."""

    table: pd.DataFrame
    line: str


def gather(reader: Reader, *, squad_id: int | None = None, today: dt.date) -> SquadLoad:
    """Gather each athlete's newest week: how far the runs went, load among own weeks, how much is known.

    Parameters
    ----------
    squad_id
        None takes everybody.
    today
        The last 20 weeks before it are looked at.
    """
    people = roster.gather(reader).members(squad_id)
    log = numbers(reader.frame("load_squad", since=today - dt.timedelta(weeks=SQUAD_WEEKS)))
    by_athlete = dict(tuple(log.groupby("athlete_id", sort=False)))
    rows = [
        _squad_row(person, by_athlete[person.athlete_id])
        for person in people
        if person.athlete_id in by_athlete
    ]
    table = pd.DataFrame(rows)
    if len(table):
        table = table.sort_values(["ratio"], ascending=False, na_position="last", ignore_index=True)
    return SquadLoad(
        table=table,
        line=f"{written.count(len(rows), 'athlete')} with a log in the last {SQUAD_WEEKS} weeks, the "
        f"largest step "
        "first; a reading order, not a forecast.",
    )


def _squad_row(person: roster.Person, log: pd.DataFrame) -> dict[str, object]:
    newest = log.iloc[-1]
    whole = log["days_covered_running"].to_numpy() >= WHOLE_WEEK
    z = {
        name: load.own_z_of_last(np.where(whole, log[name].to_numpy(), np.nan))
        for name in ("load_au", "distance_m")
    }
    state = spike.spike_state(float(newest["spike_ratio_max"]))
    return {
        "athlete_id": person.athlete_id,
        "athlete": f"{person.name} (simulated)" if person.is_simulated else person.name,
        "week": written.week(newest["week_start"].date()),
        "state": STATE_NAMES[state.id] if newest["runs"] > 0 else "no run",
        "ratio": newest["spike_ratio_max"],
        "hazard": "–"
        if state.hazard_ratio is None
        else written.interval(state.hazard_ratio, state.low, state.high),
        "distance_km": newest["distance_m"] / 1000,
        "distance_z": z["distance_m"],
        "load_z": z["load_au"],
        "covered": newest["days_covered_running"],
        "unknown": newest["loads_unknown"],
        "estimated": newest["loads_estimated"],
    }
