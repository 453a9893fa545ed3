"""The published numbers of the R package injurytools come out of our formulas, from its own example data."""

from __future__ import annotations

import calendar
import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from analytics.metrics import incidence, severity

PER_100_MATCHES = 9000.0  # minutes


@pytest.fixture
def injuries(project: Path) -> pd.DataFrame:
    return pd.read_csv(
        project / "tests/files/injurytools/injuries.csv", parse_dates=["onset_date", "recovered_date"]
    )


@pytest.fixture
def exposures(project: Path) -> pd.DataFrame:
    return pd.read_csv(project / "tests/files/injurytools/exposures.csv")


def test_incidence_and_burden_of_all_are_the_published_ones(
    injuries: pd.DataFrame, exposures: pd.DataFrame
) -> None:
    minutes = float(exposures.minutes_played.sum())
    days = float(injuries.days_lost.sum())
    assert (len(injuries), days, minutes) == (82, 2049, 74_690)
    rate = incidence.wald(len(injuries), minutes, per=PER_100_MATCHES)
    assert (rate.estimate, rate.low, rate.high) == pytest.approx((9.8808, 7.742, 12.019), abs=1e-3)
    burden = incidence.wald(days, minutes, per=PER_100_MATCHES)
    assert (burden.estimate, burden.low, burden.high) == pytest.approx((246.9005, 236.210, 257.591), abs=1e-3)


def test_mean_median_and_quartiles_of_days_lost_are_the_published_ones(injuries: pd.DataFrame) -> None:
    found = severity.spread(injuries.days_lost.tolist())
    assert found is not None
    assert (round(found.mean_days, 3), found.median_days, found.p25_days, found.p75_days) == (
        24.988,
        12,
        6,
        25,
    )


def test_the_package_s_own_larger_example_gives_its_numbers() -> None:
    # 209 injuries and 3420 days in 140,950 minutes: its tests print estimate, standard error and Wald limits.
    rate = incidence.wald(209, 140_950, per=PER_100_MATCHES)
    assert (rate.estimate, rate.low, rate.high) == pytest.approx((13.345, 11.536, 15.154), abs=1e-3)
    assert (rate.high - rate.estimate) / 1.959964 == pytest.approx(0.923, abs=1e-3)
    burden = incidence.wald(3420, 140_950, per=PER_100_MATCHES)
    assert (burden.estimate, burden.low, burden.high) == pytest.approx((218.375, 211.057, 225.694), abs=1e-3)
    assert (burden.high - burden.estimate) / 1.959964 == pytest.approx(3.734, abs=1e-3)
    assert pytest.approx(16.364, abs=1e-3) == 3420 / 209


@pytest.mark.parametrize(
    ("kind", "n", "days", "rate", "burden"),
    [
        ("Muscle", 25, 735, 3.01, 88.57),
        ("Ligament", 9, 596, 1.08, 71.82),
        ("Unknown", 21, 332, 2.53, 40.01),
        ("Concussion", 16, 213, 1.93, 25.67),
        ("Bone", 11, 173, 1.33, 20.85),
    ],
)
def test_each_kind_of_injury_has_its_published_rate_and_burden(
    injuries: pd.DataFrame, exposures: pd.DataFrame, kind: str, n: int, days: int, rate: float, burden: float
) -> None:
    of_kind = injuries[injuries.injury_type == kind]
    minutes = float(exposures.minutes_played.sum())
    assert (len(of_kind), of_kind.days_lost.sum()) == (n, days)
    assert incidence.incidence(n, minutes, per=PER_100_MATCHES).estimate == pytest.approx(rate, abs=0.005)
    assert days / minutes * PER_100_MATCHES == pytest.approx(burden, abs=0.01)


@pytest.mark.parametrize(
    ("season", "first_year", "followed", "of_season", "of_months"),
    [
        ("17/18", 2017, 23, 16, {(2017, 7): 2, (2017, 8): 5, (2018, 1): 5, (2018, 2): 2}),
        ("18/19", 2018, 19, 17, {(2018, 7): 3, (2018, 8): 4, (2019, 1): 10, (2019, 2): 7}),
    ],
)
def test_prevalence_by_season_and_month_is_the_published_one(
    injuries: pd.DataFrame,
    exposures: pd.DataFrame,
    season: str,
    first_year: int,
    followed: int,
    of_season: int,
    of_months: dict[tuple[int, int], int],
) -> None:
    # An injury of the season before that is still open counts: it is about being injured, not becoming so.
    squad = set(exposures[exposures.season == season].athlete)
    episodes = [
        severity.Episode(row.athlete, row.onset_date.date(), row.recovered_date.date())
        for row in injuries.itertuples()
        if row.athlete in squad
    ]
    assert len(squad) == followed
    whole = severity.injured_within(
        episodes, first=dt.date(first_year, 7, 1), last=dt.date(first_year + 1, 6, 30)
    )
    assert len(whole) == of_season
    for (year, month), injured in of_months.items():
        last = dt.date(year, month, calendar.monthrange(year, month)[1])
        assert len(severity.injured_within(episodes, first=dt.date(year, month, 1), last=last)) == injured


@pytest.mark.parametrize(
    ("athlete", "n", "days", "minutes", "rate", "burden"),
    [("A01", 6, 302, 700, 77.14, 3882.86), ("A02", 3, 122, 927, 29.13, 1184.47)],
)
def test_single_athletes_have_their_published_rates(
    injuries: pd.DataFrame,
    exposures: pd.DataFrame,
    athlete: str,
    n: int,
    days: int,
    minutes: int,
    rate: float,
    burden: float,
) -> None:
    own = injuries[injuries.athlete == athlete]
    at_risk = float(exposures[exposures.athlete == athlete].minutes_played.sum())
    assert (len(own), own.days_lost.sum(), at_risk) == (n, days, minutes)
    assert n / at_risk * PER_100_MATCHES == pytest.approx(rate, abs=0.01)
    assert days / at_risk * PER_100_MATCHES == pytest.approx(burden, abs=0.01)


def test_the_exact_interval_is_wider_above_than_below(exposures: pd.DataFrame) -> None:
    low, high = incidence.exact_poisson(82)
    assert (low, high) == pytest.approx((65.217, 101.784), abs=1e-3)
    minutes = float(exposures.minutes_played.sum())
    rate = incidence.incidence(82, minutes, per=PER_100_MATCHES)
    assert (rate.low, rate.high) == pytest.approx((7.859, 12.265), abs=1e-3)
    hourly = incidence.incidence(82, minutes / 60.0)
    assert (hourly.estimate, hourly.low, hourly.high) == pytest.approx((65.87, 52.39, 81.76), abs=5e-3)


def test_overdispersion_over_athlete_seasons_widens_the_interval(
    injuries: pd.DataFrame, exposures: pd.DataFrame
) -> None:
    counts = injuries.groupby(["athlete", "season"]).size()
    units = exposures.set_index(["athlete", "season"]).minutes_played
    phi = incidence.overdispersion(counts.reindex(units.index).fillna(0).to_numpy(), units.to_numpy())
    assert phi == pytest.approx(2.474, abs=1e-3)
    low, high = incidence.quasi_interval(9.8808, 82, phi)
    assert (low, high) == pytest.approx((7.030, 13.888), abs=1e-3)
