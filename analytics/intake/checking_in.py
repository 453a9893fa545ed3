"""The weekly check-in as a person answers it: a week with its problems, and the injury each belongs to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from analytics.ingest.batch import InjuryRow
from analytics.intake.entering import RefusedEntryError
from analytics.metrics import ostrc
from analytics.store import Store, checkin_entries, injury_entries
from analytics.store.writer import Writer

WEEK = dt.timedelta(days=7)
LEVELS = ("complaint", "substantial", "time_loss")
WELLNESS = ("sleep_1_5", "fatigue_1_5", "soreness_1_5", "stress_1_5", "mood_1_5")


@dataclass(frozen=True)
class Answered:
    """One problem of a week; None is not answered yet. `q1` is 8, 17 or 25: 0 is no problem."""

    q1: int
    q2: int | None = None
    q3: int | None = None
    q4: int | None = None
    problem_kind: str | None = None  # injury, illness
    site: str | None = None
    side: str | None = None
    pain_0_10: float | None = None
    injury_id: int | None = None

    @property
    def is_whole(self) -> bool:
        """Say whether everything is answered that tells which injury it is and how bad."""
        is_measured = ostrc.severity(self.q1, self.q2, self.q3, self.q4) is not None
        return self.problem_kind == "injury" and self.site is not None and is_measured

    @property
    def case_level(self) -> str:
        """Name how far the problem went, in the words of the injury log.

        Examples
        --------
        >>> Answered(25).case_level, Answered(8, 17, 0, 8).case_level, Answered(8, 8, 0, 8).case_level
        ('time_loss', 'substantial', 'complaint')
        """
        if self.q1 == ostrc.CANNOT_TAKE_PART:
            return "time_loss"
        return "substantial" if ostrc.substantial(self.q1, self.q2, self.q3) else "complaint"


@dataclass(frozen=True)
class Week:
    """A week as answered: no problem, or the problems; wellness from 1 to 5, 5 the best."""

    is_without_problem: bool | None = None
    problems: tuple[Answered, ...] = ()
    wellness: dict[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Followed:
    """What the answers did to the injury log: numbers of injuries opened, and of those made worse."""

    opened: tuple[int, ...] = ()
    raised: tuple[int, ...] = ()


def save(store: Store, athlete_id: int, monday: dt.date, week: Week) -> Followed:
    """Keep a week as it is answered so far, in place of what was answered before.

    A problem that is an injury and wholly answered belongs to an injury of the log by this rule: one at
    that place that was open in the week, else one is opened, with the week as its time of onset. An injury
    that went further in the week than the log says takes the higher level; none is ever lowered or closed.

    Raises
    ------
    RefusedEntryError
        If the week has no problem and problems at once.
    StoreError
        If an answer breaks a rule.
    """
    if week.is_without_problem and week.problems:
        raise RefusedEntryError("A week without a problem has no problems.")
    with store.writer() as writer:
        had = _injuries_of(writer, athlete_id, monday)
        problems, followed = _with_injuries(writer, athlete_id, monday, week.problems)
        row = week_row(replace(week, problems=tuple(problems)))
        checkin_entries.keep(writer, athlete_id, row, [vars(one) for one in problems], monday=monday)
        _drop_unneeded(writer, athlete_id, monday, had)
    return followed


def undo(store: Store, athlete_id: int, monday: dt.date) -> bool:
    """Take back the newest answer of a week; gives whether there was one.

    An injury that this answer alone has opened goes with it.
    """
    with store.writer() as writer:
        had = _injuries_of(writer, athlete_id, monday)
        done = checkin_entries.undo(writer, athlete_id, monday)
        _drop_unneeded(writer, athlete_id, monday, had)
    return done


def week_row(week: Week) -> dict[str, Any] | None:
    """Give the row of a week: its worst problem, the worst pain; None where nothing is answered.

    Examples
    --------
    >>> cold, knee = Answered(8, 8, 8, 8, "illness"), Answered(8, 17, 0, 8, "injury", "knee")
    >>> row = week_row(Week(problems=(cold, knee)))
    >>> row["q2"], row["site"]
    (17, 'knee')
    >>> week_row(Week(is_without_problem=True))["q1"], week_row(Week())
    (0, None)
    """
    row: dict[str, Any] = {name: week.wellness.get(name) for name in WELLNESS}
    if week.problems:
        worst = max(week.problems, key=_badness)
        row |= {one.name: getattr(worst, one.name) for one in fields(Answered) if one.name != "injury_id"}
        pains = [one.pain_0_10 for one in week.problems if one.pain_0_10 is not None]
        row["pain_0_10"] = max(pains, default=None)
    elif week.is_without_problem:
        row["q1"] = 0
    return row if any(value is not None for value in row.values()) else None


def _badness(one: Answered) -> tuple[bool, int]:
    answers = (one.q1, one.q2, one.q3, one.q4)
    severity = ostrc.severity(*answers)
    so_far = sum(answer or 0 for answer in answers) if severity is None else severity
    return ostrc.substantial(one.q1, one.q2, one.q3) is True, so_far


def _with_injuries(
    writer: Writer, athlete_id: int, monday: dt.date, problems: Sequence[Answered]
) -> tuple[list[Answered], Followed]:
    found: list[Answered] = []
    opened: list[int] = []
    raised: list[int] = []
    for one in problems:
        if not one.is_whole:
            found.append(one)
            continue
        there = _there(writer, athlete_id, monday, one)
        if there is None:
            row = InjuryRow(
                onset_date=monday, site=one.site, side=one.side, case_level=one.case_level,
                pain_0_10=one.pain_0_10, onset_precision="week", running_related=None,
            )  # fmt: skip
            ids = writer.add_injuries(athlete_id, None, [row]).added_ids
            opened += ids
            found.append(replace(one, injury_id=ids[0] if ids else None))
            continue
        number, level = there
        if LEVELS.index(one.case_level) > LEVELS.index(level):
            injury_entries.edit(writer, athlete_id, number, {"case_level": one.case_level})
            raised.append(number)
        found.append(replace(one, injury_id=number))
    return found, Followed(tuple(opened), tuple(raised))


def _there(writer: Writer, athlete_id: int, monday: dt.date, one: Answered) -> tuple[int, str] | None:
    """Give the injury of the log that a problem belongs to: at its place, open in its week; the newest."""
    writer.flush()
    rows = writer.ask(
        "SELECT injury_id, case_level FROM injury WHERE athlete_id = ? AND site = ? "
        "AND onset_date < ? AND (recovered_date IS NULL OR recovered_date > ?) "
        "AND (side IS NULL OR side = 'both' OR ? IS NULL OR ? = 'both' OR side = ?) "
        "ORDER BY onset_date DESC, injury_id",
        [athlete_id, one.site, monday + WEEK, monday, one.side, one.side, one.side],
    )
    return (int(rows[0][0]), str(rows[0][1])) if rows else None


def _injuries_of(writer: Writer, athlete_id: int, monday: dt.date) -> set[int]:
    writer.flush()
    rows = writer.ask(
        "SELECT injury_id FROM checkin_problem WHERE athlete_id = ? AND week_start = ? "
        "AND injury_id IS NOT NULL",
        [athlete_id, monday],
    )
    return {int(row[0]) for row in rows}


def _drop_unneeded(writer: Writer, athlete_id: int, monday: dt.date, had: set[int]) -> None:
    """Take out injuries that answers of this week have opened and that no answer means any more."""
    for number in sorted(had - _injuries_of(writer, athlete_id, monday)):
        meant = writer.ask("SELECT 1 FROM checkin_problem WHERE injury_id = ?", [number])
        opened_here = writer.ask(
            "SELECT 1 FROM injury WHERE injury_id = ? AND onset_precision = 'week' AND onset_date = ?",
            [number, monday],
        )
        changes = writer.ask(
            "SELECT DISTINCT did FROM log_version WHERE athlete_id = ? AND log_name = 'injury' "
            "AND entry_key = ?",
            [athlete_id, str(number)],
        )
        if opened_here and not meant and changes == [("logged",)]:
            injury_entries.undo(writer, athlete_id, number)
