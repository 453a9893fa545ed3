"""From the weekly table to the frames the models read: the only place that looks back in time."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.metrics import dose, spike
from analytics.models.week_grid import WEEK_DAYS, Flags, Floats, Grid, back
from analytics.models.week_grid import LookAheadError as LookAheadError

CaseLevel = Literal["complaint", "substantial", "time_loss"]

LAGS = 8
"""The decayed dose reads lags 1 to 8 and never the week itself: pain cuts this week's strength work too."""
WASHOUT_WEEKS = 12
"""Weeks after an injury that are left out: rehabilitation is strength work that follows an injury."""
PREVIOUS_INJURY_WEEKS = 52
EARLY_WEEKS = 8
CTL_WEEKS = 6
CTL_WARM_UP_WEEKS = 4
LEAST_CTL_H = 0.3
HEAT_FROM_C = 12.0
"""Heat counts above 12 degrees (science: weekly pace model, max(0, T - 12))."""
FALLBACK_SLOPE_PER_BPM = 0.006
"""Log speed per beat used when an athlete's own runs give no slope."""
LEAST_SLOPES = 5
MOST_WEIGHT = 4

NEEDED = ("athlete_id", "week_start", "hip_sets", "moving_s")
STRENGTH = ("days_covered_strength", "hip_sets_assumed", "hip_sets_described")
OPTIONAL = (
    "days_covered_running",
    *STRENGTH,
    "days_covered_injury",
    "spike_ratio_max",
    "time_loss_days",
    "checkin_pain_0_10",
    "unmapped_share_pct",
    "sets_elsewhere",
    "illness",
)
BEFORE_DOSE = ("running log incomplete", "injury log incomplete", "laid off by an injury", "no running")
"""Reasons to leave a week out that stand whatever the dose."""
SPIKE_LIMITS = np.array([state.up_to for state in spike.STATES.values() if state.up_to is not None])
SPIKE_IDS = np.array(["reference", "small", "moderate", "large"], dtype=object)


def build(
    weeks: pd.DataFrame,
    athletes: pd.DataFrame,
    *,
    case_level: CaseLevel = "time_loss",
    half_life_weeks: float = 4.0,
) -> pd.DataFrame:
    """Turn weekly rows into person-weeks for the injury model.

    Parameters
    ----------
    weeks
        Rows of the view athlete_week: one an athlete and ISO week; NaN is unknown, 0 is none.
        Optional: `sets_elsewhere` (sets that do not train the hips) and `illness` (1 or 0, from a check-in),
        for the controls.
    athletes
        athlete_id, sex ('female', 'male', unknown otherwise), birth_year; optional running_since (a year).
    case_level
        Which injuries count: any complaint, substantial ones, or those with time loss.
    half_life_weeks
        Half-life of the decayed dose.

    Returns
    -------
    pandas.DataFrame
        One row an athlete and week, in that order:

        - `y`: 1 with a new injury of the level in the week, 0 without, NaN unknown; `hours` run in the week
        - `dose`: hip sets a week, decayed over lags 1 to 8; NaN unless all eight are known
        - `prev_injury_52w`: 1 with an injury in the 52 weeks before, 0 without, NaN if the log is too short
          to tell
        - `log_ctl`: log of the six-week mean of hours, up to the week before
        - `spike`: state of the week's longest step in distance, 'no_baseline' without an earlier run
        - `pain_last_week`: 1 or 0 from the check-in of the week before, NaN without one
        - `age_years`, `female`, `years_running`, `season_sin`, `season_cos`, `early_week`
        - `dose_elsewhere`: sets that do not train the hips, decayed alike; `ill`: 1 in the first week of an
          illness, 0 in a week without, NaN unknown and in the weeks an illness goes on
        - `washout`: within twelve weeks after an injury
        - `left_out_because`: why the week is not used, missing for a week that is

    Raises
    ------
    ValueError
        If a column is missing, or an athlete has a week twice.
    """
    grid = Grid.of(weeks, (*NEEDED, f"injuries_new_{case_level}"), OPTIONAL)
    injuries = np.where(grid.whole("injury"), grid[f"injuries_new_{case_level}"], np.nan)
    hours = np.where(grid.whole("running"), grid["moving_s"] / 3600, np.nan)
    pain = grid["checkin_pain_0_10"]
    sets = known_sets(grid)
    elsewhere = np.where(grid.whole("strength"), grid["sets_elsewhere"], np.nan)
    dosed, ctl = decayed(sets, half_life_weeks), np.log(np.maximum(_ctl(hours), LEAST_CTL_H))
    before = _injuries_before(injuries)
    frame = grid.frame()
    frame["y"] = _flag(injuries > 0, known=~np.isnan(injuries)).ravel()
    frame["hours"] = hours.ravel()
    frame["dose"] = dosed.ravel()
    frame["prev_injury_52w"] = before.ravel()
    frame["log_ctl"] = back(ctl, 1).ravel()
    frame["spike"] = _spike(grid["spike_ratio_max"]).ravel()
    frame["pain_last_week"] = back(_flag(pain > 0, known=~np.isnan(pain)), 1).ravel()
    frame["early_week"] = _early(hours).ravel()
    frame["washout"] = _recent(injuries, WASHOUT_WEEKS).ravel()
    frame["dose_elsewhere"] = decayed(elsewhere, half_life_weeks).ravel()
    frame["ill"] = _illness_begins(grid["illness"]).ravel()
    frame["unmapped_share_pct"] = grid["unmapped_share_pct"].ravel()
    frame = _with_people(_with_season(frame), athletes)
    laid_off = _laid_off(grid["time_loss_days"], injuries).ravel()
    frame["left_out_because"] = _left_out(frame, laid_off)
    return frame[grid.present.ravel()].reset_index(drop=True)


