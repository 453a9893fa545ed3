"""When the strength work counts for pace: single weeks before, all of them together, and long before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models import finding, pace
from analytics.models.finding import Estimate, Missing
from analytics.models.lines import regress
from analytics.models.poisson import jackknife_se
from analytics.models.strength_log import StrengthLog

Floats = npt.NDArray[np.float64]

LAGS = tuple(range(1, 13))
LATE_LAGS = tuple(range(8, 13))
"""Running economy moves after some ten weeks of strength work (Eihara 2022): so these are looked at alone."""
DEGREE = 2
LEAST_ATHLETES, LEAST_YEAR_WEEKS = 30, 40
"""Athletes with a year of weeks that count (52 less the twelve without a full past), for the joint curve."""


@dataclass(frozen=True)
class Lag:
    """Change of speed (%) per +10 hip sets in one week so long before, with its 95 % interval."""

    lag_weeks: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Lags:
    """When the sets count.

    Attributes
    ----------
    by_itself
        Each week before by itself; neighbouring weeks are much alike, so this says when, not how much.
    together
        All twelve weeks at once, the weights on a parabola; empty where `missing` says what is short.
    total, late
        Of `together`: ten more sets in each of the twelve weeks, and in weeks 8 to 12 before alone; None
        without.
    late_alone
        The estimate with the mean of weeks 8 to 12 before in place of the dose; None where it cannot be made.
    """

    by_itself: tuple[Lag, ...]
    together: tuple[Lag, ...]
    total: Estimate | None
    late: Estimate | None
    late_alone: Estimate | None
    missing: Missing | None


def profile(weeks: pd.DataFrame, frame: pd.DataFrame) -> Lags:
    """Look at the twelve weeks before one by one and together.

    Parameters
    ----------
    weeks
        Rows of the view athlete_week: hip sets of each week.
    frame
        What `person_weeks.build_pace` gives of them, in its order.

    Returns
    -------
    Lags
        All from the same weeks: those with all twelve weeks before known.

    References
    ----------
    Almon 1965: weights of a distributed lag on a polynomial.
    """
    log = StrengthLog.of(weeks)
    sets = np.column_stack([log.before(lag) for lag in LAGS])
    before = pd.DataFrame(sets / pace.SETS, index=frame.index)
    known = before.notna().all(axis=1)
    rows = pace.used_rows(
        frame.assign(left_out_because=frame["left_out_because"].where(known, "strength log incomplete"))
    )
    athletes = int(rows["athlete_id"].nunique())
    if athletes < pace.LEAST_ATHLETES:
        needed = Missing(
            "runners with the twelve weeks before known", athletes, pace.LEAST_ATHLETES, "runners"
        )
        return Lags((), (), None, None, None, needed)
    asked = before.loc[rows.index].to_numpy()
    base = pace.within(rows)
    side = base.x[:, 1:]
    shifted = base.lines.rest(asked)
    single = [regress(np.column_stack([shifted[:, [k]], side]), base.y, base.lines) for k in range(len(LAGS))]
    by_itself = tuple(
        _lag(lag, slopes[0], left[:, 0]) for lag, (slopes, left) in zip(LAGS, single, strict=True)
    )
    at = [LAGS.index(lag) for lag in LATE_LAGS]
    late_alone = _of("late", shifted[:, at].mean(axis=1), rows, base)
    size = rows.groupby("athlete_id").size()
    long = int((size >= LEAST_YEAR_WEEKS).sum())
    if long < LEAST_ATHLETES:
        short = Missing("runners with a year of weeks that count", long, LEAST_ATHLETES, "runners")
        return Lags(by_itself, (), None, None, late_alone, short)
    powers = np.vander(np.array(LAGS, dtype=float), DEGREE + 1, increasing=True)
    slopes, left = regress(np.column_stack([shifted @ powers, side]), base.y, base.lines)
    curve, left_curve = powers @ slopes[: DEGREE + 1], left[:, : DEGREE + 1] @ powers.T
    return Lags(
        by_itself,
        tuple(_lag(lag, curve[k], left_curve[:, k]) for k, lag in enumerate(LAGS)),
        _sum("total", curve, left_curve, rows),
        _sum("late", curve[at], left_curve[:, at], rows),
        late_alone,
        None,
    )


def _lag(lag: int, slope: float, left_out: Floats) -> Lag:
    half = finding.half_width(jackknife_se(left_out), len(left_out) - 1)
    low, value, high = (pace.in_pct(float(slope) + step) for step in (-half, 0.0, half))
    return Lag(lag, value, low, high)


def _of(name: str, exposure: Floats, rows: pd.DataFrame, base: pace.Within) -> Estimate:
    slopes, left = regress(np.column_stack([exposure, base.x[:, 1:]]), base.y, base.lines)
    return pace.estimate_of(name, slopes[0], jackknife_se(left[:, 0]), base.lines.athletes - 1, rows)


def _sum(name: str, curve: Floats, left_out: Floats, rows: pd.DataFrame) -> Estimate:
    se = jackknife_se(left_out.sum(axis=1))
    return pace.estimate_of(name, float(curve.sum()), se, len(left_out) - 1, rows)
