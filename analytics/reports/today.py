"""Today: what to do and why, the routine, and what is missing for a better answer; one athlete, one day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import Any

from analytics.advice.pain_rules import sore_place
from analytics.advice.recommendation import Recommendation, Setting
from analytics.advice.routine import Routine, build
from analytics.advice.rules import recommend
from analytics.advice.situation import RED_FLAGS
from analytics.advice.slots import KIT_WORDS
from analytics.errors import AnalyticsError
from analytics.knowledge import evidence, exercises, injuries, written
from analytics.knowledge.evidence import Evidence
from analytics.reports import checkin, guided, routine_card, situations
from analytics.reports.guided import LastSession
from analytics.reports.routine_card import RoutineCard
from analytics.reports.situations import Answers
from analytics.store import Reader
from analytics.store.rows import GivenAdvice

CERTAINTY = {"high": "high", "moderate": "moderate", "low": "low", "very_low": "very low"}
LEVELS = {
    1: "1 · new, returning or sore",
    2: "2 · some sessions done, a plank of 30 s",
    3: "3 · steady for six to eight weeks",
    4: "4 · single-leg squat to a chair",
    5: "5 · a year of it, no injury for eight weeks",
}
FIVE_MINUTES = 5.0
CONDITIONS = {"G3": "nothing hurts more than 2 of 10", "G1": "none of the warning signs below applies"}
UNASKED = "Only if nothing hurts more than 2 of 10 and none of the warning signs below applies."
"""On what a session depends for somebody of whom nothing is known."""
LISTS = {
    "urgent": "Needs care now",
    "bone": "May be a bone",
    "pain": "Stops running",
    "energy": "Good to know",
}


@dataclass(frozen=True)
class EvidenceRow:
    """One row of evidence, as a foldout shows it."""

    claim: str
    population: str
    result: str
    certainty: str
    address: str


@dataclass(frozen=True)
class Advice:
    """One recommendation with its evidence written out."""

    rule_id: str
    kind: str
    headline: str
    reason: str
    action: str
    certainty: str
    evidence: tuple[EvidenceRow, ...]
    is_judged: bool


@dataclass(frozen=True)
class Choice:
    """Something to tick or pick, with its words."""

    id: str
    words: str


@dataclass(frozen=True)
class Today:
    """Everything the page of today shows."""

    line: str
    day: dt.date
    is_simulated: bool
    is_stopped: bool
    advice: tuple[Advice, ...]
    open_questions: tuple[Advice, ...]
    standing: Advice
    routine: RoutineCard | None
    five_minutes: RoutineCard | None
    routine_plan: str | None
    five_plan: str | None
    level: int | None
    kit: str | None
    given: tuple[GivenAdvice, ...]
    remembered: str | None
    pain_is_said: bool
    checkin_due: str | None = None

    @property
    def plan(self) -> Advice | None:
        """Give the recommendation that carries the week's dose, where nothing stops it."""
        return next((one for one in self.advice if one.kind == "do"), None)

    @property
    def stops(self) -> tuple[Advice, ...]:
        """Give what stops everything else today."""
        return tuple(one for one in self.advice if one.kind == "stop")

    @property
    def has_longer_routine(self) -> bool:
        """Say whether the routine for the time asked is another than the five-minute one."""
        return self.routine is not None and (
            self.five_minutes is None or self.routine.key != self.five_minutes.key
        )

    @property
    def condition(self) -> str | None:
        """Say on what the plan depends as long as pain or warning signs were not asked for."""
        unasked = {one.rule_id for one in self.open_questions}
        if not self.pain_is_said:  # what the last session said is not what is so now
            unasked.add("G3")
        said = [words for rule_id, words in CONDITIONS.items() if rule_id in unasked]
        return f"Only if {' and '.join(said)}." if said else None

    @property
    def notices(self) -> tuple[Advice, ...]:
        """Give what comes beside the plan."""
        return tuple(one for one in self.advice if one.kind not in ("do", "stop"))

    def to_dict(self) -> dict[str, Any]:
        """Give the advice as plain values for JSON."""
        said = [*self.advice, *self.open_questions, self.standing]
        return {
            "day": self.day.isoformat(),
            "simulated": self.is_simulated,
            "recommendations": [
                {
                    "rule": one.rule_id,
                    "kind": one.kind,
                    "judged": one.is_judged,
                    "headline": one.headline,
                    "reason": one.reason,
                    "action": one.action,
                    "certainty": one.certainty,
                    "evidence": [{f.name: getattr(row, f.name) for f in fields(row)} for row in one.evidence],
                }
                for one in said
            ],
            "routine": None if self.routine is None else _routine_dict(self.routine),
        }


def red_flags() -> dict[str, tuple[Choice, ...]]:
    """List the warning signs to ask for, under their headings."""
    return {
        heading: tuple(Choice(flag.id, flag.words) for flag in RED_FLAGS if flag.level == level)
        for level, heading in LISTS.items()
    }


def kits() -> tuple[Choice, ...]:
    """List the kits there are."""
    return tuple(Choice(kit, words) for kit, words in KIT_WORDS.items())


def sites() -> tuple[Choice, ...]:
    """List the sites to point at, in the order to offer them."""
    return tuple(Choice(site.id, site.label) for site in injuries.sites() if site.id != "unspecified")


def metres(distance_km: float | None) -> float | None:
    """Turn a distance as people say it into metres; None stays unknown."""
    return None if distance_km is None else distance_km * 1000


def level_words(level: int | None) -> str:
    """Say which level is set."""
    return LEVELS.get(level or 0, "Not set: taken as 1")


