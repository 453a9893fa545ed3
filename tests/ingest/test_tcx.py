"""TCX: activities with laps and points; courses and workouts are not activities."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from pathlib import Path

import pytest

from analytics.errors import UnreadableError
from analytics.ingest.reading import read
from analytics.ingest.tcx import read_tcx


def lap(start: str, *points: str, seconds: float = 60, metres: float = 200, mean: int = 140) -> str:
    return (
        f'<Lap StartTime="{start}"><TotalTimeSeconds>{seconds}</TotalTimeSeconds>'
        f"<DistanceMeters>{metres}</DistanceMeters><Calories>10</Calories>"
        f"<AverageHeartRateBpm><Value>{mean}</Value></AverageHeartRateBpm>"
        f"<MaximumHeartRateBpm><Value>{mean + 20}</Value></MaximumHeartRateBpm>"
        f"<Track>{''.join(points)}</Track></Lap>"
    )


def point(time: str, *, metres: float | None = None, more: str = "") -> str:
    distance = "" if metres is None else f"<DistanceMeters>{metres}</DistanceMeters>"
    return f"<Trackpoint><Time>{time}</Time>{distance}{more}</Trackpoint>"


def tcx(*activities: str) -> bytes:
    return f"<TrainingCenterDatabase><Activities>{''.join(activities)}</Activities></TrainingCenterDatabase>".encode()


def activity(*laps: str, sport: str = "Running") -> str:
    return f'<Activity Sport="{sport}"><Id>2026-03-01T10:00:00Z</Id>{"".join(laps)}</Activity>'


RUN = activity(
    lap("2026-03-01T10:00:00Z", point("2026-03-01T10:00:00Z", metres=0), point("2026-03-01T10:01:00Z", metres=200)),
    lap("2026-03-01T10:05:00Z", point("2026-03-01T10:07:00Z", metres=650), seconds=120, metres=450, mean=170),
)  # fmt: skip


def test_a_session_sums_its_laps() -> None:
    (row,) = read_tcx(tcx(RUN)).activities
    (session,) = row.sessions
    assert session.sport == "running"
    assert session.distance_m == 650
    assert session.moving_s == 180  # 60 + 120 s on the timer
    assert session.elapsed_s == 420  # 10:00 to 10:07
    assert session.hr_mean_bpm == pytest.approx((140 * 60 + 170 * 120) / 180)
    assert session.hr_max_bpm == 190
    assert session.energy_kcal == 20
    assert [one.distance_m for one in row.laps] == [200, 450]
    assert row.laps[1].start_utc == dt.datetime(2026, 3, 1, 10, 5)


def test_makers_extensions_are_read_by_their_local_names() -> None:
    more = (
        "<HeartRateBpm><Value>151</Value></HeartRateBpm><Extensions><ns3:TPX><ns3:Speed>3.21</ns3:Speed>"
        "<ns3:RunCadence>86</ns3:RunCadence><ns3:Watts>255</ns3:Watts></ns3:TPX></Extensions>"
    )
    data = tcx(
        activity(lap("2026-03-01T10:00:00Z", point("2026-03-01T10:00:00.123Z", metres=1.5, more=more)))
    )
    records = read_tcx(data).activities[0].records
    assert records is not None
    assert records["heart_rate_bpm"].tolist() == [151]
    assert records["speed_mm_s"].tolist() == [3210]
    assert records["cadence_rpm"].tolist() == [86]
    assert records["power_w"].tolist() == [255]
    assert records["distance_cm"].tolist() == [150]
    assert records["latitude_sc"].tolist() == [2**31 - 1]


def test_an_activity_without_points_keeps_its_totals() -> None:
    (row,) = read_tcx(tcx(activity(lap("2026-03-01T10:00:00Z", seconds=1800, metres=5000)))).activities
    assert row.records is None
    assert row.sessions[0].distance_m == 5000
    assert row.start_utc == dt.datetime(2026, 3, 1, 10)
    assert row.start_local is None


def test_several_activities_stay_apart_and_a_multisport_session_stays_together() -> None:
    assert len(read_tcx(tcx(RUN, RUN)).activities) == 2
    ride = activity(lap("2026-03-01T09:00:00Z", seconds=600, metres=5000), sport="Biking")
    multi = (
        f"<MultiSportSession><FirstSport>{ride}</FirstSport><NextSport>{RUN}</NextSport></MultiSportSession>"
    )
    (row,) = read_tcx(tcx(multi)).activities
    assert [one.sport for one in row.sessions] == ["cycling", "running"]
    assert [one.session_no for one in row.laps] == [0, 1, 1]
    assert row.start_utc == dt.datetime(2026, 3, 1, 9)


@pytest.mark.parametrize(
    ("inner", "words"),
    [
        (b"<Courses><Course><Lap/><Track><Trackpoint/></Track></Course></Courses>", "course"),
        (b"<Workouts><Workout/></Workouts>", "workout"),
        (b"", "without an activity"),
    ],
)
def test_what_is_no_activity_is_ignored_with_its_reason(inner: bytes, words: str) -> None:
    batch = read_tcx(b"<TrainingCenterDatabase>" + inner + b"</TrainingCenterDatabase>")
    assert batch.ignored is not None
    assert words in batch.ignored


def test_blanks_before_the_declaration_and_a_byte_order_mark_are_stripped() -> None:
    head = b'<?xml version="1.0" encoding="UTF-8"?>'
    for before in (b"          ", b"\xef\xbb\xbf", b"\n\xef\xbb\xbf "):
        assert len(read(before + head + tcx(RUN), "x.tcx").activities) == 1


def test_damage_keeps_what_came_before_and_damage_at_the_start_is_refused_with_its_line() -> None:
    whole = tcx(RUN)
    batch = read_tcx(whole[: whole.index(b"10:07:00")])
    assert batch.activities[0].quality == "cut_off"
    with pytest.raises(UnreadableError) as caught:
        read_tcx(b"<TrainingCenterDatabase>\n<Activities>\n<<")
    assert caught.value.line == 3


def test_a_packed_file_cut_short_is_read_as_far_as_it_goes() -> None:
    points = "".join(point(f"2026-03-01T10:{k // 60:02d}:{k % 60:02d}Z", metres=3.1 * k) for k in range(1500))
    packed = gzip.compress(tcx(activity(lap("2026-03-01T10:00:00Z", points))))
    batch = read(packed[: len(packed) * 2 // 3], "x.tcx.gz")
    assert batch.activities[0].quality == "cut_off"
    assert batch.activities[0].records is not None
    assert len(batch.activities[0].records["time_fit_s"]) > 300
    assert any("ends too early" in one.reason for one in batch.problems)


def test_every_real_tcx_gives_the_points_the_catalogue_counted(samples: Path) -> None:
    with (samples / "catalogue.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if ".tcx" in row["file"]]
    assert len(rows) >= 25
    for row in rows:
        batch = read((samples / row["file"]).read_bytes(), row["file"])
        found = sum(len(one.records["time_fit_s"]) for one in batch.activities if one.records is not None)
        assert found >= float(row["records"]), row["file"]
        (session,) = batch.activities[0].sessions
        assert session.moving_s
        assert session.distance_m
        assert session.elapsed_s is not None
        assert session.elapsed_s >= session.moving_s
        assert 0.2 < session.distance_m / session.moving_s < 20
