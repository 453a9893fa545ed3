"""Tables of our own: sets, injuries, weeks and check-ins that a person keeps by hand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from analytics.errors import UnreadableError
from analytics.ingest import cells
from analytics.ingest.batch import Batch, CheckinRow, InjuryRow, Problem, SetRow, WeeklyLoadRow
from analytics.ingest.sheets import Line, Sheet
from analytics.knowledge import dialects, exercises, injuries

_ISO_WEEK = re.compile(r"(\d{4})[-\s]?W(\d{1,2})$", re.IGNORECASE | re.ASCII)
_YES = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
_NUMERIC = frozenset({
    "sets", "reps", "seconds", "load_kg", "reps_in_reserve", "pain_0_10", "runs", "distance_km", "time_min",
    "longest_km", "hip_sets", "q1", "q2", "q3", "q4",
    "sleep_1_5", "fatigue_1_5", "soreness_1_5", "stress_1_5", "mood_1_5",
})  # fmt: skip
_DATES = (
    "date", "onset_date", "recovered_date", "week", "first_day_missed", "first_run_date",
    "full_training_date", "first_race_date",
)  # fmt: skip
_MODES = ("acute_sudden", "repetitive_sudden", "repetitive_gradual")
_BEGAN = ("during_run", "after_run", "next_day", "not_running")
_MECHANISMS = ("no_contact", "fall", "twist", "blow", "overload", "other")
_RECURRENCES = ("new", "local_new", "reinjury", "exacerbation")
_TISSUES = ("muscle", "tendon", "bone", "joint", "ligament", "nerve", "skin", "other")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,4}$", re.ASCII)


Row = TypeVar("Row")


class _FaultError(Exception):
    """A cell that breaks the rule of its column, in words."""


def fits(kind: str, header: Sequence[str]) -> bool:
    """Say whether a header is that of a template: all its columns known, the needed ones there.

    Examples
    --------
    >>> fits("hipstride_weeks", ["week", "distance_km"]), fits("hipstride_weeks", ["week", "miles"])
    (True, False)
    """
    words = {dialects.folded(word) for word in header if word}
    columns = dialects.template(kind)
    needed = {column.column for column in columns if column.needed}
    others = words - needed - {"athlete", "note", "pain_0_10", "side", "site"}
    known = {column.column for column in columns}
    return needed <= words <= known and (bool(others) or kind in ("hipstride_injuries",))


class _Reader:
    """Cells of a template by column, with the rules of the columns."""

    def __init__(self, sheet: Sheet) -> None:
        self.at = {dialects.folded(word): number for number, word in enumerate(sheet.header)}
        numeric = [sheet.column(self.at[word]) for word in _NUMERIC if word in self.at]
        self.mark = cells.decimal_mark(numeric, fallback="," if sheet.separator == ";" else ".")
        dates = [text for word in _DATES if word in self.at for text in sheet.column(self.at[word])]
        self.order = cells.date_order(dates)

    def text(self, line: Line, column: str) -> str | None:
        text = line.cells[self.at[column]] if column in self.at else ""
        return None if cells.is_missing(text) else text

    def number(self, line: Line, column: str, *, least: float = 0.0, most: float) -> float | None:
        text = self.text(line, column)
        if text is None:
            return None
        try:
            value = cells.number(text, self.mark)
        except ValueError:
            raise _FaultError(f"{column} is not a number") from None
        if value is not None and not least <= value <= most:
            raise _FaultError(f"{column} is not between {least:g} and {most:g}")
        return value

    def whole(self, line: Line, column: str, *, least: int = 0, most: int) -> int | None:
        value = self.number(line, column, least=least, most=most)
        if value is not None and value != int(value):
            raise _FaultError(f"{column} is not a whole number")
        return None if value is None else int(value)

    def day(self, line: Line, column: str) -> dt.date | None:
        text = self.text(line, column)
        if text is None:
            return None
        found = cells.date_time(text, self.order)
        if found is None:
            raise _FaultError(f"{column} is not a date; write it as 2026-11-16")
        if not 1950 <= found.year <= 2100:
            raise _FaultError(f"the year of {column} cannot be right")
        return found.date()

    def monday(self, line: Line) -> dt.date:
        text = self.text(line, "week")
        found = _ISO_WEEK.match(text) if text else None
        if found:
            try:
                return dt.date.fromisocalendar(int(found[1]), int(found[2]), 1)
            except ValueError:
                raise _FaultError("there is no such week") from None
        day = self.day(line, "week")
        if day is None:
            raise _FaultError("the week is missing")
        return day - dt.timedelta(days=day.weekday())

    def one_of(self, line: Line, column: str, words: Sequence[str]) -> str | None:
        text = self.text(line, column)
        if text is None:
            return None
        word = text.strip().casefold().replace(" ", "_").replace("-", "_")
        if word not in words:
            raise _FaultError(f"{column} is none of {', '.join(words)}")
        return word

    def site(self, line: Line) -> str | None:
        text = self.text(line, "site")
        if text is None:
            return None
        word = text.strip().casefold()
        for site in injuries.sites():
            if word.replace(" ", "_").replace("-", "_") == site.id or word == site.label.casefold():
                return site.id
        raise _FaultError(f"site is none of {', '.join(site.id for site in injuries.sites())}")

    def diagnosis(self, line: Line) -> str | None:
        text = self.text(line, "diagnosis")
        if text is None:
            return None
        word = text.strip().casefold()
        for one in injuries.load().values():
            if word.replace(" ", "-").replace("_", "-") == one.id or word == one.name.casefold():
                return one.id
        for synonym in injuries.synonyms():
            if word == synonym.pattern and synonym.specificity == "diagnosis":
                return synonym.injury_id
        raise _FaultError("diagnosis is not an id of the injury list (leave it empty and use site and note)")

    def code(self, line: Line) -> str | None:
        text = self.text(line, "osiics")
        if text is not None and not _CODE.match(text.strip().upper()):
            raise _FaultError("osiics is not a code such as KCP")
        return None if text is None else text.strip().upper()


def _set(reader: _Reader, line: Line, number: int) -> SetRow:
    day = reader.day(line, "date")
    name = reader.text(line, "exercise")
    if day is None:
        raise _FaultError("the date is missing")
    if name is None:
        raise _FaultError("the exercise is missing")
    known = name if name in exercises.load() else None
    return SetRow(
        source="hipstride_csv",
        source_name=name,
        performed_on=day,
        set_no=number,
        exercise_id=known,
        side=reader.one_of(line, "side", ("left", "right", "both", "each")),
        sets=reader.whole(line, "sets", least=1, most=100) or 1,
        reps=reader.number(line, "reps", most=10_000),
        duration_s=reader.number(line, "seconds", most=86_400),
        load_kg=reader.number(line, "load_kg", most=1_000),
        rir=reader.number(line, "reps_in_reserve", most=10),
        pain_0_10=reader.number(line, "pain_0_10", most=10),
        purpose=reader.one_of(line, "purpose", ("prevention", "performance", "rehab", "warmup")),
        note=reader.text(line, "note"),
        line=line.number,
    )


def _injury(reader: _Reader, line: Line, number: int) -> InjuryRow:
    del number
    onset = reader.day(line, "onset_date")
    if onset is None:
        raise _FaultError("the onset_date is missing")
    recovered = reader.day(line, "recovered_date")
    if recovered is not None and recovered < onset:
        raise _FaultError("recovered_date lies before onset_date")
    site, diagnosis = reader.site(line), reader.diagnosis(line)
    if site is None and diagnosis is not None:
        site = injuries.load()[diagnosis].site
    related = reader.text(line, "running_related")
    if related is not None and related.casefold() not in _YES:
        raise _FaultError("running_related is neither yes nor no")
    return InjuryRow(
        onset_date=onset,
        site=site,
        diagnosis_id=diagnosis,
        side=reader.one_of(line, "side", ("left", "right", "both")),
        case_level=reader.one_of(line, "level", ("complaint", "substantial", "time_loss")) or "time_loss",
        running_related=None
        if related is None and "running_related" in reader.at
        else _YES[(related or "yes").casefold()],
        recovered_date=recovered,
        pain_0_10=reader.number(line, "pain_0_10", most=10),
        note=reader.text(line, "note"),
        athlete=reader.text(line, "athlete"),
        line=line.number,
        mode=reader.one_of(line, "mode", _MODES),
        onset=reader.one_of(line, "onset", ("sudden", "gradual")),
        onset_relation=reader.one_of(line, "began", _BEGAN),
        mechanism=reader.one_of(line, "mechanism", _MECHANISMS),
        recurrence=reader.one_of(line, "recurrence", _RECURRENCES),
        tissue=reader.one_of(line, "tissue", _TISSUES),
        diagnosis_text=reader.text(line, "diagnosis_words"),
        osiics=reader.code(line),
        time_loss_start=reader.day(line, "first_day_missed"),
        return_training_date=reader.day(line, "first_run_date"),
        time_loss_end=reader.day(line, "full_training_date"),
        return_competition_date=reader.day(line, "first_race_date"),
        treated_by=reader.one_of(line, "treated_by", ("nobody", "physiotherapist", "doctor", "other")),
    )


def _scaled(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


def _week(reader: _Reader, line: Line, number: int) -> WeeklyLoadRow:
    del number
    row = WeeklyLoadRow(
        week_start=reader.monday(line),
        runs=reader.whole(line, "runs", most=100),
        distance_m=_scaled(reader.number(line, "distance_km", most=1_500), 1000),
        moving_s=_scaled(reader.number(line, "time_min", most=10_080), 60),
        longest_run_m=_scaled(reader.number(line, "longest_km", most=1_500), 1000),
        hip_sets=reader.number(line, "hip_sets", most=1_000),
        athlete=reader.text(line, "athlete"),
        line=line.number,
    )
    if (
        row.longest_run_m is not None
        and row.distance_m is not None
        and row.longest_run_m > row.distance_m + 1
    ):
        raise _FaultError("longest_km is more than distance_km")
    return row


def _checkin(reader: _Reader, line: Line, number: int) -> CheckinRow:
    del number
    answers: list[int | None] = []
    for question in ("q1", "q2", "q3", "q4"):
        answer = reader.whole(line, question, most=25)
        if answer not in (None, 0, 8, 17, 25):
            raise _FaultError(f"{question} is none of 0, 8, 17, 25")
        answers.append(answer)
    return CheckinRow(
        week_start=reader.monday(line),
        q1=answers[0],
        q2=answers[1],
        q3=answers[2],
        q4=answers[3],
        pain_0_10=reader.number(line, "pain_0_10", most=10),
        site=reader.site(line),
        athlete=reader.text(line, "athlete"),
        line=line.number,
        side=reader.one_of(line, "side", ("left", "right", "both")),
        problem_kind=reader.one_of(line, "problem", ("injury", "illness")),
        sleep_1_5=reader.whole(line, "sleep_1_5", least=1, most=5),
        fatigue_1_5=reader.whole(line, "fatigue_1_5", least=1, most=5),
        soreness_1_5=reader.whole(line, "soreness_1_5", least=1, most=5),
        stress_1_5=reader.whole(line, "stress_1_5", least=1, most=5),
        mood_1_5=reader.whole(line, "mood_1_5", least=1, most=5),
    )


def _gather(sheet: Sheet, make: Callable[[_Reader, Line, int], Row], batch: Batch) -> list[Row]:
    reader = _Reader(sheet)
    rows: list[Row] = []
    for line in sheet.lines:
        try:
            rows.append(make(reader, line, len(rows)))
        except _FaultError as fault:
            batch.problems.append(Problem(str(fault), line.number))
    return rows


def _once_a_week(batch: Batch) -> None:
    """Keep the first row of an athlete's week and name the others."""
    seen: set[tuple[str | None, dt.date]] = set()
    kept = []
    for row in batch.weekly_loads:
        key = (row.athlete, row.week_start)
        if key in seen:
            batch.problems.append(Problem("this week stands twice in the table", row.line))
        else:
            seen.add(key)
            kept.append(row)
    batch.weekly_loads = kept


def read_template(kind: str, sheet: Sheet) -> Batch:
    """Read a table of our own; a row that breaks a rule is named with its line and left out.

    Raises
    ------
    UnreadableError
        If there is no template of this kind.
    """
    batch = Batch(kind=kind)
    if kind == "hipstride_sets":
        batch.sets = _gather(sheet, _set, batch)
    elif kind == "hipstride_injuries":
        batch.injuries = _gather(sheet, _injury, batch)
    elif kind == "hipstride_weeks":
        batch.weekly_loads = _gather(sheet, _week, batch)
        _once_a_week(batch)
    elif kind == "hipstride_checkins":
        batch.checkins = _gather(sheet, _checkin, batch)
    else:
        raise UnreadableError(f"There is no template '{kind}'.")
    return batch