def gather(reader: Reader, *, athlete_id: int, today: dt.date, **answers: Any) -> Today:
    """Gather the advice for one athlete.

    Parameters
    ----------
    today
        The day it is; a simulated athlete's advice is for the last day of the simulation.
    answers
        Fields of `Answers`: what the person says today. What is left out is unknown.

    Raises
    ------
    AnalyticsError
        If there is no such athlete.
    """
    athlete = reader.row("today_athlete", athlete_id=athlete_id)
    if athlete is None:
        raise AnalyticsError("There is no such athlete.")
    day = situations.as_of(athlete, today)
    last = guided.last_session(reader, athlete_id=athlete_id, day=day)
    said = _with_last_session(Answers(**answers), last)
    situation = situations.gather(reader, athlete=athlete, day=day, answers=said)
    rows, library = evidence.load(), exercises.load()
    found = recommend(situation, evidence=rows, exercises=library)
    is_stopped = found[0].kind == "stop"
    plan = next((one for one in found if one.routine is not None), None)
    names = {one.id: one.name for one in library.values()}
    five = None if is_stopped else _five_minutes(Setting(situation, rows, library))
    return Today(
        line=_line(athlete, day, today),
        day=day,
        is_simulated=bool(athlete["simulated"]),
        is_stopped=is_stopped,
        advice=tuple(_advice(one, rows) for one in found[:-1] if one.is_judged),
        open_questions=tuple(_advice(one, rows) for one in found if not one.is_judged),
        standing=_advice(found[-1], rows),
        routine=None
        if plan is None or plan.routine is None
        else routine_card.write(plan.routine, names=names),
        five_minutes=None if five is None else routine_card.write(five, names=names),
        routine_plan=None if plan is None or plan.routine is None else guided.plan(plan.routine),
        five_plan=None if five is None else guided.plan(five),
        level=situation.level,
        kit=situation.kit,
        given=tuple(_given(one) for one in found[:-1] if one.is_judged),
        remembered=last.words if last else None,
        pain_is_said=said.pain_now_0_10 is not None,
        checkin_due=checkin.due_line(reader, athlete_id=athlete_id, day=day),
    )


def _with_last_session(said: Answers, last: LastSession | None) -> Answers:
    """Fill in what the last guided session said, where the person says nothing else today."""
    if last is None:
        return said
    pain, worse = said.pain_last_session_0_10, said.worse_next_morning
    return replace(
        said,
        pain_last_session_0_10=last.pain_that_counts if pain is None else pain,
        worse_next_morning=last.worse_next_morning if worse is None else worse,
    )


def _given(one: Recommendation) -> GivenAdvice:
    return GivenAdvice(
        rule_id=one.rule_id,
        advice_kind=one.kind,
        headline=one.headline,
        evidence_ids=",".join(one.evidence_ids),
        hip_sets_advised=None if one.routine is None else one.routine.hip_sets,
    )


def day_of(reader: Reader, *, athlete_id: int | None, today: dt.date) -> dt.date:
    """Give the day an athlete's log is kept on: today, or the last day of the simulation."""
    athlete = None if athlete_id is None else reader.row("today_athlete", athlete_id=athlete_id)
    return today if athlete is None else situations.as_of(athlete, today)


def _five_minutes(setting: Setting) -> Routine | None:
    """The routine that is always one click away, whatever time was asked for."""
    situation = setting.situation
    site, state = sore_place(situation)
    return build(
        minutes=FIVE_MINUTES,
        level=situation.level,
        kit=situation.kit,
        site=site,
        state=state,
        wrists_ok=situation.wrists_ok is not False,
        youth=bool(situation.is_minor),
        exercises=setting.exercises,
    )


def _line(athlete: dict[str, Any], day: dt.date, today: dt.date) -> str:
    parts = [str(athlete["name"])]
    if athlete["simulated"]:
        parts.append("simulated")
    parts.append(written.date(day))
    if day != today:
        parts.append("the last day of the simulation")
    elif athlete["last_date"] is None:
        parts.append("nothing logged yet")
    else:
        parts.append(f"log up to {written.date(athlete['last_date'])}")
    return " · ".join(parts)


def _advice(one: Recommendation, rows: dict[str, Evidence]) -> Advice:
    return Advice(
        rule_id=one.rule_id,
        kind=one.kind,
        headline=one.headline,
        reason=one.reason,
        action=one.action,
        certainty=CERTAINTY[one.certainty],
        evidence=tuple(evidence_row(rows[each]) for each in one.evidence_ids),
        is_judged=one.is_judged,
    )


def evidence_row(row: Evidence) -> EvidenceRow:
    """Write a row of evidence out, as a foldout shows it."""
    if row.effect is None:
        result = "an agreed rule" if row.kind == "convention" else "no number read"
    elif row.low is None or row.high is None:
        result = f"{row.measure} {row.effect:g}"
    else:
        result = f"{row.measure} {written.interval(row.effect, row.low, row.high)}"
    return EvidenceRow(
        claim=row.claim,
        population=row.population,
        result=result,
        certainty=f"{CERTAINTY[row.certainty]}: {row.certainty_reason}",
        address=row.address,
    )


def _routine_dict(card: RoutineCard) -> dict[str, Any]:
    return {
        "title": card.title,
        "minutes": round(card.minutes, 1),
        "hip_sets": round(card.hip_sets, 2),
        "items": [
            {"exercise_id": item.exercise_id, "name": item.name, "amount": item.amount, "reason": item.reason}
            for item in card.items
        ],
        "notes": list(card.notes),
    }
