"""Zones of heart rate, pace and power from an athlete's own thresholds, and the time spent in each.

Bounds are the lower ends of zones 2 to 5, so that five zones cover everything: a second lies in exactly one,
and the seconds of all zones add up to the seconds that are known.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
HeartRateMethod = Literal["threshold_hr", "hr_reserve", "hr_max"]

ZONES = 5
FIRST_BPM = 30
"""The heart rate of a histogram's first bin; each bin is one beat a minute wide."""
LAST_BPM = 249
SPEED_BIN_M_S = 0.1
POWER_BIN_W = 10.0
LEAST_KNOWN_SHARE = 0.8
"""Of the moving time, below which a histogram does not speak for its run: as for the steady part of a run."""

# Friel, "Quick guide to setting zones" (joefrielsblog.com, 2009 and 2010): running zones 1 to 4, and 5a to 5c
# together. Heart rate in % of threshold heart rate; pace there in % of threshold pace, here as speed.
OF_THRESHOLD_HR = (0.85, 0.90, 0.95, 1.00)
OF_THRESHOLD_SPEED = (1 / 1.29, 1 / 1.14, 1 / 1.06, 1 / 0.99)
# Ten percent steps from one half: of the heart rate reserve (Karvonen), or of the highest heart rate, as
# Edwards' load has them (below the first step lies no zone of hers; here it is part of zone 1).
OF_RESERVE = (0.60, 0.70, 0.80, 0.90)
OF_HR_MAX = (0.60, 0.70, 0.80, 0.90)
# Friel after Coggan, % of threshold power, zones 5 and 6 as one; made for cycling: runners agree on no set.
OF_CRITICAL_POWER = (0.55, 0.75, 0.90, 1.05)


@dataclass(frozen=True)
class Zones:
    """Five zones of one quantity.

    Parameters
    ----------
    lower
        Lower ends of zones 2 to 5, rising, in the quantity's unit: beats a minute, metres a second or watts.
    method
        What they are shares of, or 'said' where a person set them.
    """

    lower: tuple[float, float, float, float]
    method: str

    def __post_init__(self) -> None:
        if len(self.lower) != ZONES - 1 or any(not (math.isfinite(low) and low > 0) for low in self.lower):
            raise ValueError("five zones have four bounds, each above 0")
        if any(high <= low for low, high in itertools.pairwise(self.lower)):
            raise ValueError("each zone begins above the one before it")

    def zone_of(self, value: float) -> int:
        """Give the number of the zone a value lies in, 1 to 5.

        Examples
        --------
        >>> heart_rate_zones("hr_max", hr_max_bpm=200).zone_of(120)
        2
        """
        return int(np.searchsorted(self.lower, value, side="right")) + 1


def heart_rate_zones(
    method: HeartRateMethod,
    *,
    threshold_hr_bpm: float | None = None,
    hr_max_bpm: float | None = None,
    hr_rest_bpm: float | None = None,
) -> Zones | None:
    """Give the five heart rate zones by one of three methods; None where what it needs is not known.

    Examples
    --------
    >>> heart_rate_zones("threshold_hr", threshold_hr_bpm=170).lower
    (145.0, 153.0, 162.0, 170.0)
    >>> heart_rate_zones("hr_reserve", hr_max_bpm=190, hr_rest_bpm=50).lower
    (134.0, 148.0, 162.0, 176.0)
    >>> heart_rate_zones("hr_reserve", hr_max_bpm=190) is None
    True
    """
    if method == "threshold_hr":
        return (
            None
            if threshold_hr_bpm is None
            else _beats([share * threshold_hr_bpm for share in OF_THRESHOLD_HR], method)
        )
    if hr_max_bpm is None:
        return None
    if method == "hr_max":
        return _beats([share * hr_max_bpm for share in OF_HR_MAX], method)
    if hr_rest_bpm is None or hr_max_bpm <= hr_rest_bpm:
        return None
    return _beats([hr_rest_bpm + share * (hr_max_bpm - hr_rest_bpm) for share in OF_RESERVE], method)


