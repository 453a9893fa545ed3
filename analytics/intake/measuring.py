"""What the records of a run say of its steady part and its best efforts, worked out once, at import.

It runs beside the readers, in the worker processes: nothing here opens the store.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from analytics.ingest.batch import RECORD_COLUMNS, ActivityRow, Columns, SessionRow
from analytics.metrics import pace
from analytics.metrics.best_efforts import BestEffort, best_efforts

if TYPE_CHECKING:
    from analytics.store.rows import BestEffortRow, RunMeasure

Floats = npt.NDArray[np.float64]

FIT_EPOCH = dt.datetime(1989, 12, 31)
BASIS = "records"
RACE = "a race"


@dataclass(frozen=True)
class MeasuredRun:
    """What one running session's records gave."""

    session_no: int
    steady: pace.SteadyPart
    best: Sequence[BestEffort]


def measured(activity: ActivityRow) -> list[MeasuredRun]:
    """Measure every running session that has records; an activity without records has no measure.

    Parameters
    ----------
    activity
        As read; where it holds several sessions, each gets the records of its own stretch of time.
    """
    records = activity.records
    if not records or "time_fit_s" not in records or not len(records["time_fit_s"]):
        return []
    found = []
    for number, session in enumerate(activity.sessions):
        if session.sport != "running":
            continue
        kept = _stretch(records, activity, session)
        time_s = _time_s(records)[kept]
        distance_m = _in_units(records, "distance_cm", kept, 100.0)
        steady = pace.steady_part(
            time_s=time_s,
            speed_m_s=_in_units(records, "speed_mm_s", kept, 1000.0),
            heart_rate_bpm=_in_units(records, "heart_rate_bpm", kept, 1.0),
            altitude_m=_in_units(records, "altitude_raw", kept, 5.0, 500.0),
            distance_m=distance_m,
        )
        best = [] if distance_m is None else best_efforts(time_s=time_s, distance_m=distance_m)
        found.append(MeasuredRun(number, steady, best))
    return found


def run_measures(activity: ActivityRow, runs: Sequence[MeasuredRun] | None = None) -> list[RunMeasure]:
    """Give the steady parts as the store takes them; a race has none.

    Parameters
    ----------
    activity
        The activity; a list beside its file may have said that it is a race.
    runs
        What `measured` gave for it; None: it is measured now.
    """
    from analytics.store.rows import RunMeasure

    return [
        RunMeasure(run.session_no, excluded_because=RACE, basis=BASIS)
        if activity.is_race
        else RunMeasure(
            run.session_no,
            steady_s=run.steady.steady_s,
            steady_graded_speed_m_s=run.steady.graded_speed_m_s,
            steady_hr_mean_bpm=run.steady.hr_mean_bpm,
            slope_log_speed_per_bpm=run.steady.slope_log_speed_per_bpm,
            excluded_because=run.steady.excluded_because,
            basis=BASIS,
        )
        for run in (measured(activity) if runs is None else runs)
    ]


def best_effort_rows(runs: Sequence[MeasuredRun]) -> list[BestEffortRow]:
    """Give the best efforts as the store takes them."""
    from analytics.store.rows import BestEffortRow

    return [
        BestEffortRow(
            run.session_no,
            effort=best.kind,
            distance_m=best.distance_m,
            duration_s=best.duration_s,
            start_offset_s=best.start_s,
        )
        for run in runs
        for best in run.best
    ]


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
