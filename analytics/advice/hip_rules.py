"""Rules about hip work itself: how much this week, where to start, what to favour, what to do today."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.advice import routine, words
from analytics.advice.load_rules import LAST_HIP_SESSION_H
from analytics.advice.pain_rules import sore_place
from analytics.advice.recommendation import Finding, Missing, Setting
from analytics.advice.weekly_dose import WeeklyTarget, is_untrained, weekly_target
from analytics.knowledge.evidence import Certainty

ASYMMETRY_PCT = 15.0
ASYMMETRY_WEEKS = 3
DEFAULT_MINUTES = 5.0
SMALLEST_ROUTINE_SETS = 1.0


@dataclass(frozen=True)
class Emphasis:
    """What to favour after an injury at a site, and how well that is known."""

    action: str
    reason: str
    evidence_ids: tuple[str, ...]
    certainty: Certainty


EMPHASIS: dict[str, Emphasis] = {
    "knee": Emphasis(
        "Favour the side, the back and the turning muscles of the hip: side-lying raises, side plank, "
        "bridges; "
        "single-leg squats only as deep as they do not hurt.",
        "For pain around the kneecap, hip and knee work eased pain more than knee work alone; after a year "
        "one "
        "trial saw no difference. For the outer knee a small trial saw none either.",
        ("nascimento-2018", "hott-2020", "itbs-pilot-2020"),
        "moderate",
    ),
    "hip_groin": Emphasis(
        "Favour the side, the back and the turning muscles of the hip; inner-thigh work as far as it does "
        "not hurt.",
        "Inner-thigh work went with fewer groin problems in football players; it was not tried in runners.",
        ("haroy-2019",),
        "low",
    ),
    "lateral_hip": Emphasis(
        "Favour bridges and pressing the leg against a wall; do not lie on that side or cross the midline.",
        "For pain at the side of the hip, education with hip exercise did better at eight weeks than "
        "waiting; "
        "the people were not runners.",
        ("leap-2018",),
        "low",
    ),
    "hamstring": Emphasis(
        "Favour the back of the hip: bridges with bent knees first, long levers and hinges later.",
        "This is coaching and clinical practice; no trial in runners was read.",
        ("convention-return",),
        "very_low",
    ),
    "shin": Emphasis(
        "Keep the side of the hip in the plan, and leave hops out.",
        "Weaker hip abduction went before shin pain in one group of students; a trial was not found.",
        ("verrelst-2014", "mucha-2017"),
        "very_low",
    ),
    "achilles_calf": Emphasis(
        "Keep hip work to once a week and give the calf its own block.",
        "What ties hip strength to the Achilles is unclear.",
        ("mucha-2017", "pain-monitoring-strength"),
        "very_low",
    ),
    "foot": Emphasis(
        "Keep hip work to once a week and give calf and foot their own block.",
        "Adding hip work to foot work was not better for pain under the heel.",
        ("kamonseki-2016",),
        "low",
    ),
    "low_back": Emphasis(
        "Favour trunk and bridges, small movements, no loaded hinge.",
        "In runners with low back pain, leg exercise improved running function more than back exercise; pain "
        "eased alike.",
        ("cai-2017",),
        "low",
    ),
}


def untrained(setting: Setting) -> Finding | Missing | None:
    """L4: little or no hip work for four weeks."""
    judged = is_untrained(setting.situation)
    if judged is None:
        return Missing(
            "Where you start from: not fully known",
            "The last weeks of hip work are not all in your log, so how used to it you are is not known.",
            "Import or log strength work, and say since when your log is complete.",
        )
    if not judged:
        return None
    return Finding(
        "caution",
        "Start low",
        "Your log shows less than 3 hip sets a week for four weeks or more.",
        "One or two sets of each, stopping when you could do four more; for two weeks. Soreness is what it "
        "spares.",
    )


def emphasis(setting: Setting) -> Finding | Missing | None:
    """H1: what to favour after an injury at a site."""
    for injury in sorted(setting.situation.injuries or (), key=lambda one: not one.is_open):
        known = EMPHASIS.get(injury.site or "")
        if known is not None and not injury.needs_clearance:
            return Finding(
                "info",
                f"What to favour: {words.place(injury.site)}",
                known.reason,
                known.action,
                evidence_ids=known.evidence_ids,
                certainty=known.certainty,
            )
    return None


def asymmetry(setting: Setting) -> Finding | Missing | None:
    """H2: one side behind for three weeks."""
    situation = setting.situation
    if situation.asymmetry_pct is None or situation.asymmetry_weeks is None:
        return None
    if situation.asymmetry_pct <= ASYMMETRY_PCT or situation.asymmetry_weeks < ASYMMETRY_WEEKS:
        return None
    side = f"your {situation.weaker_side} side" if situation.weaker_side else "the weaker side"
    return Finding(
        "info",
        f"One set more for {side}",
        f"It has been {situation.asymmetry_pct:.0f} % behind for {situation.asymmetry_weeks} weeks. "
        "Whether evening "
        "it out changes anything is not known.",
        f"Give {side} one set more, not more than that.",
    )


def minor(setting: Setting) -> Finding | Missing | None:
    """Y1: under 18."""
    if not setting.situation.is_minor:
        return None
    return Finding(
        "caution",
        "Under 18: no added load",
        "The weekly numbers here were written for adults; nothing of them was tried in growing runners.",
        "Own body weight, learn the movement well, keep the number of sets; a coach or physiotherapist "
        "decides on "
        "more. Pain at a growing bone is looked at by a professional.",
    )


def plan(setting: Setting) -> Finding | Missing | None:
    """D1: hip sets this week, and the routine for today."""
    target = weekly_target(setting.situation)
    why = _why(setting, target)
    if target.left is not None and target.left < SMALLEST_ROUTINE_SETS:
        return Finding(
            "do",
            "This week's hip work is done",
            f"{why} You have logged {words.sets(setting.situation.hip_sets_this_week or 0.0)} since Monday.",
            "Nothing more is needed this week. Nothing shows that more would help.",
        )
    built = today(setting, room=target.left)
    if built is None:
        return None
    done = setting.situation.hip_sets_this_week
    so_far = "" if done is None else f" So far this week: {words.sets(done)}."
    return Finding(
        "do",
        f"{_name(built)}, {built.minutes:.0f} minutes, {words.sets(built.hip_sets)}",
        f"{why}{so_far}",
        f"{_sessions(target)} Leave {LAST_HIP_SESSION_H} hours before a race and a day before a key session.",
        routine=built,
    )


def today(setting: Setting, *, room: float | None) -> routine.Routine | None:
    """Build the routine for today from the situation; `room` is what the week has left, in hip sets."""
    situation = setting.situation
    site, state = sore_place(situation)
    return routine.build(
        minutes=situation.minutes if situation.minutes is not None else DEFAULT_MINUTES,
        level=situation.level,
        kit=situation.kit,
        site=site,
        state=state,
        wrists_ok=situation.wrists_ok is not False,
        youth=bool(situation.is_minor),
        max_hip_sets=room,
        exercises=setting.exercises,
    )


def _name(built: routine.Routine) -> str:
    only_dips = all(item.exercise.family == "hip_dip" for item in built.items)
    return "Hip dips" if only_dips else "Hip routine"


def _why(setting: Setting, target: WeeklyTarget) -> str:
    mean = setting.situation.hip_sets_mean
    span = words.span(target.low, target.high)
    usual = "" if mean is None else f"Your last known weeks averaged {words.sets(mean)}. "
    return {
        "unknown": f"Your hip work of the last four weeks is not known; until it is, {span} a week is a "
        "start.",
        "start": f"{usual}For a start, {span} this week.",
        "build": f"{usual}To build, {span} this week: no more than 10 % or 2 sets above that average.",
        "keep": f"{usual}That is enough to keep: {span} in one session hold what you have, if the load "
        "stays.",
        "hold": f"{usual}This week nothing is added: at most {words.sets(target.high)}.",
        "race": f"{usual}Before the race about half: {span}.",
    }[target.aim]


def _sessions(target: WeeklyTarget) -> str:
    if target.aim == "build":
        return "Two or three sessions, two days apart; after an easy run or on the evening of a hard day."
    if target.aim in ("keep", "race"):
        return "One session is enough."
    return "One or two sessions, two days apart."
