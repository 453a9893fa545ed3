"""Guided sessions: a draft that goes on step by step, and at its end becomes logged sets, once.

The browser tells how far a session has come, as often as it likes; only a newer state counts. When it says
that the session is over, its sets are logged and the draft is closed in one transaction, so that saying it
twice, from two tabs or after a lost connection, logs nothing twice.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import secrets
from dataclasses import dataclass, replace
from typing import Any

from analytics.errors import AnalyticsError
from analytics.ingest.batch import SetRow
from analytics.intake import entering
from analytics.store import Store
from analytics.store.rows import GuidedSession
from analytics.store.writer import Writer

LONGEST_PROGRESS = 100_000
"""Letters; a session of thirty minutes takes some two thousand."""
MOST_REPS = 1000
LONGEST_HOLD_S = 36_000.0
MOST_STEPS_TOLD = 1_000_000
REHAB_STATES = ("acute", "subacute", "niggle", "returning")


class NoSuchSessionError(AnalyticsError):
    """There is no guided session of that mark."""


@dataclass(frozen=True)
class Amount:
    """What was truly done of a step: repetitions, or seconds held."""

    reps: float | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Progress:
    """How far a session has come, as the browser tells it, looked over.

    Parameters
    ----------
    done
        What was done, by the place of the step in the plan; what is not here was skipped or not reached.
    pains
        Pain said during a step, 0 to 10, by the place of the step: the highest.
    """

    seq: int
    phase: str
    done: dict[int, Amount]
    pains: dict[int, float]
    pain_end_0_10: float | None
    text: str

    @property
    def is_over(self) -> bool:
        """Say whether the athlete has come to the end, or ended it."""
        return self.phase == "finished"


def read_progress(told: Any, *, steps: int) -> Progress | None:
    """Look over what a browser tells; None where it is not the state of a session of so many steps.

    Examples
    --------
    >>> told = {"seq": 3, "phase": "rest", "done": {"0": {"reps": 12}, "9": {"reps": 1}}}
    >>> read_progress(told, steps=2).done
    {0: Amount(reps=12.0, seconds=None)}
    >>> read_progress({"seq": -1}, steps=2) is None
    True
    """
    if not isinstance(told, dict):
        return None
    try:
        text = json.dumps(told, allow_nan=False)
    except (TypeError, ValueError):
        return None
    seq, phase = told.get("seq"), told.get("phase")
    if not isinstance(seq, int) or isinstance(seq, bool) or not 0 <= seq <= MOST_STEPS_TOLD:
        return None
    if not isinstance(phase, str) or len(text) > LONGEST_PROGRESS:
        return None
    done: dict[int, Amount] = {}
    for at, amount in _by_step(told.get("done"), steps):
        if isinstance(amount, dict):
            reps = _number(amount.get("reps"), MOST_REPS)
            seconds = _number(amount.get("seconds"), LONGEST_HOLD_S)
            if reps or seconds:
                done[at] = Amount(reps or None, seconds or None)
    pains = {
        at: pain for at, said in _by_step(told.get("pains"), steps) if (pain := _number(said, 10)) is not None
    }
    return Progress(
        seq=seq,
        phase=phase,
        done=dict(sorted(done.items())),
        pains=pains,
        pain_end_0_10=_number(told.get("pain_end"), 10),
        text=text,
    )


def _by_step(told: Any, steps: int) -> list[tuple[int, Any]]:
    if not isinstance(told, dict):
        return []
    return [
        (int(at), value)
        for at, value in told.items()
        if isinstance(at, str) and at.isdecimal() and len(at) < 6 and int(at) < steps
    ]


def _number(value: Any, most: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return float(value) if 0 <= value <= most else None


# ---------------------------------------------------------------- from beginning to end


def begin(store: Store, athlete_id: int | None, plan: str, *, day: dt.date) -> str:
    """Begin a session; gives the mark that stands in its address. A draft the athlete had is dropped.

    Parameters
    ----------
    athlete_id
        None where nobody is here yet: who it was is asked at the end.
    plan
        What is to be done: JSON with a `title` and `steps`, each with exercise_id, name and side.
    day
        The local day it is done on.
    """
    read = _plan(plan)
    # Hexadecimal: the browser part's names may not hold two underscores in a row, which other tokens can.
    token = secrets.token_hex(12)
    with store.writer() as writer:
        for other in writer.drafts_of(athlete_id):
            _close(writer, other, "dropped")
        row = GuidedSession(token, athlete_id, read["title"], plan, day, writer.now_utc)
        writer.keep_session(row, is_news=False)
    return token


def go_on(store: Store, session_token: str, told: Any) -> GuidedSession:
    """Keep what a browser tells of a session; at its end, log it.

    Gives the session as it is kept now. What is older than that, or comes after the end, changes nothing.

    Raises
    ------
    NoSuchSessionError
        If there is no such session.
    RefusedEntryError
        If a set breaks a rule; then the session stays under way.
    """
    with store.writer() as writer:
        row = _found(writer, session_token)
        progress = read_progress(told, steps=len(_plan(row.plan)["steps"]))
        if progress is None or row.session_status != "under_way" or progress.seq <= row.progress_seq:
            return row
        row = replace(
            row,
            progress=progress.text,
            progress_seq=progress.seq,
            changed_at_utc=writer.now_utc,
            pain_during_0_10=max(progress.pains.values(), default=None),
            pain_end_0_10=progress.pain_end_0_10,
        )
        writer.keep_session(row, is_news=False)
        if progress.is_over and row.athlete_id is not None:
            row = _log(writer, row, progress)
        return row


def is_over(row: GuidedSession) -> bool:
    """Say whether a draft has come to its end and waits to be logged for somebody."""
    progress = _progress(row)
    return progress is not None and progress.is_over


def log_for(store: Store, session_token: str, athlete_id: int) -> GuidedSession:
    """Log a session that was done before anybody said who it is.

    Raises
    ------
    NoSuchSessionError
        If there is no such session.
    """
    with store.writer() as writer:
        row = _found(writer, session_token)
        progress = _progress(row)
        if row.session_status != "under_way" or progress is None or not progress.is_over:
            return row
        return _log(writer, replace(row, athlete_id=athlete_id), progress)


def drop(store: Store, session_token: str) -> None:
    """Throw a draft away; nothing of it is logged."""
    with store.writer() as writer:
        _close(writer, session_token, "dropped")


def undo(store: Store, session_token: str) -> int:
    """Take the sets of a finished session out of the log again; gives how many there were."""
    with store.writer() as writer:
        row = _found(writer, session_token)
        if row.session_status != "finished" or row.athlete_id is None:
            return 0
        gone = writer.remove_entered_sets(row.athlete_id, json.loads(row.set_ids or "[]"))
        writer.keep_session(replace(row, session_status="undone", set_ids=None), is_news=True)
        return gone


def answer_morning(store: Store, session_token: str, *, worse: bool, pain_0_10: float | None = None) -> None:
    """Keep how it was the morning after.

    Raises
    ------
    NoSuchSessionError
        If there is no such session.
    """
    with store.writer() as writer:
        row = _found(writer, session_token)
        row = replace(row, worse_next_morning=worse, pain_next_morning_0_10=pain_0_10)
        writer.keep_session(row, is_news=True)


def _found(writer: Writer, session_token: str) -> GuidedSession:
    row = writer.guided_session(session_token)
    if row is None:
        raise NoSuchSessionError("This session is not here any more.")
    return row


def _close(writer: Writer, session_token: str, status: str) -> None:
    row = writer.guided_session(session_token)
    if row is not None and row.session_status == "under_way":
        writer.keep_session(replace(row, session_status=status), is_news=False)


def _log(writer: Writer, row: GuidedSession, progress: Progress) -> GuidedSession:
    """Log the sets and close the draft, in the caller's transaction; nothing done is nothing logged."""
    assert row.athlete_id is not None
    sets = sets_of(row, progress)
    status = "finished" if sets else "dropped"
    ids = entering.add_sets(writer, row.athlete_id, sets) if sets else []
    row = replace(
        row,
        session_status=status,
        finished_at_utc=max(writer.now_utc, row.started_at_utc),
        set_ids=json.dumps(ids),
    )
    writer.keep_session(row, is_news=True)
    return row


