"""The records of one activity as numbers along its time and its way, and what a page draws of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.metrics import streams
from analytics.metrics.streams import Streams
from analytics.store import Reader

Floats = npt.NDArray[np.float64]

SMOOTH_S = 30.0
"""What is drawn and changes by the step (speed, power, form) is the mean of so long about each moment."""
SMOOTH_SENSOR_S = 10.0
BUCKETS = 700
"""So many stretches a chart is drawn in, each with its lowest and its highest value."""
LEAST_SHARE = 0.02
"""A measure known for less of the records than this is not drawn."""


@dataclass(frozen=True)
class Recording:
    """The records of one activity.

    Parameters
    ----------
    run
        The records as stretches of time.
    time_s
        Seconds since the first record.
    way_m
        Metres since the first record; None where nothing tells of a way.
    sensors
        One array a measure, by its column; NaN is unknown. A measure that was not recorded is not there.
    latitude_deg, longitude_deg
        NaN where unknown; None without positions.
    pauses
        First and last second, since the first record, of each stop of ten seconds or more.
    """

    run: Streams
    time_s: Floats
    way_m: Floats | None
    sensors: dict[str, Floats]
    latitude_deg: Floats | None
    longitude_deg: Floats | None
    pauses: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Drawn:
    """What a chart draws of a recording: common places, and one row of values a measure.

    `time_min` and `way_km` (None without a way) are of one length with every array of `values`: two places a
    stretch, with its lowest and its highest value in the order in which they came.
    """

    time_min: Floats
    way_km: Floats | None
    values: dict[str, Floats]
    pauses_min: tuple[tuple[float, float], ...]
    pauses_km: tuple[tuple[float, float], ...]
    means: dict[str, tuple[float, float, float]] = field(default_factory=dict)  # mean, lowest, highest


SENSORS = (
    "heart_rate_bpm",
    "altitude_m",
    "cadence_spm",
    "power_w",
    "stance_time_ms",
    "stance_balance_pct",
    "vertical_oscillation_mm",
    "vertical_ratio_pct",
    "step_length_mm",
    "temperature_c",
)
ZERO_IS_UNKNOWN = {
    "heart_rate_bpm",
    "cadence_spm",
    "stance_time_ms",
    "stance_balance_pct",
    "vertical_oscillation_mm",
    "vertical_ratio_pct",
    "step_length_mm",
}


def gather(reader: Reader, *, activity_id: int) -> Recording | None:
    """Read the records of one activity; None where there are fewer than two."""
    found = reader.frame("activity_records", activity_id=activity_id)
    pauses = reader.frame("activity_pauses", activity_id=activity_id)
    return recording(found, pauses)


def recording(found: pd.DataFrame, pauses: pd.DataFrame) -> Recording | None:
    """Turn records into arrays.

    Parameters
    ----------
    found
        time_s and the columns of `record_si`, in order of time.
    pauses
        start_s, duration_s: where the timer stood still.
    """
    columns = {
        name: array
        for name in found.columns
        if (array := _known(found[name])) is not None and name != "time_s"
    }
    clock = found["time_s"].to_numpy(dtype=np.float64)
    if len(clock) < 2:
        return None
    stood = [
        (float(start), float(start + length))
        for start, length in zip(pauses["start_s"], pauses["duration_s"], strict=True)
        if length == length
    ]
    run = streams.streams(
        time_s=clock,
        distance_m=columns.get("distance_m"),
        speed_m_s=columns.get("speed_m_s"),
        altitude_m=columns.get("altitude_m"),
        pauses=stood,
    )
    if run is None:
        return None
    way = run.way_m
    if way is None and run.speed_m_s is not None:
        way = np.cumsum(np.where(run.moving, np.nan_to_num(run.speed_m_s) * run.seconds, 0.0))
    return Recording(
        run=run,
        time_s=clock - clock[0],
        way_m=None if way is None else way - way[0],
        sensors={
            name: np.where(columns[name] > 0, columns[name], np.nan)
            if name in ZERO_IS_UNKNOWN
            else columns[name]
            for name in SENSORS
            if name in columns
        },
        latitude_deg=columns.get("latitude_deg"),
        longitude_deg=columns.get("longitude_deg"),
        pauses=_stops(run, clock - clock[0]),
    )


def _known(column: pd.Series) -> Floats | None:
    values = pd.to_numeric(column).to_numpy(dtype=np.float64, na_value=np.nan)
    return None if np.isnan(values).all() else values


def _stops(run: Streams, time_s: Floats) -> tuple[tuple[float, float], ...]:
    """Give the stops of ten seconds or more between the first and the last move."""
    at = np.flatnonzero(run.moving)
    if not len(at):
        return ()
    standing = ~run.moving
    standing[: at[0]] = False
    standing[at[-1] :] = False
    ends = np.flatnonzero(np.diff(standing.astype(np.int8), prepend=0, append=0))
    # A stretch ends with its record: it begins at the one before.
    spells = [
        (float(time_s[max(a - 1, 0)]), float(time_s[b - 1]))
        for a, b in zip(ends[::2], ends[1::2], strict=True)
    ]
    return tuple((first, last) for first, last in spells if last - first >= streams.PAUSE_S)


def drawn(recorded: Recording, *, as_pace: bool) -> Drawn:
    """Thin a recording to what a chart draws.

    Parameters
    ----------
    as_pace
        Whether speed is told as pace in seconds a km (running, walking) or in km/h.

    Returns
    -------
    Drawn
        Measures by name: pace_s_per_km and graded_pace_s_per_km, or speed_km_h, and what the sensors told.
    """
    run, moving = recorded.run, recorded.run.moving
    raw: dict[str, Floats] = {}
    if run.speed_m_s is not None:
        speed = smoothed(recorded.time_s, np.where(moving, run.speed_m_s, np.nan), SMOOTH_S)
        if as_pace:
            raw["pace_s_per_km"] = _pace(speed)
            if run.profile is not None and run.graded_m_s is not None:
                graded = np.where(moving, run.graded_m_s, np.nan)
                raw["graded_pace_s_per_km"] = _pace(smoothed(recorded.time_s, graded, SMOOTH_S))
        else:
            raw["speed_km_h"] = speed * 3.6
    for name, values in recorded.sensors.items():
        if np.mean(~np.isnan(values)) >= LEAST_SHARE:
            window = (
                SMOOTH_SENSOR_S if name in ("heart_rate_bpm", "altitude_m", "temperature_c") else SMOOTH_S
            )
            shown = (
                values
                if name in ("heart_rate_bpm", "altitude_m", "temperature_c")
                else np.where(moving, values, np.nan)
            )
            raw[name] = smoothed(recorded.time_s, shown, window)
    starts = np.unique(
        np.linspace(0, len(recorded.time_s), min(BUCKETS, len(recorded.time_s)) + 1).astype(np.intp)
    )[:-1]
    return Drawn(
        time_min=_places(recorded.time_s, starts) / 60,
        way_km=None if recorded.way_m is None else _places(recorded.way_m, starts) / 1000,
        values={name: extremes(values, starts) for name, values in raw.items()},
        pauses_min=tuple((first / 60, last / 60) for first, last in recorded.pauses),
        pauses_km=_way_at(recorded),
        means={name: _spread(recorded, values) for name, values in raw.items() if not np.isnan(values).all()},
    )


def _way_at(recorded: Recording) -> tuple[tuple[float, float], ...]:
    if recorded.way_m is None:
        return ()
    firsts = [float(np.interp(first, recorded.time_s, recorded.way_m)) / 1000 for first, _ in recorded.pauses]
    lasts = [float(np.interp(last, recorded.time_s, recorded.way_m)) / 1000 for _, last in recorded.pauses]
    return tuple(zip(firsts, lasts, strict=True))


def _pace(speed_m_s: Floats) -> Floats:
    """Give seconds a km; slower than 20 minutes a km is standing for a chart."""
    pace = np.full(speed_m_s.shape, np.nan)
    np.divide(1000.0, speed_m_s, out=pace, where=speed_m_s > 1000 / 1200)
    return pace


def smoothed(time_s: Floats, values: Floats, window_s: float) -> Floats:
    """Give the mean of the values known within a window about each moment; unknown where the value is.

    Examples
    --------
    >>> smoothed(np.arange(5.0), np.array([1.0, 1, 4, 1, 1]), 2.0).tolist()
    [1.0, 2.0, 2.0, 2.0, 1.0]
    """
    known = ~np.isnan(values)
    total = np.concatenate(([0.0], np.cumsum(np.where(known, values, 0.0))))
    count = np.concatenate(([0.0], np.cumsum(known)))
    first = np.searchsorted(time_s, time_s - window_s / 2, side="left")
    last = np.searchsorted(time_s, time_s + window_s / 2, side="right")
    inside = count[last] - count[first]
    mean = np.full(values.shape, np.nan)
    np.divide(total[last] - total[first], inside, out=mean, where=known & (inside > 0))
    return mean


def extremes(values: Floats, starts: npt.NDArray[np.intp]) -> Floats:
    """Give two values a stretch, its lowest and its highest, in the order in which they came.

    Parameters
    ----------
    starts
        Where each stretch begins; the first is 0.

    Examples
    --------
    >>> extremes(np.array([3.0, 9.0, 1.0, 5.0, np.nan, 7.0]), np.array([0, 3])).tolist()
    [9.0, 1.0, 5.0, 7.0]
    """
    low = np.fmin.reduceat(values, starts)
    high = np.fmax.reduceat(values, starts)
    which = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(values))))
    place = np.arange(len(values), dtype=np.float64)
    low_at = np.fmin.reduceat(np.where(values == low[which], place, np.nan), starts)
    high_at = np.fmin.reduceat(np.where(values == high[which], place, np.nan), starts)
    is_low_first = low_at <= high_at
    both = np.empty(2 * len(starts))
    both[::2] = np.where(is_low_first, low, high)
    both[1::2] = np.where(is_low_first, high, low)
    return both


def _places(values: Floats, starts: npt.NDArray[np.intp]) -> Floats:
    """Give the beginning and the middle of each stretch."""
    ends = np.append(starts[1:], len(values))
    places = np.empty(2 * len(starts))
    places[::2] = values[starts]
    places[1::2] = values[(starts + ends) // 2]
    return places


def _spread(recorded: Recording, values: Floats) -> tuple[float, float, float]:
    known = ~np.isnan(values)
    seconds = np.where(known, np.minimum(recorded.run.seconds, streams.SILENT_S), 0.0)
    total = float(seconds.sum())
    shown = values[known]
    mean = float(np.where(known, values, 0.0) @ seconds) / total if total else float(shown.mean())
    return mean, float(shown.min()), float(shown.max())
