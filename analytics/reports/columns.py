"""Columns of tables whose numbers are quantities: how they are stored, and how they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.knowledge import units, written


@dataclass(frozen=True)
class Column:
    """A column of numbers: its words, how they are stored (a kind of `units`), and how they are shown."""

    label: str
    kind: str | None = None
    decimals: int = 0
    sign: bool = False
    before: str = ""
    after: str = ""
    help: str | None = None
    pinned: bool = False

    @property
    def head(self) -> str:
        """Give the words above the column, with the unit that is read."""
        if self.kind is None:
            return self.label
        unit = units.unit(self.kind)
        return f"{self.label}, {unit}" if self.label else unit

    @property
    def form(self) -> str:
        """Give the form of its numbers as a browser reads it."""
        before, after = self.before.replace("%", "%%"), self.after.replace("%", "%%")
        return f"{before}%{'+' if self.sign else ''}.{self.decimals}f{after}"

    def said(self, value: Any) -> str:
        """Write one number of the column."""
        if pd.isna(value):
            return written.UNKNOWN
        text = (written.signed if self.sign else written.number)(float(value), self.decimals)
        return f"{self.before}{text}{self.after}"


def number(label: str, decimals: int = 0, **how: Any) -> Column:
    """Name a column of plain numbers."""
    return Column(label, None, decimals, **how)


def distance(label: str = "", decimals: int = 1, *, stored: str = "distance_km", **how: Any) -> Column:
    """Name a column of distances in kilometres, or in metres where `stored` says so."""
    return Column(label, stored, decimals, **how)


def height(label: str = "", decimals: int = 0, **how: Any) -> Column:
    """Name a column of heights or ascents in metres."""
    return Column(label, "height_m", decimals, **how)


def weight(label: str = "", decimals: int = 1, **how: Any) -> Column:
    """Name a column of weights in kilograms."""
    return Column(label, "weight_kg", decimals, **how)


def temperature(label: str = "", decimals: int = 0, **how: Any) -> Column:
    """Name a column of temperatures in degrees Celsius."""
    return Column(label, "temperature_c", decimals, **how)


def as_read(rows: Any, heads: Mapping[str, Any]) -> pd.DataFrame:
    """Bring the quantities of a table to the units that are read.

    Parameters
    ----------
    rows
        A frame, or one mapping a row, as they are stored.
    heads
        The columns by name; those that are a `Column` are brought along.

    Examples
    --------
    >>> with units.following(units.Way(units="imperial")):
    ...     float(as_read([{"weight_kg": 100.0}], {"weight_kg": weight()})["weight_kg"].round(1)[0])
    220.5
    """
    data = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    return data.assign(
        **{
            name: _converted(data[name], head)
            for name, head in heads.items()
            if isinstance(head, Column) and name in data
        }
    )


def _converted(values: pd.Series, head: Column) -> pd.Series:
    numbers = pd.to_numeric(values).astype(float)
    return numbers if head.kind is None else units.shown(numbers, head.kind)


def in_words(data: pd.DataFrame, heads: Mapping[str, Any]) -> Any:
    """Bring the words of each number along, with the marks that are read; it still sorts by number."""
    shown = data[[name for name in heads if name in data]].reset_index(drop=True)
    own: dict[Any, Any] = {
        name: head.said for name, head in heads.items() if isinstance(head, Column) and name in shown
    }
    return shown.style.format(own, na_rep=written.UNKNOWN)
