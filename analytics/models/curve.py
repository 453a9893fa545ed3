"""How the injury rate goes with the amount of hip work: a smooth curve, where injuries allow one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models import design, finding, poisson
from analytics.models.injury_fits import SETS, Rows, mean_of

Floats = npt.NDArray[np.float64]

LEAST_INJURIES = 150
QUANTILES = (0.1, 0.5, 0.9)
POINTS = 41


@dataclass(frozen=True)
class Curve:
    """The injury rate at a dose, as a ratio to that without hip work.

    Attributes
    ----------
    dose
        Hip sets a week, from 0 to the 95 % point of the doses seen.
    rate_ratio, low, high
        Against a dose of 0, with a 95 % band (each point by itself).
    injuries, athletes
        What the curve rests on.
    missing
        None where there is a curve, else what is short of one.
    """

    dose: Floats
    rate_ratio: Floats
    low: Floats
    high: Floats
    injuries: int
    athletes: int
    missing: finding.Missing | None


def dose_response(person_weeks: pd.DataFrame) -> Curve:
    """Fit the injury rate as a smooth function of the dose.

    Parameters
    ----------
    person_weeks
        What `person_weeks.build` gives.

    Returns
    -------
    Curve
        Natural cubic spline with 3 degrees of freedom, the knots at 0 and at the 10, 50 and 90 % points of
        the doses above 0, beside each athlete's mean dose and all side terms of the main model; nothing
        forces it to fall. Without 150 injuries, or enough different doses: no curve, and what is short.

    Notes
    -----
    In a log-linear model without interactions, averaging predictions over the people (g-computation) gives
    the ratio of the two rates itself. The band is the delete-one-athlete jackknife with t(G - 1).
    """
    rows = person_weeks[person_weeks["left_out_because"].isna()]
    injuries, athletes = int(rows["y"].sum()), int(rows["athlete_id"].nunique())
    if injuries < LEAST_INJURIES:
        short = finding.Missing("injuries in weeks that count", injuries, LEAST_INJURIES, "injuries")
        return _none(injuries, athletes, short)
    table = Rows.of(rows)
    group, hours, events, doses = table.group, table.hours, table.events, table.dose
    knots = np.unique([0.0, *np.quantile(doses[doses > 0], QUANTILES)]) if (doses > 0).any() else np.zeros(1)
    if len(knots) < len(QUANTILES) + 1 or athletes < 2:
        return _none(injuries, athletes, finding.Missing("different doses", len(knots), 4, "doses"))
    at = np.linspace(0.0, float(np.quantile(doses, 0.95)), POINTS)
    wave, asked = natural_spline(doses, knots), natural_spline(at, knots)
    terms = {f"dose_{k}": column for k, column in enumerate(wave.T)}
    columns = design.columns(table, {**terms, "dose_mean": mean_of(doses / SETS, group), **table.side})
    used = [k for k in range(wave.shape[1]) if f"dose_{k}" in columns.names]
    fit = poisson.fit_rates(columns.matrix, events, hours, group, free=len(used))
    moved = asked[:, used] - asked[:1, used]
    first = 1
    log_ratio = moved @ fit.coefficients[first : first + len(used)]
    left = fit.left_out[:, first : first + len(used)] @ moved.T
    spread = np.sqrt((athletes - 1) / athletes * ((left - left.mean(axis=0)) ** 2).sum(axis=0))
    half = finding.half_width(1.0, athletes - 1) * spread
    return Curve(
        at, np.exp(log_ratio), np.exp(log_ratio - half), np.exp(log_ratio + half), injuries, athletes, None
    )


def natural_spline(x: npt.ArrayLike, knots: Floats) -> Floats:
    """Give the columns of a natural cubic spline, scaled by the range of the knots.

    Parameters
    ----------
    x
        Where to evaluate.
    knots
        Ascending; the spline is a line beyond the first and the last.

    Returns
    -------
    numpy.ndarray
        As many columns as knots less one: x itself, then one a knot but the last two.

    References
    ----------
    Hastie, Tibshirani & Friedman 2009, The Elements of Statistical Learning, 5.2.1: truncated power basis.

    Examples
    --------
    >>> natural_spline([0.0, 5.0, 10.0], np.array([0.0, 2.0, 10.0])).round(4).tolist()
    [[0.0, 0.0], [0.5, 0.0912], [1.0, 0.36]]
    """
    span = knots[-1] - knots[0]
    scaled, at = (np.asarray(x, dtype=float) - knots[0]) / span, (knots - knots[0]) / span

    def bend(k: int) -> Floats:
        cubes = np.maximum(scaled - at[k], 0) ** 3 - np.maximum(scaled - at[-1], 0) ** 3
        return np.asarray(cubes / (at[-1] - at[k]), dtype=np.float64)

    last = bend(len(knots) - 2)
    return np.column_stack([scaled, *(bend(k) - last for k in range(len(knots) - 2))])


def _none(injuries: int, athletes: int, short: finding.Missing) -> Curve:
    nothing = np.empty(0)
    return Curve(nothing, nothing, nothing, nothing, injuries, athletes, short)
