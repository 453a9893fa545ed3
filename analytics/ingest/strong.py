"""Strong's log: comma or semicolon, translated headers, a unit that is often not named."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from analytics.ingest import cells
from analytics.ingest.batch import Batch, Problem, SetRow
from analytics.ingest.layouts import date_order
from analytics.ingest.sheets import Line, Sheet
from analytics.ingest.strength_logs import (
    Workouts,
    kilograms,
    reps_in_reserve,
    unit_by_conversion,
    unit_word,
)
from analytics.knowledge import dialects

_MARKED_SETS = {"w": "warmup", "d": "dropset", "f": "failure"}
_NOT_SETS = frozenset({"rest timer", "minuteur de repos", "note", "notes"})


class _Reader:
    def __init__(self, sheet: Sheet) -> None:
        self.columns = dialects.columns("strong", sheet.header)
        texts = [
            sheet.column(self.columns[field][0])
            for field in ("load", "reps", "seconds", "distance", "rpe")
            if field in self.columns
        ]
        self.mark = cells.decimal_mark(texts, fallback="," if sheet.separator == ";" else ".")
        self.unit = self._unit(sheet)
        self.unnamed_loads = 0
        self.skipped: Counter[str] = Counter()

    def _unit(self, sheet: Sheet) -> str | None:
        """Tell the unit of load: from the header, else from the traces of a conversion."""
        if "load" not in self.columns:
            return None
        column, heading = self.columns["load"]
        if heading.unit is not None:
            return heading.unit
        loads = []
        for text in sheet.column(column):
            try:
                load = cells.number(text, self.mark)
            except ValueError:
                continue
            if load is not None:
                loads.append(load)
        return unit_by_conversion(loads)

    def text(self, line: Line, field: str) -> str:
        return line.cells[self.columns[field][0]] if field in self.columns else ""

    def number(self, line: Line, field: str) -> float | None:
        return cells.number(self.text(line, field), self.mark)

    def set_type(self, line: Line) -> str | None:
        """Give the type of a set; None for rows that are no sets (rest timers, notes)."""
        order = self.text(line, "set_no").strip().casefold()
        if order in _MARKED_SETS:
            return _MARKED_SETS[order]
        if order.replace(".0", "").isdigit():
            return "normal"
        if order not in _NOT_SETS:
            self.skipped[order] += 1
        return None

    def set_row(self, line: Line, start: dt.datetime, set_type: str, set_no: int) -> SetRow:
        load = self.number(line, "load")
        unit = unit_word(self.text(line, "load_unit")) if "load_unit" in self.columns else None
        load_kg = kilograms(load, unit or self.unit)
        if load and load_kg is None:
            self.unnamed_loads += 1
        seconds = self.number(line, "seconds")
        reps = self.number(line, "reps")
        return SetRow(
            source="strong",
            source_name=self.text(line, "exercise") or None,
            performed_on=start.date(),
            set_no=set_no,
            workout=self.text(line, "workout") or None,
            set_type=set_type,
            # Strong writes 0 where a kind of set has no repetitions or no time.
            reps=reps or None,
            duration_s=seconds or None,
            load_kg=load_kg,
            rir=reps_in_reserve(self.number(line, "rpe")),
            note=self.text(line, "note") or None,
            line=line.number,
        )

    def length_s(self, line: Line) -> float | None:
        if "duration_s" in self.columns:
            return self.number(line, "duration_s")
        return cells.duration_s(self.text(line, "duration"))


def read_strong(sheet: Sheet) -> Batch:
    """Read a Strong log: a strength activity a workout, with its sets. Times are taken as local.

    Loads whose unit neither the header, a unit column nor the traces of a conversion tell are left unknown:
    20 could be kilograms or pounds. Sets, repetitions and times do not depend on it.
    """
    reader = _Reader(sheet)
    batch = Batch(kind="strong")
    workouts = Workouts()
    texts = sheet.column(reader.columns["start"][0])
    order = date_order(texts, None, sheet.header)
    for line, text in zip(sheet.lines, texts):
        start = cells.date_time(text, order)
        if start is None:
            shown = cells.shape(text)
            batch.problems.append(
                Problem(f"its date is not understood (it is built like '{shown}')", line.number)
            )
            continue
        set_type = reader.set_type(line)
        if set_type is None:
            continue
        workout = workouts.workout(start, reader.text(line, "workout"), line=line.number)
        try:
            workout.sets.append(reader.set_row(line, start, set_type, len(workout.sets)))
        except ValueError as error:
            batch.problems.append(Problem(str(error), line.number))
            continue
        workout.description = workout.description or reader.text(line, "workout_note") or None
        session = workout.sessions[0]
        try:
            session.elapsed_s = session.elapsed_s or reader.length_s(line)
        except ValueError:
            session.elapsed_s = None
    batch.activities = workouts.rows()
    for word, count in reader.skipped.items():
        batch.problems.append(Problem(f"{count} rows whose set order is '{word[:40]}', which is not known"))
    if reader.unnamed_loads:
        batch.problems.append(
            Problem(
                f"the load of {reader.unnamed_loads:,} sets: the file does not say whether it is in kg or lb"
                " (the sets themselves went in)"
            )
        )
    return batch
