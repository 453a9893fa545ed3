"""The squad: who needs a look and why, everybody's last weeks in one table, what the list misses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.advice import squad_rules
from analytics.advice.squad_rules import UNTRAINED_BELOW
from analytics.knowledge import injuries as injury_words
from analytics.knowledge import written
from analytics.metrics import load, spike
from analytics.reports import case_level, roster, squad_budget, squad_reasons, squad_weeks, weeks
from analytics.reports.answers import CaseLevel
from analytics.reports.figure import Figure
from analytics.reports.load_words import STATE_NAMES
from analytics.reports.squad_budget import Budget
from analytics.reports.squad_reasons import Reason, RuleCard
from analytics.reports.squad_weeks import SquadWeeks
from analytics.store import Reader

SPARK_WEEKS = 16
CHECKIN_WEEKS = 12
UNLISTED = 10_000
NOTHING_YET = "nothing logged yet"
BANDS = (
    (2.0, "far above own weeks"),
    (1.0, "above own weeks"),
    (-1.0, "as usual"),
    (-2.0, "below own weeks"),
)
"""Bands of a week's load by its distance from the twelve weeks before, in their standard deviations."""


@dataclass(frozen=True)
class Need:
    """Somebody on the list, within the budget: who, and each reason in words."""

    athlete_id: int
    name: str
    place: int
    reasons: tuple[Reason, ...]

    @property
    def words(self) -> str:
        """Say why in a sentence."""
        return squad_reasons.sentence(self.reasons)


@dataclass(frozen=True)
class Squad:
    """Everything the squad page shows; `table` has one row an athlete, those who need a look first."""

    line: str
    title: str
    figures: tuple[Figure, ...]
    needs: tuple[Need, ...]
    beyond: str | None
    budget: Budget
    table: pd.DataFrame
    rules: tuple[RuleCard, ...]


def athletes(squad: roster.Squad) -> str:
    """Say how many are in a squad."""
    return written.count(len(squad.members), "athlete")


def gather(reader: Reader, *, squad_id: int | None = None, today: dt.date) -> Squad:
    """Gather the last weeks of a squad; None takes everybody.

    Parameters
    ----------
    today
        The day it is; a squad of simulated athletes is looked at on the last day of the simulation.
    """
    people = roster.gather(reader).members(squad_id)
    ids = [person.athlete_id for person in people]
    level = case_level.chosen(reader)
    beside = reader.frame("squad_people", levels=case_level.held(level), athlete_ids=ids)
    own = beside.set_index("athlete_id").to_dict("index")
    last_day = pd.to_datetime(beside["last_date"]).max()
    day = squad_weeks.as_of(people, last_day.date() if pd.notna(last_day) else None, today)
    squad = squad_weeks.gather(reader, athlete_ids=ids, day=day)
    holding = squad.holding()
    place = squad_rules.places(holding)
    reasons = squad_reasons.of_everybody(
        squad.grid, holding, {int(str(one)): row for one, row in own.items()}
    )
    rows = [
        _row(person, own[person.athlete_id], reasons.get(person.athlete_id, ()), day) for person in people
    ]
    table = pd.DataFrame(rows).merge(_measured(squad, place), on="athlete_id", how="left")
    table = table.sort_values(["place", "athlete"], ignore_index=True)
    budget = squad_budget.gather(reader, squad)
    listed = table[table["place"] < UNLISTED]
    needs = tuple(
        Need(int(row["athlete_id"]), str(row["athlete"]), at, reasons[int(row["athlete_id"])])
        for at, row in enumerate(listed.head(budget.chosen).to_dict("records"), 1)
    )
    return Squad(
        line=_line(people, day, last_day),
        title=f"{len(listed)} of {written.count(len(people), 'athlete')} to look at"
        if len(listed)
        else "Nobody stands out this week",
        figures=_figures(table, level),
        needs=needs,
        beyond=_beyond(len(listed), budget),
        budget=budget,
        table=table,
        rules=squad_reasons.cards(),
    )


def _line(people: tuple[roster.Person, ...], day: dt.date, last_day: pd.Timestamp) -> str:
    simulated = any(person.is_simulated for person in people)
    newest = f"newest entry {written.date(last_day.date())}" if pd.notna(last_day) else NOTHING_YET
    return " · ".join(
        [
            written.count(len(people), "athlete"),
            *(["simulated"] if simulated else []),
            f"as of {written.date(day)}",
            newest,
        ]
    )


def _beyond(listed: int, budget: Budget) -> str | None:
    left = listed - budget.chosen
    if left <= 0:
        return None
    return (
        f"{written.count(left, 'more athlete')} on the list beyond your "
        f"{written.count(budget.chosen, 'flag')} a week: in the table below, in the same order."
    )


