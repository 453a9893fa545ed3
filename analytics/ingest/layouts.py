"""Where the fields of a table stand and in which unit, and the cells read by it, in SI units."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from analytics.errors import UnreadableError
from analytics.ingest import cells, decimals
from analytics.ingest.batch import Problem
from analytics.ingest.sheets import Line, Sheet
from analytics.ingest.strength_logs import POUND_TO_KG
from analytics.knowledge import dialects

WHERE_ASKED = "The page “Table columns” of the dashboard asks what they mean, and remembers it."

LENGTH_M = {"m": 1.0, "km": 1000.0, "mi": 1609.344, "yd": 0.9144, "ft": 0.3048}
TIME_S = {"s": 1.0, "min": 60.0, "h": 3600.0}
MASS_KG = {"kg": 1.0, "lb": POUND_TO_KG}
ENERGY_KCAL = {"kcal": 1.0, "kj": 1 / 4.184}
"""Thermochemical calorie: 4.184 J, exactly."""

QUANTITIES: dict[str, Mapping[str, float]] = {
    "distance": LENGTH_M,
    "ascent": LENGTH_M,
    "descent": LENGTH_M,
    "moving": TIME_S,
    "elapsed": TIME_S,
    "seconds": TIME_S,
    "duration": TIME_S,
    "time": TIME_S,
    "longest": LENGTH_M,
    "load": MASS_KG,
    "energy": ENERGY_KCAL,
}
STARTS = ("start_utc", "start", "start_local", "date")
KM_OR_M = "km_or_m"
MAPPED = "mapped"
"""The vocabulary of tables that somebody explained."""

# Nobody moves faster than this on foot or in water (a 100 m world record runs at 10.4 m/s on average), so a
# "kilometre" that says so is a metre. Slower than the second, it is no training at all.
FASTEST_M_S = 12.5
SLOWEST_M_S = 0.1

_SAID_IN_CELL = re.compile(r"([+-]?[\d.,'’\s\u00a0\u202f]*\d)\s*([^\W\d_]+\.?)?$")
_UNIT_WORDS = {
    "kg": "kg", "kgs": "kg", "lb": "lb", "lbs": "lb", "pound": "lb", "pounds": "lb",
    "m": "m", "meter": "m", "meters": "m", "metre": "m", "metres": "m", "km": "km", "kms": "km",
    "kilometer": "km", "kilometers": "km", "kilometre": "km", "kilometres": "km",
    "mi": "mi", "mile": "mi", "miles": "mi", "yd": "yd", "yds": "yd", "yards": "yd", "ft": "ft", "feet": "ft",
    "s": "s", "sec": "s", "secs": "s", "seconds": "s", "min": "min", "mins": "min", "minutes": "min",
    "h": "h", "hr": "h", "hrs": "h", "hours": "h", "kcal": "kcal", "kj": "kj",
    "reps": "reps", "rep": "reps",
}  # fmt: skip


class AskError(UnreadableError):
    """A table that only a person can explain: its header is not known, or does not tell what it should.

    Parameters
    ----------
    reason
        What is not understood, naming the header's words.
    header
        The header, as read.
    """

    def __init__(self, reason: str, *, header: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.header = header


@dataclass(frozen=True)
class Column:
    """One column: its number from 0, and the unit of its numbers.

    Besides units of measure: "clock" (1:02:03 or 62 min), "hm" (1:02 is an hour and two minutes), "row"
    (another column names it row by row), "cell" (each cell names its own), "km_or_m" (kilometres, but metres
    in rows that would then be faster than anybody).
    """

    number: int
    unit: str | None = None


@dataclass(frozen=True)
class Layout:
    """The fields of a table and where they stand; a column that is not here is not read.

    `order` and `decimal` are what a person said of dates and numbers; None: the columns themselves tell.
    `sports` is what they said of words for sports, and under "" of all rows; `words` of other words, by
    field and word.
    """

    kind: str
    vocabulary: str
    columns: Mapping[str, tuple[Column, ...]]
    order: cells.Order | None = None
    decimal: cells.Decimal | None = None
    sports: Mapping[str, dialects.Sport] = field(default_factory=dict)
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def start(self) -> str:
        """Name the field that holds the day or the start."""
        return next(one for one in STARTS if one in self.columns)


def of_dialect(table: str, header: list[str]) -> Layout:
    """Give the layout of a known dialect under a header of its own."""
    found = dialects.named_twice(table, header)
    return Layout(
        table,
        dialects.dialects()[table].vocabulary,
        {
            name: tuple(Column(number, heading.unit) for number, heading in places)
            for name, places in found.items()
        },
    )


def unit_of_word(text: str) -> str | None:
    """Give our sign for a unit as tables write it; None where it is none of ours.

    Examples
    --------
    >>> unit_of_word("Lbs."), unit_of_word("kilometres"), unit_of_word("stone")
    ('lb', 'km', None)
    """
    if text.strip() == "Cal":  # the large calorie; a small one is no unit of training
        return "kcal"
    return _UNIT_WORDS.get(text.strip().casefold().rstrip("."))


def date_order(texts: list[str], said: cells.Order | None, header: list[str]) -> cells.Order | None:
    """Tell day from month for a whole column: by its numbers, else as a person said, else by its sequence.

    Raises
    ------
    AskError
        If the column could be either, and nobody said which.
    """
    proved = cells.proved_order(texts)
    order = proved or said or cells.date_order(texts)
    if order is None and cells.needs_order(texts):
        example = next(text for text in texts if cells.needs_order([text]))
        raise AskError(
            f"The dates could be day/month or month/day (such as '{example[:20]}'), and no date in the whole"
            " column tells which.",
            header=tuple(header),
        )
    return order


_UNIT_AT_END = re.compile(r"\s*[^\W\d_]+\.?$")
_NUMBERS = frozenset({"reps", "sets", "runs", "hip_sets", "rpe", "rir", "hr_mean", "hr_max", "cadence",
                      "power", "temperature", "pain", "days_lost"})  # fmt: skip


def is_telling(name: str) -> bool:
    """Say whether two columns of a field could contradict each other: numbers, dates, exercises."""
    return name in QUANTITIES or name in _NUMBERS or name in STARTS or name in ("exercise", "reps_or_time")


def agree(line: Line, name: str, one: Column, other: Column) -> bool:
    """Say whether two filled cells of one field say the same, in their own units.

    Examples
    --------
    >>> row = Line(2, ["20", "44.1", "21"])
    >>> agree(row, "load", Column(0, "kg"), Column(1, "lb"))
    True
    >>> agree(row, "load", Column(0, "kg"), Column(2, "kg"))
    False
    """
    texts = line.cells[one.number], line.cells[other.number]
    if texts[0] == texts[1] and one.unit == other.unit:
        return True
    factors = QUANTITIES.get(name, {})
    values = []
    for text, place in zip(texts, (one, other)):
        try:
            value = cells.number(text, ",") if "," in text and "." not in text else cells.number(text)
        except ValueError:
            return False
        factor = factors.get(place.unit or "")
        if factor is None or value is None:
            return False
        values.append(value * factor)
    return abs(values[0] - values[1]) <= 0.02 * max(abs(value) for value in values) + 1e-9


def usual_mark(sheet: Sheet) -> cells.Decimal:
    """Give the decimal mark that goes with the separator: programs write `;` where `,` is in the numbers."""
    return "," if sheet.separator == ";" else "."


def numbers_of(sheet: Sheet, layout: Layout) -> dict[str, decimals.Numbers]:
    """Give the cells of each field that holds numbers, with what one is worth in SI units."""
    found = {}
    for name, places in layout.columns.items():
        if name in QUANTITIES or name in _NUMBERS:
            units = {place.unit for place in places}
            unit = (units.pop() if len(units) == 1 else None) or ""
            factor = QUANTITIES[name].get(unit) if name in QUANTITIES else 1.0
            texts = [
                _UNIT_AT_END.sub("", text)
                for place in places
                for text in sheet.column(place.number)
                if ":" not in text
            ]
            found[name] = decimals.Numbers(texts, factor, sheet.header[places[0].number])
    return found


@dataclass
class Cells:
    """The cells of a table by field, as its layout says; what is no number where one should be is a fault.

    Raises
    ------
    AskError
        If numbers could be thousands or have three decimals.
    """

    sheet: Sheet
    layout: Layout
    unknown_sports: Counter[str] = field(default_factory=Counter)
    as_metres: int = 0
    too_fast: int = 0
    is_first_look: bool = False  # nobody has been asked yet, so a doubt is no fault

    def __post_init__(self) -> None:
        fields = numbers_of(self.sheet, self.layout)
        self.marks, doubtful = decimals.marks(
            fields, said=self.layout.decimal, fallback=usual_mark(self.sheet)
        )
        if doubtful and not self.is_first_look:
            raise AskError(decimals.question(doubtful, fields), header=tuple(self.sheet.header))

    def has(self, name: str) -> bool:
        """Say whether the table has this field."""
        return name in self.layout.columns

    def text(self, line: Line, name: str) -> str:
        """Give the cell of a field; of several columns the first that holds anything; "" where none does."""
        for place in self.layout.columns.get(name, ()):
            if not cells.is_missing(line.cells[place.number]):
                return line.cells[place.number]
        return ""

    def number(self, line: Line, name: str) -> float | None:
        """Give the plain number in a field."""
        return cells.number(self.text(line, name), self.mark_of(name))

    def mark_of(self, name: str) -> cells.Decimal:
        """Give the decimal mark of a field."""
        return self.marks.get(name) or usual_mark(self.sheet)

    def measured(self, line: Line, name: str) -> float | None:
        """Give a quantity in SI units (metres, seconds, kilograms, kilocalories).

        Returns
        -------
        float or None
            None where the cell is empty, or its unit is not said anywhere.

        Raises
        ------
        ValueError
            If the cell is no number, or no duration.
        """
        factors = QUANTITIES[name]
        for place in self.layout.columns.get(name, ()):
            text = line.cells[place.number]
            if cells.is_missing(text):
                continue
            unit = place.unit
            if factors is TIME_S and (unit in ("clock", "hm") or ":" in text):
                return cells.hours_and_minutes_s(text) if unit == "hm" else cells.duration_s(text)
            if unit == "cell":
                return self._said_in_cell(text, name)
            value = cells.number(text, self.mark_of(name))
            if unit in (None, "row"):
                unit = unit_of_word(self.text(line, f"{name}_unit"))
            if value is None or unit == KM_OR_M:
                return value
            if value == 0:
                return 0.0
            return None if unit is None or unit not in factors else value * factors[unit]
        return None

    def distance_m(self, line: Line, seconds: float | None, *, is_machine: bool) -> float | None:
        """Give the distance in metres; a column of kilometres and metres is told apart row by row.

        Faster than anybody on foot or in water, it is no distance: None, and counted as too fast.
        """
        value = self.measured(line, "distance")
        places = self.layout.columns.get("distance", ())
        if not value or not places:
            return value
        if places[0].unit != KM_OR_M:
            if seconds and not is_machine and value / seconds > FASTEST_M_S:
                self.too_fast += 1
                return None
            return value
        if not seconds:
            return None
        if value * 1000 / seconds <= FASTEST_M_S:
            return value * 1000
        self.as_metres += 1
        return value if SLOWEST_M_S <= value / seconds <= FASTEST_M_S else None

    def _said_in_cell(self, text: str, name: str) -> float | None:
        factors = QUANTITIES[name]
        found = _SAID_IN_CELL.match(text.strip())
        if found is None:
            raise ValueError(f"not a number with its unit: {cells.shape(text)!r}")
        value = cells.number(found[1], self.mark_of(name))
        if value == 0:
            return 0.0
        unit = unit_of_word(found[2] or "")
        return None if value is None or unit is None or unit not in factors else value * factors[unit]

    def starts(self, batch_problems: list[Problem]) -> Iterator[tuple[Line, Start]]:
        """Give the rows with their starts; a row without a date is a problem.

        Raises
        ------
        AskError
            If the whole column does not tell day from month.
        """
        name = self.layout.start
        number = self.layout.columns[name][0].number
        texts = self.sheet.column(number)
        order = date_order(texts, self.layout.order, self.sheet.header)
        for line, text in zip(self.sheet.lines, texts):
            clock = self.text(line, "time_of_day")
            if clock and not cells.has_time(text):
                text = f"{text} {clock}"
            found = _start(text, order, is_utc=name == "start_utc")
            if found is None:
                shown = cells.shape(text)
                batch_problems.append(
                    Problem(f"its date is not understood (it is built like '{shown}')", line.number)
                )
                continue
            yield line, found


@dataclass(frozen=True)
class Start:
    """When a row began: local or UTC (naive), the offset where the cell gives one, and if it has a time."""

    local: dt.datetime | None
    utc: dt.datetime | None
    offset_s: float | None
    has_time: bool

    @property
    def day(self) -> dt.date:
        """Give the local date, or the UTC date where only that is known."""
        when = self.local or self.utc
        assert when is not None
        return when.date()


def _start(text: str, order: cells.Order | None, *, is_utc: bool) -> Start | None:
    when, offset = cells.date_time_and_offset(text, order)
    if when is None:
        return None
    if offset is None:
        return (
            Start(None, when, None, cells.has_time(text))
            if is_utc
            else Start(when, None, None, cells.has_time(text))
        )
    utc = when - dt.timedelta(seconds=offset)
    # An offset of zero is what programs write that keep UTC: it says nothing of where the athlete was.
    return Start(when if offset else None, utc, offset or None, True)
