"""Recognising an activity that is already in, although another file brought it."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import numpy.typing as npt

from analytics.knowledge import merge_order
from analytics.store.track_marks import METRES_A_DEGREE, distance_words, metres_apart

Track = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]
"""Seconds since FIT's epoch, latitude and longitude in degrees, of the records that have a position."""

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
QUARTER_HOUR_S = 900
FORGOTTEN = 3.0  # times the time moved: our choice, beyond the longest rests on the way
LONGEST_CLOCK_FAULT = dt.timedelta(hours=14)
SAME, DOUBT, TWO = "same", "doubt", "two"


@dataclass(frozen=True)
class Limits:
    """The numbers of data/rules.csv by which two records are held against each other."""

    start_s: float
    size_pct: float
    day_distance_pct: float = 2.0
    overlap_pct: float = 80.0
    doubt_overlap_pct: float = 50.0
    track_m: float = 100.0
    place_m: float = 1000.0
    overlap_size_pct: float = 20.0
    clock_size_pct: float = 0.5
    log_gap_s: float = 7200.0
    apart_m: float = 300.0


@dataclass(frozen=True)
class Sight:
    """As much of one source's activity as recognising it takes; None is unknown.

    `activity_id` is the shown activity's number, `own_id` the one the source has alone. Lengths are sums over
    its sessions.
    """

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
    date_only: bool = False
    own_id: int = -1
    source_sha256: str | None = None
    words: frozenset[str] = frozenset()
    track_marks: bytes | None = None  # see track_marks.py; empty: it knows of no place

    @property
    def length_s(self) -> float | None:
        """Give how long it took, from first to last second where that is known."""
        return self.elapsed_s or self.moving_s

    @property
    def awake_s(self) -> float | None:
        """Give how long somebody was at it: a recording that went on over night was forgotten."""
        if self.moving_s and self.elapsed_s and self.elapsed_s > FORGOTTEN * self.moving_s:
            return self.moving_s
        return self.length_s


@dataclass(frozen=True)
class Verdict:
    """What two records are to each other, and why in words."""

    kind: str
    reason: str = ""
    is_elsewhere: bool = False  # in doubt because the two were in different places at the same time


def judge(
    one: Sight,
    other: Sight,
    limits: Limits,
    overlap_of_tracks: Callable[[float], float | None] = lambda within_m: None,
) -> Verdict:
    """Say whether two records are of one activity: the same, two, or in doubt.

    They are the same if one source gave both the same number; or if the sport's family agrees and

    - they start together (in universal or in local time, since a list may know only one), are not one after
      the other, and agree in distance or in a duration, or nothing is known of both that could speak
      against it; and, where both know where they were, their tracks do not lie far apart: if they do, a
      person is asked;
    - one of them knows only the day, and the distances agree closely (strength work: the day is enough);
    - most of the shorter one's time and track lie on the other (a watch that was started late), or it is
      strength work logged in an app while a watch ran (a watch counts sets, too; a log names them).

    Half of the time in common without that, the same lengths with clocks whole quarter-hours apart, or a log
    of strength work soon before or after a watch's, is a doubt: nobody does two activities at once, yet only
    a person can say which of the two it is.

    Parameters
    ----------
    overlap_of_tracks
        Gives, if it must come to that, for a distance in metres the share in percent
        of the seconds both recorded at which their positions lie together; None where
        one of them has no positions.
    """
    if one.external_id and one.external_id == other.external_id and one.source_kind == other.source_kind:
        return Verdict(SAME, "the same number in the same account")
    unknown = {"unknown"} & (one.families | other.families)
    if not unknown and not one.families & other.families:
        return Verdict(TWO)
    if one.date_only or other.date_only:
        return _judge_day(one, other, limits)
    apart_s = _apart_s(one, other)
    shared_pct = _shared_time_pct(one, other)
    # Repetitions of a minute begin as near each other as two records of one run: but one after the other.
    at_once = shared_pct >= limits.doubt_overlap_pct or not (one.length_s and other.length_s)
    if apart_s <= limits.start_s and at_once and _sizes_agree(one, other, limits.size_pct, any_of=True):
        elsewhere = _elsewhere(one, other, limits, overlap_of_tracks)
        if elsewhere is not None:
            return Verdict(DOUBT, f"they begin together and are as long, but {elsewhere}", is_elsewhere=True)
        return Verdict(SAME, "the same start and length")
    if shared_pct >= limits.overlap_pct:
        if "strength" in one.families & other.families and _complement_each_other(one, other):
            return Verdict(SAME, "strength work at the same time")
        # Who starts together and stays together was one, however each receiver counted the metres.
        together = apart_s <= limits.start_s
        if together or _sizes_agree(one, other, limits.overlap_size_pct):
            on_track = overlap_of_tracks(limits.place_m if together else limits.track_m)
            if on_track is not None and on_track >= limits.overlap_pct:
                return Verdict(SAME, "the same time and track")
    shared_pct = _shared_time_pct(one, other, awake=True)
    if shared_pct >= limits.doubt_overlap_pct:
        return Verdict(DOUBT, f"{shared_pct:.0f} % of the shorter one's time lies within the other")
    if _are_watch_and_log(one, other) and _gap_s(one, other) <= limits.log_gap_s:
        return Verdict(DOUBT, "strength work by a watch and by a log, soon after each other")
    return _judge_clock(one, other, limits, apart_s)


