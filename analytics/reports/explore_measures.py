"""The measures to choose from, the catalogue's and one's own, with words and units for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from analytics.knowledge import measures
from analytics.knowledge import units as units_read
from analytics.metrics import expression
from analytics.metrics.expression import FormulaError, Tree
from analytics.reports.figure import Meaning
from analytics.reports.records import records
from analytics.store import Reader

METRIC, IMPERIAL, OWN_WAY = units_read.METRIC, units_read.IMPERIAL, "own"
SHOWN: dict[str, dict[str, tuple[float, float, str]]] = {
    "km": units_read.KINDS["distance_m"],
    "m": units_read.KINDS["height_m"],
    "h": {METRIC: (1 / 3600, 0.0, "h"), IMPERIAL: (1 / 3600, 0.0, "h")},
    "kg": units_read.KINDS["weight_kg"],
    "pace": units_read.KINDS["pace_s_per_km"],
    "speed": units_read.KINDS["speed_m_s"],
    "celsius": units_read.KINDS["temperature_c"],
}
"""What people read instead of the store's units: times, plus, and the unit then (exact by definition)."""
OWN = "own_"
OWN_TOPIC = "Your own"
DEEPEST, MOST_TREES = 6, 600
"""How deep own measures may stand on each other, and how much they may hold then."""
PACE_UNITS = ("min/km", "min/mi")


@dataclass(frozen=True)
class Shown:
    """One measure as a person reads it: `times` and `plus` bring the store's number to its unit."""

    name: str
    label: str
    unit: str | None
    description: str
    topic: str
    meaning: Meaning = "volume"
    times: float = 1.0
    plus: float = 0.0
    formula: str | None = None
    is_deleted: bool = False

    @property
    def is_pace(self) -> bool:
        """Say whether it reads as minutes and seconds, faster upward."""
        return self.unit in PACE_UNITS

    @property
    def head(self) -> str:
        """Give the words for an axis or a table head."""
        return self.label if self.unit in (None, self.label.lower()) else f"{self.label}, {self.unit}"

    @property
    def inside(self) -> str:
        """Give the label for the middle of a sentence."""
        return self.label[:1].lower() + self.label[1:] if self.label[1:2].islower() else self.label


def choices(own: Iterable[Shown] = (), *, units: str = OWN_WAY) -> dict[str, Shown]:
    """List the measures one can choose, by name: the catalogue's in its order, then one's own.

    `units` is metric, imperial, or own: as the person who looks reads them everywhere.
    """
    units = units_read.way().units if units == OWN_WAY else units
    found = {name: _shown(one, units) for name, one in measures.load().items()}
    return found | {one.name: one for one in own}


def _shown(one: measures.Measure, units: str) -> Shown:
    times, plus, unit = SHOWN[one.shown][units] if one.shown else (1.0, 0.0, one.unit)
    return Shown(
        name=one.name,
        label=one.label,
        unit=unit,
        description=one.description,
        topic=one.topic,
        meaning=cast(Meaning, one.colour),
        times=times,
        plus=plus,
        formula=one.formula,
    )


def own(reader: Reader) -> tuple[Shown, ...]:
    """Give the measures that people made themselves; deleted ones are marked."""
    return tuple(
        Shown(
            name=f"{OWN}{row['formula_id']}",
            label=str(row["name"]),
            unit=None if not isinstance(row["unit"], str) else row["unit"],
            description=f"Your own: {row['formula']}",
            topic=OWN_TOPIC,
            meaning="hip" if "hip" in str(row["formula"]) else "volume",
            formula=str(row["formula"]),
            is_deleted=row["deleted_at_utc"] is not None and row["deleted_at_utc"] == row["deleted_at_utc"],
        )
        for row in records(reader.frame("explore_formulas"))
    )


def own_formulas(mine: Iterable[Shown]) -> tuple[tuple[str, str, str, str | None], ...]:
    """Give own measures as plain values that a report can be asked with."""
    return tuple((one.name, one.label, one.formula or "", one.unit) for one in mine)


def from_plain(plain: Iterable[tuple[str, str, str, str | None]]) -> tuple[Shown, ...]:
    """Take own measures back from what `own_formulas` gave."""
    return tuple(
        Shown(name, label, unit, f"Your own: {formula}", OWN_TOPIC, "hip" if "hip" in formula else "volume",
              formula=formula)
        for name, label, formula, unit in plain
    )  # fmt: skip


def worked_out(text: str, known: Mapping[str, Shown]) -> Tree:
    """Read a formula and put in what its measures are made of, down to what lies in the store.

    Raises
    ------
    FormulaError
        If it cannot be read, a measure in it goes round in circles, or it grows too large.
    """
    return _expanded(expression.read(text, known), known, ())


def _expanded(tree: Tree, known: Mapping[str, Shown], within: tuple[str, ...]) -> Tree:
    for name in expression.measures(tree):
        formula = known[name].formula
        if formula is None:
            continue
        if name in within:
            raise FormulaError(f"the measure {known[name].label} goes round in circles.", 1)
        if len(within) == DEEPEST:
            raise FormulaError("own measures stand too deep on each other.", 1)
        inner = _expanded(expression.read(formula, known), known, (*within, name))
        tree = expression.put_in(tree, name, inner)
        if sum(1 for _ in expression.walk(tree)) > MOST_TREES:
            raise FormulaError("the measures in it are too large together.", 1)
    return tree


def number_of(name: str) -> int:
    """Give the number of an own measure by its name.

    Examples
    --------
    >>> number_of("own_12")
    12
    """
    return int(name.removeprefix(OWN))
