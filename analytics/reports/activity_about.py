"""What stands around one activity: laps, best efforts, zones, load, sets, sources, and what is doubtful."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analytics.knowledge import written
from analytics.metrics import limits
from analytics.metrics import zones as zone_rules
from analytics.metrics.thresholds import Value
from analytics.reports.activity_list import clock
from analytics.reports.activity_recording import Recording
from analytics.reports.importing import kind_words
from analytics.reports.records import day, records
from analytics.store import Reader

EVER = dt.date(1900, 1, 1)
APART = 0.02
"""The sums of a file and its records are said to differ beyond this share."""
DISTANCE_WORDS = {1609.344: "1 mile", 21_097.5: "Half marathon", 42_195.0: "Marathon"}
WEARER = {
    "hr_max": "highest heart rate",
    "hr_rest": "resting heart rate",
    "hr_threshold": "threshold heart rate",
    "power_threshold": "threshold power",
}
QUALITY = {
    "cut_off": "The file was cut off: what lies behind the cut is missing.",
    "wrong_checksum": "The file’s checksum is wrong: single values may be damaged.",
    "no_checksum": "The file has no checksum.",
}


@dataclass(frozen=True)
class Source:
    """One file that tells of the activity: its name, kind, mark, and what it gave."""

    name: str
    kind: str
    mark: str
    gave: str
    imported: str


def laps(reader: Reader, *, activity_id: int, as_pace: bool) -> pd.DataFrame:
    """Give the laps as the watch made them; empty below two, which say nothing more than the whole."""
    found = reader.frame("activity_laps", activity_id=activity_id)
    if len(found) < 2:
        return pd.DataFrame()
    length = pd.to_numeric(found["moving_s"]).fillna(pd.to_numeric(found["elapsed_s"]))
    metres = pd.to_numeric(found["distance_m"])
    pace = length / metres.where(metres > 0) * 1000
    return pd.DataFrame(
        {
            "lap": np.arange(1, len(found) + 1),
            "distance_km": metres / 1000,
            "time": [clock(one) for one in length],
            "pace": [
                written.pace(one, unit=False)
                if as_pace
                else written.speed(1000 / one if one > 0 else None).rsplit(" ", 1)[0]
                for one in pace
            ],
            "hr_mean_bpm": pd.to_numeric(found["hr_mean_bpm"]),
            "hr_max_bpm": pd.to_numeric(found["hr_max_bpm"]),
        }
    )


def efforts(reader: Reader, row: dict[str, Any]) -> pd.DataFrame:
    """Give the best efforts of a run beside the athlete's best before it.

    Returns
    -------
    pandas.DataFrame
        effort, result, pace, at (when in the run), standing ("personal best", "3rd of 41"), before (the best
        before this run), is_best.
    """
    found = reader.frame(
        "activity_efforts",
        activity_id=int(row["activity_id"]),
        athlete_id=int(row["athlete_id"]),
        start_utc=row["start_utc"],
    )
    return pd.DataFrame([_effort(one) for one in records(found)])


def _effort(one: dict[str, Any]) -> dict[str, Any]:
    is_distance = one["effort"] == "distance"
    best = one["fastest_before_s"] if is_distance else one["farthest_before_m"]
    before = written.UNKNOWN if best is None else clock(best) if is_distance else written.distance(best, 2)
    return {
        "effort": _distance_words(one["distance_m"]) if is_distance else f"{one['duration_s'] / 60:g} min",
        "result": clock(one["duration_s"]) if is_distance else written.distance(one["distance_m"], 2),
        "pace": written.pace(one["duration_s"] / one["distance_m"] * 1000, unit=False),
        "at": clock(one["start_offset_s"]),
        "standing": standing(int(one["better_before"]), int(one["before"]), int(one["better"])),
        "before": before,
        "is_best": one["better_before"] == 0 and one["before"] > 0,
    }


def standing(better_before: int, before: int, better: int) -> str:
    """Say where an effort stood among those of the runs before it, and whether it stands still.

    Examples
    --------
    >>> standing(0, 40, 0), standing(0, 40, 3), standing(2, 40, 2), standing(0, 0, 0)
    ('personal best', 'personal best then, beaten since', '3rd of 41', 'the first')
    """
    if before == 0:
        return "the first" if better == 0 else "the first, beaten since"
    if better_before == 0:
        return "personal best" if better == 0 else "personal best then, beaten since"
    return f"{_ordinal(better_before + 1)} of {before + 1}"


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _distance_words(metres: float) -> str:
    known = DISTANCE_WORDS.get(round(metres, 3))
    return known or (f"{metres:g} m" if metres < 1000 else f"{metres / 1000:g} km")  # an effort's name


def efforts_line(found: pd.DataFrame) -> str:
    """Say in a sentence whether a run brought personal bests."""
    if found.empty:
        return ""
    best = found[found["is_best"]]["effort"].tolist()
    start = "From the records; time runs on while standing, as in a race. "
    if not best:
        is_first = found["standing"].eq("the first").all()
        return start + ("Nothing before it to compare with." if is_first else "No personal best.")
    return f"{start}Better than any run before it: {', '.join(best)}."


def zones(reader: Reader, row: dict[str, Any], measures: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Give the time in zones of heart rate, pace and power by the athlete's thresholds of the day.

    Parameters
    ----------
    row, measures
        What the queries `activity_opened` and `activity_measures` give.

    Returns
    -------
    tuple
        of (of what), zone, bounds, seconds, time, share_pct; and by what, or why there are none.
    """
    seconds = _histograms(measures)
    if not seconds:
        return pd.DataFrame(), ""
    period = _limits(reader, row)
    found: list[dict[str, Any]] = []
    for what, column, given, first, step, write in (
        ("Heart rate", "hr_seconds_by_bpm", period.heart_rate, float(zone_rules.FIRST_BPM), 1.0, _beats),
        ("Pace, graded", "graded_speed_seconds", period.pace, 0.0, zone_rules.SPEED_BIN_M_S, _paces),
        ("Power", "power_seconds_by_10_w", period.power, 0.0, zone_rules.POWER_BIN_W, _watts),
    ):
        if given is None or column not in seconds:
            continue
        inside = zone_rules.seconds_in_zones(seconds[column][None, :], given.lower, first=first, step=step)[0]
        total = float(inside.sum())
        if not total > 0:
            continue
        found += [
            {
                "of": what,
                "zone": zone,
                "bounds": write(given.lower, zone),
                "seconds": float(here),
                "time": clock(here),
                "share_pct": 100 * float(here) / total,
            }
            for zone, here in enumerate(inside.tolist(), 1)
        ]
    if not found:
        return (
            pd.DataFrame(),
            "No zones yet: they need a highest or a threshold heart rate, or a threshold pace, of yours.",
        )
    return pd.DataFrame(
        found
    ), "By your thresholds on that day; zones add up to the moving time for which the measure is known."


