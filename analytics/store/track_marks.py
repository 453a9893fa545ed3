"""A track in a few places: enough to say how far two recordings of one time lay apart, without their records.

A mark is where an activity was at a full multiple of a step of 1, 2, 4, 8, ... minutes of universal time; the
step is the shortest with which no more than MOST_MARKS are needed. So any two activities that overlap have
marks at the same moments, whichever came first, and either can be held against the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from analytics.ingest.batch import Columns

MOST_MARKS = 16
SHORTEST_STEP_S = 60
DEGREES_PER_SEMICIRCLE = 180 / 2**31
METRES_A_DEGREE = 111_195.0
NOWHERE = 2**31 - 1  # FIT's mark of a position that is not there
NO_TIME = 2**32 - 1

Floats = npt.NDArray[np.float64]


def marks_of(records: Columns | None) -> bytes | None:
    """Give an activity's marks as they are stored; None without records, empty where they hold no place.

    Returns
    -------
    bytes
        Little-endian integers: the step and the first mark's time (seconds since FIT's epoch), then latitude
        and longitude of each mark in semicircles.
    """
    if not records or not any(len(column) for column in records.values()):
        return None
    if not {"time_fit_s", "latitude_sc", "longitude_sc"} <= set(records):
        return b""
    time, north, east = (
        np.asarray(records[name], dtype=kind)
        for name, kind in (("time_fit_s", np.uint32), ("latitude_sc", np.int32), ("longitude_sc", np.int32))
    )
    there = (north != NOWHERE) & (east != NOWHERE) & (time != NO_TIME)
    if not there.all():
        time, north, east = time[there], north[there], east[there]
    if len(time) < 2:
        return b""
    if (time[1:] < time[:-1]).any():
        order = np.argsort(time, kind="stable")
        time, north, east = time[order], north[order], east[order]
    first, last = int(time[0]), int(time[-1])
    step = SHORTEST_STEP_S
    while last // step - -(-first // step) + 1 > MOST_MARKS:
        step *= 2
    start = -(-first // step) * step
    if start > last:  # no full minute lies within
        return b""
    moments = np.arange(start, last + 1, step, dtype=np.int64)
    after = np.clip(np.searchsorted(time, moments), 1, len(time) - 1)
    before = after - 1
    from_s, to_s = time[before].astype(np.float64), time[after].astype(np.float64)
    share = (moments - from_s) / np.maximum(to_s - from_s, 1.0)
    marks = np.empty((len(moments), 2), dtype="<i4")
    for column, places in enumerate((north, east)):
        here = places[before].astype(np.float64)
        marks[:, column] = np.round(here + share * (places[after] - here))
    return np.array([step, start], dtype="<u4").tobytes() + marks.tobytes()


def metres_apart(one: bytes | None, other: bytes | None) -> float | None:
    """Tell how far two tracks lay apart at the same time, by the middle one of their common marks.

    At each moment the one's mark is held against where the other was from the mark before to the mark after,
    by straight lines, so that clocks which differ a little put nobody elsewhere.

    Returns
    -------
    float
        Metres; None where one has no marks, or no moment is common to both.
    """
    if not one or not other:
        return None
    (step_a, start_a, a), (step_b, start_b, b) = _read(one), _read(other)
    step = max(step_a, step_b)
    first = -(-max(start_a, start_b) // step) * step
    last = min(start_a + step_a * (len(a) - 1), start_b + step_b * (len(b) - 1))
    count = (last - first) // step + 1
    if count < 1:
        return None
    a = a[(first - start_a) // step_a :: step // step_a][:count]
    b = b[(first - start_b) // step_b :: step // step_b][:count]
    flat = np.array([METRES_A_DEGREE, METRES_A_DEGREE * np.cos(np.radians(a[0, 0]))])
    between = b - a
    between[:, 1] = (between[:, 1] + 180) % 360 - 180  # either side of the date line
    ours = (a - a[0]) * flat
    theirs = ours + between * flat
    return float(min(np.median(_to_line(ours, theirs)), np.median(_to_line(theirs, ours))))


def distance_words(metres: float) -> str:
    """Write a distance between two tracks.

    Examples
    --------
    >>> distance_words(84.2), distance_words(5_230.0), distance_words(412_345.0)
    ('84 m', '5.2 km', '412 km')
    """
    if metres < 1000:
        return f"{metres:.0f} m"
    return f"{metres / 1000:.1f} km" if metres < 100_000 else f"{metres / 1000:,.0f} km"


def _read(marks: bytes) -> tuple[int, int, Floats]:
    step, start = np.frombuffer(marks, dtype="<u4", count=2)
    places = np.frombuffer(marks, dtype="<i4", offset=8).reshape(-1, 2)
    return int(step), int(start), places * DEGREES_PER_SEMICIRCLE


def _to_line(points: Floats, line: Floats) -> Floats:
    """Give each point's distance to the two pieces of the line that meet at its own moment."""
    nearest = np.hypot(*(points - line).T)
    if len(line) > 1:
        piece = np.diff(line, axis=0)
        length = np.maximum((piece**2).sum(axis=1), 1e-9)
        for near in (slice(0, -1), slice(1, None)):  # the piece that begins, or ends, at the point's moment
            off = points[near] - line[:-1]
            along = np.clip((off * piece).sum(axis=1) / length, 0.0, 1.0)
            apart = np.hypot(*(off - along[:, None] * piece).T)
            nearest[near] = np.minimum(nearest[near], apart)
    return np.asarray(nearest, dtype=np.float64)
