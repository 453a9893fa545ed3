"""Heart rates a chest strap kept for itself (in water, off the wrist) put into the records they belong to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.ingest.batch import Columns
from analytics.ingest.fit_columns import Table, invalid
from analytics.ingest.fit_profile import profile
from analytics.ingest.fit_scan import Segment

_HOLDS_S = 5.0  # a beat count says nothing of what comes later than that
_CLOCK_HZ = 1024
_TWELVE_BITS = 0xFFF

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Beats:
    """Heart rates in the order of time."""

    at_s: Floats  # FIT seconds
    bpm: Floats


def merge_heart_rates(beats: Beats, columns: Columns) -> None:
    """Give each record the strap's mean heart rate since the record before it.

    Where the strap is silent, what the watch wrote stays. The mean is one over time: each heart rate holds
    until the next, for five seconds at most.
    """
    times = columns["time_fit_s"].astype(np.float64)
    until = np.append(beats.at_s[1:], np.inf)
    length = np.clip(until - beats.at_s, 0, _HOLDS_S)
    # Both sums at the ends of every stretch; between two stretches they stand still.
    knots = np.column_stack([beats.at_s, beats.at_s + length]).ravel()
    held = np.repeat(np.cumsum(length), 2)
    held[0::2] -= length
    sums = np.repeat(np.cumsum(length * beats.bpm), 2)
    sums[0::2] -= length * beats.bpm
    # Records of one second share it; the first has the second before it.
    begins, which = np.unique(times, return_inverse=True)
    before = np.concatenate([[begins[0] - 1], begins[:-1]])
    covered = np.interp(begins, knots, held) - np.interp(before, knots, held)
    total = np.interp(begins, knots, sums) - np.interp(before, knots, sums)
    known = covered > 1e-6
    mean = np.full(len(begins), invalid("u1"), dtype=np.uint8)
    mean[known] = np.round(total[known] / covered[known]).astype(np.uint8)
    per_record = mean[which]
    there = per_record != invalid("u1")
    columns["heart_rate_bpm"] = np.where(there, per_record, columns["heart_rate_bpm"])


def read_beats(data: bytes, segments: list[Segment]) -> Beats | None:
    """Read the strap's heart rates with their times; None where there are none.

    Watches append what they fetch from the strap afterwards as FIT files of their own behind the activity's;
    so those of all files in the bytes are read together, and their times say where they belong.

    The strap counts time by a clock of its own (1/1024 s). The first message ties that clock to the watch's
    and gives it in full; those after it give its last twelve bits for each of eight heart rates, and a heart
    rate comes at least every four seconds, before twelve bits run over.
    """
    parts = [found for segment in segments if (found := _beats_of(data, segment)) is not None]
    if not parts:
        return None
    at_s = np.concatenate([part.at_s for part in parts])
    order = np.argsort(at_s, kind="stable")
    return Beats(at_s[order], np.concatenate([part.bpm for part in parts])[order])


def _beats_of(data: bytes, segment: Segment) -> Beats | None:
    message = profile().messages["hr"]
    number = {name: profile().fields[message, name].number for name in _FIELDS}
    table = Table(data, segment, message)
    if table.length == 0:
        return None
    bpm = table.elements(number["filtered_bpm"], "u1").astype(np.uint8, copy=False)
    clock, is_full = _clock(table, number, width=bpm.shape[1])
    stamps = table.integers(number["timestamp"], "u4").astype(np.float64)
    fraction = table.numbers(number["fractional_timestamp"], scale=32768)
    anchors = (stamps != invalid("u4")) & is_full[:, :1].any(axis=1)
    if not anchors.any() or bpm.shape[1] == 0:
        return None
    expanded = _expand(clock, is_full)
    anchor = np.maximum.accumulate(np.where(anchors, np.arange(table.length), -1))
    known = anchor >= 0
    anchor[~known] = 0
    origin = stamps + np.nan_to_num(fraction)
    at_s = origin[anchor][:, None] + (expanded - expanded[anchor, :1]) / _CLOCK_HZ
    good = known[:, None] & (clock >= 0) & (expanded >= 0) & (bpm != invalid("u1")) & (bpm > 0)
    if not good.any():
        return None
    return Beats(at_s[good], bpm[good].astype(np.float64))


_FIELDS = ("timestamp", "fractional_timestamp", "filtered_bpm", "event_timestamp", "event_timestamp_12")


def _clock(
    table: Table, number: dict[str, int], *, width: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """The strap's clock for each heart rate, -1 where none is given, and where it is given in full."""
    clock = np.full((table.length, width), -1, dtype=np.int64)
    packed = table.elements(number["event_timestamp_12"], "u1").astype(np.int64)
    packed = packed[:, : packed.shape[1] // 3 * 3]
    if packed.shape[1]:
        low, middle, high = packed[:, 0::3], packed[:, 1::3], packed[:, 2::3]
        twelve = np.stack([low | (middle & 0xF) << 8, middle >> 4 | high << 4], axis=2)
        twelve = twelve.reshape(table.length, -1)[:, :width]
        silent = (packed == 0xFF).all(axis=1)
        clock[:, : twelve.shape[1]] = np.where(silent[:, None], -1, twelve)
    full = table.elements(number["event_timestamp"], "u4").astype(np.int64)[:, :width]
    is_full = np.zeros(clock.shape, dtype=bool)
    if full.shape[1]:
        is_full[:, : full.shape[1]] = full != invalid("u4")
        whole_row = is_full.any(axis=1)
        clock[whole_row] = -1
        clock[is_full] = full[is_full[:, : full.shape[1]]]
    return clock, is_full


def _expand(clock: npt.NDArray[np.int64], is_full: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Count on from the last full value by what the twelve bits moved since; -1 where none came before."""
    expanded = np.full(clock.size, -1, dtype=np.int64)
    flat, full = clock.ravel(), is_full.ravel()
    given = np.flatnonzero(flat >= 0)
    value, full_there = flat[given], full[given]
    low = value & _TWELVE_BITS
    forward = np.where(full_there, 0, np.diff(low, prepend=low[:1]) & _TWELVE_BITS)
    gone = np.cumsum(forward)
    last_full = np.maximum.accumulate(np.where(full_there, np.arange(len(given)), -1))
    counted = value[last_full] + gone - gone[last_full]
    counted[last_full < 0] = -1
    expanded[given] = counted
    return expanded.reshape(clock.shape)
