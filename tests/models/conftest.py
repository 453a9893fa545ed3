"""Small weekly tables with everything known, to be spoilt by the tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

MONDAY = dt.date(2024, 1, 1)


@pytest.fixture
def known_weeks() -> Callable[..., pd.DataFrame]:
    """Weeks of one athlete with complete logs: an hour of running, no strength, no injury."""

    def make(weeks: int, *, athlete_id: int = 1, **columns: list[float]) -> pd.DataFrame:
        frame = pd.DataFrame(
            {
                "athlete_id": athlete_id,
                "week_start": [MONDAY + dt.timedelta(weeks=k) for k in range(weeks)],
                "days_covered_running": 7,
                "days_covered_strength": 7,
                "days_covered_injury": 7,
                "moving_s": 3600.0,
                "spike_ratio_max": 1.0,
                "hip_sets": 0.0,
                "injuries_new_complaint": 0,
                "injuries_new_substantial": 0,
                "injuries_new_time_loss": 0,
                "time_loss_days": 0,
                "checkin_pain_0_10": 0.0,
            }
        )
        for name, values in columns.items():
            frame[name] = values
        return frame

    return make


@pytest.fixture
def people() -> pd.DataFrame:
    return pd.DataFrame({"athlete_id": [1, 2], "sex": ["female", None], "birth_year": [1984, None]})
