"""Small files of our own making, and an empty store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analytics.store import Store, open_store

Gpx = Callable[..., bytes]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "own.duckdb") as opened:
        yield opened


@pytest.fixture(scope="session")
def gpx() -> Gpx:
    """Write a run due north at 3 m/s, a point every 10 s, with heart rate."""

    def write(
        start: dt.datetime = dt.datetime(2026, 3, 2, 6, 0),
        *,
        points: int = 61,
        latitude: float = 52.5,
        longitude: float = 13.4,
        name: str = "Run",
    ) -> bytes:
        metre = 1 / 111_195
        rows = "".join(
            f'<trkpt lat="{latitude + k * 30 * metre:.7f}" lon="{longitude}"><ele>40</ele>'
            f"<time>{(start + dt.timedelta(seconds=10 * k)).isoformat()}Z</time><extensions>"
            '<g:TrackPointExtension xmlns:g="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">'
            "<g:hr>140</g:hr></g:TrackPointExtension></extensions></trkpt>"
            for k in range(points)
        )
        return (
            '<?xml version="1.0"?><gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1">'
            f"<trk><name>{name}</name><type>running</type><trkseg>{rows}</trkseg></trk></gpx>"
        ).encode()

    return write


HEVY_HEADER = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
)


@pytest.fixture(scope="session")
def hevy() -> Callable[[list[tuple[str, str, int]]], bytes]:
    """Write a Hevy export: day ("2 Mar 2026"), exercise and repetitions a row."""

    def write(rows: list[tuple[str, str, int]]) -> bytes:
        lines = [
            f'"Hips","{day}, 18:00","{day}, 18:30","","{exercise}",,"",{at},"normal",,{reps},,,\n'
            for at, (day, exercise, reps) in enumerate(rows)
        ]
        return (HEVY_HEADER + "".join(lines)).encode()

    return write
