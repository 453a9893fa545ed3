"""A forecast of injuries in the next seven days: tested on what it has not seen, or not shown."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.model_selection import GroupKFold

from analytics.metrics import forecasting
from analytics.models import finding
from analytics.models.forecast_recipes import MODELS, PREDICT, PRODUCT, base_rate

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

FOLDS = 5
GAP_WEEKS, AHEAD_WEEKS = 1, 21
LEAST_INJURIES, LEAST_ATHLETES = 100, 10
SLOPE_LOW, SLOPE_HIGH = 0.7, 1.3
NEVER = float("nan")


@dataclass(frozen=True)
class Judged:
    """How one model did on rows it was not fitted on, in one way of holding rows back.

    `skill` is Brier skill over the base rate of the rows fitted on, `low` and `high` its 95 % interval
    (delete-one-athlete jackknife); `auc`, `average_precision` and the calibration `slope` likewise. NaN where
    a figure cannot be made.
    """

    model: str
    held_back: str
    n: int
    injuries: int
    skill: float
    low: float
    high: float
    slope: float
    calibration_error: float
    auc: float
    auc_low: float
    auc_high: float
    average_precision: float
    ap_low: float = NEVER
    ap_high: float = NEVER
    slope_low: float = NEVER
    slope_high: float = NEVER
    intercept: float = NEVER


@dataclass(frozen=True)
class Forecast:
    """What can be said of next week.

    Attributes
    ----------
    is_released
        Whether the product model passed its gate; otherwise only the base rate and known flags are shown.
    why_not
        What keeps it back, in order; empty when released.
    judged
        All models, both ways of holding back.
    reliability, alerts
        Of the product model on years not seen; None without enough injuries to try.
    base_rate
        Injuries a week and athlete, in the rows there are.
    """

    is_released: bool
    why_not: tuple[str, ...]
    judged: tuple[Judged, ...]
    reliability: forecasting.Reliability | None
    alerts: tuple[forecasting.Alerts, ...]
    base_rate: float
    injuries: int
    athletes: int


Parts = Iterator[tuple[Codes, Codes]]


def judge(rows: pd.DataFrame) -> Forecast:
    """Fit and test all models, and say whether the forecast may be shown.

    Parameters
    ----------
    rows
        What `forecast_features.build_forecast` gives.

    Returns
    -------
    Forecast
        Released only if, on weeks after those it was fitted on, the lower limit of the Brier skill is above 0
        and the calibration slope lies within 0.7 to 1.3, with at least 100 injuries. Everything that is
        learned (means, scales, base rates) is learned inside the fold.
    """
    known = rows[rows["y"].notna()].sort_values(["athlete_id", "week_start"], ignore_index=True)
    injuries, athletes = int(known["y"].sum()), int(known["athlete_id"].nunique())
    base = float(known["y"].mean()) if len(known) else float("nan")
    short = []
    if injuries < LEAST_INJURIES:
        short.append(f"{injuries} of {LEAST_INJURIES} injuries needed")
    if athletes < LEAST_ATHLETES:
        short.append(f"{athletes} of {LEAST_ATHLETES} athletes needed")
    if short:
        return Forecast(False, tuple(short), (), None, (), base, injuries, athletes)
    judged, ahead = [], None
    for held_back, parts in (("athletes", _by_athlete(known)), ("years", _forward(known))):
        made = _held_out(known, parts)
        if made is None:
            continue
        tested, forecasts = made
        judged += [_judged(name, held_back, tested, forecasts) for name in MODELS]
        if held_back == "years":
            ahead = tested, forecasts[PRODUCT]
    why = gate(judged)
    if ahead is None:
        return Forecast(False, tuple(why), tuple(judged), None, (), base, injuries, athletes)
    tested, chance = ahead
    happened = tested["y"].to_numpy(dtype=float)
    week = np.unique(tested["week_start"], return_inverse=True)[1].astype(np.int64)
    return Forecast(
        is_released=not why,
        why_not=tuple(why),
        judged=tuple(judged),
        reliability=forecasting.reliability(happened, chance),
        alerts=forecasting.alert_budget(happened, chance, week),
        base_rate=base,
        injuries=injuries,
        athletes=athletes,
    )


def _by_athlete(rows: pd.DataFrame) -> Parts:
    """Hold back a fifth of the athletes at a time."""
    folds = min(FOLDS, rows["athlete_id"].nunique())
    yield from GroupKFold(folds).split(rows, groups=rows["athlete_id"])


def _forward(rows: pd.DataFrame) -> Parts:
    """Hold back 21 weeks after a gap of one, again and again; the first fit has a third of the weeks."""
    weeks = np.unique(rows["week_start"], return_inverse=True)[1]
    last = int(weeks.max())
    start = max(AHEAD_WEEKS, (last + 1) // 3)
    while start + GAP_WEEKS < last:
        fitted = np.flatnonzero(weeks < start)
        tested = np.flatnonzero((weeks >= start + GAP_WEEKS) & (weeks < start + GAP_WEEKS + AHEAD_WEEKS))
        if len(fitted) and len(tested):
            yield fitted, tested
        start += AHEAD_WEEKS


def _held_out(rows: pd.DataFrame, parts: Parts) -> tuple[pd.DataFrame, dict[str, Floats]] | None:
    """Give the rows held back, in one table, with each model's forecast of them."""
    tested: list[pd.DataFrame] = []
    forecasts: dict[str, list[Floats]] = {name: [] for name in (*MODELS, "known base rate")}
    for fitted, held in parts:
        train, test = rows.iloc[fitted], rows.iloc[held]
        if train["y"].sum() < 2:
            continue
        tested.append(test)
        for name, predict in PREDICT.items():
            forecasts[name].append(predict(train, test))
        forecasts["known base rate"].append(base_rate(train, test))
    if not tested:
        return None
    return pd.concat(tested), {name: np.concatenate(made) for name, made in forecasts.items()}


