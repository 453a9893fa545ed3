"""Shifting strength in time: each athlete's own series, never by fewer than nine weeks."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.models import shuffle


def _frame(*lengths: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "athlete_id": np.repeat(np.arange(len(lengths)), lengths),
            "dose": np.concatenate([1000 * k + np.arange(n, dtype=float) for k, n in enumerate(lengths)]),
        }
    )


def test_every_shift_is_a_rotation_of_the_athletes_own_weeks_by_at_least_nine():
    frame = _frame(30, 25)
    shifted = shuffle.shifted_doses(frame, np.ones(55, bool), draws=50, seed=1)
    for draw in shifted.T:
        for athlete, weeks in ((0, 30), (1, 25)):
            own = draw[frame["athlete_id"] == athlete] - 1000 * athlete
            steps = (np.arange(weeks) - own) % weeks
            assert len(set(steps)) == 1
            assert 9 <= steps[0] <= weeks - 9


def test_a_series_too_short_to_shift_stays_as_it_is():
    frame = _frame(17)
    shifted = shuffle.shifted_doses(frame, np.ones(17, bool), draws=3, seed=1)
    assert (shifted == frame[["dose"]].to_numpy()).all()


def test_unknown_weeks_are_jumped_over():
    frame = _frame(30)
    frame.loc[3:5, "dose"] = np.nan
    used = frame["dose"].notna().to_numpy()
    shifted = shuffle.shifted_doses(frame, used, draws=5, seed=1)
    assert not np.isnan(shifted).any()
    assert (np.sort(shifted, axis=0) == np.sort(frame.loc[used, ["dose"]].to_numpy(), axis=0)).all()


def test_the_same_seed_gives_the_same_shifts():
    frame = _frame(60)
    one, two = (shuffle.shifted_doses(frame, np.ones(60, bool), draws=9, seed=s) for s in (7, 7))
    assert (one == two).all()
    assert not (one == shuffle.shifted_doses(frame, np.ones(60, bool), draws=9, seed=8)).all()


def test_the_sums_of_shifts_are_those_of_the_series_laid_out():
    frame = _frame(40, 12, 31)
    frame.loc[3:5, "dose"] = np.nan
    used = frame["dose"].notna().to_numpy() & (np.arange(len(frame)) % 7 != 2)
    rng = np.random.default_rng(3)
    columns, weights = rng.normal(size=(used.sum(), 4)), rng.random(used.sum())
    laid_out = np.column_stack(
        [frame["dose"].to_numpy()[used], shuffle.shifted_doses(frame, used, draws=20, seed=5)]
    )
    sums, squares = shuffle.sums_of_shifts(frame, used, columns, weights, draws=20, seed=5)
    np.testing.assert_allclose(sums, laid_out.T @ columns, rtol=1e-10, atol=1e-6)
    np.testing.assert_allclose(squares, (laid_out**2).T @ weights, rtol=1e-10)
