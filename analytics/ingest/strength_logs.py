"""What the logs of strength apps share: units of load, effort, and sets gathered into workouts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from analytics.ingest.batch import ActivityRow, SessionRow, SetRow

POUND_TO_KG = 0.45359237
"""Exact: International Yard and Pound agreement (1959)."""

METRES = {"m": 1.0, "km": 1000.0, "mi": 1609.344}


def kilograms(load: float | None, unit: str | None) -> float | None:
    """Give a load in kilograms; None where load or unit is unknown. No weight is a weight of 0 in every unit.

    Examples
    --------
    >>> kilograms(100, "lb"), kilograms(20, None), kilograms(0, None)
    (45.359237, None, 0.0)
    """
    if load is None:
        return None
    if load == 0:
        return 0.0
    factor = {"kg": 1.0, "lb": POUND_TO_KG}.get(unit or "")
    return None if factor is None else load * factor


def unit_word(text: str) -> str | None:
    """Give kg or lb for the words of a unit column; None where it is neither."""
    word = text.strip().casefold().rstrip(".")
    return {"kg": "kg", "kgs": "kg", "lb": "lb", "lbs": "lb"}.get(word)


def _is_round(value: float) -> bool:
    return abs(value * 4 - round(value * 4)) < 1e-6


def unit_by_conversion(loads: Sequence[float]) -> str | None:
    """Tell the unit of unnamed loads by the traces of a conversion; None where there are none.

    Plates and dumbbells are round. An app that keeps kilograms and writes pounds writes 44.09245... for
    20 kg: such numbers are pounds. Numbers that are round as they stand could be either.

    Examples
    --------
    >>> unit_by_conversion([44.09245243697551, 66.13867865546327]), unit_by_conversion([20.0, 45.0])
    ('lb', None)
    """
    odd = [load for load in loads if load > 0 and not _is_round(load)]
    if len(odd) < 2 or len(odd) * 2 < sum(load > 0 for load in loads):
        return None

    # Apps convert with 2.2046, 2.20462 or the exact factor: compare to a part in ten thousand.
    def returns(factor: float) -> bool:
        back = [load * factor for load in odd]
        return sum(abs(one * 4 - round(one * 4)) < 4e-4 * max(one, 1) for one in back) >= 0.9 * len(back)

    as_pounds, as_kilograms = returns(POUND_TO_KG), returns(1 / POUND_TO_KG)
    if as_pounds == as_kilograms:
        return None
    return "lb" if as_pounds else "kg"


def reps_in_reserve(rpe: float | None) -> float | None:
    """Turn a set's RPE into repetitions in reserve: 10 - RPE.

    References
    ----------
    Zourdos MC et al. (2016), J Strength Cond Res 30:267-275, doi:10.1519/JSC.0000000000001049.

    Examples
    --------
    >>> reps_in_reserve(8.5), reps_in_reserve(0), reps_in_reserve(None)
    (1.5, None, None)
    """
    return 10 - rpe if rpe is not None and 0 < rpe <= 10 else None


@dataclass
class Workouts:
    """Sets gathered into workouts by their start and title, in the order of the log."""

    found: dict[tuple[dt.datetime, str], ActivityRow] = field(default_factory=dict)

    def workout(self, start_local: dt.datetime, title: str, *, line: int) -> ActivityRow:
        """Give the workout of a row, made where it is new."""
        key = (start_local, title)
        if key not in self.found:
            self.found[key] = ActivityRow(
                sessions=[SessionRow(sport="strength", sub_sport="strength_training")],
                start_local=start_local,
                name=title or None,
                line=line,
            )
        return self.found[key]

    def rows(self) -> list[ActivityRow]:
        """Give the workouts that have sets."""
        return [row for row in self.found.values() if row.sets]

    @property
    def sets(self) -> list[SetRow]:
        """Give all sets."""
        return [one for row in self.found.values() for one in row.sets]
