"""An activity's place in time: UTC and the athlete's local clock, and how the zone is known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from analytics.ingest.batch import ActivityRow, Columns, ZoneBasis
from analytics.ingest.zones import local_time, utc_time, zone_at

NO_POSITION = np.iinfo(np.int32).max
DEGREES_PER_SEMICIRCLE = 180 / 2**31
LAST_RESORT = "UTC"
CLOCKS_AGREE = dt.timedelta(minutes=1)
FIRST_LOOK = 64  # records


@dataclass(frozen=True)
class Place:
    """When an activity began, in UTC and on the athlete's clock (both naive), and how the zone is known."""

    start_utc: dt.datetime | None
    start_local: dt.datetime | None
    zone: str | None
    zone_basis: ZoneBasis | None


def place_in_time(activity: ActivityRow, *, athlete_zone: str | None) -> Place:
    """Fill in what a file leaves out of its activity's time.

    What the file says itself comes first, then the zone of its first position, then the athlete's zone; where
    none of them is known, UTC is assumed and said to be.

    Parameters
    ----------
    activity
        As read: UTC or local start, or both. Both are None where the file holds no time at all.
    athlete_zone
        IANA name of the zone the athlete mostly trains in; None where unknown.

    Examples
    --------
    >>> run = ActivityRow(sessions=[], start_utc=dt.datetime(2026, 7, 1, 6, 0))
    >>> place_in_time(run, athlete_zone="Europe/Berlin").start_local
    datetime.datetime(2026, 7, 1, 8, 0)
    """
    utc = activity.start_utc or _first_start(activity)
    local = activity.start_local
    if utc is not None and local is not None:
        # Of several sessions the later ones may lie beyond a change of the clocks: only a zone tells.
        zone = (
            activity.zone
            if len(activity.sessions) < 2
            else _zone_that_agrees(activity, athlete_zone, utc, local)
        )
        return Place(utc, local, zone, activity.zone_basis or "file")
    if utc is None and local is None:
        return Place(None, None, activity.zone, activity.zone_basis)
    zone, basis = _zone_of(activity, athlete_zone)
    for name, how in ((zone, basis), (LAST_RESORT, "assumed")):
        if name is None:
            continue
        filled = local_time(utc, name) if utc is not None else utc_time(local, name) if local else None
        if filled is not None:
            return Place(utc or filled, local or filled, name, how)
    return Place(utc, local, None, None)


def _first_start(activity: ActivityRow) -> dt.datetime | None:
    starts = [session.start_utc for session in activity.sessions if session.start_utc is not None]
    return min(starts, default=None)


def _zone_of(activity: ActivityRow, athlete_zone: str | None) -> tuple[str | None, ZoneBasis]:
    if activity.zone:
        return activity.zone, activity.zone_basis or "file"
    here = first_position(activity.records)
    found = zone_at(*here) if here else None
    if found:
        return found, "coordinates"
    return athlete_zone, "athlete"


def _zone_that_agrees(
    activity: ActivityRow, athlete_zone: str | None, utc: dt.datetime, local: dt.datetime
) -> str | None:
    """Name the zone of the place, or the athlete's, where its clock shows what the file says."""
    here = first_position(activity.records)
    for name in (zone_at(*here) if here else None, athlete_zone):
        clock = local_time(utc, name) if name else None
        if clock is not None and abs(clock - local) < CLOCKS_AGREE:
            return name
    return activity.zone


def first_position(records: Columns | None) -> tuple[float, float] | None:
    """Give latitude and longitude (degrees) of the first record that has a position; None where none has.

    Examples
    --------
    >>> first_position({"latitude_sc": np.array([2**31 - 1, 2**29], "i4"),
    ...                 "longitude_sc": np.array([2**31 - 1, 2**28], "i4")})
    (45.0, 22.5)
    """
    if not records or "latitude_sc" not in records or "longitude_sc" not in records:
        return None
    end = 0
    while end < len(records["latitude_sc"]):  # nearly always among the first: the others are not looked at
        begin, end = end, max(FIRST_LOOK, 8 * end)
        latitude, longitude = records["latitude_sc"][begin:end], records["longitude_sc"][begin:end]
        # A receiver without a fix writes zeros: a point in the Gulf of Guinea, which is nobody's run.
        known = (latitude != NO_POSITION) & (longitude != NO_POSITION) & ((latitude != 0) | (longitude != 0))
        if known.any():
            first = int(known.argmax())
            found = float(latitude[first]), float(longitude[first])
            return found[0] * DEGREES_PER_SEMICIRCLE, found[1] * DEGREES_PER_SEMICIRCLE
    return None
