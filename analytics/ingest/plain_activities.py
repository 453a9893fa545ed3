"""Any table of activities whose layout is known: plain tables, Apple Health exports, mapped columns."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from analytics.ingest.batch import ActivityRow, Batch, Problem, SessionRow
from analytics.ingest.layouts import MAPPED, WHERE_ASKED, AskError, Cells, Layout, Start
from analytics.ingest.sheets import Line, Sheet
from analytics.ingest.zones import offset_name
from analytics.knowledge import dialects

_NOON = dt.time(12)
_APART = dt.timedelta(minutes=15)
_OWN_POWER = ("running", "walking", "hiking", "swimming", "unknown")


def read_activities(sheet: Sheet, layout: Layout) -> Batch:
    """Read a table of activities by its layout.

    A day without a time of day is put at noon, local time, so that no shift of zone moves it to another day;
    further rows of that day follow a quarter of an hour apart, so that two like runs are not taken for one.

    Raises
    ------
    AskError
        If the dates could be day/month or month/day.
    """
    reader = Cells(sheet, layout)
    batch = Batch(kind=layout.kind)
    on_day: Counter[dt.date] = Counter()
    for line, start in reader.starts(batch.problems):
        try:
            row = _activity(reader, line)
        except ValueError as error:
            batch.problems.append(Problem(str(error), line.number))
            continue
        _place(row, start, on_day)
        batch.activities.append(row)
    for word, count in reader.unknown_sports.items():
        said = f"the word '{word[:40]}' is not known" if word else "neither a column nor the name says it"
        batch.problems.append(Problem(f"the sport of {count} activities: {said}"))
    if reader.too_fast and layout.vocabulary != MAPPED:
        word = sheet.header[layout.columns["distance"][0].number]
        raise AskError(
            f"Under '{word[:40]}' stand distances that nobody can have run in their time ({reader.too_fast}"
            f" of {len(batch.activities)}): they are in another unit than the others, or no distances."
            f" {WHERE_ASKED}",
            header=tuple(sheet.header),
        )
    if reader.too_fast:
        batch.problems.append(
            Problem(f"the distance of {reader.too_fast} activities: nobody can have run it in the time")
        )
    if reader.as_metres:
        batch.problems.append(
            Problem(
                f"the distance of {reader.as_metres} activities is taken for metres in a column of"
                " kilometres: as kilometres they would be faster than anybody"
            )
        )
    return batch


def _place(row: ActivityRow, start: Start, on_day: Counter[dt.date]) -> None:
    row.start_local, row.start_utc = start.local, start.utc
    if not start.has_time and start.local is not None:
        day = start.local.date()
        row.start_local = dt.datetime.combine(day, _NOON) + min(on_day[day], 40) * _APART
        row.date_only = True
        on_day[day] += 1
    if start.offset_s is not None:
        row.zone, row.zone_basis = offset_name(start.offset_s), "file"


def _sport(reader: Cells, line: Line) -> tuple[dialects.Sport, str | None]:
    word, name = reader.text(line, "sport"), reader.text(line, "name")
    said = reader.layout.sports.get(word) or reader.layout.sports.get("")
    if said is not None:
        return said, None
    known = dialects.sport(word, source=reader.layout.vocabulary) if word else None
    known = known or dialects.sport_in_name(name)
    if known is None:
        reader.unknown_sports[word] += 1
    return known or ("unknown", None)


def _celsius(reader: Cells, line: Line) -> float | None:
    value = reader.number(line, "temperature")
    if value is None:
        return None
    unit = reader.layout.columns["temperature"][0].unit
    return (value - 32) / 1.8 if unit == "f" else value if unit == "c" else None


def _activity(reader: Cells, line: Line) -> ActivityRow:
    sport, sub_sport = _sport(reader, line)
    moving_s, elapsed_s = reader.measured(line, "moving"), reader.measured(line, "elapsed")
    strides = reader.layout.columns.get("cadence", ())
    cadence = reader.number(line, "cadence")
    if cadence and strides and strides[0].unit == "strides_a_min":
        cadence *= 2
    session = SessionRow(
        sport=sport,
        sub_sport=sub_sport,
        distance_m=reader.distance_m(line, moving_s or elapsed_s, is_machine=sport not in _OWN_POWER),
        moving_s=moving_s,
        elapsed_s=elapsed_s,
        ascent_m=reader.measured(line, "ascent"),
        descent_m=reader.measured(line, "descent"),
        hr_mean_bpm=reader.number(line, "hr_mean") or None,
        hr_max_bpm=reader.number(line, "hr_max") or None,
        cadence_mean_spm=cadence or None,
        power_mean_w=reader.number(line, "power") or None,
        energy_kcal=reader.measured(line, "energy"),
        temperature_mean_c=_celsius(reader, line),
        rpe_0_10=reader.number(line, "rpe"),
    )
    return ActivityRow(
        sessions=[session],
        name=reader.text(line, "name") or None,
        description=reader.text(line, "description") or None,
        line=line.number,
    )
