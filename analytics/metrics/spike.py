"""The session spike: how far a run goes beyond the longest of the last 30 days (Garmin-RUNSAFE 2025)."""

from __future__ import annotations

import datetime as dt
import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

WINDOW_DAYS = 30
MIN_DISTANCE_M = 1000.0

StateId = Literal["no_baseline", "reference", "small", "moderate", "large"]


@dataclass(frozen=True)
class SpikeState:
    """One state of the study: ratios above `above` up to and with `up_to`, and its hazard rate ratio.

    The ratio is to runs up to 10 % longer than the longest of 30 days, with its 95 % interval; None for the
    reference itself and for a run without a baseline. The states are not ordered: small is not less than
    moderate. No slope and no safe limit can be read from them.
    """

    id: StateId
    above: float | None
    up_to: float | None
    hazard_ratio: float | None
    low: float | None
    high: float | None


STATES: dict[StateId, SpikeState] = {
    "no_baseline": SpikeState("no_baseline", None, None, None, None, None),
    "reference": SpikeState("reference", None, 1.10, None, None, None),
    "small": SpikeState("small", 1.10, 1.30, 1.64, 1.31, 2.05),
    "moderate": SpikeState("moderate", 1.30, 2.00, 1.52, 1.16, 2.00),
    "large": SpikeState("large", 2.00, None, 2.28, 1.50, 3.48),
}
"""From `RUNNERS`, `SESSIONS` of theirs, `INJURED` in 18 months (doi 10.1136/bjsports-2024-109380)."""
RUNNERS, SESSIONS, INJURED = 5205, 588_071, 1820


def spike_state(ratio: float | None) -> SpikeState:
    """Give the state of a run from its ratio to the longest run of the 30 days before.

    Parameters
    ----------
    ratio
        Distance over longest distance; None or NaN where no run lies in the 30 days.

    Examples
    --------
    >>> spike_state(1.10).id, spike_state(1.101).id, spike_state(2.0).id, spike_state(None).id
    ('reference', 'small', 'moderate', 'no_baseline')
    """
    if ratio is None or math.isnan(ratio):
        return STATES["no_baseline"]
    # A ratio of two distances can miss its own limit by a last binary digit: 3.3 / 3 is not 1.1.
    rounded = round(ratio, 9)
    for state in (STATES["reference"], STATES["small"], STATES["moderate"]):
        if state.up_to is not None and rounded <= state.up_to:
            return state
    return STATES["large"]


def longest_before_m(
    starts: Sequence[dt.datetime], distances_m: Sequence[float], *, window_days: int = WINDOW_DAYS
) -> list[float | None]:
    """Give for each run the longest distance among those that start in the 30 days before it.

    Parameters
    ----------
    starts, distances_m
        Runs in order of their start. An earlier run of the same day counts, the run itself does not; runs
        below 1 km do not.

    Returns
    -------
    list
        Metres; None where no run lies in the window.
    """
    window: deque[tuple[dt.datetime, float]] = deque()  # distances fall from left to right
    longest: list[float | None] = []
    for start, distance in zip(starts, distances_m, strict=True):
        while window and window[0][0] < start - dt.timedelta(days=window_days):
            window.popleft()
        longest.append(window[0][1] if window else None)
        if distance >= MIN_DISTANCE_M:
            while window and window[-1][1] <= distance:
                window.pop()
            window.append((start, distance))
    return longest


def ratio(distance_m: float, longest_m: float | None) -> float | None:
    """Give the ratio of a run, done or planned, to the longest before it; None below 1 km or without one.

    Examples
    --------
    >>> ratio(12_000.0, 10_000.0), ratio(800.0, 10_000.0), ratio(12_000.0, None)
    (1.2, None, None)
    """
    if longest_m is None or distance_m < MIN_DISTANCE_M:
        return None
    return distance_m / longest_m


def furthest_m(longest_m: float | None) -> float | None:
    """Give how far the next run may go and stay within the reference state; None without a run in 30 days.

    Within it the study compares nothing: it is the reference, no proof of safety.

    Examples
    --------
    >>> furthest_m(10_000.0), furthest_m(None)
    (11000.0, None)
    """
    limit = STATES["reference"].up_to
    return None if longest_m is None or limit is None else round(longest_m * limit, 6)
