"""Regression within athletes: each one's own level and trend are taken out of every column first.

References
----------
Frisch & Waugh 1933, Lovell 1963: what is left gives the same slopes as the regression with all those terms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

FLAT = 1e-12
LEAST_EIGENVALUE = 1e-14


@dataclass(frozen=True)
class Lines:
    """Each athlete's own weighted level and trend, to be taken out of every column.

    `group` numbers the athletes from 0, `starts` says where each one's rows begin, `root` is the square root
    of the weights; with `bends` the trend is a parabola.
    """

    group: Codes
    starts: Codes
    root: Floats
    years: Floats
    bends: bool = False

    @classmethod
    def of(cls, rows: pd.DataFrame, *, bends: bool = False) -> Lines:
        """Take the lines of rows with athlete_id, weight and years, sorted by athlete.

        Raises
        ------
        ValueError
            If an athlete's rows are not together.
        """
        _, group = np.unique(rows["athlete_id"].to_numpy(), return_inverse=True)
        if (np.diff(group) < 0).any():
            raise ValueError("rows are sorted by athlete")
        starts = np.flatnonzero(np.r_[True, np.diff(group) > 0]) if len(group) else np.empty(0, np.int64)
        root = np.sqrt(rows["weight"].to_numpy(dtype=float))
        return cls(group.astype(np.int64), starts, root, rows["years"].to_numpy(dtype=float), bends)

    @property
    def athletes(self) -> int:
        """Count the athletes."""
        return len(self.starts)

    def rest(self, values: Floats) -> Floats:
        """Give root-weighted columns without the athletes' own lines."""
        level, time = np.ones((len(values), 1)), self.years[:, None]
        rest = self._beside(values, level)
        line = self._beside(time, level)
        rest = self._beside(rest, line)
        if self.bends:
            bend = self._beside(self._beside(time**2, level), line)
            rest = self._beside(rest, bend)
        return np.asarray(rest * self.root[:, None], dtype=np.float64)

    def _beside(self, values: Floats, term: Floats) -> Floats:
        """Take from each column what a term says of it, each athlete apart."""
        weight = (self.root**2)[:, None] * term
        spread = self._sums(weight * term)
        slope = self._sums(weight * values) / np.where(spread > FLAT, spread, np.inf)
        return np.asarray(values - term * slope[self.group], dtype=np.float64)

    def _sums(self, values: Floats) -> Floats:
        return np.asarray(np.add.reduceat(values, self.starts, axis=0), dtype=np.float64)


def regress(x: Floats, y: Floats, lines: Lines) -> tuple[Floats, Floats]:
    """Least squares, and the same without each athlete (exact: the athletes' lines are already out).

    Parameters
    ----------
    x, y
        Columns and outcome without the athletes' lines (`Lines.rest`).

    Returns
    -------
    tuple
        Slopes, and slopes without each athlete (athletes by columns).
    """
    moments = np.add.reduceat(x[:, :, None] * x[:, None, :], lines.starts, axis=0)
    crosses = np.add.reduceat(x * y[:, None], lines.starts, axis=0)
    moment, cross = moments.sum(axis=0), crosses.sum(axis=0)
    slopes = np.asarray(np.linalg.solve(moment, cross), dtype=np.float64)
    inverse = np.linalg.pinv(moment - moments, rcond=LEAST_EIGENVALUE, hermitian=True)
    left_out = (inverse @ (cross - crosses)[:, :, None])[:, :, 0]
    return slopes, np.asarray(left_out, dtype=np.float64)


def kept(x: Floats, names: tuple[str, ...]) -> tuple[Floats, tuple[str, ...]]:
    """Drop columns of which nothing is left beside the athletes' lines and the columns before them."""
    basis = np.empty((len(x), 0))
    held = []
    for index, column in enumerate(x.T):
        rest = column - basis @ (basis.T @ column)
        size = np.linalg.norm(rest)
        if size > 1e-8 * max(float(np.linalg.norm(column)), 1e-8):
            held.append(index)
            basis = np.column_stack([basis, rest / size])
    return x[:, held], tuple(names[index] for index in held)
