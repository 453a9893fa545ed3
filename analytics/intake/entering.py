"""What a person enters by hand: sets, injuries, check-ins, people, and which days their logs speak for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analytics.errors import AnalyticsError
from analytics.ingest.batch import CheckinRow, InjuryRow, SetRow, WeeklyLoadRow
from analytics.intake import crediting
from analytics.store import Store
from analytics.store.rows import CoverageRow, Outcome
from analytics.store.writer import Writer

__all__ = [
    "CheckinRow",
    "EnteredInjury",
    "InjuryRow",
    "RefusedEntryError",
    "SetRow",
    "WeeklyLoadRow",
    "add_athlete",
    "add_sets",
    "close_injury",
    "declare_coverage",
    "enter_injury",
    "log_checkin",
    "log_injury",
    "log_sets",
    "log_weekly_load",
    "remove_sets",
    "update_athlete",
]

FORM = "form"


class RefusedEntryError(AnalyticsError):
    """What was entered breaks a rule of the log; the message says which, and nothing was stored."""


@dataclass(frozen=True)
class EnteredInjury:
    """What became of an injury that was entered.

    `number` is the injury's where something was stored; None where all of it was in the log already.
    """

    number: int | None
    is_new: bool


def _accepted(outcome: Outcome) -> Outcome:
    if outcome.rejected:
        raise RefusedEntryError("; ".join(dict.fromkeys(one.reason for one in outcome.rejected)))
    return outcome


def log_sets(store: Store, athlete_id: int, rows: Sequence[SetRow]) -> list[int]:
    """Store sets entered in a form, labelled and credited like those of a file; gives their numbers.

    Raises
    ------
    RefusedEntryError
        If a row breaks a rule; then none of them is stored.
    """
    with store.writer() as writer:
        return add_sets(writer, athlete_id, rows)


def add_sets(writer: Writer, athlete_id: int, rows: Sequence[SetRow]) -> list[int]:
    """Store sets as `log_sets` does, inside a transaction that holds more; gives their numbers.

    Raises
    ------
    RefusedEntryError
        If a row breaks a rule.
    """
    return _accepted(writer.add_sets(athlete_id, None, crediting.credited(rows), entered=True)).added_ids


def remove_sets(store: Store, athlete_id: int, set_ids: Sequence[int]) -> int:
    """Take entered sets out again; gives how many there were. Sets of a file stay: undo its import."""
    with store.writer() as writer:
        return writer.remove_entered_sets(athlete_id, set_ids)


def log_injury(store: Store, athlete_id: int, row: InjuryRow) -> int | None:
    """Store an injury; gives its number, or None where it was in already (what is new of it is added).

    Raises
    ------
    RefusedEntryError
        If it breaks a rule.
    """
    entered = enter_injury(store, athlete_id, row)
    return entered.number if entered.is_new else None


def enter_injury(store: Store, athlete_id: int, row: InjuryRow) -> EnteredInjury:
    """Store an injury, or what is new of one that was in already, and say which it was.

    Raises
    ------
    RefusedEntryError
        If it breaks a rule.
    """
    with store.writer() as writer:
        outcome = _accepted(writer.add_injuries(athlete_id, None, [row]))
        numbers = outcome.added_ids or outcome.changed_ids
        return EnteredInjury(numbers[0] if numbers else None, bool(outcome.added_ids))


def close_injury(store: Store, injury_id: int, recovered_date: dt.date) -> None:
    """Set the day an injury was over: the first day without it.

    Raises
    ------
    StoreError
        If there is no such injury, or the day breaks a rule.
    """
    with store.writer() as writer:
        writer.close_injury(injury_id, recovered_date)


def log_checkin(store: Store, athlete_id: int, row: CheckinRow) -> None:
    """Store the answers of one week; a second check-in for the week takes the place of the first.

    Raises
    ------
    RefusedEntryError
        If an answer breaks a rule.
    """
    with store.writer() as writer:
        _accepted(writer.add_checkins(athlete_id, None, [row]))


def log_weekly_load(store: Store, athlete_id: int, row: WeeklyLoadRow) -> None:
    """Store the sums of one week.

    Raises
    ------
    RefusedEntryError
        If a sum breaks a rule.
    """
    with store.writer() as writer:
        _accepted(writer.add_weekly_loads(athlete_id, None, [row]))


def declare_coverage(store: Store, athlete_id: int, what: str, first: dt.date, last: dt.date) -> None:
    """Say that a log is complete between two days, both included: days without a row are then rest, not gaps.

    Parameters
    ----------
    what
        running, strength or injury.

    Raises
    ------
    RefusedEntryError
        If the days are the wrong way round, or the log is none of the three.
    """
    if last < first:
        raise RefusedEntryError("The last day lies before the first.")
    with store.writer() as writer:
        _accepted(writer.add_coverage(athlete_id, None, [CoverageRow(what, first, last, "declared")]))


def add_athlete(store: Store, name: str, **details: Any) -> int:
    """Add a person; gives their number. `details`: sex, birth_year, hr_max_bpm, zone, level, kit, ...

    Raises
    ------
    RefusedEntryError
        If somebody of that name is there already.
    StoreError
        If a detail breaks a rule.
    """
    with store.reader() as reader:
        names = {str(one).casefold() for one in reader.frame("roster_athletes")["name"]}
    if " ".join(name.split()).casefold() in names:
        raise RefusedEntryError(f"There is an athlete named {name.strip()} already.")
    with store.writer() as writer:
        return writer.add_athlete(" ".join(name.split()), **details)


def update_athlete(store: Store, athlete_id: int, **details: Any) -> None:
    """Change what is known of a person; None makes a detail unknown.

    Raises
    ------
    StoreError
        If there is no such athlete, or a detail breaks a rule.
    """
    with store.writer() as writer:
        writer.update_athlete(athlete_id, **details)
