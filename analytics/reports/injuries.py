"""Injuries as recorded, with the words and the days that pages and charts need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import pandas as pd

from analytics.knowledge import injuries, written
from analytics.metrics.episodes import Entry, Standing, episodes
from analytics.reports import case_level
from analytics.store import Reader

LEVELS = {
    "complaint": "Any complaint",
    "substantial": "Substantial",
    "time_loss": "With time loss",
}
"""Case levels in words; each holds the ones below it."""


def gather(
    reader: Reader, *, athlete_id: int | None = None, athlete_ids: Collection[int] | None = None
) -> pd.DataFrame:
    """Gather injuries, the newest first: one athlete's, those of several, or everybody's.

    Returns
    -------
    pandas.DataFrame
        injury_id, athlete_id, athlete, site_id, site, diagnosis (None unknown), side, case_level, level (in
        words), is_running_related, onset_date, end_date (recovery, or the log's last day for an open one),
        is_open, days (onset to end), label ("Shin, 4 weeks"), onset (sudden or gradual, None unknown), mode,
        osiics; episode_no (of the athlete, from 1), recurrence (new, local_new, reinjury, exacerbation) and
        recurrence_of, as said or by the rule of `metrics.episodes`.
    """
    rows = reader.frame("injuries_listed", athlete_id=athlete_id)
    if athlete_ids is not None:
        rows = rows[rows["athlete_id"].isin(list(athlete_ids))].reset_index(drop=True)
    return described(rows)


def described(rows: pd.DataFrame, *, level: case_level.CaseLevel | None = None) -> pd.DataFrame:
    """Put recorded injuries into words and days; see `gather`.

    Parameters
    ----------
    rows
        All injuries of some athletes, as the queries injuries_listed and injury_cases give them.
    level
        Keeps the injuries that reach it: those below count for the episodes alone.
    """
    standings_by_id = _standings(rows)
    listed = rows if level is None else case_level.reached(rows, level).reset_index(drop=True)
    sites = {site.id: site.label for site in injuries.sites()}
    kinds = injuries.load()
    onset, recovered = pd.to_datetime(listed["onset_date"]), pd.to_datetime(listed["recovered_date"])
    end = recovered.fillna(pd.to_datetime(listed["last_date"])).fillna(onset)
    end = end.where(end >= onset, onset)
    days = (end - onset).dt.days
    places = [sites.get(site, "Site not said") for site in listed["site"].tolist()]
    found = pd.DataFrame(
        {
            "injury_id": listed["injury_id"],
            "athlete_id": listed["athlete_id"],
            "athlete": listed["athlete"],
            "site_id": listed["site"],
            "site": places,
            "diagnosis": [
                kinds[kind].name if kind in kinds else None for kind in listed["diagnosis_id"].tolist()
            ],
            "side": listed["side"],
            "case_level": listed["case_level"],
            "level": [LEVELS.get(one, str(one)) for one in listed["case_level"].tolist()],
            "is_running_related": listed["running_related"].astype("boolean").fillna(True).astype(bool),
            "onset_date": onset,
            "end_date": end,
            "is_open": recovered.isna(),
            "days": days,
            "onset": listed["onset"],
            "mode": listed["mode"],
            "osiics": listed["osiics"],
        }
    )
    known = [standings_by_id[number] for number in found["injury_id"].tolist()]
    found["episode_no"] = pd.Series([one.episode_no for one in known], dtype="Int64")
    found["recurrence"] = pd.Series([one.recurrence for one in known], dtype="object")
    found["recurrence_of"] = pd.Series([one.recurrence_of for one in known], dtype="Int64")
    found["label"] = [f"{place}, {_length(n)}" for place, n in zip(places, days.tolist(), strict=True)]
    return found


def standings(reader: Reader, *, athlete_id: int) -> dict[int, Standing]:
    """Give each injury of an athlete its episode, and whether it is new."""
    return _standings(reader.frame("injuries_listed", athlete_id=athlete_id))


def _standings(listed: pd.DataFrame) -> dict[int, Standing]:
    by_athlete: dict[int, list[Entry]] = {}
    for athlete, injury_id, onset, recovered, site, side, diagnosis, said, said_of in zip(
        listed["athlete_id"].tolist(),
        listed["injury_id"].tolist(),
        _days(listed["onset_date"]),
        _days(listed["recovered_date"]),
        *(_words(listed[name]) for name in ("site", "side", "diagnosis_id", "recurrence", "recurrence_of")),
        strict=True,
    ):
        assert onset is not None  # the store takes no injury without one
        entry = Entry(
            injury_id=int(injury_id),
            onset=onset,
            recovered=recovered,
            site=site,
            side=side,
            diagnosis=diagnosis,
            said=said,
            said_of=None if said_of is None else int(said_of),
        )
        by_athlete.setdefault(int(athlete), []).append(entry)
    return {number: standing for own in by_athlete.values() for number, standing in episodes(own).items()}


def _days(column: pd.Series) -> list[dt.date | None]:
    known: list[dt.date | None] = pd.to_datetime(column).to_numpy("datetime64[D]").astype(object).tolist()
    return known  # numpy's way: NaT is None


def _words(column: pd.Series) -> list[Any]:
    return column.astype(object).where(column.notna(), None).tolist()


def _length(days: int) -> str:
    return written.count(days, "day") if days < 14 else written.count(round(days / 7), "week")


def within(listed: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """Keep the injuries that touch the weeks shown."""
    if weeks.empty or listed.empty:
        return listed.iloc[:0]
    touches: pd.Series[bool] = listed["end_date"] >= weeks["week_start"].iloc[0]
    return listed[touches]
