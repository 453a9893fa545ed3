"""Hip dose: the hip sets of the weeks before, the recent ones weighing more; the week itself never counts."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]


def decay_weights(half_life_weeks: float = 4.0, weeks: int = 8) -> Floats:
    """Give the weights of the weeks before, the week just past first; they sum to 1.

    Parameters
    ----------
    half_life_weeks
        Weeks after which a week counts half. Strength lasts for weeks to months after a cut (Spiering 2021,
        McMaster 2013); the length is a choice of this project, with 2 and 8 as its sensitivity.

    Examples
    --------
    >>> [round(float(weight), 4) for weight in decay_weights()]
    [0.2121, 0.1784, 0.15, 0.1261, 0.1061, 0.0892, 0.075, 0.0631]
    """
    if half_life_weeks <= 0 or weeks < 1:
        raise ValueError("a half-life is above 0 and at least one week is needed")
    raw = np.power(2.0, -np.arange(weeks, dtype=np.float64) / half_life_weeks)
    weights: Floats = raw / raw.sum()
    return weights


def decayed(
    weekly_sets: Sequence[float] | Floats | pd.Series, *, half_life_weeks: float = 4.0, weeks: int = 8
) -> Floats:
    """Give each week's hip dose from the weeks before it.

    Parameters
    ----------
    weekly_sets
        Hip sets of consecutive weeks in order; NaN is an unknown week, 0 a week without hip work.

    Returns
    -------
    array
        Hip sets a week, one a week given. NaN unless all `weeks` before are known. The week itself is never
        used: pain in a week lowers its own sets, so it would look as if the low dose came first.

    Examples
    --------
    >>> dose = decayed([10.0] * 8 + [0.0, 0.0])
    >>> bool(np.isnan(dose[7])), round(float(dose[8]), 3), round(float(dose[9]), 3)
    (True, 10.0, 7.879)
    """
    sets = np.asarray(weekly_sets, dtype=np.float64)
    weights = decay_weights(half_life_weeks, weeks)
    dose = np.full(sets.shape, np.nan)
    for week in range(weeks, len(sets)):
        # NaN in any of the weeks makes the sum NaN: an unknown week makes the dose unknown.
        dose[week] = float(np.dot(weights, sets[week - weeks : week][::-1]))
    return dose


def daily(hip_sets: Sequence[float] | Floats | pd.Series, *, tau_days: float = 42.0) -> Floats:
    """Give the daily twin of the dose, for drawing: an exponential mean of daily hip sets, times 7.

    Parameters
    ----------
    hip_sets
        Hip sets of consecutive days; NaN is unknown and starts the series anew behind it.

    Returns
    -------
    array
        Hip sets a week, day by day, beginning at 0 at the start of each known stretch; NaN on unknown days.
    """
    sets = np.asarray(hip_sets, dtype=np.float64)
    share = 1.0 - math.exp(-1.0 / tau_days)
    level = 0.0
    levels = np.full(sets.shape, np.nan)
    for day, value in enumerate(sets):
        if np.isnan(value):
            level = 0.0
            continue
        level += (value - level) * share
        levels[day] = 7.0 * level
    return levels


def half_life_days(tau_days: float) -> float:
    """Give the half-life that belongs to a time constant.

    Examples
    --------
    >>> round(half_life_days(42.0), 3)
    29.112
    """
    return tau_days * math.log(2.0)
