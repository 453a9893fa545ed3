"""How a person reads: metric or imperial, pace or speed, marks in numbers, where weeks begin, the language.

The store and the domain keep SI units. `analytics.knowledge.written` turns a number into words in the way
that holds for the moment, and charts and tables convert what they draw with `shown`; nothing else converts.

>>> with following(Way(units="imperial")):
...     round(shown(5000.0, "distance_m"), 2), unit("distance_m")
(3.11, 'mi')
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar, cast

METRIC, IMPERIAL = "metric", "imperial"
PACE, SPEED = "pace", "speed"
KM_PER_MILE, M_PER_FOOT, KG_PER_POUND = 1.609344, 0.3048, 0.45359237
"""Exact by definition (international yard and pound agreement of 1959)."""
KINDS: dict[str, dict[str, tuple[float, float, str]]] = {
    "distance_m": {METRIC: (0.001, 0.0, "km"), IMPERIAL: (0.001 / KM_PER_MILE, 0.0, "mi")},
    "distance_km": {METRIC: (1.0, 0.0, "km"), IMPERIAL: (1 / KM_PER_MILE, 0.0, "mi")},
    "height_m": {METRIC: (1.0, 0.0, "m"), IMPERIAL: (1 / M_PER_FOOT, 0.0, "ft")},
    "climb_m_per_km": {METRIC: (1.0, 0.0, "m a km"), IMPERIAL: (KM_PER_MILE / M_PER_FOOT, 0.0, "ft a mile")},
    "weight_kg": {METRIC: (1.0, 0.0, "kg"), IMPERIAL: (1 / KG_PER_POUND, 0.0, "lb")},
    "temperature_c": {METRIC: (1.0, 0.0, "°C"), IMPERIAL: (1.8, 32.0, "°F")},
    "speed_m_s": {METRIC: (3.6, 0.0, "km/h"), IMPERIAL: (3.6 / KM_PER_MILE, 0.0, "mph")},
    "speed_km_h": {METRIC: (1.0, 0.0, "km/h"), IMPERIAL: (1 / KM_PER_MILE, 0.0, "mph")},
    "pace_s_per_km": {METRIC: (1.0, 0.0, "min/km"), IMPERIAL: (KM_PER_MILE, 0.0, "min/mi")},
}
"""By how a quantity is stored: times, plus, and the unit a person then reads."""
NUMBERS: dict[str, tuple[str, str]] = {
    "space_point": ("\u202f", "."),
    "comma_point": (",", "."),
    "point_comma": (".", ","),
    "space_comma": ("\u202f", ","),
}
"""What stands between thousands, and before the decimals."""
FIRST_DAYS = {"monday": 0, "sunday": 6, "saturday": 5}
"""Days a shown week can begin with, as `date.weekday` counts them."""
Number = TypeVar("Number")


@dataclass(frozen=True)
class Way:
    """One person's way to read quantities; plain texts, so that what was made for it can be kept under it."""

    units: str = METRIC
    motion: str = PACE
    numbers: str = "space_point"
    first_day: str = "monday"
    language: str = "en"

    @property
    def is_imperial(self) -> bool:
        """Say whether miles, feet, pounds and Fahrenheit are read."""
        return self.units == IMPERIAL

    @property
    def is_speed(self) -> bool:
        """Say whether a pace is read as a speed."""
        return self.motion == SPEED

    @property
    def marks(self) -> tuple[str, str]:
        """Give what stands between thousands, and before the decimals."""
        return NUMBERS[self.numbers]


_USUAL = Way()
_way: ContextVar[Way] = ContextVar("way", default=_USUAL)


def way() -> Way:
    """Give the way that holds for the moment: metric, pace and a decimal point where nobody chose."""
    return _way.get()


@contextmanager
def following(chosen: Way) -> Iterator[None]:
    """Let a way hold inside the block, for this thread alone."""
    token = _way.set(chosen)
    try:
        yield
    finally:
        _way.reset(token)


def shown(value: Number, kind: str) -> Number:
    """Bring a stored quantity to the unit that is read.

    Parameters
    ----------
    value
        A number, or an array or column of them; unknown stays unknown.
    kind
        How it is stored: a key of `KINDS`.

    Examples
    --------
    >>> shown(12.5, "weight_kg"), shown(21.0, "temperature_c")
    (12.5, 21.0)
    """
    times, plus, _ = KINDS[kind][way().units]
    quantity: Any = value
    return cast(Number, quantity * times + plus if plus else quantity * times)


def stored(value: Number, kind: str) -> Number:
    """Bring a quantity as it is read back to how it is stored.

    Examples
    --------
    >>> with following(Way(units="imperial")):
    ...     stored(26.2, "distance_km")
    42.1648128
    """
    times, plus, _ = KINDS[kind][way().units]
    quantity: Any = value
    return cast(Number, (quantity - plus) / times if plus else quantity / times)


def unit(kind: str) -> str:
    """Name the unit that is read.

    Examples
    --------
    >>> unit("height_m"), unit("pace_s_per_km")
    ('m', 'min/km')
    """
    return KINDS[kind][way().units][2]
