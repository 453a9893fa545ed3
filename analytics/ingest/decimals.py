"""Which mark parts whole from fraction in a table: each column tells, else all, else what is likely."""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.ingest import cells

_AMBIGUOUS = re.compile(r"\d([.,])\d{3}(?!\d)")
_BOTH: tuple[cells.Decimal, cells.Decimal] = (".", ",")

# Within which the middle of a column lies in any log of training, in SI units (kilocalories for energy):
# wide, since a mark in the wrong place is wrong a thousandfold.
_LIKELY: dict[str, tuple[float, float]] = {
    "distance": (100.0, 400_000.0),
    "longest": (400.0, 400_000.0),
    "moving": (60.0, 172_800.0),
    "elapsed": (60.0, 172_800.0),
    "duration": (60.0, 43_200.0),
    "time": (60.0, 604_800.0),
    "seconds": (1.0, 3_600.0),
    "load": (0.4, 600.0),
    "energy": (5.0, 15_000.0),
    "reps": (1.0, 500.0),
    "power": (20.0, 800.0),
}


@dataclass(frozen=True)
class Numbers:
    """One field's cells that hold numbers, what 1 is worth in SI units (None: not said), and its header."""

    texts: Sequence[str]
    factor: float | None = None
    word: str = ""


def proved(columns: Sequence[Sequence[str]]) -> cells.Decimal | None:
    """Tell the decimal mark where the numbers themselves do; None where they do not.

    Examples
    --------
    >>> proved([["5,12", "1.234"]]), proved([["5,123"]])
    (',', None)
    """
    one, other = (cells.decimal_mark(columns, fallback=mark) for mark in _BOTH)
    return one if one == other else None


def marks(
    fields: Mapping[str, Numbers], *, said: cells.Decimal | None, fallback: cells.Decimal
) -> tuple[dict[str, cells.Decimal], list[str]]:
    """Tell the decimal mark of each field, and the fields of which nothing tells it.

    A column's own numbers count first, then those of the other columns, which the same program wrote; then
    what somebody `said`; then which of the two readings is likely at all. Last, `fallback` (what goes with
    the separator) is taken where it makes a decimal of every number, as programs write three decimals; a
    number that it would make a thousand of is in doubt.

    Examples
    --------
    >>> marks({"distance": Numbers(["5,123"], 1000.0)}, said=None, fallback=".")
    ({'distance': ','}, [])
    >>> marks({"ascent": Numbers(["1,234"], 1.0)}, said=None, fallback=".")
    ({'ascent': '.'}, ['ascent'])
    """
    of_all = proved([one.texts for one in fields.values()])
    found: dict[str, cells.Decimal] = {}
    doubtful: list[str] = []
    open_fields: dict[str, Numbers] = {}
    for name, one in fields.items():
        mark = proved([one.texts]) or of_all or said
        if mark is not None:
            found[name] = mark
        elif _example(one) is None:
            found[name] = fallback
        else:
            open_fields[name] = one
    if open_fields:
        likely = [
            mark for mark in _BOTH if all(_is_likely(name, one, mark) for name, one in open_fields.items())
        ]
        for name, one in open_fields.items():
            found[name] = likely[0] if len(likely) == 1 else fallback
            if len(likely) != 1 and any(mark != fallback for mark in _marks_in(one)):
                doubtful.append(name)
    return found, doubtful


def _marks_in(one: Numbers) -> set[str]:
    return {found[1] for text in one.texts if (found := _AMBIGUOUS.search(text))}


def _example(one: Numbers) -> str | None:
    return next((text for text in one.texts if _AMBIGUOUS.search(text)), None)


def question(doubtful: Sequence[str], fields: Mapping[str, Numbers]) -> str:
    """Ask what a number in doubt is, by an example."""
    one = fields[doubtful[0]]
    return (
        f"The numbers under '{one.word[:40]}' (such as '{(_example(one) or '')[:20]}') could be thousands or"
        " have three decimals, and nothing in the table tells which."
    )


def _is_likely(name: str, one: Numbers, mark: cells.Decimal) -> bool:
    bounds = _LIKELY.get(name)
    if bounds is None or one.factor is None:
        return True
    values = []
    for text in one.texts:
        try:
            value = cells.number(text, mark)
        except ValueError:
            continue
        if value:
            values.append(value * one.factor)
    return not values or bounds[0] <= statistics.median(values) <= bounds[1]