def _judged(name: str, held_back: str, tested: pd.DataFrame, forecasts: dict[str, Floats]) -> Judged:
    happened, chance = tested["y"].to_numpy(dtype=float), forecasts[name]
    reference = forecasts["known base rate"]
    group = np.unique(tested["athlete_id"], return_inverse=True)[1].astype(np.int64)
    skill = forecasting.brier_skill(happened, chance, reference)
    saved = np.bincount(group, (happened - chance) ** 2), np.bincount(group, (happened - reference) ** 2)
    left = 1 - (saved[0].sum() - saved[0]) / (saved[1].sum() - saved[1])
    area = forecasting.auc(happened, chance)
    half = _jackknife_half(left)
    area_half = _jackknife_half(forecasting.auc_without_each(happened, chance, group))
    precision = forecasting.average_precision(happened, chance)
    precision_half = _jackknife_half(forecasting.average_precision_without_each(happened, chance, group))
    slope, intercept, slope_half = NEVER, NEVER, NEVER
    if float(np.ptp(chance)) > 0:
        slope, intercept = forecasting.calibration(happened, chance)
        slope_half = _jackknife_half(forecasting.calibration_slope_without_each(happened, chance, group))
    return Judged(
        model=name,
        held_back=held_back,
        n=len(tested),
        injuries=int(happened.sum()),
        skill=skill,
        low=skill - half,
        high=skill + half,
        slope=slope,
        calibration_error=forecasting.calibration_error(forecasting.reliability(happened, chance)),
        auc=area,
        auc_low=area - area_half,
        auc_high=area + area_half,
        average_precision=precision,
        ap_low=precision - precision_half,
        ap_high=precision + precision_half,
        slope_low=slope - slope_half,
        slope_high=slope + slope_half,
        intercept=intercept,
    )


def _jackknife_half(left: Floats) -> float:
    left = left[~np.isnan(left)]
    groups = len(left)
    if groups < 2:
        return NEVER
    se = math.sqrt((groups - 1) / groups * float(((left - left.mean()) ** 2).sum()))
    return finding.half_width(se, groups - 1)


def gate(judged: list[Judged]) -> list[str]:
    """Say what keeps the product model back, judged on years it has not seen."""
    ahead = next((one for one in judged if one.model == PRODUCT and one.held_back == "years"), None)
    if ahead is None:
        return ["the log is too short to hold a later part back"]
    why = []
    if not ahead.low > 0:
        why.append("it forecasts no better than the base rate, as far as can be told")
    if not SLOPE_LOW <= ahead.slope <= SLOPE_HIGH:
        why.append("its chances are too high or too low where they differ from the base rate")
    return why
