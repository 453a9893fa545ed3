"""Reasons to doubt a pace estimate, in numbers: other choices, negative controls."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models import pace, person_weeks
from analytics.models.finding import Estimate
from analytics.models.strength_log import StrengthLog
from analytics.models.week_grid import Grid, back

Floats = npt.NDArray[np.float64]

HALF_LIVES_WEEKS = (2.0, 8.0)
LIGHT_WEEK = 0.6
"""A week with less than this share of the six weeks before it is a light one: taper, deload, holiday."""
SUSPECT_T = 2.0
"""A control where nothing can be is suspect beyond this many standard errors."""
LEAD_WEEKS = person_weeks.LAGS + 1
"""The dose that a week reads so much later is made of the eight weeks after it."""
POWER_Z = 2.8
"""1.96 + 0.84: four of five studies at 5 %, two-sided."""
SIMULATED_SE_PCT = 1.8
"""Standard error, in % of speed, of one athlete and year in simulated squads (10, 30 and 100 athletes: 0.59,
0.32 and 0.15 %, times the square root of their number)."""


@dataclass(frozen=True)
class Variant:
    """The estimate with one thing done differently; None where it cannot be made of those weeks."""

    name: str
    estimate: Estimate | None
    weeks: int
    athletes: int


def sensitivity(
    weeks: pd.DataFrame,
    runs: pd.DataFrame,
    chosen: pd.DataFrame,
    *,
    other_sets: Mapping[str, pd.Series] | None = None,
) -> tuple[Variant, ...]:
    """Make the estimate again under each other choice that could have been made, as chosen first.

    Parameters
    ----------
    weeks
        Rows of the view athlete_week, sorted by athlete and week.
    runs
        As for `person_weeks.build_pace`, with ascent_m and distance_m.
    chosen
        What `person_weeks.build_pace` gives of them.
    other_sets
        By name: weekly hip sets counted in another way, in the order of `weeks`.
    """
    log = StrengthLog.of(weeks)
    frames = {"as chosen": chosen}
    for half_life in HALF_LIVES_WEEKS:
        frames[f"half-life of {half_life:g} weeks"] = _redosed(chosen, log.dose(half_life_weeks=half_life))
    frames["without light weeks"] = _leaving_out(chosen, _light(weeks, chosen), "light week")
    frames["without twelve weeks after an injury"] = _leaving_out(
        chosen, _after_injury(weeks), "after injury"
    )
    frames["not adjusted for heat"] = chosen.assign(heat_c=np.nan)
    for name, sets in (other_sets or {}).items():
        frames[name] = _redosed(chosen, log.dose(sets=sets))
    made = [variant(name, frame) for name, frame in frames.items()]
    made.append(variant("each runner's own trend may bend", chosen, bends=True))
    made.append(variant("adjusted for climb", chosen, beside={"climb": _climb(chosen, runs)}))
    return tuple(made)


def controls(weeks: pd.DataFrame, chosen: pd.DataFrame, *, elsewhere: pd.Series) -> tuple[Variant, ...]:
    """Make the estimate where nothing can be: strength work that comes later, and that of other muscles.

    Parameters
    ----------
    weeks, chosen
        As in `sensitivity`.
    elsewhere
        Weekly sets that do not train the hips, in the order of `weeks`.

    Notes
    -----
    The dose of the eight weeks after stands beside that of the eight before. Speed cannot come of it, so an
    effect says that speed leads to strength work, or that something leads to both.
    """
    before = chosen["dose"]
    later = _leaving_out(
        _redosed(chosen, _dose_after(chosen)), before.isna().to_numpy(), "strength log incomplete"
    )
    return (
        variant(
            "Hip sets of the eight weeks after",
            later,
            beside={"dose_before": (before / pace.SETS).to_numpy()},
        ),
        variant(
            "Sets without hip work (arms, shoulders)",
            _redosed(chosen, StrengthLog.of(weeks).dose(sets=elsewhere)),
        ),
    )


def variant(
    name: str, frame: pd.DataFrame, *, beside: Mapping[str, Floats] | None = None, bends: bool = False
) -> Variant:
    """Make the estimate of a frame, behind the gates of the main one.

    Parameters
    ----------
    beside
        More terms to hold equal, in the order of `frame`.
    """
    rows = pace.used_rows(frame)
    athletes = int(rows["athlete_id"].nunique())
    if athletes < pace.LEAST_ATHLETES:
        return Variant(name, None, len(rows), athletes)
    at = frame.index.get_indexer(rows.index)
    terms = {key: values[at] for key, values in (beside or {}).items()}
    return Variant(name, pace.within(rows, beside=terms, bends=bends).estimate, len(rows), athletes)


def is_suspect(one: Variant) -> bool:
    """Tell whether a control shows an effect where there can be none.

    Examples
    --------
    >>> is_suspect(Variant("sets of the weeks after", None, 0, 0))
    False
    """
    made = one.estimate
    return made is not None and made.se > 0 and abs(made.log_value / made.se) > SUSPECT_T


def athletes_needed(effect_pct: float, *, se_pct: float | None, athletes: int) -> int:
    """Give how many athletes show an effect in four of five such squads, at 5 % two-sided.

    Parameters
    ----------
    se_pct, athletes
        Standard error of the own estimate and the athletes it rests on; without one, a year of each in
        simulated squads.

    Examples
    --------
    >>> athletes_needed(1.0, se_pct=0.5, athletes=20), athletes_needed(0.5, se_pct=None, athletes=0)
    (40, 102)
    """
    one = SIMULATED_SE_PCT if se_pct is None else se_pct * math.sqrt(athletes)
    return max(math.ceil((POWER_Z * one / effect_pct) ** 2), pace.LEAST_ATHLETES)


def _dose_after(frame: pd.DataFrame) -> Floats:
    """Give each week the decayed dose of the eight weeks after it, which a later week reads as before it."""
    keyed = frame.set_index(["athlete_id", "week_start"])["dose"]
    ahead = frame["week_start"] + pd.Timedelta(weeks=LEAD_WEEKS)
    at = pd.MultiIndex.from_arrays([frame["athlete_id"], ahead])
    return np.asarray(keyed.reindex(at).to_numpy(), dtype=np.float64)


def _redosed(frame: pd.DataFrame, dose: Floats) -> pd.DataFrame:
    """Put another dose into the frame and say anew which weeks count."""
    other = frame.assign(dose=dose)
    reason = other["left_out_because"]
    stands = reason.notna() & ~reason.isin(("strength log incomplete", "running log too short before"))
    short = reason.where(stands, None)
    short = short.where(stands | other["log_ctl"].notna(), "running log too short before")
    return other.assign(
        left_out_because=short.where(stands | other["dose"].notna(), "strength log incomplete")
    )


def _leaving_out(frame: pd.DataFrame, holds: npt.NDArray[np.bool_], reason: str) -> pd.DataFrame:
    known = frame["left_out_because"]
    return frame.assign(left_out_because=known.where(known.notna() | ~holds, reason))


def _light(weeks: pd.DataFrame, frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
    moved = pd.to_numeric(weeks["moving_s"]).astype("Float64").to_numpy(dtype=float, na_value=np.nan) / 3600
    return np.asarray(moved < LIGHT_WEEK * np.exp(frame["log_ctl"].to_numpy()), dtype=np.bool_)


def _after_injury(weeks: pd.DataFrame) -> npt.NDArray[np.bool_]:
    name = "injuries_new_time_loss"
    grid = Grid.of(weeks, (name,), ())
    recent = np.zeros(grid.shape, bool)
    for lag in range(1, person_weeks.WASHOUT_WEEKS + 1):
        recent |= np.nan_to_num(back(grid[name], lag)) > 0
    return np.asarray(recent.ravel()[grid.present.ravel()], dtype=np.bool_)


def _climb(frame: pd.DataFrame, runs: pd.DataFrame) -> Floats:
    """Metres climbed a kilometre in the week's steady runs; NaN unknown."""
    if "ascent_m" not in runs.columns:
        return np.full(len(frame), np.nan)
    known = runs[["athlete_id", "week_start", "ascent_m", "distance_m"]].dropna()
    known = known.assign(week_start=pd.to_datetime(known["week_start"]))
    total = known.groupby(["athlete_id", "week_start"])[["ascent_m", "distance_m"]].sum()
    climb = 1000 * total["ascent_m"] / total["distance_m"].where(total["distance_m"] > 0)
    at = pd.MultiIndex.from_frame(frame[["athlete_id", "week_start"]])
    return np.asarray(climb.reindex(at).to_numpy(dtype=float), dtype=np.float64)
