"""The best an activity holds: the fastest time over usual distances, the farthest in usual times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Kind = Literal["distance", "duration"]

DISTANCES_M: tuple[float, ...] = (400.0, 800.0, 1000.0, 1609.344, 5000.0, 10000.0, 21097.5, 42195.0)
"""400 m, 800 m, 1 km, the mile, 5 km, 10 km, half marathon and marathon."""

DURATIONS_S: tuple[float, ...] = tuple(60.0 * minutes for minutes in (1, 2, 3, 5, 10, 15, 20, 30, 40, 60))

FASTEST_M_S = 12.5
"""A step faster than this is a fault of the receiver, not a runner's: the fastest 20 m of the world record
over 100 m (Berlin 2009, IAAF biomechanics report) took 1.61 s, 12.4 m/s."""


@dataclass(frozen=True)
class BestEffort:
    """One best effort: of kind `distance` the time over it is measured, of `duration` the distance in it.

    start_s is the time from the first record to where the effort begins.
    """

    kind: Kind
    distance_m: float
    duration_s: float
    start_s: float


def best_efforts(
    *,
    time_s: npt.ArrayLike,
    distance_m: npt.ArrayLike,
    distances_m: Sequence[float] = DISTANCES_M,
    durations_s: Sequence[float] = DURATIONS_S,
) -> list[BestEffort]:
    """Find the best efforts in a stream of records.

    Time runs on while the athlete stands, as on a race's clock. An effort begins at a record; where it ends
    lies between two and is interpolated. A step that goes backwards, or is faster than anybody runs, counts
    as standing.

    Parameters
    ----------
    time_s
        Seconds, never falling; records of the same second count as the last of them.
    distance_m
        Cumulative, of the same length; NaN is unknown, and such records are passed over.
    distances_m, durations_s
        What to look for; those longer than the whole are left out.

    Notes
    -----
    `numpy.interp` walks along sorted places, so each search is one pass over the records.

    Examples
    --------
    >>> even = best_efforts(time_s=[0, 100, 200], distance_m=[0, 300, 700], durations_s=[60])
    >>> [(one.kind, one.distance_m, one.duration_s, one.start_s) for one in even]
    [('distance', 400.0, 100.0, 100.0), ('duration', 240.0, 60.0, 100.0)]
    """
    time, way = _clean(time_s, distance_m)
    if len(time) < 2 or way[-1] <= 0:
        return []
    # Backwards, so that at a place where the athlete stood the first moment there counts.
    back = -way[::-1], time[::-1].copy()
    found = [one for metres in distances_m if (one := _fastest(time, way, metres, back)) is not None]
    return found + [one for seconds in durations_s if (one := _farthest(time, way, seconds)) is not None]


def _clean(time_s: npt.ArrayLike, distance_m: npt.ArrayLike) -> tuple[Floats, Floats]:
    time, way = np.asarray(time_s, dtype=np.float64), np.asarray(distance_m, dtype=np.float64)
    known = ~np.isnan(way)
    if not known.all():
        time, way = time[known], way[known]
    if len(time) < 2:
        return time, way
    steps_s = np.diff(time)
    if (steps_s <= 0).any():
        last = np.append(steps_s > 0, True)
        time, way = time[last], way[last]
        steps_s = np.diff(time)
    steps_m = np.diff(way)
    wrong = (steps_m < 0) | (steps_m > FASTEST_M_S * steps_s)
    if wrong.any():
        steps_m = np.where(wrong, 0.0, steps_m)
        return time - time[0], np.concatenate(([0.0], np.cumsum(steps_m)))
    return time - time[0], way - way[0]


def _fastest(time: Floats, way: Floats, metres: float, back: tuple[Floats, Floats]) -> BestEffort | None:
    starts = int(np.searchsorted(way, way[-1] - metres, side="right"))
    if starts == 0:
        return None
    ends = np.interp(-metres - way[:starts], *back)
    took = ends - time[:starts]
    best = int(np.argmin(took))
    if took[best] <= 0:
        return None
    return BestEffort("distance", float(metres), float(took[best]), float(time[best]))


def _farthest(time: Floats, way: Floats, seconds: float) -> BestEffort | None:
    seconds = float(seconds)
    starts = int(np.searchsorted(time, time[-1] - seconds, side="right"))
    if starts == 0:
        return None
    if time[-1] == len(time) - 1 and seconds.is_integer():  # a record a second
        went = way[int(seconds) :] - way[:starts]
    else:
        went = np.interp(time[:starts] + seconds, time, way) - way[:starts]
    best = int(np.argmax(went))
    if went[best] <= 0:
        return None
    return BestEffort("duration", float(went[best]), float(seconds), float(time[best]))
