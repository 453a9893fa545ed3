"""The forecasts that are tried: base rate, two rules, the product model and a small boosted one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from analytics.metrics import spike
from analytics.models.forecast_features import FEATURES

Floats = npt.NDArray[np.float64]
Predict = Callable[[pd.DataFrame, pd.DataFrame], Floats]

PENALTY = 0.1
ACWR_RULE = 1.5
PRODUCT = "logistic"


def base_rate(train: pd.DataFrame, test: pd.DataFrame) -> Floats:
    """Forecast for everybody what happened in the rows fitted on."""
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


def logistic(train: pd.DataFrame, test: pd.DataFrame) -> Floats:
    """Penalised logistic regression; centred, scaled and filled with what the rows fitted on say."""
    x, asked, _ = _matrices(train, test)
    middle = np.nanmean(x, axis=0)
    scale = np.nanstd(x, axis=0)
    scale[~(scale > 0)] = 1.0
    sometimes = np.isnan(x).any(axis=0)

    def made(values: Floats) -> Floats:
        unknown = np.isnan(values)
        return np.hstack([np.where(unknown, 0.0, (values - middle) / scale), unknown[:, sometimes]])

    model = LogisticRegression(C=PENALTY, solver="newton-cholesky", max_iter=100)
    model.fit(made(x), train["y"].to_numpy(dtype=int))
    return np.asarray(model.predict_proba(made(asked))[:, 1], dtype=np.float64)


def boosted(train: pd.DataFrame, test: pd.DataFrame) -> Floats:
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
    with threadpool_limits(1):  # so few rows that threads only wait for one another: 30 times the processor
        model.fit(x, train["y"].to_numpy(dtype=int))
        return np.asarray(model.predict_proba(asked)[:, 1], dtype=np.float64)


PREDICT: dict[str, Predict] = {
    "base rate": base_rate,
    "rule: load ratio": _by_flag(_overloaded),
    "rule: session spike": _by_flag(_spiked),
    PRODUCT: logistic,
    "boosted trees": boosted,
}
MODELS = tuple(PREDICT)