def _elsewhere(
    one: Sight, other: Sight, limits: Limits, overlap_of_tracks: Callable[[float], float | None]
) -> str | None:
    """Say that two tracks lie far apart, and how far; None where they do not, or nobody knows."""
    if one.track_marks is None or other.track_marks is None:
        # Stored before marks were kept, or a list's row: whole tracks are read then, where there are two.
        share_pct = overlap_of_tracks(limits.apart_m) if one.has_records and other.has_records else None
        is_far = share_pct is not None and share_pct < limits.doubt_overlap_pct
        return "their tracks lie far apart" if is_far else None
    apart_m = metres_apart(one.track_marks, other.track_marks)
    if apart_m is None or apart_m <= limits.apart_m:
        return None
    return f"their tracks lie {distance_words(apart_m)} apart"


def _judge_day(one: Sight, other: Sight, limits: Limits) -> Verdict:
    if one.start_local.date() != other.start_local.date() or (one.date_only and other.date_only):
        # Two rows that know days only are two, unless they stand at the same place with like sizes.
        if one.start_local == other.start_local and _sizes_agree(one, other, limits.clock_size_pct):
            return Verdict(SAME, "the same day and length")
        return Verdict(TWO)
    if "strength" in one.families & other.families:
        return Verdict(SAME, "strength work of the same day")
    if one.distance_m and other.distance_m:
        near = _near(one.distance_m, other.distance_m, limits.day_distance_pct)
        return Verdict(SAME, "the same day and distance") if near else Verdict(TWO)
    times = one.moving_s or one.elapsed_s, other.moving_s or other.elapsed_s
    if times[0] and times[1] and _near(times[0], times[1], limits.day_distance_pct):
        return Verdict(SAME, "the same day and duration")
    return Verdict(TWO)


def _judge_clock(one: Sight, other: Sight, limits: Limits, apart_s: float) -> Verdict:
    quarters = round(apart_s / QUARTER_HOUR_S)
    off_s = abs(apart_s - quarters * QUARTER_HOUR_S)
    both = one.distance_m and other.distance_m and one.moving_s and other.moving_s
    if (
        both
        and quarters
        and off_s <= limits.start_s / 60
        and apart_s <= LONGEST_CLOCK_FAULT.total_seconds()
        and one.source_sha256 != other.source_sha256
        and _sizes_agree(one, other, limits.clock_size_pct)
    ):
        return Verdict(DOUBT, f"the same length, and starts {apart_s / 3600:g} h apart to the second")
    return Verdict(TWO)


def _complement_each_other(one: Sight, other: Sight) -> bool:
    """Say whether one has what the other has not: sets, or the names of sets beside what a watch measured."""
    return one.has_sets != other.has_sets or _are_watch_and_log(one, other)


def _are_watch_and_log(one: Sight, other: Sight) -> bool:
    kinds = {merge_order.group(sight.source_kind) for sight in (one, other)}
    return "strength" in one.families & other.families and kinds == {"device", "log"}


