"""Reasons to doubt an injury estimate, in numbers: other choices, negative controls, single runners, lags."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models import injury, person_weeks
from analytics.models.finding import Finding, Missing, Variant
from analytics.models.injury_fits import FITTED, Rows, estimates, terms_of, used_rows
from analytics.models.person_weeks import CaseLevel
from analytics.models.strength_log import StrengthLog, redosed
from analytics.models.variants import made_again, made_of

Floats = npt.NDArray[np.float64]

HALF_LIVES_WEEKS = (2.0, 8.0)
LIGHT_WEEK = 0.6
"""A week with less than this share of the six weeks before it is a light one: taper, deload, holiday."""
LEAST_AT_SITE = 50
"""Injuries at one site before it gets an estimate of its own."""
LAGS = range(1, 13)
MOST = 5
"""So many athletes, those that move the estimate most, are left out by a fit of its own."""


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
    chosen: pd.DataFrame | None = None,
    found: Finding | None = None,
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
    chosen
        The person-weeks of these rows as chosen, where they are made already.
    found
        What the model found in those, where it was asked already.

    Returns
    -------
    tuple of Variant
        As chosen first; half-lives of 2 and 8 weeks; the other case levels; without light weeks; then
        `other_sets`.
    """
    if chosen is None:
        chosen = person_weeks.build(weeks, athletes, case_level=case_level)
    chosen = chosen[[name for name in FITTED if name in chosen]]
    log = StrengthLog.of(weeks)
    frames = {"as chosen": chosen}
    for weeks_long in HALF_LIVES_WEEKS:
        frames[f"half-life of {weeks_long:g} weeks"] = redosed(chosen, log.dose(half_life_weeks=weeks_long))
    levels: tuple[CaseLevel, ...] = ("complaint", "substantial", "time_loss")
    for level in levels:
        if level != case_level and f"injuries_new_{level}" in weeks.columns:
            frames[LEVEL_WORDS[level]] = person_weeks.at_level(chosen, weeks, case_level=level)
    frames["without light weeks"] = _without_light_weeks(chosen)
    for name, sets in (other_sets or {}).items():
        frames[name] = redosed(chosen, log.dose(sets=sets))
    start = _start(chosen, primary, found)

    def again(name: str, frame: pd.DataFrame) -> Variant:
        if frame is not chosen:
            return made_again(name, frame, primary=primary, start=start)
        if found is not None and found.main is not None:
            return Variant(name, found.main, int(found.main.events or 0))
        return made_again(name, frame, primary=primary)

    return tuple(again(name, frame) for name, frame in frames.items())


LEVEL_WORDS: dict[CaseLevel, str] = {
    "complaint": "any complaint counts",
    "substantial": "substantial injuries count",
    "time_loss": "injuries with time loss count",
}


def by_site(
    frame: pd.DataFrame, at_site: pd.DataFrame, *, primary: str
) -> tuple[tuple[Variant, ...], tuple[Missing, ...]]:
    """Make the estimate for injuries of one site at a time, and say for which sites there are too few.

    Parameters
    ----------
    frame
        Person-weeks; the weeks after an injury of any site stay out.
    at_site
        athlete_id, week_start, site: a row a new injury of the case level that counts.
    """
    rows = used_rows(frame)
    keys = pd.MultiIndex.from_arrays([rows["athlete_id"], rows["week_start"]])
    made, short = [], []
    for site, there in at_site.groupby("site", sort=True):
        hurt = keys.isin(pd.MultiIndex.from_arrays([there["athlete_id"], there["week_start"]]))
        injuries = int(hurt.sum())
        if injuries < LEAST_AT_SITE:
            short.append(Missing(str(site), injuries, LEAST_AT_SITE, "injuries"))
            continue
        made.append(made_again(str(site), rows.assign(y=hurt.astype(float)), primary=primary))
    return tuple(made), tuple(sorted(short, key=lambda one: -one.have))


def influences(frame: pd.DataFrame, *, primary: str) -> tuple[Influence, ...]:
    """Give the estimate without each athlete in turn, those that move it most first."""
    rows = Rows.of(used_rows(frame))
    made = {one.name: (columns, fit) for one, columns, fit in estimates(rows, only=primary)}
    if primary not in made:
        return ()
    columns, fit = made[primary]
    at = columns.names.index("dose") + (0 if primary == "conditional" else 1)
    athletes, number, weeks = np.unique(rows.athlete, return_inverse=True, return_counts=True)
    if len(athletes) != len(fit.left_out):
        return ()
    people = zip(athletes, weeks, np.bincount(number, rows.events), np.exp(fit.left_out[:, at]), strict=True)
    moved = [Influence(int(who), int(n), int(hurt), float(rate)) for who, n, hurt, rate in people]
    main = float(fit.coefficients[at])
    moved.sort(key=lambda one: -abs(math.log(one.rate_ratio_without) - main))
    start = None if primary == "conditional" else terms_of(columns, fit)
    most = [_fitted_anew(one, rows, primary, start) for one in moved[:MOST]]
    most.sort(key=lambda one: -abs(math.log(one.rate_ratio_without) - main))
    return (*most, *moved[MOST:])


def _fitted_anew(one: Influence, rows: Rows, primary: str, start: dict[str, float] | None) -> Influence:
    """Leave an athlete out for real: one Newton step comes close, but may miss the second digit."""
    others = rows.kept(rows.athlete != one.athlete_id)
    found = next((made for made, _, _ in estimates(others, only=primary, start=start)), None)
    return one if found is None else dataclasses.replace(one, rate_ratio_without=found.value)


def _start(chosen: pd.DataFrame, primary: str, found: Finding | None) -> dict[str, float] | None:
    """Give where a search on much the same person-weeks begins; None where there is no such estimate."""
    if primary == "conditional":
        return None
    if found is not None and (terms := found.card.coefficients.get(primary)):
        return {"" if name == "intercept" else name: value for name, value in terms.items()}
    made = estimates(used_rows(chosen), only=primary)
    return terms_of(*made[0][1:]) if made else None


def lag_profile(
    weeks: pd.DataFrame, chosen: pd.DataFrame, *, primary: str, found: Finding | None = None
) -> tuple[tuple[int, Variant], ...]:
    """Give the estimate per +10 hip sets in one single week, 1 to 12 weeks before; each lag by itself.

    Neighbouring lags are much alike, so the profile shows when, not how much in all. `chosen` holds the
    person-weeks made of `weeks`, `found` what the model found in them, where it was asked already.
    """
    log, rows = StrengthLog.of(weeks), Rows.of(chosen)
    counts, start = chosen["left_out_because"].isna().to_numpy(), _start(chosen, primary, found)
    out = []
    for lag in LAGS:
        dose = log.before(lag)
        used = rows.kept(counts & ~np.isnan(dose), dose=dose)
        out.append((lag, made_of(f"{lag} weeks before", used, primary=primary, start=start)))
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


def _without_light_weeks(frame: pd.DataFrame) -> pd.DataFrame:
    light = frame["hours"].to_numpy() < LIGHT_WEEK * np.exp(frame["log_ctl"].to_numpy())
    reason = frame["left_out_because"].where(frame["left_out_because"].notna() | ~light, "light week")
    return frame.assign(left_out_because=reason)
