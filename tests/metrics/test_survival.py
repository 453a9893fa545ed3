"""Kaplan-Meier and log-rank: the published example, R's conventions, a second library, and what must hold."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from analytics.metrics import survival

lives = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=40)


def first_injuries(project: Path, season: str, first_year: int) -> tuple[list[float], list[bool]]:
    """Days from 1 July to the first injury of the season, censored on 30 June."""
    files = project / "tests/files/injurytools"
    injuries = pd.read_csv(files / "injuries.csv", parse_dates=["onset_date"])
    exposures = pd.read_csv(files / "exposures.csv")
    begin, end = pd.Timestamp(first_year, 7, 1), pd.Timestamp(first_year + 1, 6, 30)
    first = injuries[injuries.onset_date.between(begin, end)].groupby("athlete").onset_date.min()
    squad = sorted(set(exposures[exposures.season == season].athlete))
    return [float((first.get(one, end) - begin).days) for one in squad], [one in first.index for one in squad]


@pytest.mark.parametrize(
    ("season", "year", "n", "events", "median", "low", "high"),
    [("17/18", 2017, 23, 16, 265, 152, math.nan), ("18/19", 2018, 19, 17, 106, 84, 165)],
)
def test_the_time_to_the_first_injury_of_a_season_is_the_published_one(
    project: Path, season: str, year: int, n: int, events: int, median: float, low: float, high: float
) -> None:
    curve = survival.kaplan_meier(*first_injuries(project, season, year))
    assert (curve.n, curve.events) == (n, events)
    found = curve.quantile(0.5)
    assert (found.value, found.low) == (median, low)
    assert found.high == high or (math.isnan(found.high) and math.isnan(high))


def test_the_curve_passes_through_its_published_point(project: Path) -> None:
    # The vignette names 106 days for .696; 0.696 is 16 of 23, reached with the seventh event at 111 days.
    curve = survival.kaplan_meier(*first_injuries(project, "17/18", 2017))
    assert (round(curve.at(106), 3), round(curve.at(110), 3), round(curve.at(111), 3)) == (
        0.739,
        0.739,
        0.696,
    )


def test_the_two_seasons_differ_as_published(project: Path) -> None:
    one, other = first_injuries(project, "17/18", 2017), first_injuries(project, "18/19", 2018)
    test = survival.log_rank(
        one[0] + other[0], one[1] + other[1], ["17/18"] * len(one[0]) + ["18/19"] * len(other[0])
    )
    assert test is not None
    assert (test.chi_square, test.p) == (pytest.approx(5.104, abs=5e-4), pytest.approx(0.0239, abs=5e-5))


def test_a_small_curve_by_hand() -> None:
    # 5 at risk: 4/5; one leaves; 3 at risk: 2/3 of that; then two more.
    curve = survival.kaplan_meier([2, 3, 5, 7, 7], [True, False, True, True, False])
    assert curve.time.tolist() == [2, 3, 5, 7]
    assert curve.at_risk.tolist() == [5, 4, 3, 2]
    assert curve.survival.tolist() == pytest.approx([4 / 5, 4 / 5, 8 / 15, 4 / 15])
    # Greenwood at 2: 1/(5*4) = 0.05; limits 0.8 exp(-+1.96 sqrt(0.05)), capped at 1.
    assert curve.low[0] == pytest.approx(0.8 * math.exp(-1.959964 * math.sqrt(0.05)))
    assert curve.high[0] == 1.0
    assert (curve.risk_at(0), curve.risk_at(3), curve.risk_at(6), curve.risk_at(8)) == (5, 4, 2, 0)


def test_a_level_stretch_at_one_half_gives_its_middle_as_in_r() -> None:
    assert survival.kaplan_meier([1, 2, 3, 4], [True] * 4).quantile(0.5).value == 2.5


def test_a_median_not_reached_is_unknown() -> None:
    found = survival.kaplan_meier([1, 9, 9, 9], [True, False, False, False]).quantile(0.5)
    assert math.isnan(found.value) and math.isnan(found.high)


def test_when_all_have_met_it_the_last_quantile_is_known() -> None:
    assert survival.kaplan_meier([1, 2, 3], [True] * 3).quantile(1.0).value == 3.0


def test_nobody_gives_an_empty_curve() -> None:
    curve = survival.kaplan_meier([], [])
    assert (curve.n, curve.events, curve.at(3.0), curve.risk_at(0)) == (0, 0, 1.0, 0)
    assert math.isnan(curve.quantile(0.5).value)


def test_an_unknown_or_negative_duration_is_refused() -> None:
    for wrong in (-1.0, math.nan):
        with pytest.raises(ValueError, match="not below 0"):
            survival.kaplan_meier([wrong], [True])
    with pytest.raises(ValueError, match="each duration"):
        survival.kaplan_meier([1.0], [])


def test_one_group_cannot_be_compared() -> None:
    assert survival.log_rank([1, 2], [True, True], ["a", "a"]) is None


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60))
def test_without_censoring_the_curve_is_the_share_still_without_it(days: list[int]) -> None:
    curve = survival.kaplan_meier(days, [True] * len(days))
    for time in range(0, 52, 3):
        assert curve.at(time) == pytest.approx(np.mean(np.asarray(days) > time))


@given(lives)
def test_the_curve_falls_within_its_interval_and_counts_everybody(rows: list[tuple[int, bool]]) -> None:
    for transform in ("log", "log-log"):
        curve = survival.kaplan_meier([day for day, _ in rows], [met for _, met in rows], transform=transform)
        assert (np.diff(curve.survival) <= 1e-12).all()
        known = ~np.isnan(curve.low)
        assert (curve.low[known] <= curve.survival[known] + 1e-12).all()
        assert (curve.high[known] >= curve.survival[known] - 1e-12).all()
        assert (curve.low[known] >= 0).all() and (curve.high[known] <= 1).all()
        assert curve.happened.sum() + curve.censored.sum() == curve.n == len(rows)


@given(lives)
def test_a_second_library_draws_the_same_curve(rows: list[tuple[int, bool]]) -> None:
    days, met = np.array([day + 1.0 for day, _ in rows]), np.array([one for _, one in rows])
    ours = survival.kaplan_meier(days, met)
    theirs = SurvfuncRight(days, met.astype(int))
    for time, prob in zip(theirs.surv_times, theirs.surv_prob, strict=True):
        assert ours.at(float(time)) == pytest.approx(float(prob))


@given(
    st.lists(st.tuples(st.integers(1, 20), st.booleans(), st.sampled_from("abc")), min_size=4, max_size=40)
)
def test_a_second_library_finds_the_same_log_rank(rows: list[tuple[int, bool, str]]) -> None:
    days, met, group = ([row[at] for row in rows] for at in range(3))
    test = survival.log_rank(days, met, group)
    kinds = {kind for kind in group if any(m and k == kind for m, k in zip(met, group, strict=True))}
    if test is None or set(group) != kinds:
        return  # a group without an event: the other library's matrix is not of full rank
    try:
        theirs, _ = survdiff(np.array(days, float), np.array(met, int), np.array(group))
    except np.linalg.LinAlgError:
        return
    if math.isfinite(theirs) and theirs < 1e3:
        assert test.chi_square == pytest.approx(theirs, rel=1e-6, abs=1e-8)
