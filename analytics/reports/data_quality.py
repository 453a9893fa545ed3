"""Data quality: what is known, missing, doubtful or estimated, what that costs, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.knowledge import written
from analytics.metrics import pace as steady
from analytics.reports import quality_items, roster
from analytics.reports.quality_items import ITEMS, PARTS, WHOLES, Item, Part
from analytics.reports.records import day, records
from analytics.reports.rows import each
from analytics.store import Reader

PROBLEMS_SHOWN = 200
NAMES_SHOWN = 50
SQUAD_WEEKS = 52
WHOLE_WEEK = 7
LOGS = {"running": "Running", "strength": "Strength", "injury": "Injuries", "checkin": "Check-ins"}
COVERED_BY = {
    "running": "activities from files, or an account's own list",
    "strength": "logged sets, or your word that the log is complete",
    "injury": "recorded injuries, check-ins, or your word that the log is complete",
    "checkin": "answers, from the first one on",
}
ALONE = ("sex_unknown", "checkins_never")
"""Items that are or are not; a number would say nothing."""
Counts = Mapping[str, "Count"]


@dataclass(frozen=True)
class Count:
    """How many, and from which day to which; days are None where it has none."""

    n: float
    first: Any = None
    last: Any = None


@dataclass(frozen=True)
class Found:
    """One thing that is missing, doubtful or estimated, in words."""

    item: Item
    how_many: str
    period: str

    @property
    def words(self) -> str:
        """Say when it was, what it costs, and what to do about it."""
        when = f"{self.period}. " if self.period else ""
        return f"{when}{self.item.costs} {self.item.do}"


@dataclass(frozen=True)
class DataQuality:
    """Everything the page of data quality shows of one athlete.

    `weeks` has week_start, iso_week and a column a log: days of the week it speaks for; NaN: not asked.
    """

    line: str
    weeks: pd.DataFrame
    weeks_title: str
    logs: tuple[dict[str, Any], ...]
    spans: tuple[dict[str, Any], ...]
    found: dict[Part, tuple[Found, ...]]
    unmapped: tuple[dict[str, Any], ...]
    not_steady: tuple[dict[str, Any], ...]
    problems: tuple[dict[str, Any], ...]
    missing: str | None

    @property
    def answer(self) -> str:
        """Say in a sentence how good the log is, and what to put right first."""
        first = [one.item for one in self.found["doubtful"] if one.item.page][:1]
        counted = ", ".join(
            f"{written.number(len(some))} {words}"
            for part, words in (("missing", "missing"), ("doubtful", "doubtful"), ("estimated", "estimated"))
            if (some := self.found[part])  # type: ignore[index]
        )
        if not counted:
            return "Nothing is missing, doubtful or estimated in what is here."
        lead = f"Kinds of gaps in this log: {counted}."
        return f"{lead} First to look at: {first[0].label.lower()}." if first else lead


def gather(reader: Reader, *, athlete_id: int, weeks_back: int | None = 78) -> DataQuality:
    """Gather what is known, unknown and doubtful of one athlete.

    Parameters
    ----------
    weeks_back
        How many of the last weeks the picture shows; None shows all. Everything else is of the whole log.
    """
    person = roster.gather(reader).person(athlete_id)
    log = _weeks(reader, [athlete_id])
    counts = _counts(reader, [athlete_id]).get(athlete_id, {})
    shown = log if weeks_back is None else log.tail(weeks_back)
    return DataQuality(
        line=_line(person, log),
        weeks=shown.reset_index(drop=True),
        weeks_title=_weeks_title(shown),
        logs=tuple(_log(log, what) for what in LOGS),
        spans=tuple(
            {
                "log": LOGS.get(row["what"], row["what"]),
                "first": day(row["first_date"]),
                "last": day(row["last_date"]),
            }
            for row in records(reader.frame("coverage_spans", athlete_id=athlete_id))
        ),
        found={part: tuple(_found(counts, part)) for part in PARTS},
        unmapped=tuple(
            {
                "name": row["source_name"],
                "source": row["source"],
                "sets": row["sets"],
                "last": day(row["last_day"]),
            }
            for row in records(reader.frame("unmapped_names", athlete_id=athlete_id, most=NAMES_SHOWN))
        ),
        not_steady=tuple(
            {"reason": row["reason"] or "no records to measure", "runs": row["runs"]}
            for row in records(reader.frame("steady_excluded", athlete_id=athlete_id))
        ),
        problems=tuple(
            {
                "file": str(row["file_name"]).rsplit("/", 1)[-1],
                "where": f"line {row['line_no']}"
                if row["line_no"] is not None
                else _byte(row["byte_offset"]),
                "reason": row["reason"],
            }
            for row in records(reader.frame("problems_listed", athlete_id=athlete_id, most=PROBLEMS_SHOWN))
        ),
        missing="Nothing is logged yet, so there is nothing to judge." if log.empty else None,
    )


@dataclass(frozen=True)
class SquadQuality:
    """Data quality of several athletes: a row each, the least known first; and their weeks for the picture.

    `weeks` has name, week_start and a column a log: days of the week it speaks for; NaN: not asked.
    """

    line: str
    table: pd.DataFrame
    weeks: pd.DataFrame


def squad(reader: Reader, *, squad_id: int | None = None) -> SquadQuality:
    """Gather the data quality of a squad; None takes everybody."""
    people = roster.gather(reader).members(squad_id)
    ids = [person.athlete_id for person in people]
    counts = _counts(reader, ids, is_squad=True)
    rows = [_squad_row(person, counts.get(person.athlete_id, {})) for person in people]
    table = pd.DataFrame(rows)
    if len(table):
        known = table[["running_pct", "strength_pct", "injury_pct"]].fillna(0).sum(axis=1)
        table = table.iloc[known.argsort(kind="stable")].reset_index(drop=True)
    newest = reader.frame("quality_people", athlete_ids=ids)["last_week"].max()
    since = None if pd.isna(newest) else (pd.Timestamp(newest) - pd.Timedelta(weeks=SQUAD_WEEKS - 1)).date()
    weeks = _weeks(reader, ids, since=since)
    weeks["name"] = weeks["athlete_id"].map(_told_apart(people))
    place = {athlete_id: at for at, athlete_id in enumerate(table["athlete_id"])} if len(table) else {}
    weeks = weeks.iloc[weeks["athlete_id"].map(place).argsort(kind="stable")]
    return SquadQuality(
        line=f"{written.count(len(people), 'athlete')}, the least known first; shares are of each one's own "
        "log.",
        table=table,
        weeks=weeks.reset_index(drop=True),
    )


def _weeks(reader: Reader, ids: Sequence[int], since: Any = None) -> pd.DataFrame:
    weeks = reader.frame("quality_weeks", athlete_ids=list(ids), since=since)
    weeks["week_start"] = pd.to_datetime(weeks["week_start"])
    for what in LOGS:
        weeks[what] = pd.to_numeric(weeks[what]).astype(float)
    return weeks


def _counts(reader: Reader, ids: Sequence[int], *, is_squad: bool = False) -> dict[int, dict[str, Count]]:
    """Count every item of each athlete; for a squad those of its table alone, without days."""
    asked = {"athlete_ids": list(ids)}
    limits = {"apart_pct": quality_items.DISTANCES_APART_PCT, "too_fast": steady.TOO_FAST}
    frames = [reader.frame("quality_logs", long_days=quality_items.OPEN_LONG_DAYS, **asked)]
    if is_squad:
        frames.append(reader.frame("quality_squad", **limits, **asked))
    else:
        frames += [reader.frame("quality_runs", **limits, **asked), reader.frame("quality_sets", **asked)]
    found: dict[int, dict[str, Count]] = {}
    for frame in frames:
        for row in each(frame):
            one = Count(float(row.n), day(row.first_day), day(row.last_day))
            found.setdefault(int(row.athlete_id), {})[str(row.item)] = one
    people = reader.frame("quality_people", **asked)
    for athlete_id, rows in people.groupby("athlete_id"):
        mine = found.setdefault(int(str(athlete_id)), {})
        basis = rows["basis"].astype(object).where(rows["basis"].notna(), None).tolist()
        mine["thresholds"] = Count(len(basis))
        mine["thresholds_estimated"] = Count(basis.count("estimated"))
        mine["threshold_none"] = Count(basis.count(None))
        mine["sex_unknown"] = Count(0 if rows["has_sex"].iloc[0] else 1)
        if mine.get("weeks") and not mine.get("checkins"):
            mine["checkins_never"] = Count(1)
    return found


def _found(counts: Counts, part: Part) -> list[Found]:
    """Put into words what there is of a part; a part of nothing at all is not held against an empty log."""
    if not counts.get("weeks"):
        return []
    found = []
    for item in ITEMS:
        one = counts.get(item.id)
        if item.part != part or one is None or not one.n:
            continue
        whole = counts.get(item.among) if item.among else None
        how_many = written.sets(one.n)
        if whole and item.among:
            share_pct = 100 * one.n / whole.n
            share = "below 1 %" if share_pct < 1 else written.percent(share_pct)
            how_many = f"{how_many} of {written.number(whole.n)} {WHOLES[item.among]} ({share})"
        found.append(Found(item, "" if item.id in ALONE else how_many, _period(one)))
    return found


def _period(one: Count) -> str:
    if one.first is None:
        return ""
    if one.first == one.last:
        return written.date(one.first)
    return f"{written.date(one.first)} to {written.date(one.last)}"


def _squad_row(person: roster.Person, counts: Counts) -> dict[str, Any]:
    def n(item: str) -> float:
        return counts[item].n if item in counts else 0.0

    def known(item: str, whole: str) -> float | None:
        return 100 * (1 - n(item) / n(whole)) if n(whole) else None

    return {
        "athlete_id": person.athlete_id,
        "athlete": _name(person),
        "weeks": n("weeks"),
        "running_pct": known("weeks_without_running", "weeks"),
        "strength_pct": known("weeks_without_strength", "weeks"),
        "injury_pct": known("weeks_without_injuries", "weeks"),
        "checkin_pct": 100 * n("checkins") / n("weeks_asked") if n("weeks_asked") else None,
        "runs": n("runs"),
        "heart_rate_pct": known("runs_without_heart_rate", "runs"),
        "records_pct": known("runs_without_records", "runs"),
        "effort_pct": known("runs_without_effort", "runs"),
        "load_estimated_pct": 100 * (n("loads_from_own_runs") + n("loads_unknown")) / n("runs")
        if n("runs")
        else None,
        "doubtful": sum(1 for item in ITEMS if item.part == "doubtful" and item.page and n(item.id)),
    }


def _told_apart(people: Sequence[roster.Person]) -> dict[int, str]:
    """Name each athlete in a picture; of several with one name the later ones are numbered."""
    taken: dict[str, int] = {}
    found = {}
    for person in people:
        taken[person.name] = taken.get(person.name, 0) + 1
        found[person.athlete_id] = (
            person.name if taken[person.name] == 1 else f"{person.name} {taken[person.name]}"
        )
    return found


def _name(person: roster.Person) -> str:
    return f"{person.name} (simulated)" if person.is_simulated else person.name


def _line(person: roster.Person | None, log: pd.DataFrame) -> str:
    parts = [person.name if person else ""] + (["simulated"] if person and person.is_simulated else [])
    if len(log):
        first, last = log["week_start"].iloc[0].date(), log["week_start"].iloc[-1].date()
        parts.append(f"{written.week(first)} to {written.week(last)}")
    return " · ".join(parts)


def _weeks_title(shown: pd.DataFrame) -> str:
    if shown.empty:
        return "Which weeks does each log speak for?"
    all_known = int((shown[["running", "strength", "injury"]] >= WHOLE_WEEK).all(axis=1).sum())
    return (
        "Which weeks does each log speak for? Running, strength and injuries together: "
        f"{written.number(all_known)} of {written.count(len(shown), 'week')}"
    )


def _log(log: pd.DataFrame, what: str) -> dict[str, Any]:
    covered = log[what].dropna()
    whole, none = int((covered >= WHOLE_WEEK).sum()), int((covered == 0).sum())
    return {
        "log": LOGS[what],
        "known": whole,
        "partly": len(covered) - whole - none,
        "unknown": none,
        "share_pct": 100 * whole / len(covered) if len(covered) else None,
        "by": COVERED_BY[what],
    }


def _byte(offset: Any) -> str:
    return "" if offset is None else f"byte {offset}"
