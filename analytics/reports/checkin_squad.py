"""A squad's weekly check-ins for a coach: who answered, and what."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from analytics.knowledge import written
from analytics.reports import roster
from analytics.reports.checkin import WEEK, Response, due_week, response
from analytics.reports.checkin_questions import cell, row_words
from analytics.reports.records import day as as_day
from analytics.reports.records import records
from analytics.store import Reader


@dataclass(frozen=True)
class SquadAnswers:
    """A squad's answers: one row an athlete, one cell a week."""

    rows: tuple[dict[str, Any], ...]
    cells: tuple[dict[str, Any], ...]
    response: Response
    line: str


def gather(reader: Reader, *, athlete_ids: tuple[int, ...], today: dt.date, weeks: int = 12) -> SquadAnswers:
    """Gather a squad's last weeks: who answered, and what.

    The weeks end with the last that is due; among simulated athletes, with the last that anybody answered.
    """
    people = {one.athlete_id: one for one in roster.gather(reader).people if one.athlete_id in athlete_ids}
    rows = [
        row for row in records(reader.frame("checkin_weeks", athlete_id=None))
        if int(row["athlete_id"]) in people
    ]  # fmt: skip
    due = due_week(today)
    if people and all(one.is_simulated for one in people.values()):
        due = max((one for row in rows if (one := as_day(row["week_start"]))), default=due)
    mondays = [due - WEEK * back for back in range(weeks - 1, -1, -1)]
    table, cells, total = [], [], Response(0, 0)
    for athlete_id, person in people.items():
        own = {
            found: row for row in rows
            if int(row["athlete_id"]) == athlete_id and (found := as_day(row["week_start"]))
        }  # fmt: skip
        whole = response(list(own), due=due)
        total = Response(total.answered + whole.answered, total.asked + whole.asked)
        first = min(own, default=None)
        cells += [cell(person.name, monday, own.get(monday), first) for monday in mondays]
        latest = own.get(due)
        table.append(
            {
                "name": person.name,
                "answered": f"{whole.answered} of {whole.asked}" if whole.asked else "No answer yet",
                "share_pct": whole.share_pct,
                "latest": "Not answered" if latest is None else row_words(latest),
            }
        )
    return SquadAnswers(
        rows=tuple(sorted(table, key=lambda one: (one["share_pct"] is not None, one["share_pct"] or 0))),
        cells=tuple(cells),
        response=total,
        line=f"{written.count(len(people), 'athlete')} · {total.words}",
    )
