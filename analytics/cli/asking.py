"""The command `query`: a person's own SQL, asked in the same sandbox as on the page."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from analytics.cli import commands
from analytics.cli.output import days_as_days, plain, safe_csv, text_table
from analytics.errors import StoreInUseError

if TYPE_CHECKING:
    import pandas as pd

    from analytics.store import Store
    from analytics.store.sql_answer import Answer

ROWS, BYTES, SECONDS = 200_000, 64 * 2**20, 60.0
"""What a question may take here: nobody else waits for it."""


def query(asked: argparse.Namespace) -> int:
    """Answer a SELECT statement, or pack it with its rows for a notebook."""
    try:
        store = commands._open(asked)
    except StoreInUseError as error:
        raise StoreInUseError(f"{error} While the dashboard runs, its page SQL answers the same.") from error
    try:
        if asked.all_tables:
            with store.reader() as reader:
                frame = reader.sql(asked.sql, {})
        else:
            frame = _plain_columns(_answered(store, asked).frame())
    finally:
        store.close()
    if asked.notebook is None:
        _print(days_as_days(frame), asked.format)
    return commands.DONE


def _answered(store: Store, asked: argparse.Namespace) -> Answer:
    from analytics.reports import sql
    from analytics.store import asking

    athlete_ids = None
    if asked.athlete is not None:
        with store.reader() as reader:
            athlete_ids = (commands._whose(reader, asked.athlete),)
    answer = asking.ask(
        store,
        asked.sql,
        athlete_ids=athlete_ids,
        with_private=asked.notes,
        limits=asking.Limits(rows=ROWS, bytes=BYTES, seconds=SECONDS),
    )
    if answer.cut is not None:
        print(sql.line(answer), file=sys.stderr)
    if asked.notebook is not None:
        with store.reader() as reader:
            packed = sql.take_along(
                reader,
                query=asked.sql,
                tables=answer.tables,
                athlete_ids=athlete_ids,
                with_private=asked.notes,
                whose=asked.athlete or "everybody",
            )
        try:
            asked.notebook.write_bytes(packed)
        except OSError as error:
            raise commands.WrongUse(f"{asked.notebook} cannot be written: {error.strerror}") from error
        print(f"{asked.notebook} holds the question, its rows as Parquet files, a notebook and a script.")
    return answer


def _plain_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn columns that know an unknown whole number into plain ones, as the other commands print them."""
    shown = frame.copy()
    for name in frame.columns:
        column = frame[name]
        if str(column.dtype) == "Int64":
            shown[name] = column.astype("float64" if column.hasnans else "int64")
        elif str(column.dtype) == "boolean":
            shown[name] = column.astype(object).where(column.notna(), None)
    return shown


def _print(frame: pd.DataFrame, form: str) -> None:
    if form == "json":
        rows = [
            {str(name): plain(value) for name, value in zip(frame.columns, row)}
            for row in frame.itertuples(index=False, name=None)
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    elif form == "csv":
        print(safe_csv(frame), end="")
    else:
        print(text_table(frame))
