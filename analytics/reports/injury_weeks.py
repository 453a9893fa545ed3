"""The weekly rows as the injury model reads them: which injuries count, and what the controls need."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.knowledge import injuries
from analytics.reports import case_level
from analytics.reports.case_level import LEVELS
from analytics.store import Reader

WEIGHT_STEP = 0.2
OTHER_WAYS = {
    "every exercise counts alike": "sets_unweighted",
    "exercise weights 0.2 higher": "sets_weighted_up",
    "exercise weights 0.2 lower": "sets_weighted_down",
    "without rehabilitation sets": "sets_without_rehab",
}
KEYS = ["athlete_id", "week_start"]


def gather(reader: Reader, weeks: pd.DataFrame, *, athlete_id: int | None = None) -> pd.DataFrame:
    """Add to weekly rows what the injury model reads beside them.

    Parameters
    ----------
    weeks
        Rows of the view athlete_week.

    Returns
    -------
    pandas.DataFrame
        The same rows, in their order. `injuries_new_*` count the lower limbs and the back alone (and injuries
        whose site was not said); the columns of `OTHER_WAYS` and `sets_elsewhere` are the week's sets counted
        in other ways, NaN where the hip sets are unknown; `illness` is 1 in a week whose check-in told of an
        illness, 0 where it told of none, NaN without one.
    """
    weeks = weeks.assign(week_start=pd.to_datetime(weeks["week_start"]))
    weeks = _with_injuries_that_count(weeks, reader.frame("injury_weeks", athlete_id=athlete_id))
    other = reader.frame("weeks_other_sets", athlete_id=athlete_id, step=WEIGHT_STEP)
    checkins = reader.frame("checkin_weeks", athlete_id=athlete_id)
    return _with_illness(_with_other_sets(weeks, other), checkins)


def by_site(reader: Reader, level: case_level.CaseLevel, *, athlete_id: int | None = None) -> pd.DataFrame:
    """List new injuries of a case level by athlete, week and site (its label)."""
    listed = case_level.reached(reader.frame("injury_weeks", athlete_id=athlete_id), level)
    labels = {site.id: site.label for site in injuries.sites() if site.lower_limb_or_back}
    listed = listed[listed["site"].isin(labels)]
    return listed.assign(week_start=pd.to_datetime(listed["week_start"]), site=listed["site"].map(labels))


def _with_injuries_that_count(weeks: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    elsewhere = {site.id for site in injuries.sites() if site.lower_limb_or_back is False}
    listed = listed[listed["site"].isin(elsewhere)]
    if listed.empty:
        return weeks
    listed = listed.assign(week_start=pd.to_datetime(listed["week_start"]))
    keys = pd.MultiIndex.from_frame(weeks[KEYS])
    for level in LEVELS:
        there = case_level.reached(listed, level).groupby(KEYS).size().reindex(keys, fill_value=0)
        weeks[f"injuries_new_{level}"] = _numbers(weeks[f"injuries_new_{level}"]) - there.to_numpy()
    return weeks


def _with_other_sets(weeks: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    other = other.assign(week_start=pd.to_datetime(other["week_start"]))
    joined = weeks.merge(other, on=KEYS, how="left")
    usual = _numbers(joined["hip_sets"])
    for column in OTHER_WAYS.values():
        joined[column] = _numbers(joined[column]).fillna(usual).where(usual.notna())
    # Hip sets without a logged set come from a weekly table, which does not tell of other sets.
    told = usual.notna() & ~((usual > 0) & joined["sets_elsewhere"].isna())
    joined["sets_elsewhere"] = _numbers(joined["sets_elsewhere"]).fillna(0.0).where(told)
    return joined


def _with_illness(weeks: pd.DataFrame, checkins: pd.DataFrame) -> pd.DataFrame:
    ill = (checkins["problem_kind"] == "illness").to_numpy()
    well = (_numbers(checkins["q1"]) == 0).to_numpy() | (checkins["problem_kind"] == "injury").to_numpy()
    told = pd.DataFrame(
        {
            "athlete_id": checkins["athlete_id"],
            "week_start": pd.to_datetime(checkins["week_start"]),
            "illness": np.where(ill, 1.0, np.where(well, 0.0, np.nan)),
        }
    )
    return weeks.merge(told, on=KEYS, how="left")


def _numbers(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column).astype("Float64").astype(float)
