"""A FIT file -> Batch: each FIT file within is one activity with its sessions, laps, records and sets."""

from __future__ import annotations

import datetime as dt

from analytics.errors import UnreadableError
from analytics.ingest.batch import ActivityRow, Batch, Problem
from analytics.ingest.fit_heart import Beats, merge_heart_rates, read_beats
from analytics.ingest.fit_profile import profile
from analytics.ingest.fit_records import first_longitude_deg, read_records
from analytics.ingest.fit_rows import Rows
from analytics.ingest.fit_scan import Segment, is_fit, scan
from analytics.ingest.fit_sessions import read_laps, read_sessions, session_from_records
from analytics.ingest.fit_sets import read_sets
from analytics.ingest.fit_timer import read_timer
from analytics.ingest.fit_wearer import read_device, read_sensors, read_wearer

__all__ = ["file_type", "is_fit", "read_fit"]

_ACTIVITY = 4
_QUARTER_S = 15 * 60
_MOST_OFF_S = 14 * 3600  # the civil time farthest from UTC
_MOST_OFF_MERIDIAN_S = (
    4 * 3600
)  # civil time is nowhere farther from the sun's than some 3 h 20 (western China)


def read_fit(data: bytes) -> Batch:
    """Read every activity in the bytes of a FIT file.

    Parameters
    ----------
    data
        A whole file, not compressed; several FIT files one after the other are several activities.

    Returns
    -------
    Batch
        `activities` with what could be read; what could not is told in `problems` with its byte offset, and
        in each activity's `quality`: good, wrong_checksum, cut_off, no_size or trailing. `ignored` says what
        the file is where it is sound but no activity (settings, a course, a workout).

    Raises
    ------
    UnreadableError
        The bytes are no FIT file, or so damaged that no session, record or set can be read.
    """
    messages = profile().messages
    segments = scan(data)
    batch = Batch(kind="fit")
    other_kinds: list[str] = []
    beats = read_beats(data, segments)
    for segment in segments:
        batch.problems += [Problem(reason, offset=offset) for reason, offset in segment.problems]
        kind = file_type(data, segment)
        if kind not in (None, _ACTIVITY):
            other_kinds.append(profile().name("file", kind) or f"number {kind}")
            continue
        activity = _read_activity(data, segment, beats, batch.problems)
        if activity is not None:
            batch.activities.append(activity)
    if batch.activities:
        return batch
    if other_kinds:
        batch.ignored = f"a FIT file of the kind {', '.join(dict.fromkeys(other_kinds))}, not an activity"
    elif any(segment.quality in ("good", "trailing") for segment in segments):
        record = messages["record"]
        timeless = any(each.message == record for segment in segments for each in segment.definitions)
        held = "only records without a time" if timeless else "no session, record or set"
        batch.ignored = f"a FIT file that holds {held}"
    else:
        first = batch.problems[0]
        raise UnreadableError(f"Nothing in this FIT file can be read: {first.reason}", offset=first.offset)
    return batch


def file_type(data: bytes, segment: Segment | None = None) -> int | None:
    """FIT's number for what a file is (4 is an activity); None where it does not say.

    Parameters
    ----------
    data
        The file; without a segment its first few hundred bytes are enough, because the message that says it
        comes first.
    segment
        What a scan found, where there was one.

    Raises
    ------
    UnreadableError
        The bytes do not begin as a FIT file.
    """
    if segment is None:
        segment = scan(data[:_HEAD])[0]
    return next(iter(Rows(data, segment, "file_id").codes("type")), None)


_HEAD = 512


def _read_activity(
    data: bytes, segment: Segment, beats: Beats | None, problems: list[Problem]
) -> ActivityRow | None:
    """One FIT file's activity; None where it holds no session, record or set."""
    records = read_records(data, segment, problems)
    if records is not None and beats is not None:
        merge_heart_rates(beats, records)
    timer = read_timer(data, segment)
    sessions = read_sessions(data, segment, records, timer, problems)
    if not sessions and records is not None:
        sessions = [session_from_records(data, segment, records, timer, problems)]
    created = next(iter(Rows(data, segment, "file_id").moments("time_created")), None)
    start = min((each.start_utc for each in sessions if each.start_utc is not None), default=None)
    longitude_deg = first_longitude_deg(records) if records is not None else None
    offset = _local_offset(data, segment, longitude_deg=longitude_deg)
    sets, guesses = read_sets(
        data, segment, local_offset=offset or dt.timedelta(0), otherwise=start or created
    )
    if not sessions and not sets:
        return None
    if start is None:
        start = min((each.start_utc for each in sets if each.start_utc is not None), default=created)
    if start is None:
        problems.append(
            Problem("the device's clock was not set: the activity has no date", offset=segment.start)
        )
    has_start = start is not None and offset is not None
    return ActivityRow(
        sessions=sessions,
        start_utc=start,
        start_local=start + offset if start is not None and offset is not None else None,
        zone=_zone(offset) if offset is not None and has_start else None,
        zone_basis="file" if has_start else None,
        name=next(filter(None, Rows(data, segment, "workout").texts("wkt_name")), None),
        device=read_device(data, segment),
        laps=read_laps(data, segment, sessions),
        records=records,
        sets=sets,
        set_guesses=guesses,
        pauses=timer.pauses(),
        sensors=read_sensors(data, segment),
        wearer=read_wearer(data, segment),
        unread=_unread(segment),
        quality=segment.quality,
    )


def _unread(segment: Segment) -> dict[int, int]:
    """How many messages there were of each kind that is not read, by FIT's number."""
    read = set(profile().messages.values())
    counts: dict[int, int] = {}
    for definition in segment.definitions:
        if definition.message not in read:
            counts[definition.message] = counts.get(definition.message, 0) + len(definition.offsets)
    return dict(sorted(counts.items()))


def _local_offset(data: bytes, segment: Segment, *, longitude_deg: float | None) -> dt.timedelta | None:
    """Local time minus UTC, as the file's last message tells it; None where it does not, or cannot be right.

    Writers that know no local time put UTC or zero in its place. So an offset must be a whole quarter of an
    hour that some country uses and, where there are coordinates, near the time of the sun there.
    """
    rows = Rows(data, segment, "activity")
    for utc, local in zip(rows.moments("timestamp"), rows.moments("local_timestamp")):
        if utc is None or local is None:
            continue
        offset_s = (local - utc).total_seconds()
        rounded_s = round(offset_s / _QUARTER_S) * _QUARTER_S
        if abs(offset_s - rounded_s) > 60 or abs(rounded_s) > _MOST_OFF_S:
            continue
        if longitude_deg is not None:
            off_s = rounded_s - longitude_deg * 240
            if abs((off_s + 43_200) % 86_400 - 43_200) > _MOST_OFF_MERIDIAN_S:
                continue
        return dt.timedelta(seconds=rounded_s)
    return None


def _zone(offset: dt.timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
