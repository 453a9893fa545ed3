"""Where an activity was every so many minutes, and how far two recordings lay apart."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.ingest.batch import Columns
from analytics.store.track_marks import MOST_MARKS, marks_of, metres_apart

EPOCH_S = 1_141_201_920  # a multiple of 64 minutes of FIT's clock
METRE = 2**31 / 180 / 111_195.0  # semicircles to the north


def track(
    seconds: int, *, start_s: int = 0, every_s: int = 1, north_m: float = 0.0, speed_m_s: float = 3.0
) -> Columns:
    """A run due north from 52.5 degrees, begun `north_m` further north."""
    time = np.arange(start_s, start_s + seconds + 1, every_s)
    north = 52.5 / 180 * 2**31 + (north_m + speed_m_s * time) * METRE
    return {
        "time_fit_s": (EPOCH_S + time).astype("u4"),
        "latitude_sc": np.round(north).astype("i4"),
        "longitude_sc": np.full(len(time), 159_875_000, dtype="i4"),
    }


@pytest.mark.parametrize(
    ("seconds", "marks"),
    [(600, 11), (900, 16), (960, 9), (43_200, 12)],  # every minute; every 2 minutes from 17 on; every 64
)
def test_a_track_is_kept_in_at_most_sixteen_places(seconds: int, marks: int) -> None:
    found = marks_of(track(seconds))
    assert found is not None and len(found) == 8 + 8 * marks and marks <= MOST_MARKS


def test_without_records_nothing_is_known_and_without_a_place_it_is_known_that_there_is_none() -> None:
    there = track(600)
    assert marks_of(None) is None and marks_of({}) is None
    assert marks_of({"time_fit_s": there["time_fit_s"]}) == b""
    assert marks_of(there | {"latitude_sc": np.full(601, 2**31 - 1, dtype="i4")}) == b""
    assert marks_of(track(50, start_s=5)) == b""  # no full minute within
    assert metres_apart(b"", marks_of(there)) is None and metres_apart(None, marks_of(there)) is None


@pytest.mark.parametrize("north_m", [0, 85, 5_200])
def test_two_tracks_lie_as_far_apart_as_they_do_beside_each_other(north_m: float) -> None:
    east = track(3_600)
    there = track(3_600)
    there["longitude_sc"] = (
        there["longitude_sc"] + np.round(north_m * METRE / np.cos(np.radians(52.5)))
    ).astype("i4")
    assert metres_apart(marks_of(east), marks_of(there)) == pytest.approx(north_m, abs=0.01 * north_m + 0.1)


def test_a_coarse_recording_and_one_of_another_length_are_held_against_the_same_moments() -> None:
    long, short = marks_of(track(43_200)), marks_of(track(4_000, start_s=7_000, every_s=40))
    assert metres_apart(long, short) == metres_apart(short, long) == pytest.approx(0, abs=0.1)
    assert metres_apart(marks_of(track(600)), marks_of(track(600, start_s=700))) is None


def test_clocks_a_minute_apart_put_nobody_elsewhere() -> None:
    late = track(3_600)
    late["time_fit_s"] = late["time_fit_s"] + np.uint32(60)  # the same places, a minute later: 180 m on
    assert metres_apart(marks_of(track(3_600)), marks_of(late)) == pytest.approx(0, abs=0.1)


def test_the_date_line_is_no_distance() -> None:
    west, east = track(600), track(600)
    west["longitude_sc"] = np.full(601, -(2**31) + 100, dtype="i4")
    east["longitude_sc"] = np.full(601, 2**31 - 101, dtype="i4")
    assert metres_apart(marks_of(west), marks_of(east)) == pytest.approx(201 / METRE * 0.609, rel=0.01)


def test_records_out_of_order_and_without_some_places_give_the_same_marks() -> None:
    there = track(600)
    shuffled = {name: column[::-1] for name, column in there.items()}
    assert marks_of(shuffled) == marks_of(there)
    holes = there | {"latitude_sc": there["latitude_sc"].copy()}
    holes["latitude_sc"][70:110] = 2**31 - 1  # on a straight line the gap says nothing else
    assert metres_apart(marks_of(holes), marks_of(there)) == pytest.approx(0, abs=0.1)
