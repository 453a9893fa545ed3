"""Made-up records of simulated runs, a second at a time, on a round track in the open sea.

They agree with what the simulator says of the run (distance, moving time, mean heart rate) and carry no
effect.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.ingest.batch import RECORD_COLUMNS, Columns, SessionRow
from analytics.metrics.grade import cost_of_grade

Floats = npt.NDArray[np.float64]

FIT_EPOCH = dt.datetime(1989, 12, 31)
SEA_DEG = (0.05, 0.05)
"""Latitude and longitude of the middle of the track: the Gulf of Guinea, where nobody runs."""
METRES_PER_DEGREE = 111_195.0
LOOP_M = 3200.0
PAUSE_AT = 0.55
REST_SHARE = 0.93
RESERVE_M = 160.0
HARD_SPEED = 1.12
HARD_MIN = (0, 0, 3, 0, 12, 0, 6, 20)
"""Length of the hard part of each run in turn, in minutes; 0 is an easy run throughout."""


@dataclass(frozen=True)
class Carries:
    """Which further sensors a simulated runner wears."""

    pod: bool = False  # ground contact, its balance, bounce
    power: bool = False


def records_of(
    session: SessionRow, start_utc: dt.datetime, *, turn: int, carries: Carries, draw: np.random.Generator
) -> Columns:
    """Make up the records of a run.

    Parameters
    ----------
    session
        As the simulator tells it; the records hold its distance, moving time and mean heart rate.
    start_utc
        Naive UTC.
    turn
        Which run it is, for its hard part.
    """
    moving_s, distance_m = int(session.moving_s or 0), float(session.distance_m or 0.0)
    at = np.arange(moving_s + 1, dtype=float)
    speed = _speed(at, distance_m, turn, draw)
    way = np.append(0.0, np.cumsum(speed[1:]))
    climb = max(float(session.ascent_m or 0.0), 5.0)
    height = climb / max(1.0, distance_m / LOOP_M) / 2
    angle = 2 * math.pi * way / LOOP_M
    altitude = 25 + height * (np.sin(angle) + 0.25 * np.sin(3 * angle))
    latitude, longitude = _place(angle)
    seconds = at.copy()
    pause_s = int((session.elapsed_s or moving_s) - moving_s)
    seconds[int(PAUSE_AT * len(at)) :] += max(pause_s, 0)
    told: dict[str, Floats] = {
        "time_fit_s": (start_utc - FIT_EPOCH).total_seconds() + seconds,
        "latitude_sc": latitude * (2**31 / 180),
        "longitude_sc": longitude * (2**31 / 180),
        "distance_cm": 100 * way,
        "speed_mm_s": 1000 * speed,
        "altitude_raw": 5 * (altitude + 500),
        "temperature_c": np.full(len(at), session.temperature_mean_c or 12.0),
    }
    tired = np.clip(at / max(moving_s, 3600) - 0.3, 0, None)
    cadence = 150 + 6 * speed - 4 * tired + draw.normal(0, 1, len(at))
    told["cadence_rpm"] = np.floor(cadence / 2)
    told["cadence_frac_128"] = 128 * (cadence / 2 - told["cadence_rpm"])
    if session.hr_mean_bpm is not None:
        told["heart_rate_bpm"] = _heart_rate(at, speed, float(session.hr_mean_bpm), draw)
    if carries.pod:
        told |= _pod(speed, cadence, tired, draw)
    if carries.power:
        told["power_w"] = 72 * speed * (1 + 0.05 * draw.normal(0, 1, len(at)))
    return {name: np.rint(values).astype(RECORD_COLUMNS[name][0]) for name, values in told.items()}


def _speed(at: Floats, distance_m: float, turn: int, draw: np.random.Generator) -> Floats:
    """Give a speed whose mean is the run's, with a hard part where it is its turn, uphill slower."""
    mean = distance_m / max(len(at) - 1, 1)
    hard_s = 60 * HARD_MIN[turn % len(HARD_MIN)]
    shape = np.full(len(at), 1.0)
    if 0 < hard_s < len(at) - 1500:
        begin = 900
        # As a runner with a critical speed and a reserve above it would run it.
        shape[:] = REST_SHARE
        shape[begin : begin + hard_s] = HARD_SPEED + RESERVE_M / hard_s / mean
        shape = np.convolve(np.pad(shape, 5, mode="edge"), np.full(11, 1 / 11), "valid")
    waves = draw.normal(0, 1, len(at) // 30 + 2)
    shape *= 1 + 0.02 * np.interp(at / 30, np.arange(len(waves)), waves)
    angle = 2 * math.pi * at * mean / LOOP_M
    shape *= (3.6 / cost_of_grade(0.006 * np.cos(angle))) ** 0.7
    shape[0] = 0.0
    speed: Floats = shape * (distance_m / shape.sum())
    speed[0] = speed[1]
    return speed


def _place(angle: Floats) -> tuple[Floats, Floats]:
    """Give latitude and longitude on a track that goes round and round, with a few bays."""
    radius_m = LOOP_M / (2 * math.pi) * 0.92 * (1 + 0.12 * np.sin(3 * angle) + 0.05 * np.cos(5 * angle))
    north, east = radius_m * np.sin(angle), 1.15 * radius_m * np.cos(angle)
    return SEA_DEG[0] + north / METRES_PER_DEGREE, SEA_DEG[1] + east / METRES_PER_DEGREE


def _heart_rate(at: Floats, speed: Floats, mean_bpm: float, draw: np.random.Generator) -> Floats:
    """Give beats that follow the speed by half a minute, rise in the warm-up and drift, about their mean."""
    kernel = np.exp(-np.arange(120) / 35)
    lagged = np.convolve(np.pad(speed, (119, 0), mode="edge"), kernel / kernel.sum(), "valid")
    waves = draw.normal(0, 1.5, len(at) // 45 + 2)
    beats = 32 * (lagged / lagged.mean() - 1) + 4 * at / 3600 - 35 * np.exp(-at / 90)
    beats += np.interp(at / 45, np.arange(len(waves)), waves)
    about_mean: Floats = np.clip(beats - beats.mean() + mean_bpm, 60, 215)
    return about_mean


def _pod(speed: Floats, cadence: Floats, tired: Floats, draw: np.random.Generator) -> dict[str, Floats]:
    stance_ms = 335 - 30 * speed + 8 * tired + draw.normal(0, 3, len(speed))
    bounce_mm = 75 + 6 * speed + 3 * tired + draw.normal(0, 2, len(speed))
    step_mm = 60_000 * speed / cadence
    return {
        "stance_time_raw": 10 * stance_ms,
        "stance_balance_raw": 100 * (50.3 + draw.normal(0, 0.4, len(speed))),
        "vertical_oscillation_raw": 10 * bounce_mm,
        "vertical_ratio_raw": 10_000 * bounce_mm / step_mm,
        "step_length_raw": 10 * step_mm,
    }
