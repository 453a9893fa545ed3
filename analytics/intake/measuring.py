"""What the records of a run say: measures, steady part and best efforts, worked out once, at import.

It runs beside the readers, in the worker processes: nothing here opens the store.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from analytics.ingest.batch import RECORD_COLUMNS, ActivityRow, Columns, SessionRow
from analytics.metrics import pace, streams
from analytics.metrics.best_efforts import BestEffort, best_efforts
from analytics.metrics.form import PLAUSIBLE, form
from analytics.metrics.streams import Streams

if TYPE_CHECKING:
    from analytics.store.rows import BestEffortRow, RunMeasure

Floats = npt.NDArray[np.float64]

FIT_EPOCH = dt.datetime(1989, 12, 31)
BASIS = "records"
INVALID = {name: np.iinfo(np.dtype(kind)).max for name, (kind, _) in RECORD_COLUMNS.items()}
RACE = "a race"


@dataclass(frozen=True)
class MeasuredRun:
    """What one running session's records gave; `told` are further columns of its measures, by name."""

    session_no: int
    steady: pace.SteadyPart
    best: Sequence[BestEffort]
    told: dict[str, Any] = field(default_factory=dict)


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
        found.append(_measured(number, records, stretch(records, activity, session), _pauses(activity)))
    return found


def _measured(
    number: int,
    records: Columns,
    kept: npt.NDArray[np.bool_],
    pauses: Sequence[tuple[float, float]],
) -> MeasuredRun:
    whole = bool(kept.all())

    def column(name: str, scale: float, offset: float = 0.0) -> Floats | None:
        return _in_units(records, name, None if whole else kept, scale, offset)

    time_s = _time_s(records) if whole else _time_s(records)[kept]
    distance_m, speed_m_s = column("distance_cm", 100.0), column("speed_mm_s", 1000.0)
    run = streams.streams(
        time_s=time_s,
        distance_m=distance_m,
        speed_m_s=speed_m_s,
        altitude_m=column("altitude_raw", 5.0, 500.0),
        pauses=pauses,
    )
    best = [] if distance_m is None else best_efforts(time_s=time_s, distance_m=distance_m)
    if run is None:
        return MeasuredRun(number, pace.NO_RECORDS, best)
    heart_rate_bpm = streams.reading(run, column("heart_rate_bpm", 1.0))
    steady = pace.steady_part_of(run, heart_rate_bpm)
    told = _told(run, heart_rate_bpm, streams.reading(run, column("power_w", 1.0)))
    return MeasuredRun(number, steady, best, told | _form(run, heart_rate_bpm, records, column))


def _told(run: Streams, heart_rate_bpm: Floats | None, power_w: Floats | None) -> dict[str, Any]:
    """Give what the streams of a run say, by the columns of the store; what is not known is left out."""
    pauses, paused_s = streams.pauses_in(run)
    climb = None if run.profile is None or run.way_m is None else run.profile.climb_m()
    told: dict[str, Any] = {
        "moving_records_s": run.moving_s,
        "pauses_records": pauses,
        "paused_records_s": paused_s,
        "distance_records_m": None if run.way_m is None else float(run.way_m[-1] - run.way_m[0]),
        "ascent_records_m": None if climb is None else climb[0],
        "descent_records_m": None if climb is None else climb[1],
        "graded_speed_m_s": streams.mean_graded_m_s(run),
        "normalised_graded_speed_m_s": streams.normalised_speed_m_s(run),
        "hr_seconds_by_bpm": streams.hr_seconds(run, heart_rate_bpm),
        "graded_speed_seconds": streams.graded_speed_seconds(run),
        "power_seconds_by_10_w": streams.power_seconds(run, power_w),
    }
    for known, histogram in (("hr_known_s", "hr_seconds_by_bpm"), ("power_known_s", "power_seconds_by_10_w")):
        told[known] = None if told[histogram] is None else float(sum(told[histogram]))
    return {name: value for name, value in told.items() if value is not None}


def _form(
    run: Streams,
    heart_rate_bpm: Floats | None,
    records: Columns,
    column: Callable[..., Floats | None],
) -> dict[str, Any]:
    strides = column("cadence_rpm", 1.0)
    steps = None
    if strides is not None:
        share = column("cadence_frac_128", 128.0)
        steps = 2 * strides if share is None else 2 * (strides + np.nan_to_num(share))
    pods = {name: column(raw, scale) for name, (raw, scale) in PODS.items() if raw in records}
    means, late = form(run, cadence_spm=steps, heart_rate_bpm=heart_rate_bpm, pods=pods)
    told = vars(means) | {f"late_{name}": value for name, value in vars(late).items()}
    return {name: value for name, value in told.items() if value is not None}


PODS = {
    "stance_time_ms": ("stance_time_raw", 10.0),
    "stance_balance_pct": ("stance_balance_raw", 100.0),
    "vertical_oscillation_mm": ("vertical_oscillation_raw", 10.0),
    "vertical_ratio_pct": ("vertical_ratio_raw", 100.0),
}
assert set(PODS) == set(PLAUSIBLE)


def run_measures(activity: ActivityRow, runs: Sequence[MeasuredRun] | None = None) -> list[RunMeasure]:
    """Give the measures as the store takes them; a race has no steady part.

    Parameters
    ----------
    activity
        The activity; a list beside its file may have said that it is a race.
    runs
        What `measured` gave for it; None: it is measured now.
    """
    from analytics.store.rows import RunMeasure

    return [
        RunMeasure(run.session_no, excluded_because=RACE, basis=BASIS, **run.told)
        if activity.is_race
        else RunMeasure(
            run.session_no,
            steady_s=run.steady.steady_s,
            steady_graded_speed_m_s=run.steady.graded_speed_m_s,
            steady_hr_mean_bpm=run.steady.hr_mean_bpm,
            slope_log_speed_per_bpm=run.steady.slope_log_speed_per_bpm,
            excluded_because=run.steady.excluded_because,
            basis=BASIS,
            efficiency_m_per_beat=run.steady.efficiency_m_per_beat,
            decoupling_pct=run.steady.decoupling_pct,
            **run.told,
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


def stretch(records: Columns, activity: ActivityRow, session: SessionRow) -> npt.NDArray[np.bool_]:
    """Tell which records belong to a session."""
    time = _time_s(records)
    known: npt.NDArray[np.bool_] = time != np.iinfo(np.uint32).max
    if len(activity.sessions) == 1 or session.start_utc is None:
        return known
    start_s = (session.start_utc - FIT_EPOCH).total_seconds()
    length_s = session.elapsed_s or session.moving_s
    within = known & (time >= start_s)
    return within & (time <= start_s + length_s) if length_s else within


def _pauses(activity: ActivityRow) -> list[tuple[float, float]]:
    """Give the stretches in which the timer stood still, in seconds of FIT's clock."""
    starts = ((pause.start_utc - FIT_EPOCH).total_seconds() for pause in activity.pauses)
    return [(start, start + pause.duration_s) for start, pause in zip(starts, activity.pauses, strict=True)]


def _in_units(
    records: Columns, name: str, kept: npt.NDArray[np.bool_] | None, scale: float, offset: float = 0.0
) -> Floats | None:
    """Scale a raw column; its invalid value (all ones) becomes NaN, a column that says nothing None."""
    if name not in records:
        return None
    raw = records[name] if kept is None else records[name][kept]
    unknown = raw == INVALID[name]
    if unknown.all():
        return None
    values = np.asarray(raw, dtype=np.float64)
    if scale != 1.0:
        values /= scale
    if offset:
        values -= offset
    if unknown.any():
        values[unknown] = np.nan
    return values
