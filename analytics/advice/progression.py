"""What comes next for one exercise: stay, a repetition more, a set more, a harder form, or a step back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from analytics.advice.week_plan import Decision
from analytics.knowledge import routine_rules
from analytics.knowledge.exercises import Exercise

Move = Literal["reps", "seconds", "sets", "version", "load", "stay", "back", "wait"]

READY_RIR = 3.0
"""Repetitions in reserve, at the top of the range, from which something is added."""
READY_SESSIONS = 2
SIDES_APART_MOST_PCT = 10.0
HOLD_STEP_S = 5
LONGEST_HOLD_S = 45
LOADED = ("dumbbell", "barbell", "machine", "band")
CONVENTION = "convention-weekly-step"
STAND = "acsm-2009-progression"


@dataclass(frozen=True)
class Done:
    """One day of one exercise as it was logged.

    Parameters
    ----------
    sets
        Sets of that day.
    reps, seconds
        Least repetitions (seconds held) of its sets; None where the log does not say.
    rir
        Least repetitions in reserve; None where nobody said.
    pain_0_10
        Worst pain during it; None where nobody said.
    is_worse_next_morning
        None where nobody said.
    sides_apart_pct
        Difference of left and right in percent of the larger; None where the sides were not logged apart.
    """

    day: dt.date
    sets: float
    reps: float | None = None
    seconds: float | None = None
    rir: float | None = None
    pain_0_10: float | None = None
    is_worse_next_morning: bool | None = None
    sides_apart_pct: float | None = None


@dataclass(frozen=True)
class NextStep:
    """What to do next time, as numbers and in words, with the rule behind it."""

    exercise: Exercise
    move: Move
    sets: int
    reps: int | None
    seconds: int | None
    decision: Decision


def next_step(
    exercise: Exercise,
    done: Sequence[Done],
    *,
    today: dt.date,
    exercises: Mapping[str, Exercise],
    level_cap: int,
    may_grow: bool = True,
    youth: bool = False,
) -> NextStep:
    """Say what to do next with an exercise, from how it went.

    Asked in this order, and the first that applies decides: pain above the limit or a worse next morning, a
    pause of two weeks, pain in the middle band, a week that may not grow, enough good sessions for a harder
    form, a full range for one more set, and else one more repetition. One thing changes at a time.

    Parameters
    ----------
    done
        Days of the exercise, in any order; at least one.
    today
        The day the step is for.
    level_cap
        The hardest level open (the state of an injury, or under 18).
    may_grow
        False in weeks that hold strength still: running jumped, a race is near.

    Raises
    ------
    ValueError
        Without a day to go by.
    """
    if not done:
        raise ValueError("there is nothing to go on from")
    rules = routine_rules.load()
    days = sorted(done, key=lambda one: one.day)
    last = days[-1]
    top = _top(exercise)
    steady = _Steady(exercise, last)
    pain = last.pain_0_10
    if (pain is not None and pain > rules.regress_pain_over) or last.is_worse_next_morning:
        why = "the pain rule was broken" if pain is not None and pain > rules.regress_pain_over else (
            "it was worse the next morning"
        )  # fmt: skip
        return _back(steady, exercises, f"One form easier, because {why}.", "P1", "pain-monitoring-strength")
    missed = (today - last.day).days // 7
    if missed >= rules.regress_missed_weeks:
        text = f"One form easier after {missed} weeks without it."
        return _back(steady, exercises, text, "P2", CONVENTION)
    if pain is not None and pain > rules.pain.green_max:
        text = f"The same again: pain of {pain:.0f} out of 10 is no reason to stop and none to add."
        return steady.same("stay", "P3", text, "pain-monitoring-strength")
    if not may_grow:
        return steady.same(
            "wait", "L2", "The same again: this week adds no strength work.", "convention-hold-with-spike"
        )
    amount = last.seconds if exercise.is_hold else last.reps
    if amount is None:
        text = "The same again: the log does not say how many; note it, and the next step can be told."
        return steady.same("stay", "P4", text, CONVENTION)
    if _has_earned_more(days, exercise, top):
        return _harder(steady, exercises, level_cap=level_cap, youth=youth)
    ready = _is_full(days[-READY_SESSIONS:], exercise, top) and len(days) >= READY_SESSIONS
    if ready and last.sets < exercise.default_sets + rules.filling.sets_beyond_default:
        full = f"the last {READY_SESSIONS} times reached {_amount(exercise, top)} with something in reserve"
        text = f"One more set: {full}."
        return steady.more("sets", text, sets=int(last.sets) + 1)
    if amount < top:
        if exercise.is_hold:
            longer = int(min(top, amount + HOLD_STEP_S))
            return steady.more("seconds", f"Hold {longer} s.", seconds=longer)
        reps = int(min(top, amount + 1))
        return steady.more("reps", f"One more repetition: {reps}.", reps=reps)
    return steady.same(
        "stay", "P5",
        f"The same again: {rules.level_up_sessions} good sessions over {rules.level_up_weeks} weeks earn "
        "the next step.",
        CONVENTION,
    )  # fmt: skip


@dataclass(frozen=True)
class _Steady:
    """The last time's dose, from which a step is told."""

    exercise: Exercise
    last: Done

    def same(self, move: Move, rule_id: str, words: str, *evidence_ids: str) -> NextStep:
        return self._step(self.exercise, move, Decision(rule_id, words, evidence_ids))

    def more(
        self,
        move: Move,
        words: str,
        *,
        sets: int | None = None,
        reps: int | None = None,
        seconds: int | None = None,
    ) -> NextStep:
        step = self._step(self.exercise, move, Decision("P6", words, (CONVENTION, STAND)))
        return NextStep(
            step.exercise, move, sets or step.sets, reps or step.reps, seconds or step.seconds, step.decision
        )

    def other(self, exercise: Exercise, move: Move, decision: Decision) -> NextStep:
        return NextStep(
            exercise, move, exercise.default_sets, exercise.default_reps, exercise.default_seconds, decision
        )

    def _step(self, exercise: Exercise, move: Move, decision: Decision) -> NextStep:
        reps = None if self.last.reps is None else int(self.last.reps)
        seconds = None if self.last.seconds is None else int(self.last.seconds)
        if exercise.is_hold:
            reps = None
        return NextStep(exercise, move, max(1, int(self.last.sets)), reps, seconds, decision)


