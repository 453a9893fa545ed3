"""Credit of logged sets: each factor by itself, the table as the single row, unknown labels."""

from __future__ import annotations

import itertools
from typing import Any

import pandas as pd
import pytest

from analytics.knowledge import dose, exercises
from analytics.metrics import hip_sets

RULE = dose.rule()
LIBRARY = exercises.frame()


def one(**changes: Any) -> float:
    row: dict[str, Any] = {
        "hip_weight": 1.0, "reps": 10.0, "duration_s": None, "rir": 2.0, "sides_done": "both", "set_type": "normal",
    }  # fmt: skip
    return hip_sets.credit(**{**row, **changes}, rule=RULE)


def log(*rows: dict[str, Any]) -> pd.DataFrame:
    plain: dict[str, Any] = {
        "exercise_id": "glute-bridge", "label_confidence": 1.0, "label_known": True, "label_region": "hip",
        "set_type": "normal", "purpose": None, "source": "hevy", "side": None, "sets": 1, "reps": 10.0,
        "duration_s": None, "rir": 2.0,
    }  # fmt: skip
    return pd.DataFrame([{**plain, **row} for row in rows])


def table(*rows: dict[str, Any], **options: Any) -> pd.DataFrame:
    return hip_sets.credit_frame(log(*rows), LIBRARY, RULE, **options)


def test_one_hard_set_of_a_hip_exercise_is_one_hip_set() -> None:
    assert one() == 1.0


@pytest.mark.parametrize(("reps", "value"), [(8, 1.0), (30, 1.0), (6, 0.75), (4, 0.5), (2, 0.25), (1, 0.25)])
def test_repetitions_earn_up_to_eight_and_at_least_a_quarter(reps: float, value: float) -> None:
    assert one(reps=reps) == value


@pytest.mark.parametrize(("seconds", "value"), [(20, 1.0), (60, 1.0), (15, 0.75), (3, 0.25)])
def test_holds_earn_by_the_second(seconds: float, value: float) -> None:
    assert one(reps=None, duration_s=seconds, is_hold=True) == value


def test_a_hold_goes_by_its_seconds_even_where_an_app_writes_one_repetition() -> None:
    assert one(reps=1, duration_s=40, is_hold=True) == 1.0
    assert one(reps=1, duration_s=40, is_hold=False) == 0.25


@pytest.mark.parametrize(
    ("rir", "value"), [(0, 1.0), (4, 1.0), (5, 0.5), (6, 0.5), (7, 0.25), (10, 0.25), (None, 1.0)]
)
def test_effort_counts_and_missing_effort_counts_in_full(rir: float | None, value: float) -> None:
    assert one(rir=rir) == value


def test_one_leg_is_half() -> None:
    assert one(sides_done="one") == 0.5


def test_factors_multiply() -> None:
    assert one(hip_weight=0.8, reps=4, rir=5, sides_done="one", sets=3) == pytest.approx(
        0.8 * 3 * 0.5 * 0.5 * 0.5
    )


@pytest.mark.parametrize("changes", [{"set_type": "warmup"}, {"purpose": "warmup"}, {"is_mobility": True}])
def test_warm_ups_and_mobility_earn_nothing(changes: dict[str, Any]) -> None:
    assert one(**changes) == 0.0


def test_a_set_without_repetitions_and_seconds_counts_and_says_so() -> None:
    found = table({"reps": None}, {"reps": 0.0, "duration_s": 0.0}, {"reps": 5.0})
    assert found.hip_sets.tolist() == [1.0, 1.0, 0.625]
    assert found.amount_imputed.tolist() == [True, True, False]


def test_missing_effort_is_flagged() -> None:
    assert table({"rir": None}, {"rir": 3.0}).effort_imputed.tolist() == [True, False]


def test_an_unknown_label_earns_nothing_known() -> None:
    found = table({"exercise_id": None, "label_known": False, "label_region": None, "label_confidence": 0.0})
    assert found.hip_sets.isna().all() and found.trunk_sets.isna().all()


