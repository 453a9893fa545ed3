"""Athletes and squads side by side: each one's last weeks against their own usual ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.knowledge import units, written
from analytics.models.week_grid import Floats, Grid
from analytics.reports import roster, squad_weeks
from analytics.reports.roster import Person, Roster
from analytics.store import Reader

USUAL_WEEKS = 52
NOW_WEEKS = 4
LEAST_USUAL = 12
LEAST_NOW = 2
LEAST_IN_GROUP = 6
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True)
class Measure:
    """What can be compared: the column, its words, the log that must know a whole week, how it is stored."""

    column: str
    label: str
    log: str | None
    stored: str | None
    times: float
    unit: str
    decimals: int


MEASURES: dict[str, Measure] = {
    "distance": Measure("distance_m", "Running a week", "running", "distance_m", 1.0, "", 0),
    "time": Measure("moving_s", "Running time a week", "running", None, 1 / 3600, "h", 1),
    "load": Measure("load_au", "Load a week", "running", None, 1.0, "au", 0),
    "hips": Measure("hip_sets", "Hip sets a week", "strength", None, 1.0, "sets", 1),
    "dose": Measure("hip_dose", "Hip dose", None, None, 1.0, "sets a week", 1),
    "spike": Measure("spike_ratio_max", "Longest run against 30 days", None, None, 1.0, "x", 2),
    "pain": Measure("checkin_pain_0_10", "Pain in the check-in", None, None, 1.0, "of 10", 1),
    "severity": Measure("checkin_severity", "Severity in the check-in", None, None, 1.0, "of 100", 0),
}
WORDS = {name: one.label for name, one in MEASURES.items()}
CAUTION = (
    "Read each row by itself: now against the own usual weeks. Rows differ in much else, so one above "
    "another shows no cause, and more is not better."
)


@dataclass(frozen=True)
class Compared:
    """Everything the page shows.

    Parameters
    ----------
    rows
        A row an athlete or squad: label, low, middle, high (of the usual weeks), now, weeks, athletes, place
        (below, within, above their own usual weeks; None unknown), in the units a person reads.
    without
        Who has too few weeks to be shown.
    """

    line: str
    title: str
    unit: str
    decimals: int
    rows: pd.DataFrame
    without: str | None
    caution: str = CAUTION


def gather(
    reader: Reader,
    *,
    measure: str,
    athlete_ids: tuple[int, ...] = (),
    squad_id: int | None = None,
    by: str = "athlete",
    today: dt.date,
) -> Compared:
    """Compare athletes, or whole squads.

    Parameters
    ----------
    measure
        A key of `MEASURES`.
    athlete_ids
        Whom to compare; none takes everybody of the squad.
    by
        athlete or squad: of a squad the middle of its athletes' own values is shown, from six athletes on.
    """
    asked = MEASURES.get(measure, MEASURES["distance"])
    everybody = roster.gather(reader)
    people = everybody.members(None if by == "squad" else squad_id)
    chosen = [one for one in people if not athlete_ids or one.athlete_id in athlete_ids or by == "squad"]
    ids = [one.athlete_id for one in chosen]
    day = squad_weeks.looked_at_on(reader, chosen, today)
    squad = squad_weeks.gather(reader, athlete_ids=ids, day=day, weeks_back=USUAL_WEEKS + NOW_WEEKS)
    values = _values(squad.grid, asked)
    each = _each(chosen, squad.ids, values)
    rows = each if by == "athlete" else _of_squads(everybody, each)
    known = rows[rows["middle"].notna()].drop(columns="athlete_id").reset_index(drop=True)
    return Compared(
        line=(
            f"{written.count(len(chosen), 'athlete')} · as of {written.date(day)} · usual: the last "
            f"{USUAL_WEEKS} weeks before the last {NOW_WEEKS}, from {LEAST_USUAL} known ones on"
        ),
        title=_title(asked, known, by),
        unit=units.unit(asked.stored) if asked.stored else asked.unit,
        decimals=asked.decimals,
        rows=known,
        without=_without(rows, by),
    )


def _values(grid: Grid, asked: Measure) -> Floats:
    values = grid[asked.column] * asked.times
    if asked.stored:
        values = values * float(units.shown(1.0, asked.stored))
    if asked.log:
        values = np.where(grid.whole(asked.log), values, np.nan)
    return np.asarray(values[:, :-1], dtype=np.float64)  # the week being lived is not over


def _each(people: Sequence[Person], ids: tuple[int, ...], values: Floats) -> pd.DataFrame:
    rows = []
    for person in people:
        own = values[ids.index(person.athlete_id)]
        usual, now = own[-USUAL_WEEKS - NOW_WEEKS : -NOW_WEEKS], own[-NOW_WEEKS:]
        rows.append(
            {
                "athlete_id": person.athlete_id,
                "label": f"{person.name} (simulated)" if person.is_simulated else person.name,
                "athletes": 1,
                **_spread(usual[np.isfinite(usual)], now[np.isfinite(now)]),
            }
        )
    frame = pd.DataFrame(rows)
    return frame.sort_values("middle", ascending=False, na_position="last", ignore_index=True)


def _spread(usual: npt.NDArray[np.float64], now: npt.NDArray[np.float64]) -> dict[str, object]:
    if len(usual) < LEAST_USUAL:
        none = dict.fromkeys(("low", "middle", "high", "now"), np.nan)
        return {**none, "weeks": len(usual), "place": None}
    low, middle, high = (float(one) for one in np.quantile(usual, [LOW, 0.5, HIGH]))
    mean = float(now.mean()) if len(now) >= LEAST_NOW else np.nan
    return {
        "low": low,
        "middle": middle,
        "high": high,
        "now": mean,
        "weeks": len(usual),
        "place": _place(mean, low, high),
    }


def _place(now: float, low: float, high: float) -> str | None:
    if np.isnan(now):
        return None
    return "below" if now < low else "above" if now > high else "within"


def _of_squads(everybody: Roster, each: pd.DataFrame) -> pd.DataFrame:
    """Give the middle of each squad's athletes; squads of fewer than six known athletes are left out."""
    rows = []
    for squad in everybody.squads:
        members = each[each["athlete_id"].isin(squad.members) & each["middle"].notna()]
        known = len(members) >= LEAST_IN_GROUP
        now = members["now"].dropna()
        rows.append(
            {
                "athlete_id": 0,
                "label": squad.name,
                "athletes": len(members),
                "low": float(members["low"].median()) if known else np.nan,
                "middle": float(members["middle"].median()) if known else np.nan,
                "high": float(members["high"].median()) if known else np.nan,
                "now": float(now.median()) if known and len(now) >= LEAST_IN_GROUP else np.nan,
                "weeks": int(members["weeks"].sum()),
            }
        )
    frame = pd.DataFrame(
        rows, columns=["athlete_id", "label", "athletes", "low", "middle", "high", "now", "weeks"]
    )
    frame["place"] = [
        _place(now, low, high) if not np.isnan(low) else None
        for now, low, high in zip(frame["now"], frame["low"], frame["high"], strict=True)
    ]
    return frame.sort_values("middle", ascending=False, na_position="last", ignore_index=True)


def _title(asked: Measure, rows: pd.DataFrame, by: str) -> str:
    if rows.empty:
        return f"{asked.label}: nobody has enough weeks yet"
    outside = int(rows["place"].isin(["above", "below"]).sum())
    who = "squads" if by == "squad" else "athletes"
    return f"{asked.label}: {outside} of {len(rows)} {who} outside their own usual weeks"


def _without(rows: pd.DataFrame, by: str) -> str | None:
    left = rows.loc[rows["middle"].isna(), "label"].tolist()
    if not left:
        return None
    why = (
        f"fewer than {LEAST_IN_GROUP} known athletes"
        if by == "squad"
        else f"fewer than {LEAST_USUAL} known weeks"
    )
    return f"Not shown, {why}: {', '.join(left[:12])}{' and more' if len(left) > 12 else ''}."
