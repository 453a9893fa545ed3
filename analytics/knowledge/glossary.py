"""The words: one name, one meaning, one unit for every column and measure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from analytics.knowledge import place


@dataclass(frozen=True)
class Term:
    """One row of data/glossary.csv; `unit` None: a count, a date or a text."""

    name: str
    label: str
    unit: str | None
    description: str
    source: str

    @property
    def label_with_unit(self) -> str:
        """Give the words for an axis or a table head.

        Examples
        --------
        >>> load()["hip_dose"].label_with_unit
        'Hip dose (hip sets a week)'
        """
        return f"{self.label} ({self.unit})" if self.unit else self.label


@cache
def load() -> dict[str, Term]:
    """Load the glossary by name. The mapping is shared: read it, do not write it."""
    return {
        row["name"]: Term(
            name=row["name"],
            label=row["label"],
            unit=row["unit"] or None,
            description=row["description"],
            source=row["source"],
        )
        for row in place.rows("glossary.csv")
    }
