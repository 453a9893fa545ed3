"""The rule by which logged sets become hip sets and a dose; every constant with its source."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from analytics.knowledge import place

Sides = Literal["both", "one"]


@dataclass(frozen=True)
class Constant:
    """One number of a rule, with its unit and where it comes from."""

    name: str
    value: float
    unit: str
    source: str


@dataclass(frozen=True)
class DoseRule:
    """The constants of data/dose_rule.json; `constants()` gives each one's unit and source."""

    full_credit_reps: float
    full_credit_s: float
    amount_floor: float
    effort_full_rir_max: float
    effort_half_rir_max: float
    effort_full: float
    effort_half: float
    effort_low: float
    effort_missing: float
    one_side: float
    min_label_confidence: float
    half_life_weeks: float
    decay_weeks: int
    build_min: float
    build_max: float
    maintain_min: float
    maintain_max: float
    weekly_cap: float
    weekly_step_pct: float
    weekly_step_sets: float
    assumed_per_minute: float
    assumed_cap: float
    assumed_generic_per_minute: float
    assumed_generic_cap: float
    programme_sets_per_week: float
    group_first: float
    group_further: float
    neglected_sets: float
    asymmetry_pct: float


@cache
def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(place.data_file("dose_rule.json").read_text(encoding="utf-8"))
    return content


@cache
def constants() -> tuple[Constant, ...]:
    """List the rule's constants with unit and source, to be shown beside the numbers they make."""
    return tuple(
        Constant(name=row["name"], value=float(row["value"]), unit=row["unit"], source=row["source"])
        for row in _content()["constants"]
    )


@cache
def rule() -> DoseRule:
    """Load the rule.

    Examples
    --------
    >>> rule().full_credit_reps, rule().amount_floor
    (8.0, 0.25)
    """
    values = {constant.name: constant.value for constant in constants()}
    decay_weeks = int(values.pop("decay_weeks"))
    return DoseRule(decay_weeks=decay_weeks, **values)


def sides_when_not_said(source: str) -> Sides:
    """Say what one logged row of a one-leg exercise stands for when its source names no side.

    Examples
    --------
    >>> sides_when_not_said("hevy")
    'both'
    """
    table = _content()["sides_when_not_said"]
    return "one" if table.get(source, table["default"]) == "one" else "both"


@cache
def decay() -> tuple[float, ...]:
    """Give the weights of the weeks before, the week just past first; they sum to 1."""
    return tuple(float(row["weight"]) for row in place.rows("dose_decay.csv"))
