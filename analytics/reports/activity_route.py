"""The way of an activity on paper: metres east and north of its middle, no tiles and no names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.reports.activity_recording import SMOOTH_S, Recording, smoothed

Floats = npt.NDArray[np.float64]

EARTH_M = 6_371_008.8
"""The mean radius of the earth (IUGG)."""
MOST_PLACES = 1200
LONGEST_STEP_M = 500.0
"""Between two places further apart than this nothing is known of the way: no line is drawn."""
STRANGE_M = 300_000.0


@dataclass(frozen=True)
class Route:
    """A way drawn without a map.

    Parameters
    ----------
    east_m, north_m
        Metres from the middle of the way; NaN parts the line where positions are missing.
    colour_by
        What the line can be coloured by: pace_s_per_km, heart_rate_bpm, altitude_m; of the same length.
    """

    east_m: Floats
    north_m: Floats
    colour_by: dict[str, Floats]


def route(recorded: Recording) -> Route | None:
    """Project the positions of a recording; None where there are too few to draw a way."""
    latitude, longitude = recorded.latitude_deg, recorded.longitude_deg
    if latitude is None or longitude is None:
        return None
    known = ~np.isnan(latitude) & ~np.isnan(longitude) & ((latitude != 0) | (longitude != 0))
    if int(known.sum()) < 10:
        return None
    east, north = projected(latitude[known], longitude[known])
    sane = np.hypot(east - np.median(east), north - np.median(north)) < STRANGE_M
    at = np.flatnonzero(known)[sane]
    if len(at) < 10:
        return None
    east, north = projected(latitude[at], longitude[at])  # about the middle of the sound ones
    if max(np.ptp(east), np.ptp(north)) < 20.0:
        return None
    kept = np.unique(np.linspace(0, len(at) - 1, min(MOST_PLACES, len(at))).astype(np.intp))
    step = np.hypot(np.diff(east[kept]), np.diff(north[kept]))
    typical = float(np.median(step))
    gaps = np.flatnonzero(step > max(LONGEST_STEP_M, 20 * typical)) + 1
    colours = {name: np.insert(values[at][kept], gaps, np.nan) for name, values in _colours(recorded).items()}
    return Route(
        east_m=np.insert(east[kept], gaps, np.nan),
        north_m=np.insert(north[kept], gaps, np.nan),
        colour_by=colours,
    )


def projected(latitude_deg: Floats, longitude_deg: Floats) -> tuple[Floats, Floats]:
    """Project positions onto a plane in which areas keep their size (Lambert's azimuthal projection).

    Returns
    -------
    tuple
        Metres east and north of the middle of the positions.

    References
    ----------
    Snyder 1987, Map Projections: A Working Manual, U.S. Geological Survey Professional Paper 1395,
    equations 22-4, 22-5 and 24-2, on a sphere.

    Examples
    --------
    >>> east, north = projected(np.array([49.999, 50.001]), np.array([8.0, 8.0]))
    >>> round(float(north[1] - north[0]), 1), round(float(east[1] - east[0]), 1)
    (222.4, 0.0)
    """
    turn = np.radians(longitude_deg[0])
    around = (np.radians(longitude_deg) - turn + np.pi) % (2 * np.pi) - np.pi
    phi = np.radians(latitude_deg)
    phi_0, lambda_0 = (phi.min() + phi.max()) / 2, (around.min() + around.max()) / 2
    away = around - lambda_0
    k = np.sqrt(2 / (1 + np.sin(phi_0) * np.sin(phi) + np.cos(phi_0) * np.cos(phi) * np.cos(away)))
    east = EARTH_M * k * np.cos(phi) * np.sin(away)
    north = EARTH_M * k * (np.cos(phi_0) * np.sin(phi) - np.sin(phi_0) * np.cos(phi) * np.cos(away))
    return east, north


def _colours(recorded: Recording) -> dict[str, Floats]:
    found: dict[str, Floats] = {}
    speed = recorded.run.speed_m_s
    if speed is not None:
        level = smoothed(recorded.time_s, np.where(recorded.run.moving, speed, np.nan), SMOOTH_S)
        found["pace_s_per_km"] = np.divide(
            1000.0, level, out=np.full(level.shape, np.nan), where=level > 1000 / 1200
        )
    for name in ("heart_rate_bpm", "altitude_m"):
        if name in recorded.sensors:
            found[name] = recorded.sensors[name]
    return {name: values for name, values in found.items() if not np.isnan(values).all()}
