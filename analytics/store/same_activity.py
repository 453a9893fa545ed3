"""Recognising an activity that is already in, although another file brought it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass, field

FAMILIES = {
    "running": "running",
    "walking": "walking",
    "hiking": "walking",
    "cycling": "cycling",
    "swimming": "swimming",
    "strength": "strength",
    "mobility": "strength",
    "rowing": "rowing",
    "other": "other",
    "unknown": "unknown",
}


@dataclass(frozen=True)
class Sight:
    """As much of an activity as recognising it takes. Lengths are sums over its sessions; None is unknown."""

    activity_id: int
    families: frozenset[str]
    start_utc: dt.datetime
    start_local: dt.datetime
    distance_m: float | None = None
    moving_s: float | None = None
    elapsed_s: float | None = None
    source_kind: str | None = None
    external_id: str | None = None
    has_records: bool = False
    has_sets: bool = False
    name: str | None = None


def same(one: Sight, other: Sight, *, start_s: float, size_pct: float) -> bool:
    """Say whether two records are of one activity.

    They are if the sport's family agrees, they start within `start_s` of each other (in universal or in local
    time, since a list may know only one), and distance or a duration agrees within `size_pct` of the larger;
    where no length is known of both, the start decides.
    """
    if one.external_id and one.external_id == other.external_id and one.source_kind == other.source_kind:
        return True
    unknown = "unknown" in one.families or "unknown" in other.families
    if not unknown and not one.families & other.families:
        return False
    apart_s = min(
        abs((one.start_utc - other.start_utc).total_seconds()),
        abs((one.start_local - other.start_local).total_seconds()),
    )
    if apart_s > start_s:
        return False
    pairs = [
        (one.distance_m, other.distance_m),
        (one.moving_s, other.moving_s),
        (one.elapsed_s, other.elapsed_s),
        # A list may give one duration without saying which.
        (one.moving_s if one.elapsed_s is None else None, other.elapsed_s),
        (one.elapsed_s, other.moving_s if other.elapsed_s is None else None),
    ]
    known = [(a, b) for a, b in pairs if a is not None and b is not None]
    return not known or any(abs(a - b) <= size_pct / 100 * max(a, b) for a, b in known)


@dataclass
class Seen:
    """One athlete's activities, to look a newcomer up in."""

    start_s: float
    size_pct: float
    _by_time: list[tuple[dt.datetime, int]] = field(default_factory=list)
    _sights: dict[int, Sight] = field(default_factory=dict)
    _by_external: dict[tuple[str | None, str], int] = field(default_factory=dict)

    def extend(self, sights: Iterable[Sight]) -> None:
        """Take in many at once."""
        for sight in sights:
            self._remember(sight)
            self._by_time += [(sight.start_utc, sight.activity_id), (sight.start_local, sight.activity_id)]
        self._by_time.sort()

    def add(self, sight: Sight) -> None:
        """Take in one."""
        self._remember(sight)
        insort(self._by_time, (sight.start_utc, sight.activity_id))
        insort(self._by_time, (sight.start_local, sight.activity_id))

    def forget(self, activity_id: int) -> None:
        """Leave one out from now on."""
        self._sights.pop(activity_id, None)

    def find(self, newcomer: Sight) -> Sight | None:
        """Give the activity that the newcomer is, nearest in time first; None if it is a new one."""
        if newcomer.activity_id in self._sights:
            return self._sights[newcomer.activity_id]
        if newcomer.external_id:
            named = self._by_external.get((newcomer.source_kind, newcomer.external_id))
            if named in self._sights:
                return self._sights[named]
        margin = dt.timedelta(seconds=self.start_s)
        near: set[int] = set()
        for moment in (newcomer.start_utc, newcomer.start_local):
            first = bisect_left(self._by_time, (moment - margin, -1))
            last = bisect_right(self._by_time, (moment + margin, 2**63))
            near.update(number for _, number in self._by_time[first:last])
        candidates = [
            self._sights[number]
            for number in near
            if number in self._sights
            and same(self._sights[number], newcomer, start_s=self.start_s, size_pct=self.size_pct)
        ]
        if not candidates:
            return None
        return min(
            candidates, key=lambda s: (abs((s.start_utc - newcomer.start_utc).total_seconds()), s.activity_id)
        )

    def _remember(self, sight: Sight) -> None:
        self._sights[sight.activity_id] = sight
        if sight.external_id:
            self._by_external[(sight.source_kind, sight.external_id)] = sight.activity_id
