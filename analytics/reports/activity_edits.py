"""What can be changed of an activity, and what has been: for the panel on its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.knowledge import written
from analytics.knowledge.activity_words import LEFT_OUT, kilometres, kind_of
from analytics.reports.records import records
from analytics.store import Reader
from analytics.store.editing import dependents
from analytics.store.editing_replay import COLUMNS, Edit, moment, related

NEXT_TO_S = 12 * 3600
TWICE_S = 600
SHORTEST_TO_PART_S = 60
WORDS = {
    "sport": "What it was",
    "race": "Race",
    "name": "Name",
    "note": "Note",
    "excluded": "In the figures",
    "rpe": "Effort",
    "distance": "Distance",
    "cut": "Cut off",
    "split": "Split",
    "join": "Joined",
}
"""How each kind of change is called."""


@dataclass(frozen=True)
class Beside:
    """Another activity of about that time."""

    activity_id: int
    label: str
    is_earlier: bool


@dataclass(frozen=True)
class EditLine:
    """One change, as the history tells it; `takes_along` are the later ones that stand on it."""

    edit_no: int
    words: str
    when: str
    holds: bool
    takes_along: tuple[str, ...] = ()


@dataclass(frozen=True)
class ActivityEdits:
    """Everything the panel shows; times are the athlete's own. `version` is another after every change."""

    activity_id: int
    version: str
    title: str
    name: str
    note: str
    kind: str
    is_race: bool
    left_out_because: str | None
    rpe_0_10: float | None
    distance_m: float | None
    shown_km: float | None
    start_utc: dt.datetime
    first_second: dt.datetime
    last_second: dt.datetime
    can_be_parted: bool
    has_records: bool
    following: tuple[Beside, ...]
    twins: tuple[Beside, ...]
    history: tuple[EditLine, ...]
    left_out_words: str | None


def gather(reader: Reader, *, activity_id: int) -> ActivityEdits | None:
    """Gather what the panel shows of one activity; None where it is not there (any more)."""
    row = reader.row("activity_to_edit", activity_id=activity_id)
    if row is None:
        return None
    offset = row["start_local"] - row["start_utc"]
    length_s = float(row["length_s"] or 0.0)
    beside = records(reader.frame("activities_beside", activity_id=activity_id))
    history = _history(reader, int(row["athlete_id"]), activity_id, offset)
    standing = sum(line.holds for line in history)
    because = row["left_out_because"]
    return ActivityEdits(
        activity_id=activity_id,
        version=f"{activity_id} {len(history)} {standing}",
        title="Change this activity" + (f" ({written.count(standing, 'change')} so far)" if standing else ""),
        name=row["name"] or "",
        note=row["description"] or "",
        kind=kind_of(row["sport"] if row["sports"] == 1 else None, row["sub_sport"]),
        is_race=bool(row["is_race"]),
        left_out_because=because,
        rpe_0_10=row["rpe_0_10"],
        distance_m=row["distance_m"],
        shown_km=None if row["distance_m"] is None else round(row["distance_m"] / 1000, 2),
        start_utc=row["start_utc"],
        first_second=row["start_local"].replace(microsecond=0),
        last_second=(row["start_local"] + dt.timedelta(seconds=length_s)).replace(microsecond=0),
        can_be_parted=length_s >= 2 * SHORTEST_TO_PART_S,
        has_records=bool(row["has_records"]),
        following=tuple(_following(row, length_s, beside)),
        twins=tuple(_twins(row, length_s, beside)),
        history=tuple(history),
        left_out_words=None
        if because is None
        else f"Left out of all figures: {LEFT_OUT.get(because, because).lower()}.",
    )


def _following(row: dict[str, Any], length_s: float, beside: Sequence[dict[str, Any]]) -> list[Beside]:
    """List the recordings that end before this one begins, or begin after it ends."""
    found = []
    for one in beside:
        ahead_s = (one["start_utc"] - row["start_utc"]).total_seconds()
        gap_s = ahead_s - length_s if ahead_s >= 0 else -ahead_s - float(one["length_s"] or 0.0)
        if -1 <= gap_s <= NEXT_TO_S and one["sport"] == row["sport"]:
            found.append((gap_s, Beside(int(one["activity_id"]), _label(one), ahead_s < 0)))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _twins(row: dict[str, Any], length_s: float, beside: Sequence[dict[str, Any]]) -> list[Beside]:
    """List the activities of the same time, which may be the same one told twice."""
    found = []
    for one in beside:
        ahead_s = (one["start_utc"] - row["start_utc"]).total_seconds()
        before_s = -ahead_s - float(one["length_s"] or 0.0)
        if max(ahead_s - length_s, before_s) < TWICE_S:
            found.append(Beside(int(one["activity_id"]), _label(one), ahead_s < 0))
    return found


