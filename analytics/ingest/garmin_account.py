"""What a Garmin account export says in JSON: its list of activities, its records, its shoes and bicycles.

References
----------
The export's layout as public importers of it describe it: `*_summarizedActivities.json` holds
`[{"summarizedActivitiesExport": [...]}]` with distances and heights in centimetres, durations and moments in
milliseconds (garmin-grafana, pull request 278: distances over 200 km until they were divided by a hundred);
`*_personalRecord.json` `[{"personalRecords": [...]}]` with seconds and metres; `*_gear.json`
`[{"gearDTOS": [...], "gearActivityDTOs": {gear: [{"activityId": ...}]}}]`.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, cast

from analytics.errors import UnreadableError
from analytics.ingest.batch import (
    ActivityRow,
    Batch,
    GearRow,
    GearUse,
    PersonalRecordRow,
    Problem,
    SessionRow,
)
from analytics.knowledge import dialects

KINDS = {
    b'"summarizedActivitiesExport"': "garmin_summaries",
    b'"personalRecords"': "garmin_records",
    b'"gearDTOS"': "garmin_gear",
}
"""The words by which each of the files is known."""

_EPOCH = dt.datetime(1970, 1, 1)
_QUARTER_S = 15 * 60
_MOST_OFF_S = 14 * 3600
_ON_FOOT = ("running", "walking", "hiking")
_RACE = 1  # Garmin's number of the event type "race"
_CM_A_MS = 0.8
"""Between what centimetres a millisecond give on foot (0.1 to 0.7) and what metres a second do (1 to 7)."""
_GEAR_KINDS = {"shoes": "shoe", "shoe": "shoe", "bike": "bike", "bikes": "bike"}
_MILE_M = 1609.344
_RECORDS_M = {"marathon": 42_195.0, "half marathon": 21_097.5}
_RECORD = re.compile(r"best ([\d.]+) ?(k|km|m|mile|miles) (run|cycle|ride|swim|pool swim)\b")
_UNITS_M = {"k": 1000.0, "km": 1000.0, "m": 1.0, "mile": _MILE_M, "miles": _MILE_M}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_JAVA_DATE = re.compile(r"\w{3} (\w{3}) (\d{1,2}) (\d\d:\d\d:\d\d) \w+ (\d{4})$")

Object = dict[str, Any]


def kind_of(data: bytes) -> str | None:
    """Say which of the export's files a JSON text is; None where it is none that is read."""
    return next((kind for mark, kind in KINDS.items() if mark in data), None)


def read_garmin_account(data: bytes) -> Batch:
    """Read one of the files.

    Raises
    ------
    UnreadableError
        If it is none of them, or its JSON is damaged from the start.
    """
    kind = kind_of(data)
    readers: dict[str, Callable[[str], Batch]] = {
        "garmin_summaries": _read_activities,
        "garmin_records": _read_records,
        "garmin_gear": _read_gear,
    }
    if kind is None:
        raise UnreadableError("This JSON file holds no list of activities, records or gear.")
    return readers[kind](data.decode("utf-8-sig", "replace"))


def _objects(text: str, key: str, problems: list[Problem]) -> Iterator[Object]:
    """Give the objects of every array that stands under a key, one at a time: the list may have 100 MB."""
    decoder = json.JSONDecoder()
    array = re.compile(rf'"{key}"\s*:\s*\[')
    at = 0
    while found := array.search(text, at):
        at = _skip(text, found.end())
        while text[at : at + 1] == "{":
            try:
                one, at = decoder.raw_decode(text, at)
            except (ValueError, RecursionError):
                problems.append(Problem("the file is damaged here; what came before is read", offset=at))
                return
            yield one
            at = _skip(text, at)


def _skip(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t", "\r", "\n", ","):
        at += 1
    return at


# Numbers


def _number(value: Any, factor: float = 1.0) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value) * factor
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _moment(value: Any) -> dt.datetime | None:
    """Read milliseconds since 1970, or a text such as 2026-03-02T06:00:00.0."""
    number = _number(value)
    try:
        if number is not None:
            return _EPOCH + dt.timedelta(seconds=round(number / 1000))
        return dt.datetime.fromisoformat(str(value).replace(" ", "T")[:19]) if value else None
    except (ValueError, OverflowError):
        return None


