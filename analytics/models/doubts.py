"""Reasons to doubt an injury estimate, in numbers: other choices, negative controls, single runners, lags."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models import injury, person_weeks
from analytics.models.finding import Estimate
from analytics.models.person_weeks import CaseLevel

Floats = npt.NDArray[np.float64]

HALF_LIVES_WEEKS = (2.0, 8.0)
LIGHT_WEEK = 0.6
"""A week with less than this share of the six weeks before it is a light one: taper, deload, holiday."""
SUSPECT_T = 2.0
"""A control where nothing can be is suspect beyond this many standard errors."""
LAGS = range(1, 13)


@dataclass(frozen=True)
class Variant:
    """The main estimate again, with one thing done differently; `estimate` None where it cannot be made."""

    name: str
    estimate: Estimate | None
    injuries: int


@dataclass(frozen=True)
class Influence:
    """What the estimate would be without one athlete."""

    athlete_id: int
    weeks: int
    injuries: int
    rate_ratio_without: float


def sensitivity(
    weeks: pd.DataFrame,
    athletes: pd.DataFrame,
    *,
    primary: str,
    other_sets: Mapping[str, pd.Series] | None = None,
    case_level: CaseLevel = "time_loss",
) -> tuple[Variant, ...]:
    """Make the main estimate again under each other choice that could have been made.

    Parameters
    ----------
    weeks, athletes
        As for `person_weeks.build`.
    primary
        Which of the estimates is read ('within' or 'pooled').
    other_sets
        By name: weekly hip sets counted in another way (other exercise weights, without rehabilitation),
        in the order of `weeks`.
    case_level
        The one chosen; the others are variants.

    Returns
    -------
    tuple of Variant
        As chosen first; half-lives of 2 and 8 weeks; the other case levels; without light weeks; then
        `other_sets`.
    """
    chosen = person_weeks.build(weeks, athletes, case_level=case_level)
    frames = {"as chosen": chosen}
    for half_life in HALF_LIVES_WEEKS:
        frames[f"half-life of {half_life:g} weeks"] = person_weeks.build(
            weeks, athletes, case_level=case_level, half_life_weeks=half_life
        )
    levels: tuple[CaseLevel, ...] = ("complaint", "substantial", "time_loss")
    for level in levels:
        if level != case_level and f"injuries_new_{level}" in weeks.columns:
            frames[LEVEL_WORDS[level]] = person_weeks.build(weeks, athletes, case_level=level)
    frames["without light weeks"] = _without_light_weeks(chosen)
    for name, sets in (other_sets or {}).items():
        frames[name] = person_weeks.build(
            weeks.assign(hip_sets=sets.to_numpy()), athletes, case_level=case_level
        )
    return tuple(_variant(name, frame, primary) for name, frame in frames.items())


LEVEL_WORDS: dict[CaseLevel, str] = {
    "complaint": "any complaint counts",
    "substantial": "substantial injuries count",
    "time_loss": "injuries with time loss count",
}


def control(name: str, frame: pd.DataFrame, *, primary: str) -> Variant:
    """Make the estimate where nothing can be: an outcome or an exposure that strength cannot go with.

    Parameters
    ----------
    frame
        Person-weeks with `y` (another outcome, such as illness) or `dose` (another exposure, such as sets for
        the arms) put in its place.
    """
    return _variant(name, frame, primary)


def is_suspect(variant: Variant) -> bool:
    """Tell whether a control shows an effect where there can be none.

    Examples
    --------
    >>> is_suspect(Variant("illness", None, 0))
    False
    """
    one = variant.estimate
    return one is not None and one.se > 0 and abs(one.log_value / one.se) > SUSPECT_T


def influences(frame: pd.DataFrame, *, primary: str) -> tuple[Influence, ...]:
    """Give the estimate without each athlete in turn, those that move it most first."""
    rows = injury.used_rows(frame)
    made = {one.name: (columns, fit) for one, columns, fit in injury.estimates(rows)}
    if primary not in made:
        return ()
    columns, fit = made[primary]
    at = columns.names.index("dose") + (0 if primary == "conditional" else 1)
    by = rows.groupby("athlete_id", sort=True)["y"].agg(["size", "sum"])
    if len(by) != len(fit.left_out):
        return ()
    people = zip(by.index, by["size"], by["sum"], np.exp(fit.left_out[:, at]), strict=True)
    moved = [Influence(int(who), int(n), int(hurt), float(rate)) for who, n, hurt, rate in people]
    main = float(fit.coefficients[at])
    return tuple(sorted(moved, key=lambda one: -abs(math.log(one.rate_ratio_without) - main)))


def lag_profile(
    weeks: pd.DataFrame, athletes: pd.DataFrame, *, primary: str, case_level: CaseLevel = "time_loss"
) -> tuple[tuple[int, Variant], ...]:
    """Give the estimate per +10 hip sets in one single week, 1 to 12 weeks before; each lag by itself.

    Neighbouring lags are much alike, so the profile shows when, not how much in all.
    """
    chosen = person_weeks.build(weeks, athletes, case_level=case_level)
    out = []
    for lag in LAGS:
        dose = person_weeks.sets_before(weeks, lag)
        left_out = chosen["left_out_because"].where(
            chosen["left_out_because"].notna() | dose.notna().to_numpy(), "strength log incomplete"
        )
        frame = chosen.assign(dose=dose.to_numpy(), left_out_because=left_out)
        out.append((lag, _variant(f"{lag} weeks before", frame, primary)))
    return tuple(out)


def injuries_needed(rate_ratio: float, *, within: bool) -> int:
    """Give how many injuries it takes to see a rate ratio in four of five studies, at 5 % two-sided.

    Examples
    --------
    >>> injuries_needed(0.8, within=False), injuries_needed(0.66, within=True)
    (907, 382)
    """
    unit = injury.SE_WITHIN if within else injury.SE_POOLED
    return math.ceil((injury.POWER_Z * unit / math.log(rate_ratio)) ** 2)


def _variant(name: str, frame: pd.DataFrame, primary: str) -> Variant:
    rows = injury.used_rows(frame)
    injuries = int(rows["y"].sum())
    if injuries < injury.LEAST_INJURIES or rows["athlete_id"].nunique() < injury.LEAST_ATHLETES:
        return Variant(name, None, injuries)
    found = {one.name: one for one, _, _ in injury.estimates(rows)}
    return Variant(name, found.get(primary), injuries)


def _without_light_weeks(frame: pd.DataFrame) -> pd.DataFrame:
    light = frame["hours"].to_numpy() < LIGHT_WEEK * np.exp(frame["log_ctl"].to_numpy())
    reason = frame["left_out_because"].where(frame["left_out_because"].notna() | ~light, "light week")
    return frame.assign(left_out_because=reason)