def _back(
    steady: _Steady, exercises: Mapping[str, Exercise], words: str, rule_id: str, *evidence_ids: str
) -> NextStep:
    easier = exercises.get(steady.exercise.regression_id or "")
    if easier is None:
        text = f"{words.split(',')[0].rstrip('.')} is not in the library: do one set fewer, small and slow."
        step = steady.same("back", rule_id, text, *evidence_ids)
        return NextStep(step.exercise, "back", max(1, step.sets - 1), step.reps, step.seconds, step.decision)
    return steady.other(easier, "back", Decision(rule_id, f"{words} Now: {easier.name}.", evidence_ids))


def _harder(steady: _Steady, exercises: Mapping[str, Exercise], *, level_cap: int, youth: bool) -> NextStep:
    rules = routine_rules.load()
    earned = f"{rules.level_up_sessions} good sessions over {rules.level_up_weeks} weeks"
    harder = exercises.get(steady.exercise.progression_id or "")
    if youth:
        text = f"The same again: after {earned} more repetitions or a slower tempo, no load, under 18."
        return steady.same("stay", "Y1", text, "convention-dose-target")
    if harder is not None and harder.level <= level_cap:
        decision = Decision("P7", f"A harder form after {earned}: {harder.name}.", (CONVENTION, STAND))
        return steady.other(harder, "version", decision)
    if steady.exercise.equipment in LOADED:
        text = f"A little more load, 2 to 10 %, after {earned}."
        return steady.same("load", "P8", text, STAND, CONVENTION)
    why = (
        "the next form is above your level"
        if harder is not None
        else "there is no harder form in the library"
    )
    return steady.same("stay", "P5", f"The same again: {why}.", CONVENTION)


def _has_earned_more(days: Sequence[Done], exercise: Exercise, top: int) -> bool:
    """Ask for the rule's sessions over its weeks, at the target, with little pain and even sides."""
    rules = routine_rules.load()
    lately = days[-rules.level_up_sessions :]
    if len(lately) < rules.level_up_sessions:
        return False
    if (lately[-1].day - lately[0].day).days < 7 * rules.level_up_weeks:
        return False
    return (
        _is_full(lately, exercise, top)
        and all(one.pain_0_10 is None or one.pain_0_10 <= rules.level_up_pain_max for one in lately)
        and all(one.sides_apart_pct is None or one.sides_apart_pct <= SIDES_APART_MOST_PCT for one in lately)
    )


def _is_full(days: Sequence[Done], exercise: Exercise, top: int) -> bool:
    """Say whether every day reached the top of the range with some in reserve; silence counts as some."""
    amounts = [one.seconds if exercise.is_hold else one.reps for one in days]
    return all(amount is not None and amount >= top for amount in amounts) and all(
        one.rir is None or one.rir >= READY_RIR for one in days
    )


def _top(exercise: Exercise) -> int:
    """Give the top of the range: the level's repetitions, or for a hold its own seconds and a half more."""
    if exercise.is_hold:
        usual = exercise.default_seconds or LONGEST_HOLD_S
        return max(usual, min(LONGEST_HOLD_S, usual + 3 * HOLD_STEP_S))
    return max(routine_rules.load().filling.reps_top[exercise.level], exercise.default_reps or 0)


def _amount(exercise: Exercise, top: int) -> str:
    return f"{top} s" if exercise.is_hold else f"{top} repetitions"