def _day(value: Any) -> dt.date | None:
    """Read a day: of milliseconds, of an ISO text, or as Java writes it (Mon Mar 02 06:00:00 GMT 2026)."""
    found = _JAVA_DATE.match(value) if isinstance(value, str) else None
    if found:
        try:
            return dt.date(int(found[4]), 1 + _MONTHS.index(found[1]), int(found[2]))
        except ValueError:
            return None
    moment = _moment(value)
    return moment.date() if moment else None


# Activities


def _read_activities(text: str) -> Batch:
    """Read the account's list of activities; a multi-sport one takes its legs in as sessions."""
    batch = Batch(kind="garmin_summaries", is_complete_list=True)
    rows = [_kept(row) for row in _objects(text, "summarizedActivitiesExport", batch.problems)]
    unknown: Counter[str] = Counter()
    in_cm = _in_centimetres(rows)
    if not in_cm:
        batch.problems.append(Problem("its distances are taken for metres and its durations for seconds"))
    there = {row["activityId"] for row in rows if "activityId" in row}
    legs: dict[Any, list[Object]] = {}
    for row in rows:
        if row.get("parentId") in there:
            legs.setdefault(row["parentId"], []).append(row)
    for row in rows:
        if row.get("parentId") in there:
            continue
        activity = _activity(row, legs.get(row.get("activityId"), []), unknown, in_cm=in_cm)
        if activity is None:
            batch.problems.append(Problem("an activity without a start"))
        else:
            batch.activities.append(activity)
    for word, count in unknown.items():
        batch.problems.append(
            Problem(f"the sport of {count} activities: the word '{word[:40]}' is not known")
        )
    return batch


_FIELDS = (
    "activityId", "parentId", "name", "description", "activityType", "eventTypeId", "startTimeGmt",
    "startTimeGMT", "beginTimestamp", "startTimeLocal", "distance", "duration", "elapsedDuration", "avgHr",
    "maxHr", "elevationGain", "elevationLoss", "avgPower", "avgDoubleCadence", "avgRunCadence",
)  # fmt: skip


def _kept(row: Object) -> Object:
    """Keep of a row what is read: the rest of it, splits and zones, is a hundred times as much."""
    kept = {name: row[name] for name in _FIELDS if row.get(name) is not None}
    return {
        name: value
        for name, value in kept.items()
        if isinstance(value, (str, int, float)) or name == "activityType"
    }


def _in_centimetres(rows: list[Object]) -> bool:
    """Tell centimetres a millisecond from metres a second by how fast people go on foot."""
    speeds = [
        distance / duration
        for row in rows
        if _sport_word(row).endswith(("running", "walking", "hiking"))
        and (distance := _number(row.get("distance")))
        and (duration := _number(row.get("duration")))
    ]
    return not speeds or statistics.median(speeds) < _CM_A_MS


def _sport_word(row: Object) -> str:
    kind = row.get("activityType")
    return str(kind.get("typeKey") or "") if isinstance(kind, dict) else str(kind or "")


def _activity(row: Object, legs: list[Object], unknown: Counter[str], *, in_cm: bool) -> ActivityRow | None:
    start = _start(row)
    if start is None:
        return None
    legs = sorted((leg for leg in legs if _start(leg)), key=lambda leg: cast(dt.datetime, _start(leg)))
    local = _moment(row.get("startTimeLocal"))
    offset_s = (local - start).total_seconds() if local else None
    has_zone = offset_s is not None and offset_s % _QUARTER_S == 0 and abs(offset_s) <= _MOST_OFF_S
    return ActivityRow(
        sessions=[_session(one, unknown, in_cm=in_cm) for one in legs or [row]],
        start_utc=start,
        start_local=local if has_zone else None,
        zone=_zone(offset_s) if has_zone and offset_s is not None else None,
        zone_basis="file" if has_zone else None,
        name=_text(row.get("name")),
        description=_text(row.get("description")),
        external_id=str(row["activityId"]) if row.get("activityId") is not None else None,
        is_race=True if row.get("eventTypeId") == _RACE else None,
    )


def _start(row: Object) -> dt.datetime | None:
    return next(
        filter(None, (_moment(row.get(name)) for name in ("startTimeGmt", "startTimeGMT", "beginTimestamp"))),
        None,
    )


