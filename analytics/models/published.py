"""The published protocol on the public tables of competitive runners, and stricter ones beside it.

References
----------
Lövdal, den Hartigh & Azzopardi 2021 (doi 10.1123/ijspp.2020-0518); the protocol is that of the authors'
code: the ten athletes who joined last are the test; loads are standardised by each athlete's own healthy rows
(those of the test athletes too); nine bags of 2,048 rows of each class, as many of each athlete; boosted
trees, calibrated on another such sample; their mean; five times over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from analytics.metrics import forecasting
from analytics.models import finding, poisson

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Kind = Literal["day", "week"]

TEST_ATHLETES = 10
BAGS, PER_CLASS, EXPERIMENTS = 9, 2048, 5
TREES, DEPTHS, RATE = (256, 512), (2, 3), 0.01
LEAST_SPREAD = 0.01
FOLDS, FIRST_SHARE = 5, 0.5
OWN_DAYS: dict[Kind, int] = {"day": 7, "week": 21}
"""Days a row tells of: rows nearer to each other than that share days."""
LEAST_INJURIES, LEAST_ATHLETES = 10, 6
PENALTY = 0.1
NEAR_DAYS = 14


@dataclass(frozen=True)
class Result:
    """How one way of testing did.

    `auc` with its 95 % interval (delete-one-athlete jackknife over the athletes tested); `validation` is the
    area on rows of the athletes fitted on, which the published protocol reports as well; None elsewhere.
    """

    protocol: str
    model: str
    n: int
    injuries: int
    athletes: int
    auc: float
    low: float
    high: float
    average_precision: float
    base_rate: float
    recall: float | None = None
    specificity: float | None = None
    validation: float | None = None


@dataclass(frozen=True)
class Strength:
    """The rate of injury in rows with strength work one or two weeks before against rows without.

    `ratio` with its 95 % interval, each athlete against their own mean; None where `missing` says what is
    short.
    """

    rows_with: int
    injuries_with: int
    rows_without: int
    injuries_without: int
    ratio: float | None
    low: float | None
    high: float | None
    missing: str | None


def usable(rows: pd.DataFrame) -> str | None:
    """Say why the protocols cannot be run on these rows; None where they can.

    Parameters
    ----------
    rows
        athlete, injury (0 or 1), date (a number), and the columns of load.
    """
    hurt = rows.groupby("athlete")["injury"].sum()
    if len(hurt) <= TEST_ATHLETES + FOLDS:
        return f"{len(hurt)} athletes; more than {TEST_ATHLETES + FOLDS} are needed"
    last = hurt.sort_index().index[-TEST_ATHLETES:]
    for where, some in (("test", hurt.loc[last]), ("fitting", hurt.drop(last))):
        if some.sum() < 2:
            return f"{int(some.sum())} injuries of the athletes for {where}; 2 are needed at least"
    return None


def as_published(
    rows: pd.DataFrame,
    features: tuple[str, ...],
    *,
    experiments: int = EXPERIMENTS,
    bags: int = BAGS,
    trees: tuple[int, ...] = TREES,
    seed: int = 0,
    on_experiment: Callable[[int, int], None] | None = None,
) -> Result:
    """Run the published protocol, with histogram boosting in place of its library.

    Returns
    -------
    Result
        Areas, recall and specificity are means over the experiments; the interval is that of the mean of all
        forecasts.
    """
    athlete, happened = rows["athlete"].to_numpy(), rows["injury"].to_numpy(dtype=float)
    x = by_healthy_rows(rows[list(features)].to_numpy(dtype=float), athlete, happened)
    is_test = np.isin(athlete, np.sort(np.unique(athlete))[-TEST_ATHLETES:])
    rng = np.random.default_rng(seed)
    told, areas, validated, recalls, specific = [], [], [], [], []
    for number in range(experiments):
        models = [_bag(x, happened, athlete, ~is_test, rng, trees) for _ in range(bags)]
        chance = np.mean([model(x) for model in models], axis=0)
        held = _as_many(happened, ~is_test, happened[is_test], rng)
        limit = _where_alike(happened[held], chance[held])
        test, seen = happened[is_test], chance[is_test]
        told.append(seen)
        areas.append(forecasting.auc(test, seen))
        validated.append(forecasting.auc(happened[held], chance[held]))
        recalls.append(float((seen[test > 0] >= limit).mean()))
        specific.append(float((seen[test == 0] < limit).mean()))
        if on_experiment:
            on_experiment(number + 1, experiments)
    one = _result("as published", "boosted trees, 9 bags", test, np.mean(told, axis=0), athlete[is_test])
    half = one.high - one.auc
    area = float(np.mean(areas))
    return Result(
        **{
            **vars(one),
            "auc": area,
            "low": area - half,
            "high": area + half,
            "recall": float(np.mean(recalls)),
            "specificity": float(np.mean(specific)),
            "validation": float(np.mean(validated)),
        }
    )


def strictly(rows: pd.DataFrame, features: tuple[str, ...], *, kind: Kind) -> Iterator[Result]:
    """Test on athletes held back whole, and on later rows, with nothing but a row's own columns.

    No column looks at other rows: which rows are there at all depends on injuries (the days about one were
    taken out by the authors), so that a count, a gap or a mean over neighbouring rows would tell the label.
    Between the rows fitted on and those tested later lie all the days that a row tells of.
    """
    ordered = rows.sort_values(["athlete", "date"], ignore_index=True)
    athlete, happened = ordered["athlete"].to_numpy(), ordered["injury"].to_numpy(dtype=float)
    x = ordered[list(features)].to_numpy(dtype=float)
    later = [(_forward(ordered["date"].to_numpy(dtype=float), OWN_DAYS[kind]))]
    folds = min(FOLDS, len(np.unique(athlete)))
    for protocol, parts in (
        ("other athletes", list(GroupKFold(folds).split(x, groups=athlete))),
        ("later rows", later),
    ):
        for model, predict in (("penalised logistic", logistic), ("small boosted trees", boosted)):
            held, made = [], []
            for fitted, tested in parts:
                if happened[fitted].sum() >= 2 and len(tested):
                    held.append(tested)
                    made.append(predict(x[fitted], happened[fitted], x[tested]))
            if held and happened[np.concatenate(held)].sum() > 0:
                at = np.concatenate(held)
                yield _result(protocol, model, happened[at], np.concatenate(made), athlete[at])


def rows_after_injuries(rows: pd.DataFrame) -> tuple[float, float] | None:
    """Give the share of days with a row in the two weeks after an injury, and on all days.

    Where the first is smaller, which rows are there depends on the injuries. None without injuries.
    """
    near: list[bool] = []
    present, span = 0, 0.0
    for _, own in rows.groupby("athlete"):
        there = set(own["date"].astype(int))
        last = max(there)
        present += len(there)
        span += last - min(there) + 1
        for day in own.loc[own["injury"] == 1, "date"].astype(int):
            near += [day + k in there for k in range(1, NEAR_DAYS + 1) if day + k <= last]
    return (float(np.mean(near)), present / span) if near else None


def strength(rows: pd.DataFrame) -> Strength:
    """Compare weeks with strength work one or two weeks before with those without, in the week table.

    Poisson, each athlete against their own mean, beside log distance and mean exertion of the last week; not
    the last week's strength work, which early pain cuts. Strength work here is of any kind, not of the hips.
    """
    lagged = rows[["nr. strength trainings.1", "nr. strength trainings.2"]].to_numpy(dtype=float)
    exposed = (lagged >= 1).any(axis=1).astype(float)
    happened = rows["injury"].to_numpy(dtype=float)
    _, group = np.unique(rows["athlete"].to_numpy(), return_inverse=True)
    counts = (
        int(exposed.sum()),
        int(happened[exposed > 0].sum()),
        int((exposed == 0).sum()),
        int(happened[exposed == 0].sum()),
    )
    size = np.bincount(group)
    mean = (np.bincount(group, exposed) / size)[group]
    varying = int(((np.bincount(group, exposed) > 0) & (np.bincount(group, exposed) < size)).sum())
    for what, have, least in (
        ("injuries", int(happened.sum()), LEAST_INJURIES),
        ("athletes with weeks of both kinds", varying, LEAST_ATHLETES),
    ):
        if have < least:
            return Strength(*counts, None, None, None, f"{have} {what}; {least} are needed")
    columns = [
        exposed - mean,
        mean,
        np.log1p(rows["total kms"].to_numpy(dtype=float)),
        rows["avg exertion"].to_numpy(dtype=float),
    ]
    fit = poisson.fit_rates(
        np.column_stack(columns), happened, np.ones(len(rows)), group.astype(np.int64), free=1
    )
    slope = float(fit.coefficients[1])
    half = finding.half_width(fit.jackknife_se(1), int(group.max()))
    low, ratio, high = (float(np.exp(slope + step)) for step in (-half, 0.0, half))
    return Strength(*counts, ratio, low, high, None)


def by_healthy_rows(x: Floats, athlete: npt.NDArray[np.int64], happened: Floats) -> Floats:
    """Standardise each athlete's rows by the mean and SD of the athlete's healthy rows, as published.

    It reads the label, and of a test athlete the future: no such forecast could be made on the first day.
    """
    out = np.empty_like(x)
    for one in np.unique(athlete):
        own = athlete == one
        healthy = x[own & (happened == 0)]
        base = healthy if len(healthy) else x[own]
        spread = base.std(axis=0)
        out[own] = (x[own] - base.mean(axis=0)) / np.where(spread > 0, spread, LEAST_SPREAD)
    return out


def logistic(x: Floats, happened: Floats, asked: Floats) -> Floats:
    """Penalised logistic regression, scaled by the rows fitted on."""
    middle, spread = x.mean(axis=0), x.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    model = LogisticRegression(C=PENALTY, solver="newton-cholesky")
    model.fit((x - middle) / spread, happened.astype(int))
    return np.asarray(model.predict_proba((asked - middle) / spread)[:, 1], dtype=np.float64)


def boosted(x: Floats, happened: Floats, asked: Floats) -> Floats:
    """The small boosted model of the product's own forecast."""
    with threadpool_limits(1):
        model = HistGradientBoostingClassifier(
            max_leaf_nodes=6, learning_rate=0.05, max_iter=60, min_samples_leaf=80, random_state=0
        )
        model.fit(x, happened.astype(int))
        return np.asarray(model.predict_proba(asked)[:, 1], dtype=np.float64)


