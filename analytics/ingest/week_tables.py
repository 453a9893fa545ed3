"""Tables of weeks whose columns somebody has explained."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict

from analytics.ingest import cells, day_tables
from analytics.ingest.batch import Batch, Problem, WeeklyLoadRow
from analytics.ingest.layouts import Cells, Layout, date_order
from analytics.ingest.sheets import Line, Sheet

_ISO_WEEK = re.compile(r"(\d{4})[-\s]?W(\d{1,2})$", re.IGNORECASE | re.ASCII)
_MOST_KM = 1_500
_MOST_S = 7 * 86_400.0


def read_weeks(sheet: Sheet, layout: Layout) -> Batch:
    """Read a table of weeks by its layout; the first row of a week counts, others of it are named.

    Raises
    ------
    AskError
        If the dates could be day/month or month/day.
    """
    reader = Cells(sheet, layout)
    batch = Batch(kind=layout.kind)
    texts = sheet.column(layout.columns["week"][0].number)
    order = date_order(texts, layout.order, sheet.header)
    seen: set[tuple[str, dt.date]] = set()
    injured: dict[str, dict[dt.date, bool | None]] = defaultdict(dict)
    for line, text in zip(sheet.lines, texts):
        monday = monday_of(text, order)
        if monday is None:
            reason = f"its week is not understood (it is built like '{cells.shape(text)}')"
            batch.problems.append(Problem(reason, line.number))
            continue
        who = reader.text(line, "athlete")
        if (who, monday) in seen:
            batch.problems.append(Problem("this week stands twice in the table", line.number))
            continue
        try:
            row = _week(reader, line, monday)
            if reader.has("injured"):
                injured[who][monday] = day_tables.yes_or_no(reader.text(line, "injured"))
            batch.weekly_loads.append(row)
        except ValueError as error:
            batch.problems.append(Problem(str(error), line.number))
            continue
        seen.add((who, monday))
    for who, told in injured.items():
        day_tables.add_injuries(batch, told, who or None, lasts=day_tables.WEEK)
    return batch


def monday_of(text: str, order: cells.Order | None) -> dt.date | None:
    """Give the Monday of an ISO week, or of any day; None where the text is neither."""
    week = _ISO_WEEK.match(text.strip())
    if week:
        try:
            return dt.date.fromisocalendar(int(week[1]), int(week[2]), 1)
        except ValueError:
            return None
    when = cells.date_time(text, order)
    return None if when is None else when.date() - dt.timedelta(days=when.weekday())


def _week(reader: Cells, line: Line, monday: dt.date) -> WeeklyLoadRow:
    runs = reader.number(line, "runs")
    if runs is not None and (runs != int(runs) or not 0 <= runs <= 100):
        raise ValueError("the number of runs is not a whole number from 0 to 100")
    row = WeeklyLoadRow(
        week_start=monday,
        runs=None if runs is None else int(runs),
        distance_m=reader.measured(line, "distance"),
        moving_s=reader.measured(line, "time"),
        longest_run_m=reader.measured(line, "longest"),
        hip_sets=reader.number(line, "hip_sets"),
        athlete=reader.text(line, "athlete") or None,
        line=line.number,
    )
    if (row.distance_m or 0) > _MOST_KM * 1000 or (row.moving_s or 0) > _MOST_S:
        raise ValueError("it is more than a week can hold: is the unit right?")
    if (
        row.longest_run_m is not None
        and row.distance_m is not None
        and row.longest_run_m > row.distance_m + 1
    ):
        raise ValueError("the longest run is longer than the week")
    return row
