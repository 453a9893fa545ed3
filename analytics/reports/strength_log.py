"""The strength log as its form shows it: what to pick, what was logged last, which days it speaks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.knowledge import dose, exercises, written
from analytics.metrics import hip_sets
from analytics.reports import labels, roster
from analytics.reports.records import day, records
from analytics.store import Reader

SHOWN = 30
SIDES = {
    "both": "Both legs at once",
    "each": "Each side, one after the other",
    "left": "Left only",
    "right": "Right only",
}
SIDES_SHORT = {"both": "both", "each": "each side", "left": "left", "right": "right"}
RIR = {
    None: "Not said",
    0: "0 · nothing left",
    1: "1",
    2: "2",
    3: "3",
    4: "4",
    5: "5",
    6: "6",
    7: "7 or more",
}
COVERAGE_HELP = (
    "A week without a logged set can mean rest or a log that was not kept. Rest counts as 0 hip "
    "sets; an unkept log "
    "is unknown and left out. If you say since when your log is complete, silent weeks from "
    "then on count as rest."
)


@dataclass(frozen=True)
class StrengthLog:
    """What the page of the strength log shows."""

    line: str
    recent: tuple[dict[str, Any], ...]
    coverage: tuple[str, ...]
    exercises: dict[str, str]


@dataclass(frozen=True)
class Form:
    """What the form asks for one exercise."""

    is_hold: bool
    per_side: bool
    reps: int
    seconds: int
    sets: int
    cue: str


def gather(reader: Reader, *, athlete_id: int) -> StrengthLog:
    """Gather the log of one athlete."""
    person = roster.gather(reader).person(athlete_id)
    rows = reader.frame("strength_recent", athlete_id=athlete_id, most=SHOWN)
    spans = reader.frame("coverage_spans", athlete_id=athlete_id)
    return StrengthLog(
        line=(person.name if person else "") + (" · simulated" if person and person.is_simulated else ""),
        recent=tuple(_recent(row) for row in records(rows)),
        coverage=coverage_lines(spans, "strength"),
        exercises=_names(),
    )


def form(exercise_id: str) -> Form:
    """Give what to ask for an exercise, with its usual numbers filled in."""
    one = exercises.load()[exercise_id]
    return Form(
        is_hold=one.is_hold,
        per_side=one.per_side,
        reps=int(one.default_reps or 10),
        seconds=int(one.default_seconds or 30),
        sets=one.default_sets,
        cue=one.cue,
    )


def sides(asked: Form) -> dict[str | None, str]:
    """List the sides to choose from, the usual one first."""
    usual: list[str | None] = ["each", "left", "right"] if asked.per_side else ["both"]
    return {one: SIDES[one or "both"] for one in usual}


def name(exercise_id: str) -> str:
    """Name an exercise."""
    return exercises.load()[exercise_id].name


def earned(
    exercise_id: str,
    *,
    sets: int,
    reps: float | None,
    seconds: float | None,
    rir: float | None,
    side: str | None,
) -> str:
    """Say what sets are worth before they are stored."""
    one = exercises.load()[exercise_id]
    number = hip_sets.credit(
        hip_weight=one.hip_weight,
        reps=reps,
        duration_s=seconds,
        rir=rir,
        sides_done="one" if side in ("left", "right") else "both",
        set_type="normal",
        rule=dose.rule(),
        sets=sets,
        is_hold=one.is_hold,
        is_mobility=one.family == "mobility",
    )
    amount = f"{written.sets(number)} {'hip set' if written.sets(number) == '1' else 'hip sets'}"
    return f"{amount}: {written.count(sets, 'set')} of {one.name}, hip weight {one.hip_weight:g}."


def coverage_lines(spans: pd.DataFrame, what: str) -> tuple[str, ...]:
    """Say in words which days a log speaks for."""
    return tuple(
        f"{written.date(day(row.first_date))} to {written.date(day(row.last_date))}"
        for row in spans[spans["what"] == what].itertuples()
    )


def _names() -> dict[str, str]:
    """Exercises by id, hip dips and the essential first; with aliases, so that a search finds either."""
    library = sorted(
        exercises.load().values(), key=lambda one: (one.family != "hip_dip", not one.essential, one.name)
    )
    return {one.id: f"{one.name} ({', '.join(one.aliases)})" if one.aliases else one.name for one in library}


def _recent(row: dict[str, Any]) -> dict[str, Any]:
    reps, seconds = row["reps"], row["duration_s"]
    done = f"{reps:g} times" if reps else f"{seconds:g} s" if seconds else ""
    return {
        "day": day(row["performed_on"]),
        "exercise": row["exercise_name"] or row["source_name"] or "no name",
        "done": f"{row['sets']} × {done}" if done else str(row["sets"]),
        "side": SIDES_SHORT.get(row["side"] or "", ""),
        "load_kg": row["load_kg"],
        "rir": row["rir"],
        "pain": row["pain_0_10"],
        "hip_sets": row["hip_sets"],
        "source": labels.source(row["source"])
        if row["lane"] == "logged"
        else f"{labels.source(row['source'])}, {row['lane']}",
    }
