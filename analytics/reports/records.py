"""Frames as plain rows, in which unknown is None."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give one mapping a row; NaN, NaT and NA become None.

    Examples
    --------
    >>> records(pd.DataFrame({"sets": [2.0, float("nan")]}))
    [{'sets': 2.0}, {'sets': None}]
    """
    names = [str(name) for name in frame.columns]
    columns = (_values(column) for _, column in frame.items())
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _values(column: pd.Series) -> list[Any]:
    values: list[Any] = column.tolist()
    is_unknown = column.isna().to_numpy(dtype=bool)
    if is_unknown.any():
        return [None if none else value for value, none in zip(values, is_unknown.tolist(), strict=True)]
    return values


def day(value: Any) -> dt.date | None:
    """Give a date from whatever the database gave; None where it is unknown."""
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()
