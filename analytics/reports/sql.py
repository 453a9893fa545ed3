"""SQL of one's own: the tables with their words, ready questions, what was asked, and taking it along."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import pandas as pd

from analytics.handouts import notebook
from analytics.knowledge import glossary, place, written
from analytics.reports import export
from analytics.reports.records import records
from analytics.store import Reader, asking, sql_tables
from analytics.store.sql_answer import Answer

SHOWN = 500
"""So many rows of an answer are sent to the browser; a file holds all."""
LONGEST_BAR_NAMES = 40


@dataclass(frozen=True)
class Example:
    """A ready question."""

    id: str
    question: str
    sql: str


@dataclass(frozen=True)
class Table:
    """A table that may be read: what it holds, and its columns (name, label, unit, meaning)."""

    name: str
    about: str
    columns: pd.DataFrame


@dataclass(frozen=True)
class Past:
    """A question that was asked before."""

    query_no: int
    query: str
    said: str


@dataclass(frozen=True)
class Plot:
    """How an answer is drawn: which columns, and as what."""

    kind: Literal["line", "dots", "bars"]
    x: str
    y: str
    group: str | None = None


@cache
def examples() -> tuple[Example, ...]:
    """Give the ready questions."""
    return tuple(
        Example(**one) for one in json.loads(place.data_file("sql_examples.json").read_text(encoding="utf-8"))
    )


def gather(reader: Reader, *, with_private: bool) -> tuple[Table, ...]:
    """Gather the tables that may be read, with what the glossary says of their columns."""
    words = glossary.load()
    about = sql_tables.tables()
    return tuple(
        Table(
            name,
            about[name][1],
            pd.DataFrame(
                [
                    {
                        "name": column,
                        "label": words[column].label if column in words else "",
                        "unit": (words[column].unit or "") if column in words else "",
                        "meaning": words[column].description if column in words else "",
                    }
                    for column in columns
                ]
            ),
        )
        for name, columns in sql_tables.columns(reader, with_private=with_private).items()
    )


def found(tables: Sequence[Table], word: str) -> pd.DataFrame:
    """Find columns whose name or meaning holds a word; nothing typed finds all.

    Returns
    -------
    pandas.DataFrame
        table, name, label, unit, meaning.
    """
    rows = pd.concat([one.columns.assign(table=one.name) for one in tables], ignore_index=True)
    wanted = word.strip().casefold()
    told = (rows["table"] + " " + rows["name"] + " " + rows["label"] + " " + rows["meaning"]).str.casefold()
    return rows[told.str.contains(wanted, regex=False)][["table", "name", "label", "unit", "meaning"]]


def found_line(columns: pd.DataFrame, word: str) -> str:
    """Say how many columns were found."""
    if columns.empty:
        return f"No column says “{word.strip()}”."
    return f"{written.count(len(columns), 'column')} in {written.count(columns['table'].nunique(), 'table')}."


def history(reader: Reader) -> tuple[Past, ...]:
    """Gather what was asked before, the newest first."""
    return tuple(
        Past(
            int(row["query_no"]),
            str(row["query"]),
            f"{written.date(row['asked_at_utc'].date())}, {written.count(int(row['answer_rows']), 'row')}: "
            f"{' '.join(str(row['query']).split())[:90]}",
        )
        for row in records(reader.frame("sql_history"))
    )


def line(answer: Answer) -> str:
    """Say how much answered, from where, how fast, and what was left out."""
    rows = written.count(len(answer.rows), "row")
    source = f" from {', '.join(answer.tables)}" if answer.tables else ""
    said = f"{rows}{source}, in {written.number(answer.seconds, 1)} s."
    if answer.cut == "rows":
        said = (
            f"The first {said} There are more; the file holds these too. Add LIMIT, a filter, or sum first."
        )
    elif answer.cut == "bytes":
        said = (
            f"The first {said} There are more: together they are too large. Name fewer columns, or sum first."
        )
    elif len(answer.rows) > SHOWN:
        said += f" The table shows the first {written.number(SHOWN)}; the file holds all."
    return said


def said(plot: Plot) -> dict[str, str]:
    """Give a drawing its words: the glossary's where it knows a column, else the column's own name.

    Examples
    --------
    >>> said(Plot("line", "week_start", "distance_m"))
    {'title': 'Distance by week', 'x_said': 'Week', 'y_said': 'Distance (m)'}
    >>> said(Plot("bars", "weekday", "days_with_runs"))["title"]
    'Days with runs by weekday'
    """
    words = glossary.load()

    def label(name: str, *, with_unit: bool) -> str:
        term = words.get(name)
        if term is None:
            plain = name.replace("_", " ").strip() or name
            return plain[:1].upper() + plain[1:]
        return term.label_with_unit if with_unit else term.label

    x, y = label(plot.x, with_unit=False), label(plot.y, with_unit=False)
    title = f"{y} by {x[:1].lower() + x[1:]}"
    if plot.group is not None:
        group = label(plot.group, with_unit=False)
        title += f" and {group[:1].lower() + group[1:]}"
    return {
        "title": title,
        "x_said": label(plot.x, with_unit=True),
        "y_said": label(plot.y, with_unit=True),
    }


def numbers(frame: pd.DataFrame) -> list[str]:
    """Name the columns that can be drawn upwards: numbers that are no mere number of something."""
    return [
        str(name)
        for name in frame.columns
        if pd.api.types.is_numeric_dtype(frame[name])
        and not pd.api.types.is_bool_dtype(frame[name])
        and not str(name).endswith("_id")
        and frame[name].notna().any()
    ]


def days(frame: pd.DataFrame) -> list[str]:
    """Name the columns that hold days or moments."""
    return [
        str(name)
        for name in frame.columns
        if frame[name].dtype.kind == "M"
        or (frame[name].notna().any() and hasattr(frame[name].dropna().iloc[0], "toordinal"))
    ]


def suggested(frame: pd.DataFrame) -> Plot | None:
    """Suggest how an answer could be drawn: over time where there are days, else by name, else as dots."""
    upward = numbers(frame)
    if len(frame) < 2 or not upward:
        return None
    dated = days(frame)
    names = [
        str(name)
        for name in frame.columns
        if str(name) not in (*upward, *dated) and 1 < frame[name].nunique() <= LONGEST_BAR_NAMES
    ]
    if dated:
        group = next((name for name in names if frame[name].nunique() <= 8), None)
        is_one = not frame[dated[0]].duplicated().any()
        return Plot("line" if is_one or group else "dots", dated[0], upward[0], group)
    if names:
        return Plot("bars", names[0], upward[0])
    return Plot("dots", upward[0], upward[1]) if len(upward) > 1 else None


def csv(reader: Reader, *, answer: Answer) -> bytes:
    """Write an answer as CSV that a spreadsheet will not run."""
    frame = answer.frame().astype(object)
    return export.safe_csv(frame.where(frame.notna(), None))


def parquet(reader: Reader, *, answer: Answer) -> bytes:
    """Write an answer as a Parquet file."""
    out = io.BytesIO()
    answer.frame().to_parquet(out, index=False)
    return out.getvalue()


def take_along(
    reader: Reader,
    *,
    query: str,
    tables: tuple[str, ...],
    athlete_ids: tuple[int, ...] | None,
    with_private: bool,
    whose: str,
) -> bytes:
    """Put a question into a ZIP with the rows it was asked of, a notebook and a script.

    Raises
    ------
    StoreError
        If a table does not fit.
    """
    known = sql_tables.columns(reader, with_private=with_private)
    with tempfile.TemporaryDirectory(prefix="hipstride-sql-") as folder:
        files = {}
        for table in tables:
            columns = list(known[table])
            sql_tables.check_size(reader, table, columns, athlete_ids)
            files[table] = Path(folder) / f"{table}.parquet"
            asking.write(reader, files[table], table, columns, athlete_ids)
        private = "with" if with_private else "without"
        about = f"Rows of {whose} out of Hipstride, {private} notes and places."
        return notebook.bundle(query, files, about=about)
