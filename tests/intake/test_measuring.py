"""What records say of a run: raw integers in, the steady part out."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest

from analytics.ingest.batch import ActivityRow, SessionRow
from analytics.intake.measuring import FIT_EPOCH, run_measures

START = dt.datetime(2026, 3, 2, 6)


def level_run(seconds: int = 2400, *, bpm: int = 140) -> ActivityRow:
    """3 m/s on the level, a record a second."""
    at = np.arange(seconds + 1)
    begin = int((START - FIT_EPOCH).total_seconds())
    records = {
        "time_fit_s": (begin + at).astype("u4"),
        "speed_mm_s": np.full(len(at), 3000, "u4"),
        "distance_cm": (at * 300).astype("u4"),
        "altitude_raw": np.full(len(at), (100 + 500) * 5, "u4"),
        "heart_rate_bpm": np.full(len(at), bpm, "u1"),
    }
    return ActivityRow(
        [SessionRow("running", start_utc=START, elapsed_s=seconds)], start_utc=START, records=records
    )


def test_a_level_run_is_measured_after_its_first_ten_minutes() -> None:
    [measure] = run_measures(level_run())
    assert measure.excluded_because is None
    assert measure.steady_s == pytest.approx(1800, abs=2)  # 40 minutes but for the first 10
    assert measure.steady_graded_speed_m_s == pytest.approx(3.0, abs=1e-6)
    assert measure.steady_hr_mean_bpm == pytest.approx(140)


def test_an_invalid_heart_rate_is_unknown_and_not_255() -> None:
    [measure] = run_measures(level_run(bpm=255))
    assert measure.excluded_because == "no heart rate"


def test_a_race_and_a_ride_are_not_measured() -> None:
    race = dataclasses.replace(level_run(), is_race=True)
    assert run_measures(race)[0].excluded_because == "a race"
    ride = level_run()
    ride.sessions[0].sport = "cycling"
    assert run_measures(ride) == []
    assert run_measures(dataclasses.replace(level_run(), records=None)) == []


def test_a_run_among_other_sports_gets_its_own_stretch_of_records() -> None:
    both = level_run(4800)
    half = START + dt.timedelta(seconds=2400)
    both.sessions = [
        SessionRow("cycling", start_utc=START, elapsed_s=2400),
        SessionRow("running", start_utc=half, elapsed_s=2400),
    ]
    [measure] = run_measures(both)
    assert measure.session_no == 1
    assert measure.steady_s == pytest.approx(1800, abs=2)
