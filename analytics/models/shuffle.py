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


def p_value(observed: float, shuffled: Floats) -> float:
    """Share of shuffled statistics at least as large in size, the observed one among them.

    Examples
    --------
    >>> p_value(3.0, np.array([0.1, -3.5, 0.2, 1.0]))
    0.4
    """
    return float((1 + (np.abs(shuffled) >= abs(observed)).sum()) / (1 + len(shuffled)))
