"""Where the reviewable tables lie, and how their rows are read."""

from __future__ import annotations

import csv
from pathlib import Path

_DATA = Path(__file__).resolve().parents[2] / "data"


def data_file(name: str) -> Path:
    """Give the path of a file in data/.

    Raises
    ------
    FileNotFoundError
        If there is no such file: the checkout is incomplete, which is a fault of ours and not of the data.
    """
    path = _DATA / name
    if not path.exists():
        raise FileNotFoundError(f"data/{name} is missing from this copy of the project")
    return path


def rows(name: str) -> list[dict[str, str]]:
    """Read a table of data/ as text; an empty cell is an empty text.

    Examples
    --------
    >>> rows("dose_decay.csv")[0]["lag_weeks"]
    '1'
    """
    with data_file(name).open(encoding="utf-8", newline="") as table:
        return [dict(row) for row in csv.DictReader(table)]


def number(text: str) -> float | None:
    """Read a number; an empty cell is unknown.

    Examples
    --------
    >>> number("0.5"), number("")
    (0.5, None)
    """
    return float(text) if text else None


def whole(text: str) -> int | None:
    """Read a whole number; an empty cell is unknown."""
    return int(text) if text else None


def parts(text: str) -> tuple[str, ...]:
    """Split a cell that holds several values apart at the bars.

    Examples
    --------
    >>> parts("extensors|trunk"), parts("")
    (('extensors', 'trunk'), ())
    """
    return tuple(part for part in text.split("|") if part)
