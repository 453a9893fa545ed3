"""Regressions of the R package injurytools' example: its printed figures, a second library, and our own fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.duration.hazard_regression import PHReg

from analytics.models import poisson

SEASONS = {"17/18": 2017, "18/19": 2018}


@pytest.fixture(scope="module")
def players(project: Path) -> pd.DataFrame:
    """A row a player and season: part of the field, days lost, days to the first injury (to 30 June)."""
    files = project / "tests/files/injurytools"
    injuries = pd.read_csv(files / "injuries.csv", parse_dates=["onset_date"])
    made = []
    for season, year in SEASONS.items():
        begin, end = pd.Timestamp(year, 7, 1), pd.Timestamp(year + 1, 6, 30)
        first = injuries[injuries.onset_date.between(begin, end)].groupby("athlete").onset_date.min()
        lost = injuries[injuries.season == season].groupby("athlete").days_lost.sum()
        rows = pd.read_csv(files / "exposures.csv").query("season == @season")
        made.append(
            rows.assign(
                part=rows.position.str.split("_").str[0],
                lost=rows.athlete.map(lost).fillna(0),
                days=(rows.athlete.map(first).fillna(end) - begin).dt.days.astype(float),
                hurt=rows.athlete.isin(first.index).astype(int),
            )
        )
    return pd.concat(made, ignore_index=True)


@pytest.fixture(scope="module")
def outfield(players: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Season 17/18 without goalkeepers: defender and midfield against attack, days lost, minutes."""
    rows = players[(players.season == "17/18") & (players.part != "Goalkeeper")]
    assert len(rows) == 21
    part = np.column_stack([rows.part == "Defender", rows.part == "Midfield"]).astype(float)
    return part, rows.lost.to_numpy(), rows.minutes_played.to_numpy()


def test_our_poisson_fit_gives_the_printed_coefficients(outfield):
    part, lost, minutes = outfield
    fit = poisson.fit_rates(part, lost, minutes, np.arange(21), free=2, free_ridge=1e-9)
    assert fit.coefficients == pytest.approx([-3.81936, -0.03227, 1.01561], abs=1e-5)
    # days lost per 100 matches of 90 minutes, and the two ratios
    printed = [197.476, 0.96825, 2.76104]
    assert np.exp(fit.coefficients) * [9000, 1, 1] == pytest.approx(printed, rel=1e-5)


def test_a_second_library_gives_the_printed_poisson_regression(outfield):
    part, lost, minutes = outfield
    made = sm.GLM(lost, sm.add_constant(part), family=sm.families.Poisson(), offset=np.log(minutes)).fit()
    assert made.bse == pytest.approx([0.06652, 0.08893, 0.07780], abs=1e-5)
    assert (made.null_deviance, made.deviance, made.aic) == pytest.approx((2622.1, 2327.1, 2417.3), abs=0.05)
    ours = poisson.fit_rates(part, lost, minutes, np.arange(21), free=2, free_ridge=1e-9)
    assert ours.coefficients == pytest.approx(made.params, abs=1e-8)


def test_a_second_library_gives_the_printed_negative_binomial_regression(outfield):
    part, lost, minutes = outfield
    made = sm.NegativeBinomial(lost, sm.add_constant(part), offset=np.log(minutes)).fit(
        disp=0, maxiter=500, method="bfgs"
    )
    assert made.params[:3] == pytest.approx([-2.9829, -0.8857, 1.1416], abs=1e-4)
    assert 1 / made.params[3] == pytest.approx(0.2625, abs=1e-4)  # R prints theta, the inverse of alpha
    assert -2 * made.llf == pytest.approx(192.827, abs=1e-3)


def test_days_of_so_few_players_are_far_from_poisson_which_is_why_intervals_leave_athletes_out(outfield):
    part, lost, minutes = outfield
    fit = poisson.fit_rates(part, lost, minutes, np.arange(21), free=2)
    assert poisson.overdispersion(lost, fit.expected, 3) > 100
    # the printed standard error of midfield is .078; leaving out each player in turn gives many times that
    assert fit.jackknife_se(2) > 5 * 0.078


def test_a_second_library_gives_the_printed_cox_regressions(players):
    rows = players[(players.season == "18/19") & (players.part != "Goalkeeper")]
    columns = pd.DataFrame(
        {
            "defender": (rows.part == "Defender") * 1.0,
            "midfield": (rows.part == "Midfield") * 1.0,
            "age": rows.age,
            "yellows": rows.yellows,
        }
    )
    model = PHReg(rows.days, columns, status=rows.hurt, ties="efron")
    made = model.fit()
    assert made.params == pytest.approx([0.58324, 1.33266, 0.02391, 0.03909], abs=1e-5)
    assert np.exp(made.params[:2]) == pytest.approx([1.792, 3.791], abs=5e-4)
    assert 2 * (made.llf - model.loglike(np.zeros(4))) == pytest.approx(4.05, abs=5e-3)
    assert _concordance(columns.to_numpy() @ made.params, rows) == pytest.approx(0.629, abs=5e-4)
    by_season = PHReg(
        players.days, players[["age"]], status=players.hurt, strata=players.season, ties="efron"
    )
    assert by_season.fit().params == pytest.approx([0.01749], abs=1e-5)


def _concordance(risk: np.ndarray, rows: pd.DataFrame) -> float:
    """Of the pairs of whom one is known to be hurt first, the share in which the riskier one was."""
    days, hurt = rows.days.to_numpy(), rows.hurt.to_numpy(bool)
    first = hurt[:, None] & ((days[:, None] < days) | ((days[:, None] == days) & ~hurt))
    higher = (risk[:, None] > risk) + 0.5 * (risk[:, None] == risk)
    return float(higher[first].sum() / first.sum())