def test_an_unsure_label_earns_nothing_known() -> None:
    assert table({"label_confidence": 0.49}).hip_sets.isna().all()
    assert table({"label_confidence": 0.5}).hip_sets.tolist() == [1.0]


def test_work_without_hip_content_is_known_to_be_none() -> None:
    bench = {"exercise_id": None, "label_known": True, "label_region": "upper_body", "label_confidence": 0.7}
    assert table(bench).hip_sets.tolist() == [0.0]
    assert table(bench).trunk_sets.tolist() == [0.0]


def test_trunk_sets_are_a_series_of_their_own() -> None:
    crunch = {"exercise_id": None, "label_known": True, "label_region": "trunk", "label_confidence": 0.7}
    plank = {"exercise_id": "front-plank", "reps": None, "duration_s": 30.0}
    found = table(crunch, plank, {"exercise_id": "hip-dip-side-elbow"})
    assert found.trunk_sets.tolist() == [1.0, 1.0, 0.0]
    assert found.hip_sets.tolist() == [0.0, 0.3, 1.0]


def test_stretching_earns_nothing_although_it_is_known() -> None:
    found = table({"exercise_id": "hip-circle"}, {"exercise_id": "glute-stretch", "duration_s": 40.0})
    assert found.hip_sets.tolist() == [0.0, 0.0]


def test_a_side_that_is_not_said_is_both_and_flagged_for_one_leg_exercises_alone() -> None:
    found = table({"exercise_id": "clamshell"}, {"exercise_id": "clamshell", "side": "left"}, {})
    assert found.hip_sets.tolist() == [1.0, 0.5, 1.0]
    assert found.side_assumed.tolist() == [True, False, False]


def test_a_source_may_be_told_to_log_one_leg_a_row() -> None:
    found = table(
        {"exercise_id": "clamshell"},
        {"source": "strong", "exercise_id": "clamshell"},
        {},
        one_side_sources=["hevy"],
    )
    assert found.hip_sets.tolist() == [0.5, 1.0, 1.0]


def test_an_exercise_that_left_the_library_is_unknown() -> None:
    assert table({"exercise_id": "no-such-exercise", "label_known": False}).hip_sets.isna().all()


def test_an_empty_log_has_no_credit() -> None:
    assert hip_sets.credit_frame(log({}).iloc[:0], LIBRARY, RULE).empty


def test_the_table_agrees_with_the_single_row_everywhere() -> None:
    library = exercises.load()
    combinations = itertools.product(
        ["glute-bridge", "side-plank", "hip-circle", "step-up"], ["normal", "warmup", "failure"], [None, "left", "each"],
        [None, 3.0, 12.0], [None, 12.0, 45.0], [None, 4.0, 6.0, 9.0], [1, 3],
    )  # fmt: skip
    rows = [
        {"exercise_id": e, "set_type": t, "side": s, "reps": r, "duration_s": d, "rir": i, "sets": n}
        for e, t, s, r, d, i, n in combinations
    ]
    found = table(*rows).hip_sets.tolist()
    for row, value in zip(rows, found, strict=True):
        exercise = library[row["exercise_id"]]
        assert value == pytest.approx(
            hip_sets.credit(
                hip_weight=exercise.hip_weight,
                reps=row["reps"],
                duration_s=row["duration_s"],
                rir=row["rir"],
                sides_done="one" if row["side"] == "left" else "both",
                set_type=row["set_type"],
                sets=row["sets"],
                is_hold=exercise.is_hold,
                is_mobility=exercise.family == "mobility",
                rule=RULE,
            )
        )


def test_duration_alone_is_capped() -> None:
    assert hip_sets.assumed(10, per_minute=0.75, cap=18) == 7.5
    assert hip_sets.assumed(60, per_minute=0.75, cap=18) == 18