def _label(one: dict[str, Any]) -> str:
    metres = one["distance_m"]
    far = "" if metres is None or pd.isna(metres) else f", {kilometres(float(metres))}"
    start = pd.Timestamp(one["start_local"])
    return f"{kind_of(one['sport'], None)} of {written.date(start.date())}, {start:%H:%M}{far}"


# What has been changed


def _history(reader: Reader, athlete_id: int, activity_id: int, offset: dt.timedelta) -> list[EditLine]:
    """Tell of every change of the activity, and of those it was split from or joined with; newest first."""
    edits = [_edit(row) for row in records(reader.frame("edits_of_athlete", athlete_id=athlete_id))]
    own = {int(one) for one in reader.frame("owns_of_activity", activity_id=activity_id)["own_id"]}
    family = related(edits, own) | own
    mine = [edit for edit in edits if edit.activity_id in family]
    standing = [edit for edit in edits if edit.holds]
    words = {edit.edit_no: words_of(edit, offset) for edit in mine}
    lines = []
    for edit in reversed(mine):
        along = dependents(standing, edit.edit_no)[1:] if edit.holds else []
        said = edit.said_at_utc + offset
        when = f"{written.date(said.date())}, {said:%H:%M}"
        if edit.taken_back_at_utc is not None:
            back = edit.taken_back_at_utc + offset
            when += f"; taken back {written.date(back.date())}, {back:%H:%M}"
        lines.append(
            EditLine(
                edit.edit_no,
                words[edit.edit_no],
                when,
                edit.holds,
                tuple(words[number] for number in along if number in words),
            )
        )
    return lines


def words_of(edit: Edit, offset: dt.timedelta) -> str:
    """Say in a line what a change was."""
    was, now = edit.was, edit.now
    kind = WORDS[edit.edit_kind]
    if edit.edit_kind == "sport":
        pair = kind_of(was["sport"], was["sub_sport"]), kind_of(now["sport"], now["sub_sport"])
        return f"{kind}: {pair[0]} → {pair[1]}"
    if edit.edit_kind == "race":
        return "A race" if now else "No race"
    if edit.edit_kind == "excluded":
        return "Counts in the figures" if now is None else f"Left out of the figures: {LEFT_OUT[now].lower()}"
    if edit.edit_kind == "rpe":
        return f"{kind}: {_of_ten(was)} → {_of_ten(now)}"
    if edit.edit_kind == "distance":
        said = kilometres(now["distance_m"]) if "distance_m" in now else f"recorded × {now['factor']:g}"
        return f"{kind}: {kilometres(was['distance_m'])} → {said}"
    if edit.edit_kind == "cut":
        first, last = (moment(now[end]) + offset for end in ("from", "to"))
        return f"{kind}: kept {first:%H:%M:%S} to {last:%H:%M:%S}"
    if edit.edit_kind == "split":
        return f"{kind} at {moment(now['at']) + offset:%H:%M:%S}"
    if edit.edit_kind == "join":
        return "Joined with the recording that follows"
    return f"{kind}: {_short(was)} → {_short(now)}"


def _of_ten(value: float | None) -> str:
    return written.UNKNOWN if value is None else f"{value:g} of 10"


def _short(text: str | None) -> str:
    if not text:
        return "none"
    return text if len(text) <= 40 else text[:39] + "…"


def _edit(row: dict[str, Any]) -> Edit:
    plain: dict[str, Any] = {name: None if pd.isna(row[name]) else row[name] for name in COLUMNS}
    for name in ("edit_no", "athlete_id", "activity_id"):
        plain[name] = int(plain[name])
    plain["other_id"] = None if plain["other_id"] is None else int(plain["other_id"])
    for name in ("said_at_utc", "taken_back_at_utc"):
        plain[name] = None if plain[name] is None else pd.Timestamp(plain[name]).to_pydatetime()
    return Edit(**plain)
