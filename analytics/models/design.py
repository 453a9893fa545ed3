"""Columns of a regression: unknown values get a column of their own, columns that say nothing go."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.models.poisson import independent_columns

Floats = npt.NDArray[np.float64]

LEAST_KNOWN_SHARE = 0.5


@dataclass(frozen=True)
class Design:
    """A matrix without an intercept, the names of its columns, and why others are not there."""

    matrix: Floats
    names: tuple[str, ...]
    dropped: dict[str, str]


def columns(frame: Sized, terms: dict[str, Floats]) -> Design:
    """Gather terms into a design.

    Parameters
    ----------
    frame
        The rows used (only its length is read).
    terms
        By name, one value a row; NaN is unknown. The terms asked about come first.

    Returns
    -------
    Design
        A term known in fewer than half of the rows is left out ('mostly unknown'). Otherwise unknown rows get
        0 and a column '<term>_unknown' of their own, so that they are compared with each other and not taken
        for zeros. A column that the intercept and the columns before it already tell is left out ('constant
        or told by others').
    """
    made: dict[str, Floats] = {}
    dropped: dict[str, str] = {}
    for name, values in terms.items():
        unknown = np.isnan(values)
        if len(frame) and unknown.mean() > 1 - LEAST_KNOWN_SHARE:
            dropped[name] = "mostly unknown"
            continue
        made[name] = np.where(unknown, 0.0, values)
        if unknown.any():
            made[f"{name}_unknown"] = unknown.astype(float)
    names = list(made)
    matrix = np.column_stack([made[name] for name in names]) if names else np.empty((len(frame), 0))
    kept = independent_columns(matrix)
    for index, name in enumerate(names):
        if index not in kept:
            dropped[name] = "constant or told by others"
    return Design(matrix[:, kept], tuple(names[index] for index in kept), dropped)
