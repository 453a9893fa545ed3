"""What the records of a run say of its steady part, worked out once, at import."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt

from analytics.ingest.batch import RECORD_COLUMNS, ActivityRow, Columns, SessionRow
from analytics.metrics import pace
from analytics.store.rows import RunMeasure

Floats = npt.NDArray[np.float64]

FIT_EPOCH = dt.datetime(1989, 12, 31)
BASIS = "records"
RACE = "a race"


def run_measures(activity: ActivityRow) -> list[RunMeasure]:
    """Measure every running session that has records; an activity without records has no measure.

    Parameters
    ----------
    activity
        As read; where it holds several sessions, each gets the records of its own stretch of time.
    """
    records = activity.records
    if not records or "time_fit_s" not in records or not len(records["time_fit_s"]):
        return []
    measured = []
    for number, session in enumerate(activity.sessions):
        if session.sport != "running":
            continue
        if activity.is_race:
            measured.append(RunMeasure(number, excluded_because=RACE, basis=BASIS))
            continue
        kept = _stretch(records, activity, session)
        part = pace.steady_part(
            time_s=_time_s(records)[kept],
            speed_m_s=_in_units(records, "speed_mm_s", kept, 1000.0),
            heart_rate_bpm=_in_units(records, "heart_rate_bpm", kept, 1.0),
            altitude_m=_in_units(records, "altitude_raw", kept, 5.0, 500.0),
            distance_m=_in_units(records, "distance_cm", kept, 100.0),
        )
        measured.append(
            RunMeasure(
                number,
                steady_s=part.steady_s,
                steady_graded_speed_m_s=part.graded_speed_m_s,
                steady_hr_mean_bpm=part.hr_mean_bpm,
                slope_log_speed_per_bpm=part.slope_log_speed_per_bpm,
                excluded_because=part.excluded_because,
                basis=BASIS,
            )
        )
    return measured


def _time_s(records: Columns) -> Floats:
    return np.asarray(records["time_fit_s"], dtype=np.float64)


def _stretch(records: Columns, activity: ActivityRow, session: SessionRow) -> npt.NDArray[np.bool_]:
    """Tell which records belong to a session."""
    time = _time_s(records)
    known: npt.NDArray[np.bool_] = time != np.iinfo(np.uint32).max
    if len(activity.sessions) == 1 or session.start_utc is None:
        return known
    start_s = (session.start_utc - FIT_EPOCH).total_seconds()
    length_s = session.elapsed_s or session.moving_s
    within = known & (time >= start_s)
    return within & (time <= start_s + length_s) if length_s else within


def _in_units(
    records: Columns, name: str, kept: npt.NDArray[np.bool_], scale: float, offset: float = 0.0
) -> Floats | None:
    """Scale a raw column; its invalid value (all ones) becomes NaN, a column that is not there None."""
    if name not in records:
        return None
    raw = np.asarray(records[name][kept], dtype=np.float64)
    invalid = np.iinfo(np.dtype(RECORD_COLUMNS[name][0])).max
    return np.asarray(np.where(raw == invalid, np.nan, raw / scale - offset), dtype=np.float64)
