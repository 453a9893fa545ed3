"""How many hip sets this week: building, keeping, starting or holding, inside the cap and the weekly step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.advice.pain_rules import AMBER_ABOVE, SUBSTANTIAL_WEEKS
from analytics.advice.situation import Situation
from analytics.knowledge import dose
from analytics.metrics import spike
from analytics.metrics.spike import SpikeState

Aim = Literal["unknown", "start", "build", "keep", "hold", "race"]

START_BELOW = 3.0
"""Below this decayed dose for four weeks an athlete counts as starting."""
START_LOW, START_HIGH = 4.0, 6.0
RUN_JUMP_PCT = 30.0
RACE_WEEK_DAYS = 7
RACE_KEEP_LOW, RACE_KEEP_HIGH = 0.4, 0.6


@dataclass(frozen=True)
class WeeklyTarget:
    """Hip sets for the current week.

    Parameters
    ----------
    low, high
        Hip sets of the whole week.
    aim
        Why: unknown history, starting, building, keeping, holding still, or the week of a race.
    left
        What is left of `high` after what is logged since Monday; None when the log does not cover the week.
    """

    low: float
    high: float
    aim: Aim
    left: float | None


def is_untrained(situation: Situation) -> bool | None:
    """Tell whether the decayed dose was below the starting line for four weeks; None where one is unknown."""
    doses = situation.hip_dose_weeks
    if any(one is not None and one >= START_BELOW for one in doses):
        return False
    return None if any(one is None for one in doses) else True


def planned_spike(situation: Situation) -> SpikeState | None:
    """Give the state of the planned run; None where it, or the longest run of 30 days, is unknown."""
    planned, longest = situation.planned_run_m, situation.longest_run_30d_m
    if planned is None or longest is None:
        return None
    return spike.spike_state(spike.ratio(planned, longest or None))


def is_jump(situation: Situation) -> bool:
    """Tell whether the planned run is known to go beyond the reference of the study."""
    state = planned_spike(situation)
    return state is not None and state.hazard_ratio is not None


def holds_still(situation: Situation) -> bool:
    """Tell whether hip sets are not to grow: pain, a planned spike, a jump in running, or a growing body."""
    pain = situation.worst_pain_0_10
    return (
        (pain is not None and pain > AMBER_ABOVE)
        or bool(situation.worse_next_morning)
        or (situation.substantial_weeks or 0) >= SUBSTANTIAL_WEEKS
        or is_jump(situation)
        or (situation.run_change_pct or 0.0) > RUN_JUMP_PCT
        or bool(situation.is_minor)
    )


def weekly_target(situation: Situation) -> WeeklyTarget:
    """Give this week's hip sets.

    Building is 8 to 16 while the decayed dose is below 8, keeping is 4 to 6 from there; no week takes more
    than 10 % or 2 hip sets above the mean of the last four known weeks, nor more than 20.

    Examples
    --------
    >>> weekly_target(Situation(hip_sets_weeks=(5, 6, 6, 7), hip_dose_weeks=(5, 5, 5, 5.5)))
    WeeklyTarget(low=8.0, high=8.0, aim='build', left=None)
    """
    rule = dose.rule()
    mean = situation.hip_sets_mean
    race = situation.race_in_days is not None and 0 <= situation.race_in_days <= RACE_WEEK_DAYS
    aim: Aim
    if mean is None:
        low, high, aim = START_LOW, START_HIGH, "unknown"
    elif race:
        low, high, aim = RACE_KEEP_LOW * mean, RACE_KEEP_HIGH * mean, "race"
    elif is_untrained(situation) or (situation.hip_dose is None and mean < START_BELOW):
        low, high, aim = START_LOW, START_HIGH, "start"
    elif holds_still(situation):
        low, high, aim = min(rule.maintain_min, mean), mean, "hold"
    elif (situation.hip_dose if situation.hip_dose is not None else mean) < rule.build_min:
        ceiling = max(mean * (1 + rule.weekly_step_pct / 100), mean + rule.weekly_step_sets)
        high = min(rule.build_max, ceiling)
        low, aim = min(rule.build_min, high), "build"
    else:
        low, high, aim = rule.maintain_min, rule.maintain_max, "keep"
    high = min(high, rule.weekly_cap)
    done = situation.hip_sets_this_week
    return WeeklyTarget(low, high, aim, None if done is None else max(0.0, high - done))
