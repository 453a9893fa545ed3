"""How speed goes with the amount of hip work: a smooth curve within athletes, where weeks allow one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models import curve, design, finding, pace
from analytics.models.finding import Missing
from analytics.models.lines import Lines, kept, regress

Floats = npt.NDArray[np.float64]

LEAST_ATHLETES, LEAST_WEEKS = 10, 300
"""A curve has three slopes where the estimate has one; a choice, not a measured bound."""
POINTS = 41
MOST_SEEN = 0.95


@dataclass(frozen=True)
class PaceCurve:
    """Speed at a dose against that of the same athlete without hip work.

    Attributes
    ----------
    dose
        Hip sets a week, from 0 to the 95 % point of the doses seen.
    change_pct, low, high
        Of speed, with a 95 % band (each point by itself); 0 at a dose of 0.
    weeks, athletes
        What the curve rests on.
    missing
        None where there is a curve, else what is short of one.
    """

    dose: Floats
    change_pct: Floats
    low: Floats
    high: Floats
    weeks: int
    athletes: int
    missing: Missing | None


def dose_response(pace_weeks: pd.DataFrame) -> PaceCurve:
    """Fit speed as a smooth function of the dose, within athletes.

    Parameters
    ----------
    pace_weeks
        What `person_weeks.build_pace` gives.

    Returns
    -------
    PaceCurve
        Natural cubic spline with 3 degrees of freedom, the knots at 0 and at the 10, 50 and 90 % points of
        the doses above 0, beside each athlete's line and all side terms of the main model; nothing forces it
        to rise. The band is the delete-one-athlete jackknife with t(G - 1).
    """
    rows = pace.used_rows(pace_weeks)
    athletes = int(rows["athlete_id"].nunique())
    for what, have, least in (
        ("runners who count", athletes, LEAST_ATHLETES),
        ("weeks that count", len(rows), LEAST_WEEKS),
    ):
        if have < least:
            return _none(len(rows), athletes, Missing(what, have, least, what.split()[0]))
    doses = rows["dose"].to_numpy(dtype=float)
    knots = np.unique([0.0, *np.quantile(doses[doses > 0], curve.QUANTILES)])
    if len(knots) < len(curve.QUANTILES) + 1:
        return _none(len(rows), athletes, Missing("different doses", len(knots), 4, "doses"))
    at = np.linspace(0.0, float(np.quantile(doses, MOST_SEEN)), POINTS)
    wave, asked = curve.natural_spline(doses, knots), curve.natural_spline(at, knots)
    terms = {f"dose_{k}": column for k, column in enumerate(wave.T)}
    columns = design.columns(rows, {**terms, **pace.side_terms(rows)})
    lines = Lines.of(rows)
    x, names = kept(lines.rest(columns.matrix), columns.names)
    y = lines.rest(rows["log_speed"].to_numpy(dtype=float)[:, None])[:, 0]
    slopes, left_out = regress(x, y, lines)
    used = [k for k in range(wave.shape[1]) if f"dose_{k}" in names]
    first = [names.index(f"dose_{k}") for k in used]
    moved = asked[:, used] - asked[:1, used]
    change, left = moved @ slopes[first], left_out[:, first] @ moved.T
    spread = np.sqrt((athletes - 1) / athletes * ((left - left.mean(axis=0)) ** 2).sum(axis=0))
    half = finding.half_width(1.0, athletes - 1) * spread
    low, middle, high = (100 * np.expm1(change + step) for step in (-half, 0 * half, half))
    return PaceCurve(at, middle, low, high, len(rows), athletes, None)


def _none(weeks: int, athletes: int, short: Missing) -> PaceCurve:
    nothing = np.empty(0)
    return PaceCurve(nothing, nothing, nothing, nothing, weeks, athletes, short)
