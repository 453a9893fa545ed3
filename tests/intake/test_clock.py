"""Where an activity lies in time, and how its zone is known."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from analytics.ingest.batch import ActivityRow, SessionRow
from analytics.intake.clock import Place, first_position, place_in_time

UTC = dt.datetime(2026, 7, 1, 22, 30)
NOWHERE = 2**31 - 1


def semicircles(degrees: float) -> int:
    return round(degrees * 2**31 / 180)


def here(latitude: float, longitude: float) -> dict[str, np.ndarray]:
    return {
        "time_fit_s": np.array([1, 2, 3], "u4"),
        "latitude_sc": np.array([NOWHERE, 0, semicircles(latitude)], "i4"),
        "longitude_sc": np.array([NOWHERE, 0, semicircles(longitude)], "i4"),
    }


def test_what_the_file_says_stands() -> None:
    row = ActivityRow(
        [], start_utc=UTC, start_local=dt.datetime(2026, 7, 2, 0, 30), zone="+02:00", zone_basis="file"
    )
    assert place_in_time(row, athlete_zone="Asia/Tokyo") == Place(
        UTC, dt.datetime(2026, 7, 2, 0, 30), "+02:00", "file"
    )


def test_the_first_position_gives_the_zone_and_a_receiver_without_a_fix_does_not() -> None:
    row = ActivityRow([], start_utc=UTC, records=here(35.68, 139.69))
    place = place_in_time(row, athlete_zone="Europe/Berlin")
    assert place == Place(UTC, dt.datetime(2026, 7, 2, 7, 30), "Asia/Tokyo", "coordinates")
    found = first_position(here(35.68, 139.69))
    assert found is not None
    assert abs(found[0] - 35.68) < 1e-6


@pytest.mark.parametrize("at", [None, 0, 63, 64, 511, 512, 5000, 9999])
def test_the_first_position_is_found_wherever_it_comes(at: int | None) -> None:
    latitude, longitude = np.full(10_000, 2**31 - 1, "i4"), np.zeros(10_000, "i4")
    latitude[9_000:] = 0  # no fix: in the Gulf of Guinea
    if at is not None:
        latitude[at], longitude[at] = 2**29, 2**28
        latitude[at + 1 :] = 2**28
    found = first_position({"latitude_sc": latitude, "longitude_sc": longitude})
    assert found == (None if at is None else (45.0, 22.5))


def test_without_a_position_the_athletes_zone_serves_both_ways() -> None:
    row = ActivityRow([SessionRow("running", start_utc=UTC)])
    assert place_in_time(row, athlete_zone="Europe/Berlin").start_local == dt.datetime(2026, 7, 2, 0, 30)
    local = ActivityRow([], start_local=dt.datetime(2026, 1, 1, 8))
    assert place_in_time(local, athlete_zone="Europe/Berlin").start_utc == dt.datetime(2026, 1, 1, 7)


def test_where_nothing_is_known_utc_is_assumed_and_said_to_be() -> None:
    row = ActivityRow([], start_local=dt.datetime(2026, 1, 1, 8))
    expected = Place(dt.datetime(2026, 1, 1, 8), dt.datetime(2026, 1, 1, 8), "UTC", "assumed")
    assert place_in_time(row, athlete_zone=None) == expected
    assert place_in_time(row, athlete_zone="Not/AZone") == expected


def test_an_activity_without_any_time_stays_without() -> None:
    assert place_in_time(ActivityRow([]), athlete_zone="Europe/Berlin").start_utc is None


def test_around_a_change_to_summer_time_each_run_falls_on_its_own_local_day() -> None:
    """Berlin put its clocks on at 01:00 UTC on 29 March 2026, and back at 01:00 UTC on 25 October."""
    for start_utc, local in (
        (dt.datetime(2026, 3, 28, 22, 50), dt.datetime(2026, 3, 28, 23, 50)),  # the evening before: +1 h
        (dt.datetime(2026, 3, 29, 0, 59), dt.datetime(2026, 3, 29, 1, 59)),
        (dt.datetime(2026, 3, 29, 1, 0), dt.datetime(2026, 3, 29, 3, 0)),  # 02:00 never came
        (dt.datetime(2026, 3, 29, 21, 50), dt.datetime(2026, 3, 29, 23, 50)),
        (dt.datetime(2026, 3, 29, 22, 10), dt.datetime(2026, 3, 30, 0, 10)),  # at +1 h it would be Sunday
        (dt.datetime(2026, 10, 24, 22, 10), dt.datetime(2026, 10, 25, 0, 10)),
        (dt.datetime(2026, 10, 25, 0, 30), dt.datetime(2026, 10, 25, 2, 30)),  # 02:30 for the first time
        (dt.datetime(2026, 10, 25, 1, 30), dt.datetime(2026, 10, 25, 2, 30)),  # and for the second
        (dt.datetime(2026, 10, 25, 22, 50), dt.datetime(2026, 10, 25, 23, 50)),
    ):
        place = place_in_time(ActivityRow([], start_utc=start_utc), athlete_zone="Europe/Berlin")
        assert place.start_local == local


def test_after_a_journey_a_run_falls_on_the_day_of_the_place_it_was_run_in() -> None:
    for records, local in (
        (here(52.52, 13.40), dt.datetime(2026, 7, 2, 0, 30)),  # at home
        (here(40.71, -74.01), dt.datetime(2026, 7, 1, 18, 30)),  # a day earlier, six hours west
        (here(-36.85, 174.76), dt.datetime(2026, 7, 2, 10, 30)),
    ):
        row = ActivityRow([], start_utc=UTC, records=records)
        assert place_in_time(row, athlete_zone="Europe/Berlin").start_local == local


def test_where_several_sessions_follow_each_other_the_place_names_the_zone_if_its_clock_agrees() -> None:
    """The file knows an offset alone; a session beyond a change of the clocks needs the zone."""
    rows = [
        SessionRow("cycling", start_utc=UTC),
        SessionRow("running", start_utc=UTC + dt.timedelta(hours=3)),
    ]
    local = UTC + dt.timedelta(hours=2)
    berlin = here(52.5, 13.4)
    for sessions, records, home, zone in (
        (rows, berlin, None, "Europe/Berlin"),
        (rows, None, "Europe/Paris", "Europe/Paris"),
        (rows, here(35.68, 139.69), "Asia/Tokyo", "+02:00"),  # a watch that kept the clock of home
        (rows[:1], berlin, None, "+02:00"),
    ):
        row = ActivityRow(
            sessions, start_utc=UTC, start_local=local, zone="+02:00", zone_basis="file", records=records
        )
        assert place_in_time(row, athlete_zone=home) == Place(UTC, local, zone, "file")
