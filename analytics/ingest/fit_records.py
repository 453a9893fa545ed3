"""The records of a FIT file as raw integer columns, and what they alone can tell of a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analytics.ingest.batch import RECORD_COLUMNS, Columns, Problem
from analytics.ingest.fit_columns import Table, invalid
from analytics.ingest.fit_profile import profile
from analytics.ingest.fit_rows import EARLIEST_FIT_S, Rows
from analytics.ingest.fit_scan import Segment

_FAR_S = 31 * 86_400  # a record a month from the others has a wrong clock, not a long activity


def read_records(data: bytes, segment: Segment, problems: list[Problem]) -> Columns | None:
    """Read all records that carry a time, sorted by it.

    Parameters
    ----------
    data, segment
        The bytes and what the scan found in them.
    problems
        Told here: records left out, with their number.

    Returns
    -------
    Columns or None
        Keys and types of RECORD_COLUMNS; None where there is no record with a time. The times of a device
        that knew no date are kept as they are; `moment` makes no dates of them.
    """
    messages = profile().messages
    table = Table(data, segment, messages["record"])
    if table.length == 0:
        return None
    columns: Columns = {name: np.zeros(0, kind) for name, (kind, _) in RECORD_COLUMNS.items()}
    times = table.times()
    if (times == invalid("u4")).all():
        problems.append(Problem(f"none of the {table.length} records has a time", offset=segment.start))
        return None
    filled = {"time_fit_s"}
    columns["time_fit_s"] = times
    for field in profile().fields_of(messages["record"]):
        kind = RECORD_COLUMNS[field.ours][0] if field.ours else ""
        if not field.ours or field.ours == "time_fit_s":
            continue
        if field.ours not in filled:
            filled.add(field.ours)
            columns[field.ours] = table.integers(field.number, kind)
        elif table.has(field.number):
            # The enhanced field stands first in the table; the plain one speaks where it is silent.
            silent = columns[field.ours] == invalid(kind)
            columns[field.ours][silent] = table.integers(field.number, kind)[silent]
    _expand_compressed(table, columns)
    _take_developer_power(data, segment, table, columns)
    _drop_what_cannot_be(columns)
    return _in_time(columns, problems, segment.start)


def _expand_compressed(table: Table, columns: Columns) -> None:
    """Old devices pack 12 bits of speed and 12 bits of a distance that wraps into three bytes."""
    number = profile().fields[profile().messages["record"], "compressed_speed_distance"].number
    if not table.has(number):
        return
    low, middle, high = table.bytes_of(number, 3).astype(np.int64).T
    there = ~((low == 0xFF) & (middle == 0xFF) & (high == 0xFF))
    speed = low | (middle & 0x0F) << 8  # 1/100 m/s
    use = there & (speed != 0xFFF) & (columns["speed_mm_s"] == invalid("u4"))
    columns["speed_mm_s"][use] = speed[use] * 10
    sixteenths = (middle >> 4 | high << 4)[there]
    gone = np.cumsum(np.diff(sixteenths, prepend=0) & 0xFFF)
    distance = np.full(table.length, invalid("u4"), dtype=np.uint32)
    distance[there] = np.round(gone * 100 / 16)
    use = there & (columns["distance_cm"] == invalid("u4"))
    columns["distance_cm"][use] = distance[use]


def _take_developer_power(data: bytes, segment: Segment, table: Table, columns: Columns) -> None:
    """A footpod's power (Stryd) counts where the watch wrote none of its own; the two never mix."""
    if bool((columns["power_w"] != invalid("u2")).any()):
        return
    record = profile().messages["record"]
    native = profile().fields[record, "power"].number
    described = Rows(data, segment, "field_description")
    scales, offsets = described.numbers("scale"), described.numbers("offset")
    natives = zip(described.codes("native_mesg_num"), described.codes("native_field_num"))
    names = zip(described.texts("field_name"), described.texts("units"))
    keys = zip(described.codes("developer_data_index"), described.codes("field_definition_number"))
    bases = described.codes("fit_base_type_id")
    for (index, number), base, of_native, (name, unit), scale, offset in zip(
        keys, bases, natives, names, scales, offsets
    ):
        is_power = of_native == (record, native) or (
            (name or "").casefold() == "power" and (unit or "").casefold() in ("watts", "watt", "w")
        )
        if not is_power or index is None or number is None or base is None:
            continue
        watts = table.developer_numbers((index, number), base=base, scale=scale or 1.0, offset=offset or 0.0)
        good = (watts >= 0) & (watts < invalid("u2"))
        if good.any():
            columns["power_w"][good] = np.round(watts[good]).astype(np.uint16)
            return


