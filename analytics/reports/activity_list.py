"""All activities of an athlete, to look through and to open one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.knowledge import written
from analytics.reports import roster
from analytics.reports.records import day
from analytics.store import Reader

SOURCES = {
    "fit": "FIT file",
    "tcx": "TCX file",
    "gpx": "GPX file",
    "strava_activities": "Strava's list",
    "garmin_activities": "Garmin's list",
    "plain_activities": "a list",
    "strong": "Strong",
    "hevy": "Hevy",
    "form": "typed in",
    "demo": "simulated",
}
"""How a kind of source is called on a page; others by their own name."""
SPORTS = {
    "running": "Run",
    "cycling": "Ride",
    "walking": "Walk",
    "hiking": "Hike",
    "swimming": "Swim",
    "strength": "Strength",
    "mobility": "Mobility",
    "rowing": "Rowing",
    "other": "Other",
    "unknown": "Sport unknown",
}
ALL = "all"
MOST_OPENED = 60


@dataclass(frozen=True)
class Activities:
    """Everything the list shows.

    Parameters
    ----------
    rows
        The newest first: activity_id, local_date, name, sport, distance_km, time, pace
        (running only), hr_mean_bpm, source, label (how a short list calls it), sports (as stored).
    kinds
        The sports there are, as stored, and how many of each.
    """

    line: str
    rows: pd.DataFrame
    kinds: dict[str, str]
    missing: str | None


def gather(reader: Reader, *, athlete_id: int) -> Activities:
    """Gather the activities of one athlete, all sports."""
    person = roster.gather(reader).person(athlete_id)
    found = reader.frame("activities_listed", athlete_id=athlete_id)
    rows = dressed(found)
    name = person.name if person else ""
    line = f"{name} · no activities"
    if len(found):
        last, first = day(found["local_date"].max()), day(found["local_date"].min())
        line = f"{name} · {written.count(len(found), 'activity', 'activities')}, " + (
            f"{written.date(first)} to {written.date(last)}"
        )
    return Activities(
        line=line + (" · simulated" if person and person.is_simulated else ""),
        rows=rows,
        kinds=_kinds(found),
        missing=None
        if len(found)
        else "No activities in this log yet. Files of a watch (FIT, TCX, GPX) or a list of them brings some.",
    )


def filtered(rows: pd.DataFrame, *, text: str = "", sport: str = ALL) -> pd.DataFrame:
    """Keep the activities of a sport whose name, date or source holds every word of a text.

    Examples
    --------
    >>> rows = pd.DataFrame({"sports": ["running", "cycling"], "searched": ["run 9 mar", "ride 10 mar"]})
    >>> filtered(rows, text="mar RUN")["sports"].tolist(), filtered(rows, sport="cycling")["sports"].tolist()
    (['running'], ['cycling'])
    """
    kept = np.ones(len(rows), dtype=bool)
    if sport != ALL:
        kept &= rows["sports"].eq(sport).to_numpy(dtype=bool)
    for word in text.casefold().split():
        kept &= rows["searched"].str.contains(word, regex=False).to_numpy(dtype=bool)
    return rows[kept].reset_index(drop=True)


def sport_words(sports: str | None) -> str:
    """Name the sport of an activity, or that it has several.

    Examples
    --------
    >>> sport_words("running"), sport_words("cycling, running"), sport_words(None)
    ('Run', 'Ride, Run', 'Sport unknown')
    """
    if not isinstance(sports, str) or not sports:
        return SPORTS["unknown"]
    return ", ".join(SPORTS.get(one, one.replace("_", " ").capitalize()) for one in sports.split(", "))


def source_words(kind: str | None) -> str:
    """Name a kind of source.

    Examples
    --------
    >>> source_words("fit"), source_words("my_table")
    ('FIT file', 'my table')
    """
    return SOURCES.get(kind or "", (kind or written.UNKNOWN).replace("_", " "))


def clock(seconds: float | None) -> str:
    """Write a length of time as 43:05 or 3:02:59; an en dash where it is unknown.

    Examples
    --------
    >>> clock(2585), clock(10_979.4), clock(9.4), clock(None)
    ('43:05', '3:02:59', '0:09', '–')
    """
    if seconds is None or not np.isfinite(seconds):
        return written.UNKNOWN
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def short(local_date: object, distance_m: float | None, sports: str | None, moving_s: float | None) -> str:
    """Name an activity in a short list: its day, and how far or how long.

    Examples
    --------
    >>> short("2026-10-12", 10_240.0, "running", 3000.0), short("2026-10-12", None, "strength", 3000.0)
    ('12 Oct 2026, 10.2 km', '12 Oct 2026, strength, 50:00')
    """
    return _short(written.date(day(local_date)), distance_m, sports, moving_s)


def _short(when: str, distance_m: float | None, sports: str | None, moving_s: float | None) -> str:
    if distance_m is not None and np.isfinite(distance_m) and distance_m > 0:
        kind = "" if sports == "running" else f"{sport_words(sports).lower()}, "
        return f"{when}, {kind}{written.distance(distance_m, 1)}"
    length = "" if moving_s is None or not np.isfinite(moving_s) else f", {clock(moving_s)}"
    return f"{when}, {sport_words(sports).lower()}{length}"


def dressed(found: pd.DataFrame) -> pd.DataFrame:
    """Put the rows of the query `activities_listed` into the words of a list."""
    moving, metres = _numbers(found["moving_s"].fillna(found["elapsed_s"])), _numbers(found["distance_m"])
    is_run = found["sports"].eq("running").to_numpy(dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        pace = np.where(is_run & (metres > 0) & (moving > 0), moving / metres * 1000, np.nan)
    names = found["name"].fillna("").astype(str)
    sports = found["sports"].map(sport_words).astype(str)
    sources = found["source_kind"].map(source_words).astype(str)
    days = pd.to_datetime(found["local_date"])
    dates = days.map({one: written.date(day(one)) for one in days.unique()}).to_list()
    labels = [
        _short(date, far, sports_of, length)
        for date, far, sports_of, length in zip(dates, metres, found["sports"], moving, strict=True)
    ]
    searched = [
        f"{name} {sport} {date} {source}".casefold()
        for name, sport, date, source in zip(names, sports, dates, sources, strict=True)
    ]
    return pd.DataFrame(
        {
            "activity_id": found["activity_id"].astype("int64"),
            "local_date": days,
            "name": names.to_numpy(dtype=object),
            "sport": sports.to_numpy(dtype=object),
            "distance_km": metres / 1000,
            "time": [clock(seconds) for seconds in moving],
            "pace": [written.pace(one, unit=False) if np.isfinite(one) else None for one in pace],
            "hr_mean_bpm": _numbers(found["hr_mean_bpm"]),
            "source": sources.to_numpy(dtype=object),
            "sports": found["sports"].to_numpy(dtype=object),
            "label": labels,
            "searched": pd.Series(searched, dtype=object),
        }
    )


def _numbers(column: pd.Series) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return pd.to_numeric(column).to_numpy(dtype=np.float64, na_value=np.nan)


def _kinds(found: pd.DataFrame) -> dict[str, str]:
    counted = found["sports"].value_counts()
    return {ALL: "All sports"} | {
        str(kind): f"{sport_words(str(kind))} ({written.number(int(times))})"
        for kind, times in counted.items()
    }
