"""Small numbers in what leaves the house: a count below six can point at somebody, so it is not shown.

Nor may it follow from the others: what is left over after the groups that are shown holds at least two groups
and at least six, or grows by the smallest shown group until it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 6
HIDDEN = "fewer than six: not shown"


@dataclass(frozen=True)
class Shown:
    """Groups that may be shown by themselves, those that stand together, and those not shown at all."""

    alone: tuple[str, ...]
    together: tuple[str, ...]
    hidden: tuple[str, ...]


def part(counts: Mapping[str, int]) -> Shown:
    """Part groups, whose sum is known, into what may be shown.

    Examples
    --------
    >>> part({"knee": 20, "shin": 9, "hip": 4, "foot": 3})
    Shown(alone=('knee', 'shin'), together=('hip', 'foot'), hidden=())
    >>> part({"knee": 20, "shin": 9, "hip": 4})
    Shown(alone=('knee',), together=('shin', 'hip'), hidden=())
    >>> part({"knee": 4, "shin": 1})
    Shown(alone=(), together=(), hidden=('knee', 'shin'))
    """
    order = sorted((name for name in counts if counts[name] > 0), key=lambda one: -counts[one])
    alone = [name for name in order if counts[name] >= LEAST]
    rest = [name for name in order if counts[name] < LEAST]
    while rest and alone and (len(rest) < 2 or sum(counts[name] for name in rest) < LEAST):
        rest.insert(0, alone.pop())
    if rest and (len(rest) < 2 or sum(counts[name] for name in rest) < LEAST):
        return Shown(tuple(alone), (), tuple(rest))
    return Shown(tuple(alone), tuple(rest), ())


def count(n: int) -> str:
    """Write a count, unless it is too small to be shown.

    Examples
    --------
    >>> count(6), count(5), count(0)
    ('6', 'fewer than six', 'fewer than six')
    """
    return str(n) if n >= LEAST else "fewer than six"