def _drop_what_cannot_be(columns: Columns) -> None:
    """A heart rate of 0 is a strap without contact; 0/0 and beyond the poles is a receiver without a fix."""
    columns["heart_rate_bpm"][columns["heart_rate_bpm"] == 0] = invalid("u1")
    nothing, pole = invalid("i4"), 2**30
    latitude = columns["latitude_sc"].astype(np.int32, copy=False)  # the very same array
    longitude = columns["longitude_sc"].astype(np.int32, copy=False)
    lost = (latitude == 0) & (longitude == 0)
    lost |= (latitude > pole) | (latitude < -pole) | (longitude == nothing)
    latitude[lost] = nothing
    longitude[lost] = nothing


def _in_time(columns: Columns, problems: list[Problem], start: int) -> Columns:
    """Only records with a possible time, in its order; equal times stay in the order of the file.

    Where a device knew no date all its times count from when it was switched on: they are possible then.
    """
    raw = columns["time_fit_s"].astype(np.uint32, copy=False)
    first, last = int(raw[0]), int(raw[-1])
    if (
        first >= EARLIEST_FIT_S
        and last < invalid("u4")
        and last - first <= _FAR_S
        and (raw[1:] >= raw[:-1]).all()
    ):
        return columns  # as nearly all files are
    times = raw.astype(np.int64)
    there = times < invalid("u4")
    good = there & (times >= EARLIEST_FIT_S)
    if not good.any():
        good = there
    middle = np.sort(times[good])[int(good.sum()) // 2]  # a time there is: of two far apart one must stay
    good &= np.abs(times - middle) <= _FAR_S
    lost = int((~good).sum())
    if lost:
        problems.append(Problem(f"{lost} of {len(times)} records have no possible time", offset=start))
        columns = {name: values[good] for name, values in columns.items()}
        times = times[good]
    if bool((np.diff(times) < 0).any()):
        order = np.argsort(times, kind="stable")
        columns = {name: values[order] for name, values in columns.items()}
    return columns


@dataclass(frozen=True)
class Told:
    """What records tell of a stretch of time; None where they do not."""

    first_s: int
    elapsed_s: float
    distance_m: float | None
    hr_mean_bpm: float | None
    hr_max_bpm: float | None


def tell(columns: Columns, *, from_s: float | None = None, to_s: float | None = None) -> Told | None:
    """Measure a stretch by its records: distance gone, time from first to last, heart rate.

    Parameters
    ----------
    columns
        As `read_records` gives them.
    from_s, to_s
        FIT seconds, both included; None is open.
    """
    times = columns["time_fit_s"]
    begin = 0 if from_s is None else int(np.searchsorted(times, max(from_s, 0), side="left"))
    end = len(times) if to_s is None else int(np.searchsorted(times, max(to_s, 0), side="right"))
    if begin >= end:
        return None
    distance = _valid(columns["distance_cm"][begin:end], "u4")
    heart = _valid(columns["heart_rate_bpm"][begin:end], "u1")
    starts_at = 0.0 if from_s is None or not len(distance) else float(distance[0])
    return Told(
        first_s=int(times[begin]),
        elapsed_s=float(int(times[end - 1]) - int(times[begin])),
        distance_m=(float(distance.max()) - starts_at) / 100 if len(distance) else None,
        hr_mean_bpm=float(heart.mean()) if len(heart) else None,
        hr_max_bpm=float(heart.max()) if len(heart) else None,
    )


def first_longitude_deg(columns: Columns) -> float | None:
    """Degrees east at the first record that has a position; None where none has."""
    there = columns["longitude_sc"] != invalid("i4")
    at = int(np.argmax(there))
    return float(columns["longitude_sc"][at]) * 180 / 2**31 if there[at] else None


def _valid(values: npt.NDArray[Any], kind: str) -> npt.NDArray[Any]:
    there: npt.NDArray[Any] = values[values != invalid(kind)]
    return there
