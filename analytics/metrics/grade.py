"""Hills: the grade along the way, what it costs to run on it, and how much was climbed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MAX_GRADE = 0.45  # the range that Minetti measured
LEVEL_COST = 3.6

STEP_M = 10.0
"""The altitude is read every so far along the way."""
GRADE_STEPS = 4
"""A grade is the rise over 40 m: over less, the noise of an altimeter becomes hills."""
LONGEST_WAY_M = 2_000_000.0


def cost_of_grade(grade: npt.ArrayLike) -> Floats:
    """Give the energy cost of running on a grade, in J/kg/m (Minetti 2002).

    Parameters
    ----------
    grade
        Rise over run, -0.45 to 0.45; beyond that it is NaN: nobody measured there.

    Notes
    -----
    The polynomial gives 3.6 on the level where 3.40 was measured, and its least value at -0.18 overstates
    the help of going downhill fast: use ratios to the level only.

    References
    ----------
    Minetti et al. 2002, doi 10.1152/japplphysiol.01177.2001.

    Examples
    --------
    >>> [round(float(cost), 4) for cost in cost_of_grade([-0.1, 0.0, 0.1])]
    [2.1517, 3.6, 5.9682]
    """
    i = np.asarray(grade, dtype=np.float64)
    # 155.4 i^5 - 30.4 i^4 - 43.3 i^3 + 46.3 i^2 + 19.5 i + 3.6, by Horner's rule: powers are slow.
    cost = ((((155.4 * i - 30.4) * i - 43.3) * i + 46.3) * i + 19.5) * i + LEVEL_COST
    within: Floats = np.where(np.abs(i) <= MAX_GRADE, cost, np.nan)
    return within


def graded_speed_m_s(speed_m_s: npt.ArrayLike, grade: npt.ArrayLike) -> Floats:
    """Give the speed on the level that costs as much (grade-adjusted), by the ratio of Minetti's costs.

    Examples
    --------
    >>> round(float(graded_speed_m_s(3.0, 0.10)), 4)
    4.9735
    """
    graded: Floats = np.asarray(speed_m_s, dtype=np.float64) * (cost_of_grade(grade) / LEVEL_COST)
    return graded


@dataclass(frozen=True)
class Profile:
    """The altitude every 10 m of a way, from its first metre on."""

    first_m: float
    altitude_m: Floats

    def grade_at(self, way_m: Floats) -> Floats:
        """Give the grade at places of the way: the rise over the 40 m about each, less at the ends.

        Rise over run; NaN where less than 10 m are known, or beyond 45 %.
        """
        height = self.altitude_m
        count = len(height)
        half = GRADE_STEPS // 2
        grade = np.full(count, np.nan)
        if count > GRADE_STEPS:
            grade[half:-half] = (height[GRADE_STEPS:] - height[:-GRADE_STEPS]) / (GRADE_STEPS * STEP_M)
        for at in {*range(min(half, count)), *range(max(0, count - half), count)}:
            low, high = max(0, at - half), min(count - 1, at + half)
            if high > low:
                grade[at] = (height[high] - height[low]) / ((high - low) * STEP_M)
        grade[np.abs(grade) > MAX_GRADE] = np.nan
        nearest = ((way_m - (self.first_m - STEP_M / 2)) * (1 / STEP_M)).astype(np.intp)
        at_places: Floats = grade[np.minimum(np.maximum(nearest, 0, out=nearest), count - 1, out=nearest)]
        return at_places

    def climb_m(self) -> tuple[float, float]:
        """Give ascent and descent in metres: the altitude is smoothed over 50 m first.

        Examples
        --------
        >>> ramp = Profile(0.0, np.concatenate((np.linspace(0, 30, 301), np.linspace(30, 10, 201))))
        >>> [round(metres) for metres in ramp.climb_m()]
        [30, 20]
        """
        if len(self.altitude_m) <= GRADE_STEPS + 1:
            return 0.0, 0.0
        total = np.cumsum(self.altitude_m)
        width = GRADE_STEPS + 1
        smooth = (total[width:] - total[:-width]) / width
        steps = np.diff(smooth)
        up = float(steps[steps > 0].sum())
        return up, up - float(smooth[-1] - smooth[0])


def profile(way_m: Floats, altitude_m: Floats) -> Profile | None:
    """Read the altitude along a way.

    Parameters
    ----------
    way_m
        Metres along the way, never falling.
    altitude_m
        Metres; NaN is bridged by a straight line.

    Returns
    -------
    Profile or None
        None where fewer than two places have an altitude, or the way is shorter than 10 m or longer than
        anybody runs (a fault of the device).
    """
    unknown = np.isnan(altitude_m)
    if unknown.any():
        known = ~unknown
        way_m, altitude_m = way_m[known], altitude_m[known]
    if len(way_m) < 2:
        return None
    length = float(way_m[-1] - way_m[0])
    if not STEP_M <= length <= LONGEST_WAY_M:
        return None
    places = way_m[0] + STEP_M * np.arange(int(length / STEP_M) + 1)
    return Profile(float(way_m[0]), np.interp(places, way_m, altitude_m))


def grade_along(distance_m: Floats, altitude_m: Floats) -> Floats:
    """Give the grade at each sample of a way: the rise over the 40 m about it.

    Parameters
    ----------
    distance_m
        Metres along the way, never falling.
    altitude_m
        Metres; NaN samples are bridged.

    Returns
    -------
    array
        Rise over run; NaN where the way is too short, the altitude is unknown, or beyond 45 %.
    """
    read = profile(distance_m, altitude_m)
    return np.full(distance_m.shape, np.nan) if read is None else read.grade_at(distance_m)
