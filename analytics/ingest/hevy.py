"""Hevy's log: one line a set, the header in English, dates in the language of the account."""

from __future__ import annotations

import datetime as dt

from analytics.ingest import cells
from analytics.ingest.batch import Batch, Problem, SetRow
from analytics.ingest.sheets import Line, Sheet
from analytics.ingest.strength_logs import Workouts, kilograms, reps_in_reserve
from analytics.knowledge import dialects

_SET_TYPES = {"normal": "normal", "warmup": "warmup", "warm_up": "warmup", "failure": "failure",
              "dropset": "dropset", "drop_set": "dropset", "drop": "dropset"}  # fmt: skip


class _Reader:
    def __init__(self, sheet: Sheet) -> None:
        self.columns = dialects.columns("hevy", sheet.header)
        texts = [
            sheet.column(self.columns[one][0])
            for one in ("load", "reps", "seconds", "rpe")
            if one in self.columns
        ]
        self.mark = cells.decimal_mark(texts, fallback="," if sheet.separator == ";" else ".")

    def text(self, line: Line, field: str) -> str:
        return line.cells[self.columns[field][0]] if field in self.columns else ""

    def number(self, line: Line, field: str) -> float | None:
        return cells.number(self.text(line, field), self.mark)

    def set_row(self, line: Line, start: dt.datetime, set_no: int) -> SetRow:
        unit = self.columns["load"][1].unit if "load" in self.columns else None
        kind = self.text(line, "set_type").casefold()
        return SetRow(
            source="hevy",
            source_name=self.text(line, "exercise") or None,
            performed_on=start.date(),
            set_no=set_no,
            workout=self.text(line, "workout") or None,
            set_type=_SET_TYPES.get(kind, "normal"),
            reps=self.number(line, "reps"),
            duration_s=self.number(line, "seconds"),
            load_kg=kilograms(self.number(line, "load"), unit),
            rir=reps_in_reserve(self.number(line, "rpe")),
            note=self.text(line, "note") or None,
            line=line.number,
        )


def read_hevy(sheet: Sheet) -> Batch:
    """Read a Hevy log: a strength activity a workout, with its sets. Times are local, without a zone."""
    reader = _Reader(sheet)
    batch = Batch(kind="hevy")
    workouts = Workouts()
    starts = sheet.column(reader.columns["start"][0])
    ends = sheet.column(reader.columns["end"][0]) if "end" in reader.columns else [""] * len(starts)
    order = cells.date_order(starts + ends)
    for line, start_text, end_text in zip(sheet.lines, starts, ends):
        start = cells.date_time(start_text, order)
        if start is None:
            shown = cells.shape(start_text)
            batch.problems.append(
                Problem(f"its date is not understood (it is built like '{shown}')", line.number)
            )
            continue
        workout = workouts.workout(start, reader.text(line, "workout"), line=line.number)
        try:
            one = reader.set_row(line, start, len(workout.sets))
        except ValueError as error:
            batch.problems.append(Problem(str(error), line.number))
            continue
        workout.sets.append(one)
        workout.description = workout.description or reader.text(line, "description") or None
        end = None if cells.is_missing(end_text) else cells.date_time(end_text, order)
        if end is not None and end >= start:
            workout.sessions[0].elapsed_s = (end - start).total_seconds()
    batch.activities = workouts.rows()
    return batch
