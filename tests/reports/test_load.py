"""What the page of training load says: states of runs, what may come next, and why a basis."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from analytics.metrics.session_load import Known
from analytics.reports import load, load_runs, load_words

TODAY = dt.date(2026, 11, 22)


def runs(*pairs: tuple[str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "local_date": pd.to_datetime([day for day, _ in pairs]),
            "distance_m": [1000.0 * km for _, km in pairs],
        }
    )


def test_the_next_run_is_held_against_the_longest_of_thirty_days() -> None:
    said = load_runs.next_run(runs(("2026-10-20", 30), ("2026-10-23", 18), ("2026-11-20", 10)), today=TODAY)
    assert "up to 19.8 km" in said and "18.0 km of 23 Oct 2026" in said  # 30 km lie 33 days back
    assert "not a proof" in said


def test_without_a_run_in_thirty_days_nothing_is_said_of_the_next() -> None:
    assert "nothing to hold the next one against" in load_runs.next_run(runs(("2026-10-20", 30)), today=TODAY)
    assert "nothing to hold" in load_runs.next_run(runs(("2026-11-20", 0.8)), today=TODAY)  # below 1 km


def test_why_a_basis_was_chosen_is_said_with_its_numbers() -> None:
    known = {
        "session_rpe": Known(10, 5, 25), "trimp": Known(36, 4, 0), "edwards": Known(36, 4, 0),
        "rtss": Known(40, 0, 0), "running_minutes": Known(40, 0, 0),
    }  # fmt: skip
    said = load._why(known, known, "trimp", is_said=False)  # type: ignore[arg-type]
    assert said.startswith(
        "36 of 40 runs of the last year have it measured, 4 are estimated from your own runs."
    )
    assert "session RPE is measured in 10" in said
    chosen = load._why(known, known, "running_minutes", is_said=True)  # type: ignore[arg-type]
    assert chosen.startswith("You chose this.") and "would have it stand on the training impulse" in chosen


def test_a_basis_is_shown_against_its_own_middle_week_and_rest_is_nought() -> None:
    weeks = pd.DataFrame(
        {
            "week_start": pd.date_range("2026-01-05", periods=4, freq="7D"),
            "iso_week": ["2026-W02", "2026-W03", "2026-W04", "2026-W05"],
            "days_covered_running": [7.0, 7.0, 7.0, 3.0],
        }
    )
    by_week = pd.DataFrame(
        {"week_start": weeks["week_start"].iloc[[0, 2]], "running_minutes": [100.0, 300.0]}
    )
    for basis in load.BASES:
        by_week[basis] = by_week.get(basis, np.nan)
    found = load._bases(weeks, by_week)
    assert found["running_minutes"].tolist()[:3] == [50.0, 0.0, 150.0]
    assert np.isnan(found["running_minutes"].iloc[3])  # a week not wholly logged
    assert found["trimp"].isna().tolist()[0]


def test_a_week_with_an_unknown_day_has_no_monotony() -> None:
    days = pd.DataFrame(
        {"load_au": [300.0, 0, 450, 200, 0, 600, 250, 300, 0, np.nan, 200, 0, 600, 250]},
        index=pd.date_range("2026-01-05", periods=14),
    )
    days["week_start"] = days.index - pd.to_timedelta(days.index.day_of_week, unit="D")
    log = pd.DataFrame({"week_start": pd.to_datetime(["2026-01-05", "2026-01-12"])})
    for name, (_, covered) in load_words.OWN.items():
        log[name], log[covered] = 1.0, 7.0
    found = load._weekly(log, days)
    assert found["monotony"].iloc[0] == pytest.approx(1.16534, abs=5e-6)
    assert found["strain_au"].iloc[0] == pytest.approx(2097.61, abs=5e-3)
    assert np.isnan(found["monotony"].iloc[1])
