"""What a column of a table can mean: fields with units, plausible numbers, and words that hint at them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from analytics.knowledge import place

Rows = Literal["activities", "sets", "weeks", "days", "injuries", "checkins"]

ROWS: dict[Rows, str] = {
    "activities": "A run or another activity",
    "sets": "A strength set",
    "weeks": "A week of running",
    "days": "A day of running",
    "injuries": "An injury",
    "checkins": "A weekly check-in",
}
"""What one row of a table can be, in words."""

UNITS: dict[str, str] = {
    "km": "kilometres",
    "m": "metres",
    "mi": "miles",
    "yd": "yards",
    "ft": "feet",
    "km_or_m": "kilometres, but metres where that would be too fast",
    "clock": "hours:minutes:seconds, or in words (62 min)",
    "hm": "hours:minutes",
    "s": "seconds",
    "min": "minutes",
    "h": "hours",
    "kg": "kilograms",
    "lb": "pounds",
    "cell": "each cell names its unit",
    "bpm": "beats a minute",
    "spm": "steps a minute (both feet)",
    "strides_a_min": "strides a minute (one foot)",
    "kcal": "kilocalories",
    "kj": "kilojoules",
    "local": "your local time",
    "utc": "UTC",
    "points": "points: 0, 8, 17 or 25",
    "answers_0_3": "answers from 0 (none) to 3",
    "answers_1_4": "answers from 1 (none) to 4",
}
"""Units in words."""


@dataclass(frozen=True)
class Meaning:
    """One thing a column can mean.

    `least` and `most` bound plausible numbers in SI units (kilometres for distances); None: no bound, or no
    number. `words` are parts of header words that hint at it, in many languages.
    """

    rows: Rows
    field: str
    label: str
    needed: bool
    units: tuple[str, ...]
    least: float | None
    most: float | None
    words: tuple[str, ...]
    help: str


@cache
def meanings(rows: Rows) -> tuple[Meaning, ...]:
    """List what the columns of a table can mean whose rows are these.

    Examples
    --------
    >>> [one.field for one in meanings("sets") if one.needed]
    ['start', 'exercise']
    """
    found = []
    for row in place.rows("dialects/meanings.csv"):
        if row["rows"] not in get_args(Rows):
            raise ValueError(f"dialects/meanings.csv holds rows of {row['rows']!r}")
        units = place.parts(row["units"])
        if set(units) - set(UNITS):
            raise ValueError(f"dialects/meanings.csv holds a unit of {row['units']!r} that has no words")
        if row["rows"] == rows:
            found.append(
                Meaning(
                    rows,
                    row["field"],
                    row["label"],
                    row["needed"] == "yes",
                    units,
                    place.number(row["least"]),
                    place.number(row["most"]),
                    place.parts(row["words"]),
                    row["help"],
                )
            )
    return tuple(found)
