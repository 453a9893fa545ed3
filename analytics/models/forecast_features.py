"""What is known on a Monday morning, for a forecast of the seven days ahead: nothing of the week itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models.person_weeks import CaseLevel, LookAheadError, build, sets_before

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

LEAST_HOURS = 0.1
PRIOR_INJURIES, PRIOR_RATE_PER_H = 2.0, 0.009
"""An athlete's own past rate begins at 9 injuries per 1,000 h, with the weight of two injuries."""
LONGEST_WEEKS = 60
RATIO_WEEKS = 4
MANY_WEEKS = 100_000
WEEK_DAYS = 7
RECENT = pd.Timedelta(weeks=2)
KEPT = (
    "athlete_id",
    "week_start",
    "dose",
    "log_ctl",
    "pain_last_week",
    "prev_injury_52w",
    "age_years",
    "female",
)
FEATURES = (
    "dose",
    "sets_last_week",
    "log_hours_last_week",
    "log_ctl",
    "spike_last_week",
    "weeks_since_injury",
    "own_past_rate_per_h",
    "pain_last_week",
    "severity_last_week",
    "prev_injury_52w",
    "age_years",
    "female",
    "change_last_week",
    "monotony_last_week",
)
"""All are of the weeks before; unknown is NaN, and says so in a column of its own inside the model."""


def build_forecast(
    weeks: pd.DataFrame, athletes: pd.DataFrame, *, case_level: CaseLevel = "time_loss"
) -> pd.DataFrame:
    """Turn weekly rows into rows of a forecast.

    Parameters
    ----------
    weeks, athletes
        As for `person_weeks.build`; optional `load_monotony` of each week.

    Returns
    -------
    pandas.DataFrame
        One row an athlete and week in which the athlete could be hurt (not laid off): athlete_id,
        week_start, `y` (1: a new injury in the week), `acwr_last_week` (hours of the last week over the mean
        of the last four; a rule to compare with, not a feature), and `FEATURES`. Weeks after an injury stay
        in: a forecast has to be made then too.
    """
    rows, made = _features(weeks, athletes, case_level)
    known_before = made["log_hours_last_week"].notna().to_numpy()
    usable = rows["left_out_because"].isna() | (rows["left_out_because"] == "within 12 weeks after an injury")
    return made[usable.to_numpy() & known_before].reset_index(drop=True)


def build_ahead(
    weeks: pd.DataFrame, athletes: pd.DataFrame, *, case_level: CaseLevel = "time_loss"
) -> pd.DataFrame:
    """Give each athlete's row of the week after the last whole one in their running log.

    Returns
    -------
    pandas.DataFrame
        As `build_forecast` gives, `y` unknown. Left out: who is laid off at the end of the last whole week,
        and whose log ends more than two weeks before the newest of all.
    """
    last = last_whole_week(weeks)
    asked = last["week_start"] + pd.Timedelta(weeks=1)
    ahead = pd.DataFrame({"athlete_id": last["athlete_id"], "week_start": asked})
    longer = pd.concat([_dated(weeks), ahead], ignore_index=True)
    longer = longer.drop_duplicates(["athlete_id", "week_start"]).sort_values(["athlete_id", "week_start"])
    _, made = _features(longer.reset_index(drop=True), athletes, case_level)
    keys = pd.MultiIndex.from_frame(made[["athlete_id", "week_start"]])
    at = keys.isin(pd.MultiIndex.from_frame(ahead[(asked >= asked.max() - RECENT) & ~last["is_laid_off"]]))
    rows: pd.DataFrame = made[at].assign(y=np.nan)
    return rows.reset_index(drop=True)


def last_whole_week(weeks: pd.DataFrame) -> pd.DataFrame:
    """Give each athlete's last week with a whole running log.

    Returns
    -------
    pandas.DataFrame
        athlete_id, week_start, moving_s, hip_sets, is_laid_off (all seven days lost).
    """
    dated = _dated(weeks)
    covered = pd.to_numeric(dated["days_covered_running"]).astype("Float64").fillna(0) >= WEEK_DAYS
    whole = dated[covered & dated["moving_s"].notna()].sort_values(["athlete_id", "week_start"])
    last = whole.groupby("athlete_id", as_index=False).tail(1)
    lost = pd.to_numeric(last["time_loss_days"]).astype("Float64").fillna(0) >= WEEK_DAYS
    kept = last[["athlete_id", "week_start", "moving_s", "hip_sets"]].assign(is_laid_off=lost.astype(bool))
    return kept.reset_index(drop=True)


def planned(
    weeks: pd.DataFrame, *, athlete_id: int, spike_ratio: float | None, hip_sets: float
) -> pd.DataFrame:
    """Write a planned week after an athlete's last whole one into the weekly rows.

    Parameters
    ----------
    spike_ratio
        The week's longest run over the longest of the 30 days before; None leaves it unknown.
    hip_sets
        Of the week. As much running as in the last whole week, no injury; nothing is said of pain.

    Returns
    -------
    pandas.DataFrame
        The athlete's weeks up to the last whole one, and the planned one.
    """
    own: pd.DataFrame = _dated(weeks)[weeks["athlete_id"].to_numpy() == athlete_id]
    last = last_whole_week(own).iloc[0]
    plan = {
        "athlete_id": athlete_id,
        "week_start": last["week_start"] + pd.Timedelta(weeks=1),
        "moving_s": last["moving_s"],
        "hip_sets": hip_sets,
        "spike_ratio_max": spike_ratio,
        "time_loss_days": 0,
        **{name: WEEK_DAYS for name in own.columns if name.startswith("days_covered_")},
        **{name: 0 for name in own.columns if name.startswith("injuries_new_")},
    }
    upto = own[own["week_start"] <= last["week_start"]]
    made: pd.DataFrame = pd.concat([upto, pd.DataFrame([plan])], ignore_index=True)
    return made


