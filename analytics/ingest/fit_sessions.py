"""Sessions and laps of a FIT file, and a session made of records where a damaged file has lost its own."""

from __future__ import annotations

import bisect
import datetime as dt
import math
from typing import cast

from analytics.ingest.batch import Columns, LapRow, Problem, SessionRow, Sport
from analytics.ingest.fit_profile import profile
from analytics.ingest.fit_records import Told, tell
from analytics.ingest.fit_rows import Rows, fit_seconds, moment
from analytics.ingest.fit_scan import Segment
from analytics.ingest.fit_timer import Timer

_ON_FOOT = ("running", "walking", "hiking")


def read_sessions(
    data: bytes, segment: Segment, records: Columns | None, timer: Timer, problems: list[Problem]
) -> list[SessionRow]:
    """Read the session messages, in the order of their starts.

    Totals are those the device wrote. Where it wrote none, the records inside the session's time tell
    distance, elapsed time and heart rate, the timer's events tell moving time, and a problem says so.
    """
    rows = Rows(data, segment, "session")
    if rows.length == 0:
        return []
    sports = list(zip(rows.codes("sport"), rows.codes("sub_sport")))
    has_sets = Rows(data, segment, "set").length > 0
    starts, ends = rows.moments("start_time"), rows.moments("timestamp")
    columns = {
        "distance_m": rows.numbers("total_distance"),
        "moving_s": rows.numbers("total_timer_time"),
        "elapsed_s": rows.numbers("total_elapsed_time"),
        "ascent_m": rows.numbers("total_ascent"),
        "descent_m": rows.numbers("total_descent"),
        "hr_mean_bpm": [value or None for value in rows.numbers("avg_heart_rate")],
        "hr_max_bpm": [value or None for value in rows.numbers("max_heart_rate")],
        "power_mean_w": rows.numbers("avg_power"),
        "energy_kcal": rows.numbers("total_calories"),
        "temperature_mean_c": rows.numbers("avg_temperature"),
        "rpe_0_10": rows.numbers("workout_rpe"),
    }
    strides = zip(rows.numbers("avg_cadence"), rows.numbers("avg_fractional_cadence"))
    sessions = []
    for index, (whole, part) in enumerate(strides):
        sport, sub_sport = sport_of(*sports[index], has_sets=has_sets)
        session = SessionRow(
            sport,
            sub_sport,
            start_utc=starts[index],
            cadence_mean_spm=_steps(whole, part) if sport in _ON_FOOT else None,
            **{name: values[index] for name, values in columns.items()},
        )
        if session.rpe_0_10 is not None and session.rpe_0_10 > 10:
            session.rpe_0_10 = None
        end = ends[index]
        if session.start_utc is None and end is not None and session.elapsed_s is not None:
            session.start_utc = end - dt.timedelta(seconds=session.elapsed_s)
        sessions.append(session)
    sessions.sort(key=lambda each: each.start_utc or dt.datetime.max)
    if records is not None:
        _fill_from_records(sessions, records, timer, problems, segment.start)
    return sessions


def _steps(strides: float | None, part: float | None) -> float | None:
    """Steps a minute of strides a minute; a mean of 0 is a sensor that was not there."""
    return (strides + (part or 0.0)) * 2 if strides else None


def _fill_from_records(
    sessions: list[SessionRow], records: Columns, timer: Timer, problems: list[Problem], start: int
) -> None:
    """What a session leaves out and its records or the timer know."""
    taken: set[str] = set()
    for session in sessions:
        told = _told(session, records, alone=len(sessions) == 1)
        if told is None:
            continue
        if session.start_utc is None:
            session.start_utc = moment(told.first_s)
        for name in ("distance_m", "elapsed_s", "hr_mean_bpm", "hr_max_bpm"):
            value = getattr(told, name)
            if getattr(session, name) is None and value is not None:
                setattr(session, name, value)
                taken.add(name)
        if session.moving_s is None:
            session.moving_s = timer.moving_s(from_s=told.first_s, to_s=told.first_s + told.elapsed_s)
            if session.moving_s is not None:
                taken.add("moving_s")
    if taken:
        words = {"distance_m": "distance", "elapsed_s": "elapsed time", "moving_s": "moving time"}
        names = sorted({words.get(name, "heart rate") for name in taken})
        reason = f"the device wrote no session total for {', '.join(names)}: taken from the records"
        problems.append(Problem(reason, offset=start))


