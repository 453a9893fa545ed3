"""What an edit makes of an activity's rows and records: another length, a half.

The parts of a whole add up to it exactly: the first is a multiple of 1/1024, the second what is left.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from analytics.ingest.batch import Columns
from analytics.store import edited_records

Row = dict[str, Any]
Floats = npt.NDArray[np.float64]

STEPS_A_UNIT = 1024
MEANS = {
    "hr_mean_bpm": "heart_rate_bpm",
    "cadence_mean_spm": "cadence_rpm",
    "power_mean_w": "power_w",
    "temperature_mean_c": "temperature_c",
}
"""Means of a session, and the column of records each is the mean of."""
SUMS = ("distance_m", "moving_s", "ascent_m", "descent_m", "energy_kcal")
NUMBERED = {"activity_pause": "pause_no", "activity_sensor": "sensor_no", "activity_gear": "gear_no"}


class NotPossibleError(ValueError):
    """An edit cannot be done to an activity as it is; the message says why, to a person."""


@dataclasses.dataclass
class Shape:
    """An activity on its way to being shown: its rows by table, and its records where they are needed.

    `of` are the numbers of the activities of sources it is made of; `reshaped` says that its records are no
    source's any more, `remeasure` that its measures must be worked out anew.
    """

    number: int
    rows: dict[str, list[Row]]
    records: Columns | None = None
    of: tuple[int, ...] = ()
    reshaped: bool = False
    remeasure: bool = False

    @property
    def activity(self) -> Row:
        """The one row of the activity itself."""
        return self.rows["activity"][0]

    @property
    def sessions(self) -> list[Row]:
        """Its sessions, in their order."""
        return self.rows["session"]

    @property
    def start(self) -> dt.datetime:
        """When it began, in universal time."""
        start: dt.datetime = self.activity["start_utc"]
        return start

    @property
    def end(self) -> dt.datetime:
        """When the last of it ended, as far as that is known."""
        ends = [self.start]
        ends += [first + dt.timedelta(seconds=length_of_s(row)) for first, row in with_starts(self)]
        return max(ends)

    @property
    def distance_m(self) -> float | None:
        """The sum over its sessions; None where none is known."""
        known = [row["distance_m"] for row in self.sessions if row["distance_m"] is not None]
        return sum(known) if known else None

    def copy(self) -> Shape:
        """Give one whose rows can be changed without changing these."""
        return dataclasses.replace(
            self, rows={table: [dict(row) for row in rows] for table, rows in self.rows.items()}
        )


# Another length


def scaled(shape: Shape, *, distance_m: float | None = None, factor: float | None = None) -> Shape:
    """Put a distance right: by what it is, or by what it is to be multiplied by; records go along.

    Raises
    ------
    NotPossibleError
        If there is no distance to multiply, or several sessions and none that says how far each was.
    """
    shape = shape.copy()
    before = shape.distance_m
    if before:
        factor = distance_m / before if distance_m is not None else factor
    elif distance_m is None or len(shape.sessions) != 1:
        raise NotPossibleError("No distance is known that could be put right.")
    if factor is None:
        shape.sessions[0]["distance_m"] = distance_m
    else:
        for row in (*shape.sessions, *shape.rows.get("lap", [])):
            row["distance_m"] = None if row["distance_m"] is None else row["distance_m"] * factor
        if distance_m is not None and len(shape.sessions) == 1:
            shape.sessions[0]["distance_m"] = distance_m
        if shape.records is not None:
            by = {"distance_cm": factor, "speed_mm_s": factor, "step_length_raw": factor}
            by["vertical_ratio_raw"] = 1 / factor  # the same rise over a longer step
            shape.records = {
                name: edited_records.times(name, column, by[name]) if name in by else column
                for name, column in shape.records.items()
            }
    shape.reshaped = shape.remeasure = True
    return shape


# A part


def split(shape: Shape, at: dt.datetime, number: int) -> tuple[Shape, Shape]:
    """Part an activity at a moment (a whole second); the second half gets the number given.

    Raises
    ------
    NotPossibleError
        If the moment does not lie within it, or one half would hold no session.
    """
    if not shape.start < at < shape.end:
        raise NotPossibleError("The moment to part it does not lie within the activity.")
    halves = [
        dataclasses.replace(shape, rows={table: [] for table in shape.rows}, reshaped=True, remeasure=True)
        for _ in range(2)
    ]
    ahead = edited_records.ahead(shape.records, at)
    if shape.records is not None:
        halves[0].records = {name: column[ahead] for name, column in shape.records.items()}
        halves[1].records = edited_records.from_zero(
            {name: column[~ahead] for name, column in shape.records.items()},
            edited_records.metres_at(shape.records, at),
        )
    _part_sessions(shape, at, halves)
    if not (halves[0].rows["session"] and halves[1].rows["session"]):
        raise NotPossibleError("Nothing would be left on one side of that moment.")
    _part_rest(shape, at, halves)
    for half, which in zip(halves, (shape.number, number), strict=True):
        half.number = which
        has_records = half.records is not None and len(half.records["time_fit_s"]) > 0
        row = dict(shape.activity) | {"has_records": has_records}
        if "track_marks" in row:
            row["track_marks"] = None
        half.rows["activity"] = [row]
    later = halves[1].activity
    later |= {"start_utc": at, "start_local": later["start_local"] + (at - shape.start)}
    return halves[0], halves[1]


def cut(shape: Shape, first: dt.datetime, last: dt.datetime) -> Shape:
    """Keep what lies from one moment to another and cut the rest off.

    Raises
    ------
    NotPossibleError
        If nothing would be left, or nothing would go.
    """
    if not (first < last and first < shape.end and last > shape.start):
        raise NotPossibleError("Nothing would be left of the activity.")
    if first <= shape.start and last >= shape.end:
        raise NotPossibleError("Nothing would be cut off.")
    kept = shape
    if first > shape.start:
        _, kept = split(kept, first, shape.number)
    if last < kept.end:
        kept, _ = split(kept, last, shape.number)
    return dataclasses.replace(kept, number=shape.number)


def _part_sessions(shape: Shape, at: dt.datetime, halves: list[Shape]) -> None:
    """Part sessions and their laps at a moment, and number them anew in each half."""
    places: list[dict[int, int]] = [{}, {}]
    for start, row in with_starts(shape):
        for which, part in enumerate(_parted(shape, row, start, at)):
            if part is not None:
                places[which][row["session_no"]] = len(halves[which].rows["session"])
                part["session_no"] = len(halves[which].rows["session"])
                part["start_utc"] = part["start_utc"] or (start if which else None)
                halves[which].rows["session"].append(part)
    begun: dict[int, dt.datetime] = {row["session_no"]: start for start, row in with_starts(shape)}
    for row in shape.rows.get("lap", []):
        number = row["session_no"]
        start = row["start_utc"] or begun.get(number, shape.start)
        begun[number] = start + dt.timedelta(seconds=length_of_s(row))
        for which, part in enumerate(_parted(shape, row, start, at)):
            if part is not None and number in places[which]:
                part |= {"session_no": places[which][number], "lap_no": len(halves[which].rows["lap"])}
                halves[which].rows["lap"].append(part)


def _part_rest(shape: Shape, at: dt.datetime, halves: list[Shape]) -> None:
    for table, rows in shape.rows.items():
        if table == "activity_pause":
            for row in rows:
                parts = _cut_span(row["start_utc"], row["duration_s"], at)
                for which, part in enumerate(parts):
                    if part is not None:
                        number = len(halves[which].rows[table])
                        changed = {"pause_no": number, "start_utc": part[0], "duration_s": part[1]}
                        halves[which].rows[table].append(row | changed)
        elif table == "strength_set":
            for row in rows:
                later = row["start_utc"] is not None and row["start_utc"] >= at
                halves[later].rows[table].append(dict(row))
        elif table == "activity_unread":  # messages that nobody reads: counted once
            halves[0].rows[table] = [dict(row) for row in rows]
        elif table in ("activity_sensor", "activity_gear", "wearer_fact"):
            for half in halves:
                half.rows[table] = [dict(row) for row in rows]


def _parted(shape: Shape, row: Row, start: dt.datetime, at: dt.datetime) -> tuple[Row | None, Row | None]:
    """Part the row of a session or a lap."""
    length_s = length_of_s(row)
    end = start + dt.timedelta(seconds=length_s)
    if end <= at:
        return dict(row), None
    if start >= at:
        return None, dict(row)
    first, second = dict(row), dict(row)
    if row["start_utc"] is not None or "sport" in row:
        first["start_utc"], second["start_utc"] = row["start_utc"], at
    share = _shares(shape, start, end, at)
    for name in (*SUMS, "elapsed_s"):
        if row.get(name) is not None:
            first[name], second[name] = _divided(row[name], share(name))
    for name, column in MEANS.items():
        if row.get(name) is not None:
            here, there = (
                edited_records.mean(shape.records, column, *span) for span in ((start, at), (at, end))
            )
            whole = edited_records.mean(shape.records, column, start, end)
            for part, mean in ((first, here), (second, there)):
                if mean is None or not whole:
                    part[name] = None
                elif name == "temperature_mean_c":  # may be 0: a ratio means nothing
                    part[name] = row[name] + mean - whole
                else:
                    part[name] = row[name] * mean / whole
    if row.get("hr_max_bpm") is not None:
        for part, span in ((first, (start, at)), (second, (at, end))):
            beats = edited_records.known(shape.records, "heart_rate_bpm", *span)
            part["hr_max_bpm"] = float(min(beats.max(), row["hr_max_bpm"])) if len(beats) else None
    return first, second


def _shares(shape: Shape, start: dt.datetime, end: dt.datetime, at: dt.datetime) -> Callable[[str], float]:
    """Give, by column, which share of a stretch lies before a moment."""
    whole_s, before_s = (end - start).total_seconds(), (at - start).total_seconds()
    still = [
        (
            _overlap_s(row["start_utc"], row["duration_s"], start, at),
            _overlap_s(row["start_utc"], row["duration_s"], start, end),
        )
        for row in shape.rows.get("activity_pause", [])
    ]
    moving_s = whole_s - sum(two for _, two in still)
    moving = (before_s - sum(one for one, _ in still)) / moving_s if moving_s > 0 else before_s / whole_s
    found = {"elapsed_s": before_s / whole_s, "moving_s": moving}
    metres = [edited_records.metres_at(shape.records, moment) for moment in (start, at, end)]
    if metres[0] is not None and metres[1] is not None and metres[2] is not None and metres[2] > metres[0]:
        found["distance_m"] = (metres[1] - metres[0]) / (metres[2] - metres[0])
    for name, sign in (("ascent_m", 1.0), ("descent_m", -1.0)):
        climbed = [
            float(
                np.clip(
                    np.diff(edited_records.known(shape.records, "altitude_raw", start, to)) * sign, 0, None
                ).sum()
            )
            for to in (at, end)
        ]
        if climbed[1] > 0:
            found[name] = climbed[0] / climbed[1]
    return lambda name: min(1.0, max(0.0, found.get(name, moving)))


def _divided(whole: float, share: float) -> tuple[float, float]:
    """Divide a number so that its parts add up to it to the last bit.

    Examples
    --------
    >>> first, second = _divided(10_000.3, 1 / 3)
    >>> first, first + second
    (3333.43359375, 10000.3)
    """
    first = min(round(whole * share * STEPS_A_UNIT) / STEPS_A_UNIT, whole)
    return first, whole - first


# Time


def length_of_s(row: Row) -> float:
    """Tell how long a session took, as far as it says."""
    known = [value for value in (row["elapsed_s"], row["moving_s"]) if value is not None]
    return float(known[0]) if known else 0.0


def with_starts(shape: Shape) -> Sequence[tuple[dt.datetime, Row]]:
    """Give each session with its start; one that says none begins where the one before it ended."""
    found = []
    start = shape.start
    for row in shape.sessions:
        start = row["start_utc"] or start
        found.append((start, row))
        start += dt.timedelta(seconds=length_of_s(row))
    return found


def _cut_span(
    start: dt.datetime, length_s: float, at: dt.datetime
) -> tuple[tuple[dt.datetime, float] | None, tuple[dt.datetime, float] | None]:
    end = start + dt.timedelta(seconds=length_s)
    if end <= at:
        return (start, length_s), None
    if start >= at:
        return None, (start, length_s)
    return (start, (at - start).total_seconds()), (at, (end - at).total_seconds())


def _overlap_s(start: dt.datetime, length_s: float, first: dt.datetime, last: dt.datetime) -> float:
    end = min(start + dt.timedelta(seconds=length_s), last)
    return max(0.0, (end - max(start, first)).total_seconds())
