"""Confirming, changing and dismissing what was found in the words of activities, and taking that back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.ingest.batch import SetRow
from analytics.intake import crediting
from analytics.intake.entering import RefusedEntryError
from analytics.knowledge import dose, exercises, text_names
from analytics.metrics import hip_sets
from analytics.store import Store, said
from analytics.store.rows import CreditedSet

SOURCE = "note"
WORKOUT = "From a note"
TIMED_DIPS = "routine-hip-dips-timed"
BLOCK = "a block known by its length, confirmed by you"


@dataclass(frozen=True)
class Confirmed:
    """Strength work as a person confirms it; None is what it does not say.

    `exercise_id` names an exercise or a block (data/composite_routines.csv); a block counts by its minutes.
    """

    finding_id: int
    day: dt.date
    exercise_id: str
    sets: int | None = None
    reps: float | None = None
    seconds: float | None = None
    side: str | None = None
    minutes: float | None = None
    load_kg: float | None = None


def confirm(store: Store, athlete_id: int, work: Sequence[Confirmed]) -> float:
    """Store confirmed work in the described lane; gives the hip sets it is worth.

    Raises
    ------
    RefusedEntryError
        If a row breaks a rule; then none of them is stored.
    """
    total = 0.0
    with store.writer() as writer:
        for one in work:
            credit = _credit(one)
            for number in said.undecide(writer, athlete_id, one.finding_id):
                writer.remove_entered_sets(athlete_id, [number])
            outcome = writer.add_sets(athlete_id, None, [credit], entered=True)
            if outcome.rejected:
                raise RefusedEntryError("; ".join(problem.reason for problem in outcome.rejected))
            numbers = " ".join(str(number) for number in outcome.added_ids)
            said.decide(
                writer, athlete_id, one.finding_id, kind="strength", decision="confirmed", set_ids=numbers
            )
            total += credit.hip_sets or 0.0
    return round(total, 3)


def taken_up(store: Store, athlete_id: int, finding_id: int) -> None:
    """Note that a complaint has been taken to the injury form."""
    with store.writer() as writer:
        said.decide(writer, athlete_id, finding_id, kind="injury", decision="confirmed")


def dismiss(store: Store, athlete_id: int, finding_ids: Sequence[int], *, kind: str) -> None:
    """Note that something found is not so: it does not come back, whatever is imported again."""
    with store.writer() as writer:
        for finding_id in finding_ids:
            said.decide(writer, athlete_id, finding_id, kind=kind, decision="dismissed")


def take_back(store: Store, athlete_id: int, finding_id: int) -> None:
    """Take a decision back: what it stored goes, and what was found waits again."""
    with store.writer() as writer:
        numbers = said.undecide(writer, athlete_id, finding_id)
        writer.remove_entered_sets(athlete_id, numbers)


def _said(number: float | None) -> float | None:
    """Give a number of a form; one that is not there may come as no number."""
    return None if number is None or number != number else number


def _credit(confirmed: Confirmed) -> CreditedSet:
    one = dataclasses.replace(
        confirmed,
        sets=None if _said(confirmed.sets) is None else int(confirmed.sets or 1),
        reps=_said(confirmed.reps),
        seconds=_said(confirmed.seconds),
        minutes=_said(confirmed.minutes),
        load_kg=_said(confirmed.load_kg),
    )
    exercise = exercises.load().get(one.exercise_id)
    block = text_names.routines().get(one.exercise_id)
    name = exercise.name if exercise is not None else block.name if block is not None else one.exercise_id
    row = SetRow(
        source=SOURCE,
        source_name=name,
        performed_on=one.day,
        set_no=0,
        workout=WORKOUT,
        exercise_id=one.exercise_id if exercise is not None else None,
        side=one.side,
        sets=one.sets or 1,
        reps=one.reps,
        duration_s=one.seconds if one.minutes is None else one.minutes * 60,
        load_kg=one.load_kg,
        lane="described",
    )
    rule = dose.rule()
    if block is not None:
        minutes = one.minutes or block.default_minutes
        worth = hip_sets.assumed(minutes, per_minute=block.hip_sets_per_minute, cap=block.hip_sets_cap)
    elif exercise is not None and one.minutes is not None and exercise.family == "hip_dip":
        dips = text_names.routines()[TIMED_DIPS]
        worth = hip_sets.assumed(one.minutes, per_minute=dips.hip_sets_per_minute, cap=dips.hip_sets_cap)
    elif exercise is not None and one.minutes is not None:
        each_minute = rule.assumed_per_minute * exercise.hip_weight
        worth = hip_sets.assumed(one.minutes, per_minute=each_minute, cap=rule.assumed_cap)
    else:
        return crediting.credited([row])[0]
    return CreditedSet(row, exercise_id=row.exercise_id, label_confidence=1.0, label_basis=BLOCK,
                       hip_sets=round(worth, 3), effort_imputed=True)  # fmt: skip
