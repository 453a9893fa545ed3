"""Plain tables of activities whose headers name their units."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from analytics.errors import UnreadableError
from analytics.ingest.batch import Batch
from analytics.ingest.reading import read


def of(text: str) -> Batch:
    return read(text.encode(), "activities.csv")


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("date,sport,dist_m,mov_s", "2026-01-04,run,10000,3000"),
        ("date,type,distance_km,time_min", "2026-01-04,Running,10.0,50"),
        ("date;sport;dist_km;duration_min", "04.01.2026;Laufen;10,00;50"),
    ],
)
def test_headers_with_their_units_give_metres_and_seconds(header: str, row: str) -> None:
    (found,) = of(f"{header}\n{row}\n").activities
    session = found.sessions[0]
    assert (session.sport, session.distance_m, session.moving_s) == ("running", 10_000, 3_000)
    assert found.start_local == dt.datetime(2026, 1, 4, 12)


def test_a_time_with_its_offset_gives_utc_and_zone() -> None:
    (row,) = of("start_local,sport,dist_m,mov_s\n2026-01-04T08:00:00+02:00,run,900,300\n").activities
    assert (row.start_utc, row.start_local, row.zone) == (
        dt.datetime(2026, 1, 4, 6), dt.datetime(2026, 1, 4, 8), "+02:00",
    )  # fmt: skip
    (row,) = of("start_utc,sport,dist_m,mov_s\n2026-01-04 08:00:00,run,900,300\n").activities
    assert (row.start_utc, row.start_local) == (dt.datetime(2026, 1, 4, 8), None)


def test_headers_without_units_are_refused_rather_than_guessed() -> None:
    with pytest.raises(UnreadableError, match="'date', 'distance', 'time'"):
        of("date,distance,time\n2026-01-04,10,50\n")


def test_the_real_table_is_read_whole(samples: Path) -> None:
    (place,) = (samples / "multi-athlete").rglob("activities.csv")
    batch = read(place.read_bytes(), place.name)
    assert len(batch.activities) == 1055
    sessions = [row.sessions[0] for row in batch.activities]
    assert sum(one.sport == "running" for one in sessions) == 1054
    assert sessions[0].distance_m == 13867.66
    assert sessions[0].moving_s == 3604
    assert "1 activities" in batch.problems[0].reason


def test_two_like_runs_of_one_day_stay_two() -> None:
    rows = of("date,sport,dist_m,mov_s\n2026-01-04,run,2500,900\n2026-01-04,run,2500,900\n").activities
    assert [row.start_local for row in rows] == [dt.datetime(2026, 1, 4, 12), dt.datetime(2026, 1, 4, 12, 15)]
