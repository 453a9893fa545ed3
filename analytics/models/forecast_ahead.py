"""What a released forecast says of the week to come, and of a planned one; what is known without it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.metrics import spike
from analytics.models.forecast import Forecast
from analytics.models.forecast_features import build_ahead, planned
from analytics.models.forecast_recipes import PRODUCT, logistic
from analytics.models.person_weeks import CaseLevel

Floats = npt.NDArray[np.float64]

EDGE = 1e-6
RECENT_INJURY_WEEKS = 12


class NotReleasedError(ValueError):
    """A chance was asked of a forecast that has not passed its gate."""


@dataclass(frozen=True)
class Flags:
    """What is known of an athlete on a Monday, whatever a forecast says; None is unknown."""

    athlete_id: int
    week_start: pd.Timestamp
    spike_last_week: spike.StateId | None
    pain_last_week: bool | None
    injured_lately: bool
    injured_last_year: bool | None


def chances(made: Forecast, rows: pd.DataFrame, ahead: pd.DataFrame) -> Floats:
    """Forecast rows that have not happened yet.

    Where the forecast was too sure of itself on years it had not seen (a calibration slope below 1), its
    distance from the base rate is drawn in by as much, on the scale of log odds.

    Raises
    ------
    NotReleasedError
        If `made` has not passed its gate.
    """
    if not made.is_released:
        raise NotReleasedError("; ".join(made.why_not))
    known = rows[rows["y"].notna()]
    slope = next(one.slope for one in made.judged if one.model == PRODUCT and one.held_back == "years")
    shrunk = min(max(slope, 0.0), 1.0)
    base = _log_odds(np.array([float(known["y"].mean())]))[0]
    odds = _log_odds(logistic(known, ahead))
    return np.asarray(1 / (1 + np.exp(-(base + shrunk * (odds - base)))), dtype=np.float64)


def what_if(
    made: Forecast,
    rows: pd.DataFrame,
    weeks: pd.DataFrame,
    athletes: pd.DataFrame,
    *,
    athlete_id: int,
    spike_ratio: float,
    hip_sets: float,
    case_level: CaseLevel = "time_loss",
) -> float:
    """Forecast the week after a planned one, whose longest run and hip sets somebody names.

    The forecast of a week reads only the weeks before it, so a plan for next week speaks in that of the week
    after. It says what went with such weeks in the log, not what the plan would do.

    Raises
    ------
    NotReleasedError
        If `made` has not passed its gate.
    """
    if not made.is_released:
        raise NotReleasedError("; ".join(made.why_not))
    plan = planned(weeks, athlete_id=athlete_id, spike_ratio=spike_ratio, hip_sets=hip_sets)
    return float(chances(made, rows, build_ahead(plan, athletes, case_level=case_level))[0])


def flags(ahead: pd.DataFrame) -> tuple[Flags, ...]:
    """Say what is known of each athlete whom `build_ahead` lists."""
    out = []
    for row in ahead.to_dict("records"):
        ratio, pain, before = (_known(row[name]) for name in ASKED)
        out.append(
            Flags(
                athlete_id=int(row["athlete_id"]),
                week_start=row["week_start"],
                spike_last_week=None if ratio is None else spike.spike_state(ratio).id,
                pain_last_week=None if pain is None else pain > 0,
                injured_lately=float(row["weeks_since_injury"]) <= RECENT_INJURY_WEEKS,
                injured_last_year=None if before is None else before > 0,
            )
        )
    return tuple(out)


ASKED = ("spike_last_week", "pain_last_week", "prev_injury_52w")


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _log_odds(chance: Floats) -> Floats:
    kept = np.clip(chance, EDGE, 1 - EDGE)
    return np.asarray(np.log(kept / (1 - kept)), dtype=np.float64)
