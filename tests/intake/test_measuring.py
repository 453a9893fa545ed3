"""What records say of a run: raw integers in, the steady part out."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest

from analytics.ingest.batch import ActivityRow, PauseRow, SessionRow
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


def test_the_streams_of_a_run_are_told_by_the_columns_of_the_store() -> None:
    row = level_run(2400, bpm=140)
    assert row.records is not None
    count = len(row.records["time_fit_s"])
    row.records |= {
        "cadence_rpm": np.full(count, 86, "u1"),
        "cadence_frac_128": np.full(count, 64, "u1"),
        "power_w": np.full(count, 233, "u2"),
        "stance_time_raw": np.full(count, 2450, "u2"),
        "stance_balance_raw": np.full(count, 5040, "u2"),
        "vertical_oscillation_raw": np.full(count, 890, "u2"),
    }
    [measure] = run_measures(row)
    assert measure.moving_records_s == 2400
    assert measure.distance_records_m == pytest.approx(7200)
    assert (measure.pauses_records, measure.paused_records_s) == (0, 0.0)
    assert (measure.hr_known_s, measure.power_known_s) == (2400.0, 2400.0)
    assert measure.hr_seconds_by_bpm is not None and measure.hr_seconds_by_bpm[140 - 30] == 2400
    assert measure.graded_speed_seconds is not None and measure.graded_speed_seconds[30] == 2400
    assert measure.power_seconds_by_10_w is not None and measure.power_seconds_by_10_w[23] == 2400
    assert measure.graded_speed_m_s == pytest.approx(3.0)
    assert measure.normalised_graded_speed_m_s == pytest.approx(3.0)
    assert measure.efficiency_m_per_beat == pytest.approx(180 / 140)
    assert measure.decoupling_pct == pytest.approx(0.0)
    assert measure.running_cadence_spm == pytest.approx(173)  # 86.5 strides
    assert measure.step_length_m == pytest.approx(180 / 173)
    assert measure.stance_time_ms == pytest.approx(245)
    assert measure.stance_balance_pct == pytest.approx(50.4)
    assert measure.vertical_ratio_pct == pytest.approx(89 / (1800 / 1.73) * 100, rel=1e-6)
    assert measure.late_fade_pct == pytest.approx(0.0)


def test_a_race_has_no_steady_part_and_everything_else() -> None:
    [race] = run_measures(dataclasses.replace(level_run(), is_race=True))
    assert race.steady_s is None and race.efficiency_m_per_beat is None
    assert race.moving_records_s == 2400 and race.graded_speed_m_s == pytest.approx(3.0)


def test_a_pause_of_the_timer_does_not_move() -> None:
    row = level_run(2400)
    row.pauses = [PauseRow(START + dt.timedelta(seconds=600), 300.0)]
    [measure] = run_measures(row)
    assert measure.moving_records_s == 2100
    assert (measure.pauses_records, measure.paused_records_s) == (1, 300.0)
