"""What the numbers in a FIT file mean: the few messages, fields and enums of data/fit_profile.csv."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass, field

from analytics.knowledge.place import data_file


@dataclass(frozen=True)
class Field:
    """One field of a message: value = raw / scale - offset, in `unit`."""

    number: int
    name: str
    scale: float
    offset: float
    unit: str
    ours: str  # the column of RECORD_COLUMNS it fills; empty elsewhere


@dataclass
class Profile:
    """The reviewable table, keyed for reading."""

    messages: dict[str, int] = field(default_factory=dict)
    fields: dict[tuple[int, str], Field] = field(default_factory=dict)
    names: dict[str, dict[int, str]] = field(default_factory=dict)  # enum -> number -> the FIT word
    ours: dict[str, dict[int, str]] = field(default_factory=dict)  # enum -> number -> our word

    def fields_of(self, message: int) -> list[Field]:
        """Fields of one message, in the order of the table."""
        return [entry for (number, _), entry in self.fields.items() if number == message]

    def name(self, enum: str, number: int | None) -> str | None:
        """FIT's word for an enum value.

        Examples
        --------
        >>> profile().name("sport", 1), profile().name("sport", 250), profile().name("sport", None)
        ('running', None, None)
        """
        return None if number is None else self.names[enum].get(number)


@functools.cache
def profile() -> Profile:
    """Read the table once.

    References
    ----------
    Numbers, scales and units: Garmin's public FIT profile, release 21.171.

    Examples
    --------
    >>> speed = profile().fields[profile().messages["record"], "enhanced_speed"]
    >>> speed.number, speed.scale, speed.unit
    (73, 1000.0, 'm/s')
    """
    read = Profile()
    with data_file("fit_profile.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            number = int(row["number"])
            if row["kind"] == "message":
                read.messages[row["name"]] = number
            elif row["kind"] == "field":
                message = read.messages[row["of"]]
                read.fields[message, row["name"]] = Field(
                    number=number,
                    name=row["name"],
                    scale=float(row["scale"] or 1),
                    offset=float(row["offset"] or 0),
                    unit=row["unit"],
                    ours=row["ours"],
                )
            else:
                read.names.setdefault(row["of"], {})[number] = row["name"]
                if row["ours"]:
                    read.ours.setdefault(row["of"], {})[number] = row["ours"]
    return read
