"""What hip work is made of: shares of muscle groups, left and right, days and weeks in a row."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics import make_up

FLAGS = st.lists(st.sampled_from([True, False, None]), max_size=30)


def rows(*sets: tuple[str, tuple[str, ...], float]) -> pd.DataFrame:
    return pd.DataFrame(sets, columns=["week_start", "targets", "hip_sets"])


def groups(frame: pd.DataFrame) -> dict[tuple[str, str], float]:
    table = make_up.by_group(frame, first=1.0, further=0.5)
    return {(row.week_start, row.group): row.hip_sets for row in table.itertuples()}


def test_the_first_group_gets_the_whole_hip_set_and_each_further_one_half() -> None:
    assert groups(rows(("w1", ("abductors", "extensors", "flexors"), 2.0))) == {
        ("w1", "abductors"): 2.0, ("w1", "extensors"): 1.0, ("w1", "flexors"): 1.0,
    }  # fmt: skip


def test_trunk_hamstrings_and_springiness_are_no_hip_group_and_take_no_place_among_them() -> None:
    assert groups(rows(("w1", ("trunk", "hamstrings", "abductors"), 3.0))) == {("w1", "abductors"): 3.0}


def test_inner_and_outer_rotators_are_one_group_that_counts_once() -> None:
    both = ("external_rotators", "internal_rotators")
    assert groups(rows(("w1", both, 1.0))) == {("w1", "rotators"): 1.0}


def test_sets_of_a_week_add_up_and_unknown_or_empty_ones_give_nothing() -> None:
    frame = rows(
        ("w1", ("extensors",), 1.0), ("w1", ("extensors",), 0.5), ("w2", ("extensors",), float("nan")),
        ("w3", ("extensors",), 0.0), ("w4", (), 2.0),
    )  # fmt: skip
    assert groups(frame) == {("w1", "extensors"): 1.5}


@pytest.mark.parametrize(
    ("left", "right", "apart_pct"),
    [(10, 8, 20.0), (8, 10, 20.0), (10, 10, 0.0), (0, 4, 100.0), (0, 0, None)],
)
def test_asymmetry_is_the_difference_in_percent_of_the_larger_side(
    left: float, right: float, apart_pct: float | None
) -> None:
    assert make_up.asymmetry_pct(left, right) == apart_pct


@pytest.mark.parametrize(
    ("worked", "now", "longest"),
    [
        ([], 0, 0),
        ([True, True, True], 3, 3),
        ([True, True, False], 2, 2),  # today is not over
        ([True, True, False, False], 0, 2),
        ([True, True, None, True], 1, 2),  # an unknown day may have been a rest day
        ([False, True], 1, 1),
    ],
)
def test_days_in_a_row_end_with_a_day_without_work_but_not_with_the_last_one(
    worked: list[bool | None], now: int, longest: int
) -> None:
    assert make_up.streak(worked) == make_up.Streak(now=now, longest=longest)


@given(FLAGS)
def test_the_row_of_now_is_never_longer_than_the_longest(worked: list[bool | None]) -> None:
    found = make_up.streak(worked)
    assert 0 <= found.now <= found.longest <= sum(flag is True for flag in worked)
