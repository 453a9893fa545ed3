"""Times to an injury by group: only groups large enough, a test only where it may be given, and said so."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.reports import injury_groups


def rows(days: dict[str, list[int]], *, met: bool = True) -> pd.DataFrame:
    found = [(group, float(one), met) for group, some in days.items() for one in some]
    return pd.DataFrame(found, columns=["group", "lasted", "met"])


def made(frame: pd.DataFrame, groups: list[str]) -> injury_groups.TimeBy | None:
    masks = [(name, frame["group"].str.contains(name, regex=False)) for name in groups]
    return injury_groups._time_by(
        frame, masks, question="Do they differ?", axis="Days", what="injuries", who="athletes"
    )


def test_a_group_of_four_is_named_and_not_drawn() -> None:
    frame = rows({"a": list(range(10, 20)), "b": list(range(40, 50)), "c": [1, 2, 3, 4]})
    found = made(frame, ["a", "b", "c"])
    assert found is not None
    assert set(found.curves["label"]) == {"a", "b"}
    assert "Not drawn (too few, or beyond the four largest): c." in found.note
    assert made(frame[frame["group"] != "b"], ["a", "c"]) is None


def test_groups_far_apart_are_said_to_differ_with_the_test_behind_it() -> None:
    near, far = list(range(10, 30)), list(range(100, 120))
    found = made(rows({"a": near, "b": far}), ["a", "b"])
    assert found is not None and found.title == "Do they differ? More than chance alone would"
    assert "p below 0.001" in found.note and "1 degree of freedom" in found.note
    alike = made(rows({"a": near, "b": near}), ["a", "b"])
    assert alike is not None and "It could be chance" in alike.title and "p 1.000" in alike.note


@pytest.mark.parametrize(
    ("frame", "groups", "why"),
    [
        (
            rows({"a": [10, 20, 30, 40, 50], "b": [11, 21, 31, 41, 51]}),
            ["a", "b"],
            "fewer than 5 expected events",
        ),
        (
            rows({"ab": list(range(20)), "b": list(range(20))}),
            ["a", "b"],
            "some people are in several groups",
        ),
    ],
)
def test_where_the_test_does_not_hold_it_is_not_given(
    frame: pd.DataFrame, groups: list[str], why: str
) -> None:
    found = made(frame, groups)
    assert found is not None and why in found.note and "chi-square" not in found.note
