"""Asking for a routine: the questions in their order, what stops one, and the routine that answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from analytics.advice import rehab
from analytics.advice.pain_rules import sore_place
from analytics.advice.routine import build
from analytics.advice.routine_form import RoutineFormError, routine_from_json, routine_to_json
from analytics.advice.routine_parts import Wish, sore_words, sound_wish
from analytics.advice.rules import recommend
from analytics.advice.slots import KIT_WORDS
from analytics.advice.words import place
from analytics.errors import AnalyticsError
from analytics.knowledge import evidence, exercises, injuries, routine_rules, written
from analytics.knowledge import rehab as guides
from analytics.knowledge.injuries import HipEvidence
from analytics.reports import situations, today
from analytics.reports.records import records
from analytics.reports.situations import Answers
from analytics.reports.today import CERTAINTY, EvidenceRow, evidence_row
from analytics.store import Reader

MINUTES = (5, 10, 15, 20, 30)
SINCE: dict[rehab.Since, str] = {
    "days": "Less than 3 days",
    "longer": "Longer",
    "gone": "It is gone, less than 4 weeks ago",
}
GRADE_WORDS: dict[HipEvidence, str] = {
    "strong": "strong, as a treatment",
    "moderate": "moderate",
    "weak": "weak",
    "none": "none",
}
NO_STUDY = "Evidence: none. No study of hip work for this place was found; what is said here is judgement."


@dataclass(frozen=True)
class Asked:
    """What a person says they want and how they are; None is not said.

    `signs` are ids of warning signs that were ticked; None as long as nobody was asked.
    """

    minutes: int = 5
    level: int | None = None
    kit: str | None = None
    site: str | None = None
    pain_0_10: float | None = None
    since: rehab.Since | None = None
    signs: tuple[str, ...] | None = None
    wrists_ok: bool = True
    impact_ok: bool = True
    youth: bool = False


@dataclass(frozen=True)
class Stop:
    """Why there is no routine, and what to do instead."""

    headline: str
    reason: str
    action: str


@dataclass(frozen=True)
class Guide:
    """What goes with a routine beside a sore site: gates, what to mind, what is known and how well."""

    title: str
    gates: tuple[tuple[str, str], ...]
    gate_source: EvidenceRow
    note: str
    grade: str
    reason: str | None
    action: str | None
    evidence: tuple[EvidenceRow, ...]
    kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Answer:
    """What was asked for: a routine in its written form, a stop, or a question that comes first."""

    text: str | None
    stop: Stop | None
    question: str | None


@dataclass(frozen=True)
class Saved:
    """One saved routine; `problem` says why it cannot be opened, where that is so."""

    routine_id: int
    name: str
    line: str
    text: str
    problem: str | None


@dataclass(frozen=True)
class Standing:
    """What the log knows of the person before they say anything.

    Parameters
    ----------
    site
        What is sore, by an open injury or one that ended a short time ago.
    is_minor, may_be_minor
        Under 18 for certain, or perhaps: only the year of birth is known.
    stops
        What the log says against any routine today, such as an injury that has to be cleared first.
    """

    line: str
    level: int | None
    kit: str | None
    site: str | None
    is_minor: bool
    may_be_minor: bool
    stops: tuple[Stop, ...]
    saved: tuple[Saved, ...]


def gather(reader: Reader, *, athlete_id: int, day: dt.date) -> Standing:
    """Gather what the page starts from: the athlete's level, kit and age, and the routines they saved."""
    athlete = reader.row("today_athlete", athlete_id=athlete_id)
    if athlete is None:
        raise AnalyticsError("There is no such athlete.")
    day = situations.as_of(athlete, day)
    situation = situations.gather(reader, athlete=athlete, day=day, answers=Answers())
    found = recommend(situation, evidence=evidence.load(), exercises=exercises.load())
    born, adult_from = athlete["birth_year"], routine_rules.load().youth.under_age
    oldest = None if born is None else day.year - int(born)  # one less until the birthday
    return Standing(
        line=f"{athlete['name']}{' · simulated' if athlete['simulated'] else ''}",
        level=None if athlete["level"] is None else int(athlete["level"]),
        kit=athlete["kit"] if athlete["kit"] in KIT_WORDS else None,
        site=sore_place(situation)[0],
        is_minor=oldest is not None and oldest < adult_from,
        may_be_minor=oldest is not None and oldest <= adult_from,
        stops=tuple(Stop(one.headline, one.reason, one.action) for one in found if one.kind == "stop"),
        saved=tuple(_saved(row) for row in records(reader.frame("saved_routines", athlete_id=athlete_id))),
    )


def without_saved(known: Standing | None) -> Standing | None:
    """Give what is known of the person alone: saving a routine changes nothing of it."""
    return None if known is None else replace(known, saved=())


def levels() -> dict[int, str]:
    """List the levels with their words."""
    return today.LEVELS


def kits() -> dict[str, str]:
    """List the kits with their words."""
    return KIT_WORDS


def sites() -> dict[str, str]:
    """List the sites to point at; the four that the founding article names come first."""
    labels = {site.id: site.label for site in injuries.sites()}
    return {site: labels[site] for site in rehab.sites()} | {"unspecified": "Several, or not sure"}


