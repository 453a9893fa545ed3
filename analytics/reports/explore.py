"""Explore: any weekly measure over time or against any other, and what such a chart can say."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.knowledge import glossary, written
from analytics.reports import roster, weeks
from analytics.reports.figure import Meaning
from analytics.store import Reader

MEASURES = (
    "hip_sets",
    "hip_dose",
    "distance_m",
    "moving_s",
    "runs",
    "longest_run_m",
    "pace_at_hr_s_per_km",
    "load_au",
    "spike_ratio_max",
    "strength_sets",
    "strength_days",
    "trunk_sets",
    "hip_sets_described",
    "hip_sets_assumed",
    "unmapped_share_pct",
    "hr_mean_bpm",
    "ctl_min",
    "atl_min",
    "tsb_min",
    "injuries_new_time_loss",
    "injuries_new_substantial",
    "injuries_new_complaint",
    "time_loss_days",
    "checkin_severity",
    "checkin_pain_0_10",
)
SHOWN_IN = {"m": (1000.0, "km"), "s": (3600.0, "h")}
"""What people read instead of the store's units: divided by, and the unit then."""
MEANINGS: dict[str, Meaning] = {
    "hip": "hip",
    "pace": "pace",
    "injuries": "injury",
    "time_loss": "injury",
    "checkin": "injury",
}
"""What a measure's colour stands for, by a part of its name; the rest is training volume."""
TIME = "time"
EVERYBODY = "all"
LEAST_FOR_A_NUMBER = 20


@dataclass(frozen=True)
class Measure:
    """One weekly measure in words."""

    name: str
    label: str
    unit: str | None
    is_pace: bool
    divided_by: float = 1.0
    meaning: Meaning = "volume"

    @property
    def head(self) -> str:
        """Give the words for an axis or a table head."""
        return self.label if self.unit in (None, self.label.lower()) else f"{self.label}, {self.unit}"


@dataclass(frozen=True)
class Explore:
    """One view: its points, what it can say, and the same as a table."""

    title: str
    subtitle: str
    x: Measure | None
    y: Measure
    points: pd.DataFrame
    says: tuple[str, ...]
    table: pd.DataFrame
    missing: str | None


def measures() -> dict[str, Measure]:
    """List the weekly measures one can choose, in the words of the glossary."""
    return {name: _measure(name) for name in MEASURES}


def _measure(name: str) -> Measure:
    term = glossary.load()[name]
    divided_by, unit = SHOWN_IN.get(term.unit or "", (1.0, term.unit))
    is_pace = name.endswith("_s_per_km")
    return Measure(
        meaning=next((meaning for part, meaning in MEANINGS.items() if part in name), "volume"),
        name=name,
        label=term.label,
        unit="min/km" if is_pace else unit,
        is_pace=is_pace,
        divided_by=divided_by,
    )


def gather(
    reader: Reader, *, y: str, x: str = TIME, who: str = EVERYBODY, weeks_back: int | None = 78
) -> Explore:
    """Gather one view.

    Parameters
    ----------
    y
        A weekly measure.
    x
        Another weekly measure, or 'time'.
    who
        'all', 's<squad_id>' or 'a<athlete_id>'; anything else is everybody.
    weeks_back
        How many of the last weeks to show; None shows all.
    """
    known = measures()
    on_y = known.get(y) or known["hip_sets"]
    on_x = known.get(x) if x != on_y.name else None
    everybody = roster.gather(reader)
    people = _people(everybody, who)
    log = weeks.gather(reader, athlete_id=people[0].athlete_id if len(people) == 1 else None)
    log = log[log["athlete_id"].isin([person.athlete_id for person in people])]
    if weeks_back is not None and len(log):
        log = log[log["week_start"] > log["week_start"].max() - pd.Timedelta(days=7 * weeks_back)]
    names = {person.athlete_id: person.name for person in people}
    points = pd.DataFrame(
        {
            "athlete": log["athlete_id"].map(names).astype(object),
            "week_start": log["week_start"],
            "iso_week": log["iso_week"].astype(object),
            "y": log[on_y.name] / on_y.divided_by,
            "x": log[on_x.name] / on_x.divided_by if on_x else float("nan"),
        }
    ).reset_index(drop=True)
    wanted = ["x", "y"] if on_x else ["y"]
    used = points.dropna(subset=wanted)
    return Explore(
        title=f"{on_y.label} against {_inside(on_x.label)}" if on_x else f"{on_y.label} over time",
        subtitle=f"One dot an athlete and week; {written.count(used['athlete'].nunique(), 'athlete')}, "
        f"{written.count(len(used), 'week')}.",
        x=on_x,
        y=on_y,
        points=points,
        says=_says(points, used, on_x, on_y),
        table=_table(points, on_x, on_y),
        missing=None if len(used) else "No week in this choice has a value for what you want to see.",
    )


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _people(everybody: roster.Roster, who: str) -> tuple[roster.Person, ...]:
    kind, number = who[:1], who[1:]
    if kind == "a" and number.isdigit():
        person = everybody.person(int(number))
        if person is not None:
            return (person,)
    if kind == "s" and number.isdigit():
        return everybody.members(int(number))
    return everybody.people


