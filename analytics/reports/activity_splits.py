"""The kilometres or miles of an activity: time, pace, graded pace, heart rate and climbing of each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.knowledge import units, written
from analytics.metrics.grade import GRADE_STEPS, STEP_M, Profile
from analytics.reports.activity_list import clock
from analytics.reports.activity_recording import Recording

Floats = npt.NDArray[np.float64]

SPLIT_M = 1000.0
LEAST_LAST_M = 20.0
"""A last stretch shorter than this is left to the one before it: the noise of a receiver."""


def splits(recorded: Recording, *, every_m: float = SPLIT_M) -> pd.DataFrame:
    """Cut a recording into stretches of equal length, the last as long as it comes.

    Returns
    -------
    pandas.DataFrame
        One row a stretch: split_no, distance_m, moving_s (time in motion), pace_s_per_km,
        graded_pace_s_per_km, hr_mean_bpm, ascent_m; NaN is unknown. Empty where there is no way.
        The distances sum to the whole way, the times to the whole time in motion.
    """
    way, run = recorded.way_m, recorded.run
    if way is None or run.speed_m_s is None or way[-1] <= 0:
        return pd.DataFrame()
    edges = np.append(np.arange(0.0, way[-1], every_m), way[-1])
    if len(edges) > 2 and edges[-1] - edges[-2] < LEAST_LAST_M:
        edges = np.delete(edges, -2)
    seconds = np.where(run.moving, run.seconds, 0.0)
    moving = np.diff(_at(edges, way, np.cumsum(seconds)))
    metres = np.diff(edges)
    found = {
        "split_no": np.arange(1, len(edges)),
        "distance_m": metres,
        "moving_s": moving,
        "pace_s_per_km": _ratio(moving, metres / 1000),
    }
    if run.profile is not None and run.graded_m_s is not None:
        level = np.diff(_at(edges, way, np.cumsum(np.nan_to_num(run.graded_m_s) * seconds)))
        found["graded_pace_s_per_km"] = _ratio(moving, level / 1000)
        began = 0.0 if run.way_m is None else float(run.way_m[0])
        found["ascent_m"] = np.diff(np.interp(edges, *_climbed(run.profile, began)))
    rate = recorded.sensors.get("heart_rate_bpm")
    if rate is not None:
        known = np.where(np.isnan(rate), 0.0, seconds)
        beats = np.diff(_at(edges, way, np.cumsum(np.nan_to_num(rate) * known)))
        found["hr_mean_bpm"] = _ratio(beats, np.diff(_at(edges, way, np.cumsum(known))))
    return pd.DataFrame(found)


def told(recorded: Recording) -> pd.DataFrame:
    """Give the splits with their columns in words beside the numbers: distance, time, pace, graded_pace."""
    every = units.stored(1.0, "distance_m")
    found = splits(recorded, every_m=every)
    if found.empty:
        return found
    nothing = pd.Series(np.nan, index=found.index)
    graded = found.get("graded_pace_s_per_km", nothing)
    return found.assign(
        distance=[written.distance(one, 0 if abs(one - every) < 1e-6 else 2) for one in found["distance_m"]],
        time=[clock(one) for one in found["moving_s"]],
        pace=[written.pace(one, unit=False) for one in found["pace_s_per_km"]],
        graded_pace=[written.pace(one, unit=False) for one in graded],
        hr_mean_bpm=found.get("hr_mean_bpm", nothing),
        ascent_m=found.get("ascent_m", nothing),
    )


def _at(edges: Floats, way: Floats, clock: Floats) -> Floats:
    """Read a running sum at places of the way; whatever was added while standing there counts before it."""
    last = np.append(np.diff(way) > 0, True)
    values = np.interp(edges, way[last], clock[last])
    values[0] = 0.0
    return np.asarray(values)


def _ratio(above: Floats, below: Floats) -> Floats:
    shares: Floats = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
    return shares


def _climbed(read: Profile, began_m: float) -> tuple[Floats, Floats]:
    """Give how much was climbed up to each place, smoothed as `Profile.climb_m` does."""
    places = read.first_m - began_m + STEP_M * np.arange(len(read.altitude_m), dtype=np.float64)
    if len(places) <= GRADE_STEPS:
        return places, np.zeros(len(places))
    width = GRADE_STEPS + 1
    total = np.concatenate(([0.0], np.cumsum(read.altitude_m)))
    smooth = (total[width:] - total[:-width]) / width
    up = np.concatenate(([0.0], np.cumsum(np.maximum(np.diff(smooth), 0.0))))
    return places[GRADE_STEPS // 2 : GRADE_STEPS // 2 + len(up)], up
