"""The answer to a person's own SQL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

_WHOLE = re.compile(r"^U?(?:TINY|SMALL|BIG)?INT(?:EGER)?$|^U?HUGEINT$")
_LARGEST = 2**63


@dataclass(frozen=True)
class Answer:
    """The rows of an answer, as they were told.

    Parameters
    ----------
    names, kinds
        Of the columns; names may be there twice, kinds are the database's own.
    rows
        Numbers, truth values, texts, None for unknown; days and moments as ISO texts.
    cut
        None, or whether the answer was too many 'rows' or 'bytes' and ends before its end.
    tables
        Whose rows the question was given.
    seconds
        From asking to the last row.
    """

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    cut: Literal["rows", "bytes"] | None
    tables: tuple[str, ...]
    seconds: float

    def frame(self) -> pd.DataFrame:
        """Give the answer as a frame: whole numbers stay whole where one is unknown, days are days.

        Examples
        --------
        >>> Answer(("n", "n"), ("BIGINT", "DATE"), ((1, "2026-03-02"), (None, None)), None, (), 0.1).frame()
              n         n_2
        0     1  2026-03-02
        1  <NA>        None
        """
        columns = list(zip(*self.rows, strict=True)) if self.rows else [() for _ in self.names]
        names: list[str] = []
        for name in self.names:
            free = (f"{name}_{number}" for number in range(2, len(self.names) + 2))
            taken = {*names, *self.names[len(names) + 1 :]} if name in names else names
            names.append(name if name not in names else next(one for one in free if one not in taken))
        return pd.DataFrame(
            {
                name: _column(column, kind)
                for name, column, kind in zip(names, columns, self.kinds, strict=True)
            }
        )


def _column(values: tuple[Any, ...], kind: str) -> pd.Series:
    if _WHOLE.match(kind):
        is_small = all(value is None or -_LARGEST <= value < _LARGEST for value in values)
        if is_small:
            return pd.Series(values, dtype="Int64")
        return pd.Series([None if value is None else str(value) for value in values], dtype="object")
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        return pd.Series([None if value is None else float(value) for value in values], dtype="float64")
    if kind == "BOOLEAN":
        return pd.Series(values, dtype="boolean")
    if kind == "DATE":
        return pd.Series(_days(values), dtype="object")
    if kind.startswith("TIMESTAMP") and "ZONE" not in kind:
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object"), format="ISO8601", errors="coerce"))
    return pd.Series([None if value is None else str(value) for value in values], dtype="object")


def _days(values: tuple[str | None, ...]) -> list[Any]:
    try:
        return [None if value is None else pd.Timestamp(value).date() for value in values]
    except ValueError:  # infinity, or a year beyond what a computer's calendar holds: then texts, all of them
        return list(values)
