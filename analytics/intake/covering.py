"""Which days a log speaks for beyond those it has rows for; elsewhere nothing is known, not even rest.

A row speaks for its own day without anybody saying so (the store's view of coverage); here are the spans that
a whole log speaks for.
"""

from __future__ import annotations

from collections.abc import Sequence

from analytics.ingest.batch import Batch, InjuryRow
from analytics.store.rows import CoverageRow, StagedActivity


def of_list(activities: Sequence[StagedActivity]) -> list[CoverageRow]:
    """Give the span of an account's own list of activities: its first to its last day, for running.

    That somebody kept no strength work in such a list does not mean that there was none, so it says nothing
    about strength.
    """
    days = [one.start_local.date() for one in activities if one.start_local]
    return [CoverageRow("running", min(days), max(days), "list")] if days else []


STRENGTH_LOGS = frozenset({"hevy", "strong", "hipstride_sets"})
"""Kinds of files that hold a whole strength log, not one workout."""


def of_strength_log(batch: Batch) -> list[CoverageRow]:
    """Give the span of a strength log: its first to its last day; nothing for a file of another kind."""
    if batch.kind not in STRENGTH_LOGS:
        return []
    sets = [*batch.sets, *(one for row in batch.activities for one in row.sets)]
    days = [one.performed_on for one in sets if one.lane == "logged"]
    return [CoverageRow("strength", min(days), max(days), "list")] if days else []


def of_injuries(injuries: Sequence[InjuryRow]) -> list[CoverageRow]:
    """Give the span of an injury table that says of itself that it is complete: first onset to last date.

    Without that word a table tells of the injuries in it, and not that there were no others.
    """
    if not injuries:
        return []
    first = min(one.onset_date for one in injuries)
    last = max(max(one.onset_date, one.recovered_date or one.onset_date) for one in injuries)
    return [CoverageRow("injury", first, last, "declared")]
