"""The loads of strength work and of other sports: effort and heart rate are the same on a bicycle."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.metrics import session_load, thresholds
from analytics.metrics.limits import LimitsThroughTime
from analytics.metrics.session_load import HEART_RATE_BASES, Basis
from analytics.store import loads

BASIS_COLUMN: dict[Basis, str] = {
    "session_rpe": "session_rpe_au",
    "trimp": "trimp_au",
    "edwards": "edwards_au",
    "lucia": "lucia_au",
    "hrtss": "hrtss_au",
    "rtss": "rtss_au",
    "running_minutes": "load_min",
}
FROM_COLUMN: dict[Basis, str] = {
    "session_rpe": "effort_from",
    **dict.fromkeys(HEART_RATE_BASES, "hr_from"),
    "rtss": "speed_from",
}


def strength_loads(
    days: pd.DataFrame, limits: LimitsThroughTime, *, basis: Basis, counted: str
) -> pd.DataFrame:
    """Give the loads of days with strength work by the rule of `session_load.strength_load`.

    Parameters
    ----------
    counted
        logged_effort: on the basis of effort, days whose effort was logged count; all: the others as well,
        with the assumed effort; none. On a basis of heart rate, days with a heart rate count.
    """
    rows: list[dict[str, Any]] = []
    periods = limits.which(days["local_date"].to_numpy(dtype="datetime64[D]")).tolist() if len(days) else []
    records: list[dict[str, Any]] = days.to_dict("records")  # type: ignore[assignment]
    for number, day in zip(periods, records, strict=True):
        minutes = thresholds.finite(day["length_s"])
        minutes = minutes / 60.0 if minutes else None
        effort_known = not (pd.isna(day["rir"]) and pd.isna(day["rpe_0_10"]))
        made = session_load.strength_load(
            sets=float(day["sets"]),
            minutes=minutes,
            rir=thresholds.finite(day["rir"]),
            rpe_0_10=thresholds.finite(day["rpe_0_10"]),
        )
        row: dict[str, Any] = {
            "local_date": day["local_date"],
            "load_kind": "strength",
            "load_min": made.minutes if made.minutes > 0 else np.nan,
            "session_rpe_au": made.load_au if made.minutes > 0 else np.nan,
            "effort_from": "assumed" if made.is_assumed else "said",
        }
        beat = thresholds.finite(day["hr_mean_bpm"])
        for each in HEART_RATE_BASES:
            rate = (
                None
                if beat is None or minutes is None
                else session_load.heart_rate_load_a_minute(each, beat, limits.period(number).limits)
            )
            row[BASIS_COLUMN[each]] = np.nan if rate is None or minutes is None else float(rate) * minutes
            if rate is not None:
                row["hr_from"] = "mean"
        counts = counted != "none" and (
            effort_known or counted == "all" if basis == "session_rpe" else basis in HEART_RATE_BASES
        )
        value = row.get(BASIS_COLUMN[basis], np.nan) if counts else np.nan
        row |= {
            "load_basis": basis,
            "load_au": value,
            "load_counts": bool(counts and not pd.isna(value)),
            "load_from": row.get(FROM_COLUMN.get(basis, "")) if counts and not pd.isna(value) else None,
        }
        rows.append(row)
    frame = pd.DataFrame(rows)
    if len(frame):
        frame["local_date"] = pd.to_datetime(frame["local_date"]).astype("datetime64[s]")
    return frame.reindex(columns=[name for name in loads.LOAD_COLUMNS if name != "athlete_id"])


def other_loads(sessions: pd.DataFrame, limits: LimitsThroughTime, *, basis: Basis) -> pd.DataFrame:
    """Give the loads of sessions of other sports, on effort and on heart rate alone.

    Effort times minutes where the effort was said; the heart rate bases from the session's mean heart rate,
    against the athlete's own limits. A session counts where it has a load on the athlete's basis; one without
    does not count and is no hole, and bases of pace and of minutes of running know no other sport.

    Parameters
    ----------
    sessions
        activity_id, session_no, local_date, length_s, hr_mean_bpm, rpe_0_10; one row a session.
    basis
        What the athlete's load stands on.
    """
    count = len(sessions)
    minutes = pd.to_numeric(sessions["length_s"]).to_numpy(dtype=np.float64, na_value=np.nan) / 60.0
    minutes[minutes <= 0] = np.nan
    beats = pd.to_numeric(sessions["hr_mean_bpm"]).to_numpy(dtype=np.float64, na_value=np.nan)
    effort = pd.to_numeric(sessions["rpe_0_10"]).to_numpy(dtype=np.float64, na_value=np.nan)
    column = {one: BASIS_COLUMN[one] for one in ("session_rpe", *HEART_RATE_BASES)}
    measured = {name: np.full(count, np.nan) for name in column.values()}
    measured["session_rpe_au"] = effort * minutes
    which = limits.which(sessions["local_date"].to_numpy(dtype="datetime64[D]")) if count else np.array([])
    for number in np.unique(which).tolist():
        at = np.flatnonzero(which == number)
        own = limits.period(number).limits
        for one in HEART_RATE_BASES:
            a_minute = session_load.heart_rate_load_a_minute(one, beats[at], own)
            if a_minute is not None:
                measured[column[one]][at] = a_minute * minutes[at]
    load = measured.get(BASIS_COLUMN[basis], np.full(count, np.nan))
    known = np.isfinite(load)
    of_effort, of_heart = np.isfinite(measured["session_rpe_au"]), np.zeros(count, dtype=bool)
    for one in HEART_RATE_BASES:
        of_heart |= np.isfinite(measured[column[one]])
    whence = "said" if basis == "session_rpe" else "mean"
    frame = pd.DataFrame(
        {
            "activity_id": sessions["activity_id"].to_numpy(),
            "session_no": sessions["session_no"].to_numpy(),
            "local_date": pd.to_datetime(sessions["local_date"]).astype("datetime64[s]"),
            "load_kind": "other",
            "load_min": minutes,
            **measured,
            "effort_from": _whence(of_effort, "said"),
            "hr_from": _whence(of_heart, "mean"),
            "load_basis": basis,
            "load_au": load,
            "load_from": _whence(known, whence),
            "load_counts": known,
        }
    )
    return frame.reindex(columns=[name for name in loads.LOAD_COLUMNS if name != "athlete_id"])


def _whence(known: npt.NDArray[np.bool_], word: str) -> npt.NDArray[np.object_]:
    """Say whence each load is where it is known; None elsewhere."""
    found = np.full(len(known), None, dtype=object)
    found[known] = word
    return found
