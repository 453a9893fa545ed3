"""Any strength log whose layout is known: one line a set, gathered into workouts where a time is given."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

from analytics.ingest import cells
from analytics.ingest.batch import ActivityRow, Batch, Problem, SetRow
from analytics.ingest.layouts import Cells, Column, Layout, Start, unit_of_word
from analytics.ingest.sheets import Line, Sheet
from analytics.ingest.strength_logs import Workouts, reps_in_reserve, unit_by_conversion
from analytics.ingest.zones import offset_name

_YES = frozenset({"true", "yes", "1", "ja", "oui", "sí", "si", "x"})
_SET_TYPES = {"w": "warmup", "warm": "warmup", "d": "dropset", "drop": "dropset", "f": "failure"}
_SIDES = {"left": "left", "l": "left", "right": "right", "r": "right", "both": "both", "each": "each"}
# Sets of one workout that carry a time each lie closer together than two workouts of a day.
_SAME_WORKOUT = dt.timedelta(hours=2)


def read_sets(sheet: Sheet, layout: Layout) -> Batch:
    """Read a strength log by its layout.

    Rows with a time of day become a strength activity a workout; rows of which only the day is known stay
    sets of that day. Loads whose unit neither the header, a column, the cell nor the traces of a conversion
    tell are left unknown: 20 could be kilograms or pounds.

    Raises
    ------
    AskError
        If the dates could be day/month or month/day.
    """
    reader = _Reader(_with_load_unit(sheet, layout))
    batch = Batch(kind=layout.kind)
    workouts = Workouts()
    last: tuple[dt.datetime, str] | None = None
    for line, start in reader.cells.starts(batch.problems):
        if reader.is_skipped(line):
            continue
        title = reader.cells.text(line, "workout")
        when = start.local or start.utc
        try:
            if not start.has_time or when is None:
                batch.sets.append(reader.set_row(line, start.day, len(batch.sets)))
                continue
            if last is not None and not title and when.date() == last[0].date():
                began = max(
                    (one for one, _ in workouts.found if abs(when - one) <= _SAME_WORKOUT), default=when
                )
                when = began
            workout = workouts.workout(when, title, line=line.number)
            workout.sets.append(reader.set_row(line, start.day, len(workout.sets)))
        except ValueError as error:
            batch.problems.append(Problem(str(error), line.number))
            continue
        last = (when, title)
        _complete(workout, start, when, reader, line)
    batch.activities = workouts.rows()
    batch.problems += reader.left_out()
    return batch


def _complete(workout: ActivityRow, start: Start, when: dt.datetime, reader: _Reader, line: Line) -> None:
    """Fill in what belongs to the workout: its time in UTC, its length, its words."""
    if start.utc is not None and workout.start_utc is None:
        workout.start_local = when if start.local is not None else None
        workout.start_utc = when - dt.timedelta(seconds=start.offset_s or 0)
        if start.offset_s is not None:
            workout.zone, workout.zone_basis = offset_name(start.offset_s), "file"
    workout.description = workout.description or reader.cells.text(line, "description") or None
    session = workout.sessions[0]
    try:
        session.elapsed_s = session.elapsed_s or reader.cells.measured(line, "duration") or None
    except ValueError:
        session.elapsed_s = None


def _with_load_unit(sheet: Sheet, layout: Layout) -> Cells:
    """Give the cells of a log; a load whose unit nothing names gets the one that a conversion left."""
    found = Cells(sheet, layout)
    places = layout.columns.get("load", ())
    if len(places) != 1 or places[0].unit is not None or "load_unit" in layout.columns:
        return found
    loads = []
    for text in sheet.column(places[0].number):
        try:
            load = cells.number(text, found.mark_of("load"))
        except ValueError:
            continue
        if load is not None:
            loads.append(load)
    unit = unit_by_conversion(loads)
    columns = {**layout.columns, "load": (Column(places[0].number, unit),)}
    return Cells(sheet, Layout(layout.kind, layout.vocabulary, columns, layout.order, layout.decimal))


class _Reader:
    def __init__(self, found: Cells) -> None:
        self.cells = found
        self.unnamed_loads = 0
        self.unknown_types: Counter[str] = Counter()

    def is_skipped(self, line: Line) -> bool:
        return self.cells.text(line, "skipped").casefold() in _YES

    def set_row(self, line: Line, day: dt.date, set_no: int) -> SetRow:
        of = self.cells
        name = of.text(line, "exercise")
        if not name:
            raise ValueError("the exercise is missing")
        load_kg = of.measured(line, "load")
        if load_kg is None and self._is_a_load(of.text(line, "load")):
            self.unnamed_loads += 1
        rir = of.number(line, "rir")
        reps, seconds = self._reps_and_seconds(line)
        return SetRow(
            source=of.layout.vocabulary,
            source_name=name,
            performed_on=day,
            set_no=set_no,
            workout=of.text(line, "workout") or None,
            set_type=self._set_type(line),
            side=_SIDES.get(of.text(line, "side").casefold()),
            sets=self._sets(line),
            reps=reps,
            duration_s=seconds,
            load_kg=load_kg,
            rir=rir if rir is not None and 0 <= rir <= 10 else reps_in_reserve(of.number(line, "rpe")),
            note=of.text(line, "note") or None,
            line=line.number,
        )

    def _reps_and_seconds(self, line: Line) -> tuple[float | None, float | None]:
        """Give repetitions and seconds; 0 is what apps write where a set has none of the one."""
        reps = self.cells.number(line, "reps")
        seconds = self.cells.measured(line, "seconds")
        both = self.cells.text(line, "reps_or_time")
        if both:
            number, _, word = re.sub(r"(?<=\d)(?=[^\W\d_])", " ", both.strip()).partition(" ")
            if ":" in both or unit_of_word(word) in ("s", "min", "h"):
                seconds = cells.duration_s(both)
            elif not word or unit_of_word(word) == "reps":
                reps = cells.number(number, self.cells.mark_of("reps_or_time"))
            else:
                raise ValueError(f"neither repetitions nor a time: {cells.shape(both)!r}")
        return reps or None, seconds or None

    def _sets(self, line: Line) -> int:
        count = self.cells.number(line, "sets")
        if count is None:
            return 1
        if count != int(count) or not 1 <= count <= 100:
            raise ValueError("the number of sets is not a whole number from 1 to 100")
        return int(count)

    def _is_a_load(self, text: str) -> bool:
        """Say whether a cell holds a load; `500 m` in a column of loads and distances is none."""
        word = re.search(r"[^\W\d_]+", text)
        unit = unit_of_word(word[0]) if word else None
        return bool(re.search(r"[1-9]", text)) and unit not in ("m", "km", "mi", "yd", "ft")

    def _set_type(self, line: Line) -> str:
        if self.cells.text(line, "warmup").casefold() in _YES:
            return "warmup"
        word = (
            self.cells.text(line, "set_type")
            .casefold()
            .removesuffix("_set")
            .replace("_", "")
            .replace(" ", "")
        )
        if word in ("", "normal", "working", "work"):
            return "normal"
        if word in _SET_TYPES or word in ("warmup", "dropset", "failure"):
            return _SET_TYPES.get(word, word)
        self.unknown_types[word] += 1
        return "normal"

    def left_out(self) -> list[Problem]:
        found = [
            Problem(
                f"the type of {count} sets: the word '{word[:40]}' is not known (they went in as normal sets)"
            )
            for word, count in self.unknown_types.items()
        ]
        if self.unnamed_loads:
            found.append(
                Problem(
                    f"the load of {self.unnamed_loads:,} sets: the file does not say whether it is in kg or"
                    " lb (the sets themselves went in)"
                )
            )
        return found
