"""A run's records as stretches of time: which were moving, how fast as on the level; and histograms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from analytics.metrics.best_efforts import FASTEST_M_S
from analytics.metrics.grade import Profile, graded_speed_m_s, profile

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

MOVING_M_S = 0.5
"""Below this somebody stands: the limit of the readers of tracks, too. A choice of this project."""
FROM_WAY_S = 5.0
"""Between two records further apart than this the way between them says the speed, not the last reading."""
WAY_WINDOW_S = 5.0
"""The way says the speed over at least so long: many devices count it in steps of some seconds."""
SILENT_S = 15.0
"""A reading speaks for no more than so long before it: the rest of a longer gap is unknown."""
LONGEST_GAP_S = 120.0
"""Two records further apart than this are a pause, whatever way lies between them."""
ROLLING_S = 30
LEAST_NORMALISED_S = 60.0

HR_FROM_BPM, HR_BINS = 30, 220
SPEED_STEP_M_S, SPEED_BINS = 0.1, 100
POWER_STEP_W, POWER_BINS = 10.0, 100

PAUSE_S = 10.0


@dataclass(frozen=True)
class Streams:
    """A running session's records; each stands for the stretch of time that ends with it.

    All arrays have one number a record. `seconds` is the length of its stretch, whole seconds, 0 for the
    first. `moving` tells whether somebody moved in it. `speed_m_s` and `graded_m_s` (as on the level) are NaN
    where unknown, None where neither speed nor way says anything; an unknown grade is taken for level.
    """

    time_s: Floats
    seconds: Floats
    moving: Mask
    way_m: Floats | None
    speed_m_s: Floats | None
    graded_m_s: Floats | None
    profile: Profile | None
    is_even: bool  # a record a second, wherever somebody moved

    @cached_property
    def moving_seconds(self) -> Floats:
        """Length of each stretch in which somebody moved."""
        return self.seconds[self.moving]

    @cached_property
    def moving_graded_m_s(self) -> Floats | None:
        """Graded speed in each of these; never NaN."""
        return None if self.graded_m_s is None else self.graded_m_s[self.moving]

    @cached_property
    def moving_s(self) -> float:
        """Seconds in which somebody moved."""
        return float(self.moving_seconds.sum())


def streams(
    *,
    time_s: npt.ArrayLike,
    distance_m: Floats | None = None,
    speed_m_s: Floats | None = None,
    altitude_m: Floats | None = None,
    pauses: Sequence[tuple[float, float]] = (),
) -> Streams | None:
    """Turn records into stretches of time.

    Parameters
    ----------
    time_s
        Seconds, never falling.
    distance_m, speed_m_s, altitude_m
        Of the same length; NaN is unknown, None was not recorded. Without altitude (treadmill, or no
        altimeter) the way is taken as level.
    pauses
        First and last second of each stretch in which the timer stood still.

    Returns
    -------
    Streams or None
        None with fewer than two records.

    Notes
    -----
    A stretch moves at 0.5 m/s or more. The speed is what was recorded; over more than 5 s, or where none was
    recorded, the way passed. Beyond 12.5 m/s a stretch is a fault of the receiver and counts as standing.
    Where neither speed nor way says that anybody moved at all (a treadmill without a foot pod), every
    stretch of up to 15 s moves that is in no pause, and there is no speed.
    """
    time = np.asarray(time_s, dtype=np.float64)
    if len(time) < 2:
        return None
    seconds = np.empty_like(time)
    seconds[0] = 0.0
    np.subtract(time[1:], time[:-1], out=seconds[1:])
    is_even = bool(seconds.max() <= 1.0)
    way = _whole_way(time, distance_m)
    speed = _speed(time, seconds, way, speed_m_s, is_even=is_even)
    if speed is None:
        moving = (seconds > 0) & (seconds <= SILENT_S)
    else:
        moving = (speed >= MOVING_M_S) & (speed <= FASTEST_M_S)
        moving &= seconds > 0
        if not is_even:
            moving &= seconds <= LONGEST_GAP_S
    _stand_in_pauses(moving, time, pauses)
    graded, read = speed, None
    if speed is not None and altitude_m is not None:
        along = way if way is not None else np.cumsum(np.where(moving, speed * seconds, 0.0))
        read = profile(along, altitude_m)
        if read is not None:
            grade = read.grade_at(along)
            grade[np.isnan(grade)] = 0.0
            graded = graded_speed_m_s(speed, grade)
    if not is_even:
        is_even = bool((seconds[moving] <= 1.0).all())
    return Streams(time, seconds, moving, way, speed, graded, read, is_even)


def _whole_way(time: Floats, distance: Floats | None) -> Floats | None:
    """Fill the gaps of a cumulative distance by straight lines; None where it says nothing."""
    if distance is None:
        return None
    unknown = np.isnan(distance)
    if unknown.any():
        known = ~unknown
        if int(known.sum()) < 2:
            return None
        distance = np.interp(time, time[known], distance[known])
    if distance[-1] <= distance[0]:
        return None
    return np.maximum.accumulate(distance)


def _speed(
    time: Floats, seconds: Floats, way: Floats | None, recorded: Floats | None, *, is_even: bool
) -> Floats | None:
    """Give the speed in each stretch; None where nobody can say whether anybody moved."""
    if recorded is not None and not np.nanmax(recorded, initial=0.0) > 0:
        recorded = None
    if way is None:
        return None if recorded is None else np.where(seconds <= SILENT_S, recorded, np.nan)
    if recorded is not None and is_even and not np.isnan(recorded).any():
        return recorded
    by_way = _speed_by_way(time, seconds, way)
    if recorded is None:
        return by_way
    return np.where(np.isnan(recorded) | (seconds > FROM_WAY_S), by_way, recorded)


def _speed_by_way(time: Floats, seconds: Floats, way: Floats) -> Floats:
    """Give the speed in each stretch by the way passed in it, or in the 5 s about its middle if shorter."""
    last_at = len(time) - 1
    if last_at > 2 * WAY_WINDOW_S and time[-1] - time[0] == last_at:  # a record a second: the same by places
        at = np.arange(last_at + 1)
        before, behind = np.maximum(at - 3, 0), np.minimum(at + 2, last_at)
        by_place: Floats = (way[behind] - way[before]) / (behind - before)
        return by_place
    half = np.maximum(seconds, WAY_WINDOW_S) / 2
    middle = time - seconds / 2
    first, last = np.maximum(middle - half, time[0]), np.minimum(middle + half, time[-1])
    passed: Floats = (np.interp(last, time, way) - np.interp(first, time, way)) / (last - first)
    return passed


def _stand_in_pauses(moving: Mask, time: Floats, pauses: Sequence[tuple[float, float]]) -> None:
    """Have every stretch stand that lies in a pause by half or more."""
    if not pauses:
        return
    middles = (time[1:] + time[:-1]) / 2
    for first, last in pauses:
        here = int(np.searchsorted(time, first, side="right"))
        within = slice(*np.searchsorted(middles, (first, last)).tolist())
        moving[1:][within] = False
        # A gap about a whole pause: its middle may lie outside, the pause fill half of it all the same.
        if 0 < here < len(time) and last <= time[here] and 2 * (last - first) >= time[here] - time[here - 1]:
            moving[here] = False


def pauses_in(run: Streams) -> tuple[int, float]:
    """Count the pauses between the first and the last moving stretch, and their seconds.

    A pause is 10 s or more without moving.
    """
    at = np.flatnonzero(run.moving)
    if not len(at):
        return 0, 0.0
    inner = slice(int(at[0]), int(at[-1]) + 1)
    standing = ~run.moving[inner]
    if not standing.any():
        return 0, 0.0
    ends = np.flatnonzero(np.diff(standing.astype(np.int8), prepend=0, append=0))
    clock = np.concatenate(([0.0], np.cumsum(run.seconds[inner])))
    lengths = clock[ends[1::2]] - clock[ends[::2]]
    long = lengths[lengths >= PAUSE_S]
    return len(long), float(long.sum())


def seconds_by(
    run: Streams, values: Floats | None, *, first: float, step: float, bins: int, open_end: bool
) -> tuple[int, ...] | None:
    """Count the moving seconds by the size of a measure.

    Parameters
    ----------
    values
        One for each moving stretch; NaN is unknown. None: not recorded.
    first, step, bins
        The lower edge of the first bin, the width and the number of bins.
    open_end
        Whether the last bin takes all that is above; otherwise what lies outside is unknown.

    Returns
    -------
    tuple or None
        Seconds a bin; they sum to the moving time for which the measure is known. None where it never is.

    Examples
    --------
    >>> run = streams(time_s=[0, 1, 2, 3, 4], distance_m=np.array([0.0, 3, 6, 9, 9]))
    >>> seconds_by(run, np.array([140.0, 141, 141]), first=140, step=1, bins=3, open_end=False)
    (1, 2, 0)
    """
    if values is None or not len(values):
        return None
    place = (values - first) * (1.0 / step) + 1e-9
    used = (place >= 0) if open_end else (place >= 0) & (place < bins)
    seconds = run.moving_seconds
    if not used.all():
        place, seconds = place[used], seconds[used]
        if not len(place):
            return None
    if open_end:
        np.minimum(place, bins - 1, out=place)
    # Every stretch is whole seconds long, and 1 where the records are even: no weights are needed then.
    counts = np.bincount(place.astype(np.int64), weights=None if run.is_even else seconds, minlength=bins)
    return tuple(np.rint(counts).astype(np.int64).tolist())


def hr_seconds(run: Streams, heart_rate_bpm: Floats | None) -> tuple[int, ...] | None:
    """Count the moving seconds by heart rate, a beat a bin, from 30 to 249 a minute; see `seconds_by`.

    Parameters
    ----------
    heart_rate_bpm
        What `reading` gives.
    """
    values = None if heart_rate_bpm is None else heart_rate_bpm[run.moving]
    return seconds_by(run, values, first=HR_FROM_BPM, step=1.0, bins=HR_BINS, open_end=False)


def graded_speed_seconds(run: Streams) -> tuple[int, ...] | None:
    """Count the moving seconds by graded speed, 0.1 m/s a bin from 0; the last takes all from 9.9 m/s on."""
    values = run.moving_graded_m_s
    return seconds_by(run, values, first=0.0, step=SPEED_STEP_M_S, bins=SPEED_BINS, open_end=True)


def power_seconds(run: Streams, power_w: Floats | None) -> tuple[int, ...] | None:
    """Count the moving seconds by power, 10 W a bin from 0; the last takes all from 990 W on."""
    values = None if power_w is None else power_w[run.moving]
    return seconds_by(run, values, first=0.0, step=POWER_STEP_W, bins=POWER_BINS, open_end=True)


def reading(run: Streams, values: Floats | None) -> Floats | None:
    """Bridge short gaps in what a sensor tells, and leave out where it speaks for more than 15 s.

    NaN and 0 are unknown; None where nothing is known.
    """
    if values is None:
        return None
    known = values > 0
    if not known.all():
        if not known.any():
            return None
        values = _bridged(run.time_s, np.where(known, values, np.nan))
    if not run.is_even:
        values = np.where(run.seconds <= SILENT_S, values, np.nan)
    return values


def _bridged(time: Floats, values: Floats) -> Floats:
    """Fill gaps of up to 15 s between two readings by the line between them; longer ones stay unknown."""
    known = ~np.isnan(values)
    at = np.flatnonzero(known)
    if len(at) < 2:
        return values
    order = np.cumsum(known)  # how many readings lie before each record, itself included
    gap = np.diff(time[at], prepend=np.nan, append=np.nan)
    short = known | (gap[order] <= SILENT_S)  # NaN before the first and behind the last
    bridged: Floats = np.where(short, np.interp(time, time[at], values[at]), np.nan)
    return bridged


def mean_graded_m_s(run: Streams) -> float | None:
    """Give the mean graded speed while moving; None without speed or where nobody moved."""
    graded = run.moving_graded_m_s
    return float(graded @ run.moving_seconds) / run.moving_s if graded is not None and run.moving_s else None


def normalised_speed_m_s(run: Streams) -> float | None:
    """Give the normalised graded speed: the fourth-power mean of 30-second means of graded speed.

    Over the moving time alone, put end to end. None without speed or below a minute of moving.

    References
    ----------
    The form of Coggan's normalised power (30-second means, fourth power), of graded speed in place of watts.

    Examples
    --------
    >>> even = streams(time_s=np.arange(601), distance_m=3.0 * np.arange(601))
    >>> round(normalised_speed_m_s(even), 6)
    3.0
    """
    seconds, speed = run.moving_seconds, run.moving_graded_m_s
    if speed is None:
        return None
    clock = np.cumsum(seconds)
    if not len(clock) or clock[-1] < LEAST_NORMALISED_S:
        return None
    way = np.cumsum(speed * seconds)
    if run.is_even:
        rolled = (way[ROLLING_S:] - way[:-ROLLING_S]) / ROLLING_S
        weights = None
    else:
        late = clock >= ROLLING_S
        # From the start of the clock on: before its first record nothing has passed.
        before = np.interp(clock[late] - ROLLING_S, np.append(0.0, clock), np.append(0.0, way))
        rolled, weights = (way[late] - before) / ROLLING_S, seconds[late]
    squared = rolled * rolled
    squared *= squared
    mean = squared.mean() if weights is None else (squared @ weights) / weights.sum()
    return math.sqrt(math.sqrt(float(mean)))
