"""Plain tables of activities whose headers name their units: dist_m, mov_s, distance_km, time_min."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from analytics.ingest import cells
from analytics.ingest.batch import ActivityRow, Batch, Problem, SessionRow
from analytics.ingest.sheets import Line, Sheet
from analytics.ingest.strength_logs import METRES
from analytics.ingest.zones import offset_name
from analytics.knowledge import dialects

_SECONDS = {"s": 1.0, "min": 60.0}
_NOON = dt.time(12)
_APART = dt.timedelta(minutes=15)


def fits(header: list[str]) -> bool:
    """Say whether a header names a day, and a distance or a time with its unit.

    Examples
    --------
    >>> fits(["date", "dist_m", "mov_s", "hr"]), fits(["date", "distance", "time"])
    (True, False)
    """
    found = dialects.columns("plain_activities", header)
    return bool({"date", "start_utc", "start_local"} & set(found)) and {"distance", "moving"} <= set(found)


class _Reader:
    def __init__(self, sheet: Sheet) -> None:
        self.columns = dialects.columns("plain_activities", sheet.header)
        fields = ("distance", "moving", "elapsed", "ascent", "hr_mean", "hr_max", "rpe")
        texts = [sheet.column(self.columns[one][0]) for one in fields if one in self.columns]
        self.mark = cells.decimal_mark(texts, fallback="," if sheet.separator == ";" else ".")
        self.unknown: Counter[str] = Counter()

    def text(self, line: Line, field: str) -> str:
        return line.cells[self.columns[field][0]] if field in self.columns else ""

    def number(self, line: Line, field: str) -> float | None:
        return cells.number(self.text(line, field), self.mark)

    def scaled(self, line: Line, field: str, factors: dict[str, float]) -> float | None:
        value = self.number(line, field)
        if value is None:
            return None
        return value * factors[self.columns[field][1].unit or ""]

    def sport(self, line: Line) -> tuple[dialects.Sport, str | None]:
        word, name = self.text(line, "sport"), self.text(line, "name")
        known = dialects.sport(word) if word else None
        known = known or dialects.sport_in_name(name)
        if known is None:
            self.unknown[word] += 1
        return known or ("unknown", None)

    def activity(self, line: Line, start: dt.datetime) -> ActivityRow:
        sport, sub_sport = self.sport(line)
        session = SessionRow(
            sport=sport,
            sub_sport=sub_sport,
            distance_m=self.scaled(line, "distance", METRES),
            moving_s=self.scaled(line, "moving", _SECONDS),
            elapsed_s=self.scaled(line, "elapsed", _SECONDS),
            ascent_m=self.number(line, "ascent"),
            hr_mean_bpm=self.number(line, "hr_mean") or None,
            hr_max_bpm=self.number(line, "hr_max") or None,
            rpe_0_10=self.number(line, "rpe"),
        )
        return ActivityRow(
            sessions=[session],
            start_local=start,
            name=self.text(line, "name") or None,
            description=self.text(line, "description") or None,
            line=line.number,
        )


def read_plain_activities(sheet: Sheet) -> Batch:
    """Read a plain table of activities.

    A day without a time of day is put at noon, local time, so that no shift of zone moves it to another day;
    further rows of that day follow a quarter of an hour apart, so that two like runs are not taken for one.
    """
    reader = _Reader(sheet)
    batch = Batch(kind="plain_activities")
    on_day: Counter[dt.date] = Counter()
    field = next(one for one in ("start_utc", "start_local", "date") if one in reader.columns)
    texts = sheet.column(reader.columns[field][0])
    for line, text, start in zip(sheet.lines, texts, cells.date_times(texts)):
        utc, offset = cells.utc_and_offset(text)
        if start is None and utc is None:
            shown = cells.shape(text)
            batch.problems.append(
                Problem(f"its date is not understood (it is built like '{shown}')", line.number)
            )
            continue
        if start is not None and ":" not in text:
            start = dt.datetime.combine(start.date(), _NOON) + min(on_day[start.date()], 40) * _APART
            on_day[start.date()] += 1
        try:
            row = reader.activity(line, start or utc or dt.datetime.min)
        except ValueError as error:
            batch.problems.append(Problem(str(error), line.number))
            continue
        if utc is not None and (
            field == "start_utc" or offset is not None or text.rstrip().endswith(("Z", "z"))
        ):
            row.start_utc, row.start_local = utc, None
            if offset is not None:
                row.start_local = utc + dt.timedelta(seconds=offset)
                row.zone, row.zone_basis = offset_name(offset), "file"
        batch.activities.append(row)
    for word, count in reader.unknown.items():
        said = f"the word '{word[:40]}' is not known" if word else "neither a column nor the name says it"
        batch.problems.append(Problem(f"the sport of {count} activities: {said}"))
    return batch
