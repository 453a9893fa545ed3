"""Asking for a quantity in the units a person reads; the answer comes back as it is stored."""

from __future__ import annotations

from typing import Any

from analytics.knowledge import units
from pages.shared.shown import st


def named(key: str) -> str:
    """Name a field by the units that are read: ten kilometres must not become ten miles where they change."""
    return f"{key} imperial" if units.way().is_imperial else key


def ask(
    label: str,
    kind: str,
    *,
    low: float,
    high: float,
    value: float | None = None,
    step: float,
    key: str,
    about: str = "",
    place: Any = st,
    **how: Any,
) -> float | None:
    """Ask for a number.

    Parameters
    ----------
    kind
        How the quantity is stored: a key of `units.KINDS`; `low`, `high` and `value` are given and the answer
        comes back like that. `step` is one of the unit that is read.
    about
        What follows the unit in the label.
    place
        Where the field stands: a column, a container.
    """
    unit = units.unit(kind)
    first = None if value is None else units.shown(float(value), kind)
    given = place.number_input(
        f"{label}, {unit}{about}",
        units.shown(low, kind),
        units.shown(high, kind),
        first,
        step,
        key=named(key),
        **how,
    )
    if given is None or given == first:
        return value if given is not None else None
    return units.stored(float(given), kind)
