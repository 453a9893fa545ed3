"""A log's own words become exercises, and exercises become hip sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
SAID_BY_YOU = f"{labels.SAID_BY} you"


@dataclass(frozen=True)
class Said:
    """What an athlete has said of their logs: which exercise a name is, what a row of a source stands for.

    `names` maps `name_key` to an exercise, or to None where there is no hip work in it; `sides` maps a source
    to both (repetitions a side), total (both legs counted together) or one (each leg has a row of its own).
    """

    names: Mapping[tuple[str, str, int | None, int | None], str | None] = field(default_factory=dict)
    sides: Mapping[str, str] = field(default_factory=dict)

    def sides_of(self, source: str) -> str:
        """Give what a row stands for: as said, else as we assume of the source."""
        return self.sides.get(source) or dose.sides_when_not_said(source)


NOTHING_SAID = Said()


def name_key(
    source: str, source_name: str | None, category: int | None, subtype: int | None
) -> tuple[str, str, int | None, int | None]:
    """Say how a name of a log is known again: by its normalised words, or by its FIT numbers without any."""
    words = labels.normalised(source_name or "")
    return (source, words, None, None) if words else (source, "", category, subtype)


@cache
def _label(source: str, name: str | None, category: int | None, subtype: int | None) -> labels.Label:
    return labels.match(source, name, fit_category=category, fit_subtype=subtype)


@cache
def _library() -> pd.DataFrame:
    return exercises.frame()


def label_of(row: SetRow, said: Said = NOTHING_SAID) -> labels.Label:
    """Give the exercise that a logged row stands for: as its athlete said, by our id, or by our tables."""
    key = name_key(row.source, row.source_name or row.exercise_id, row.fit_category, row.fit_subtype)
    if key in said.names:
        return labels.said(said.names[key], SAID_BY_YOU)
    if row.exercise_id is not None and row.exercise_id in exercises.load():
        return labels.Label(row.exercise_id, 1.0, OUR_ID)
    return _label(row.source, row.source_name or row.exercise_id, row.fit_category, row.fit_subtype)


def credited(rows: Sequence[SetRow], said: Said = NOTHING_SAID) -> list[CreditedSet]:
    """Label every logged row and work out what it earns.

    Parameters
    ----------
    rows
        As read; rows in the assumed lane are not for here (`assumed_set`).
    said
        What the athlete whose rows these are has said of their logs.

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
    found = [label_of(row, said) for row in rows]
    rows = [_with_side(row, label) for row, label in zip(rows, found)]
    keys = [(*_key(row, label), said.sides_of(row.source)) for row, label in zip(rows, found)]
    unknown = [at for key, at in {key: at for at, key in enumerate(keys)}.items() if key not in _earned]
    if len(_earned) > MOST_REMEMBERED:
        _earned.clear()
        unknown = list(range(len(rows)))
    if unknown:
        worth = _worth([rows[at] for at in unknown], [found[at] for at in unknown], said)
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
    rows: Sequence[SetRow], found: Sequence[labels.Label], said: Said
) -> list[tuple[float | None, float | None, bool]]:
    """Work out hip sets, trunk sets and whether the effort was imputed."""
    one_side = {row.source for row in rows if said.sides_of(row.source) == "one"}
    rows = [_a_side(row, label, said) for row, label in zip(rows, found)]
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


def _with_side(row: SetRow, label: labels.Label) -> SetRow:
    """Take the side from the name of a one-leg exercise where the log has no other place for it."""
    if row.side is not None or label.exercise_id is None:
        return row
    side = labels.side_of(row.source_name)
    one_leg = exercises.load()[label.exercise_id].laterality == "unilateral"
    return replace(row, side=side) if side is not None and one_leg else row


def _a_side(row: SetRow, label: labels.Label, said: Said) -> SetRow:
    """Give a row that counts both legs together as what one leg did."""
    if row.side is not None or label.exercise_id is None or said.sides_of(row.source) != "total":
        return row
    if exercises.load()[label.exercise_id].laterality != "unilateral":
        return row
    half_reps = None if row.reps is None else row.reps / 2
    return replace(row, reps=half_reps, duration_s=None if row.duration_s is None else row.duration_s / 2)


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