def _told(session: SessionRow, records: Columns, *, alone: bool) -> Told | None:
    if alone:
        return tell(records)
    if session.start_utc is None or session.elapsed_s is None:
        return None
    first = fit_seconds(session.start_utc)
    return tell(records, from_s=first, to_s=first + session.elapsed_s)


def session_from_records(
    data: bytes, segment: Segment, records: Columns, timer: Timer, problems: list[Problem]
) -> SessionRow:
    """Make the session a device did not live to write.

    Moving time is that between the starts and stops of its timer; unknown where the file has none.
    """
    told = tell(records)
    assert told is not None  # there is a record, or there would be no columns
    sport, sub_sport = _sport_without_session(data, segment)
    problems.append(
        Problem("the device wrote no session: its totals were made of the records", offset=segment.end)
    )
    return SessionRow(
        sport,
        sub_sport,
        start_utc=moment(told.first_s),
        distance_m=told.distance_m,
        moving_s=timer.moving_s(from_s=-math.inf, to_s=told.first_s + told.elapsed_s),
        elapsed_s=told.elapsed_s,
        hr_mean_bpm=told.hr_mean_bpm,
        hr_max_bpm=told.hr_max_bpm,
    )


def _sport_without_session(data: bytes, segment: Segment) -> tuple[Sport, str | None]:
    """The sport as other messages tell it."""
    has_sets = Rows(data, segment, "set").length > 0
    for message in ("sport", "lap"):
        rows = Rows(data, segment, message)
        for sport, sub_sport in zip(rows.codes("sport"), rows.codes("sub_sport")):
            if sport is not None:
                return sport_of(sport, sub_sport, has_sets=has_sets)
    return sport_of(None, None, has_sets=has_sets)


def sport_of(sport: int | None, sub_sport: int | None, *, has_sets: bool = False) -> tuple[Sport, str | None]:
    """Give our sport and the source's own word for the kind of it.

    Parameters
    ----------
    sport, sub_sport
        FIT's numbers; None is unknown.
    has_sets
        Whether the file holds strength sets: then training of no said kind is strength work.

    Examples
    --------
    >>> sport_of(1, 3), sport_of(4, 1), sport_of(10, 43), sport_of(10, 20)
    (('running', 'trail'), ('running', 'treadmill'), ('mobility', 'yoga'), ('strength', 'strength_training'))
    >>> sport_of(3, None), sport_of(None, None), sport_of(10, 0, has_sets=True)
    (('other', 'transition'), ('unknown', None), ('strength', None))
    >>> sport_of(250, None), sport_of(1, 250)
    (('other', 'sport_250'), ('running', 'sub_sport_250'))
    """
    names = profile()
    word, sub_word = names.name("sport", sport), names.name("sub_sport", sub_sport)
    if sub_word in ("generic", "all"):
        sub_word = None
    elif sub_word is None and sub_sport not in (None, 255):
        sub_word = f"sub_sport_{sub_sport}"
    if word is None and sport is not None:
        ours, word = "other", f"sport_{sport}"  # younger than our table: the number stays
    else:
        ours = names.ours["sport"].get(sport, "unknown") if sport is not None else "unknown"
    if ours in ("other", "unknown") and sub_sport is not None:
        ours = names.ours["sub_sport"].get(sub_sport, ours)
    if ours == "other" and word == "training" and sub_word is None and has_sets:
        return "strength", None
    if sub_word is None and ours == "other":
        sub_word = word
    return cast(Sport, ours), sub_word


def read_laps(data: bytes, segment: Segment, sessions: list[SessionRow]) -> list[LapRow]:
    """Read the laps in the order of their starts; each belongs to the last session begun by then."""
    rows = Rows(data, segment, "lap")
    begun = [each.start_utc or dt.datetime.min for each in sessions]
    columns = zip(
        rows.moments("start_time"),
        rows.numbers("total_distance"),
        rows.numbers("total_timer_time"),
        rows.numbers("total_elapsed_time"),
        rows.numbers("avg_heart_rate"),
        rows.numbers("max_heart_rate"),
    )
    laps = [
        LapRow(
            session_no=max(bisect.bisect_right(begun, start or dt.datetime.min) - 1, 0),
            start_utc=start,
            distance_m=distance_m,
            moving_s=moving_s,
            elapsed_s=elapsed_s,
            hr_mean_bpm=hr_mean_bpm or None,
            hr_max_bpm=hr_max_bpm or None,
        )
        for start, distance_m, moving_s, elapsed_s, hr_mean_bpm, hr_max_bpm in columns
    ]
    laps.sort(key=lambda lap: lap.start_utc or dt.datetime.min)
    return laps