def best_method(
    *, threshold_hr_bpm: float | None, hr_max_bpm: float | None, hr_rest_bpm: float | None
) -> HeartRateMethod | None:
    """Choose what zones are shares of: the threshold, else the reserve, else the highest heart rate.

    Examples
    --------
    >>> best_method(threshold_hr_bpm=None, hr_max_bpm=190, hr_rest_bpm=50)
    'hr_reserve'
    """
    if threshold_hr_bpm is not None:
        return "threshold_hr"
    if hr_max_bpm is None:
        return None
    return "hr_reserve" if hr_rest_bpm is not None and hr_rest_bpm < hr_max_bpm else "hr_max"


def pace_zones(threshold_speed_m_s: float | None) -> Zones | None:
    """Give the five zones of graded speed from the threshold speed; None where it is not known.

    Examples
    --------
    >>> [round(1000 / low) for low in pace_zones(4.0).lower]
    [322, 285, 265, 247]
    """
    if threshold_speed_m_s is None:
        return None
    return Zones(_four([share * threshold_speed_m_s for share in OF_THRESHOLD_SPEED]), "threshold_speed")


def power_zones(critical_power_w: float | None) -> Zones | None:
    """Give the five zones of power from the critical power; None where it is not known."""
    if critical_power_w is None:
        return None
    return Zones(_four([share * critical_power_w for share in OF_CRITICAL_POWER]), "critical_power")


def edited(bounds: Sequence[float | None]) -> Zones | None:
    """Give zones with bounds that a person set; None unless all four are there and rise."""
    known = [float(bound) for bound in bounds if bound is not None and not math.isnan(bound)]
    if len(known) != ZONES - 1 or any(high <= low for low, high in itertools.pairwise(known)):
        return None
    return Zones(_four(known), "said")


def _beats(bounds: Sequence[float], method: str) -> Zones:
    # Whole beats, as watches and histograms count them: the first beat that reaches the share.
    return Zones(_four([float(math.ceil(round(bound, 6))) for bound in bounds]), method)


def _four(bounds: Sequence[float]) -> tuple[float, float, float, float]:
    one, two, three, four = bounds
    return (one, two, three, four)


def seconds_in_zones(
    seconds: npt.ArrayLike, bounds: Sequence[float], *, first: float = FIRST_BPM, step: float = 1.0
) -> Floats:
    """Give the seconds in each zone from a histogram, or from many at once.

    Parameters
    ----------
    seconds
        Seconds a bin, last axis the bins; the first bin begins at `first` and each is `step` wide.
    bounds
        Lower ends of zones 2 to 5. A bound inside a bin parts the bin's seconds in proportion, as if they
        lay evenly in it; with whole beats and bins of a beat, none does.

    Returns
    -------
    numpy.ndarray
        Five numbers, last axis; they add up to the seconds of the histogram.

    Examples
    --------
    >>> seconds_in_zones([10, 20, 30, 40, 50, 60], [31, 32, 33, 34]).tolist()
    [10.0, 20.0, 30.0, 40.0, 110.0]
    """
    counted = np.asarray(seconds, dtype=np.float64)
    total = np.cumsum(counted, axis=-1)
    total = np.concatenate([np.zeros((*counted.shape[:-1], 1)), total], axis=-1)
    place = np.clip((np.asarray(bounds, dtype=np.float64) - first) / step, 0.0, counted.shape[-1])
    whole = np.minimum(np.floor(place + 1e-9).astype(int), counted.shape[-1])
    part = np.clip(place - whole, 0.0, 1.0)
    after = np.minimum(whole + 1, counted.shape[-1])
    below = total[..., whole] + part * (total[..., after] - total[..., whole])
    ends = np.concatenate([np.zeros((*counted.shape[:-1], 1)), below, total[..., -1:]], axis=-1)
    return np.asarray(np.diff(ends, axis=-1), dtype=np.float64)


def held(seconds: npt.ArrayLike, least_s: float, *, first: float = FIRST_BPM, step: float = 1.0) -> float:
    """Give the highest value at or above which a histogram has at least so many seconds; NaN without one.

    Examples
    --------
    >>> held([600, 900, 1800, 300], 1800, first=150)
    152.0
    """
    counted = np.asarray(seconds, dtype=np.float64)
    from_above = np.cumsum(counted[::-1])[::-1]
    reached = np.flatnonzero(from_above >= least_s)
    return float(first + step * reached[-1]) if len(reached) else math.nan
