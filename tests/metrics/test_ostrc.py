"""The weekly questionnaire is scored as its authors' package does, on the examples it prints."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analytics.metrics import ostrc

# The example of the package: athlete, week, injury, substantial injury.
ANSWERS = pd.DataFrame(
    [
        (1, 1, 1, 0), (1, 2, 1, 1), (1, 3, 0, 0), (2, 1, 1, 1), (2, 2, 0, 1), (2, 3, 1, 0), (3, 1, 1, 0), (3, 2, 0, 0),
        (4, 1, 0, 0), (4, 2, 1, 0), (4, 3, 1, 0), (5, 1, 1, 0), (5, 2, 1, 0), (6, 1, 1, 1), (6, 2, 1, 1), (6, 3, 1, 0),
    ],
    columns=["athlete", "week", "injury", "substantial"],
)  # fmt: skip


def test_a_first_answer_above_zero_is_a_problem() -> None:
    assert [ostrc.health_problem(answer) for answer in (0, 8, 17, 25)] == [False, True, True, True]
    assert ostrc.health_problem(None) is None


def test_substantial_problems_are_the_published_ones() -> None:
    answers = zip((0, 8, 8, 8), (0, 0, 0, 25), (0, 0, 17, 0), strict=True)
    assert [ostrc.substantial(*answer) for answer in answers] == [None, False, True, True]


def test_one_answer_can_make_a_problem_substantial_and_silence_cannot_clear_it() -> None:
    answers = [(25, None, None), (None, None, 8), (None, None, None), (None, 17, None)]
    assert [ostrc.substantial(*answer) for answer in answers] == [True, None, None, True]


def test_severity_is_the_published_sum() -> None:
    answers = zip((0, 8, 8, 8), (0, 0, 0, 25), (0, 0, 17, 0), (0, 0, 25, 25), strict=True)
    assert [ostrc.severity(*answer) for answer in answers] == [0, 8, 50, 58]


def test_the_gatekeeper_closes_the_rest() -> None:
    assert ostrc.severity(0, None, None, None) == 0


def test_time_loss_weeks_of_three_cases_are_the_published_ones() -> None:
    rows = [
        (1, 1, 1, 8),
        (1, 1, 2, 8),
        (1, 1, 3, 8),
        (1, 1, 4, 25),
        (1, 18, 1, 25),
        (1, 18, 2, 25),
        (2, 2, 1, 8),
    ]
    rows.append((3, 99, 1, 0))
    responses = pd.DataFrame(rows, columns=["athlete", "case", "week", "q1"]).assign(q2=0, q3=0, q4=0)
    found = ostrc.cases(responses).set_index("case")
    assert found.time_loss_weeks.to_dict() == {1: 1, 18: 2, 2: 0}


def test_cases_are_gathered_as_published() -> None:
    responses = pd.DataFrame(
        [
            (1, 1, "2023-01-01", 8, 0, 17, 25),
            (1, 1, "2023-01-07", 8, 0, 17, 25),
            (1, 1, "2023-01-14", 8, 0, 17, 0),
            (1, 18, "2022-12-07", 25, 0, 0, 0),
            (2, 2, "2023-01-12", 8, 8, 0, 0),
            (3, 3, "2022-06-05", 0, 0, 0, 0),
            (4, 4, "2023-01-01", 8, 8, 8, 0),
        ],
        columns=["athlete", "case", "week", "q1", "q2", "q3", "q4"],
    )
    found = ostrc.cases(responses).set_index("case").loc[[1, 18, 2, 4]]
    assert found.duration_weeks.tolist() == [3, 1, 1, 1]
    assert found.severity.tolist() == [50, 25, 16, 24]
    assert found.substantial.tolist() == [True, True, False, False]
    assert found.time_loss_weeks.tolist() == [0, 1, 0, 0]


def test_the_package_counts_full_absence_as_substantial_and_so_do_we() -> None:
    assert ostrc.substantial(25, 0, 0) is True


def test_weekly_prevalence_and_its_mean_are_the_published_ones() -> None:
    weeks = ostrc.prevalence_by_week(ANSWERS, "injury")
    assert weeks.responses.tolist() == [6, 6, 4]
    assert weeks.prevalence.round(3).tolist() == [0.833, 0.667, 0.75]
    mean = ostrc.mean_over_weeks(weeks.prevalence.tolist())
    assert (mean.mean, mean.sd) == pytest.approx((0.75, 0.0833), abs=5e-5)
    assert (mean.low, mean.high) == pytest.approx((0.543, 0.957), abs=5e-4)


def test_a_wide_interval_is_computed_as_published_and_shown_as_a_share() -> None:
    mean = ostrc.mean_over_weeks(ostrc.prevalence_by_week(ANSWERS, "substantial").prevalence.tolist())
    assert (mean.mean, mean.sd, mean.low, mean.high) == pytest.approx((0.278, 0.255, -0.355, 0.910), abs=5e-4)
    assert mean.low_shown == 0.0


def test_the_first_week_cannot_tell_new_from_old() -> None:
    weeks = ostrc.new_cases_by_week(ANSWERS, "injury")
    assert math.isnan(weeks.incidence[0])
    assert weeks.incidence[1:].tolist() == pytest.approx([1 / 6, 1 / 4])


def test_the_mean_incidence_is_the_published_one_when_its_unknown_week_is_counted() -> None:
    shares = ostrc.new_cases_by_week(ANSWERS, "injury").incidence.tolist()
    mean = ostrc.mean_over_weeks(shares, weeks=3)
    assert (mean.mean, mean.sd, mean.low, mean.high) == pytest.approx(
        (0.208, 0.0589, 0.0620, 0.355), abs=5e-4
    )


def test_a_first_week_without_any_problem_has_no_new_cases() -> None:
    answers = pd.DataFrame(
        [(1, 1, 0), (1, 2, 0), (1, 3, 1), (2, 1, 0), (2, 2, 0), (2, 3, 1)], columns=["athlete", "week", "hp"]
    )
    assert ostrc.new_cases_by_week(answers, "hp").incidence.tolist() == [0.0, 0.0, 1.0]
