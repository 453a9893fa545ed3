"""Session spikes: the states of Garmin-RUNSAFE 2025 at their very limits, and the 30 days they look back on."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.metrics import spike

DAY = dt.datetime(2026, 5, 31, 8, 0)


@pytest.mark.parametrize(
    ("distance_km", "state"),
    [(9.0, "reference"), (11.0, "reference"), (11.01, "small"), (13.0, "small"), (13.01, "moderate"),
     (20.0, "moderate"), (20.01, "large")],
)  # fmt: skip
def test_after_a_longest_run_of_ten_kilometres(distance_km: float, state: str) -> None:
    assert spike.spike_state(spike.ratio(distance_km * 1000, 10_000.0)).id == state


def test_a_limit_holds_for_distances_that_binary_numbers_miss() -> None:
    assert spike.spike_state(3300.0000000000005 / 3000).id == "reference"


def test_hazard_ratios_are_the_published_ones_and_not_in_order() -> None:
    published = {"small": (1.64, 1.31, 2.05), "moderate": (1.52, 1.16, 2.00), "large": (2.28, 1.50, 3.48)}
    for state_id, values in published.items():
        state = spike.STATES[state_id]  # type: ignore[index]
        assert (state.hazard_ratio, state.low, state.high) == values
    assert spike.STATES["reference"].hazard_ratio is None


def test_a_run_older_than_thirty_days_is_forgotten() -> None:
    starts = [DAY - dt.timedelta(days=31), DAY - dt.timedelta(days=5), DAY]
    assert spike.longest_before_m(starts, [20_000.0, 8_000.0, 12_000.0])[2] == 8_000.0


def test_a_run_exactly_thirty_days_ago_still_counts() -> None:
    assert spike.longest_before_m([DAY - dt.timedelta(days=30), DAY], [20_000.0, 8_000.0]) == [None, 20_000.0]


def test_an_earlier_run_of_the_same_day_counts() -> None:
    starts = [DAY, DAY + dt.timedelta(hours=9)]
    assert spike.longest_before_m(starts, [9_000.0, 12_000.0]) == [None, 9_000.0]


def test_without_a_run_in_thirty_days_there_is_no_baseline() -> None:
    assert spike.spike_state(None).id == "no_baseline"
    assert spike.spike_state(float("nan")).id == "no_baseline"
    assert spike.longest_before_m([DAY - dt.timedelta(days=60), DAY], [9_000.0, 9_000.0]) == [None, None]


def test_runs_below_a_kilometre_are_neither_judged_nor_remembered() -> None:
    starts = [DAY, DAY + dt.timedelta(days=1)]
    assert spike.longest_before_m(starts, [999.0, 5_000.0]) == [None, None]
    assert spike.ratio(999.0, 500.0) is None


def test_the_moving_longest_agrees_with_looking_at_every_run() -> None:
    starts = [DAY + dt.timedelta(days=(i * 7) % 5 + 3 * i) for i in range(60)]
    starts.sort()
    distances = [3_000.0 + (i * 7919) % 17_000 for i in range(60)]
    window = dt.timedelta(days=30)
    for i, found in enumerate(spike.longest_before_m(starts, distances)):
        before = [d for s, d in zip(starts[:i], distances[:i], strict=True) if s >= starts[i] - window]
        assert found == (max(before) if before else None)
