"""The measures one can explore: where each lies, how it adds up, and its words (data/measures.csv)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from analytics.knowledge import glossary, place

SHARED_VIEWS = ("athlete", "worked")
"""Not views of the store: what one number tells of an athlete, and what Python works out week by week."""


@dataclass(frozen=True)
class Lying:
    """A view that holds a measure, its column there, and how rows add up to a longer time.

    `gather` is sum (of what is known), whole (a sum that is unknown where a part is), mean, time_mean (each
    run weighs as long as it took), max or count.
    """

    view: str
    column: str
    gather: str


@dataclass(frozen=True)
class Measure:
    """One measure.

    Parameters
    ----------
    lies
        The views that hold it, the most summed up first; empty where it is worked out by `formula`.
    shown
        How people read it: km, m, h, kg, pace, speed, celsius; None shows the unit as it is.
    colour
        What its colour stands for: hip, volume, pace, injury or caution.
    """

    name: str
    label: str
    unit: str | None
    description: str
    lies: tuple[Lying, ...]
    formula: str | None
    shown: str | None
    topic: str
    colour: str


@cache
def load() -> dict[str, Measure]:
    """Load the measures by name, in the order of the table. The mapping is shared: read it only."""
    words = glossary.load()
    rows: dict[str, list[dict[str, str]]] = {}
    for row in place.rows("measures.csv"):
        rows.setdefault(row["name"], []).append(row)
    return {
        name: Measure(
            name=name,
            label=words[name].label,
            unit=words[name].unit,
            description=words[name].description,
            lies=tuple(Lying(row["view"], row["column"], row["gather"]) for row in some if row["view"]),
            formula=some[0]["formula"] or None,
            shown=some[0]["shown"] or None,
            topic=some[0]["topic"],
            colour=some[0]["colour"],
        )
        for name, some in rows.items()
    }