def _features(
    weeks: pd.DataFrame, athletes: pd.DataFrame, case_level: CaseLevel
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the person-weeks and, row by row, what is known of each before it begins."""
    rows = build(weeks, athletes, case_level=case_level)
    weeks_of = _Weeks.of(rows)
    hours, hurt = rows["hours"].to_numpy(dtype=float), rows["y"].to_numpy(dtype=float)
    names = ("spike_ratio_max", "checkin_severity", "load_monotony")
    ratio, severity, monotony = (_in_order(weeks, rows, name) for name in names)
    last_hours = weeks_of.before(hours, 1)
    earlier = np.vstack([weeks_of.before(hours, lag) for lag in range(1, RATIO_WEEKS + 1)]).mean(axis=0)
    made = rows[list(KEPT)].assign(
        y=hurt,
        sets_last_week=sets_before(weeks, 1).to_numpy(),
        log_hours_last_week=np.log(np.maximum(last_hours, LEAST_HOURS)),
        spike_last_week=weeks_of.before(ratio, 1),
        weeks_since_injury=_weeks_since(hurt, weeks_of),
        own_past_rate_per_h=_own_rate(hurt, hours, weeks_of.athlete),
        severity_last_week=weeks_of.before(severity, 1),
        change_last_week=np.log(np.maximum(last_hours, LEAST_HOURS) / np.maximum(earlier, LEAST_HOURS)),
        monotony_last_week=weeks_of.before(monotony, 1),
        acwr_last_week=last_hours / np.where(earlier > 0, earlier, np.nan),
    )
    return rows, made.assign(log_hours_last_week=made["log_hours_last_week"].where(~np.isnan(last_hours)))


def _dated(weeks: pd.DataFrame) -> pd.DataFrame:
    return weeks.assign(week_start=pd.to_datetime(weeks["week_start"]))


@dataclass(frozen=True)
class _Weeks:
    """Whose week each row is, rows by athlete and week; a week without a row is unknown."""

    athlete: Codes
    week: Codes

    @classmethod
    def of(cls, rows: pd.DataFrame) -> _Weeks:
        days = (rows["week_start"] - pd.Timestamp(1970, 1, 5)).dt.days.to_numpy(dtype=np.int64)
        return cls(rows["athlete_id"].to_numpy(dtype=np.int64), (days // 7).astype(np.int64))

    def before(self, values: Floats, lag_weeks: int) -> Floats:
        """Give each row what was true of the same athlete so many weeks before."""
        if lag_weeks < 1:
            raise LookAheadError(f"a lag of {lag_weeks} weeks would read the week itself or the future")
        at = np.searchsorted(self._key, self._key - lag_weeks)
        found = self._key[np.minimum(at, len(self._key) - 1)] == self._key - lag_weeks
        return np.where(found, values[np.minimum(at, len(values) - 1)], np.nan)

    @property
    def _key(self) -> Codes:
        return self.athlete * MANY_WEEKS + self.week


def _in_order(weeks: pd.DataFrame, rows: pd.DataFrame, column: str) -> Floats:
    """Give a column of the weekly table in the order of the person-weeks."""
    if column not in weeks.columns:
        return np.full(len(rows), np.nan)
    asked = weeks[["athlete_id", "week_start", column]].assign(week_start=pd.to_datetime(weeks["week_start"]))
    keyed = asked.set_index(["athlete_id", "week_start"])[column]
    at = pd.MultiIndex.from_frame(rows[["athlete_id", "week_start"]])
    numbers = pd.to_numeric(keyed.reindex(at)).astype("Float64")
    return np.asarray(numbers.to_numpy(dtype=float, na_value=np.nan), dtype=np.float64)


def _weeks_since(hurt: Floats, weeks: _Weeks) -> Floats:
    """Weeks since the last injury before the week, at most 60; 60 too where none is known."""
    out = np.full(len(hurt), float(LONGEST_WEEKS))
    for lag in range(LONGEST_WEEKS, 0, -1):
        out[np.nan_to_num(weeks.before(hurt, lag)) > 0] = lag
    return out


def _own_rate(hurt: Floats, hours: Floats, athlete: Codes) -> Floats:
    """Injuries an hour of all weeks before, drawn towards the usual rate."""
    if len(hurt) == 0:
        return np.empty(0)

    def so_far(values: Floats) -> Floats:
        known = np.nan_to_num(values)
        total = np.cumsum(known) - known
        first = np.r_[True, athlete[1:] != athlete[:-1]]
        lengths = np.diff(np.r_[np.flatnonzero(first), len(athlete)])
        return np.asarray(total - np.repeat(total[first], lengths), dtype=np.float64)

    seen = so_far(np.where(np.isnan(hours), 0.0, hurt)), so_far(hours)
    rate = (seen[0] + PRIOR_INJURIES) / (seen[1] + PRIOR_INJURIES / PRIOR_RATE_PER_H)
    return np.asarray(rate, dtype=np.float64)
