"""Results as text: tables that line up, CSV that is safe to open, values that JSON can hold."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING, Any

from analytics.knowledge import written

if TYPE_CHECKING:
    import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def printable(text: str) -> str:
    """Keep a name from moving the cursor or colouring the terminal."""
    return written.visible(text)


def plain(value: Any) -> Any:
    """Turn one cell into what JSON can say; unknown is null."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or (isinstance(value, float) and not math.isfinite(value)) or str(value) == "NaT":
        return None
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def days_as_days(frame: pd.DataFrame) -> pd.DataFrame:
    """Write columns that hold whole days without a time of day."""
    shown = frame.copy()
    for name, kind in frame.dtypes.items():
        if kind.kind == "M" and (frame[name].dropna().dt.normalize() == frame[name].dropna()).all():
            shown[name] = frame[name].astype(object).map(lambda at: None if plain(at) is None else at.date())
    return shown


def _cell(value: Any) -> str:
    shown = plain(value)
    if shown is None:
        return ""
    return f"{shown:.10g}" if isinstance(shown, float) else str(shown)


def safe_csv(frame: pd.DataFrame) -> str:
    """Write CSV that a spreadsheet opens as data: a text that begins like a formula gets an apostrophe."""

    def safe(text: str) -> str:
        return "'" + text if text.startswith(FORMULA_STARTS) else text

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([safe(str(name)) for name in frame.columns])
    for row in frame.itertuples(index=False, name=None):
        writer.writerow([safe(value) if isinstance(value, str) else _cell(value) for value in row])
    return out.getvalue()


def text_table(frame: pd.DataFrame) -> str:
    """Line the columns up; numbers to the right, text to the left."""
    heads = [printable(str(name)) for name in frame.columns]
    rows = [[printable(_cell(value)) for value in row] for row in frame.itertuples(index=False, name=None)]
    widths = [max([len(head), *(len(row[at]) for row in rows)]) for at, head in enumerate(heads)]
    numeric = [kind.kind in "iufb" for kind in frame.dtypes]
    lines = [
        "  ".join(
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(row, widths, numeric)
        ).rstrip()
        for row in [heads, ["-" * width for width in widths], *rows]
    ]
    count = len(rows)
    return "\n".join([*lines, f"({count} {'row' if count == 1 else 'rows'})"])


def print_list(*lines: str) -> None:
    """Print lines as a list, empty ones left out."""
    for line in lines:
        if line:
            print(f"- {line}")
