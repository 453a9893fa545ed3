"""Why somebody of a squad is on the list: the rules that hold now, each in words with its own numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analytics.advice import squad_rules
from analytics.advice.squad_rules import SquadRule
from analytics.knowledge import evidence, written
from analytics.knowledge import injuries as injury_words
from analytics.models.week_grid import Flags, Grid
from analytics.reports.today import EvidenceRow, evidence_row


@dataclass(frozen=True)
class Reason:
    """Why somebody is on the list: a rule, in words with its numbers."""

    rule_id: str
    words: str


@dataclass(frozen=True)
class RuleCard:
    """A rule of the order as the page tells it, with the rows of evidence behind it."""

    id: str
    title: str
    says: str
    evidence: tuple[EvidenceRow, ...]


def cards() -> tuple[RuleCard, ...]:
    """Give all rules in their order with their evidence."""
    rows = evidence.load()
    return tuple(
        RuleCard(rule.id, rule.title, rule.says, tuple(evidence_row(rows[one]) for one in rule.evidence_ids))
        for rule in squad_rules.RULES
    )


def sentence(reasons: tuple[Reason, ...]) -> str:
    """Join reasons to one sentence."""
    text = "; ".join(reason.words for reason in reasons)
    return text[:1].upper() + text[1:]


def of_everybody(
    grid: Grid, holding: list[Flags], beside: Mapping[int, Mapping[Any, Any]]
) -> dict[int, tuple[Reason, ...]]:
    """Give each athlete the rules that hold in the last week of the grid, in their order.

    Parameters
    ----------
    holding
        Where each rule holds.
    beside
        open_since, open_site and last_date by athlete; NaT or None where there is none.
    """
    found: dict[int, list[Reason]] = {int(one): [] for one in grid.athletes}
    for rule, flags in zip(squad_rules.RULES, holding, strict=True):
        for row in np.flatnonzero(flags[:, -1]):
            athlete_id = int(grid.athletes[row])
            words = WORDS[rule.id](rule, grid, int(row), beside.get(athlete_id, {}))
            found[athlete_id].append(Reason(rule.id, words))
    return {athlete_id: _once(tuple(some)) for athlete_id, some in found.items()}


def _once(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Leave out what a graver reason says already: the same pain is not told twice."""
    ids = {reason.rule_id for reason in reasons}
    told = {"G4"} if "P1" in ids else set()
    if "G3" in ids:
        told |= {"P1", "G4"}
    return tuple(reason for reason in reasons if reason.rule_id not in told)


def _lately(grid: Grid, name: str, row: int) -> float:
    """Give the newest known value of the last two weeks."""
    known = grid[name][row, -2:]
    known = known[np.isfinite(known)]
    return float(known[-1]) if len(known) else np.nan


def _plain(rule: SquadRule, grid: Grid, row: int, person: Mapping[Any, Any]) -> str:
    return rule.title.lower()


def _cut(rule: SquadRule, grid: Grid, row: int, person: Mapping[Any, Any]) -> str:
    return "substantial problem: training or performance clearly cut"


def _injury(rule: SquadRule, grid: Grid, row: int, person: Mapping[Any, Any]) -> str:
    since = person.get("open_since")
    if since is None or pd.isna(since):
        return f"{rule.title.lower()}, over by now" if rule.id == "T1" else rule.title.lower()
    site = injury_words.in_sentence(str(person.get("open_site")))
    return f"{rule.title.lower()}: {site} since {written.date(pd.Timestamp(since).date())}"


def _pain(rule: SquadRule, grid: Grid, row: int, person: Mapping[Any, Any]) -> str:
    return f"{rule.title.lower()}: {_lately(grid, 'checkin_pain_0_10', row):.0f} of 10"


def _rising(rule: SquadRule, grid: Grid, row: int, person: Mapping[Any, Any]) -> str:
    pain = grid["checkin_pain_0_10"][row]
    week = len(pain) - (1 if np.isfinite(pain[-1]) else 2)
    before = squad_rules.pain_before(grid)[row, week]
    return f"pain rising: {before:.0f} to {pain[week]:.0f} of 10"


def _spike(rule: SquadRule, grid: Grid, row: int, person: Mapping[Any, Any]) -> str:
    ratios = grid["spike_ratio_max"][row, -2:]
    further = 100 * (float(np.nanmax(ratios)) - 1)
    return f"step up: one run {written.percent(further)} beyond the longest of 30 days"


def _more(rule: SquadRule, grid: Grid, row: int, person: Mapping[Any, Any]) -> str:
    metres = grid["distance_m"][row]
    return (
        f"much more running: {written.distance(float(metres[-2]))} last week after "
        f"{written.distance(float(metres[-3]))}"
    )


def _fallen(rule: SquadRule, grid: Grid, row: int, person: Mapping[Any, Any]) -> str:
    dose = grid["hip_dose"][row]
    before = dose[-1 - squad_rules.FALLEN_WEEKS]
    return f"hip dose fallen: {written.sets(float(before))} to {written.sets(float(dose[-1]))} sets a week"


def _little(rule: SquadRule, grid: Grid, row: int, person: Mapping[Any, Any]) -> str:
    return f"little hip work: dose {written.sets(float(grid['hip_dose'][row, -1]))}"


def _silent(rule: SquadRule, grid: Grid, row: int, person: Mapping[Any, Any]) -> str:
    last = person.get("last_date")
    if last is None or pd.isna(last):
        return "silent log"
    return f"silent log: nothing since {written.date(pd.Timestamp(last).date())}"


Words = Callable[[SquadRule, Grid, int, Mapping[Any, Any]], str]
WORDS: dict[str, Words] = {
    "G1": _plain,
    "T1": _injury,
    "G3": _pain,
    "O1": _cut,
    "L1": _spike,
    "P1": _rising,
    "G4": _pain,
    "L5": _injury,
    "L2": _more,
    "H3": _fallen,
    "L4": _little,
    "Q1": _silent,
    "C1": _plain,
}
