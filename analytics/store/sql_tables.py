"""What a person's own SQL may read: which tables, which of their columns, and whose rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from analytics.errors import StoreError
from analytics.knowledge import place

if TYPE_CHECKING:
    from analytics.store.store import Reader

NOT_FOR_READING = frozenset({"source_sha256", "external_id", "track_marks", "fit_guesses", "recorded_at_utc"})
"""Columns that tie a row to the original it came from, or hold what only the readers of files understand."""
PRIVATE = frozenset({"note", "description", "diagnosis_text", "latitude_deg", "longitude_deg"})
"""What somebody wrote, and where they were: only where it is asked for."""
MOST_VALUES = 40_000_000
"""A table beyond this would not fit into the memory a question has."""
_READ_FROM = {"athlete": "current_athlete"}


@cache
def tables() -> dict[str, tuple[str, str]]:
    """Give each table that may be read: how its rows belong to athletes, and what it holds, in words."""
    return {row["name"]: (row["rows"], row["about"]) for row in place.rows("sql_tables.csv")}


def columns(reader: Reader, *, with_private: bool) -> dict[str, dict[str, str]]:
    """Give the columns of each table that may be read, with their kinds, in order."""
    found = reader.frame("sql_columns")
    hidden = NOT_FOR_READING if with_private else NOT_FOR_READING | PRIVATE
    kinds: dict[str, dict[str, str]] = {}
    for table, column, kind in found.itertuples(index=False, name=None):
        if column not in hidden:
            kinds.setdefault(str(table), {})[str(column)] = str(kind)
    return {table: kinds[_READ_FROM.get(table, table)] for table in tables()}


def selecting(table: str, names: Sequence[str], athlete_ids: Sequence[int] | None) -> str:
    """Write the SELECT that gives some columns of a table, and of its rows those of the athletes chosen.

    Parameters
    ----------
    names
        Columns of the table; checked by whoever calls, against `columns`.
    athlete_ids
        None gives everybody's.

    Examples
    --------
    >>> selecting("lap", ["lap_no"], [3])
    'SELECT "lap_no" FROM lap WHERE activity_id IN (SELECT activity_id FROM activity WHERE athlete_id IN (3))'
    """
    belongs = tables()[table][0]
    inside = ", ".join(f'"{name}"' for name in names)
    text = f"SELECT {inside} FROM {_READ_FROM.get(table, table)}"
    if athlete_ids is None or belongs == "everybody":
        return text
    chosen = f"athlete_id IN ({', '.join(str(int(one)) for one in athlete_ids) or 'NULL'})"
    if belongs == "athlete":
        return f"{text} WHERE {chosen}"
    if belongs == "squad":
        return f"{text} WHERE squad_id IN (SELECT squad_id FROM squad_member WHERE {chosen})"
    return f"{text} WHERE activity_id IN (SELECT activity_id FROM activity WHERE {chosen})"


def check_size(reader: Reader, table: str, names: Sequence[str], athlete_ids: Sequence[int] | None) -> None:
    """See that a table fits into the memory of a question.

    Raises
    ------
    StoreError
        If it does not, in words.
    """
    text = selecting(table, names[:1], athlete_ids)
    rows = int(reader.arrow(f"SELECT count(*) AS rows FROM ({text})")["rows"][0].as_py())
    if rows * len(names) > MOST_VALUES:
        raise StoreError(
            f"{table} holds {rows:,} rows here, more than a question can take with {len(names)} of its "
            f"columns ({MOST_VALUES:,} values). Name fewer columns, or choose fewer athletes."
        )
