"""What was recommended, whether it was done, and what followed: counts of what the logs say, no causes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.advice.pain_rules import STOP_ABOVE
from analytics.knowledge import written
from analytics.reports import roster
from analytics.reports.records import day as as_day
from analytics.reports.records import records
from analytics.store import Reader

LOOK_BACK_DAYS = 28
SHOWN = 14
REASONS = {
    "no_time": "No time",
    "sore": "Something is sore",
    "ill": "Not well",
    "other_plan": "Another plan today",
    "no_wish": "No wish",
}


@dataclass(frozen=True)
class Past:
    """One recommendation of an earlier day or today, and what the logs say of that day and the next."""

    day: dt.date
    headline: str
    rule: str
    outcome: str

    @property
    def day_words(self) -> str:
        """Write the day."""
        return written.date(self.day)


@dataclass(frozen=True)
class Tally:
    """Counts of one athlete's days with something to do recommended.

    Parameters
    ----------
    given, done, declined
        Days on which hip work was recommended; of them, with hip work logged that day or the next; declined.
    pain_said, pain_above
        Of the days done: with a pain said for it, and with one above the line for stopping.
    """

    given: int
    done: int
    declined: int
    pain_said: int
    pain_above: int

    @property
    def words(self) -> str:
        """Say the counts in a sentence."""
        if not self.given:
            return f"No hip work was recommended in the last {LOOK_BACK_DAYS} days."
        days = written.count(self.given, "day")
        said = (
            f"Hip work was recommended on {days}; it was logged for {self.done}, declined on {self.declined}."
        )
        if self.pain_said:
            of = written.count(self.pain_said, "day")
            said += (
                f" Pain above {STOP_ABOVE:g} of 10 was said for {self.pain_above} of the {of} with an answer."
            )
        return said


@dataclass(frozen=True)
class History:
    """What Today shows of earlier recommendations."""

    tally: Tally
    past: tuple[Past, ...]


def gather(reader: Reader, *, athlete_id: int, day: dt.date) -> History:
    """Gather one athlete's recommendations of the last four weeks, the newest first."""
    since = day - dt.timedelta(days=LOOK_BACK_DAYS - 1)
    rows = records(reader.frame("advice_outcomes", athlete_id=athlete_id, since=since))
    return History(tally=tally(rows), past=tuple(_past(row, day) for row in rows[:SHOWN]))


def declined(reader: Reader, *, athlete_id: int, day: dt.date) -> dict[str, str]:
    """Give the reasons said on a day, by rule."""
    rows = records(reader.frame("advice_of_day", athlete_id=athlete_id, day=day))
    return {str(row["rule_id"]): str(row["declined_because"]) for row in rows if row["declined_because"]}


def squad(reader: Reader, *, squad_id: int | None = None) -> pd.DataFrame:
    """Gather the counts of a squad, one row an athlete to whom something was recommended.

    Each athlete's four weeks end with the last day on which something was recommended to them.
    """
    rows = records(reader.frame("advice_outcomes", athlete_id=None, since=None))
    by_athlete: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        by_athlete.setdefault(int(row["athlete_id"]), []).append(row)
    table = []
    for person in roster.gather(reader).members(squad_id):
        own = by_athlete.get(person.athlete_id, [])
        last = max((_day(row) for row in own), default=None)
        if last is None:
            continue
        since = last - dt.timedelta(days=LOOK_BACK_DAYS - 1)
        count = tally([row for row in own if _day(row) >= since])
        table.append(
            {
                "athlete": f"{person.name} (simulated)" if person.is_simulated else person.name,
                "last": last,
                "given": count.given,
                "done": count.done,
                "declined": count.declined,
                "pain_said": count.pain_said,
                "pain_above": count.pain_above,
            }
        )
    return pd.DataFrame(
        table, columns=["athlete", "last", "given", "done", "declined", "pain_said", "pain_above"]
    )


def tally(rows: Sequence[dict[str, Any]]) -> Tally:
    """Count the rows that asked for hip work."""
    asked = [row for row in rows if _asks(row)]
    done = [row for row in asked if _is_done(row)]
    said = [row["pain_after"] for row in done if _known(row["pain_after"])]
    return Tally(
        given=len(asked),
        done=len(done),
        declined=sum(row["declined_because"] is not None for row in asked if not _is_done(row)),
        pain_said=len(said),
        pain_above=sum(pain > STOP_ABOVE for pain in said),
    )


def _past(row: dict[str, Any], today: dt.date) -> Past:
    return Past(
        day=_day(row), headline=str(row["headline"]), rule=str(row["rule_id"]), outcome=_outcome(row, today)
    )


def _outcome(row: dict[str, Any], today: dt.date) -> str:
    is_open = _day(row) >= today - dt.timedelta(days=1)
    if _asks(row):
        said = _done(row, is_open=is_open)
    elif row["advice_kind"] == "stop":
        said = _kept(row)
    else:
        said = "Nothing more was asked for." if row["advice_kind"] == "do" else ""
    if _known(row["pain_after"]):
        said += f" Pain {row['pain_after']:g} of 10 at most."
    if _known(row["worse_next_morning"]):
        said += " Worse the next morning." if row["worse_next_morning"] else " Settled by the next morning."
    if _known(row["pain_checkin"]):
        said += f" Check-in of that week: pain {row['pain_checkin']:g} of 10."
    return said.strip() or "Nothing to log."


def _done(row: dict[str, Any], *, is_open: bool) -> str:
    if _is_done(row):
        when = "the same day" if as_day(row["done_on"]) == _day(row) else "the next day"
        hip = written.sets(row["hip_sets_after"])
        amount = f"{hip} hip set" if hip == "1" else f"{hip} hip sets"
        return f"Logged {amount} {when}." if _known(row["hip_sets_after"]) else f"Logged {when}."
    if row["declined_because"] is not None:
        return f"Declined: {REASONS[row['declined_because']].lower()}."
    return "Not logged yet." if is_open else "Nothing logged that day or the next."


def _kept(row: dict[str, Any]) -> str:
    hip = "Hip work was logged" if _is_done(row) else "No hip work logged"
    if not row["running_covered"] or not _known(row["runs_after"]):
        return f"{hip}; of running the log says nothing."
    runs = int(row["runs_after"])
    return f"{hip}, {written.count(runs, 'run')} that day and the next." if runs else f"{hip}, and no run."


def _asks(row: dict[str, Any]) -> bool:
    return row["advice_kind"] == "do" and _known(row["hip_sets_advised"])


def _is_done(row: dict[str, Any]) -> bool:
    return _known(row["sets_after"]) and row["sets_after"] > 0


def _day(row: dict[str, Any]) -> dt.date:
    day = as_day(row["given_on"])
    assert day is not None  # staging asks for it
    return day


def _known(value: Any) -> bool:
    return value is not None
