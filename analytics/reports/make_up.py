"""What an athlete's hip work is made of: groups, lanes, sides, directions, volume, and how steady it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.knowledge import dose, written
from analytics.knowledge import exercises as library
from analytics.metrics import make_up
from analytics.reports.figure import Figure
from analytics.reports.rows import each
from analytics.store import Reader

LOOK_BACK_WEEKS = 8
MOST_EXERCISES = 40
GROUP_NAMES = {
    "abductors": "Side of the hip (abductors)",
    "extensors": "Back of the hip (extensors)",
    "rotators": "Deep rotators",
    "flexors": "Front of the hip (flexors)",
    "adductors": "Inner thigh (adductors)",
}
TRUNK = "trunk"
NAMES = GROUP_NAMES | {TRUNK: "Trunk, counted apart"}
DIRECTIONS = {
    "front": "Front-facing",
    "back": "Back-facing",
    "left": "Left side",
    "right": "Right side",
}
LANES = {
    "logged": "Logged, set by set",
    "described": "Described in words, confirmed",
    "assumed": "Assumed from the duration",
}


@dataclass(frozen=True)
class MakeUp:
    """Everything the hip strength page shows below the weekly sets.

    Parameters
    ----------
    groups
        week_start, group (its name), hip_sets; every week shown with every group: NaN is an unknown week.
    recent
        label, hip_sets, is_apart: hip sets a week by group over the last weeks, trunk sets (apart) last.
    sides
        Exercises with sets of one leg alone: exercise, left_sets, right_sets, left_reps, right_reps, left_s,
        right_s, apart (in words).
    directions
        label, sets: sets of hip dips a week by direction.
    lanes
        lane, hip_sets (a week), share (in words).
    volume
        One row a week, the newest first: week, hip_sets, strength_sets, reps, minutes_held, tonnage_kg, days.
    """

    figures: tuple[Figure, ...]
    groups: pd.DataFrame
    groups_title: str
    recent: pd.DataFrame
    neglected: str
    directions: pd.DataFrame
    directions_title: str
    directions_words: str
    sides: pd.DataFrame
    sides_words: str
    lanes: pd.DataFrame
    volume: pd.DataFrame
    by_exercise: pd.DataFrame


def gather(reader: Reader, *, athlete_id: int, shown: pd.DataFrame) -> MakeUp:
    """Gather what hip work is made of.

    Parameters
    ----------
    shown
        The weeks to draw, as `weeks.gather` gives them.
    """
    since = None if shown.empty else shown["week_start"].iloc[0].date()
    rows = _rows(reader, athlete_id, since)
    known = shown.loc[shown["days_covered_strength"] > 0, "week_start"]
    last = known.iloc[-LOOK_BACK_WEEKS:]
    lately = rows[rows["week_start"].isin(last)]
    logged = lately[lately["lane"] == "logged"]
    recent = _recent(logged, len(last))
    directions = _directions(logged, len(last))
    sides = _sides(logged)
    return MakeUp(
        figures=_figures(reader, athlete_id, shown, logged),
        groups=_weekly_groups(rows[rows["lane"] == "logged"], shown),
        groups_title=_groups_title(recent),
        recent=recent,
        neglected=_neglected(recent, len(last)),
        directions=directions,
        directions_title=_directions_title(directions),
        directions_words=_directions_words(directions),
        sides=sides,
        sides_words=_sides_words(sides, logged),
        lanes=_lanes(lately, len(last)),
        volume=_volume(rows, shown),
        by_exercise=_by_exercise(logged, len(last)),
    )


def _rows(reader: Reader, athlete_id: int, since: object) -> pd.DataFrame:
    """Read the rows and put the exercise library's words beside them."""
    rows = reader.frame("strength_rows", athlete_id=athlete_id, since=since)
    rows["week_start"] = pd.to_datetime(rows["week_start"])
    for column in ("sets", "reps", "duration_s", "tonnage_kg", "hip_sets", "trunk_sets"):
        rows[column] = pd.to_numeric(rows[column]).astype(float)
    known = library.load()
    found = [known.get(str(name)) if isinstance(name, str) else None for name in rows["exercise_id"]]
    rows["exercise"] = pd.Series([one.name if one else None for one in found], dtype=object)
    rows["targets"] = pd.Series([one.primary_target if one else () for one in found], dtype=object)
    rows["is_specific"] = pd.Series([bool(one and one.running_specific) for one in found], dtype=bool)
    rows["is_one_leg"] = pd.Series([bool(one and one.per_side) for one in found], dtype=bool)
    rows["direction"] = pd.Series(
        [_direction(one.position) if one and one.family == "hip_dip" else None for one in found], dtype=object
    )
    return rows


