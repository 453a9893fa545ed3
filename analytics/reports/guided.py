"""The guided session: a routine laid out step by step, a draft under way, and how the last one settled."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from analytics.advice.routine import Routine, build
from analytics.knowledge import exercises, written
from analytics.reports import routine_card
from analytics.reports.records import day as as_day
from analytics.store import Reader

FIVE_MINUTES = 5.0
DRAFT_DAYS = 1
"""A draft of yesterday can still be gone on with: midnight may lie in it."""
ASK_DAYS = 3
"""How long the morning after is asked for, and the pain of the last session is taken to speak for today."""

FINE_UP_TO = 3.0
"""The green band of pain while exercising (data/routine_rules.json, pain_scale)."""


@dataclass(frozen=True)
class Draft:
    """A guided session as the page needs it.

    Parameters
    ----------
    plan, progress
        What the browser is given: the steps, and how far it had come.
    is_over
        Its end is reached; it waits to be logged for somebody if `status` is still under_way.
    logged
        What it became, in words; None before.
    """

    token: str
    athlete_id: int | None
    title: str
    line: str
    status: str
    plan: dict[str, Any]
    progress: dict[str, Any] | None
    seq: int
    is_over: bool
    steps_done: int
    day: dt.date
    logged: str | None
    afterwards: str | None


@dataclass(frozen=True)
class Morning:
    """A finished session of which nobody has said how the morning after was."""

    token: str
    question: str


@dataclass(frozen=True)
class LastSession:
    """What was said of the last finished session; None is not said."""

    pain_0_10: float | None
    worse_next_morning: bool | None
    words: str

    @property
    def pain_that_counts(self) -> float | None:
        """Give the pain that the rules go on with today: up to 3 while exercising is where people go on."""
        return None if self.pain_0_10 is None or self.pain_0_10 <= FINE_UP_TO else self.pain_0_10


def plan(routine: Routine) -> str:
    """Lay a routine out as JSON for the guided session: a step at a time, with how each is done."""
    library = exercises.load()
    card = routine_card.write(routine, names={one.id: one.name for one in library.values()})
    in_rounds = {item.exercise.id for item in routine.items if item.in_rounds}
    steps = []
    for step in routine.steps:
        one = library[step.exercise_id]
        easier = library.get(one.regression_id or "")
        steps.append(
            {
                "exercise_id": step.exercise_id,
                "name": step.name,
                "side": step.side,
                "set_no": step.set_no,
                "of_sets": step.of_sets,
                "in_rounds": step.exercise_id in in_rounds,
                "reps": step.reps,
                "seconds": step.seconds,
                "rest_s": step.rest_s,
                "cue": one.cue,
                "fault": one.common_fault,
                "easier": easier.name if easier else None,
            }
        )
    return json.dumps(
        {
            "title": card.title,
            "line": card.line,
            "state": routine.state,
            "notes": [*routine.notes, *([card.source_words] if card.source_words else [])],
            "steps": steps,
        }
    )


def first_plan() -> str:
    """Lay out five minutes of hip dips for somebody of whom nothing is known yet."""
    built = build(minutes=FIVE_MINUTES, level=None, kit=None, exercises=exercises.load())
    assert built is not None  # nobody is known to be sore
    return plan(built)


def draft(reader: Reader, *, session_token: str) -> Draft | None:
    """Give the session of a mark; None where there is none."""
    row = reader.row("guided_session", session_token=session_token)
    if row is None:
        return None
    laid_out = json.loads(row["plan"])
    progress = json.loads(row["progress"]) if row["progress"] else None
    done = len(progress.get("done", {})) if progress else 0
    finished = row["session_status"] == "finished"
    performed_on = as_day(row["performed_on"])
    assert performed_on is not None  # staging asks for it
    return Draft(
        token=session_token,
        athlete_id=row["athlete_id"],
        title=str(row["workout"]),
        line=f"{laid_out['line']} · {written.date(performed_on)}",
        status=str(row["session_status"]),
        plan=laid_out,
        progress=progress,
        seq=int(row["progress_seq"]),
        is_over=bool(progress and progress.get("phase") == "finished"),
        steps_done=done,
        day=performed_on,
        logged=_logged(reader, row) if finished else None,
        afterwards=_afterwards(row) if finished else None,
    )


def under_way(reader: Reader, *, athlete_id: int | None, today: dt.date) -> str | None:
    """Give the mark of the draft an athlete (None: nobody yet) can go on with."""
    since = today - dt.timedelta(days=DRAFT_DAYS)
    row = reader.row("guided_under_way", athlete_id=athlete_id, since=since)
    return None if row is None else str(row["session_token"])


def morning(reader: Reader, *, athlete_id: int, today: dt.date) -> Morning | None:
    """Give the last session if it was on an earlier day and nobody has said how the morning after was."""
    row = reader.row(
        "guided_last", athlete_id=athlete_id, since=today - dt.timedelta(days=ASK_DAYS), until=today
    )
    if row is None or row["worse_next_morning"] is not None:
        return None
    day = as_day(row["performed_on"])
    if day is None or day >= today:
        return None
    return Morning(
        token=str(row["session_token"]),
        question=f"The morning after {row['workout']} on {written.date(day)}: was anything worse than "
        "before?",
    )


def last_session(reader: Reader, *, athlete_id: int, day: dt.date) -> LastSession | None:
    """Give what was said of the last finished session of the days up to `day`; None where nothing was."""
    row = reader.row("guided_last", athlete_id=athlete_id, since=day - dt.timedelta(days=ASK_DAYS), until=day)
    if row is None:
        return None
    said = [
        value
        for value in (row["pain_during_0_10"], row["pain_end_0_10"], row["pain_next_morning_0_10"])
        if value is not None
    ]
    worse = row["worse_next_morning"]
    if not said and worse is None:
        return None
    on = as_day(row["performed_on"])
    assert on is not None
    words = [f"From your session of {written.date(on)}:"]
    words.append(f"pain {max(said):g} of 10 at most" if said else "pain not said")
    if worse is not None:
        words.append("and worse the next morning" if worse else "and settled by the next morning")
    return LastSession(
        pain_0_10=max(said) if said else None, worse_next_morning=worse, words=" ".join(words) + "."
    )


def _logged(reader: Reader, row: dict[str, Any]) -> str:
    found = reader.row("sets_by_number", set_ids=json.loads(row["set_ids"] or "[]"))
    assert found is not None  # a count always has a row
    sets = written.count(int(found["sets"] or 0), "set")
    return f"{written.sets(float(found['hip_sets'] or 0.0))} hip sets in {sets}"


def _afterwards(row: dict[str, Any]) -> str:
    said = [p for p in (row["pain_during_0_10"], row["pain_end_0_10"]) if p is not None]
    if not said:
        return "Tomorrow you will be asked how it settled."
    worst = max(said)
    if worst > 5:
        return (
            f"Pain of {worst:g} of 10 is above the line for stopping. No more of this today; if it is worse "
            "tomorrow morning, take the easier form or leave it, and if it stays, see a physiotherapist or "
            "doctor."
        )
    if worst > 3:
        return f"Pain of {worst:g} of 10: next time add nothing. Tomorrow you will be asked how it settled."
    return f"Pain of {worst:g} of 10 is where people go on. Tomorrow you will be asked how it settled."