def _says(points: pd.DataFrame, used: pd.DataFrame, x: Measure | None, y: Measure) -> tuple[str, ...]:
    athletes = used["athlete"].nunique()
    lost = len(points) - len(used)
    share = written.percent(100 * lost / len(points)) if len(points) else written.UNKNOWN
    says = [
        f"{written.count(len(used), 'athlete-week')} of {written.count(athletes, 'athlete')}; "
        f"{share} of the weeks in this choice "
        "lack a value and are left out, not counted as nought."
    ]
    if x is None or len(used) < LEAST_FOR_A_NUMBER:
        return tuple(says)
    within = used[["x", "y"]] - used.groupby("athlete")[["x", "y"]].transform("mean")
    between = used["x"].corr(used["y"]) if used["x"].std() > 0 and used["y"].std() > 0 else float("nan")
    inside = (
        within["x"].corr(within["y"]) if within["x"].std() > 0 and within["y"].std() > 0 else float("nan")
    )
    if athletes > 1:
        says.append(
            f"Correlation over all dots {written.number(between, 2)}; within each athlete "
            f"{written.number(inside, 2)}. "
            "Where the two differ, the dots show who people are more than what they did."
        )
    else:
        says.append(f"Correlation {written.number(between, 2)}.")
    says.append(
        "This is an association. Weeks of one athlete resemble each other, season and form move "
        "both, and nothing here "
        "was adjusted; the pace and injury pages do that."
    )
    return tuple(says)


def _table(points: pd.DataFrame, x: Measure | None, y: Measure) -> pd.DataFrame:
    columns: dict[str, Any] = {
        "Athlete": points["athlete"],
        "Week": points["iso_week"],
        y.head: _readable(points["y"], y),
    }
    if x is not None:
        columns[x.head] = _readable(points["x"], x)
    return pd.DataFrame(columns)


def _readable(values: pd.Series, measure: Measure) -> pd.Series:
    if measure.is_pace:
        return values.map(lambda value: None if pd.isna(value) else written.pace(value, unit=False)).astype(
            object
        )
    return values.round(2)


def safe_csv(table: pd.DataFrame) -> bytes:
    """Write a table as CSV that a spreadsheet will not run: what begins like a formula gets an apostrophe.

    Examples
    --------
    >>> safe_csv(pd.DataFrame({"Athlete": ["=1+1"], "Hip sets": [-2.5]})).decode("utf-8-sig").splitlines()
    ['Athlete,Hip sets', "'=1+1,-2.5"]
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_defused(str(head)) for head in table.columns])
    for row in table.itertuples(index=False):
        writer.writerow([_defused(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _defused(value: Any) -> Any:
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, str) and value.lstrip()[:1] in ("=", "+", "-", "@", "\t", "\r", "|", "%"):
        return f"'{value}"
    if isinstance(value, str) and value[:1] in ("\t", "\r", "\n"):
        return f"'{value}"
    return value
