"""Points of a track as columns of raw integers, and what they say: distance, moving time, zone."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from analytics.ingest.batch import RECORD_COLUMNS, ActivityRow, Columns, Problem, SessionRow, ZoneBasis
from analytics.ingest.zones import local_time, offset_name, zone_at
from analytics.knowledge import written

Floats = npt.NDArray[np.float64]

FIT_EPOCH_S = 631_065_600
"""1989-12-31T00:00:00Z in Unix seconds, where FIT's own clock begins."""

LATEST_S = FIT_EPOCH_S + 0xFFFF_FFFE

# Conventions, not findings: a stretch counts as a pause when no point was written for longer than this and
# the athlete moved slower than this from its first point to its last. Watches with smart recording leave gaps
# of some seconds while moving; apps stop writing when paused.
PAUSE_GAP_S = 30.0
PAUSE_SPEED_M_S = 0.5

# A cadence on foot that is mostly above this counts steps, below it strides: 120 strides would be 240 steps.
STEPS_ABOVE_RPM = 120.0

# Nobody runs faster than the fastest sprinter, who reached a little over 12 m/s: a step above this is a fault
# of the receiver and adds no way.
FASTEST_ON_FOOT_M_S = 12.5

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the earth, (2a + b) / 3 of GRS 80: Moritz H (2000), Geodetic Reference System 1980."""

_INSTANT = re.compile(
    r"\s*(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?\s*(?:([Zz])|([+-])(\d\d):?(\d\d))?\s*$",
    re.ASCII,
)

FIELDS = ("time", "latitude", "longitude", "distance", "speed", "altitude", "heart_rate", "cadence", "power",
          "temperature")  # fmt: skip


@lru_cache(maxsize=256)
def _day_s(year: str, month: str, day: str) -> float:
    try:
        return float((dt.date(int(year), int(month), int(day)) - dt.date(1970, 1, 1)).days * 86_400)
    except ValueError:
        return math.nan


def instant(text: str) -> tuple[float, float | None]:
    """Read an XML time.

    Parameters
    ----------
    text
        `2021-01-07T21:51:59.1794937+01:15`, with or without a fraction and an offset. Without an offset it is
        UTC, as the GPX schema has it.

    Returns
    -------
    tuple
        Unix seconds, NaN where it is no time; and the offset from UTC in seconds, None where the text gives
        none, `Z` or zero: those say nothing of where the athlete was.

    Examples
    --------
    >>> instant("1970-01-01T01:00:00.5+01:00"), instant("yesterday")[0]
    ((0.5, 3600.0), nan)
    """
    found = _INSTANT.match(text)
    if found is None:
        return math.nan, None
    year, month, day, hour, minute, second, fraction, _, sign, offset_h, offset_min = found.groups()
    if int(hour) > 24 or int(minute) > 59 or int(second) > 60:
        return math.nan, None
    seconds = _day_s(year, month, day) + int(hour) * 3600 + int(minute) * 60 + int(second)
    if fraction:
        seconds += float(f"0.{fraction[:9]}")
    if sign is None:
        return seconds, None
    offset = (int(offset_h) * 60 + int(offset_min)) * 60.0 * (-1 if sign == "-" else 1)
    return seconds - offset, offset or None


def utc(seconds: float) -> dt.datetime | None:
    """Give a naive UTC time; None outside what a FIT clock can hold."""
    if not FIT_EPOCH_S <= seconds <= LATEST_S:
        return None
    return dt.datetime.fromtimestamp(round(seconds), tz=dt.UTC).replace(tzinfo=None)


ON_FOOT = ("running", "walking", "hiking")


def number(text: str | None) -> float:
    """Read a number of an XML file; NaN where it is none."""
    if not text:
        return math.nan
    try:
        value = float(text)
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


@dataclass
class Points:
    """The points of one track as text, in file order; `segment_ends` counts the points before a break."""

    texts: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in FIELDS})
    segment_ends: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts["time"])

    def add(self, found: dict[str, str]) -> None:
        """Add one point; what it does not say is unknown."""
        for name, column in self.texts.items():
            column.append(found.get(name, ""))

    def end_segment(self) -> None:
        """Mark that the next point begins a new stretch."""
        if self.segment_ends[-1:] != [len(self)]:
            self.segment_ends.append(len(self))


@dataclass
class Track:
    """One track in SI units, sorted by time; NaN is unknown. `segment` numbers stretches between breaks."""

    values: dict[str, Floats]
    segment: npt.NDArray[np.int64]
    offset_s: float | None
    untimed: int

    def __len__(self) -> int:
        return len(self.segment)

    @property
    def start_utc(self) -> dt.datetime | None:
        """Give the time of the first point."""
        return utc(float(self.values["time"][0])) if len(self) else None


def _floats(texts: list[str]) -> Floats:
    try:
        return np.array(texts, dtype=np.float64)
    except ValueError:
        return np.array([number(text) for text in texts], dtype=np.float64)


def track(points: Points) -> Track:
    """Turn points into numbers, sorted by time; points without a usable time are left out and counted."""
    read = [instant(text) for text in points.texts["time"]]
    times = np.array([seconds for seconds, _ in read], dtype=np.float64)
    values = {name: _floats(texts) for name, texts in points.texts.items() if name != "time"}
    for column in values.values():
        column[~np.isfinite(column)] = np.nan
    values["time"] = times
    breaks = np.zeros(len(points) + 1, dtype=np.int64)
    for end in points.segment_ends:
        breaks[end] += 1
    segment = np.cumsum(breaks[:-1])
    with np.errstate(invalid="ignore"):
        sound = (times >= FIT_EPOCH_S) & (times <= LATEST_S)
        off_earth = (np.abs(values["latitude"]) > 90) | (np.abs(values["longitude"]) > 180)
    for name in ("latitude", "longitude"):
        values[name][off_earth | np.isnan(values["latitude"]) | np.isnan(values["longitude"])] = np.nan
    order = np.flatnonzero(sound)
    order = order[np.argsort(times[order], kind="stable")]
    offset = read[int(order[0])][1] if len(order) else None
    return Track(
        values={name: values[name][order] for name in FIELDS},
        segment=segment[order],
        offset_s=offset,
        untimed=len(points) - len(order),
    )


def haversine_m(latitude_deg: Floats, longitude_deg: Floats) -> Floats:
    """Give the distance from each point to the next on the mean sphere.

    Returns
    -------
    array
        One shorter than the input, metres; NaN beside an unknown position.

    References
    ----------
    Sinnott RW (1984), Virtues of the haversine, Sky and Telescope 68:159.

    Examples
    --------
    >>> float(round(haversine_m(np.array([0.0, 1.0]), np.array([0.0, 0.0]))[0]))
    111195.0
    """
    phi, lam = np.radians(latitude_deg), np.radians(longitude_deg)
    half = np.sin(np.diff(phi) / 2) ** 2 + np.cos(phi[:-1]) * np.cos(phi[1:]) * np.sin(np.diff(lam) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(half, 0, 1))), dtype=np.float64)


def measure_distance(one: Track, *, on_foot: bool) -> None:
    """Fill in the cumulative distance from the positions where the file gives none.

    Breaks add nothing, nor, on foot, do leaps that nobody can run.
    """
    known = np.isfinite(one.values["latitude"])
    if np.isfinite(one.values["distance"]).any() or known.sum() < 2:
        return
    at = np.flatnonzero(known)
    steps = haversine_m(one.values["latitude"][at], one.values["longitude"][at])
    steps[np.diff(one.segment[at]) > 0] = 0.0
    if on_foot:
        steps[steps > FASTEST_ON_FOOT_M_S * np.maximum(np.diff(one.values["time"][at]), 1.0)] = 0.0
    one.values["distance"][at] = np.concatenate(([0.0], np.cumsum(steps)))


def elapsed_s(one: Track) -> float | None:
    """Give the time from the first point to the last; None with fewer than two points."""
    return round(float(one.values["time"][-1] - one.values["time"][0]), 3) if len(one) > 1 else None


def moving_s(one: Track) -> float | None:
    """Give the time recorded, pauses left out: breaks between segments, and long gaps without way."""
    total = elapsed_s(one)
    if total is None:
        return None
    gaps = np.diff(one.values["time"])
    way = np.diff(one.values["distance"])
    with np.errstate(invalid="ignore", divide="ignore"):
        idle = (gaps > PAUSE_GAP_S) & (way / gaps < PAUSE_SPEED_M_S)
    return round(total - float(gaps[idle | (np.diff(one.segment) > 0)].sum()), 3)


def count_strides(one: Track, *, on_foot: bool) -> None:
    """Halve a cadence that counts steps, so that the column always counts strides."""
    cadence = one.values["cadence"]
    moving = cadence[cadence > 0]
    if on_foot and len(moving) and float(np.median(moving)) > STEPS_ABOVE_RPM:
        one.values["cadence"] = cadence / 2


def mean(values: Floats, *, zero_counts: bool = True) -> float | None:
    """Average what is known; None where nothing is."""
    known = values[np.isfinite(values)]
    if not zero_counts:
        known = known[known > 0]
    return float(known.mean()) if len(known) else None


def _raw(values: Floats, name: str) -> npt.NDArray[np.generic]:
    kind = np.dtype(RECORD_COLUMNS[name][0])
    limits = np.iinfo(kind)
    invalid = limits.max
    rounded = np.rint(values)
    with np.errstate(invalid="ignore"):
        sound = np.isfinite(rounded) & (rounded >= limits.min) & (rounded < invalid)
    raw = np.full(len(values), invalid, dtype=kind)
    raw[sound] = rounded[sound].astype(kind)
    return raw


def record_columns(one: Track) -> Columns:
    """Write a track as the raw integers of the record table; what a unit cannot hold is unknown."""
    v = one.values
    nothing = np.full(len(one), np.nan)
    strides = np.floor(v["cadence"])
    scaled: dict[str, Floats] = {
        "time_fit_s": v["time"] - FIT_EPOCH_S,
        "latitude_sc": v["latitude"] * (2**31 / 180),
        "longitude_sc": v["longitude"] * (2**31 / 180),
        "distance_cm": v["distance"] * 100,
        "speed_mm_s": v["speed"] * 1000,
        "altitude_raw": (v["altitude"] + 500) * 5,
        "heart_rate_bpm": np.where(v["heart_rate"] > 0, v["heart_rate"], np.nan),
        "cadence_rpm": strides,
        "cadence_frac_128": (v["cadence"] - strides) * 128,
        "power_w": v["power"],
        "temperature_c": v["temperature"],
    }
    return {name: _raw(scaled.get(name, nothing), name) for name in RECORD_COLUMNS}


def joined_columns(several: list[Track]) -> Columns:
    """Write the tracks of one activity, one after the other, as the raw integers of the record table."""
    columns = [record_columns(one) for one in several]
    joined: Columns = {name: np.concatenate([one[name] for one in columns]) for name in RECORD_COLUMNS}
    order = np.argsort(joined["time_fit_s"], kind="stable")
    return {name: column[order] for name, column in joined.items()}


def left_out(one: Track) -> Problem | None:
    """Say how many points had no usable time; None where all had one."""
    if not one.untimed:
        return None
    return Problem(f"{written.count(one.untimed, 'point')} without a usable time")


def place_in_time(row: ActivityRow, one: Track | None, *, offset_s: float | None = None) -> None:
    """Give an activity its zone and local time, from its first position or the offset its times carry."""
    if row.start_utc is None:
        return
    zone: str | None = None
    basis: ZoneBasis = "coordinates"
    if one is not None:
        offset_s = one.offset_s if offset_s is None else offset_s
        known = np.flatnonzero(np.isfinite(one.values["latitude"]))
        if len(known):
            first = int(known[0])
            zone = zone_at(float(one.values["latitude"][first]), float(one.values["longitude"][first]))
    local = local_time(row.start_utc, zone) if zone else None
    if offset_s is not None and (local is None or (local - row.start_utc).total_seconds() != offset_s):
        # The file's own clock outweighs the map: the watch may not have followed the athlete over a border.
        zone, basis = offset_name(offset_s), "file"
        local = local_time(row.start_utc, zone)
    if zone is not None and local is not None:
        row.zone, row.zone_basis, row.start_local = zone, basis, local


def fill_from_track(session: SessionRow, one: Track) -> None:
    """Fill in what a session does not yet say from its track."""
    distance = one.values["distance"][np.isfinite(one.values["distance"])]
    if session.distance_m is None and len(distance):
        session.distance_m = float(distance.max())
    if session.elapsed_s is None:
        session.elapsed_s = elapsed_s(one)
    if session.moving_s is None:
        session.moving_s = moving_s(one)
    if session.elapsed_s is not None and session.moving_s is not None:
        session.elapsed_s = max(session.elapsed_s, session.moving_s)
    heart = np.where(one.values["heart_rate"] > 0, one.values["heart_rate"], np.nan)
    if session.hr_mean_bpm is None:
        session.hr_mean_bpm = mean(heart)
    if session.hr_max_bpm is None and np.isfinite(heart).any():
        session.hr_max_bpm = float(np.nanmax(heart))
    if session.cadence_mean_spm is None and session.sport in ON_FOOT:
        strides = mean(one.values["cadence"], zero_counts=False)
        session.cadence_mean_spm = None if strides is None else 2 * strides
    if session.power_mean_w is None:
        session.power_mean_w = mean(one.values["power"])
    if session.temperature_mean_c is None:
        session.temperature_mean_c = mean(one.values["temperature"])
