"""A forecast of injuries in the next seven days: tested on what it has not seen, or not shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from analytics.metrics import forecasting, spike
from analytics.models import finding
from analytics.models.forecast_features import FEATURES

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

FOLDS = 5
GAP_WEEKS, AHEAD_WEEKS = 1, 21
LEAST_INJURIES, LEAST_ATHLETES = 100, 10
SLOPE_LOW, SLOPE_HIGH = 0.7, 1.3
PENALTY = 0.1
ACWR_RULE = 1.5
PRODUCT = "logistic"
MODELS = ("base rate", "rule: load ratio", "rule: session spike", PRODUCT, "boosted trees")


@dataclass(frozen=True)
class Judged:
    """How one model did on rows it was not fitted on, in one way of holding rows back.

    `skill` is Brier skill over the base rate of the rows fitted on, `low` and `high` its 95 % interval
    (delete-one-athlete jackknife); `auc` and `ap` (average precision) likewise with `auc_low`, `auc_high`.
    NaN where a figure cannot be made.
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


Predict = Callable[[pd.DataFrame, pd.DataFrame], Floats]
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
    why = _gate(judged)
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


def next_week(rows: pd.DataFrame, ahead: pd.DataFrame) -> Floats:
    """Forecast rows that have not happened yet with the product model; only after `judge` has released it."""
    return _logistic(rows[rows["y"].notna()], ahead)


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
        forecasts["known base rate"].append(_base_rate(train, test))
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
    left_area = np.array(
        [forecasting.auc(happened[group != g], chance[group != g]) for g in range(len(left))]
    )
    half, area_half = (_jackknife_half(values) for values in (left, left_area))
    varies = float(np.ptp(chance)) > 0
    return Judged(
        model=name,
        held_back=held_back,
        n=len(tested),
        injuries=int(happened.sum()),
        skill=skill,
        low=skill - half,
        high=skill + half,
        slope=forecasting.calibration(happened, chance)[0] if varies else float("nan"),
        calibration_error=forecasting.calibration_error(forecasting.reliability(happened, chance)),
        auc=area,
        auc_low=area - area_half,
        auc_high=area + area_half,
        average_precision=forecasting.average_precision(happened, chance),
    )


def _jackknife_half(left: Floats) -> float:
    groups = len(left)
    se = math.sqrt((groups - 1) / groups * float(((left - left.mean()) ** 2).sum()))
    return finding.half_width(se, groups - 1)


def _gate(judged: list[Judged]) -> list[str]:
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


def _base_rate(train: pd.DataFrame, test: pd.DataFrame) -> Floats:
    return np.full(len(test), float(train["y"].mean()))


def _by_flag(flag: Callable[[pd.DataFrame], npt.NDArray[np.bool_]]) -> Predict:
    """Turn a rule into chances: how often it came true in the rows fitted on, with the rule and without."""

    def predict(train: pd.DataFrame, test: pd.DataFrame) -> Floats:
        flagged, happened = flag(train), train["y"].to_numpy(dtype=float)
        base = float(happened.mean())
        rates = [(happened[at].sum() + base) / (at.sum() + 1.0) for at in (~flagged, flagged)]
        return np.asarray(np.where(flag(test), rates[1], rates[0]), dtype=np.float64)

    return predict


def _overloaded(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    return np.asarray(rows["acwr_last_week"].fillna(0.0) > ACWR_RULE, dtype=np.bool_)


def _spiked(rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    least = spike.STATES["small"].above or 1.0
    return np.asarray(rows["spike_last_week"].fillna(0.0) > least, dtype=np.bool_)


def _matrices(train: pd.DataFrame, test: pd.DataFrame) -> tuple[Floats, Floats, list[str]]:
    """Give both tables as numbers, without the columns of which the rows fitted on know nothing."""
    seen = [name for name in FEATURES if train[name].notna().any()]
    x, asked = (rows[seen].to_numpy(dtype=float) for rows in (train, test))
    return x, asked, seen


def _logistic(train: pd.DataFrame, test: pd.DataFrame) -> Floats:
    """Penalised logistic regression; centred, scaled and filled with what the rows fitted on say."""
    x, asked, _ = _matrices(train, test)
    middle = np.nanmean(x, axis=0)
    scale = np.nanstd(x, axis=0)
    scale[~(scale > 0)] = 1.0
    sometimes = np.isnan(x).any(axis=0)

    def made(values: Floats) -> Floats:
        unknown = np.isnan(values)
        return np.hstack([np.where(unknown, 0.0, (values - middle) / scale), unknown[:, sometimes]])

    model = LogisticRegression(C=PENALTY, max_iter=500).fit(made(x), train["y"].to_numpy(dtype=int))
    return np.asarray(model.predict_proba(made(asked))[:, 1], dtype=np.float64)


def _boosted(train: pd.DataFrame, test: pd.DataFrame) -> Floats:
    """A small boosted model, the chance never rising with more strength work; unknown values as they are."""
    x, asked, seen = _matrices(train, test)
    model = HistGradientBoostingClassifier(
        max_leaf_nodes=6,
        learning_rate=0.05,
        max_iter=60,
        min_samples_leaf=80,
        monotonic_cst=[-1 if name == "dose" else 0 for name in seen],
        random_state=0,
    )
    model.fit(x, train["y"].to_numpy(dtype=int))
    return np.asarray(model.predict_proba(asked)[:, 1], dtype=np.float64)


PREDICT: dict[str, Predict] = {
    "base rate": _base_rate,
    "rule: load ratio": _by_flag(_overloaded),
    "rule: session spike": _by_flag(_spiked),
    PRODUCT: _logistic,
    "boosted trees": _boosted,
}