def _gap_s(one: Sight, other: Sight) -> float:
    """Give the time from the end of the first to the start of the second, by the clock that fits better."""
    gaps = []
    for a, b in ((one.start_utc, other.start_utc), (one.start_local, other.start_local)):
        later_s = (b - a).total_seconds()
        before_s = (one.length_s if later_s >= 0 else other.length_s) or 0.0
        gaps.append(abs(later_s) - before_s)
    return min(gaps)


def _apart_s(one: Sight, other: Sight) -> float:
    return min(
        abs((one.start_utc - other.start_utc).total_seconds()),
        abs((one.start_local - other.start_local).total_seconds()),
    )


def _near(a: float, b: float, pct: float) -> bool:
    return abs(a - b) <= pct / 100 * max(a, b)


def _sizes_agree(one: Sight, other: Sight, pct: float, *, any_of: bool = False) -> bool:
    """Say whether the lengths known of both agree: all of them, or any (where none is known, yes)."""
    pairs = [(one.distance_m, other.distance_m), (one.moving_s, other.moving_s)]
    if any_of:
        pairs += [
            (one.elapsed_s, other.elapsed_s),
            # A list may give one duration without saying which.
            (one.moving_s if one.elapsed_s is None else None, other.elapsed_s),
            (one.elapsed_s, other.moving_s if other.elapsed_s is None else None),
        ]
    known = [(a, b) for a, b in pairs if a is not None and b is not None]
    agree = (_near(a, b, pct) for a, b in known)
    return not known or (any(agree) if any_of else all(agree))


def _shared_time_pct(one: Sight, other: Sight, *, awake: bool = False) -> float:
    """Give how much of the shorter one's time lies within the other, by the clock that fits better.

    Parameters
    ----------
    awake
        Take the time moved where a recording lasted far longer: somebody forgot to stop it.
    """
    lengths = (one.awake_s, other.awake_s) if awake else (one.length_s, other.length_s)
    if not lengths[0] or not lengths[1]:
        return 0.0
    shares = []
    for a, b in ((one.start_utc, other.start_utc), (one.start_local, other.start_local)):
        later_s = (b - a).total_seconds()
        shared_s = min(lengths[0], later_s + lengths[1]) - max(0.0, later_s)
        shares.append(100 * max(0.0, shared_s) / min(lengths[0], lengths[1]))
    return max(shares)


def track_overlap_pct(one: Track | None, other: Track | None, *, within_m: float) -> float | None:
    """Give the share of the shorter track's points, in percent, that lie near the other's at the same time.

    A point is held against the other track's place at its own second, in between by a straight line; None
    where one of the two has no positions.
    """
    if one is None or other is None or len(one[0]) < 2 or len(other[0]) < 2:
        return None
    short, long = sorted((one, other), key=lambda track: float(track[0][-1] - track[0][0]))
    inside = (short[0] >= long[0][0]) & (short[0] <= long[0][-1])
    latitude = np.interp(short[0], long[0], long[1])
    longitude = np.interp(short[0], long[0], long[2])
    north_m = (latitude - short[1]) * METRES_A_DEGREE
    east_m = (longitude - short[2]) * METRES_A_DEGREE * np.cos(np.radians(short[1]))
    return float(100 * np.mean(inside & (np.hypot(north_m, east_m) <= within_m)))


