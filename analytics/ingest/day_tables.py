"""Tables of days of training, and the column that says whether somebody was injured, of days or weeks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from analytics.ingest import cells
from analytics.ingest.batch import ActivityRow, Batch, InjuryRow, Problem, SessionRow, Spoken, WeeklyLoadRow
from analytics.ingest.layouts import Cells, Layout, date_order
from analytics.ingest.sheets import Line, Sheet

NOON = dt.time(12)
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
YES = frozenset({"1", "1.0", "yes", "y", "true", "x", "injured", "ja", "oui", "si", "sí", "sì", "sim", "tak"})
NO = frozenset(
    {"0", "0.0", "no", "n", "false", "-", "healthy", "nein", "nee", "non", "nej", "nei", "não", "nie"}
)
MOST_KM, MOST_S = 500, 86_400.0


def read_days(sheet: Sheet, layout: Layout) -> Batch:
    """Read a table of days by its layout; a day without a row, between the first and the last, is rest.

    One person's days are runs at noon; where a column names athletes, the days of each are summed to weeks.
    Hip sets are summed to the weeks that lie wholly within the table. Days on which somebody was injured, one
    after another, are one injury from the first of them to the day it no longer says so.

    Raises
    ------
    AskError
        If the dates could be day/month or month/day.
    """
    reader = Cells(sheet, layout)
    batch = Batch(kind=layout.kind)
    texts = sheet.column(layout.columns["day"][0].number)
    order = date_order(texts, layout.order, sheet.header)
    days: dict[str, dict[dt.date, _Day]] = defaultdict(dict)
    for line, text in zip(sheet.lines, texts):
        when = cells.date_time(text, order)
        if when is None:
            reason = f"its day is not understood (it is built like '{cells.shape(text)}')"
            batch.problems.append(Problem(reason, line.number))
            continue
        own = days[reader.text(line, "athlete")]
        if when.date() in own:
            batch.problems.append(Problem("this day stands twice in the table", line.number))
            continue
        try:
            own[when.date()] = _Day(reader, line)
        except ValueError as error:
            batch.problems.append(Problem(str(error), line.number))
    for name, own in days.items():
        athlete = name or None
        if reader.has("athlete"):
            batch.weekly_loads += _weeks(own, athlete)
        else:
            batch.activities += [_run(day, one) for day, one in sorted(own.items()) if one.is_run]
            batch.weekly_loads += [
                row for row in _weeks(own, None, only_sets=True) if row.hip_sets is not None
            ]
            if reader.has("distance") or reader.has("time") or reader.has("runs"):
                batch.speaks_for.append(Spoken("running", min(own), max(own), athlete))
        told = {day: one.injured for day, one in own.items()}
        add_injuries(batch, told, athlete, lasts=DAY)
    return batch


def add_injuries(
    batch: Batch, told: dict[dt.date, bool | None], athlete: str | None, *, lasts: dt.timedelta
) -> None:
    """Add the injuries that a yes-or-no column tells of, and the span it speaks for.

    Parameters
    ----------
    told
        By day (or Monday): injured, not injured, None unknown.
    lasts
        How long a row speaks for: a day or a week.
    """
    known = sorted((day, is_so) for day, is_so in told.items() if is_so is not None)
    if not known:
        return
    batch.speaks_for.append(Spoken("injury", known[0][0], known[-1][0] + lasts - DAY, athlete))
    since: dt.date | None = None
    for day, is_injured in known:
        if is_injured and since is None:
            since = day
        elif not is_injured and since is not None:
            batch.injuries.append(_injury(since, day, athlete, is_week=lasts == WEEK))
            since = None
    if since is not None:
        batch.injuries.append(_injury(since, None, athlete, is_week=lasts == WEEK))


def yes_or_no(text: str) -> bool | None:
    """Read a cell that says yes or no; None where it says nothing.

    Raises
    ------
    ValueError
        If it is neither.

    Examples
    --------
    >>> yes_or_no("1"), yes_or_no("Nein"), yes_or_no("")
    (True, False, None)
    """
    word = text.strip().casefold()
    if cells.is_missing(text) and word not in NO:
        return None
    if word in YES or word in NO:
        return word in YES
    raise ValueError(f"'{text.strip()[:20]}' is neither yes nor no")


def says_yes_or_no(texts: Iterable[str]) -> bool:
    """Tell whether all cells say yes or no."""
    return all(text.strip().casefold() in YES | NO for text in texts)


class _Day:
    """What a row says of a day; None is unknown."""

    def __init__(self, reader: Cells, line: Line) -> None:
        self.line = line.number
        self.distance_m = reader.measured(line, "distance") if reader.has("distance") else None
        self.moving_s = reader.measured(line, "time") if reader.has("time") else None
        self.runs = reader.number(line, "runs") if reader.has("runs") else None
        self.hip_sets = reader.number(line, "hip_sets") if reader.has("hip_sets") else None
        self.rpe = reader.number(line, "rpe") if reader.has("rpe") else None
        self.injured = yes_or_no(reader.text(line, "injured")) if reader.has("injured") else None
        numbers = (self.distance_m, self.moving_s, self.runs, self.hip_sets)
        if any(one is not None and one < 0 for one in numbers):
            raise ValueError("a negative number stands where an amount should be")
        if (self.distance_m or 0) > MOST_KM * 1000 or (self.moving_s or 0) > MOST_S:
            raise ValueError("it is more than a day can hold: is the unit right?")

    @property
    def is_run(self) -> bool:
        """Tell whether there was running at all."""
        return any((one or 0) > 0 for one in (self.distance_m, self.moving_s, self.runs))


def _run(day: dt.date, one: _Day) -> ActivityRow:
    session = SessionRow(
        "running", distance_m=one.distance_m or None, moving_s=one.moving_s or None, rpe_0_10=one.rpe
    )
    start = dt.datetime.combine(day, NOON)
    return ActivityRow([session], start_local=start, date_only=True, line=one.line)


def _weeks(days: dict[dt.date, _Day], athlete: str | None, *, only_sets: bool = False) -> list[WeeklyLoadRow]:
    """Sum days to the weeks that lie wholly between the first and the last."""
    first, last = min(days), max(days)
    monday = first + dt.timedelta(days=-first.weekday() % 7)
    rows = []
    while monday + WEEK - DAY <= last:
        own = [days[day] for k in range(7) if (day := monday + k * DAY) in days]
        row = WeeklyLoadRow(monday, hip_sets=_total([one.hip_sets for one in own]), athlete=athlete)
        if not only_sets:
            row.runs = sum(one.is_run for one in own)
            row.distance_m = _total([one.distance_m for one in own])
            row.moving_s = _total([one.moving_s for one in own])
            row.longest_run_m = max(
                [one.distance_m for one in own if one.distance_m is not None], default=None
            )
        row.line = own[0].line if own else None
        rows.append(row)
        monday += WEEK
    return rows


def _total(values: list[float | None]) -> float | None:
    """Sum what is known; unknown where a row leaves it open, or there is no row at all."""
    known = [one for one in values if one is not None]
    return sum(known) if values and len(known) == len(values) else None


def _injury(first: dt.date, well: dt.date | None, athlete: str | None, *, is_week: bool) -> InjuryRow:
    return InjuryRow(
        onset_date=first,
        case_level="time_loss",
        time_loss_start=first,
        recovered_date=well,
        athlete=athlete,
        onset_precision="week" if is_week else None,
    )
