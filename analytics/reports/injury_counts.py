"""Injuries and the running at risk they are counted against: who, how much, how complete."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.knowledge import written
from analytics.reports import case_level, roster
from analytics.reports.answers import CaseLevel
from analytics.store import Reader

Floats = npt.NDArray[np.float64]

DOSE_EDGES = (3.0, 8.0, 16.0)
"""Bands of the hip dose, fixed beforehand: the recommender's lines for too little and for its target."""
DOSE_BANDS = ("below 3", "3 to below 8", "8 to below 16", "16 or more")


@dataclass(frozen=True)
class Unit:
    """An amount of exposure that a rate is given for."""

    of: str
    of_short: str
    column: str
    per: float
    decimals: int

    @property
    def words(self) -> str:
        """Name it in a sentence."""
        return f"{written.number(self.per)} {self.of}"

    @property
    def short(self) -> str:
        """Name it on an axis."""
        return f"{written.number(self.per)} {self.of_short}"


UNITS = {
    "h": Unit("hours of running", "h", "hours", 1000.0, 1),
    "km": Unit("km", "km", "km", 1000.0, 2),
    "runs": Unit("runs", "runs", "runs", 1000.0, 1),
    "days": Unit("athlete-days", "days", "days_at_risk", 365.0, 2),
}


@dataclass(frozen=True)
class Counts:
    """Counted injuries and exposure of some people.

    `recorded` are all injuries, of any level and cause; `cases` the running-related ones of the level, of
    which those with `is_counted` began in the exposure.
    `exposure` has a row an athlete, calendar year and band of the hip dose: hours, km, runs and days at risk.
    """

    people: tuple[roster.Person, ...]
    level: CaseLevel
    recorded: pd.DataFrame
    cases: pd.DataFrame
    exposure: pd.DataFrame
    athletes: pd.DataFrame

    @cached_property
    def counted(self) -> pd.DataFrame:
        """Give the injuries that began while the athlete was at risk and both logs spoke."""
        return self.cases[self.cases["is_counted"]]

    @cached_property
    def ids(self) -> npt.NDArray[np.int64]:
        """List the athletes with exposure, in order."""
        at_risk = self.exposure.loc[self.exposure["days_at_risk"] > 0, "athlete_id"]
        return np.unique(at_risk.to_numpy(dtype=np.int64))

    def total(self, column: str) -> float:
        """Sum a column of the exposure."""
        return float(self.exposure[column].sum())

    def per_athlete(self, frame: pd.DataFrame, column: str | None = None) -> Floats:
        """Count rows, or sum a column, for each athlete with exposure."""
        place, values = self.placed(frame, column)
        known = place < len(self.ids)
        return np.bincount(place[known], weights=values[known], minlength=len(self.ids)).astype(np.float64)

    def placed(self, frame: pd.DataFrame, column: str | None) -> tuple[npt.NDArray[np.int64], Floats]:
        """Give each row its place among athletes with exposure (their number: none), and its value."""
        asked, athletes = frame["athlete_id"].to_numpy(dtype=np.int64), len(self.ids)
        values = np.ones(len(frame)) if column is None else frame[column].to_numpy(dtype=np.float64)
        if not athletes:
            return np.zeros(len(frame), np.int64), np.nan_to_num(values)
        place = np.searchsorted(self.ids, asked)
        is_among = self.ids[np.minimum(place, athletes - 1)] == asked
        return np.where(is_among, place, athletes), np.nan_to_num(values)

    @property
    def coverage_pct(self) -> float | None:
        """Give the share of logged days for which both logs speak; None without a day."""
        days = self.total("days_in_log")
        return 100 * self.total("days_both_known") / days if days else None

    @property
    def line(self) -> str:
        """Say whose data, how many injuries, how much running, how complete."""
        if len(self.people) == 1:
            parts = [self.people[0].name]
        else:
            parts = [
                f"{written.number(len(self.ids))} of {written.count(len(self.people), 'athlete')} followed"
            ]
        parts += ["simulated"] if any(person.is_simulated for person in self.people) else []
        return " · ".join([*parts, self.basis])

    @property
    def basis(self) -> str:
        """Say what a rate rests on: injuries, exposure, coverage."""
        return (
            f"{written.count(len(self.counted), 'injury', 'injuries')} in "
            f"{written.number(self.total('hours'))} h at risk · running and injury log together cover "
            f"{written.percent(self.coverage_pct)} of the logged days"
        )

    @property
    def cautions(self) -> tuple[str, ...]:
        """Say which injuries are not in the rates, and which exposure is not known."""
        cases, said = self.cases, []
        outside = int((~cases["is_exposed"]).sum())
        away = int((cases["is_exposed"] & cases["began_away"]).sum())
        untimed = int(self.total("days_untimed"))
        if outside:
            said.append(
                f"{written.count(outside, 'injury', 'injuries')} outside the days of both logs: "
                "listed, not in the rates."
            )
        if away:
            said.append(
                f"{written.count(away, 'injury', 'injuries')} began while another one kept the athlete away, "
                "so not at risk: listed, not in the rates."
            )
        if untimed:
            said.append(f"{written.count(untimed, 'run day')} without a time add no hours.")
        if not cases.empty and cases["is_open"].any():
            said.append(
                f"{written.count(int(cases['is_open'].sum()), 'injury', 'injuries')} still open: days "
                "lost so "
                "far, up to the end of the log."
            )
        return tuple(said)


def whom(
    reader: Reader,
    *,
    athlete_id: int | None,
    squad_id: int | None,
    simulated: bool,
    everybody: roster.Roster | None = None,
) -> tuple[roster.Person, ...]:
    """Give one athlete, a squad, or everybody of one kind: simulated people and real ones are never mixed."""
    everybody = everybody or roster.gather(reader)
    if athlete_id is not None:
        return tuple(person for person in everybody.people if person.athlete_id == athlete_id)
    return tuple(one for one in everybody.members(squad_id) if one.is_simulated == simulated)


def gather(reader: Reader, people: tuple[roster.Person, ...], level: CaseLevel) -> Counts:
    """Gather injuries of a level and the running at risk."""
    ids = [person.athlete_id for person in people]
    asked = {"athlete_ids": ids, "dose_edges": list(DOSE_EDGES)}
    exposure = reader.frame("injury_exposure", **asked)
    exposure["hours"] = exposure["moving_s"].astype(float) / 3600
    exposure["km"] = exposure["distance_m"].astype(float) / 1000
    recorded = reader.frame("injury_cases", **asked)
    cases = case_level.reached(recorded, level)
    cases = cases[cases["running_related"]].reset_index(drop=True)
    cases["is_exposed"] = cases["is_exposed"].fillna(False).astype(bool)
    cases["is_counted"] = cases["is_exposed"] & ~cases["began_away"]
    athletes = reader.frame("people")
    return Counts(people, level, recorded, cases, exposure, athletes[athletes["athlete_id"].isin(ids)])
