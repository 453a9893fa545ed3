"""Rules about running load: a run far longer than the last ones, a week with a jump, the week of a race."""

from __future__ import annotations

from analytics.advice import words
from analytics.advice.recommendation import Finding, Missing, Setting
from analytics.advice.weekly_dose import RACE_WEEK_DAYS, RUN_JUMP_PCT, is_jump, planned_spike
from analytics.knowledge import written
from analytics.metrics.spike import RUNNERS, STATES

LAST_HIP_SESSION_H = 72


def spike(setting: Setting) -> Finding | Missing | None:
    """L1: the planned run against the longest of the last 30 days."""
    situation = setting.situation
    longest, planned = situation.longest_run_30d_m, situation.planned_run_m
    if longest is None:
        return Missing(
            "Your longest run: not known",
            "Your running log does not cover the last 30 days, so a planned run has nothing to be held "
            "against.",
            "Import your last weeks of running.",
        )
    if longest == 0:
        return Finding(
            "info",
            "No run in the last 30 days",
            "There is no longest run to hold a planned one against; the study behind this rule says "
            "nothing here.",
            "Begin with something short and easy.",
            evidence_ids=("runsafe-reference",),
        )
    limit = written.distance(longest * (STATES["reference"].up_to or 1.0))
    if planned is None:
        return Missing(
            f"Today's run: up to {limit} stays near what you are used to",
            f"Your longest run of the last 30 days was {written.distance(longest)}. In "
            f"{written.number(RUNNERS)} runners, runs more than 10 % longer than that went with a higher "
            "rate of injury. Your plan is not known.",
            "Say how far you plan to run to see where it lies.",
        )
    state = planned_spike(situation)
    if state is None or state.hazard_ratio is None:
        return None
    row = setting.evidence[f"runsafe-{state.id}"]
    return Finding(
        "caution",
        f"The planned {written.distance(planned)} are a jump: {written.number(planned / longest, 2)} times "
        "your longest",
        f"Your longest of 30 days was {written.distance(longest)}. In {written.number(RUNNERS)} runners, "
        f"runs of this size went with {words.ratio(row)} "
        "times the rate of injury of runs up to 10 % longer. That is what was observed, not a cause shown.",
        f"Up to {limit} the observed rate was lower. If you go longer, go easy and leave the hills out.",
        evidence_ids=(row.id, "runsafe-reference", "runsafe-below-ten-pct"),
    )


def hold_strength(setting: Setting) -> Finding | Missing | None:
    """L2: no more hip sets in a week in which running jumps."""
    situation = setting.situation
    change = situation.run_change_pct
    said = []
    if is_jump(situation):
        said.append("Your planned run is a jump.")
    if change is not None and change > RUN_JUMP_PCT:
        said.append(f"You ran {change:.0f} % more in the last seven days than in the seven before.")
    if not said:
        return None
    return Finding(
        "caution",
        "Keep your hip sets where they are this week",
        " ".join(said) + " One new thing at a time.",
        "Same exercises, same number of sets; add again when running is level.",
    )


def race(setting: Setting) -> Finding | Missing | None:
    """L3: a race within seven days."""
    days = setting.situation.race_in_days
    if days is None or not 0 <= days <= RACE_WEEK_DAYS:
        return None
    when = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
    closed = " From now on leave it." if days * 24 <= LAST_HIP_SESSION_H else ""
    return Finding(
        "caution",
        f"Race {when}: about half the hip sets",
        "In endurance training, athletes did best with 41 to 60 % less volume at unchanged effort before a "
        "race. "
        "For hip work this is carried over, not tested.",
        "Cut hip sets by 40 to 60 %, keep the load, nothing new; the last hip session three days "
        f"before.{closed}",
    )
