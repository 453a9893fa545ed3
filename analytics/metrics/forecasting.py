"""How good a forecast is: skill over the base rate, calibration, discrimination, what alerts bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

BINS = 10
STEPS = 50
EDGE = 1e-6


def brier_skill(happened: Floats, forecast: Floats, reference: Floats) -> float:
    """Give the share of the squared error of a reference that a forecast saves; above 0 it is better.

    Parameters
    ----------
    happened
        0 or 1.
    forecast, reference
        Probabilities; the reference is the base rate known when the forecast was made.

    References
    ----------
    Brier 1950; skill as in Murphy 1973.

    Examples
    --------
    >>> brier_skill(np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.array([0.5, 0.5]))
    1.0
    """
    worst = float(((happened - reference) ** 2).sum())
    return float("nan") if worst == 0 else 1.0 - float(((happened - forecast) ** 2).sum()) / worst


def calibration(happened: Floats, forecast: Floats) -> tuple[float, float]:
    """Give slope and intercept of the logistic regression of what happened on the log odds of the forecast.

    1 and 0 are perfect; a slope below 1 says that the forecast is too sure of itself.

    References
    ----------
    Cox 1958.
    """
    odds = _log_odds(forecast)
    full = np.column_stack([np.ones(len(odds)), odds])
    beta = np.array([float(_log_odds(np.array([happened.mean()]))[0]), 0.0])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-full @ beta))
        weight = np.maximum(chance * (1 - chance), EDGE**2)
        hessian = (full * weight[:, None]).T @ full + EDGE * np.eye(2)
        step = np.linalg.solve(hessian, full.T @ (happened - chance))
        beta = beta + step
        if np.abs(step).max() < EDGE:
            break
    return float(beta[1]), float(beta[0])


@dataclass(frozen=True)
class Reliability:
    """Forecasts in ten groups of like size: mean forecast, share that came true, how many."""

    forecast: Floats
    happened: Floats
    n: Codes


def reliability(happened: Floats, forecast: Floats, *, bins: int = BINS) -> Reliability:
    """Group forecasts by their size and set beside each group what happened."""
    groups = [part for part in np.array_split(np.argsort(forecast, kind="stable"), bins) if len(part)]
    return Reliability(
        np.array([forecast[part].mean() for part in groups]),
        np.array([happened[part].mean() for part in groups]),
        np.array([len(part) for part in groups], dtype=np.int64),
    )


def calibration_error(curve: Reliability) -> float:
    """Give the mean distance between forecast and what happened, weighted by size (ECE).

    Examples
    --------
    >>> calibration_error(Reliability(np.array([0.1, 0.3]), np.array([0.2, 0.3]), np.array([1, 1])))
    0.05
    """
    return float((np.abs(curve.forecast - curve.happened) * curve.n).sum() / curve.n.sum())


def auc(happened: Floats, forecast: Floats) -> float:
    """Give the chance that a case has a higher forecast than a non-case (ties count half); NaN without both.

    References
    ----------
    Hanley & McNeil 1982 (the area under the ROC curve as the Mann-Whitney statistic).

    Examples
    --------
    >>> auc(np.array([0.0, 0.0, 1.0]), np.array([0.1, 0.2, 0.2]))
    0.75
    """
    cases = float(happened.sum())
    others = len(happened) - cases
    if cases == 0 or others == 0:
        return float("nan")
    _, place, size = np.unique(forecast, return_inverse=True, return_counts=True)
    rank = (np.cumsum(size) - (size - 1) / 2)[place]
    return float((rank[happened > 0].sum() - cases * (cases + 1) / 2) / (cases * others))


def average_precision(happened: Floats, forecast: Floats) -> float:
    """Give the mean share of cases among the forecasts at least as high as each case's; NaN without cases.

    Examples
    --------
    >>> average_precision(np.array([1.0, 0.0, 1.0]), np.array([0.9, 0.8, 0.7]))  # (1/1 + 2/3) / 2
    0.8333333333333333
    """
    if happened.sum() == 0:
        return float("nan")
    order = np.argsort(-forecast, kind="stable")
    hit, value = happened[order], forecast[order]
    last = np.append(np.flatnonzero(np.diff(value)), len(value) - 1)
    found = np.cumsum(hit)[last]
    precision = found / (last + 1)
    return float((np.diff(found, prepend=0) * precision).sum() / hit.sum())


def auc_without_each(happened: Floats, forecast: Floats, group: Codes) -> Floats:
    """Give the area without each group (0, 1, ... without gaps) in turn; NaN where it leaves only one kind.

    Examples
    --------
    >>> happened, forecast = np.array([0.0, 1.0, 0.0, 1.0]), np.array([0.1, 0.2, 0.3, 0.25])
    >>> auc_without_each(happened, forecast, np.array([0, 0, 1, 2]))
    array([0. , 1. , 0.5])
    """
    is_case = happened > 0
    cases, others = np.sort(forecast[is_case]), np.sort(forecast[~is_case])
    wins = np.where(is_case, _below(others, forecast), len(cases) - _below(cases, forecast))
    groups = int(group.max()) + 1
    both = np.bincount(group, wins, groups)
    inside = np.zeros(groups)
    for one in np.unique(group[is_case]):
        at = group == one
        inside[one] = _below(np.sort(forecast[at & ~is_case]), forecast[at & is_case]).sum()
    left_cases = len(cases) - np.bincount(group, is_case, groups)
    left_others = len(others) - np.bincount(group, ~is_case, groups)
    pairs = left_cases * left_others
    total = float(wins[is_case].sum())
    return np.where(pairs > 0, (total - both + inside) / np.where(pairs > 0, pairs, 1.0), np.nan)


def average_precision_without_each(happened: Floats, forecast: Floats, group: Codes) -> Floats:
    """Give the average precision without each group in turn."""
    order = np.argsort(-forecast, kind="stable")
    hit, value, whose = happened[order], forecast[order], group[order]
    left = [average_precision(hit[whose != one], value[whose != one]) for one in range(int(group.max()) + 1)]
    return np.array(left)


def calibration_slope_without_each(happened: Floats, forecast: Floats, group: Codes) -> Floats:
    """Give the calibration slope without each group, one Newton step from that of all."""
    slope, intercept = calibration(happened, forecast)
    full = np.column_stack([np.ones(len(forecast)), _log_odds(forecast)])
    chance = 1 / (1 + np.exp(-full @ np.array([intercept, slope])))
    weighted = full * (chance * (1 - chance))[:, None]
    groups = int(group.max()) + 1
    scores = np.column_stack([np.bincount(group, column * (happened - chance), groups) for column in full.T])
    curves = np.empty((groups, 2, 2))
    for row in range(2):
        for column in range(2):
            curves[:, row, column] = np.bincount(group, weighted[:, row] * full[:, column], groups)
    left = curves.sum(axis=0) - curves + EDGE * np.eye(2)
    moved = np.linalg.solve(left, (scores.sum(axis=0) - scores)[:, :, None])[:, 1, 0]
    return np.asarray(slope + moved, dtype=np.float64)


def _below(ordered: Floats, values: Floats) -> Floats:
    """Count for each value those below it, ties half."""
    left, right = (np.searchsorted(ordered, values, side=side) for side in ("left", "right"))
    return np.asarray((left + right) / 2, dtype=np.float64)


@dataclass(frozen=True)
class Alerts:
    """What so many flags a week bring: the share of flags that were right, of injuries that were flagged."""

    flags_per_week: int
    precision: float
    recall: float
    flags: int

    @property
    def flags_per_injury(self) -> float:
        """Count the flags it takes to meet one injury; infinite where none was met."""
        return 1 / self.precision if self.precision else float("inf")


def alert_budget(happened: Floats, forecast: Floats, week: Codes, *, most: int = 5) -> tuple[Alerts, ...]:
    """Flag the highest forecasts of each week, one to `most` of them, and count what that brings.

    Parameters
    ----------
    week
        Number of the week of each row; weeks with fewer athletes than flags flag them all.
    """
    order = np.lexsort((-forecast, week))
    hit, weeks = happened[order], week[order]
    start = np.flatnonzero(np.r_[True, np.diff(weeks) != 0])
    place = np.arange(len(hit)) - np.repeat(start, np.diff(np.r_[start, len(hit)]))
    out = []
    for flags in range(1, most + 1):
        flagged = place < flags
        right = float(hit[flagged].sum())
        total = float(hit.sum())
        out.append(
            Alerts(
                flags,
                right / float(flagged.sum()),
                right / total if total else float("nan"),
                int(flagged.sum()),
            )
        )
    return tuple(out)


def _log_odds(chance: Floats) -> Floats:
    kept = np.clip(chance, EDGE, 1 - EDGE)
    return np.asarray(np.log(kept / (1 - kept)), dtype=np.float64)
