"""Rules about pain, warning signs and injuries: stop, ease off, go on.

The bands (up to 2, 3 to 5, above 5) and the rule of the next morning are conventions of pain monitoring; the
product reads them strictly for running and more widely for rehabilitation work.
"""

from __future__ import annotations

from analytics.advice import words
from analytics.advice.recommendation import Finding, Missing, Setting
from analytics.advice.situation import InjuryNow, RedFlag, RoutineState, Situation

STOP_ABOVE = 5.0
AMBER_ABOVE = 2.0
SUBACUTE_FROM = 4.0
ACUTE_DAYS = 3
RETURNING_DAYS = 28
RETURN_TO_RUNNING_DAYS = 84
OSTRC_COULD_NOT_TAKE_PART = 25
SUBSTANTIAL_WEEKS = 2

_UNASKED = Missing(
    "Warning signs: not asked yet",
    "Nobody has said whether one of the warning signs applies today. What follows takes it that none does.",
    "Answer the short list before you start.",
)


def urgent(setting: Setting) -> Finding | Missing | None:
    """G1: a sign that asks for care now."""
    situation = setting.situation
    flags = situation.flagged("urgent")
    if flags:
        return Finding(
            "stop",
            "No training today: get this seen now",
            f"You ticked: {_listed(flags)}. Signs like these can be something that cannot wait.",
            "Get medical care now; call the emergency number if it is severe or growing. No plan is shown.",
        )
    return _UNASKED if situation.red_flags is None else None


def bone(setting: Setting) -> Finding | Missing | None:
    """G2: a sign of a bone stress injury, or an injury of a kind a professional has to clear."""
    situation = setting.situation
    flags = situation.flagged("bone")
    held = [injury for injury in situation.open_injuries if injury.needs_clearance]
    if not flags and not held:
        return None
    said = []
    if flags:
        said.append(f"You ticked: {_listed(flags)}. Pain like this can come from a bone under stress.")
    if held:
        said.append(f"Your log has an open injury that has to be cleared first: {_named(held)}.")
    energy = situation.flagged("energy")
    if energy:
        said.append(f"That counts for more together with: {_listed(energy)}.")
    return Finding(
        "stop",
        "No running and no hip work until this has been seen",
        " ".join(said),
        "No running, no jumping and no loaded work on that leg. See a doctor or physiotherapist this week; "
        "before you run again the bone should not be tender and walking should not hurt.",
    )


def strong_pain(setting: Setting) -> Finding | Missing | None:
    """G3: pain above 5 of 10, a limp, a joint that swells or locks, or training given up over it."""
    situation = setting.situation
    said = []
    pain = situation.worst_pain_0_10
    if pain is not None and pain > STOP_ABOVE:
        said.append(f"You gave your pain {pain:g} of 10; above {STOP_ABOVE:g} is the line for stopping.")
    flags = situation.flagged("pain")
    if flags:
        said.append(f"You ticked: {_listed(flags)}.")
    if situation.altered_gait and not any(flag.id == "limp" for flag in flags):
        said.append("You run or walk differently because it hurts.")
    if situation.ostrc_q1_last == OSTRC_COULD_NOT_TAKE_PART:
        said.append("In your last check-in you could not train at all because of it.")
    if said:
        return Finding(
            "stop",
            "Stop running for now",
            " ".join(said),
            "No running today. Upper body and the other leg are open as long as nothing hurts. "
            "See a physiotherapist or doctor if it is no better in a few days.",
        )
    if pain is None:
        return Missing(
            "Pain: not said yet",
            "How much it hurts today, or hurt in the last session, is not known. What follows takes it that "
            "nothing hurts more than 2 of 10.",
            "Give your pain a number from 0 to 10.",
        )
    return None


