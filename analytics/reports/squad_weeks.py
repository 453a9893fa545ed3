"""A squad's weeks as its rules read them: one calendar for all, up to the week that is being lived."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.advice import squad_rules
from analytics.advice.squad_rules import Places
from analytics.metrics import ostrc
from analytics.models.week_grid import Flags, Floats, Grid
from analytics.period import week_start
from analytics.reports.roster import Person
from analytics.store import Reader

PAST_WEEKS = 104
"""Mondays on which the rules are tried out: two years."""
RUN_UP_WEEKS = 12
"""Weeks before them that the rules look back on."""
BESIDE = ("runs", "moving_s", "load_au", "hip_sets", "checkin_severity", "days_covered_strength")


@dataclass(frozen=True)
class SquadWeeks:
    """A squad's grid of weeks, the last one that of `day` so far; `ids` are its rows in order."""

    day: dt.date
    ids: tuple[int, ...]
    grid: Grid

    def holding(self) -> list[Flags]:
        """Give for each rule where it holds with what is known so far."""
        return [rule.today(self.grid) for rule in squad_rules.RULES]

    def places_on_mondays(self) -> Places:
        """Give the lists of past Mondays, of which each was made of the weeks before it alone."""
        return squad_rules.places([rule.on_mondays(self.grid) for rule in squad_rules.RULES])


def as_of(people: Sequence[Person], last_day: dt.date | None, today: dt.date) -> dt.date:
    """Give the day a squad is looked at: today, or the last day of a simulation."""
    simulated = bool(people) and all(person.is_simulated for person in people)
    return min(today, last_day) if simulated and last_day else today


def looked_at_on(reader: Reader, people: Sequence[Person], today: dt.date) -> dt.date:
    """Give the day people are looked at: today, or where all are simulated the last day of that."""
    if not people or not all(person.is_simulated for person in people):
        return today
    ids = [person.athlete_id for person in people]
    last = pd.to_datetime(reader.frame("squad_people", levels=[], athlete_ids=ids)["last_date"]).max()
    return as_of(people, last.date() if pd.notna(last) else None, today)


def gather(
    reader: Reader,
    *,
    athlete_ids: Sequence[int],
    day: dt.date,
    weeks_back: int = PAST_WEEKS + RUN_UP_WEEKS,
) -> SquadWeeks:
    """Gather the weeks of a squad's rules up to a day; fewer than two years are quicker."""
    until = week_start(day)
    since = until - dt.timedelta(weeks=weeks_back)
    rows = reader.frame("squad_weeks", athlete_ids=list(athlete_ids), since=since, until=until)
    rows["week_start"] = pd.to_datetime(rows["week_start"])
    rows["checkin_substantial"] = _substantial(rows)
    last = rows["athlete_id"][rows["week_start"] == pd.Timestamp(until)]
    ends = pd.DataFrame({"athlete_id": sorted(set(athlete_ids) - set(last.tolist()))})
    ends["week_start"] = pd.Timestamp(until)
    both = pd.concat([rows, ends.astype({"athlete_id": rows["athlete_id"].dtype})], ignore_index=True)
    grid = Grid.of(both, squad_rules.NEEDED, BESIDE)
    return SquadWeeks(day, tuple(int(one) for one in grid.athletes), grid)


def _substantial(rows: pd.DataFrame) -> Floats:
    """Say of each week whether its check-in tells of a substantial problem; NaN where it cannot be told."""
    q1, q2, q3 = (pd.to_numeric(rows[name]).astype(float).to_numpy() for name in ("q1", "q2", "q3"))
    told = (q1 == ostrc.CANNOT_TAKE_PART) | (
        (q1 > 0) & ((q2 >= ostrc.SUBSTANTIAL_FROM) | (q3 >= ostrc.SUBSTANTIAL_FROM))
    )
    return np.where(told, 1.0, np.where(np.isnan(q1), np.nan, 0.0))
