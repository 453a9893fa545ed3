"""What hip work is made of: muscle groups, left and right, and how steadily it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

GROUP_OF: Mapping[str, str] = {
    "abductors": "abductors",
    "extensors": "extensors",
    "external_rotators": "rotators",
    "internal_rotators": "rotators",
    "flexors": "flexors",
    "adductors": "adductors",
}
"""The hip's muscle groups, by the targets of the exercise library; the trunk is counted apart."""

GROUPS: tuple[str, ...] = ("abductors", "extensors", "rotators", "flexors", "adductors")


def by_group(rows: pd.DataFrame, *, first: float, further: float) -> pd.DataFrame:
    """Share hip sets out among the muscle groups of their exercises.

    The group an exercise names first gets the whole hip set, each further group of the hip a part: a set of
    side-lying abduction is one for the abductors and about half a one for the extensors. The groups therefore
    add up to more than the hip sets, and are never to be summed.

    Parameters
    ----------
    rows
        week_start; targets (the exercise's targets in order, as a tuple; others than the hip's are passed
        over); hip_sets (NaN: unknown, earns nothing in any group).
    first, further
        The share of the first group and of each further one.

    Returns
    -------
    pandas.DataFrame
        week_start, group, hip_sets; only groups with work.

    Examples
    --------
    >>> targets = ("external_rotators", "abductors", "trunk")
    >>> rows = pd.DataFrame({"week_start": ["w1"], "targets": [targets], "hip_sets": [2.0]})
    >>> by_group(rows, first=1.0, further=0.5)[["group", "hip_sets"]].to_dict("list")
    {'group': ['abductors', 'rotators'], 'hip_sets': [1.0, 2.0]}
    """
    shared = [
        (week, group, float(sets) * (first if place == 0 else further))
        for week, targets, sets in zip(rows["week_start"], rows["targets"], rows["hip_sets"], strict=True)
        if sets > 0
        for place, group in enumerate(_groups(targets))
    ]
    table = pd.DataFrame(shared, columns=["week_start", "group", "hip_sets"])
    return table.groupby(["week_start", "group"])[["hip_sets"]].sum().reset_index()


def _groups(targets: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(GROUP_OF[target] for target in targets if target in GROUP_OF))


def asymmetry_pct(left: float, right: float) -> float | None:
    """Say how far the two sides lie apart, as percent of the larger; None where neither was worked.

    Examples
    --------
    >>> asymmetry_pct(10, 8)
    20.0
    """
    larger = max(left, right)
    return 100 * abs(left - right) / larger if larger > 0 else None


@dataclass(frozen=True)
class Streak:
    """How many in a row, now and at most."""

    now: int
    longest: int


def streak(worked: Sequence[bool | None], *, grace: int = 1) -> Streak:
    """Count days (or weeks) in a row with work.

    Parameters
    ----------
    worked
        In order; None is unknown and ends a row, since nobody can say that it went on.
    grace
        How many at the very end may be without work (or unknown) and not end the row of now: a day is not
        over until it is over.

    Examples
    --------
    >>> streak([True, True, False, True, True, True, False])
    Streak(now=3, longest=3)
    >>> streak([True, None, True, False, False])
    Streak(now=0, longest=1)
    """
    longest = running = 0
    ends: list[int] = []
    for each in worked:
        running = running + 1 if each else 0
        longest = max(longest, running)
        ends.append(running)
    lately = [length for length in ends[-(grace + 1) :] if length > 0]
    return Streak(now=lately[-1] if lately else 0, longest=longest)
