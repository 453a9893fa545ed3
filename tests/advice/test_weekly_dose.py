"""How many hip sets a week: every branch with its arithmetic visible."""

from __future__ import annotations

from typing import Any

import pytest

from analytics.advice.situation import Situation
from analytics.advice.weekly_dose import is_untrained, weekly_target


def target(mean: float | None, hip_dose: float | None, **more: Any) -> tuple[str, float, float]:
    found = weekly_target(Situation(hip_sets_weeks=(mean,) * 4, hip_dose_weeks=(hip_dose,) * 4, **more))
    return found.aim, pytest.approx(found.low), pytest.approx(found.high)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("mean", "hip_dose", "expected"),
    [
        (None, None, ("unknown", 4, 6)),
        (0.0, 0.0, ("start", 4, 6)),
        (
            2.0,
            None,
            ("start", 4, 6),
        ),  # the dose needs eight known weeks; four weeks of little are enough to say so
        (5.0, 5.0, ("build", 7, 7)),  # + 2 sets is more than + 10 %, and still below 8
        (7.0, 7.0, ("build", 8, 9)),
        (15.0, 7.0, ("build", 8, 16)),  # 15 + 2 would be 17: the building range ends at 16
        (9.0, 8.0, ("keep", 4, 6)),
    ],
)
def test_the_target_follows_the_dose_and_the_step(
    mean: float | None, hip_dose: float | None, expected: tuple[str, float, float]
) -> None:
    assert target(mean, hip_dose) == expected


def test_in_pain_the_week_holds_still() -> None:
    assert target(10.0, 7.0, pain_now_0_10=3) == ("hold", 4, 10)
    assert target(30.0, 7.0, pain_now_0_10=3) == ("hold", 4, 20)  # never above the cap


def test_a_race_comes_before_building() -> None:
    assert target(10.0, 5.0, race_in_days=3) == ("race", 4, 6)


def test_what_is_left_never_falls_below_nothing() -> None:
    assert weekly_target(Situation(hip_sets_this_week=9.0)).left == 0
    assert weekly_target(Situation(hip_sets_this_week=2.0)).left == 4
    assert weekly_target(Situation()).left is None


def test_an_unknown_week_leaves_the_mean_to_the_known_ones() -> None:
    known_two = Situation(hip_sets_weeks=(None, 6.0, None, 8.0), hip_dose_weeks=(5.0,) * 4)
    assert weekly_target(known_two).high == pytest.approx(9.0)  # mean 7, + 2


def test_untrained_needs_four_known_weeks_and_one_trained_week_denies_it() -> None:
    assert is_untrained(Situation(hip_dose_weeks=(2.9, 2.0, 1.0, 0.0))) is True
    assert is_untrained(Situation(hip_dose_weeks=(None, 2.0, 1.0, 0.0))) is None
    assert is_untrained(Situation(hip_dose_weeks=(None, None, None, 3.0))) is False