def at_level(frame: pd.DataFrame, weeks: pd.DataFrame, *, case_level: CaseLevel) -> pd.DataFrame:
    """Let injuries of another level count in person-weeks; all that does not depend on them stays.

    Parameters
    ----------
    frame
        What `build` gave of `weeks`.
    """
    needed = (*NEEDED, f"injuries_new_{case_level}")
    grid = Grid.of(weeks, needed, ("days_covered_injury", "time_loss_days"))
    here = grid.present.ravel()
    injuries = np.where(grid.whole("injury"), grid[f"injuries_new_{case_level}"], np.nan)
    other = frame.assign(
        y=_flag(injuries > 0, known=~np.isnan(injuries)).ravel()[here],
        prev_injury_52w=_injuries_before(injuries).ravel()[here],
        washout=_recent(injuries, WASHOUT_WEEKS).ravel()[here],
    )
    laid_off = _laid_off(grid["time_loss_days"], injuries).ravel()[here]
    return other.assign(left_out_because=_left_out(other, laid_off))


def _left_out(frame: pd.DataFrame, laid_off: Flags) -> npt.NDArray[Any]:
    return first_reason(
        [
            ("running log incomplete", np.isnan(frame["hours"].to_numpy())),
            ("injury log incomplete", np.isnan(frame["y"].to_numpy())),
            ("laid off by an injury", laid_off),
            ("no running", frame["hours"].to_numpy() <= 0),
            *reasons_from_dose(frame),
        ]
    )


def build_pace(weeks: pd.DataFrame, runs: pd.DataFrame, *, half_life_weeks: float = 4.0) -> pd.DataFrame:
    """Turn weekly rows and steady runs into the weekly frame of the pace model.

    Parameters
    ----------
    weeks
        Rows of the view athlete_week.
    runs
        Rows of the view running_session: athlete_id, week_start, steady_graded_speed_m_s, steady_hr_mean_bpm,
        slope_log_speed_per_bpm, temperature_mean_c. Runs without a steady part (NaN speed) are ignored.

    Returns
    -------
    pandas.DataFrame
        As `build_speed` gives; `log_speed` is log m/s at the athlete's usual heart rate, mean of the week's
        runs, `weight` the runs, at most 4.
    """
    return build_speed(weeks, weekly_speed(runs), half_life_weeks=half_life_weeks)


