"""From a place on earth to its time zone, and from UTC to the athlete's local time."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)$")


def zone_at(latitude_deg: float, longitude_deg: float) -> str | None:
    """Name the IANA time zone of a place; None where there is none.

    Examples
    --------
    >>> zone_at(52.52, 13.40)
    'Europe/Berlin'
    """
    if not (-90 <= latitude_deg <= 90 and -180 <= longitude_deg <= 180):
        return None
    import tzfpy  # its map of the world takes a moment to load, and most imports need it late or never

    name = str(tzfpy.get_tz(longitude_deg, latitude_deg))
    return name or None


@lru_cache(maxsize=512)
def _zone(name: str) -> dt.tzinfo | None:
    fixed = _OFFSET.match(name)
    if fixed:
        sign = -1 if fixed[1] == "-" else 1
        minutes = sign * (int(fixed[2]) * 60 + int(fixed[3]))
        return dt.timezone(dt.timedelta(minutes=minutes)) if abs(minutes) < 24 * 60 else None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def local_time(start_utc: dt.datetime, zone: str) -> dt.datetime | None:
    """Give the local time of a naive UTC time in an IANA zone or a fixed offset such as "+02:00".

    Returns
    -------
    datetime or None
        Naive; None where the zone is not known.

    Examples
    --------
    >>> local_time(dt.datetime(2026, 7, 1, 12), "Europe/Berlin")
    datetime.datetime(2026, 7, 1, 14, 0)
    """
    known = _zone(zone)
    if known is None:
        return None
    try:
        return start_utc.replace(tzinfo=dt.UTC).astimezone(known).replace(tzinfo=None)
    except (OverflowError, ValueError):
        return None


def utc_time(start_local: dt.datetime, zone: str) -> dt.datetime | None:
    """Give the UTC time of a naive local time; of two readings in autumn, the earlier.

    Examples
    --------
    >>> utc_time(dt.datetime(2026, 7, 1, 14), "Europe/Berlin")
    datetime.datetime(2026, 7, 1, 12, 0)
    """
    known = _zone(zone)
    if known is None:
        return None
    try:
        return start_local.replace(tzinfo=known).astimezone(dt.UTC).replace(tzinfo=None)
    except (OverflowError, ValueError):
        return None


def offset_name(seconds: float) -> str:
    """Write an offset from UTC as a zone name.

    Examples
    --------
    >>> offset_name(7200), offset_name(-12600)
    ('+02:00', '-03:30')
    """
    sign = "-" if seconds < 0 else "+"
    hours, minutes = divmod(round(abs(seconds) / 60), 60)
    return f"{sign}{hours:02d}:{minutes:02d}"
