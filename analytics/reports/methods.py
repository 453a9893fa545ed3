"""Methods: how each number is made, the evidence, the rules, and what none of it can say."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from analytics.advice.rules import RULES
from analytics.knowledge import dose as dose_rule
from analytics.knowledge import evidence, glossary, written
from analytics.metrics import (
    dose,
    hip_sets,
    incidence,
    load,
    ostrc,
    pace,
    performance,
    sensitivity,
    session_load,
    spike,
    thresholds,
    zones,
)
from analytics.reports.records import records
from analytics.reports.today import CERTAINTY
from analytics.store import Reader

LIMITS = (
    "Nothing here shows a cause. A log is not a trial: people choose when they train.",
    "Hip sets count work, not strength. Nobody measured how strong you are.",
    "Exercise weights, effort factors and weekly targets are this project's conventions, not results of "
    "trials.",
    "Muscle activity (EMG) says how hard a muscle works in an exercise, not how much stronger it gets.",
    "Supervised programmes went with fewer injuries in one trial; an unsupervised one did not, and "
    "trials in runners "
    "taken together show no clear difference.",
    "Pace at a fixed heart rate moves with heat, sleep, hills and the strap as well as with fitness.",
    "Unknown stays unknown: a week without a covered log is left out, never counted as rest.",
    "This is information, not medical advice.",
)
GROUPS: dict[str, tuple[Callable[..., Any], ...]] = {
    "Hip strength": (hip_sets.credit, hip_sets.credit_frame, dose.decay_weights, dose.decayed),
    "Running load": (
        spike.spike_state,
        spike.ratio,
        load.ctl_atl_tsb,
        load.monotony,
        load.strain,
        load.week_change,
        load.acwr,
        session_load.session_rpe,
        session_load.trimp,
        session_load.edwards,
        session_load.lucia,
        session_load.heart_rate_loads,
        session_load.rtss,
        session_load.like_own_runs,
        session_load.strength_load,
        session_load.common_basis,
        load.own_band,
        zones.heart_rate_zones,
        zones.seconds_in_zones,
        thresholds.estimated,
    ),
    "Pace": (pace.steady_part, performance.vdot, performance.critical_speed),
    "Injuries": (
        incidence.incidence,
        incidence.exact_poisson,
        incidence.burden,
        ostrc.substantial,
        ostrc.severity,
    ),
    "Uncertainty": (sensitivity.e_value, sensitivity.e_value_of_interval),
}


@dataclass(frozen=True)
class Measure:
    """One measure: what it is, how it is made, and the sources its code names."""

    name: str
    what: str
    how: str


@dataclass(frozen=True)
class Methods:
    """Everything the page of methods shows."""

    measures: dict[str, tuple[Measure, ...]]
    constants: tuple[dict[str, Any], ...]
    numbers: tuple[dict[str, Any], ...]
    terms: tuple[dict[str, str], ...]
    topics: dict[str, str]
    rules: tuple[dict[str, str], ...]
    limits: tuple[str, ...]


def gather(reader: Reader) -> Methods:
    """Gather the methods from the places where they are written: code, tables, rules."""
    return Methods(
        measures={group: tuple(_measure(one) for one in functions) for group, functions in GROUPS.items()},
        constants=tuple(
            {"name": _words(one.name), "value": one.value, "unit": one.unit, "source": one.source}
            for one in dose_rule.constants()
        ),
        numbers=tuple(
            {"name": _words(row["name"]), "value": row["value"], "unit": row["unit"], "source": row["source"]}
            for row in records(reader.frame("rules_listed"))
        ),
        terms=tuple(
            {"label": one.label, "unit": one.unit or "", "description": one.description, "source": one.source}
            for one in glossary.load().values()
        ),
        topics=topics(),
        rules=tuple(
            {
                "rule": one.id,
                "question": one.question,
                "stops": "yes" if one.stops else "",
                "certainty": CERTAINTY[one.certainty],
                "evidence": ", ".join(one.evidence_ids),
            }
            for one in RULES
        ),
        limits=LIMITS,
    )


def topics() -> dict[str, str]:
    """List the topics of the evidence in words, by id."""
    return {one: _words(one) for one in dict.fromkeys(row.topic for row in evidence.load().values())}


def evidence_rows(topic: str | None = None) -> list[dict[str, Any]]:
    """List the evidence, one mapping a row; a topic narrows it."""
    return [
        {
            "claim": row.claim,
            "population": row.population,
            "design": row.design,
            "n": row.n,
            "measure": row.measure,
            "effect": row.effect,
            "interval": row.interval,
            "certainty": f"{CERTAINTY[row.certainty]}: {row.certainty_reason}",
            "read": {"source": "the source", "abstract": "the abstract", "secondary": "a secondary account"}[
                row.status
            ],
            "address": row.address,
            "note": row.note,
            "id": row.id,
        }
        for row in evidence.load().values()
        if topic in (None, row.topic)
    ]


def evidence_line(rows: list[dict[str, Any]]) -> str:
    """Say how much evidence is shown."""
    return written.count(len(rows), "row")


def _measure(function: Callable[..., Any]) -> Measure:
    """Take a measure's words from where it is computed, so that they cannot drift apart."""
    text = inspect.getdoc(function) or ""
    what, _, rest = text.partition("\n\n")
    how = rest.split("Examples\n--------")[0].strip()
    return Measure(name=_words(function.__name__), what=" ".join(what.split()), how=how)


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
