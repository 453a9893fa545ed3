"""A log's own words become exercises, and exercises become hip sets."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd

from analytics.ingest.batch import SessionRow, SetRow
from analytics.knowledge import dose, exercises, labels
from analytics.metrics import hip_sets
from analytics.store.rows import CreditedSet

ASSUMED_SOURCE = "duration"
OUR_ID = "our id"
LONGEST_SET_S = 36_000.0


@cache
def _label(source: str, name: str | None, category: int | None, subtype: int | None) -> labels.Label:
    return labels.match(source, name, fit_category=category, fit_subtype=subtype)


@cache
def _library() -> pd.DataFrame:
    return exercises.frame()


def label_of(row: SetRow) -> labels.Label:
    """Give the exercise that a logged row stands for; where the source uses our own ids, that one."""
    if row.exercise_id is not None and row.exercise_id in exercises.load():
        return labels.Label(row.exercise_id, 1.0, OUR_ID)
    return _label(row.source, row.source_name or row.exercise_id, row.fit_category, row.fit_subtype)


def credited(rows: Sequence[SetRow]) -> list[CreditedSet]:
    """Label every logged row and work out what it earns.

    Parameters
    ----------
    rows
        As read; rows in the assumed lane are not for here (`assumed_set`).

    Returns
    -------
    list of CreditedSet
        In the same order. hip_sets is None where the name is not known or too unsure.

    Examples
    --------
    >>> import datetime as dt
    >>> row = SetRow("hevy", "Clamshell", dt.date(2026, 11, 22), 0, reps=15)
    >>> credited([row])[0].hip_sets
    1.0
    """
    if not rows:
        return []
    found = [label_of(row) for row in rows]
    keys = [_key(row, label) for row, label in zip(rows, found)]
    unknown = [at for key, at in {key: at for at, key in enumerate(keys)}.items() if key not in _earned]
    if len(_earned) > MOST_REMEMBERED:
        _earned.clear()
        unknown = list(range(len(rows)))
    if unknown:
        worth = _worth([rows[at] for at in unknown], [found[at] for at in unknown])
        _earned.update(zip([keys[at] for at in unknown], worth, strict=True))
    return [
        CreditedSet(
            row,
            exercise_id=label.exercise_id,
            label_confidence=label.confidence,
            label_basis=label.basis,
            hip_sets=hip,
            trunk_sets=trunk,
            effort_imputed=imputed,
        )
        for row, label, (hip, trunk, imputed) in zip(rows, found, [_earned[key] for key in keys])
    ]


MOST_REMEMBERED = 20_000
_earned: dict[tuple[Any, ...], tuple[float | None, float | None, bool]] = {}
"""What sets like these were worth before: a log says the same few things again and again."""


def _key(row: SetRow, label: labels.Label) -> tuple[Any, ...]:
    return (
        *(
            label.exercise_id,
            label.confidence,
            label.known,
            label.region,
            row.source,
            row.set_type,
            row.purpose,
        ),
        *(row.side, row.sets, row.reps, row.duration_s, row.rir),
    )


def _worth(
    rows: Sequence[SetRow], found: Sequence[labels.Label]
) -> list[tuple[float | None, float | None, bool]]:
    """Work out hip sets, trunk sets and whether the effort was imputed."""
    one_side = {row.source for row in rows if dose.sides_when_not_said(row.source) == "one"}
    frame = pd.DataFrame(
        {
            "exercise_id": [label.exercise_id for label in found],
            "label_confidence": [label.confidence for label in found],
            "label_known": [label.known for label in found],
            "label_region": [label.region for label in found],
            "source": [row.source for row in rows],
            "set_type": [row.set_type for row in rows],
            "purpose": [row.purpose for row in rows],
            "side": [row.side for row in rows],
            "sets": [row.sets for row in rows],
            "reps": [row.reps for row in rows],
            "duration_s": [row.duration_s for row in rows],
            "rir": [row.rir for row in rows],
        },
        dtype=object,
    )
    earned = hip_sets.credit_frame(frame, _library(), dose.rule(), one_side_sources=one_side)
    return [
        (_known(hip), _known(trunk), bool(imputed))
        for hip, trunk, imputed in zip(earned["hip_sets"], earned["trunk_sets"], earned["effort_imputed"])
    ]


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def assumed_set(session: SessionRow, like: SetRow) -> CreditedSet | None:
    """Give a strength session of which only the length is known a small, capped credit in the assumed lane.

    It is shown apart from logged sets and enters no model. A session without a length earns nothing.

    Parameters
    ----------
    session
        A session whose sport is strength and that holds no sets.
    like
        A row with the date and title to use.
    """
    length_s = session.moving_s or session.elapsed_s
    if session.sport != "strength" or not length_s:
        return None
    rule = dose.rule()
    row = SetRow(
        source=ASSUMED_SOURCE,
        source_name=None,
        performed_on=like.performed_on,
        set_no=like.set_no,
        start_utc=session.start_utc,
        workout=like.workout,
        duration_s=min(length_s, LONGEST_SET_S),
        lane="assumed",
    )
    worth = hip_sets.assumed(
        length_s / 60, per_minute=rule.assumed_generic_per_minute, cap=rule.assumed_generic_cap
    )
    return CreditedSet(row, label_basis="duration only", hip_sets=round(worth, 3), effort_imputed=True)
