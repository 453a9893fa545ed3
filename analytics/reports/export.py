"""Tables as files that a spreadsheet will not run."""

from __future__ import annotations

import csv
import io
from typing import Any

import pandas as pd


def safe_csv(table: pd.DataFrame) -> bytes:
    """Write a table as CSV that a spreadsheet will not run: what begins like a formula gets an apostrophe.

    Examples
    --------
    >>> safe_csv(pd.DataFrame({"Athlete": ["=1+1"], "Hip sets": [-2.5]})).decode("utf-8-sig").splitlines()
    ['Athlete,Hip sets', "'=1+1,-2.5"]
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_defused(str(head)) for head in table.columns])
    for row in table.itertuples(index=False):
        writer.writerow([_defused(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _defused(value: Any) -> Any:
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, str) and value.lstrip()[:1] in ("=", "+", "-", "@", "\t", "\r", "|", "%"):
        return f"'{value}"
    if isinstance(value, str) and value[:1] in ("\t", "\r", "\n"):
        return f"'{value}"
    return value
