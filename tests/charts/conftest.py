"""Small weeks with numbers one can check by eye."""

from __future__ import annotations

import pandas as pd
import pytest


@pytest.fixture
def weeks() -> pd.DataFrame:
    """Six weeks: the third lies outside both logs, the fourth has no steady run."""
    nan = float("nan")
    return pd.DataFrame(
        {
            "week_start": pd.date_range("2026-01-05", periods=6, freq="7D"),
            "distance_m": [40_000.0, 42_000, nan, 0, 44_000, 46_000],
            "runs": [4.0, 4, nan, 0, 4, 5],
            "hip_sets": [8.0, 0, nan, 4, 6, 10],
            "hip_sets_described": [0.0, 2, nan, 0, 0, 0],
            "hip_sets_assumed": [0.0, 0, nan, 3, 0, 0],
            "hip_dose": [7.0, 6.5, nan, nan, nan, nan],
            "trunk_sets": [2.0, 2, nan, 2, 2, 2],
            "strength_days": [2.0, 0, nan, 1, 1, 2],
            "pace_at_hr_s_per_km": [310.0, 308, nan, nan, 305, 300],
            "pace_runs": [2.0, 2, nan, nan, 1, 3],
        }
    )


@pytest.fixture
def injuries() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "athlete_id": [1],
            "athlete": ["A"],
            "onset_date": [pd.Timestamp("2026-01-14")],
            "end_date": [pd.Timestamp("2026-01-27")],
            "label": ["Shin <i>left</i>, 13 days"],
            "site": ["Shin"],
            "is_open": [False],
        }
    )


@pytest.fixture
def no_injuries(injuries: pd.DataFrame) -> pd.DataFrame:
    return injuries.iloc[:0]