def build_speed(
    weeks: pd.DataFrame,
    weekly: pd.DataFrame,
    *,
    half_life_weeks: float = 4.0,
    without: str = "no steady run",
) -> pd.DataFrame:
    """Turn weekly rows and a weekly speed, however measured, into the weekly frame of the pace model.

    Parameters
    ----------
    weeks
        Rows of the view athlete_week.
    weekly
        athlete_id, week_start, log_speed, weight, heat_c; weeks without a measure have no row.
    without
        Why a week without a measure is left out, in words.

    Returns
    -------
    pandas.DataFrame
        One row an athlete and week: `log_speed`, `weight`, `years` since the first week of all, `dose`,
        `log_ctl`, `heat_c` (degrees above 12, NaN unknown), `season_sin`, `season_cos`, `left_out_because`.
    """
    return with_speed(without_speed(weeks, half_life_weeks=half_life_weeks), weekly, without=without)


def without_speed(weeks: pd.DataFrame, *, half_life_weeks: float = 4.0) -> pd.DataFrame:
    """Give the weekly frame of the pace model before anything is known of speed; `with_speed` adds that."""
    grid = Grid.of(weeks, NEEDED, ("days_covered_running", *STRENGTH, "time_loss_days"))
    sets = known_sets(grid)
    hours = np.where(grid.whole("running"), grid["moving_s"] / 3600, np.nan)
    ctl = np.log(np.maximum(_ctl(hours), LEAST_CTL_H))
    frame = grid.frame()
    frame["dose"] = decayed(sets, half_life_weeks).ravel()
    frame["log_ctl"] = back(ctl, 1).ravel()
    frame["laid_off"] = np.nan_to_num(grid["time_loss_days"]).ravel() > 0
    frame["years"] = np.tile(np.arange(grid.shape[1]) / 52, grid.shape[0])
    return _with_season(frame)[grid.present.ravel()]


def with_speed(frame: pd.DataFrame, weekly: pd.DataFrame, *, without: str) -> pd.DataFrame:
    """Put a weekly speed into what `without_speed` gave; arguments and result as in `build_speed`."""
    frame = frame.merge(weekly, on=["athlete_id", "week_start"], how="left")
    frame["left_out_because"] = first_reason(
        [
            (without, frame["log_speed"].isna().to_numpy()),
            ("laid off by an injury", frame["laid_off"].to_numpy(dtype=bool)),
            ("strength log incomplete", frame["dose"].isna().to_numpy()),
            ("running log too short before", frame["log_ctl"].isna().to_numpy()),
        ]
    )
    return frame.drop(columns="laid_off").reset_index(drop=True)


def sets_before(weeks: pd.DataFrame, lag_weeks: int) -> pd.Series:
    """Give the hip sets of the single week so many weeks before each row; NaN unknown.

    The rows are those of `build`, in its order.

    Raises
    ------
    LookAheadError
        For a lag below one week.
    """
    grid = Grid.of(weeks, NEEDED, OPTIONAL)
    sets = known_sets(grid)
    return pd.Series(back(sets, lag_weeks).ravel()[grid.present.ravel()], name="sets")


def reasons_from_dose(frame: pd.DataFrame) -> list[tuple[str, Flags]]:
    """List the reasons to leave a week out that depend on the dose, and those that come after them."""
    return [
        ("strength log incomplete", np.isnan(frame["dose"].to_numpy())),
        ("running log too short before", np.isnan(frame["log_ctl"].to_numpy())),
        ("within 12 weeks after an injury", frame["washout"].to_numpy()),
    ]


