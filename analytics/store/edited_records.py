"""What an edit asks of an activity's records, and does to them: columns as they are stored."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt

from analytics.ingest.batch import RECORD_COLUMNS, Columns
from analytics.store.records import invalid

Floats = npt.NDArray[np.float64]
FIT_EPOCH = dt.datetime(1989, 12, 31)


def column(records: Columns, name: str) -> npt.NDArray[np.generic]:
    """Give a column of records, of what stands for nothing where they have none."""
    dtype = RECORD_COLUMNS[name][0]
    if name in records:
        return np.asarray(records[name], dtype=dtype)
    return np.full(len(records["time_fit_s"]), invalid(dtype), dtype=dtype)


def times(name: str, column: npt.NDArray[np.generic], factor: float) -> npt.NDArray[np.generic]:
    """Multiply a column; what stands for nothing stays nothing."""
    dtype = RECORD_COLUMNS[name][0]
    nothing = invalid(dtype)
    values = column.astype(np.float64)
    return np.where(column == nothing, nothing, np.clip(np.round(values * factor), 0, nothing - 1)).astype(
        dtype
    )


def ahead(records: Columns | None, at: dt.datetime) -> npt.NDArray[np.bool_]:
    """Tell which records come before a moment."""
    if records is None:
        return np.zeros(0, dtype=bool)
    return seconds(records) < fit_s(at)


def seconds(records: Columns) -> Floats:
    """Give the times of records, in seconds of the FIT clock."""
    return np.asarray(records["time_fit_s"], dtype=np.float64)


def fit_s(moment: dt.datetime) -> float:
    """Give a moment in seconds of the FIT clock."""
    return (moment - FIT_EPOCH).total_seconds()


def metres_at(records: Columns | None, at: dt.datetime) -> float | None:
    """Tell how far it was at a moment, in between by a straight line; None without distances."""
    if records is None or "distance_cm" not in records:
        return None
    there = records["distance_cm"] != invalid("u4")
    if not there.any():
        return None
    time, far = (records[name][there].astype(np.float64) for name in ("time_fit_s", "distance_cm"))
    order = np.argsort(time, kind="stable")
    return float(np.interp(fit_s(at), time[order], far[order])) / 100


def last_metres(records: Columns) -> float:
    """Tell how far it was at the end; 0 without distances."""
    if "distance_cm" not in records:
        return 0.0
    there = records["distance_cm"] != invalid("u4")
    return float(records["distance_cm"][there].max()) / 100 if there.any() else 0.0


def from_zero(records: Columns, metres: float | None) -> Columns:
    """Have distances count from that many metres on."""
    if metres is None:
        return records
    nothing = invalid("u4")
    far = records["distance_cm"].astype(np.int64)
    began = np.where(far == nothing, nothing, np.clip(far - round(metres * 100), 0, None)).astype("u4")
    return records | {"distance_cm": began}


def known(records: Columns | None, name: str, start: dt.datetime, end: dt.datetime) -> Floats:
    """Give the known values of a column within a stretch, as they are stored."""
    if records is None or name not in records:
        return np.zeros(0)
    time = seconds(records)
    within = (time >= fit_s(start)) & (time < fit_s(end))
    within &= records[name] != invalid(RECORD_COLUMNS[name][0])
    return np.asarray(records[name][within], dtype=np.float64)


def mean(records: Columns | None, name: str, start: dt.datetime, end: dt.datetime) -> float | None:
    """Give the mean of a column within a stretch, as it is stored; None without a value."""
    values = known(records, name, start, end)
    return float(values.mean()) if len(values) else None
