"""Shifted strength series against injuries: what the estimate would look like if strength told nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models import design, poisson, shuffle
from analytics.models.injury_fits import SETS, Rows, in_order, mean_of

Floats = npt.NDArray[np.float64]

DRAWS = 999


@dataclass(frozen=True)
class Shifted:
    """What shifted strength series give.

    Attributes
    ----------
    p
        Share of them that look at least as telling as the real one, the real one among them.
    value, low, high
        Median and middle 95 % of their rate ratios per +10 hip sets (one step from no effect).
    """

    p: float
    value: float
    low: float
    high: float


def shifted(person_weeks: pd.DataFrame, *, seed: int = 0, draws: int = DRAWS) -> Shifted:
    """Shift each athlete's strength series round in time, and look how telling it is then.

    Parameters
    ----------
    person_weeks
        What `person_weeks.build` gives.

    Notes
    -----
    The statistic is the score of the dose against a model without it. It is a sum over athletes, so it is
    enough to work out each athlete's part once for every possible shift.

    References
    ----------
    Circular-shift permutation: keeps each series' own rhythm and breaks its tie to the outcome.
    """
    frame = in_order(person_weeks).reset_index(drop=True)
    used = frame["left_out_because"].isna().to_numpy()
    rows = frame[used]
    table = Rows.of(rows)
    group, hours, events = table.group, table.hours, table.events
    null = design.columns(table, {"dose_mean": mean_of(table.dose / SETS, group), **table.side})
    free = int("dose_mean" in null.names)
    fit = poisson.fit_rates(null.matrix, events, hours, group, free=free, jackknife=False)
    known = np.column_stack([np.ones(len(rows)), null.matrix])
    weighted = known * fit.expected[:, None]
    rest = events - fit.expected
    sums, squares = shuffle.sums_of_shifts(
        frame, used, np.column_stack([weighted, rest]), fit.expected, draws=draws, seed=seed
    )
    inside = np.linalg.pinv(weighted.T @ known, hermitian=True) @ sums[:, :-1].T
    score = sums[:, -1] - (rest @ known) @ inside
    information = np.maximum(squares - (sums[:, :-1] * inside.T).sum(axis=1), 1e-12)
    statistic = score / np.sqrt(information)
    low, value, high = np.exp(np.quantile(SETS * score[1:] / information[1:], [0.025, 0.5, 0.975]))
    return Shifted(shuffle.p_value(float(statistic[0]), statistic[1:]), float(value), float(low), float(high))
