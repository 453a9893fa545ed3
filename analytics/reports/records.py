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
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def day(value: Any) -> dt.date | None:
    """Give a date from whatever the database gave; None where it is unknown."""
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date()