@dataclass
class Seen:
    """One athlete's activities, to look a newcomer up in."""

    start_s: float
    size_pct: float
    limits: Limits | None = None
    decided: dict[tuple[int, int], str] = field(default_factory=dict)  # a person's word on two own_ids
    _by_time: list[tuple[dt.datetime, int]] = field(default_factory=list)
    _sights: dict[int, list[Sight]] = field(default_factory=dict)
    _by_external: dict[tuple[str | None, str], int] = field(default_factory=dict)
    _longest_s: float = 0.0

    def extend(self, sights: Iterable[Sight]) -> None:
        """Take in many at once."""
        for sight in sights:
            self._remember(sight)
            self._by_time += [(sight.start_utc, sight.activity_id), (sight.start_local, sight.activity_id)]
        self._by_time.sort()

    def add(self, sight: Sight) -> None:
        """Take in one: an activity, or one more source of it."""
        self._remember(sight)
        insort(self._by_time, (sight.start_utc, sight.activity_id))
        insort(self._by_time, (sight.start_local, sight.activity_id))

    def forget(self, activity_id: int) -> None:
        """Leave one out from now on."""
        self._sights.pop(activity_id, None)

    def sources(self, activity_id: int) -> list[Sight]:
        """Give what the sources of an activity said, the first that came first."""
        return self._sights.get(activity_id, [])

    def find(self, newcomer: Sight) -> Sight | None:
        """Give the activity that the newcomer is, nearest in time first; None if it is a new one."""
        return self.look(newcomer)[0]

    def look(
        self, newcomer: Sight, overlap: Callable[[Sight, float], float | None] = lambda sight, within_m: None
    ) -> tuple[Sight | None, list[tuple[Sight, str]]]:
        """Give the activity that the newcomer is, or None, and those it may be, each with the reason."""
        limits = self.limits or Limits(self.start_s, self.size_pct)
        if newcomer.activity_id in self._sights and not self._apart(newcomer, newcomer.activity_id):
            own = self._sights[newcomer.activity_id]
            if not any(_elsewhere(one, newcomer, limits, partial(overlap, one)) for one in own):
                return next((s for s in own if s.own_id in (-1, newcomer.activity_id)), own[0]), []
        if newcomer.external_id:
            named = self._by_external.get((newcomer.source_kind, newcomer.external_id))
            if named in self._sights and not self._apart(newcomer, named):
                return self._sights[named][0], []
        same: list[Sight] = []
        doubts: dict[int, tuple[Sight, str]] = {}
        for number in self._near(newcomer):
            its: list[Sight] = []  # sources of this activity that the newcomer is like
            elsewhere = False
            for sight in self._sights[number]:
                said = self.decided.get(_pair(sight.own_id, newcomer.own_id))
                verdict = judge(sight, newcomer, limits, partial(overlap, sight))
                if self._apart(newcomer, number) or self._day_is_taken(newcomer, sight):
                    continue
                if said == SAME:
                    same.append(sight)
                elif verdict.kind == SAME:
                    its.append(sight)
                elif verdict.kind == DOUBT:
                    elsewhere = elsewhere or verdict.is_elsewhere
                    doubts[number] = (sight, verdict.reason)
            if not elsewhere:  # a list's row, which knows no place, must not bring two places together
                same += its
        if not same:
            return None, list(doubts.values())

        def nearness(sight: Sight) -> tuple[float, float, int]:
            day_only = 1.0 if sight.date_only else 0.0
            return day_only, abs((sight.start_utc - newcomer.start_utc).total_seconds()), sight.activity_id

        return min(same, key=nearness), []

    def _near(self, newcomer: Sight) -> list[int]:
        """List the activities near enough in time to be looked at."""
        day_s = 86_400.0 if newcomer.date_only else 0.0
        back_s = max(self.start_s, self._longest_s, LONGEST_CLOCK_FAULT.total_seconds(), day_s)
        ahead_s = max(self.start_s, newcomer.length_s or 0.0, LONGEST_CLOCK_FAULT.total_seconds(), day_s)
        near: set[int] = set()
        for moment in (newcomer.start_utc, newcomer.start_local):
            first = bisect_left(self._by_time, (moment - dt.timedelta(seconds=back_s), -1))
            last = bisect_right(self._by_time, (moment + dt.timedelta(seconds=ahead_s), 2**63))
            near.update(number for _, number in self._by_time[first:last])
        return sorted(number for number in near if number in self._sights)

    def _day_is_taken(self, newcomer: Sight, sight: Sight) -> bool:
        """Say whether a row that knows only the day, or the activity it may be, has found its match."""
        told = self._sights[sight.activity_id]
        if newcomer.date_only:
            return any(one.date_only and one.source_sha256 == newcomer.source_sha256 for one in told)
        return sight.date_only and any(not one.date_only for one in told)

    def _apart(self, newcomer: Sight, activity_id: int) -> bool:
        """Say whether a person has said that the newcomer is none of this activity's sources."""
        return bool(self.decided) and any(
            self.decided.get(_pair(sight.own_id, newcomer.own_id)) == TWO
            for sight in self._sights[activity_id]
        )

    def _remember(self, sight: Sight) -> None:
        self._sights.setdefault(sight.activity_id, []).append(sight)
        self._longest_s = min(max(self._longest_s, sight.length_s or 0.0), 30 * 86_400.0)
        if sight.external_id:
            self._by_external[(sight.source_kind, sight.external_id)] = sight.activity_id


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)