def weekly_speed(runs: pd.DataFrame) -> pd.DataFrame:
    """Average each week's steady runs to one log speed at the athlete's usual heart rate.

    The speed of a run is moved along the athlete's own slope (the median of at least five runs, else 0.006 a
    beat) from the run's heart rate to the median of all the athlete's steady runs. Where the runs are only
    some of the athlete's, the columns usual_hr_bpm, usual_slope and slopes (how many) say what all give.

    Returns
    -------
    pandas.DataFrame
        athlete_id, week_start, log_speed, weight (runs, at most 4), heat_c.
    """
    usable = runs["steady_graded_speed_m_s"].notna() & runs["steady_hr_mean_bpm"].notna()
    if "steady_excluded_because" in runs:
        usable &= runs["steady_excluded_because"].isna()
    steady = runs[usable].copy()
    steady["week_start"] = pd.to_datetime(steady["week_start"])
    heart = pd.to_numeric(steady["steady_hr_mean_bpm"]).astype(float)
    by = steady["athlete_id"]
    slopes = pd.to_numeric(steady["slope_log_speed_per_bpm"]).astype(float)
    slopes = slopes.where(slopes > 0)
    if "usual_hr_bpm" in steady:
        own, enough = steady["usual_slope"].astype(float), steady["slopes"] >= LEAST_SLOPES
        usual = steady["usual_hr_bpm"].astype(float)
    else:
        own = slopes.groupby(by).transform("median")
        enough = slopes.groupby(by).transform("count") >= LEAST_SLOPES
        usual = heart.groupby(by).transform("median")
    slope = own.where(enough, FALLBACK_SLOPE_PER_BPM)
    steady["log_speed"] = np.log(steady["steady_graded_speed_m_s"].astype(float)) - slope * (heart - usual)
    temperature = pd.to_numeric(steady["temperature_mean_c"]).astype(float)
    steady["heat_c"] = (temperature - HEAT_FROM_C).clip(lower=0)
    weekly = (
        steady.groupby(["athlete_id", "week_start"])
        .agg(log_speed=("log_speed", "mean"), weight=("log_speed", "size"), heat_c=("heat_c", "mean"))
        .reset_index()
    )
    weekly["weight"] = weekly["weight"].clip(upper=MOST_WEIGHT).astype(float)
    return weekly


def known_sets(grid: Grid) -> Floats:
    """Give the logged hip sets of the weeks whose strength log is whole; NaN otherwise.

    A week without a logged set in which sets are assumed (from a duration) or described is not a week without
    hip work: it is unknown.
    """
    beside = np.nan_to_num(grid["hip_sets_assumed"]) + np.nan_to_num(grid["hip_sets_described"])
    guessed = (grid["hip_sets"] == 0) & (beside > 0)
    return np.where(grid.whole("strength") & ~guessed, grid["hip_sets"], np.nan)


def decayed(sets: Floats, half_life_weeks: float) -> Floats:
    """Decay weekly sets over lags 1 to 8; one unknown week makes the dose unknown."""
    weights = dose.decay_weights(half_life_weeks=half_life_weeks, weeks=LAGS)
    total = np.zeros(sets.shape)
    for lag, weight in enumerate(weights, start=1):
        total += weight * back(sets, lag)
    return total


def _ctl(hours: Floats) -> Floats:
    """Six-week running mean of hours, begun with four known weeks, and anew after an unknown one."""
    out = np.full(hours.shape, np.nan)
    known_weeks, level = np.zeros(len(hours), int), np.zeros(len(hours))
    for week in range(hours.shape[1]):
        now = hours[:, week]
        known = ~np.isnan(now)
        known_weeks = np.where(known, known_weeks + 1, 0)
        warming = known_weeks <= CTL_WARM_UP_WEEKS
        step = np.where(warming, 1 / np.maximum(known_weeks, 1), 1 / CTL_WEEKS)
        level = np.where(known, level + (np.nan_to_num(now) - level) * step, 0.0)
        ready = known_weeks >= CTL_WARM_UP_WEEKS
        out[ready, week] = level[ready]
    return out


