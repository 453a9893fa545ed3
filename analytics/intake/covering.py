"""Which days a log speaks for beyond those it has rows for; elsewhere nothing is known, not even rest.

A row speaks for its own day without anybody saying so (the store's view of coverage); here are the spans that
a whole log speaks for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from analytics.ingest.batch import Batch, InjuryRow
from analytics.store.rows import CoverageRow, StagedActivity


def of_list(activities: Sequence[StagedActivity]) -> list[CoverageRow]:
    """Give the days an account's own list of activities speaks for: from its first to its last, for running.

    That somebody kept no strength work in such a list does not mean that there was none, so it says nothing
    about strength.
    """
    return _spans("running", [one.start_local.date() for one in activities if one.start_local])


LONGEST_SILENCE = dt.timedelta(days=365)
"""Our choice: a race of long ago entered by hand, or a return, makes no rest of the years between."""
STRENGTH_LOGS = frozenset({"hevy", "strong", "fitnotes", "lyfta", "gymbook", "fitbod", "hipstride_sets"})
"""Kinds of files that hold a whole strength log, not one workout."""


def of_strength_log(batch: Batch) -> list[CoverageRow]:
    """Give the days a strength log speaks for, first to last; nothing for a file of another kind."""
    if batch.kind not in STRENGTH_LOGS:
        return []
    sets = [*batch.sets, *(one for row in batch.activities for one in row.sets)]
    return _spans("strength", [one.performed_on for one in sets if one.lane == "logged"])


def _spans(what: str, days: Iterable[dt.date]) -> list[CoverageRow]:
    """Join the days of a whole log to spans, parted where it was silent for longer than a year."""
    spans: list[CoverageRow] = []
    for day in sorted(set(days)):
        if spans and day - spans[-1].last_date <= LONGEST_SILENCE:
            spans[-1] = CoverageRow(what, spans[-1].first_date, day, "list")
        else:
            spans.append(CoverageRow(what, day, day, "list"))
    return spans


def of_injuries(injuries: Sequence[InjuryRow]) -> list[CoverageRow]:
    """Give the span of an injury table that says of itself that it is complete: first onset to last date.

    Without that word a table tells of the injuries in it, and not that there were no others.
    """
    if not injuries:
        return []
    first = min(one.onset_date for one in injuries)
    last = max(max(one.onset_date, one.recovered_date or one.onset_date) for one in injuries)
    return [CoverageRow("injury", first, last, "declared")]
