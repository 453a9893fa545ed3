"""The public tables of training load and injuries of competitive runners: told by their header, and read.

Lövdal, den Hartigh & Azzopardi 2021 (doi 10.1123/ijspp.2020-0518); data: DataverseNL, doi 10.34894/UWU9PV.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analytics.errors import UnreadableError

Kind = Literal["day", "week"]
KEYS = ("Athlete ID", "injury", "Date")
TELLING: dict[Kind, tuple[str, str]] = {
    "day": ("total km", "strength training"),
    "week": ("total kms", "nr. strength trainings"),
}
SPANS: dict[Kind, int] = {"day": 7, "week": 3}
"""Days, or weeks, that a row tells of; it holds each column so often."""


@dataclass(frozen=True)
class PublishedLoads:
    """One of the two tables: its kind, the names of the columns of load, and the rows (`athlete`, `injury`,
    `date`, a number, and the columns of load)."""

    kind: Kind
    features: tuple[str, ...]
    rows: pd.DataFrame


def kind_of(header: Sequence[str]) -> Kind | None:
    """Say which of the two tables a header belongs to; None where it is neither.

    Examples
    --------
    >>> of_week = [f"{name}{part}" for part in ("", ".2") for name in TELLING["week"]]
    >>> kind_of([*of_week, "Athlete ID", "injury", "Date"]), kind_of(["total kms", "Date"])
    ('week', None)
    """
    words = [word.strip() for word in header]
    if not set(KEYS) <= set(words):
        return None
    for kind, names in TELLING.items():
        last = SPANS[kind] - 1
        if all(name in words and f"{name}.{last}" in words for name in names):
            return kind
    return None


def read(data: bytes) -> PublishedLoads:
    """Read one of the two tables.

    Raises
    ------
    UnreadableError
        If it is neither, or a cell is no number.
    """
    try:
        frame = pd.read_csv(io.BytesIO(data))
    except (ValueError, UnicodeDecodeError) as error:
        raise UnreadableError("This is not a table in CSV.") from error
    frame.columns = [str(word).strip() for word in frame.columns]
    kind = kind_of(list(frame.columns))
    if kind is None:
        raise UnreadableError(
            "This is neither the day table nor the week table of the public data set of competitive runners "
            "(Lövdal 2021, DataverseNL doi 10.34894/UWU9PV): its header is another one."
        )
    features = tuple(name for name in frame.columns if name not in KEYS)
    strange = [name for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])]
    if strange:
        raise UnreadableError(f"The column '{strange[0]}' holds what is no number.")
    if not frame["injury"].isin((0, 1)).all():
        raise UnreadableError("The column 'injury' holds something else than 0 and 1.")
    renamed = dict(zip(KEYS, ("athlete", "injury", "date"), strict=True))
    return PublishedLoads(kind, features, frame.rename(columns=renamed))