def _injuries_before(injuries: Floats) -> Floats:
    """1 with an injury in the 52 weeks before, 0 without, NaN where the log is too short to tell."""
    some, all_known = np.zeros(injuries.shape, bool), np.ones(injuries.shape, bool)
    for lag in range(1, PREVIOUS_INJURY_WEEKS + 1):
        earlier = back(injuries, lag)
        some |= np.nan_to_num(earlier) > 0
        all_known &= ~np.isnan(earlier)
    return np.where(some, 1.0, np.where(all_known, 0.0, np.nan))


def _recent(injuries: Floats, weeks: int) -> Flags:
    recent = np.zeros(injuries.shape, bool)
    for lag in range(1, weeks + 1):
        recent |= np.nan_to_num(back(injuries, lag)) > 0
    return recent


def _laid_off(time_loss_days: Floats, injuries: Floats) -> Flags:
    """Lost to an older injury at the start of the week: lost days that no injury of this week explains."""
    lost = np.nan_to_num(time_loss_days) > 0
    whole_week_before = np.nan_to_num(back(time_loss_days, 1)) >= WEEK_DAYS
    return lost & (~(np.nan_to_num(injuries) > 0) | whole_week_before)


def _early(hours: Floats) -> Floats:
    """1 in the first eight weeks of an athlete's running log."""
    begun = np.cumsum(~np.isnan(hours), axis=1)
    return ((begun >= 1) & (begun <= EARLY_WEEKS)).astype(float)


def _illness_begins(illness: Floats) -> Floats:
    """1 in the first week of an illness, 0 in a well one, NaN unknown or ill for longer."""
    goes_on = (illness > 0) & (np.nan_to_num(back(illness, 1)) > 0)
    return np.where(goes_on, np.nan, _flag(illness > 0, known=~np.isnan(illness)))


def _spike(ratio: Floats) -> npt.NDArray[Any]:
    """Name the state of each week's largest step; a ratio can miss its own limit by a last binary digit."""
    states: npt.NDArray[Any] = SPIKE_IDS[
        np.searchsorted(SPIKE_LIMITS, np.round(ratio, 9), side="left").clip(max=3)
    ]
    states[np.isnan(ratio)] = "no_baseline"
    return states


def _flag(holds: Flags, *, known: Flags) -> Floats:
    return np.where(known, holds.astype(float), np.nan)


def _with_season(frame: pd.DataFrame) -> pd.DataFrame:
    angle = 2 * np.pi * frame["week_start"].dt.day_of_year.to_numpy(dtype=float) / 365.25
    return frame.assign(season_sin=np.sin(angle), season_cos=np.cos(angle))


def _with_people(frame: pd.DataFrame, athletes: pd.DataFrame) -> pd.DataFrame:
    people = athletes.drop_duplicates("athlete_id").set_index("athlete_id")
    birth = pd.to_numeric(frame["athlete_id"].map(people["birth_year"])).astype(float)
    sex = frame["athlete_id"].map(people["sex"]).astype("object").map({"female": 1.0, "male": 0.0})
    year = frame["week_start"].dt.year
    since = people["running_since"] if "running_since" in people else pd.Series(np.nan, people.index)
    begun = pd.to_numeric(frame["athlete_id"].map(since)).astype(float)
    return frame.assign(age_years=year - birth, female=sex.astype(float), years_running=year - begun)


def first_reason(reasons: list[tuple[str, npt.NDArray[Any]]]) -> npt.NDArray[Any]:
    """Name the first reason that holds for a week, None where none does."""
    out = np.full(len(reasons[0][1]), None, dtype=object)
    for reason, holds in reversed(reasons):
        out[np.asarray(holds, bool)] = reason
    return out