def amber(setting: Setting) -> Finding | Missing | None:
    """G4: pain of 3 to 5, worse the next morning, or substantial problems two weeks in a row."""
    situation = setting.situation
    said = []
    pain = situation.worst_pain_0_10
    if pain is not None and AMBER_ABOVE < pain <= STOP_ABOVE:
        said.append(f"You gave your pain {pain:g} of 10.")
    if situation.worse_next_morning:
        said.append("It had not settled by the next morning.")
    weeks = situation.substantial_weeks
    if weeks is not None and weeks >= SUBSTANTIAL_WEEKS:
        said.append(f"Your check-ins say it has cut your training for {weeks} weeks in a row.")
    if said:
        return Finding(
            "amber",
            "Run less until it settles",
            " ".join(said) + " The product reads pain strictly for running.",
            "Cut running by 30 to 50 %, without hills, fast work or a longer run than usual. Take the easier "
            "form of what hurts, or hold it still: 5 times 30 to 45 s at 3 of 10 or less. "
            "Two weeks without improvement: see a physiotherapist.",
        )
    if pain is not None and pain > 0 and situation.worse_next_morning is None:
        return Missing(
            "The next morning: not said yet",
            "You had some pain, and whether it had settled by the next morning is not known.",
            "Tomorrow morning, look again; if it is worse than before the session, take the easier form.",
        )
    return None


def green(setting: Setting) -> Finding | Missing | None:
    """G5: pain of 2 or less that settles."""
    situation = setting.situation
    pain = situation.worst_pain_0_10
    if pain is None or not 0 < pain <= AMBER_ABOVE or situation.worse_next_morning:
        return None
    return Finding(
        "info",
        "A little pain: go on, and do not add",
        f"You gave your pain {pain:g} of 10; up to 2 that settles within a day is where people go on.",
        "Keep the exercise and the run as they are today; nothing longer, heavier or faster there.",
    )


def low_energy(setting: Setting) -> Finding | Missing | None:
    """R1: signs of too little energy, without a sign at a bone."""
    flags = setting.situation.flagged("energy")
    if not flags:
        return None
    return Finding(
        "caution",
        "Worth talking over with a doctor",
        f"You ticked: {_listed(flags)}. Bone stress injuries are seen more often in runners with such signs.",
        "Keep your running where it is until you have talked it over.",
    )


def returning(setting: Setting) -> Finding | Missing | None:
    """L5: coming back after an injury, up to twelve weeks."""
    injuries = setting.situation.injuries
    if injuries is None:
        return Missing(
            "Injuries: the log does not cover today",
            "Whether an injury is open, or ended a short time ago, is not known.",
            "Log an injury, or say that your injury log is complete.",
        )
    recent = [i for i in injuries if i.is_open or (i.days_since_recovery or 0) <= RETURN_TO_RUNNING_DAYS]
    if not recent:
        return None
    return Finding(
        "caution",
        "This is a way back, not a test",
        f"In your log: {_named(recent)}.",
        "Let pain set the pace of it: up to 3 of 10 in hip work, settled by the next morning. Log it as "
        "rehab; "
        "these weeks say nothing about what hip work does for your pace.",
    )


def sore_place(situation: Situation) -> tuple[str | None, RoutineState | None]:
    """Say where it is sore and how much, for building a routine; (None, None) for nothing sore.

    Several sore places at once count as a site nobody named: an exercise then has to suit all of them.
    """
    open_sites = {injury.site or "unspecified" for injury in situation.open_injuries}
    pain = situation.worst_pain_0_10
    if situation.pain_site and pain:
        open_sites.add(situation.pain_site)
    site = next(iter(open_sites)) if len(open_sites) == 1 else "unspecified"
    if situation.open_injuries and min(i.days_since_onset for i in situation.open_injuries) < ACUTE_DAYS:
        return site, "acute"
    if situation.worse_next_morning or (pain is not None and pain >= SUBACUTE_FROM):
        return site, "subacute"
    if situation.open_injuries:
        return site, "subacute" if pain is None else "niggle"
    if pain:
        return site, "niggle"
    ended = [i for i in situation.injuries or () if (i.days_since_recovery or 0) < RETURNING_DAYS]
    if ended:
        places = {injury.site or "unspecified" for injury in ended}
        return (next(iter(places)) if len(places) == 1 else "unspecified"), "returning"
    return None, None


def _listed(flags: tuple[RedFlag, ...]) -> str:
    return "; ".join(flag.words[0].lower() + flag.words[1:] for flag in flags)


def _named(some: list[InjuryNow]) -> str:
    return ", ".join(
        f"{one.name or words.place(one.site)} "
        f"({'open' if one.is_open else f'over for {one.days_since_recovery} days'})"
        for one in some
    )