# ---------------------------------------------------------------- from a plan to sets


def sets_of(row: GuidedSession, progress: Progress) -> list[SetRow]:
    """Give the sets that were done, in their order.

    Left and right of one set with the same amount are one row, `each`; where they differ, or one was left
    out, each side has its own. Pain said during a step stands with its set, pain at the end with the last.
    """
    plan = _plan(row.plan)
    purpose = "rehab" if plan.get("state") in REHAB_STATES else None
    rows: list[SetRow] = []
    for at, amount in progress.done.items():
        step = plan["steps"][at]
        before = rows[-1] if rows else None
        pain = progress.pains.get(at)
        if (
            before is not None
            and step["side"] == "right"
            and before.side == "left"
            and at - 1 in progress.done
            and before.exercise_id == step["exercise_id"]
            and (before.reps, before.duration_s) == (amount.reps, amount.seconds)
        ):
            before.side = "each"
            before.pain_0_10 = max((p for p in (before.pain_0_10, pain) if p is not None), default=None)
            continue
        rows.append(
            SetRow(
                source="form",
                source_name=step["name"],
                performed_on=row.performed_on,
                set_no=len(rows),
                workout=row.workout,
                exercise_id=step["exercise_id"],
                side=step["side"],
                reps=amount.reps,
                duration_s=amount.seconds,
                pain_0_10=pain,
                purpose=purpose,
            )
        )
    if rows and progress.pain_end_0_10 is not None:
        last = rows[-1]
        last.pain_0_10 = max(progress.pain_end_0_10, last.pain_0_10 or 0.0)
    return rows


def _progress(row: GuidedSession) -> Progress | None:
    told = json.loads(row.progress) if row.progress else None
    return read_progress(told, steps=len(_plan(row.plan)["steps"]))


def _plan(text: str) -> dict[str, Any]:
    """Read a plan.

    Raises
    ------
    ValueError
        If it is not one: plans are written by our own reports.
    """
    plan: dict[str, Any] = json.loads(text)
    if not plan["title"] or not all({"exercise_id", "name", "side"} <= set(step) for step in plan["steps"]):
        raise ValueError("this is no plan of a session")
    return plan
