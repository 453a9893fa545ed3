"""How much speed a heartbeat buys: efficiency over the steady part of a run, and how it drifts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

LEAST_DECOUPLING_S = 1200.0
"""Two halves of ten minutes: below that, drift drowns in noise. A choice of this project."""


def efficiency_m_per_beat(speed_m_s: float, heart_rate_bpm: float) -> float:
    """Give the efficiency factor: metres as on the level for each heartbeat.

    Parameters
    ----------
    speed_m_s
        Graded speed; the efficiency factor is usually told in metres a minute over beats a minute, which is
        the same number.

    Examples
    --------
    >>> efficiency_m_per_beat(3.0, 144.0)
    1.25
    """
    return 60.0 * speed_m_s / heart_rate_bpm


def decoupling_pct(speeds_m_s: Floats, heart_rates_bpm: Floats, seconds: Floats) -> float | None:
    """Give the aerobic decoupling (Pa:HR): the loss of efficiency from the first half to the second.

    Parameters
    ----------
    speeds_m_s, heart_rates_bpm, seconds
        Stretches of a steady part in order, warm-up left out: mean graded speed, mean heart rate, length.

    Returns
    -------
    float or None
        100 * (first - second) / first, so that a heart rate that climbs at the same speed is above 0. None
        where the part is shorter than 20 minutes.

    Notes
    -----
    The halves are parted by time, at the end of the stretch in which half the time is reached. Heat, hills,
    wind, thirst and a fast start move it as well as endurance does.

    Examples
    --------
    >>> minutes = np.full(20, 60.0)
    >>> rates = np.repeat([140.0, 147.0], 10)
    >>> round(decoupling_pct(np.full(20, 3.0), rates, minutes), 2)
    4.76
    """
    clock = np.cumsum(seconds)
    if not len(clock) or clock[-1] < LEAST_DECOUPLING_S:
        return None
    middle = int(np.searchsorted(clock, clock[-1] / 2)) + 1
    first, second = (
        float(speeds_m_s[part] @ seconds[part]) / float(heart_rates_bpm[part] @ seconds[part])
        for part in (slice(None, middle), slice(middle, None))
    )
    return 100.0 * (first - second) / first
