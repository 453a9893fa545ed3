"""From the weekly table to the frames the models read: the only place that looks back in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.metrics import dose, spike

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
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
WEEK_DAYS = 7
HEAT_FROM_C = 12.0
"""Heat counts above 12 degrees (science: weekly pace model, max(0, T - 12))."""
FALLBACK_SLOPE_PER_BPM = 0.006
"""Log speed per beat used when an athlete's own runs give no slope."""
LEAST_SLOPES = 5
MOST_WEIGHT = 4

NEEDED = ("athlete_id", "week_start", "hip_sets", "moving_s")
OPTIONAL = (
    "days_covered_running",
    "days_covered_strength",
    "days_covered_injury",
    "spike_ratio_max",
    "time_loss_days",
    "checkin_pain_0_10",
    "unmapped_share_pct",
)


class LookAheadError(ValueError):
    """A feature of a week would have been read from that week or a later one."""


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
    athletes
        athlete_id, sex ('female', 'male', unknown otherwise), birth_year.
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
        - `age_years`, `female`, `season_sin`, `season_cos`, `early_week`
        - `washout`: within twelve weeks after an injury
        - `left_out_because`: why the week is not used, missing for a week that is

    Raises
    ------
    ValueError
        If a column is missing, or an athlete has a week twice.
    """
    grid = _Grid.of(weeks, (*NEEDED, f"injuries_new_{case_level}"), OPTIONAL)
    injuries = np.where(grid.whole("injury"), grid[f"injuries_new_{case_level}"], np.nan)
    hours = np.where(grid.whole("running"), grid["moving_s"] / 3600, np.nan)
    pain = grid["checkin_pain_0_10"]
    dosed, ctl = _dose(grid, half_life_weeks), np.log(np.maximum(_ctl(hours), LEAST_CTL_H))
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
    frame["unmapped_share_pct"] = grid["unmapped_share_pct"].ravel()
    frame = _with_people(_with_season(frame), athletes)
    laid_off = _laid_off(grid["time_loss_days"], injuries).ravel()
    frame["left_out_because"] = _first_reason(
        [
            ("running log incomplete", np.isnan(frame["hours"].to_numpy())),
            ("injury log incomplete", np.isnan(frame["y"].to_numpy())),
            ("laid off by an injury", laid_off),
            ("no running", frame["hours"].to_numpy() <= 0),
            ("strength log incomplete", np.isnan(frame["dose"].to_numpy())),
            ("running log too short before", np.isnan(frame["log_ctl"].to_numpy())),
            ("within 12 weeks after an injury", frame["washout"].to_numpy()),
        ]
    )
    return frame[grid.present.ravel()].reset_index(drop=True)


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
        One row an athlete and week: `log_speed` (log m/s at the athlete's usual heart rate, mean of the
        week's runs), `weight` (runs, at most 4), `years` since the athlete's first week, `dose`, `log_ctl`,
        `heat_c` (degrees above 12, NaN unknown), `season_sin`, `season_cos`, `left_out_because`.
    """
    grid = _Grid.of(weeks, NEEDED, (*OPTIONAL, "injuries_new_time_loss"))
    hours = np.where(grid.whole("running"), grid["moving_s"] / 3600, np.nan)
    ctl = np.log(np.maximum(_ctl(hours), LEAST_CTL_H))
    frame = grid.frame()
    frame["dose"] = _dose(grid, half_life_weeks).ravel()
    frame["log_ctl"] = back(ctl, 1).ravel()
    frame["laid_off"] = np.nan_to_num(grid["time_loss_days"]).ravel() > 0
    frame["years"] = np.tile(np.arange(grid.shape[1]) / 52, grid.shape[0])
    frame = _with_season(frame)[grid.present.ravel()]
    frame = frame.merge(weekly_speed(runs), on=["athlete_id", "week_start"], how="left")
    frame["left_out_because"] = _first_reason(
        [
            ("no steady run", frame["log_speed"].isna().to_numpy()),
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
    grid = _Grid.of(weeks, NEEDED, OPTIONAL)
    sets = np.where(grid.whole("strength"), grid["hip_sets"], np.nan)
    return pd.Series(back(sets, lag_weeks).ravel()[grid.present.ravel()], name="sets")


def weekly_speed(runs: pd.DataFrame) -> pd.DataFrame:
    """Average each week's steady runs to one log speed at the athlete's usual heart rate.

    The speed of a run is moved along the athlete's own slope (the median of at least five runs, else 0.006 a
    beat) from the run's heart rate to the median of all the athlete's steady runs.

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
    own = slopes.groupby(by).transform("median")
    enough = slopes.groupby(by).transform("count") >= LEAST_SLOPES
    slope = own.where(enough, FALLBACK_SLOPE_PER_BPM)
    usual = heart.groupby(by).transform("median")
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


def back(values: npt.NDArray[Any], lag_weeks: int) -> Floats:
    """Give each week what was true `lag_weeks` weeks before it; unknown where there is no such week.

    Raises
    ------
    LookAheadError
        For a lag below one week.

    Examples
    --------
    >>> back(np.array([[5.0, 6.0, 7.0]]), 1)
    array([[nan,  5.,  6.]])
    """
    if lag_weeks < 1:
        raise LookAheadError(f"a lag of {lag_weeks} weeks would read the week itself or the future")
    moved = np.full(values.shape, np.nan)
    if lag_weeks < values.shape[1]:
        moved[:, lag_weeks:] = values[:, :-lag_weeks]
    return moved


@dataclass(frozen=True)
class _Grid:
    """Athletes by weeks without gaps, one array a column; weeks without a row are unknown."""

    athletes: npt.NDArray[Any]
    mondays: pd.DatetimeIndex
    values: dict[str, Floats]
    present: Flags

    @classmethod
    def of(cls, weeks: pd.DataFrame, needed: tuple[str, ...], optional: tuple[str, ...]) -> _Grid:
        lacking = [name for name in needed if name not in weeks.columns]
        if lacking:
            raise ValueError(f"the weekly table lacks {', '.join(lacking)}")
        mondays = pd.to_datetime(weeks["week_start"])
        athletes = np.unique(weeks["athlete_id"].to_numpy())
        if weeks.empty:
            calendar = pd.DatetimeIndex([])
        else:
            calendar = pd.date_range(mondays.min(), mondays.max(), freq="7D")
        row = np.searchsorted(athletes, weeks["athlete_id"].to_numpy())
        column = calendar.get_indexer(pd.DatetimeIndex(mondays))
        if (column < 0).any():
            raise ValueError("weeks start on Mondays")
        present = np.zeros((len(athletes), len(calendar)), bool)
        present[row, column] = True
        if present.sum() != len(weeks):
            raise ValueError("an athlete has the same week twice")
        values = {}
        for name in dict.fromkeys((*needed, *optional)):
            if name in ("athlete_id", "week_start"):
                continue
            values[name] = np.full(present.shape, np.nan)
            if name in weeks.columns:
                numbers = pd.to_numeric(weeks[name]).astype("Float64").to_numpy(dtype=float, na_value=np.nan)
                values[name][row, column] = numbers
        return cls(athletes, calendar, values, present)

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.athletes), len(self.mondays)

    def __getitem__(self, name: str) -> Floats:
        return self.values[name]

    def whole(self, log: str) -> Flags:
        """Tell the weeks for which all seven days of a log are known."""
        covered = self.values[f"days_covered_{log}"]
        return np.nan_to_num(covered) >= WEEK_DAYS

    def frame(self) -> pd.DataFrame:
        rows, weeks = self.shape
        return pd.DataFrame(
            {
                "athlete_id": np.repeat(self.athletes, weeks),
                "week_start": np.tile(self.mondays.to_numpy(), rows),
            }
        )


def _dose(grid: _Grid, half_life_weeks: float) -> Floats:
    """Decay the logged hip sets over lags 1 to 8; one unknown week makes the dose unknown."""
    sets = np.where(grid.whole("strength"), grid["hip_sets"], np.nan)
    weights = dose.decay_weights(half_life_weeks=half_life_weeks, weeks=LAGS)
    total = np.zeros(grid.shape)
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


def _spike(ratio: Floats) -> npt.NDArray[Any]:
    flat = [spike.spike_state(float(value)).id for value in ratio.ravel()]
    return np.array(flat, dtype=object).reshape(ratio.shape)


def _flag(holds: Flags, *, known: Flags) -> Floats:
    return np.where(known, holds.astype(float), np.nan)


def _with_season(frame: pd.DataFrame) -> pd.DataFrame:
    angle = 2 * np.pi * frame["week_start"].dt.day_of_year.to_numpy(dtype=float) / 365.25
    return frame.assign(season_sin=np.sin(angle), season_cos=np.cos(angle))


def _with_people(frame: pd.DataFrame, athletes: pd.DataFrame) -> pd.DataFrame:
    people = athletes.drop_duplicates("athlete_id").set_index("athlete_id")
    birth = pd.to_numeric(frame["athlete_id"].map(people["birth_year"])).astype(float)
    sex = frame["athlete_id"].map(people["sex"]).astype("object").map({"female": 1.0, "male": 0.0})
    return frame.assign(age_years=frame["week_start"].dt.year - birth, female=sex.astype(float))


def _first_reason(reasons: list[tuple[str, npt.NDArray[Any]]]) -> npt.NDArray[Any]:
    """Name the first reason that holds for a week, None where none does."""
    out = np.full(len(reasons[0][1]), None, dtype=object)
    for reason, holds in reversed(reasons):
        out[np.asarray(holds, bool)] = reason
    return out