def _zone(offset_s: float) -> str:
    minutes = round(offset_s / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _session(row: Object, unknown: Counter[str], *, in_cm: bool) -> SessionRow:
    word = _sport_word(row)
    known = dialects.sport(word, source="garmin")
    if known is None:
        unknown[word] += 1
    sport, sub_sport = known or ("unknown", None)
    metres, seconds = (0.01, 0.001) if in_cm else (1.0, 1.0)
    strides = _number(row.get("avgRunCadence"))
    steps = _number(row.get("avgDoubleCadence")) or (2 * strides if strides else None)
    return SessionRow(
        sport=sport,
        sub_sport=sub_sport,
        start_utc=_start(row),
        distance_m=_number(row.get("distance"), metres),
        moving_s=_number(row.get("duration"), seconds),
        elapsed_s=_number(row.get("elapsedDuration"), seconds),
        ascent_m=_number(row.get("elevationGain"), metres),
        descent_m=_number(row.get("elevationLoss"), metres),
        hr_mean_bpm=_number(row.get("avgHr")) or None,
        hr_max_bpm=_number(row.get("maxHr")) or None,
        cadence_mean_spm=steps if sport in _ON_FOOT else None,
        power_mean_w=_number(row.get("avgPower")) or None,
    )


# Records


def _read_records(text: str) -> Batch:
    """Read the account's own records: times in seconds, distances in metres, other values as they stand."""
    batch = Batch(kind="garmin_records")
    for row in _objects(text, "personalRecords", batch.problems):
        kind, value = _text(row.get("personalRecordType")), _number(row.get("value"))
        if kind is None or value is None:
            batch.problems.append(Problem("a record without a kind or a value"))
            continue
        over_m = _record_distance_m(kind)
        is_farthest = kind.lower().startswith(("farthest", "longest")) and "streak" not in kind.lower()
        batch.personal_records.append(
            PersonalRecordRow(
                record_kind=kind,
                record_value=value,
                distance_m=over_m if over_m is not None else (value if is_farthest else None),
                duration_s=value if over_m is not None else None,
                achieved_on=_day(row.get("prStartTimeGMT") or row.get("prStartTimeGmt")),
                external_id=str(row["activityId"]) if row.get("activityId") else None,
                is_current=row["current"] if isinstance(row.get("current"), bool) else None,
            )
        )
    if not batch.personal_records and not batch.problems:
        batch.ignored = "A Garmin account's list of records, with none in it."
    return batch


def _record_distance_m(kind: str) -> float | None:
    """Give the distance a record is over.

    Examples
    --------
    >>> [_record_distance_m(kind) for kind in ("Best 5km Run", "Best Half Marathon", "Best 1 Mile Run")]
    [5000.0, 21097.5, 1609.344]
    >>> _record_distance_m("Farthest Run")
    """
    words = " ".join(kind.lower().split())
    for name in ("half marathon", "marathon"):
        if words.startswith("best") and name in words:
            return _RECORDS_M[name]
    found = _RECORD.match(words)
    return float(found[1]) * _UNITS_M[found[2]] if found else None


# Gear


def _read_gear(text: str) -> Batch:
    """Read shoes, bicycles and the like, and what each was used for."""
    batch = Batch(kind="garmin_gear")
    names: dict[str, str] = {}
    for row in _objects(text, "gearDTOS", batch.problems):
        name = _text(row.get("displayName")) or _text(row.get("customMakeModel"))
        if name is None:
            continue
        if row.get("gearPk") is not None:
            names[str(row["gearPk"])] = name
        kind = _GEAR_KINDS.get(str(row.get("gearTypeName") or "").lower(), "other")
        state = _text(row.get("gearStatusName"))
        batch.gear.append(
            GearRow(
                gear_kind=kind,
                name=name,
                brand=_text(row.get("gearMakeName")),
                model=_text(row.get("customMakeModel")) or _text(row.get("gearModelName")),
                first_date=_day(row.get("dateBegin")),
                last_date=_day(row.get("dateEnd")),
                is_retired=None if state is None else state.lower() == "retired",
                limit_m=_number(row.get("maximumMeters")) or None,
            )
        )
    found = re.search(r'"gearActivityDTOs"\s*:\s*(?=\{)', text)
    if found:
        try:
            uses, _ = json.JSONDecoder().raw_decode(text, found.end())
        except (ValueError, RecursionError):
            uses = {}
            batch.problems.append(Problem("what the gear was used for is damaged", offset=found.end()))
        for number, activities in uses.items():
            for one in activities if isinstance(activities, list) and number in names else ():
                if isinstance(one, dict) and one.get("activityId") is not None:
                    batch.gear_uses.append(GearUse(names[number], str(one["activityId"])))
    if not batch.gear and not batch.problems:
        batch.ignored = "A Garmin account's list of gear, with none in it."
    return batch