def _row(
    person: roster.Person, beside: Mapping[Any, Any], reasons: tuple[Reason, ...], day: dt.date
) -> dict[str, object]:
    last = beside["last_date"]
    silent = None if pd.isna(last) else max((day - pd.Timestamp(last).date()).days, 0)
    return {
        "athlete_id": person.athlete_id,
        "athlete": f"{person.name} (simulated)" if person.is_simulated else person.name,
        "attention": squad_reasons.sentence(reasons) or (NOTHING_YET.capitalize() if silent is None else ""),
        "last_run": pd.to_datetime(beside["last_run"]),
        "days_silent": silent,
        "open_injuries": _open(beside),
        "is_hurt": bool(beside["open_injuries"]),
    }


def _open(beside: Mapping[Any, Any]) -> str | None:
    n = int(beside["open_injuries"])
    if not n:
        return None
    sites = {site.id: site.label for site in injury_words.sites()}
    since = written.date(pd.Timestamp(beside["open_since"]).date())
    more = f", and {n - 1} more" if n > 1 else ""
    return f"{sites.get(beside['open_site'], 'Site not said')} since {since}{more}"


def _measured(squad: SquadWeeks, place: squad_rules.Places) -> pd.DataFrame:
    """Give what is read off the common calendar, one row an athlete: place, last weeks, bands, check-ins."""
    grid = squad.grid
    ran_whole, lifted_whole = grid.whole("running"), grid.whole("strength")
    rows = []
    for row, athlete_id in enumerate(squad.ids):
        hip, metres = grid["hip_sets"][row], grid["distance_m"][row]
        sets = weeks.recent_of(hip, lifted_whole[row])
        distance = weeks.recent_of(metres, ran_whole[row])
        ratios = grid["spike_ratio_max"][row, -2:]
        known = ratios[np.isfinite(ratios)]
        ratio = float(known.max()) if len(known) else None
        ran = bool((grid["runs"][row, -2:] > 0).any())
        rows.append(
            {
                "athlete_id": athlete_id,
                "place": int(place[row, -1]) or UNLISTED,
                "hip_sets": sets.now,
                "hip_change": sets.change,
                "hip_dose": _latest(grid["hip_dose"][row]),
                "hip_spark": _known(hip),
                "distance_km": None if distance.now is None else distance.now / 1000,
                "distance_change_km": None if distance.change is None else distance.change / 1000,
                "distance_spark": _known(metres / 1000),
                "spike_ratio": ratio,
                "spike_state": STATE_NAMES[spike.spike_state(ratio).id] if ran else None,
                "load_band": _band(grid["load_au"][row], ran_whole[row]),
                "checkins": _answered(grid["checkin_answered"][row]),
            }
        )
    return pd.DataFrame(rows).astype({"place": int})


def _latest(values: npt.NDArray[np.float64]) -> float | None:
    """Give the newest value of the last four weeks; an older one says nothing of now."""
    known = values[-weeks.RECENT :]
    known = known[np.isfinite(known)]
    return float(known[-1]) if len(known) else None


def _band(values: npt.NDArray[np.float64], whole: npt.NDArray[np.bool_]) -> str | None:
    """Say where the last whole week's load lies among the athlete's own twelve weeks before it."""
    z = load.own_z_of_last(np.where(whole, values, np.nan)[:-1])
    if not np.isfinite(z):
        return None
    return next((words for limit, words in BANDS if z >= limit), "far below own weeks")


def _answered(values: npt.NDArray[np.float64]) -> str | None:
    """Count the check-ins of the last twelve whole weeks; those before the first answer were not asked."""
    answered = values > 0
    if not answered.any():
        return None
    asked = answered[:-1][-CHECKIN_WEEKS:]
    first = max(int(np.argmax(answered)) - (len(answered) - 1 - len(asked)), 0)
    asked = asked[first:]
    return f"{int(asked.sum())} of {len(asked)}" if len(asked) else None


def _known(values: npt.NDArray[np.float64]) -> list[float] | None:
    """Keep the known weeks of a sparkline: it cannot show that a week is unknown."""
    lately = values[-SPARK_WEEKS:]
    return [float(value) for value in lately[np.isfinite(lately)]] or None


def _figures(table: pd.DataFrame, level: CaseLevel) -> tuple[Figure, ...]:
    hurt = int(table["is_hurt"].sum())
    hip, km = table["hip_sets"].dropna(), table["distance_km"].dropna()
    known = table["hip_dose"].dropna()
    trained = int((known >= UNTRAINED_BELOW).sum())
    return (
        Figure(
            label=f"Injured now, {case_level.LEVELS[level].lower()}",
            value=f"{hurt} of {len(table)}",
            meaning="injury",
        ),
        Figure(
            label="Hip sets a week, middle athlete",
            value=written.sets(float(hip.median())) if len(hip) else written.UNKNOWN,
            change=f"{len(hip)} of {len(table)} keep a strength log",
            meaning="hip",
        ),
        Figure(
            label="With a dose of 3 sets or more",
            value=f"{trained} of {len(known)}",
            change="athletes whose dose is known",
            meaning="hip",
        ),
        Figure(
            label="Distance a week, middle athlete",
            value=written.distance(1000 * float(km.median())) if len(km) else written.UNKNOWN,
            change=f"{len(km)} of {len(table)} keep a running log",
            meaning="volume",
        ),
    )
