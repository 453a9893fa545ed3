"""Load: fitness and fatigue, Foster's measures, ratios; rest is 0 and unknown stays unknown."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analytics.metrics import load, session_load


def days(values: list[float]) -> pd.Series:
    return pd.Series(values, index=pd.date_range("2026-01-01", periods=len(values)), dtype=float)


@pytest.mark.parametrize(
    ("form", "ctl", "atl", "balance"),
    [("exponential", 88.2681, 99.9997, -11.7317), ("reciprocal", 88.5683, 99.9999, -11.4316)],
)
def test_ninety_days_of_a_hundred_from_nothing(form: str, ctl: float, atl: float, balance: float) -> None:
    found = load.ctl_atl_tsb(days([100.0] * 91), form=form, initial=0.0)  # type: ignore[arg-type]
    assert found.ctl.iloc[89] == pytest.approx(ctl, abs=5e-5)
    assert found.atl.iloc[89] == pytest.approx(atl, abs=1e-4)
    # The balance of a day is that of the evening before.
    assert found.tsb.iloc[90] == pytest.approx(balance, abs=1e-4)


@pytest.mark.parametrize(("form", "value"), [("exponential", 63.2121), ("reciprocal", 63.6544)])
def test_after_one_time_constant(form: str, value: float) -> None:
    means = load.ewma([100.0] * 42, tau_days=42.0, form=form, initial=0.0)  # type: ignore[arg-type]
    assert means[-1] == pytest.approx(value, abs=5e-5)


def test_a_curve_begins_at_the_mean_of_its_first_four_weeks_and_says_that_it_is_settling() -> None:
    found = load.ctl_atl_tsb(days([10.0, 30.0] * 50))
    assert found.ctl.iloc[0] == pytest.approx(20 + (10 - 20) * (1 - math.exp(-1 / 42)))
    assert found.warming_up.sum() == 42
    assert found.warming_up.iloc[:42].all()


def test_days_outside_the_log_are_unknown_and_the_curve_starts_anew_behind_them() -> None:
    found = load.ctl_atl_tsb(days([50.0] * 60 + [math.nan] * 40 + [10.0] * 60))
    assert found.ctl.iloc[60:100].isna().all() and found.tsb.iloc[60:100].isna().all()
    assert math.isnan(found.tsb.iloc[100])
    assert found.ctl.iloc[100:].tolist() == pytest.approx([10.0] * 60)
    assert found.warming_up.iloc[100:142].all() and not found.warming_up.iloc[142:].any()


def test_rest_lowers_the_curve_and_unknown_does_not() -> None:
    resting = load.ewma([50.0] * 60 + [0.0] * 7, tau_days=7.0)
    assert resting[-1] == pytest.approx(50.0 * math.exp(-1.0))


def test_fosters_week() -> None:
    week = [300, 0, 450, 200, 0, 600, 250]
    assert load.monotony(week) == pytest.approx(1.16534, abs=5e-6)
    assert load.strain(week) == pytest.approx(2097.61, abs=5e-3)


def test_a_constant_week_has_no_monotony_to_speak_of() -> None:
    assert math.isnan(load.monotony([100.0] * 7))
    assert math.isnan(load.strain([100.0] * 7))


def test_a_week_with_an_unknown_day_has_no_monotony() -> None:
    assert math.isnan(load.monotony([300, 0, math.nan, 200, 0, 600, 250]))


def test_week_change_is_unknown_after_a_week_of_hardly_any_running() -> None:
    assert load.week_change(this_week_m=36_000.0, last_week_m=30_000.0) == pytest.approx(0.2)
    assert math.isnan(load.week_change(this_week_m=10_000.0, last_week_m=4_999.0))
    assert math.isnan(load.week_change(this_week_m=math.nan, last_week_m=30_000.0))


def test_acwr_in_three_forms() -> None:
    found = load.acwr(days([30.0] * 21 + [50.0] * 7)).iloc[-1]
    assert found.coupled == pytest.approx(1.428571, abs=5e-7)
    assert found.uncoupled == pytest.approx(1.666667, abs=5e-7)
    assert found.ewma == pytest.approx(1.249746, abs=5e-7)
    values = np.array([30.0] * 21 + [50.0] * 7)
    means = [load._ewma_from_first(values, 2.0 / (length + 1))[-1] for length in (7, 28)]
    assert means == pytest.approx([47.330322, 37.871967], abs=5e-7)


def test_acwr_without_a_chronic_load_is_unknown() -> None:
    found = load.acwr(days([0.0] * 28)).iloc[-1]
    assert found.isna().all()


def test_the_coupled_ratio_correlates_with_its_own_denominator_by_one_half() -> None:
    weeks = np.random.default_rng(1).normal(100.0, 20.0, size=(40_000, 4))
    acute = weeks[:, 3]
    assert np.corrcoef(acute, weeks.mean(axis=1))[0, 1] == pytest.approx(0.50, abs=0.01)
    assert np.corrcoef(acute, weeks[:, :3].mean(axis=1))[0, 1] == pytest.approx(0.0, abs=0.01)


def test_training_impulses_at_seven_tenths_of_reserve() -> None:
    assert session_load.trimp(minutes=60, reserve_share=0.7, sex="male") == pytest.approx(103.067, abs=5e-4)
    assert session_load.trimp(minutes=60, reserve_share=0.7, sex="female") == pytest.approx(116.262, abs=5e-4)
    lower = session_load.trimp(minutes=60, reserve_share=0.7, sex="female", female_factor=0.64)
    assert lower == pytest.approx(116.262 * 0.64 / 0.86, abs=5e-3)


def test_zones_and_effort() -> None:
    assert session_load.edwards([10] * 5) == 150
    assert session_load.lucia(below_first_min=20, between_min=20, above_second_min=20) == 120
    assert session_load.session_rpe(5, 60) == 300


def test_samples_at_one_heart_rate_add_up_to_the_whole() -> None:
    per_sample = session_load.trimp_of_samples(
        [148.0] * 3600, [1.0] * 3600, hr_rest_bpm=50, hr_max_bpm=190, sex="male"
    )
    assert per_sample == pytest.approx(103.067, abs=5e-4)


def test_uneven_samples_weigh_more_than_their_mean() -> None:
    uneven = session_load.trimp_of_samples(
        [128.0, 168.0] * 1800, [1.0] * 3600, hr_rest_bpm=50, hr_max_bpm=190, sex="male"
    )
    assert uneven > 103.067


def test_a_missing_heart_rate_adds_nothing() -> None:
    args = {"hr_rest_bpm": 50.0, "hr_max_bpm": 190.0}
    assert session_load.trimp_of_samples(
        [math.nan, 148.0], [60.0, 60.0], sex="male", **args
    ) == pytest.approx(session_load.trimp(minutes=1, reserve_share=0.7, sex="male"))


def known(measured: int, estimated: int = 0, unknown: int = 0) -> session_load.Known:
    return session_load.Known(measured, estimated, unknown)


def test_a_series_stands_on_the_best_basis_that_its_sessions_have() -> None:
    assert session_load.common_basis({"session_rpe": known(40), "trimp": known(40)}) == "session_rpe"
    assert session_load.common_basis({"session_rpe": known(10, 0, 30), "trimp": known(33, 7)}) == "trimp"
    assert session_load.common_basis({"trimp": known(31, 9), "rtss": known(40)}) == "rtss"
    assert session_load.common_basis({"trimp": known(38, 0, 2)}) == "running_minutes"
    assert session_load.common_basis({}) == "running_minutes"


LIMITS = session_load.Limits("male", hr_max_bpm=190, hr_rest_bpm=50, threshold_hr_bpm=170)


def histogram(**seconds: float) -> np.ndarray:
    bins = np.zeros(220)
    for name, value in seconds.items():
        bins[int(name.removeprefix("at")) - 30] = value
    return bins


def of_histogram(basis: session_load.Basis, bins: np.ndarray, *, moving_s: float | None = None) -> float:
    total = np.array([float(bins.sum())])
    found, _ = session_load.heart_rate_loads(
        basis, LIMITS, seconds_by_bpm=bins[None, :], hr_mean_bpm=np.array([math.nan]), minutes=total / 60,
        known_s=total, moving_s=total if moving_s is None else np.array([moving_s]),
    )  # fmt: skip
    return float(found[0])


def test_a_histogram_gives_the_impulse_of_its_samples() -> None:
    rates = np.random.default_rng(3).integers(90, 189, 4000)
    bins = np.bincount(rates - 30, minlength=220).astype(float)
    by_sample = session_load.trimp_of_samples(
        rates, np.ones(4000), hr_rest_bpm=50, hr_max_bpm=190, sex="male"
    )
    assert of_histogram("trimp", bins) == pytest.approx(by_sample, rel=1e-12)
    assert of_histogram("trimp", histogram(at148=3600)) == pytest.approx(103.067, abs=5e-4)


def test_ten_minutes_in_each_of_edwards_zones_from_a_histogram() -> None:
    bins = histogram(at95=600, at114=600, at133=600, at152=600, at171=600)  # 50, 60, 70, 80, 90 % of 190
    assert of_histogram("edwards", bins) == pytest.approx(150)
    assert of_histogram("edwards", histogram(at94=600)) == 0


def test_twenty_minutes_in_each_of_lucias_phases_from_a_histogram() -> None:
    assert of_histogram("lucia", histogram(at152=1200, at153=1200, at170=1200)) == pytest.approx(120)


def test_an_hour_at_the_threshold_scores_a_hundred() -> None:
    assert of_histogram("hrtss", histogram(at170=3600)) == pytest.approx(100)
    assert session_load.rtss([1.0], [4.0], threshold_speed_m_s=4.0).tolist() == [100.0]


def test_a_run_with_little_heart_rate_does_not_speak_for_itself() -> None:
    whole = of_histogram("trimp", histogram(at148=3600))
    # Nine tenths known: the rest is taken to be alike.
    assert of_histogram("trimp", histogram(at148=3240), moving_s=3600) == pytest.approx(whole)
    assert math.isnan(of_histogram("trimp", histogram(at148=2800), moving_s=3600))


def test_without_limits_there_is_no_load_and_never_nought() -> None:
    nobody = session_load.Limits()
    for basis in session_load.HEART_RATE_BASES:
        assert session_load.heart_rate_load_a_minute(basis, [150.0], nobody) is None


def test_an_unknown_load_is_taken_from_own_runs_of_that_speed() -> None:
    speeds = np.array([2.5] * 10 + [3.5] * 10 + [3.4, 2.6, math.nan])
    loads = np.array([30.0] * 10 + [90.0] * 10 + [math.nan] * 3)
    minutes = np.full(23, 30.0)
    minutes[20] = 60.0
    found = session_load.like_own_runs(loads, minutes=minutes, speed_m_s=speeds, days=np.arange(23))
    assert np.isnan(found[:20]).all()  # what is measured stays
    assert found[20:].tolist() == [180.0, 30.0, 60.0]


def test_nothing_is_estimated_from_few_or_old_or_later_runs() -> None:
    same = np.full(8, 30.0)
    few = np.array([math.nan, 60, 60, 60, 60, math.nan, 60, 60])
    args = {"minutes": same, "speed_m_s": same}
    assert np.isnan(session_load.like_own_runs(few, days=np.arange(8), **args)).all()
    old = np.array([60.0] * 7 + [math.nan])
    days = np.array([0, 1, 2, 3, 4, 5, 6, 400])
    assert np.isnan(session_load.like_own_runs(old, days=days, **args)).all()


def test_strength_counts_by_a_rule_that_says_when_it_assumes() -> None:
    assert session_load.strength_load(sets=12, minutes=30, rir=3).load_au == 210
    assert not session_load.strength_load(sets=12, minutes=30, rpe_0_10=6).is_assumed
    assert session_load.strength_load(sets=12, rir=3).is_assumed  # its length is not known
    assert session_load.strength_load(sets=8).load_au == 5 * 2.5 * 8


def test_a_week_is_held_against_the_twelve_before_it_and_not_against_itself() -> None:
    weeks = pd.Series([100.0, *[20.0, 30.0] * 6, 40.0])
    found = load.own_band(weeks)
    last = found.iloc[-1]
    assert last["mean"] == 25 and last["sd"] == pytest.approx(np.std([20, 30] * 6, ddof=1))
    assert last["z"] == pytest.approx(15 / np.std([20, 30] * 6, ddof=1))


def test_a_band_needs_eight_known_weeks_and_some_spread() -> None:
    seven = pd.Series([math.nan] * 5 + [20.0, 30.0, 20.0, 30.0, 20.0, 30.0, 20.0, 25.0])
    assert math.isnan(load.own_band(seven)["z"].iloc[-1])
    eight = pd.Series([math.nan] * 4 + [20.0, 30.0] * 4 + [25.0])
    assert load.own_band(eight)["z"].iloc[-1] == pytest.approx(0)
    alike = load.own_band(pd.Series([20.1] * 12 + [25.0])).iloc[-1]
    assert math.isnan(alike["z"]) and alike["mean"] == pytest.approx(20.1)
    unknown = load.own_band(pd.Series([20.0, 30.0] * 6 + [math.nan])).iloc[-1]
    assert math.isnan(unknown["z"])


def test_the_last_week_alone_has_the_same_z() -> None:
    draw = np.random.default_rng(7)
    for length in (5, 9, 13, 30):
        weeks = draw.normal(40, 8, length)
        weeks[draw.random(length) < 0.2] = math.nan
        assert load.own_z_of_last(weeks) == pytest.approx(
            load.own_band(pd.Series(weeks))["z"].iloc[-1], nan_ok=True
        )