def signs(site: str) -> dict[str, str]:
    """List the warning signs to ask for at a site."""
    return {flag.id: flag.words for flag in rehab.signs(site)}


def wish_of(asked: Asked) -> Wish:
    """Make what was asked sound; call it only where nothing stops a routine."""
    state = None
    if asked.site is not None:
        graded = rehab.state_of(asked.pain_0_10, asked.since)
        state = "acute" if graded == "stop" else graded
    return sound_wish(
        minutes=asked.minutes,
        level=asked.level,
        kit=asked.kit,
        site=asked.site,
        state=state,
        wrists_ok=asked.wrists_ok,
        impact_ok=asked.impact_ok,
        youth=asked.youth,
    )


def answer(asked: Asked) -> Answer:
    """Answer with a routine, unless something stops it or has to be asked first."""
    if asked.site is not None:
        if asked.signs is None:
            return Answer(None, None, f"Before a routine for {sore_words(asked.site)}: the short list above.")
        stop = _stop(asked)
        if stop is not None:
            return Answer(None, stop, None)
    wish = wish_of(asked)
    built = build(
        minutes=wish.minutes,
        level=wish.asked_level,
        kit=wish.kit,
        site=wish.site,
        state=wish.state,
        wrists_ok=wish.wrists_ok,
        impact_ok=wish.impact_ok,
        youth=wish.youth,
        exercises=exercises.load(),
    )
    return Answer(None if built is None else routine_to_json(built), None, None)


def reading(asked: Asked) -> str:
    """Say how a sore site was read, and what follows from it.

    Examples
    --------
    >>> reading(Asked(site="knee", pain_0_10=2, since="longer"))
    'Read as 1 to 3 of 10: exercises at level 3 or below, some with caution, no hops.'
    """
    state = wish_of(asked).state
    rule = routine_rules.load().injury_states[state or "subacute"]
    why = {
        "acute": "Read as fresh, less than three days old",
        "subacute": "Read as 4 to 5 of 10"
        if asked.pain_0_10 is not None
        else "Pain not said, read as 4 to 5 of 10",
        "niggle": "Read as 1 to 3 of 10",
        "returning": "Read as gone for less than four weeks",
    }[rule.id]
    which = "some with caution" if "caution" in rule.allow else "only those that suit it fully"
    return f"{why}: exercises at level {rule.level_cap} or below, {which}, no hops."


def guide(site: str) -> Guide:
    """Say what goes with a routine beside a sore site."""
    known, rows = rehab.known(site), evidence.load()
    serious = {kind.name for kind in injuries.load().values() if kind.red_flag == "yes"}
    certainty = None if known.certainty is None else CERTAINTY[known.certainty]
    return Guide(
        title=f"With {sore_words(site)}",
        gates=tuple((gate.when, gate.do) for gate in rehab.gates()),
        gate_source=evidence_row(rows[rehab.GATE_EVIDENCE]),
        note=guides.load()[site].note,
        grade=NO_STUDY if certainty is None else f"Evidence for hip work here: certainty {certainty}.",
        reason=known.reason,
        action=known.emphasis,
        evidence=tuple(evidence_row(rows[each]) for each in known.evidence_ids),
        kinds=tuple(
            (name, f"{GRADE_WORDS[grade]}{'; to be cleared by a clinician first' if name in serious else ''}")
            for name, grade in known.kinds
        ),
    )


def _stop(asked: Asked) -> Stop | None:
    ticked = [flag for flag in rehab.signs(asked.site or "unspecified") if flag.id in (asked.signs or ())]
    if ticked:
        listed = "; ".join(f"{flag.words[0].lower()}{flag.words[1:]}" for flag in ticked)
        if any(flag.level == "urgent" for flag in ticked):
            return Stop(
                "No routine: get this seen now",
                f"You ticked: {listed}. Signs like these can be something that cannot wait.",
                "Get medical care now; call the emergency number if it is severe or growing.",
            )
        return Stop(
            "No routine: see a clinician first",
            f"You ticked: {listed}. A routine is the wrong answer to that.",
            "See a doctor or physiotherapist this week, before you run or train that leg again.",
        )
    if rehab.state_of(asked.pain_0_10, asked.since) == "stop":
        return Stop(
            "No routine today: the pain is above 5",
            f"You gave your {place(asked.site)} {asked.pain_0_10:g} of 10; above 5 is the line for stopping.",
            "Rest it. If it is no better in a few days, or you limp, see a doctor or physiotherapist.",
        )
    return None


def _saved(row: dict[str, Any]) -> Saved:
    text = str(row["routine"])
    try:
        routine = routine_from_json(text, exercises=exercises.load())
    except RoutineFormError as error:
        return Saved(int(row["routine_id"]), str(row["name"]), "cannot be opened", text, str(error))
    parts = [
        f"{written.number(routine.minutes)} min",
        written.count(len(routine.items), "exercise"),
        f"{written.sets(routine.hip_sets)} hip sets",
    ]
    return Saved(int(row["routine_id"]), str(row["name"]), " · ".join(parts), text, None)
