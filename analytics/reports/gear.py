"""Shoes and bicycles with how far each has come, and the records an account claims beside ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.knowledge import written
from analytics.knowledge.activity_words import kilometres
from analytics.reports import pace_bests, roster
from analytics.reports.importing import kind_words
from analytics.reports.records import day, records
from analytics.store import Reader

NOTHING = (
    "No shoes, bicycles or records yet. They come with the account export of Strava or Garmin (the ZIP as "
    "you get it), which lists them."
)
KINDS = {"shoe": "Shoes", "bike": "Bicycle"}
HOW_FAR = (
    "Distances are of your activities here for which an account names the piece: of shoes what you did on "
    "foot, of bicycles what you rode. What you left out is not in them, nor is wear from before "
    "your first file."
)
HOW_RECORDS = (
    "An account takes its record as the watch measured it, ours come from the records of your files, without "
    "runs indoors. Some seconds between the two are usual."
)
NOT_RUN = ("ride", "cycl", "bike", "swim", "row")
SAME_S = 1.0
SAME_PCT = 1.0


@dataclass(frozen=True)
class Gear:
    """Everything the page shows.

    Parameters
    ----------
    pieces
        Those with the most kilometres first: name, what (brand and model), kind, state, activities,
        distance_km, limit_km, first_used, last_used, source.
    bests
        What an account claims, the current ones first: what, theirs, on, ours, ours_on, compared.
    """

    line: str
    missing: str | None
    title: str
    pieces: pd.DataFrame
    unmeasured: str | None
    bests: pd.DataFrame

    @property
    def has_makes(self) -> bool:
        """Say whether a make or model is known of any piece, beside its name."""
        return bool((self.pieces["what"] != "").any())


def gather(reader: Reader, *, athlete_id: int) -> Gear:
    """Gather what an athlete's accounts say of gear and records."""
    person = roster.gather(reader).person(athlete_id)
    rows = records(reader.frame("gear_listed", athlete_id=athlete_id))
    claims = records(reader.frame("personal_records_listed", athlete_id=athlete_id))
    pieces = pd.DataFrame([_piece(row) for row in rows])
    if len(pieces):
        pieces = pieces.sort_values(
            ["distance_km", "name"], ascending=[False, True], na_position="last", ignore_index=True
        )
    unmeasured = sum(int(row["activities_unmeasured"]) for row in rows)
    have = written.count(unmeasured, "activity has", "activities have")
    name = person.name if person else ""
    return Gear(
        line=f"{name} · {written.count(len(rows), 'piece')} of gear, "
        f"{written.count(len(claims), 'record')} of your accounts",
        missing=None if rows or claims else NOTHING,
        title=_title(pieces),
        pieces=pieces,
        unmeasured=f"{have} no distance and add nothing." if unmeasured else None,
        bests=_bests(reader, athlete_id, claims) if claims else pd.DataFrame(),
    )


def _piece(row: dict[str, Any]) -> dict[str, Any]:
    what = " ".join(part for part in (row["brand"], row["model"]) if part)
    retired = row["is_retired"]
    return {
        "name": row["name"],
        "what": "" if what == row["name"] else what,
        "kind": KINDS.get(row["gear_kind"] or "", "Not said"),
        "state": "retired" if retired else "in use" if retired is False else "",
        "activities": int(row["activities"]),
        "distance_km": None if row["distance_m"] is None else row["distance_m"] / 1000,
        "limit_km": None if row["limit_m"] is None else row["limit_m"] / 1000,
        "first_used": day(row["first_used"]),
        "last_used": day(row["last_used"]),
        "source": kind_words(row["source_kind"]) if row["source_kind"] else "named by your activities",
    }


def _title(pieces: pd.DataFrame) -> str:
    known = pieces[pieces["distance_km"].notna()] if len(pieces) else pieces
    if known.empty:
        return "No activity names a piece of this gear yet"
    first = known.iloc[0]
    return f"{first['name']} came farthest: {written.distance(first['distance_km'] * 1000)}"


# Records


def _bests(reader: Reader, athlete_id: int, claims: list[dict[str, Any]]) -> pd.DataFrame:
    found = pace_bests.gather(reader, athlete_id=athlete_id)
    best = {} if found.missing else {row["key"]: row for row in records(found.curves["All time"])}
    longest = reader.row("longest_run", athlete_id=athlete_id)
    return pd.DataFrame([_claim(row, best, longest) for row in claims])


def _claim(
    row: dict[str, Any], best: dict[str, dict[str, Any]], longest: dict[str, Any] | None
) -> dict[str, Any]:
    metres, seconds = row["distance_m"], row["duration_s"]
    is_run = not any(word in row["record_kind"].lower() for word in NOT_RUN)
    ours, ours_on, compared = "", None, "not measured here"
    if seconds is not None and metres is not None and is_run:
        theirs = pace_bests.clock(seconds)
        own = best.get(pace_bests.key_of("distance", metres))
        compared = "no run with records over it here"
        if own is not None:
            ours, ours_on = pace_bests.clock(own["duration_s"]), day(own["local_date"])
            compared = _apart(seconds, own["duration_s"])
    elif metres is not None and seconds is None:
        theirs = kilometres(metres)
        if is_run and longest is not None:
            ours, ours_on = kilometres(longest["distance_m"]), day(longest["local_date"])
            compared = _longer(metres, longest["distance_m"])
    else:
        theirs = written.number(row["record_value"])
        if seconds is not None:
            theirs = pace_bests.clock(seconds)
    return {
        "what": row["record_kind"] + ("" if row["is_current"] is not False else " (an earlier one)"),
        "theirs": theirs,
        "on": day(row["achieved_on"]),
        "ours": ours,
        "ours_on": ours_on,
        "compared": compared,
    }


def _apart(theirs_s: float, ours_s: float) -> str:
    """Say how far two times lie apart.

    Examples
    --------
    >>> _apart(1200.5, 1200.0), _apart(1200.0, 1212.0), _apart(1200.0, 1190.0)
    ('the same', 'ours 12 s slower', 'ours 10 s faster')
    """
    apart_s = ours_s - theirs_s
    if abs(apart_s) <= SAME_S:
        return "the same"
    far = f"{abs(apart_s):.0f} s" if abs(apart_s) < 100 else pace_bests.clock(abs(apart_s))
    return f"ours {far} {'slower' if apart_s > 0 else 'faster'}"


def _longer(theirs_m: float, ours_m: float) -> str:
    if abs(ours_m - theirs_m) <= SAME_PCT / 100 * theirs_m:
        return "the same"
    return f"ours {kilometres(abs(ours_m - theirs_m))} {'longer' if ours_m > theirs_m else 'shorter'}"
