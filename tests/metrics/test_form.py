"""How somebody runs, and what is left of it late: made-up runs whose truth is known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analytics.metrics.efficiency import decoupling_pct
from analytics.metrics.form import Form, Late, form
from analytics.metrics.streams import streams

PODS = ("stance_time_ms", "stance_balance_pct", "vertical_oscillation_mm", "vertical_ratio_pct")


def told(*, speed: Any, cadence: Any, beats: Any = None, **pods: Any) -> tuple[Form, Late]:
    """A run of a record a second."""
    speed = np.asarray(speed, dtype=float)
    run = streams(time_s=np.arange(len(speed)), speed_m_s=speed, distance_m=np.cumsum(speed), altitude_m=None)
    assert run is not None
    full = {
        name: None if values is None else np.broadcast_to(np.asarray(values, dtype=float), speed.shape)
        for name, values in pods.items()
    }
    steps = None if cadence is None else np.broadcast_to(np.asarray(cadence, dtype=float), speed.shape)
    return form(run, cadence_spm=steps, heart_rate_bpm=beats, pods=full)


def test_means_are_those_of_running_and_walking_is_left_out() -> None:
    running = np.arange(1200) < 900
    means, _ = told(
        speed=np.where(running, 3.0, 1.5),
        cadence=np.where(running, 172.0, 112.0),
        stance_time_ms=np.where(running, 250.0, 480.0),
        stance_balance_pct=50.4,
        vertical_oscillation_mm=np.where(running, 90.0, 40.0),
    )
    assert means.running_cadence_spm == pytest.approx(172)
    assert means.stance_time_ms == pytest.approx(250)
    assert means.stance_balance_pct == pytest.approx(50.4)
    assert means.step_length_m == pytest.approx(3.0 * 60 / 172)
    # Not recorded: worked out of bounce and step length, 9.0 cm over 104.7 cm.
    assert means.vertical_ratio_pct == pytest.approx(100 * 0.090 / (180 / 172))


def test_what_is_known_for_less_than_five_minutes_is_not_told() -> None:
    few = np.where(np.arange(1200) < 290, 250.0, np.nan)
    means, _ = told(speed=np.full(1200, 3.0), cadence=np.full(1200, 170.0), stance_time_ms=few)
    assert means.stance_time_ms is None
    assert means.running_cadence_spm == pytest.approx(170)


def test_a_reading_that_no_foot_gives_is_none() -> None:
    loose = np.where(np.arange(1200) % 2 == 0, 250.0, 0.0)
    means, _ = told(speed=np.full(1200, 3.0), cadence=None, stance_time_ms=loose)
    assert means.stance_time_ms == pytest.approx(250)
    assert means.running_cadence_spm is None and means.step_length_m is None


def fading(minutes: int, beats_late: float = 150.0) -> tuple[Form, Late]:
    """3 m/s and 170 steps, after two thirds 2.7 m/s and 165 steps, ground contact from 250 to 260 ms."""
    late = np.arange(60 * minutes) >= 600 + (60 * minutes - 600) * 2 / 3
    return told(
        speed=np.where(late, 2.7, 3.0),
        cadence=np.where(late, 165.0, 170.0),
        stance_time_ms=np.where(late, 260.0, 250.0),
        beats=np.where(late, beats_late, 150.0),
    )


def test_what_is_lost_in_the_last_third_is_told_in_percent() -> None:
    _, late = fading(70)
    assert late.fade_pct == pytest.approx(10.0, abs=0.05)
    assert late.cadence_change_pct == pytest.approx(100 * (165 / 170 - 1), abs=0.02)
    assert late.stance_time_change_pct == pytest.approx(4.0, abs=0.02)
    assert late.step_length_change_pct == pytest.approx(100 * (2.7 / 165 / (3.0 / 170) - 1), abs=0.02)
    assert late.vertical_ratio_change_pct is None


def test_a_run_below_forty_minutes_has_no_late_part() -> None:
    _, late = fading(39)
    assert late == Late()


def test_intervals_and_a_walk_home_say_nothing_of_tiring() -> None:
    intervals = np.where(np.arange(4200) // 180 % 2 == 0, 4.5, 2.5)
    assert told(speed=intervals, cadence=np.full(4200, 170.0))[1] == Late()
    walk = np.where(np.arange(4200) < 3900, 3.0, 1.4)
    assert told(speed=walk, cadence=np.where(walk > 2, 170.0, 110.0))[1] == Late()


def test_who_goes_slower_at_a_lower_heart_rate_has_not_faded() -> None:
    assert fading(70, beats_late=144.0)[1] == Late()
    assert fading(70, beats_late=146.0)[1].fade_pct == pytest.approx(10.0, abs=0.05)


def test_decoupling_of_halves_by_time() -> None:
    minutes, speeds = np.full(40, 60.0), np.full(40, 3.0)
    rates = np.repeat([140.0, 150.0], 20)
    # 3/140 falls to 3/150: 1 - 140/150.
    assert decoupling_pct(speeds, rates, minutes) == pytest.approx(100 * (1 - 140 / 150))
    assert decoupling_pct(speeds, np.full(40, 140.0), minutes) == pytest.approx(0.0)
    assert decoupling_pct(speeds[:19], rates[:19], minutes[:19]) is None
    assert decoupling_pct(speeds[:0], rates[:0], minutes[:0]) is None
