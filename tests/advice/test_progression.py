"""What comes next for one exercise, as a table of what was done and what follows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from analytics.advice.progression import Done, NextStep, next_step
from analytics.knowledge import evidence, exercises, routine_rules

LIBRARY = exercises.load()
BRIDGE = LIBRARY["glute-bridge"]
HOLD = LIBRARY["glute-bridge-hold"]
MONDAY = dt.date(2026, 11, 2)
TOP = max(routine_rules.load().filling.reps_top[BRIDGE.level], BRIDGE.default_reps or 0)


def on(day: int, **values: Any) -> Done:
    return Done(MONDAY + dt.timedelta(days=day), **{"sets": 2, "reps": TOP, **values})


def after(*done: Done, exercise: exercises.Exercise = BRIDGE, **asked: Any) -> NextStep:
    today = max(one.day for one in done) + dt.timedelta(days=2)
    return next_step(exercise, done, **{"today": today, "exercises": LIBRARY, "level_cap": 5} | asked)


FOUR_GOOD = [on(day, reps=TOP, rir=3) for day in (0, 5, 10, 15)]


@pytest.mark.parametrize(
    ("done", "move"),
    [
        ([on(0, reps=TOP - 3)], "reps"),
        ([on(0, reps=TOP), on(3, reps=TOP)], "sets"),
        ([on(0, reps=TOP, rir=1), on(3, reps=TOP, rir=1)], "stay"),  # full, but nothing in reserve
        ([on(0, reps=None)], "stay"),  # nobody knows how many
        (FOUR_GOOD, "version"),
        ([on(day, reps=TOP) for day in (0, 2, 4, 6)], "sets"),  # four sessions, but in one week
        ([*FOUR_GOOD[:3], on(15, pain_0_10=3)], "sets"),  # pain of 3 lets sets be added, not a harder form
        ([*FOUR_GOOD[:3], on(15, pain_0_10=4)], "stay"),
        ([*FOUR_GOOD[:3], on(15, sides_apart_pct=12)], "sets"),
        ([*FOUR_GOOD[:3], on(15, pain_0_10=6)], "back"),
        ([*FOUR_GOOD[:3], on(15, is_worse_next_morning=True)], "back"),
    ],
)
def test_what_was_done_decides_what_comes_next(done: list[Done], move: str) -> None:
    assert after(*done).move == move


def test_one_thing_changes_at_a_time() -> None:
    step = after(on(0, reps=TOP - 3))
    assert (step.exercise.id, step.sets, step.reps) == (BRIDGE.id, 2, TOP - 2)
    step = after(on(0, reps=TOP), on(3, reps=TOP))
    assert (step.exercise.id, step.sets, step.reps) == (BRIDGE.id, 3, TOP)


def test_a_harder_form_starts_with_its_own_dose() -> None:
    harder = LIBRARY[BRIDGE.progression_id or ""]
    step = after(*FOUR_GOOD)
    assert (step.exercise.id, step.sets, step.reps) == (harder.id, harder.default_sets, harder.default_reps)


def test_a_form_above_the_level_that_is_open_is_not_offered() -> None:
    steep = next(
        one
        for one in LIBRARY.values()
        if one.progression_id and LIBRARY[one.progression_id].level > one.level and not one.is_hold
    )
    good = [on(day, reps=40, rir=4) for day in (0, 5, 10, 15)]
    assert after(*good, exercise=steep, level_cap=5).move == "version"
    assert after(*good, exercise=steep, level_cap=steep.level).move in ("stay", "load")


def test_a_hold_grows_by_five_seconds() -> None:
    step = after(on(0, reps=None, seconds=HOLD.default_seconds), exercise=HOLD)
    assert (step.move, step.reps, step.seconds) == ("seconds", None, (HOLD.default_seconds or 0) + 5)


def test_two_weeks_away_take_one_form_back() -> None:
    harder = LIBRARY[BRIDGE.progression_id or ""]
    step = after(on(0), exercise=harder, today=MONDAY + dt.timedelta(days=14))
    assert (step.move, step.exercise.id) == ("back", harder.regression_id)


def test_where_there_is_no_easier_form_one_set_goes() -> None:
    easiest = next(one for one in LIBRARY.values() if one.regression_id is None)
    step = after(on(0, pain_0_10=7), exercise=easiest)
    assert (step.move, step.exercise.id, step.sets) == ("back", easiest.id, 1)


def test_in_a_week_that_holds_still_nothing_is_added() -> None:
    assert after(*FOUR_GOOD, may_grow=False).move == "wait"


def test_under_18_nobody_is_sent_to_load_or_a_harder_form() -> None:
    step = after(*FOUR_GOOD, youth=True)
    assert (step.move, step.decision.rule_id) == ("stay", "Y1")


@pytest.mark.parametrize("exercise", LIBRARY.values(), ids=lambda one: one.id)
def test_every_exercise_has_a_next_step_with_a_rule_and_evidence(exercise: exercises.Exercise) -> None:
    known = evidence.load()
    amount = {"seconds": 60, "reps": None} if exercise.is_hold else {"reps": 40}
    good = [on(day, rir=4, **amount) for day in (0, 5, 10, 15)]
    for step in (after(*good, exercise=exercise), after(on(0, pain_0_10=8), exercise=exercise)):
        assert step.decision.rule_id
        assert step.decision.words.endswith(".")
        assert all(one in known for one in step.decision.evidence_ids)
        assert step.exercise.level <= 5 and step.sets >= 1


def test_without_a_day_there_is_nothing_to_go_on_from() -> None:
    with pytest.raises(ValueError, match="nothing to go on"):
        next_step(BRIDGE, [], today=MONDAY, exercises=LIBRARY, level_cap=5)
