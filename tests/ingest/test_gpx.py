"""GPX: tracks with times are activities, everything else is not."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from analytics.errors import UnreadableError
from analytics.ingest.gpx import read_gpx
from analytics.ingest.reading import read

METRES_A_DEGREE = 111_195.08  # of latitude on the mean sphere: 6,371,008.8 m x pi / 180


def gpx(*points: str, head: str = "", outside: str = "") -> bytes:
    inner = "".join(points)
    return f'<gpx creator="test">{outside}<trk>{head}<trkseg>{inner}</trkseg></trk></gpx>'.encode()


def point(second: int, *, north: float = 0.0, more: str = "", time: str | None = None) -> str:
    stamp = f"2026-03-01T10:{second // 60:02d}:{second % 60:02d}Z" if time is None else time
    return f'<trkpt lat="{50 + north}" lon="8"><ele>120</ele><time>{stamp}</time>{more}</trkpt>'


def test_a_track_becomes_an_activity_with_distance_time_and_zone() -> None:
    # Three points, 10 s and 0.0003 degrees (33.4 m) apart.
    batch = read_gpx(gpx(*(point(10 * k, north=0.0003 * k) for k in range(3)), head="<type>running</type>"))
    (row,) = batch.activities
    (session,) = row.sessions
    assert session.sport == "running"
    assert session.distance_m == pytest.approx(0.0006 * METRES_A_DEGREE, rel=1e-6)
    assert (session.moving_s, session.elapsed_s) == (20.0, 20.0)
    assert row.start_utc == dt.datetime(2026, 3, 1, 10, 0, 0)
    assert (row.zone, row.zone_basis) == ("Europe/Berlin", "coordinates")
    assert row.start_local == dt.datetime(2026, 3, 1, 11, 0, 0)


def test_records_are_raw_integers_with_the_invalid_value_where_nothing_is_known() -> None:
    extension = (
        "<extensions><x:hr>150</x:hr><y:cad>85</y:cad><power>240</power><z:atemp>-4</z:atemp></extensions>"
    )
    (row,) = read_gpx(gpx(point(0, more=extension), point(1))).activities
    records = row.records
    assert records is not None
    assert records["time_fit_s"].tolist() == [1_141_293_600, 1_141_293_601]  # 13,209 days and 10 h
    assert records["latitude_sc"][0] == round(50 * 2**31 / 180)
    assert records["altitude_raw"].tolist() == [(120 + 500) * 5] * 2
    assert records["heart_rate_bpm"].tolist() == [150, 255]
    assert records["cadence_rpm"].tolist() == [85, 255]
    assert records["power_w"].tolist() == [240, 65535]
    assert records["temperature_c"].tolist() == [-4, 127]
    assert records["stance_time_raw"].tolist() == [65535, 65535]


def test_a_break_between_segments_counts_neither_as_way_nor_as_moving_time() -> None:
    data = (
        "<gpx><trk><trkseg>" + point(0) + point(10, north=0.0003) + "</trkseg><trkseg>"
        + point(300, north=0.01) + point(310, north=0.0103) + "</trkseg></trk></gpx>"
    )  # fmt: skip
    (session,) = read_gpx(data.encode()).activities[0].sessions
    assert session.distance_m == pytest.approx(0.0006 * METRES_A_DEGREE, rel=1e-6)
    assert (session.moving_s, session.elapsed_s) == (20.0, 310.0)


def test_a_long_gap_without_way_is_a_pause_and_one_with_way_is_not() -> None:
    paused = read_gpx(gpx(point(0), point(100, north=0.0001))).activities[0].sessions[0]
    moved = read_gpx(gpx(point(0), point(100, north=0.003))).activities[0].sessions[0]
    assert paused.moving_s == 0.0  # 11 m in 100 s
    assert moved.moving_s == 100.0  # 334 m in 100 s


def test_a_leap_that_nobody_can_run_adds_no_way_on_foot() -> None:
    points = [point(0), point(10, north=0.0003), point(20, north=0.5003), point(30, north=0.5006)]
    on_foot = read_gpx(gpx(*points, head="<type>running</type>")).activities[0].sessions[0]
    unknown = read_gpx(gpx(*points)).activities[0].sessions[0]
    assert on_foot.distance_m == pytest.approx(0.0006 * METRES_A_DEGREE, rel=1e-6)
    assert unknown.distance_m == pytest.approx(0.5006 * METRES_A_DEGREE, rel=1e-6)


def test_a_cadence_in_steps_is_halved_to_strides() -> None:
    steps = "<extensions><cad>171</cad></extensions>"
    (row,) = read_gpx(gpx(point(0, more=steps), point(1, more=steps), head="<type>run</type>")).activities
    assert row.records is not None
    assert row.records["cadence_rpm"].tolist() == [85, 85]
    assert row.records["cadence_frac_128"].tolist() == [64, 64]
    assert row.sessions[0].cadence_mean_spm == 171


@pytest.mark.parametrize(
    ("stamp", "utc", "zone"),
    [
        ("2026-07-01T10:00:00Z", "2026-07-01 10:00:00", "Europe/Berlin"),
        ("2026-07-01T10:00:00.499Z", "2026-07-01 10:00:00", "Europe/Berlin"),
        ("2026-07-01T10:00:00.4794937Z", "2026-07-01 10:00:00", "Europe/Berlin"),
        ("2026-07-01T10:00:00", "2026-07-01 10:00:00", "Europe/Berlin"),
        ("2026-07-01T12:00:00+02:00", "2026-07-01 10:00:00", "Europe/Berlin"),
        ("2026-07-01T15:30:00+05:30", "2026-07-01 10:00:00", "+05:30"),
        ("2026-07-01T10:00:00+00:00", "2026-07-01 10:00:00", "Europe/Berlin"),
    ],
)
def test_times_are_read_however_they_are_written(stamp: str, utc: str, zone: str) -> None:
    later = stamp.replace("00:00", "00:09", 1) if "T10:00:00" in stamp else stamp.replace(":00", ":09", 1)
    (row,) = read_gpx(gpx(point(0, time=stamp), point(9, time=later))).activities
    assert str(row.start_utc) == utc
    assert row.zone == zone


def test_a_sport_the_type_does_not_name_may_stand_in_the_title() -> None:
    titled = read_gpx(gpx(point(0), point(1), head="<name>Quinta-Feira Corrida Matutina</name>"))
    untitled = read_gpx(gpx(point(0), point(1), head="<name>Quinta-Feira</name><type>zorbing</type>"))
    assert titled.activities[0].sessions[0].sport == "running"
    assert untitled.activities[0].sessions[0].sport == "unknown"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'<gpx><rte><rtept lat="1" lon="2"/></rte></gpx>', "route"),
        (b'<gpx><wpt lat="1" lon="2"/></gpx>', "Waypoints"),
        (b"<gpx/>", "without a track"),
        (b"<gpx><trk><trkseg/></trk></gpx>", "without points"),
        (gpx(point(0)), "single point"),
        (gpx('<trkpt lat="1" lon="2"/>', '<trkpt lat="1" lon="3"/>'), "no usable times"),
        (
            gpx(point(0, time="1901-12-13T20:45:52Z"), point(0, time="1901-12-13T20:45:52Z")),
            "no usable times",
        ),
    ],
)
def test_what_is_no_activity_is_ignored_with_its_reason(data: bytes, words: str) -> None:
    batch = read_gpx(data)
    assert not batch.activities
    assert batch.ignored is not None
    assert words in batch.ignored


def test_a_file_cut_short_keeps_what_came_before() -> None:
    whole = gpx(*(point(k, north=0.0001 * k) for k in range(50)))
    batch = read_gpx(whole[: len(whole) // 2])
    (row,) = batch.activities
    assert row.quality == "cut_off"
    assert row.records is not None
    assert 20 <= len(row.records["time_fit_s"]) <= 26
    assert "damaged" in batch.problems[-1].reason


def test_points_without_a_time_are_counted_as_left_out() -> None:
    batch = read_gpx(gpx(point(0), point(0, time="soon"), point(2)))
    assert [one.reason for one in batch.problems] == ["1 point without a usable time"]


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + k, b"&%c;" % (97 + k) * 10) for k in range(12))
    + b"]><gpx><trk><name>&m;</name></trk></gpx>"
)


@pytest.mark.parametrize(
    "data",
    [LAUGHS, b'<!DOCTYPE gpx SYSTEM "file:///etc/passwd"><gpx/>', b'<!DOCTYPE gpx><gpx><trk/></gpx>'],
)  # fmt: skip
def test_a_document_type_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="DOCTYPE"):
        read_gpx(data)
    with pytest.raises(UnreadableError, match="DOCTYPE"):
        read(data, "bomb.gpx")


def test_deep_nesting_and_a_huge_text_do_no_harm() -> None:
    nested = b"<gpx>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</gpx>"
    assert read_gpx(nested).ignored
    long = gpx(point(0), point(1), head="<name>" + "x" * 5_000_000 + "</name>")
    name = read_gpx(long).activities[0].name
    assert name is not None
    assert len(name) < 200_000


def test_every_real_gpx_gives_the_points_the_catalogue_counted(samples: Path) -> None:
    with (samples / "catalogue.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["file"].endswith(".gpx")]
    assert len(rows) > 100
    short = {}
    for row in rows:
        batch = read((samples / row["file"]).read_bytes(), row["file"])
        found = sum(len(one.records["time_fit_s"]) for one in batch.activities if one.records is not None)
        if found < float(row["records"] or 0):
            short[Path(row["file"]).name] = batch.ignored or "; ".join(one.reason for one in batch.problems)
    for name, reason in short.items():
        assert "usable time" in reason or "single point" in reason, name
    assert len(short) <= 12


def test_the_same_run_as_gpx_and_as_tcx_agrees(samples: Path) -> None:
    folder = samples / "tcx-gpx/aaron-schroeder+activereader/tests"
    (one,) = read((folder / "testdata.gpx").read_bytes(), "a").activities
    (other,) = read((folder / "testdata.tcx").read_bytes(), "b").activities
    assert one.start_utc == other.start_utc
    assert one.start_local == other.start_local
    assert one.sessions[0].sport == other.sessions[0].sport
    assert one.records is not None
    assert other.records is not None
    both, at, there = np.intersect1d(
        one.records["time_fit_s"], other.records["time_fit_s"], return_indices=True
    )
    assert len(both) >= 45
    assert (one.records["heart_rate_bpm"][at] == other.records["heart_rate_bpm"][there]).all()
    assert abs(one.records["latitude_sc"][at].astype(int) - other.records["latitude_sc"][there]).max() <= 1
