"""The stream of records, a million rows at a time: raw FIT integers, NULL where FIT says invalid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analytics.ingest.batch import RECORD_COLUMNS, Columns

FLUSH_ROWS = 491_520
"""How many records go into one insert: four groups of rows, as the database packs them."""

SELDOM = (
    "cadence_frac_128", "power_w", "stance_time_raw", "stance_balance_raw", "vertical_oscillation_raw",
    "vertical_ratio_raw", "step_length_raw",
)  # fmt: skip
"""Columns of which most recordings hold none: records without any of them lie in a table of their own."""

PLAIN, FULL = "record_plain", "record_full"


def tables_of(place: str) -> tuple[str, ...]:
    """List the tables behind `record`, which everybody reads as one, or behind `aside_record`."""
    return (FULL, PLAIN) if place == "record" else (place,)


def table_for_any(place: str) -> str:
    """Name the one of those tables that takes any record."""
    return FULL if place == "record" else place


def invalid(dtype: str) -> int:
    """Give the integer by which FIT marks a value as not there: all ones, or the largest signed.

    Examples
    --------
    >>> invalid("u1"), invalid("i4")
    (255, 2147483647)
    """
    return int(np.iinfo(np.dtype(dtype)).max)


Part = tuple[int, Columns, int]
"""An activity's number, its columns, and how many records they are."""


class RecordBuffer:
    """Records that wait for their insert, by activity."""

    def __init__(self) -> None:
        self._parts: list[Part] = []
        self.rows = 0

    def add(self, activity_id: int, columns: Columns) -> int:
        """Keep an activity's columns; gives how many records they are.

        Raises
        ------
        ValueError
            If a column is not one of RECORD_COLUMNS, or they differ in length.
        """
        strange = set(columns) - set(RECORD_COLUMNS)
        lengths = {len(column) for column in columns.values()}
        if strange or len(lengths) > 1:
            raise ValueError(f"records with columns {sorted(strange)} or of lengths {sorted(lengths)}")
        count = lengths.pop() if lengths else 0
        if count:
            self._parts.append((activity_id, columns, count))
            self.rows += count
        return count

    def of(self, activity_id: int) -> Columns | None:
        """Give the columns of one activity, if they wait here."""
        return next((columns for number, columns, _ in self._parts if number == activity_id), None)

    def clear(self) -> None:
        """Forget everything that waits."""
        self._parts, self.rows = [], 0

    def take(self) -> pa.Table:
        """Give everything that waits as one table sorted by activity, and empty the buffer."""
        parts, self._parts, self.rows = self._parts, [], 0
        return _table(parts, RECORD_COLUMNS)

    def take_by_table(self) -> Iterator[tuple[str, pa.Table]]:
        """Give everything that waits by the table it goes into, each sorted by activity; empty the buffer."""
        parts, self._parts, self.rows = self._parts, [], 0
        full = [part for part in parts if any(name in part[1] for name in SELDOM)]
        plain = [part for part in parts if not any(name in part[1] for name in SELDOM)]
        if full:
            yield FULL, _table(full, RECORD_COLUMNS)
        if plain:
            yield PLAIN, _table(plain, [name for name in RECORD_COLUMNS if name not in SELDOM])


def _table(parts: Sequence[Part], names: Iterable[str]) -> pa.Table:
    """Lay activities end to end, the lowest number first."""
    parts = sorted(parts, key=lambda part: part[0])
    ids = np.repeat(
        np.array([part[0] for part in parts], dtype=np.int64),
        np.array([part[2] for part in parts], dtype=np.int64),
    )
    columns: dict[str, Any] = {"activity_id": pa.array(ids)}
    for name in names:
        dtype = RECORD_COLUMNS[name][0]
        nothing = invalid(dtype)
        if not any(name in part[1] for part in parts):
            columns[name] = pa.nulls(len(ids), pa.from_numpy_dtype(np.dtype(dtype)))
            continue
        values: npt.NDArray[np.generic] = np.concatenate(
            [
                part[1][name].astype(dtype, copy=False)
                if name in part[1]
                else np.full(part[2], nothing, dtype)
                for part in parts
            ]
        )
        columns[name] = _masked(values, values != nothing)
    return pa.table(columns)


def _masked(values: npt.NDArray[np.generic], there: npt.NDArray[np.bool_]) -> pa.Array:
    """Give the values as they lie in memory, with a bit for each that says whether it is there."""
    bits = None if there.all() else pa.py_buffer(np.packbits(there, bitorder="little"))
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [bits, pa.py_buffer(values)])