def _histograms(found: pd.DataFrame) -> dict[str, np.ndarray[Any, np.dtype[np.float64]]]:
    sums: dict[str, np.ndarray[Any, np.dtype[np.float64]]] = {}
    for column in ("hr_seconds_by_bpm", "graded_speed_seconds", "power_seconds_by_10_w"):
        if column not in found:
            continue
        known = [
            np.asarray(one, dtype=np.float64) for one in found[column] if one is not None and np.size(one) > 1
        ]
        if known:
            sums[column] = np.sum(known, axis=0)
    return sums


def _limits(reader: Reader, row: dict[str, Any]) -> limits.Period:
    known = records(reader.frame("thresholds_known", athlete_id=int(row["athlete_id"])))
    values = [
        Value(one["threshold"], float(one["threshold_value"]), day(one["from_date"]) or EVER, one["basis"])
        for one in known
        if one["taken_back_at_utc"] is None and one["threshold_value"] is not None
    ]
    setting = reader.row("load_setting", athlete_id=int(row["athlete_id"])) or {}
    through = limits.LimitsThroughTime(values, sex=None, method=setting.get("hr_zone_method"))
    return through.on(day(row["start_local"]) or EVER)


def _beats(lower: tuple[float, ...], zone: int) -> str:
    return _span([written.number(one) for one in lower], zone, "bpm", below="below", above="from")


def _paces(lower: tuple[float, ...], zone: int) -> str:
    return _span(
        [written.pace(1000 / one, unit=False) for one in lower],
        zone,
        written.pace_suffix(),
        below="slower than",
        above="faster than",
    )


def _watts(lower: tuple[float, ...], zone: int) -> str:
    return _span([written.number(one) for one in lower], zone, "W", below="below", above="from")


def _span(edges: list[str], zone: int, unit: str, *, below: str, above: str) -> str:
    if zone == 1:
        return f"{below} {edges[0]} {unit}"
    return (
        f"{above} {edges[-1]} {unit}"
        if zone > len(edges)
        else f"{edges[zone - 2]} to {edges[zone - 1]} {unit}"
    )


LOADS = (
    ("Session RPE", "session_rpe_au", "effort_from"),
    ("TRIMP (Banister)", "trimp_au", "hr_from"),
    ("TRIMP (Edwards)", "edwards_au", "hr_from"),
    ("TRIMP (Lucia)", "lucia_au", "hr_from"),
    ("hrTSS", "hrtss_au", "hr_from"),
    ("rTSS", "rtss_au", "speed_from"),
)
POINTS = ("hrtss_au", "rtss_au")
"""What is told in points, as on *Training load*: an hour at the threshold gives a hundred."""
LOAD_FROM = {
    "said": "from what was said",
    "records": "from the records",
    "mean": "from the session’s mean",
    "own_runs": "estimated from own runs",
    "assumed": "assumed",
}


