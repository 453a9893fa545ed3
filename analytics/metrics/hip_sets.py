"""Credit of logged sets: how many hip sets, and how many trunk sets, a row of strength work is worth.

One hip set is one set, both legs, of an exercise whose hip weight is 1.0. The rule is a convention of this
project; its constants and their sources lie in data/dose_rule.json and come in as an argument.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal, Protocol

import numpy as np
import pandas as pd

Sides = Literal["both", "one"]


class Rule(Protocol):
    """The constants that a credit needs; knowledge.dose.rule() has them."""

    @property
    def full_credit_reps(self) -> float: ...
    @property
    def full_credit_s(self) -> float: ...
    @property
    def amount_floor(self) -> float: ...
    @property
    def effort_full_rir_max(self) -> float: ...
    @property
    def effort_half_rir_max(self) -> float: ...
    @property
    def effort_full(self) -> float: ...
    @property
    def effort_half(self) -> float: ...
    @property
    def effort_low(self) -> float: ...
    @property
    def effort_missing(self) -> float: ...
    @property
    def one_side(self) -> float: ...
    @property
    def min_label_confidence(self) -> float: ...


def credit(
    *,
    hip_weight: float,
    reps: float | None,
    duration_s: float | None,
    rir: float | None,
    sides_done: Sides,
    set_type: str,
    rule: Rule,
    sets: float = 1,
    is_hold: bool = False,
    is_mobility: bool = False,
    purpose: str | None = None,
) -> float:
    """Give the hip sets that one logged row is worth.

    Parameters
    ----------
    hip_weight
        Share of the set in which hip muscles limit or move, 0 to 1.
    reps, duration_s
        Repetitions and seconds of one set. None, or 0 as some apps write it, is not logged. With neither, the
        set counts in full.
    rir
        Repetitions in reserve. None is not logged and counts as the rule says.
    sides_done
        Whether the row stands for both legs or one.
    set_type, purpose
        Rows that are warm-ups by either earn nothing.
    is_hold
        Whether the exercise is counted in seconds: then seconds win over repetitions.

    Examples
    --------
    >>> from analytics.knowledge import dose
    >>> credit(hip_weight=1.0, reps=12, duration_s=None, rir=2, sides_done="both", set_type="normal",
    ...        rule=dose.rule())
    1.0
    >>> credit(hip_weight=0.8, reps=4, duration_s=None, rir=5, sides_done="one", set_type="normal",
    ...        rule=dose.rule(), sets=3)
    0.3
    """
    if set_type == "warmup" or purpose == "warmup" or is_mobility:
        return 0.0
    if rir is None or math.isnan(rir):
        effort = rule.effort_missing
    elif rir <= rule.effort_full_rir_max:
        effort = rule.effort_full
    elif rir <= rule.effort_half_rir_max:
        effort = rule.effort_half
    else:
        effort = rule.effort_low
    side = rule.one_side if sides_done == "one" else 1.0
    amount = _amount(reps, duration_s, is_hold=is_hold, rule=rule)
    return round(hip_weight * sets * amount * effort * side, 9)


def _amount(reps: float | None, duration_s: float | None, *, is_hold: bool, rule: Rule) -> float:
    by_reps = reps / rule.full_credit_reps if reps is not None and reps > 0 else None
    by_time = duration_s / rule.full_credit_s if duration_s is not None and duration_s > 0 else None
    share = (
        (by_time if by_time is not None else by_reps)
        if is_hold
        else (by_reps if by_reps is not None else by_time)
    )
    if share is None:
        return 1.0
    return max(rule.amount_floor, min(1.0, share))


def credit_frame(
    sets: pd.DataFrame, exercises: pd.DataFrame, rule: Rule, *, one_side_sources: Iterable[str] = ()
) -> pd.DataFrame:
    """Credit every row of a log at once.

    Parameters
    ----------
    sets
        One row a logged row, with exercise_id, set_type, side, sets, reps, duration_s, rir; where there,
        also label_confidence, label_known, label_region, purpose and source. An exercise_id of NULL with
        label_known true is work without hip content.
    exercises
        One row an exercise: id, family, primary_target (joined with bars), laterality, hip_weight,
        default_seconds.
    one_side_sources
        Sources in which a row of a one-leg exercise without a side stands for one leg.

    Returns
    -------
    DataFrame
        Indexed as `sets`. hip_sets and trunk_sets: NULL where the label is unknown or too unsure, 0 for a
        warm-up and for work without such content. effort_imputed, amount_imputed, side_assumed: true where
        effort, repetitions and seconds, or the side were not logged and the rule filled them in.

    Notes
    -----
    Trunk sets are a series of their own, never added to hip sets: one trunk set is one set of an exercise
    of the plank family, or whose first target is the trunk, or of a known lift outside the library whose
    region is the trunk. The same amount, effort and side factors apply; the weight is 1.
    """
    library = exercises.set_index("id")
    known_ids = sets["exercise_id"].where(sets["exercise_id"].isin(library.index))
    rows = library.reindex(known_ids)

    def of_exercise(column: str) -> pd.Series:
        return pd.Series(rows[column].to_numpy(), index=sets.index)

    named = known_ids.notna()
    sure = _numbers(_column(sets, "label_confidence")).fillna(1.0) >= rule.min_label_confidence
    without_hip = ~named & _column(sets, "label_known").eq(True)
    known = (named & sure) | without_hip

    family = of_exercise("family")
    warmup = (sets["set_type"] == "warmup") | (_column(sets, "purpose") == "warmup")
    idle = warmup | (family == "mobility")

    is_hold = pd.to_numeric(of_exercise("default_seconds")).notna()
    reps = _numbers(sets["reps"])
    seconds = _numbers(sets["duration_s"])
    by_reps = reps.where(reps > 0) / rule.full_credit_reps
    by_time = seconds.where(seconds > 0) / rule.full_credit_s
    share = by_reps.fillna(by_time).where(~is_hold, by_time.fillna(by_reps))
    amount = share.clip(lower=rule.amount_floor, upper=1.0).fillna(1.0)

    rir = _numbers(sets["rir"])
    effort = pd.Series(
        np.select(
            [rir.isna(), rir <= rule.effort_full_rir_max, rir <= rule.effort_half_rir_max],
            [rule.effort_missing, rule.effort_full, rule.effort_half],
            default=rule.effort_low,
        ),
        index=sets.index,
    )

    silent = sets["side"].isna() & (of_exercise("laterality") == "unilateral")
    one_leg = sets["side"].isin(["left", "right"]) | (
        silent & _column(sets, "source").isin(list(one_side_sources))
    )
    side = one_leg.map({True: rule.one_side, False: 1.0}).astype(float)

    factors = (_numbers(sets["sets"]).fillna(1.0) * amount * effort * side).where(~idle, 0.0)
    first_target = of_exercise("primary_target").astype("string").str.split("|").str[0].fillna("")
    is_trunk = (
        (family == "plank")
        | (first_target == "trunk")
        | (without_hip & (_column(sets, "label_region") == "trunk"))
    )
    weight = _numbers(of_exercise("hip_weight")).where(named, 0.0)
    return pd.DataFrame(
        {
            "hip_sets": (weight * factors).where(known).round(9),
            "trunk_sets": (is_trunk.astype(float) * factors).where(known).round(9),
            "effort_imputed": rir.isna() & known & ~idle,
            "amount_imputed": share.isna() & known & ~idle,
            "side_assumed": silent & known & ~idle,
        },
        index=sets.index,
    )


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    if name in table.columns:
        return table[name].astype(object)
    return pd.Series([None] * len(table), index=table.index, dtype=object)


def _numbers(values: pd.Series) -> pd.Series:
    return pd.to_numeric(values.astype(object)).astype(float)


def assumed(minutes: float, *, per_minute: float, cap: float) -> float:
    """Estimate hip sets from the length of a session alone: the assumed lane, never mixed with logged sets.

    Examples
    --------
    >>> assumed(20.0, per_minute=0.75, cap=18.0), assumed(90.0, per_minute=0.08, cap=5.0)
    (15.0, 5.0)
    """
    return min(cap, minutes * per_minute)
