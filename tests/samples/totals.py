"""What activity files say of themselves, read without any code of ours: for holding an import against.

FIT by fitdecode, the larger ones by fitfast where it reads them (fitdecode takes ten seconds a megabyte); TCX
and GPX by the plain XML of the standard library. Reach it through the fixture `totals`.
"""

from __future__ import annotations

import datetime as dt
import gzip
import math
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fitdecode
import fitfast

LARGE_BYTES = 30_000
EARTH_RADIUS_M = 6_371_008.8
FASTEST_ON_FOOT_M_S = 12.5


@dataclass
class Whole:
    """One activity of a file, by its own totals; None is not told."""

    distance_m: float | None = None
    moving_s: float | None = None
    elapsed_s: float | None = None
    first: dt.datetime | None = None
    last: dt.datetime | None = None
    without_leaps_m: float | None = None  # the way between a track's points, without what nobody can run
    says_so: bool = True  # its own total, not one that we made of its points


def of_file(path: Path) -> list[Whole]:
    """Read a FIT, TCX or GPX file, gzipped or not; several sessions of one FIT file are one activity."""
    data = path.read_bytes()
    if path.name.lower().endswith(".gz"):
        data = gzip.decompress(data)
    ending = path.name.lower().removesuffix(".gz").rsplit(".", 1)[-1]
    return {"fit": _fit, "tcx": _tcx, "gpx": _gpx}[ending](data)


# FIT


def _fit(data: bytes) -> list[Whole]:
    sessions: list[dict[str, Any]] | None = None
    if len(data) > LARGE_BYTES:
        sessions = _with_fitfast(data)
    if sessions is None:
        sessions = _with_fitdecode(data)
    if not sessions:
        return []

    def total(name: str) -> float | None:
        known = [one[name] for one in sessions if one[name] is not None]
        return float(sum(known)) if known else None

    starts = [one["start_time"] for one in sessions if one["start_time"] is not None]
    elapsed = total("total_elapsed_time")
    first = min(starts) if starts else None
    return [
        Whole(
            total("total_distance"),
            total("total_timer_time"),
            elapsed,
            first,
            first + dt.timedelta(seconds=elapsed) if first and elapsed else None,
        )
    ]


NAMES = ("total_distance", "total_timer_time", "total_elapsed_time", "start_time")


def _with_fitfast(data: bytes) -> list[dict[str, Any]] | None:
    try:
        found = fitfast.records(data, "session", degrees=False)
    except fitfast.FitDecodeError:
        return None
    count = len(next(iter(found.values()))) if found else 0
    rows: list[dict[str, Any]] = [
        {
            name: None if name not in found or math.isnan(found[name][at]) else float(found[name][at])
            for name in NAMES
        }
        for at in range(count)
    ]
    for row in rows:
        if row["start_time"] is not None:
            row["start_time"] = dt.datetime.fromtimestamp(row["start_time"], dt.UTC)
    return rows


def _with_fitdecode(data: bytes) -> list[dict[str, Any]]:
    rows = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = fitdecode.FitReader(
            data,
            check_crc=fitdecode.CrcCheck.DISABLED,
            error_handling=fitdecode.ErrorHandling.IGNORE,
            keep_raw_chunks=False,
        )
        try:
            for message in reader:
                if isinstance(message, fitdecode.FitDataMessage) and message.name == "session":
                    row = {
                        name: message.get_value(name) if message.has_field(name) else None for name in NAMES
                    }
                    if not isinstance(row["start_time"], dt.datetime):  # seconds since the device was started
                        row["start_time"] = None
                    rows.append(row)
        except fitdecode.FitError:
            pass  # a damaged file: what came before the damage counts
        finally:
            reader.close()
    return rows


# TCX and GPX


def _tcx(data: bytes) -> list[Whole]:
    found = []
    for activity in _every(_root(data), "Activity"):
        laps = [lap for lap in activity if _name(lap) == "Lap"]
        times = [_moment(each.text) for each in _every(activity, "Time")]
        known = [moment for moment in times if moment is not None]
        found.append(
            Whole(
                sum(float(c.text or 0) for lap in laps for c in lap if _name(c) == "DistanceMeters"),
                sum(float(c.text or 0) for lap in laps for c in lap if _name(c) == "TotalTimeSeconds"),
                None,
                min(known, default=None),
                max(known, default=None),
            )
        )
    return found


def _gpx(data: bytes) -> list[Whole]:
    found = []
    for track in _every(_root(data), "trk"):
        way = without_leaps = 0.0
        times: list[dt.datetime] = []
        for segment in _every(track, "trkseg"):
            before: tuple[float, float, dt.datetime | None] | None = None
            for point in _every(segment, "trkpt"):
                latitude, longitude = float(point.get("lat", "nan")), float(point.get("lon", "nan"))
                moment = next((_moment(c.text) for c in point if _name(c) == "time"), None)
                if moment is not None:
                    times.append(moment)
                if not (abs(latitude) <= 90 and abs(longitude) <= 180):
                    continue
                if before is not None:
                    step = _between(before[0], before[1], latitude, longitude)
                    way += step
                    took = (moment - before[2]).total_seconds() if moment and before[2] else math.inf
                    without_leaps += step if step <= FASTEST_ON_FOOT_M_S * max(took, 1.0) else 0.0
                before = latitude, longitude, moment
        told = next((float(each.text or 0) for each in _every(track, "Distance")), None)
        found.append(
            Whole(
                told or way,
                None,
                None,
                min(times, default=None),
                max(times, default=None),
                without_leaps,
                says_so=bool(told),
            )
        )
    return found


def _between(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    phi, psi = math.radians(latitude), math.radians(to_latitude)
    half = math.sin((psi - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(psi) * math.sin(math.radians(to_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(half))


def _root(data: bytes) -> ET.Element:
    text = data.decode("utf-8-sig", "replace").lstrip()
    text = re.sub(r"^<\?xml[^>]*\?>", "", text)
    try:
        return ET.fromstring(text)
    except ET.ParseError:  # prefixes that are not declared
        text = re.sub(r"(</?)[\w.-]+:(\w)", r"\1\2", text)
        return ET.fromstring(re.sub(r"\s[\w.-]+:[\w.-]+=(\"[^\"]*\"|'[^']*')", "", text))


def _every(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (each for each in element.iter() if _name(each) == name)


def _name(element: ET.Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _moment(text: str | None) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