def load(reader: Reader, *, activity_id: int) -> dict[str, Any]:
    """Give the loads of an activity in words: lines of what, value with unit, and where from."""
    rows = records(reader.frame("activity_load", activity_id=activity_id))
    lines: list[tuple[str, str, str]] = []
    for what, column, origin in LOADS:
        known = [one for one in rows if one.get(column) is not None]
        if known:
            total = sum(one[column] for one in known)
            whence = LOAD_FROM.get(str(known[0].get(origin)), "")
            lines.append((what, f"{written.number(total)} {'points' if column in POINTS else 'AU'}", whence))
    return {"lines": lines}


def sets(reader: Reader, *, activity_id: int) -> pd.DataFrame:
    """Give the strength sets of an activity."""
    found = reader.frame("activity_sets", activity_id=activity_id)
    if found.empty:
        return pd.DataFrame()
    return found.assign(
        exercise=found["exercise_name"].fillna(found["source_name"]).fillna("not named"),
        side=found["side"].fillna(""),
        note=found["note"].fillna(""),
    )


def facts(reader: Reader, row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Give the device, sensors, shoes and what the watch knew of its wearer, as heading and words."""
    rows = records(reader.frame("activity_facts", activity_id=int(row["activity_id"])))
    names = {kind: [str(one["name"]) for one in rows if one["kind"] == kind] for kind in ("sensor", "gear")}
    wearer = [
        wearer_words(str(one["name"]), float(one["fact_value"]))
        for one in rows
        if one["kind"] == "wearer" and one["fact_value"] is not None
    ]
    zone = str(row["zone"] or written.UNKNOWN)
    basis = {
        "coordinates": "by the place of the start",
        "file": "as the file says",
        "athlete": "the athlete’s own",
        "assumed": "assumed",
    }.get(str(row["zone_basis"]), "")
    found = (
        ("Device", str(row["device"] or "")),
        ("Sensors", ", ".join(names["sensor"])),
        ("Worn or ridden", ", ".join(names["gear"])),
        ("The watch knew of its wearer", "; ".join(wearer)),
        ("Time zone", f"{zone} ({basis})" if basis else zone),
    )
    return tuple((head, words) for head, words in found if words)


def wearer_words(fact: str, value: float) -> str:
    """Write what a watch knew of its wearer.

    Examples
    --------
    >>> wearer_words("hr_zone_2_top_bpm", 133.0), wearer_words("weight_kg", 71.5)
    ('heart rate zone 2 up to 133 bpm', 'weight 71.5 kg')
    """
    name, _, unit = fact.rpartition("_")
    if name.startswith("hr_zone_") and name.endswith("_top"):
        return f"heart rate zone {name[8:-4]} up to {value:g} bpm"
    if unit == "kg":
        return f"{WEARER.get(name, name)} {written.weight(value)}"
    return f"{WEARER.get(name, name.replace('_', ' '))} {value:g} {unit}"


def sources(reader: Reader, *, activity_id: int) -> tuple[Source, ...]:
    """Name the files that tell of an activity, the one whose records are shown first."""
    found = records(reader.frame("activity_sources", activity_id=activity_id))
    given = []
    for one in found:
        count = int(one["record_rows"] or 0)
        parts = [f"{written.number(count)} records" if count else "sums only"]
        if len(found) > 1:
            parts.append("shown here" if one["shows_records"] else "kept aside")
        given.append(
            Source(
                name=str(one["file_name"] or "typed in"),
                kind=kind_words(one["source_kind"]),
                mark=str(one["source_sha256"] or "")[:10],
                gave=", ".join(parts),
                imported=written.date(day(one["imported_at_utc"])),
            )
        )
    return tuple(given)


def doubts(reader: Reader, row: dict[str, Any], recorded: Recording | None) -> tuple[str, ...]:
    """Say what is doubtful about an activity; empty where nothing is."""
    found = []
    if row.get("left_out_because"):
        found.append(f"Left out of all figures: {row['left_out_because']}.")
    if row["quality"] in QUALITY:
        found.append(QUALITY[row["quality"]])
    if row["date_only"]:
        found.append("Only the day is known, not the hour.")
    elif row["zone_basis"] == "assumed":
        found.append("The time zone is assumed: the hour of the start may be off.")
    if recorded is not None and recorded.way_m is not None and row["distance_m"]:
        way = float(recorded.way_m[-1])
        if abs(way - row["distance_m"]) > APART * row["distance_m"]:
            found.append(
                f"The records come to {written.distance(way, 2)}, the sums to "
                f"{written.distance(row['distance_m'], 2)}."
            )
    for one in records(reader.frame("activity_doubts", activity_id=int(row["activity_id"]))):
        said = str(one["reason"] or "")
        found.append(
            f"It may be the same as another activity: {said}."
            if one["kind"] == "pair"
            else f"{said.rstrip('.').capitalize()}."
        )
    return tuple(found)