def _direction(position: str) -> str:
    """Say which way a hip dip faces, from the words of the library.

    Examples
    --------
    >>> [_direction(text) for text in ("front-facing support, forearms", "side support, knees bent")]
    ['front', 'side']
    >>> _direction("front, side, back, side in turn")
    'four'
    """
    if "in turn" in position:
        return "four"
    if position.startswith("side"):
        return "side"
    return "back" if position.startswith("back-facing") else "front"


def _weekly_groups(logged: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    rule = dose.rule()
    shared = make_up.by_group(logged, first=rule.group_first, further=rule.group_further)
    trunk = logged.groupby("week_start")[["trunk_sets"]].sum().reset_index()
    trunk = trunk.rename(columns={"trunk_sets": "hip_sets"}).assign(group=TRUNK)
    table = pd.concat([shared, trunk], ignore_index=True).pivot_table(
        index="week_start", columns="group", values="hip_sets", aggfunc="sum"
    )
    every = table.reindex(index=shown["week_start"], columns=list(NAMES)).astype(float)
    is_known = (shown["days_covered_strength"] > 0).to_numpy()
    every = every.where(every.notna() | ~is_known[:, None], 0.0)
    every.index.name, every.columns.name = "week_start", "group"
    long = every.reset_index().melt(id_vars="week_start", var_name="group", value_name="hip_sets")
    long["group"] = long["group"].map(NAMES)
    weekly: pd.DataFrame = long
    return weekly


def _recent(logged: pd.DataFrame, weeks: int) -> pd.DataFrame:
    rule = dose.rule()
    shared = make_up.by_group(logged, first=rule.group_first, further=rule.group_further)
    summed = shared.groupby("group")["hip_sets"].sum().reindex(make_up.GROUPS, fill_value=0.0)
    rows = [{"group": name, "label": GROUP_NAMES[name], "hip_sets": summed[name]} for name in make_up.GROUPS]
    rows.sort(key=lambda row: -float(row["hip_sets"]))
    rows.append({"group": TRUNK, "label": NAMES[TRUNK], "hip_sets": logged["trunk_sets"].sum()})
    table = pd.DataFrame(rows)
    table["is_apart"] = table["group"] == TRUNK
    table["hip_sets"] = table["hip_sets"].astype(float) / weeks if weeks else float("nan")
    return table


def _groups_title(recent: pd.DataFrame) -> str:
    hips = recent[recent["group"] != TRUNK]
    if not (hips["hip_sets"] > 0).any():
        return "No hip sets in the last known weeks"
    most = str(hips.iloc[0]["label"]).split(" (")[0].lower()
    return f"Most of it worked the {most}"


def _neglected(recent: pd.DataFrame, weeks: int) -> str:
    least = dose.rule().neglected_sets
    hips = recent[recent["group"] != TRUNK]
    if not weeks or not (hips["hip_sets"] > 0).any():
        return ""
    short = hips[hips["hip_sets"] < least]
    if short.empty:
        return f"Every group got at least {written.sets(least)} hip set a week."
    groups = [
        f"{str(row.label).split(' (')[0].lower()} ({written.sets(row.hip_sets)} a week)"
        for row in each(short)
    ]
    named = " and ".join([*([", ".join(groups[:-1])] if groups[1:] else []), groups[-1]])
    limit = f"Below {written.sets(least)} hip set a week counts as left out, a convention."
    return f"Little or nothing for: {named}. {limit}"


def _directions(logged: pd.DataFrame, weeks: int) -> pd.DataFrame:
    """Count sets of hip dips by direction; a set of both sides, or four ways, is one for each."""
    counts = dict.fromkeys(DIRECTIONS, 0.0)
    dips = logged[logged["direction"].notna()]
    for row in each(dips):
        sets = float(row.sets)
        if row.direction in ("front", "back", "four"):
            for name in ("front", "back") if row.direction == "four" else (str(row.direction),):
                counts[name] += sets
        if row.direction in ("side", "four"):
            for side in ("left", "right"):
                counts[side] += sets if row.side not in ("left", "right") or row.side == side else 0.0
    if not weeks or dips.empty:
        return pd.DataFrame({"label": [], "hip_sets": []}).astype({"label": object, "hip_sets": float})
    return pd.DataFrame(
        {"label": list(DIRECTIONS.values()), "hip_sets": [counts[name] / weeks for name in DIRECTIONS]}
    )


def _directions_title(directions: pd.DataFrame) -> str:
    if directions.empty:
        return "No hip dips in the last eight known weeks"
    none = directions.loc[directions["hip_sets"] == 0, "label"]
    if none.empty:
        return "Hip dips in all four directions"
    return f"Hip dips: none {_listed([_facing(str(label)) for label in none])}"


def _facing(label: str) -> str:
    return f"on the {label.lower()}" if label.endswith("side") else label.lower()


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _directions_words(directions: pd.DataFrame) -> str:
    if directions.empty:
        return "Front, back, left and right: four short sets take five minutes."
    return "Sets of hip dips a week over the last eight known weeks; a set done four ways is one for each."


def _sides(logged: pd.DataFrame) -> pd.DataFrame:
    """Set left beside right, for exercises that were logged one leg at a time."""
    columns = ["sets", "reps", "duration_s"]
    alone = logged[logged["side"].isin(["left", "right"]) & logged["exercise"].notna()]
    if alone.empty:
        return pd.DataFrame()
    table = alone.groupby(["exercise", "side"])[columns].sum(min_count=1).unstack("side")
    rows = []
    for exercise, row in table.iterrows():
        values = {
            f"{side}_{short}": row.get((column, side))
            for column, short in zip(columns, ("sets", "reps", "s"), strict=True)
            for side in ("left", "right")
        }
        rows.append({"exercise": str(exercise), **values, "apart_pct": _apart(values)})
    found = pd.DataFrame(rows)
    found["total"] = found[["left_sets", "right_sets"]].sum(axis=1)
    return found.sort_values(["total", "exercise"], ascending=[False, True]).head(MOST_EXERCISES)


def _apart(values: dict[str, Any]) -> float | None:
    """Compare repetitions where both sides have them, else seconds, else sets."""
    for short in ("reps", "s", "sets"):
        left, right = (pd.to_numeric(values[f"{side}_{short}"]) for side in ("left", "right"))
        if short == "sets" or (pd.notna(left) and pd.notna(right)):
            return make_up.asymmetry_pct(
                0.0 if pd.isna(left) else float(left), 0.0 if pd.isna(right) else float(right)
            )
    return None


def _sides_words(sides: pd.DataFrame, logged: pd.DataFrame) -> str:
    one_leg = logged[logged["is_one_leg"]]
    if sides.empty:
        if one_leg.empty:
            return "No one-leg exercises in the last eight known weeks."
        return (
            "One-leg exercises were logged for both legs at once, so the sides cannot be compared: a row "
            "without a side counts for both."
        )
    limit = dose.rule().asymmetry_pct
    left, right = (_worked(logged, side) for side in ("left", "right"))
    apart = make_up.asymmetry_pct(left, right)
    words = (
        f"Sets of one leg alone: {written.sets(left)} on the left, {written.sets(right)} on the right in "
        "eight known weeks"
    )
    if apart is None or apart <= limit:
        return f"{words}; within {written.percent(limit)} of each other."
    return (
        f"{words}: {written.percent(apart)} apart. More than {written.percent(limit)} is worth a look, a "
        "convention; it says what was logged, not how strong a leg is."
    )


def _worked(logged: pd.DataFrame, side: str) -> float:
    return float(logged.loc[logged["side"] == side, "sets"].sum())


def _lanes(lately: pd.DataFrame, weeks: int) -> pd.DataFrame:
    summed = lately.groupby("lane")["hip_sets"].sum()
    return pd.DataFrame(
        [
            {"lane": label, "hip_sets": float(summed.get(lane, 0.0)) / weeks if weeks else None}
            for lane, label in LANES.items()
        ]
    )


def _volume(rows: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    logged = rows[rows["lane"] == "logged"]
    summed = logged.groupby("week_start")[["reps", "duration_s", "tonnage_kg"]].sum(min_count=1)
    table = shown[["week_start", "hip_sets", "strength_sets", "strength_days"]].merge(
        summed.reset_index(), on="week_start", how="left"
    )
    table["minutes_timed"] = table["duration_s"] / 60
    table["week"] = [written.week(day.date()).capitalize() for day in table["week_start"]]
    return table.iloc[::-1].reset_index(drop=True)


def _by_exercise(logged: pd.DataFrame, weeks: int) -> pd.DataFrame:
    named = logged[logged["exercise"].notna()]
    table = named.groupby(["exercise", "is_specific"], as_index=False)[["hip_sets", "sets"]].sum()
    table[["hip_sets", "sets"]] = table[["hip_sets", "sets"]] / max(weeks, 1)
    return table.sort_values(["hip_sets", "exercise"], ascending=[False, True]).reset_index(drop=True)


def _figures(
    reader: Reader, athlete_id: int, shown: pd.DataFrame, logged: pd.DataFrame
) -> tuple[Figure, ...]:
    days = reader.frame("strength_days", athlete_id=athlete_id)
    by_day = make_up.streak(_worked_days(days))
    weekly = shown["hip_sets"].where(shown["days_covered_strength"] > 0)
    by_week = make_up.streak([None if pd.isna(value) else value > 0 for value in weekly])
    return (
        Figure(
            label="Weeks in a row with hip work",
            value=written.count(by_week.now, "week"),
            change=f"longest shown: {written.count(by_week.longest, 'week')}",
            meaning="hip",
            note="A week with any hip set; a week outside the log ends the row, since nobody can say that it "
            "went on. The week now under way does not end it.",
        ),
        Figure(
            label="Days in a row with hip work",
            value=written.count(by_day.now, "day"),
            change=f"longest ever: {written.count(by_day.longest, 'day')}",
            meaning="hip",
            note="Five minutes a day count. The last day of the log does not end the row.",
        ),
        _specific(logged),
        _per_day(logged),
    )


def _worked_days(days: pd.DataFrame) -> list[bool | None]:
    return [None if pd.isna(value) else float(value) > 0 for value in days["hip_sets"]]


def _specific(logged: pd.DataFrame) -> Figure:
    whole = float(logged["hip_sets"].sum())
    share = 100 * float(logged.loc[logged["is_specific"], "hip_sets"].sum()) / whole if whole > 0 else None
    return Figure(
        label="Running-specific share of hip sets",
        value=written.percent(share),
        change="last 8 known weeks" if share is not None else None,
        meaning="volume",
        note="Hip sets of exercises the library marks as running-specific (one-leg support, springy, "
        "whole-body). That they help runners more than others has not been tested in trials.",
    )


def _per_day(logged: pd.DataFrame) -> Figure:
    worked = logged[logged["hip_sets"] > 0]
    days = worked["performed_on"].nunique()
    return Figure(
        label="Hip sets a day of hip work",
        value=written.sets(float(worked["hip_sets"].sum()) / days if days else None),
        change=f"{written.count(days, 'day')} in the last 8 known weeks" if days else None,
        meaning="volume",
        note="Hip sets over the days that have any.",
    )
