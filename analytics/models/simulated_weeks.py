"""A simulated squad as the store would show it: athletes, weekly rows and steady runs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models import simulation


def athlete_table(world: simulation.SquadWorld, *, first_week: dt.date = dt.date(2024, 1, 1)) -> pd.DataFrame:
    """Give the runners as the store's athlete table would: id from 1, sex, year of birth."""
    return pd.DataFrame(
        {
            "athlete_id": np.arange(1, len(world) + 1),
            "sex": np.where(world.female, "female", "male"),
            "birth_year": first_week.year - np.round(world.age_years).astype(int),
        }
    )


def athlete_weeks(world: simulation.SquadWorld, *, first_week: dt.date = dt.date(2024, 1, 1)) -> pd.DataFrame:
    """Give the world as the store's weekly table, with the columns the models read.

    The eight weeks before the first are there too: strength is known there, running and injuries are not.
    """
    rows, weeks = world.sets.shape
    mondays = pd.to_datetime([first_week + dt.timedelta(weeks=k) for k in range(-simulation.LAGS, weeks)])
    unknown = np.full((rows, simulation.LAGS), np.nan)
    before = np.zeros((rows, simulation.LAGS))

    def known_later(values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        return np.hstack([unknown, values.astype(float)]).ravel()

    covered = np.hstack([before, np.full((rows, weeks), 7.0)]).ravel()
    distance_m = world.hours * 3600 * world.usual_speed_m_s[:, None]
    pain = np.where(world.niggle, 3.0, 0.0) if world.niggle.any() else np.full((rows, weeks), np.nan)
    return pd.DataFrame(
        {
            "athlete_id": np.repeat(np.arange(1, rows + 1), simulation.LAGS + weeks),
            "week_start": np.tile(mondays.to_numpy(), rows),
            "days_covered_running": covered,
            "days_covered_strength": 7.0,
            "days_covered_injury": covered,
            "distance_m": known_later(distance_m),
            "moving_s": known_later(world.hours * 3600),
            "longest_run_m": known_later(world.longest_h * 3600 * world.usual_speed_m_s[:, None]),
            "spike_ratio_max": known_later(np.where(world.hours > 0, world.spike_ratio, np.nan)),
            "hip_sets": np.hstack([world.earlier_sets, world.sets]).ravel(),
            "injuries_new_complaint": known_later(world.injured),
            "injuries_new_substantial": known_later(world.injured),
            "injuries_new_time_loss": known_later(world.injured),
            "time_loss_days": known_later(7 * world.out),
            "checkin_pain_0_10": known_later(pain),
        }
    )


def steady_runs(world: simulation.SquadWorld, *, first_week: dt.date = dt.date(2024, 1, 1)) -> pd.DataFrame:
    """Give one steady run for every week with enough running, as the store's running sessions carry them."""
    row, week = np.nonzero(world.ran)
    mondays = pd.to_datetime([first_week + dt.timedelta(weeks=k) for k in range(world.weeks)]).to_numpy()
    return pd.DataFrame(
        {
            "athlete_id": row + 1,
            "week_start": mondays[week],
            "steady_s": 1800.0,
            "steady_graded_speed_m_s": np.exp(world.log_speed[row, week]),
            "steady_hr_mean_bpm": 140.0,
            "slope_log_speed_per_bpm": np.nan,
            "temperature_mean_c": world.temperature_c[row, week],
        }
    )