def _bag(
    x: Floats,
    happened: Floats,
    athlete: npt.NDArray[np.int64],
    may: npt.NDArray[np.bool_],
    rng: np.random.Generator,
    trees: tuple[int, ...],
) -> Callable[[Floats], Floats]:
    """Fit one bag and calibrate it on another balanced sample of the same athletes."""
    fitted, other = (_balanced(happened, athlete, may, rng) for _ in range(2))
    model = HistGradientBoostingClassifier(
        learning_rate=RATE,
        max_depth=int(rng.choice(DEPTHS)),
        max_iter=int(rng.choice(trees)),
        early_stopping=False,
        random_state=int(rng.integers(2**31)),
    )
    with threadpool_limits(1):
        model.fit(x[fitted], happened[fitted].astype(int))
        platt = LogisticRegression(C=1e6)
        platt.fit(model.decision_function(x[other])[:, None], happened[other].astype(int))

    def chance(asked: Floats) -> Floats:
        with threadpool_limits(1):
            score = model.decision_function(asked)
        return np.asarray(platt.predict_proba(score[:, None])[:, 1], dtype=np.float64)

    return chance


def _balanced(
    happened: Floats,
    athlete: npt.NDArray[np.int64],
    may: npt.NDArray[np.bool_],
    rng: np.random.Generator,
) -> Codes:
    """Draw as many rows of each class and each athlete who has both, with replacement."""
    groups = [(np.flatnonzero(may & (athlete == one)), one) for one in np.unique(athlete[may])]
    both = [at for at, _ in groups if 0 < happened[at].sum() < len(at)]
    each = max(PER_CLASS // max(len(both), 1), 1)
    drawn = [rng.choice(at[happened[at] == label], each, replace=True) for at in both for label in (0.0, 1.0)]
    return np.concatenate(drawn)


def _as_many(happened: Floats, may: npt.NDArray[np.bool_], like: Floats, rng: np.random.Generator) -> Codes:
    """Draw rows again with as many injuries and healthy events as the test holds."""
    parts = [
        rng.choice(np.flatnonzero(may & (happened == label)), int((like == label).sum()), replace=True)
        for label in (0.0, 1.0)
    ]
    return np.concatenate(parts)


def _where_alike(happened: Floats, chance: Floats) -> float:
    """Give the threshold at which recall and specificity are nearest to each other."""
    limits = np.unique(chance)
    cases, others = np.sort(chance[happened > 0]), np.sort(chance[happened == 0])
    recall = 1 - np.searchsorted(cases, limits, side="left") / len(cases)
    specificity = np.searchsorted(others, limits, side="left") / len(others)
    return float(limits[np.argmin(np.abs(recall - specificity))])


def _forward(date: Floats, own_days: int) -> tuple[Codes, Codes]:
    """Part rows at the middle of their dates, without those that share days with the other side."""
    cut = float(np.quantile(date, FIRST_SHARE))
    return np.flatnonzero(date < cut), np.flatnonzero(date >= cut + own_days)


def _result(
    protocol: str, model: str, happened: Floats, chance: Floats, athlete: npt.NDArray[np.int64]
) -> Result:
    names, group = np.unique(athlete, return_inverse=True)
    area = forecasting.auc(happened, chance)
    left = forecasting.auc_without_each(happened, chance, group.astype(np.int64))
    left = left[~np.isnan(left)]
    half = finding.half_width(poisson.jackknife_se(left), len(left) - 1) if len(left) > 1 else float("nan")
    return Result(
        protocol,
        model,
        len(happened),
        int(happened.sum()),
        len(names),
        area,
        area - half,
        area + half,
        forecasting.average_precision(happened, chance),
        float(happened.mean()),
    )
