"""From a view's measures to its dots: what the store gives, and formulas worked out over it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.knowledge import measures
from analytics.metrics import expression, expression_values
from analytics.metrics.expression import Tree
from analytics.models import person_weeks
from analytics.reports import weeks
from analytics.store import Reader, exploring

KEYS = ("athlete_id", "day", "week_start", "ref", "kind")
MONDAY_DAY = 4
"""The first Monday, in days from 1970-01-01: weeks are counted from here."""


@dataclass(frozen=True)
class Scope:
    """Whose dots, of which days, of which kinds of run; None sets no bound."""

    athlete_ids: tuple[int, ...] | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    kinds: tuple[str, ...] = ()
    with_kind: bool = True


def gather(reader: Reader, dots: str, trees: Mapping[str, Tree], scope: Scope) -> pd.DataFrame:
    """Give a view's dots with each tree worked out.

    Parameters
    ----------
    dots
        run, set, injury, day, week or month.
    trees
        By the name of its column; measures in them lie in the store.

    Returns
    -------
    pandas.DataFrame
        athlete_id, day, week_start, ref, kind, and a column a tree; NaN is unknown.
    """
    if dots == "week":
        found = _week_frame(reader, trees, scope)
        return _within(found, scope).reset_index(drop=True)
    plain: dict[str, Tree] = {}
    windows: dict[str, Tree] = {}
    for column, tree in trees.items():
        inner, some = expression.windows_out(tree)
        renamed = {f"{column}_{name}": one for name, one in some.items()}
        for name in some:
            inner = expression.put_in(inner, name, expression.Measure(f"{column}_{name}"))
        plain[column] = inner
        windows |= renamed
    base = sorted({name for tree in plain.values() for name in expression.measures(tree)} - set(windows))
    found = _with_base(reader, dots, base, scope)
    if windows:
        weekly = _week_frame(reader, windows, scope)
        found = _joined(found, weekly[["athlete_id", "week_start", *windows]], dots)
    values = {name: found[name].to_numpy(dtype=float) for name in (*base, *windows)}
    worked = {
        column: expression_values.evaluate(tree, values, rows=len(found)) for column, tree in plain.items()
    }
    return found[[*KEYS]].assign(**worked)


def _within(found: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    keep = np.ones(len(found), dtype=bool)
    if scope.first is not None:
        keep &= (found["day"] >= pd.Timestamp(scope.first)).to_numpy()
    if scope.last is not None:
        keep &= (found["day"] <= pd.Timestamp(scope.last)).to_numpy()
    return found if keep.all() else found[keep]


def _week_frame(reader: Reader, trees: Mapping[str, Tree], scope: Scope) -> pd.DataFrame:
    """Work trees out week by week; where one looks back past the period shown, over all weeks there are."""
    base = sorted({name for tree in trees.values() for name in expression.measures(tree)})
    looks_back = any(expression.windows_out(tree)[1] for tree in trees.values())
    read = replace(scope, first=None, last=None) if looks_back else scope
    found = _with_base(reader, "week", base, read)
    values = {name: found[name].to_numpy(dtype=float) for name in base}
    week = (found["week_start"].to_numpy().astype("datetime64[D]").astype(np.int64) - MONDAY_DAY) // 7
    whose = found["athlete_id"].to_numpy(dtype=np.int64)
    worked = {
        column: expression_values.evaluate(tree, values, rows=len(found), athlete=whose, week=week)
        for column, tree in trees.items()
    }
    return found[[*KEYS]].assign(**worked)


def _with_base(reader: Reader, dots: str, names: Sequence[str], scope: Scope) -> pd.DataFrame:
    lies = {name: measures.load()[name].lies[0].view for name in names}
    stored = [name for name in names if lies[name] not in measures.SHARED_VIEWS]
    found = exploring.dots(
        reader,
        dots,
        stored,
        athlete_ids=scope.athlete_ids,
        first=scope.first,
        last=scope.last,
        kinds=scope.kinds,
        with_kind=scope.with_kind,
    )
    for name in ("day", "week_start"):
        found[name] = pd.to_datetime(found[name])
    if any(view == "athlete" for view in lies.values()):
        own = _of_athletes(reader, scope.athlete_ids)
        for name in names:
            if lies[name] == "athlete":
                found[name] = found["athlete_id"].map(own[name]).astype(float)
    worked = [name for name in names if lies[name] == "worked"]
    if worked:
        weekly = weeks.fitness(reader, scope.athlete_ids)
        found = _joined(found, weekly[["athlete_id", "week_start", *worked]], dots)
    return found


def _of_athletes(reader: Reader, athlete_ids: Sequence[int] | None) -> pd.DataFrame:
    asked = None if athlete_ids is None else list(athlete_ids)
    told = reader.frame("explore_slopes", athlete_ids=asked).set_index("athlete_id")
    slope = told["slope"].where(
        told["slopes"] >= person_weeks.LEAST_SLOPES, person_weeks.FALLBACK_SLOPE_PER_BPM
    )
    return pd.DataFrame({"hr_ref_bpm": told["hr_ref_bpm"], "own_slope_log_speed_per_bpm": slope})


def _joined(found: pd.DataFrame, weekly: pd.DataFrame, dots: str) -> pd.DataFrame:
    """Put what is known by the week beside the dots; a month takes the mean of its weeks."""
    if dots != "month":
        return found.merge(weekly, on=["athlete_id", "week_start"], how="left")
    month = weekly["week_start"].dt.to_period("M").dt.to_timestamp()
    monthly = weekly.drop(columns="week_start").assign(day=month).groupby(["athlete_id", "day"])
    means = monthly.mean().reset_index()
    return found.merge(means, on=["athlete_id", "day"], how="left")
