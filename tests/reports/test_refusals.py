"""Logs a new user may bring: each gets a plain reason why there is no answer, and the next thing to do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analytics.models import injury, person_weeks
from analytics.reports import refusals
from analytics.reports.refusals import Step

WEEKS = 60


def log(*, athletes: int = 8, injuries: int = 0, **columns: Any) -> pd.DataFrame:
    """Complete logs of some runners: sets that go up and down, injuries in different weeks."""
    week = np.tile(np.arange(WEEKS), athletes)
    hurt = np.zeros(athletes * WEEKS)
    hurt[[(k % athletes) * WEEKS + 20 + (k // athletes) * 14 for k in range(injuries)]] = 1
    frame = pd.DataFrame(
        {
            "athlete_id": np.repeat(np.arange(1, athletes + 1), WEEKS),
            "week_start": pd.Timestamp(2024, 1, 1) + pd.to_timedelta(7 * week, unit="D"),
            "days_covered_running": 7.0,
            "days_covered_strength": 7.0,
            "days_covered_injury": 7.0,
            "moving_s": 14_400.0,
            "spike_ratio_max": 1.0,
            "hip_sets": np.where(week % 20 < 10, 12.0, 2.0),
            "hip_sets_assumed": 0.0,
            "hip_sets_described": 0.0,
            "injuries_new_time_loss": hurt,
            "time_loss_days": 0.0,
        }
    )
    return frame.assign(**columns)


def steps(weeks: pd.DataFrame) -> tuple[Step, ...]:
    people = pd.DataFrame({"athlete_id": weeks["athlete_id"].unique(), "sex": None, "birth_year": None})
    frame = person_weeks.build(weeks, people)
    found = injury.estimate(frame, draws=0)
    assert found.main is None  # no answer, so there has to be a reason
    return refusals.steps(weeks, frame, found)


def test_one_runner_is_told_that_it_takes_others():
    (step,) = steps(log(athletes=1, injuries=1))
    assert step.why.startswith("One runner alone has too few injuries (1)")
    assert "from 6 runners on" in step.do


def test_two_injuries_are_told_how_many_it_takes_and_how_long_that_may_be():
    (step,) = steps(log(injuries=2))
    assert step.why == "2 injuries in weeks that count; 10 are needed for a number."
    assert "about" in step.do and step.page == "record/log_injury"


def test_without_a_strength_log_it_says_where_to_begin_one():
    first = steps(log(injuries=12, hip_sets=np.nan, days_covered_strength=0.0))[0]
    assert first.why.startswith("There is no strength log")
    assert first.page == "record/log_strength"


@pytest.mark.parametrize("covered", [0.0, 7.0])
def test_strength_that_is_only_assumed_is_no_strength_log(covered):
    weeks = log(
        injuries=12,
        hip_sets=np.nan if covered == 0 else 0.0,
        days_covered_strength=covered,
        hip_sets_assumed=5.0,
    )
    first = steps(weeks)[0]
    assert (
        "only assumed or read from descriptions (2\u202f400 of them)" in first.why
    )  # 8 runners, 60 weeks, 5 each
    assert "Log your sets" in first.do


def test_half_the_weeks_uncovered_are_named_with_what_would_close_the_gap():
    weeks = log(injuries=12)
    half = weeks["athlete_id"] % 2 == 0
    weeks.loc[half, "days_covered_running"] = 3.0
    told = steps(weeks)
    assert "240 of 480 weeks" in told[0].why
    assert told[0].page == "record/import_files"
    assert any("runners with complete weeks; 6 are needed" in step.why for step in told)


def test_an_empty_log_begins_with_an_import():
    (step,) = steps(log().head(0))
    assert step.page == "record/import_files"


def test_the_same_hip_work_in_every_week_cannot_be_compared():
    last = steps(log(injuries=16, hip_sets=6.0))[-1]
    assert "nothing to compare" in last.why


def test_runners_who_hardly_change_their_hip_work_are_counted():
    weeks = log(injuries=2)
    steady = weeks["athlete_id"] > 3
    weeks.loc[steady, "hip_sets"] = 6.0
    why = [step.why for step in steps(weeks)]
    assert why[0].startswith("The hip work of 3 runners goes up and down")
    assert "8 are needed" in why[0]
    assert "10 are needed for a number" in why[1]
