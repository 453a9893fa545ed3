"""The rules of the squad's list: when each holds, when not, in which order, and that none looks ahead."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.advice import squad_rules
from analytics.knowledge import evidence
from analytics.models.week_grid import Grid

NAN = float("nan")
WEEKS = 12
QUIET = {
    "days_covered_running": 7.0,
    "distance_m": 40_000.0,
    "spike_ratio_max": 1.0,
    "hip_dose": 8.0,
    "injuries_new_substantial": 0.0,
    "injuries_new_time_loss": 0.0,
    "time_loss_days": 0.0,
    "checkin_pain_0_10": 0.0,
    "checkin_substantial": 0.0,
    "checkin_answered": 1.0,
    "stop_signs": 0.0,
    "heard": 1.0,
}


def grid(*people: dict[str, list[float]]) -> Grid:
    """Athletes whose last weeks are as given, the weeks before them quiet; the last week is the one being lived."""
    mondays = pd.date_range("2026-01-05", periods=WEEKS, freq="7D")
    frames = []
    for number, last in enumerate(people, 1):
        frame = pd.DataFrame({"athlete_id": number, "week_start": mondays} | QUIET)
        for column, values in last.items():
            frame.loc[frame.index[-len(values) :], column] = values
        frames.append(frame)
    return Grid.of(pd.concat(frames, ignore_index=True), squad_rules.NEEDED, ())


def today(**last: list[float]) -> list[str]:
    made = grid(last)
    return [rule.id for rule in squad_rules.RULES if rule.today(made)[0, -1]]


@pytest.mark.parametrize(
    ("last", "rules"),
    [
        ({}, []),
        ({"stop_signs": [1]}, ["G1"]),
        ({"injuries_new_time_loss": [1, 0]}, ["T1"]),
        ({"injuries_new_time_loss": [1, 0, 0]}, []),
        ({"checkin_pain_0_10": [6, 6, NAN]}, ["G3"]),
        ({"checkin_pain_0_10": [5, 5, NAN]}, ["G4"]),
        ({"checkin_pain_0_10": [2, NAN]}, []),
        ({"checkin_pain_0_10": [1, 3, NAN]}, ["P1", "G4"]),
        ({"checkin_pain_0_10": [1, NAN, NAN, 3, NAN]}, ["P1", "G4"]),
        ({"checkin_pain_0_10": [2, 3, NAN]}, ["G4"]),
        ({"checkin_substantial": [1, NAN]}, ["O1"]),
        ({"spike_ratio_max": [1.11, NAN]}, ["L1"]),
        ({"spike_ratio_max": [1.10, NAN]}, []),
        ({"spike_ratio_max": [2.5, 1, 1]}, []),
        ({"time_loss_days": [7, 7, 7, 3]}, ["L5"]),
        ({"distance_m": [53_000, 10_000]}, ["L2"]),
        ({"distance_m": [52_000, 10_000]}, []),
        ({"distance_m": [53_000, 10_000], "days_covered_running": [6, 1]}, []),
        ({"distance_m": [4_000, 20_000, 10_000]}, []),
        ({"hip_dose": [8, 7, 6, 5, 3.9]}, ["H3"]),
        ({"hip_dose": [8, 7, 6, 5, 4]}, []),
        ({"hip_dose": [NAN, 7, 6, 5, 3.9]}, []),
        ({"hip_dose": [2.9] * 5}, ["L4"]),
        ({"hip_dose": [2.9, 2.9, 2.9, NAN, 2.9]}, []),
        ({"heard": [0, 0, 0], "checkin_answered": [1, 1, 1]}, ["Q1"]),
        ({"heard": [0, 0, 1], "checkin_answered": [1, 1, 1]}, []),
        ({"checkin_answered": [0, 0, 0]}, ["C1"]),
        ({"checkin_answered": [0, 0, 1]}, []),
        ({"checkin_answered": [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]}, []),
    ],
)  # fmt: skip
def test_a_rule_holds_at_its_limit_and_not_before(last: dict[str, list[float]], rules: list[str]) -> None:
    assert today(**last) == rules


def test_unknown_weeks_hold_against_nobody() -> None:
    unknown = {column: [NAN] * WEEKS for column in QUIET}
    assert today(**unknown) == []


def test_on_a_monday_nothing_of_that_week_is_read() -> None:
    quiet = grid({})
    told = grid(
        {
            "checkin_pain_0_10": [9],
            "spike_ratio_max": [3],
            "injuries_new_time_loss": [1],
            "stop_signs": [1],
            "checkin_substantial": [1],
            "distance_m": [90_000],
            "time_loss_days": [7],
            "heard": [0],
            "checkin_answered": [0],
        }
    )
    for rule in squad_rules.RULES:
        assert (rule.on_mondays(told)[:, -1] == rule.on_mondays(quiet)[:, -1]).all(), rule.id


@pytest.mark.parametrize(("column", "rule"), [("heard", "Q1"), ("checkin_answered", "C1")])
def test_what_came_in_on_the_week_itself_ends_a_silence_today_but_not_on_its_monday(
    column: str, rule: str
) -> None:
    silent, again = grid({column: [0, 0, 0]}), grid({column: [0, 0, 1]})
    asked = squad_rules.BY_ID[rule]
    assert (asked.today(silent)[0, -1], asked.today(again)[0, -1]) == (True, False)
    assert asked.on_mondays(silent)[0, -1] and asked.on_mondays(again)[0, -1]


def test_the_order_of_the_rules_decides_and_the_newest_goes_first_within_one() -> None:
    made = grid(
        {"hip_dose": [2.0] * 8},  # little hip work for weeks
        {"hip_dose": [2.0] * 4},  # the same, since now
        {"spike_ratio_max": [1.5, 1.0]},
        {},
        {"checkin_pain_0_10": [7, 7]},
    )
    place = squad_rules.places([rule.today(made) for rule in squad_rules.RULES])
    # The second's dose has fallen, too: a rule above that of little hip work.
    assert place[:, -1].tolist() == [4, 3, 2, squad_rules.NOT_LISTED, 1]


def test_a_problem_is_new_after_two_weeks_without_one() -> None:
    made = grid({"injuries_new_time_loss": [1, 0, 0, 1, 0, 1], "time_loss_days": [3, 7, 7, 0, 0, 0]})
    began, at_risk = squad_rules.new_problems(made)
    assert np.flatnonzero(began[0]).tolist() == [WEEKS - 6]
    assert at_risk[0, -6:].tolist() == [True, False, False, False, False, False]


def test_every_rule_names_evidence_and_the_graver_comes_first() -> None:
    rows = evidence.load()
    assert all(rows[one] for rule in squad_rules.RULES for one in rule.evidence_ids)
    assert len(squad_rules.BY_ID) == len(squad_rules.RULES)
    assert [rule.id for rule in squad_rules.RULES][:4] == ["G1", "T1", "G3", "O1"]
