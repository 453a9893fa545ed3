"""Two recordings that follow each other become one activity; the time between is a pause."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np

from analytics.ingest.batch import RECORD_COLUMNS, Columns
from analytics.store import edited_records
from analytics.store.editing_shapes import (
    MEANS,
    NUMBERED,
    SUMS,
    NotPossibleError,
    Row,
    Shape,
    length_of_s,
    with_starts,
)
from analytics.store.records import invalid

LONGEST_GAP = dt.timedelta(hours=24)
SHORTEST_PAUSE_S = 1.0


def joined(one: Shape, other: Shape) -> Shape:
    """Put a recording and the one that follows it together; the time between is a pause.

    Raises
    ------
    NotPossibleError
        If they overlap, or lie more than a day apart.
    """
    if other.start < one.start:
        raise NotPossibleError("The second of the two began before the first.")
    gap_s = (other.start - one.end).total_seconds()
    if gap_s < -60:
        raise NotPossibleError(
            "The two overlap: they are one activity recorded twice, not one after the other."
        )
    if gap_s > LONGEST_GAP.total_seconds():
        raise NotPossibleError("The two lie more than a day apart.")
    first, second = one.copy(), other.copy()
    whole = dataclasses.replace(first, of=(*one.of, *other.of), reshaped=True, remeasure=True)
    moved: dict[int, int] = {}
    last = whole.sessions[-1]
    for place, (start, row) in enumerate(with_starts(second)):
        row["start_utc"] = start
        if place == 0 and row["sport"] == last["sport"]:
            _add_session(last, row, with_starts(whole)[-1][0], gap_s)
            moved[row["session_no"]] = last["session_no"]
        else:
            moved[row["session_no"]] = len(whole.sessions)
            whole.sessions.append(row | {"session_no": len(whole.sessions)})
    for row in second.rows.get("lap", []):
        number = moved.get(row["session_no"], last["session_no"])
        whole.rows["lap"].append(row | {"session_no": number, "lap_no": len(whole.rows["lap"])})
    _join_rest(whole, second, gap_s, one.end)
    whole.activity["has_records"] = bool(first.activity["has_records"] or second.activity["has_records"])
    whole.activity["description"] = first.activity["description"] or second.activity["description"]
    if "track_marks" in whole.activity:
        whole.activity["track_marks"] = None
    whole.records = _records_joined(one, other)
    return whole


def _add_session(last: Row, row: Row, start: dt.datetime, gap_s: float) -> None:
    weights = last["moving_s"] or last["elapsed_s"] or 0.0, row["moving_s"] or row["elapsed_s"] or 0.0
    for name in (*MEANS, "rpe_0_10"):
        if last[name] is None or row[name] is None or not sum(weights):
            last[name] = (last[name] if last[name] is not None else row[name]) if name == "rpe_0_10" else None
        else:
            last[name] = (last[name] * weights[0] + row[name] * weights[1]) / sum(weights)
    beats = [value for value in (last["hr_max_bpm"], row["hr_max_bpm"]) if value is not None]
    last["hr_max_bpm"] = max(beats, default=None)
    if gap_s >= SHORTEST_PAUSE_S or None in (last["elapsed_s"], row["elapsed_s"]):
        last["elapsed_s"] = (row["start_utc"] - start).total_seconds() + length_of_s(row)
    else:
        last["elapsed_s"] += row["elapsed_s"]
    for name in SUMS:
        both = last[name], row[name]
        last[name] = None if None in both else last[name] + row[name]
    last["sub_sport"] = last["sub_sport"] or row["sub_sport"]


def _join_rest(whole: Shape, second: Shape, gap_s: float, ended: dt.datetime) -> None:
    for table, rows in second.rows.items():
        mine = whole.rows.setdefault(table, [])
        if table == "activity_pause":
            if gap_s >= SHORTEST_PAUSE_S:
                mine.append({"start_utc": ended, "duration_s": gap_s, "activity_id": whole.number})
            mine += rows
        elif table in ("activity_sensor", "activity_gear"):
            there = {row["name"] for row in mine}
            mine += [row for row in rows if row["name"] not in there]
        elif table == "wearer_fact":
            there = {row["fact"] for row in mine}
            mine += [row for row in rows if row["fact"] not in there]
        elif table == "activity_unread":
            counted = {row["message_no"]: row for row in mine}
            for row in rows:
                if row["message_no"] in counted:
                    counted[row["message_no"]]["messages"] += row["messages"]
                else:
                    mine.append(row)
        elif table == "strength_set":
            last = max((row["set_no"] for row in mine), default=-1)
            overlap = any(row["set_no"] <= last for row in rows)
            mine += [row | {"set_no": row["set_no"] + last + 1} if overlap else row for row in rows]
        if table in NUMBERED:
            for number, row in enumerate(mine):
                row[NUMBERED[table]] = number


def _records_joined(first: Shape, second: Shape) -> Columns | None:
    there = [shape.records for shape in (first, second) if shape.records and len(shape.records["time_fit_s"])]
    if len(there) < 2:
        return there[0] if there else None
    one, other = there
    later = other["time_fit_s"] > one["time_fit_s"].max()
    other = {name: column[later] for name, column in other.items()}
    run_m = max(edited_records.last_metres(one), first.distance_m or 0.0)
    nothing = invalid(RECORD_COLUMNS["distance_cm"][0])
    if "distance_cm" in other:
        far = other["distance_cm"].astype(np.int64)
        other["distance_cm"] = np.where(far == nothing, nothing, far + round(run_m * 100)).astype("u4")
    return {
        name: np.concatenate([edited_records.column(part, name) for part in (one, other)])
        for name in RECORD_COLUMNS
        if name in one or name in other
    }
