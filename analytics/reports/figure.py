"""One of the few figures that open a page: a value, its change, and what the colour means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Meaning = Literal["hip", "volume", "pace", "caution", "injury"]


@dataclass(frozen=True)
class Figure:
    """A figure with its words.

    Parameters
    ----------
    label
        What it is, in the words of the glossary.
    value
        Written for people, with its unit; an en dash where it is unknown.
    change
        What it is compared with, in words; None where there is nothing to compare.
    direction
        Which way it changed; None where `change` is a remark and no change.
    meaning
        What the colour stands for.
    spark
        The last weeks, oldest first; None is an unknown week.
    note
        How it is worked out, shown on demand.
    """

    label: str
    value: str
    change: str | None = None
    direction: Literal["up", "down"] | None = None
    meaning: Meaning = "volume"
    spark: tuple[float | None, ...] = ()
    note: str | None = None

    @property
    def known_spark(self) -> list[float]:
        """Give the known weeks of the sparkline."""
        return [value for value in self.spark if value is not None]
