"""Why there is no answer on pace: each reason is named, with what to do next."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models import pace, person_weeks, simulated_weeks, simulation
from analytics.reports import pace_refusals

Tables = tuple[pd.DataFrame, pd.DataFrame]


@pytest.fixture(scope="module")
def squad() -> Tables:
    world = simulation.simulate_squad(
        athletes=10, weeks=60, rr_per_10_sets=1.0, pace_pct_per_10_sets=1.0, seed=2
    )
    return simulated_weeks.athlete_weeks(world), simulated_weeks.steady_runs(world)


def told(weeks: pd.DataFrame, runs: pd.DataFrame) -> list[pace_refusals.Step]:
    frame = person_weeks.build_pace(weeks, runs)
    return list(pace_refusals.steps(weeks, frame, pace.estimate(frame, draws=0)))


def test_nobody_at_all_is_told_to_import(squad):
    weeks, runs = squad
    (step,) = told(weeks.head(0), runs.head(0))
    assert step.page == "record/import_files"


def test_one_runner_is_told_that_studies_answer_mostly(squad):
    weeks, runs = squad
    steps = told(weeks[weeks["athlete_id"] == 1], runs[runs["athlete_id"] == 1])
    assert "mostly with published studies" in steps[-1].why


def test_without_a_strength_log_it_is_asked_for(squad):
    weeks, runs = squad
    silent = weeks.assign(hip_sets=np.nan, days_covered_strength=0)
    steps = told(silent, runs)
    assert any("no strength log" in one.why and one.page == "record/log_strength" for one in steps)


def test_without_heart_rate_files_with_records_are_asked_for(squad):
    weeks, runs = squad
    steps = told(weeks, runs.iloc[::5])
    assert "steady, easy heart rate" in steps[0].why and "FIT" in steps[0].do


def test_the_same_hip_work_every_week_leaves_nothing_to_compare(squad):
    weeks, runs = squad
    steps = told(weeks.assign(hip_sets=6.0), runs)
    assert any("nothing to compare" in one.why for one in steps)
