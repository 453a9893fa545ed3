"""Shifted strength series: the estimates to expect if strength had nothing to do with the outcome."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

LEAST_SHIFT_WEEKS = 9
"""A shift must outlast the eight weeks that the dose looks back over."""
DRAWS = 199
LEVEL = 0.05
"""More shifted series than this share look as telling as the real one: nothing is claimed."""


def shifted_doses(frame: pd.DataFrame, used: npt.NDArray[np.bool_], *, draws: int, seed: int) -> Floats:
    """Shift each athlete's series of known doses round in time, by a random number of weeks of at least nine.

    Parameters
    ----------
    frame
        All weeks, sorted by athlete and week: athlete_id, dose (NaN unknown).
    used
        The rows to give back; their dose must be known.

    Returns
    -------
    numpy.ndarray
        Used rows by draws. An athlete with fewer than 18 known weeks cannot be shifted and stays as is.
    """
    rng = np.random.default_rng(seed)
    dose = frame["dose"].to_numpy(dtype=float)
    out = np.empty((len(frame), draws))
    known = ~np.isnan(dose)
    for rows in frame.groupby("athlete_id", sort=True).indices.values():
        rows = rows[known[rows]]
        weeks = len(rows)
        if weeks < 2 * LEAST_SHIFT_WEEKS:
            out[rows] = dose[rows][:, None]
            continue
        shift = rng.integers(LEAST_SHIFT_WEEKS, weeks - LEAST_SHIFT_WEEKS + 1, draws)
        out[rows] = dose[rows][(np.arange(weeks)[:, None] - shift[None, :]) % weeks]
    return out[used]


def sums_of_shifts(
    frame: pd.DataFrame,
    used: npt.NDArray[np.bool_],
    columns: Floats,
    weights: Floats,
    *,
    draws: int,
    seed: int,
) -> tuple[Floats, Floats]:
    """Give the sums that shifted doses make with some columns, without laying out every shifted series.

    Parameters
    ----------
    frame, used, draws, seed
        As in `shifted_doses`; the shifts are the same.
    columns, weights
        Used rows by columns; one weight a used row.

    Returns
    -------
    tuple
        Sums of dose times column (1 + draws by columns) and of weight times dose squared (1 + draws); the
        unshifted series first.
    """
    rng = np.random.default_rng(seed)
    dose = frame["dose"].to_numpy(dtype=float)
    known, place = ~np.isnan(dose), np.cumsum(used) - 1
    sums, squares = np.zeros((1 + draws, columns.shape[1])), np.zeros(1 + draws)
    for rows in frame.groupby("athlete_id", sort=True).indices.values():
        rows = rows[known[rows]]
        weeks = len(rows)
        shift = np.zeros(1 + draws, np.int64)
        if weeks >= 2 * LEAST_SHIFT_WEEKS:
            shift[1:] = rng.integers(LEAST_SHIFT_WEEKS, weeks - LEAST_SHIFT_WEEKS + 1, draws)
        inside = np.flatnonzero(used[rows])
        at = place[rows[inside]]
        every = dose[rows][(inside[None, :] - np.arange(weeks)[:, None]) % max(weeks, 1)]
        sums += (every @ columns[at])[shift] if weeks else 0.0
        squares += (every**2 @ weights[at])[shift] if weeks else 0.0
    return sums, squares


def p_value(observed: float, shuffled: Floats) -> float:
    """Share of shuffled statistics at least as large in size, the observed one among them.

    Examples
    --------
    >>> p_value(3.0, np.array([0.1, -3.5, 0.2, 1.0]))
    0.4
    """
    return float((1 + (np.abs(shuffled) >= abs(observed)).sum()) / (1 + len(shuffled)))
