"""One activity: its figures with where each is from, and what its sources tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.knowledge import merge_order, units, written
from analytics.metrics import spike
from analytics.reports import (
    activity_about,
    activity_list,
    activity_recording,
    activity_route,
    activity_splits,
)
from analytics.reports.activity_about import Source
from analytics.reports.activity_list import clock
from analytics.reports.activity_numbers import Told, told, unknown_words
from analytics.reports.activity_recording import Drawn
from analytics.reports.activity_route import Route
from analytics.reports.figure import Figure
from analytics.reports.records import day, records
from analytics.store import Reader

ON_FOOT = {"running", "walking", "hiking"}
FROM_RECORDS = "from the records"
ALIKE = 0.10
"""A run is like another whose length differs by no more than this share."""
MOST_ALIKE = 12


@dataclass(frozen=True)
class Activity:
    """Everything the page of one activity shows; see the rooms of its parts for their columns.

    Parameters
    ----------
    figures
        The few that open the page.
    numbers
        The figures that are known: what, value with unit, where from, note.
    unknown
        For each group of figures, what is not known of a run, and why.
    drawn
        What the course is drawn from; None without records.
    splits, laps, efforts, alike, sets, zones
        Tables; empty where there is nothing.
    notes
        The words of the activity as its sources tell them.
    doubts
        What is doubtful about it, in words.
    """

    activity_id: int
    athlete_id: int
    title: str
    line: str
    is_run: bool
    as_pace: bool
    is_simulated: bool
    figures: tuple[Figure, ...]
    numbers: tuple[Told, ...]
    unknown: dict[str, tuple[str, ...]]
    drawn: Drawn | None
    no_course: str
    route: Route | None
    splits: pd.DataFrame
    laps: pd.DataFrame
    efforts: pd.DataFrame
    efforts_line: str
    zones: pd.DataFrame
    zones_line: str
    alike: pd.DataFrame
    alike_line: str
    spike_line: str
    sets: pd.DataFrame
    notes: str
    about: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    doubts: tuple[str, ...]


def gather(reader: Reader, *, activity_id: int) -> Activity | None:
    """Gather one activity; None where there is none of that number."""
    row = reader.row("activity_opened", activity_id=activity_id)
    if row is None:
        return None
    sports = str(row["sports"] or "unknown")
    is_run, as_pace = "running" in sports.split(", "), set(sports.split(", ")) <= ON_FOOT
    measures = reader.frame("activity_measures", activity_id=activity_id)
    measure = _first(measures)
    recorded = activity_recording.gather(reader, activity_id=activity_id)
    spiked = _first(reader.frame("activity_spike", activity_id=activity_id)) if is_run else {}
    load = activity_about.load(reader, activity_id=activity_id)
    origin = where_from(row["source_kind"])
    numbers = told(row, measure, recorded, load, origin=origin, as_pace=as_pace, is_run=is_run)
    splits = activity_splits.told(recorded) if recorded is not None and as_pace else pd.DataFrame()
    efforts = activity_about.efforts(reader, row) if is_run else pd.DataFrame()
    zones, zones_line = activity_about.zones(reader, row, measures)
    alike = _alike(reader, row) if sports == "running" else pd.DataFrame()
    return Activity(
        activity_id=activity_id,
        athlete_id=int(row["athlete_id"]),
        title=_title(row, sports),
        line=_line(row, sports),
        is_run=is_run,
        as_pace=as_pace,
        is_simulated=bool(row["simulated"]),
        figures=_figures(row, measure, as_pace=as_pace, is_run=is_run),
        numbers=tuple(each for each in numbers if each.is_known),
        unknown=unknown_words(numbers),
        drawn=None if recorded is None else activity_recording.drawn(recorded, as_pace=as_pace),
        no_course=_no_course(row),
        route=None if recorded is None else activity_route.route(recorded),
        splits=splits,
        laps=activity_about.laps(reader, activity_id=activity_id, as_pace=as_pace),
        efforts=efforts,
        efforts_line=activity_about.efforts_line(efforts),
        zones=zones,
        zones_line=zones_line,
        alike=alike,
        alike_line=_alike_line(alike, activity_id),
        spike_line=spike_words(spiked) if is_run else "",
        sets=activity_about.sets(reader, activity_id=activity_id),
        notes=str(row["description"] or ""),
        about=activity_about.facts(reader, row),
        sources=activity_about.sources(reader, activity_id=activity_id),
        doubts=activity_about.doubts(reader, row, recorded),
    )


def where_from(kind: str | None) -> str:
    """Say where the sums of an activity come from.

    Examples
    --------
    >>> where_from("fit"), where_from("strava_activities"), where_from("hevy")
    ('from the file’s sums', 'from a list', 'from the log')
    """
    return {
        "list": "from a list",
        "log": "from the log",
        "device": "from the file’s sums",
        "track": "from the file’s track",
    }.get(merge_order.group(kind), "from the file")


def _first(found: pd.DataFrame) -> dict[str, Any]:
    """Give the first row, without its lists."""
    lists = [name for name in found.columns if name.endswith(("_seconds", "_by_bpm", "_by_10_w"))]
    rows = records(found.drop(columns=lists))
    return rows[0] if rows else {}


def _title(row: dict[str, Any], sports: str) -> str:
    return str(row["name"] or activity_list.sport_words(sports))


def _line(row: dict[str, Any], sports: str) -> str:
    start = row["start_local"]
    when = written.date(day(start))
    if start is not None and not row["date_only"]:
        when += f", {pd.Timestamp(start):%H:%M}"
    parts = [activity_list.sport_words(sports), when, str(row["athlete_name"] or "")]
    if row["sub_sport"]:
        parts.insert(1, str(row["sub_sport"]).replace("_", " "))
    if row["is_race"]:
        parts.append("race")
    if row["simulated"]:
        parts.append("simulated")
    return " · ".join(part for part in parts if part)


def _figures(
    row: dict[str, Any], measure: dict[str, Any], *, as_pace: bool, is_run: bool
) -> tuple[Figure, ...]:
    metres, moving = row["distance_m"], row["moving_s"]
    found = []
    if metres is not None or is_run:
        found.append(Figure(label="Distance", value=written.distance(metres, 2)))
    found.append(
        Figure(
            label="Moving time",
            value=clock(moving if moving is not None else row["elapsed_s"]),
            change=None if row["elapsed_s"] is None else f"{clock(row['elapsed_s'])} in all",
        )
    )
    if as_pace:
        speed = measure.get("graded_speed_m_s")
        graded = f"graded {written.pace(1000 / speed)}" if speed else None
        pace = moving / metres * 1000 if metres and moving else None
        fast = "Speed" if units.way().is_speed else "Pace"
        found.append(Figure(label=fast, value=written.pace(pace), change=graded, meaning="pace"))
    elif metres and moving:
        found.append(Figure(label="Speed", value=written.speed(metres / moving), meaning="pace"))
    if row["hr_mean_bpm"] is not None or is_run:
        highest = row["hr_max_bpm"]
        found.append(
            Figure(
                label="Heart rate",
                value=f"{written.number(row['hr_mean_bpm'])} bpm" if row["hr_mean_bpm"] else written.UNKNOWN,
                change=f"highest {written.number(highest)}" if highest is not None else None,
            )
        )
    return tuple(found)


def spike_words(spiked: dict[str, Any]) -> str:
    """Say how far a run went beyond the longest of the 30 days before, and what a study found of such runs.

    Examples
    --------
    >>> spike_words({"distance_m": 12_000.0, "longest_30d_before_m": 10_000.0, "spike_ratio": 1.2})[:67]
    '1.20 x the longest run of the 30 days before (10 km): a small spike'
    >>> spike_words({"distance_m": 12_000.0, "longest_30d_before_m": None, "spike_ratio": None})
    'No run in the 30 days before it to compare its length with.'
    """
    ratio, longest = spiked.get("spike_ratio"), spiked.get("longest_30d_before_m")
    if ratio is None:
        if longest is None:
            return "No run in the 30 days before it to compare its length with."
        return f"Too short to compare (below {written.distance(1000, 1)}), or its length is not known."
    state = spike.spike_state(float(ratio))
    against = f"{written.ratio(ratio)} the longest run of the 30 days before ({written.distance(longest)})"
    if state.hazard_ratio is None:
        return f"{against}: no spike (up to 1.10 x)."
    return (
        f"{against}: a {state.id} spike. In {written.number(spike.RUNNERS)} runners, runs of this kind went "
        f"with {written.interval(state.hazard_ratio, state.low, state.high)} times the injury rate of runs "
        "up to 1.10 x (Garmin-RUNSAFE 2025, doi 10.1136/bjsports-2024-109380): an association, not a cause."
    )


def _no_course(row: dict[str, Any]) -> str:
    if row["has_records"]:
        return "The records of this activity hold no speed, way or sensor that can be drawn."
    return (
        f"This activity came {where_from(row['source_kind'])}, without second-by-second records: no course, "
        "no splits and no best efforts. Import its file (FIT, TCX or GPX) and it joins this entry."
    )


def _alike(reader: Reader, row: dict[str, Any]) -> pd.DataFrame:
    """Give runs of about the same length: this one, the last before it and the first after it."""
    metres = row["distance_m"]
    if metres is None or metres < spike.MIN_DISTANCE_M:
        return pd.DataFrame()
    found = reader.frame(
        "runs_alike",
        athlete_id=int(row["athlete_id"]),
        low_m=metres * (1 - ALIKE),
        high_m=metres * (1 + ALIKE),
    )
    starts = pd.to_datetime(found["start_utc"])
    own = found["activity_id"].eq(row["activity_id"])
    if not own.any():
        return pd.DataFrame()
    before = found[(starts < starts[own].iloc[0]) & ~own].head(MOST_ALIKE)
    after = found[(starts > starts[own].iloc[0]) & ~own].tail(MOST_ALIKE // 3)
    shown = pd.concat([after, found[own].head(1), before], ignore_index=True)
    return pd.DataFrame(
        {
            "activity_id": shown["activity_id"].astype("int64"),
            "local_date": pd.to_datetime(shown["local_date"]),
            "which": ["this run" if one else "" for one in shown["activity_id"].eq(row["activity_id"])],
            "distance_km": shown["distance_m"] / 1000,
            "pace_s_per_km": shown["moving_s"] / shown["distance_m"] * 1000,
            "pace": [written.pace(one, unit=False) for one in shown["moving_s"] / shown["distance_m"] * 1000],
            "graded_pace": [
                written.pace(1000 / one if one and one == one else None, unit=False)
                for one in pd.to_numeric(shown["graded_speed_m_s"])
            ],
            "hr_mean_bpm": pd.to_numeric(shown["hr_mean_bpm"]),
            "efficiency_m_per_beat": pd.to_numeric(shown["efficiency_m_per_beat"]),
            "decoupling_pct": pd.to_numeric(shown["decoupling_pct"]),
            "ascent_m": pd.to_numeric(shown["ascent_m"]),
            "temperature_mean_c": pd.to_numeric(shown["temperature_mean_c"]),
        }
    )


def _alike_line(alike: pd.DataFrame, activity_id: int) -> str:
    if len(alike) < 2:
        return ""
    own = alike[alike["activity_id"] == activity_id].iloc[0]
    before = alike[alike["local_date"] < own["local_date"]]
    if len(before) < 3:
        count = written.count(len(before), "run") if len(before) else "No run"
        return f"{count} of about this length before it; three are needed to compare."
    pace, usual = float(own["pace_s_per_km"]), float(before["pace_s_per_km"].median())
    way = "faster" if pace < usual else "slower"
    text = f"{written.pace_apart(pace, usual)} {way} than the middle of the {len(before)} runs like it before"
    rates = before["hr_mean_bpm"].dropna()
    if len(rates) >= 3 and own["hr_mean_bpm"] == own["hr_mean_bpm"]:
        beats = float(own["hr_mean_bpm"] - rates.median())
        text += f", heart rate against theirs: {written.signed(beats)} bpm"
    return text + ". Hills, heat and surface differ: read it as a look, not a test."
