"""Which days a file speaks for: outside them a log says nothing, and nothing is not rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from analytics.ingest.batch import Batch, CheckinRow, SetRow, WeeklyLoadRow
from analytics.store.rows import CoverageRow, StagedActivity

WEEK = dt.timedelta(days=6)


def of_activities(activities: Sequence[StagedActivity], *, is_complete_list: bool) -> list[CoverageRow]:
    """Give the days that activities speak for.

    A single file speaks for its own day. An account's own list speaks for every day between its first and its
    last row, as far as running goes: that somebody kept no strength work there does not mean there was none.
    """
    rows: list[CoverageRow] = []
    running_days = {
        one.start_local.date()
        for one in activities
        if one.start_local and any(session.sport == "running" for session in one.row.sessions)
    }
    if is_complete_list:
        days = [one.start_local.date() for one in activities if one.start_local]
        if days:
            rows.append(CoverageRow("running", min(days), max(days), "list"))
    else:
        rows += [CoverageRow("running", day, day, "file") for day in sorted(running_days)]
    strength_days = {one.row.performed_on for each in activities for one in each.sets if one.row.lane == "logged"}
    rows += [CoverageRow("strength", day, day, "file") for day in sorted(strength_days)]
    return rows


def of_sets(sets: Iterable[SetRow]) -> list[CoverageRow]:
    """Give the span of a strength log: from its first to its last day."""
    days = [one.performed_on for one in sets if one.lane == "logged"]
    return [CoverageRow("strength", min(days), max(days), "list")] if days else []


def of_injuries(batch: Batch) -> list[CoverageRow]:
    """Give the span of an injury table, where the table says that it is complete; otherwise nothing.

    Without that word a table tells of the injuries in it, and not that there were no others.
    """
    if not batch.is_complete_list or not batch.injuries:
        return []
    first = min(one.onset_date for one in batch.injuries)
    last = max(max(one.onset_date, one.recovered_date or one.onset_date) for one in batch.injuries)
    return [CoverageRow("injury", first, last, "declared")]


def of_checkins(checkins: Iterable[CheckinRow]) -> list[CoverageRow]:
    """Give the weeks whose check-in was answered: it asks for every complaint of the week."""
    weeks = sorted({one.week_start for one in checkins if one.q1 is not None})
    return [CoverageRow("injury", monday, monday + WEEK, "file") for monday in weeks]


def of_weeks(loads: Iterable[WeeklyLoadRow]) -> list[CoverageRow]:
    """Give the weeks of a weekly table, for running and for strength as far as each is filled in."""
    rows: list[CoverageRow] = []
    for one in loads:
        end = one.week_start + WEEK
        if any(value is not None for value in (one.runs, one.distance_m, one.moving_s, one.longest_run_m)):
            rows.append(CoverageRow("running", one.week_start, end, "weekly_table"))
        if one.hip_sets is not None:
            rows.append(CoverageRow("strength", one.week_start, end, "weekly_table"))
    return rows
