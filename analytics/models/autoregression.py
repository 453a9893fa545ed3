"""Least squares for one series whose errors remember the week before, gaps allowed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MOST_AUTOCORRELATION = 0.95
AR_ROUNDS, AR_TOLERANCE = 50, 1e-6


def prais_winsten(x: Floats, y: Floats, week: Floats) -> tuple[Floats, Floats, float]:
    """Fit y = intercept + x with errors that remember the week before, gaps allowed.

    Parameters
    ----------
    x, y, week
        Design without an intercept, outcome, and week number of each row, ascending.

    Returns
    -------
    tuple
        Coefficients (intercept first), their standard errors, and the correlation of neighbouring weeks.
    """
    full = np.column_stack([np.ones(len(y)), x])
    gap = np.diff(week)
    rho = 0.0
    for _ in range(AR_ROUNDS):
        slopes = np.linalg.lstsq(*_whitened(full, y, gap, rho), rcond=None)[0]
        rest = y - full @ slopes
        neighbours = np.isclose(gap, 1.0)
        before, after = rest[:-1][neighbours], rest[1:][neighbours]
        new = float(before @ after / max(before @ before, 1e-300)) if len(before) > 2 else 0.0
        new = min(max(new, 0.0), MOST_AUTOCORRELATION)
        if abs(new - rho) < AR_TOLERANCE:
            break
        rho = new
    white_x, white_y = _whitened(full, y, gap, rho)
    slopes = np.linalg.lstsq(white_x, white_y, rcond=None)[0]
    rest = white_y - white_x @ slopes
    variance = rest @ rest / (len(y) - full.shape[1])
    se: Floats = np.sqrt(variance * np.diag(np.linalg.inv(white_x.T @ white_x)))
    return slopes.astype(np.float64), se, rho


def _whitened(full: Floats, y: Floats, gap: Floats, rho: float) -> tuple[Floats, Floats]:
    """Take from each row what the row before foretells; all rows then have the same variance."""
    memory = rho**gap
    size = np.sqrt(1 - memory**2)
    x_new = np.vstack([full[:1], (full[1:] - memory[:, None] * full[:-1]) / size[:, None]])
    y_new = np.concatenate([y[:1], (y[1:] - memory * y[:-1]) / size])
    return x_new, y_new
