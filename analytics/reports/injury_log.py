"""The injury log as its form shows it: sites, kinds and levels in words, and what was recorded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from analytics.knowledge import injuries, written
from analytics.reports import injuries as recorded
from analytics.reports import roster
from analytics.reports.records import day, records
from analytics.reports.strength_log import coverage_lines
from analytics.store import Reader

SIDES = {"left": "Left", "right": "Right", "both": "Both"}
LEVELS = {
    "time_loss": "You missed at least one day of full training",
    "substantial": "You trained clearly less or worse",
    "complaint": "You felt it, and trained as usual",
}
MODES = {
    "repetitive_gradual": "It came on slowly",
    "repetitive_sudden": "It came suddenly, after repeated load",
    "acute_sudden": "One moment: a fall, a twist, a blow",
}
RED_FLAG_NOTE = (
    "Chest pain, fainting, a suddenly swollen calf, fever with a painful joint, numbness between the "
    "legs, a leg that "
    "cannot bear weight: get care now, log later. Pain in one spot of a bone, at night or on a hop: no "
    "running until "
    "somebody has looked at it."
)
COVERAGE_HELP = (
    "Weeks without an injury count only where your injury log speaks for them. If you say since "
    "when it is complete, "
    "silent weeks from then on count as weeks without injury; before, they stay unknown."
)


@dataclass(frozen=True)
class Recorded:
    """One injury on the list."""

    injury_id: int
    words: str
    onset: dt.date
    is_open: bool


@dataclass(frozen=True)
class InjuryLog:
    """What the page of the injury log shows."""

    line: str
    rows: tuple[dict[str, Any], ...]
    open_ones: tuple[Recorded, ...]
    coverage: tuple[str, ...]


def sites() -> dict[str, str]:
    """List the sites by id: knee, shin, hamstring, low back first."""
    return {site.id: site.label for site in injuries.sites()}


def place_key(site: str | None, side: str | None) -> str:
    """Give a place as one text, for a list or a drawing.

    Examples
    --------
    >>> place_key("knee", "left"), place_key("low_back", None), place_of("knee|left")
    ('knee|left', 'low_back|', ('knee', 'left'))
    """
    return f"{site or 'unspecified'}|{side or ''}"


def place_of(key: str) -> tuple[str, str | None]:
    """Give site and side of a `place_key`."""
    site, _, side = key.partition("|")
    return site, side or None


def places() -> dict[str, str]:
    """List every place by its key: each site left and right, then both sides and the side not said."""
    listed: dict[str, str] = {}
    for site in injuries.sites():
        sides = (None,) if site.id in injuries.MIDDLE else ("left", "right", "both", None)
        for side in sides:
            words = injuries.place_name(site.id, side)
            unsaid = side is None and site.id not in injuries.MIDDLE
            listed[place_key(site.id, side)] = f"{words}, side not said" if unsaid else words
    return listed


def kinds(site: str | None) -> dict[str, str]:
    """List the diagnoses of a site by id; all of them where no site is said."""
    return {
        kind.id: kind.name for kind in injuries.load().values() if site in (None, "unspecified", kind.site)
    }


def warning(kind_id: str | None) -> str | None:
    """Say what a kind of injury asks for before any training; None where nothing special is known."""
    kind = injuries.load().get(kind_id or "")
    if kind is None or kind.red_flag == "no":
        return None
    if kind.needs_professional:
        return f"{kind.name}: no running and no hip work until a professional has cleared it."
    return f"{kind.name}: have it looked at if it is strong, new or not getting better."


def gather(reader: Reader, *, athlete_id: int) -> InjuryLog:
    """Gather the injury log of one athlete, the newest first."""
    person = roster.gather(reader).person(athlete_id)
    listed = recorded.gather(reader, athlete_id=athlete_id)
    spans = reader.frame("coverage_spans", athlete_id=athlete_id)
    return InjuryLog(
        line=(person.name if person else "") + (" · simulated" if person and person.is_simulated else ""),
        rows=tuple(_row(row) for row in records(listed)),
        open_ones=tuple(_open(row) for row in records(listed[listed["is_open"]])),
        coverage=coverage_lines(spans, "injury"),
    )


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "onset": day(row["onset_date"]),
        "site": row["site"],
        "kind": row["diagnosis"] or "",
        "side": SIDES.get(row["side"] or "", ""),
        "level": row["level"],
        "end": None if row["is_open"] else day(row["end_date"]),
        "state": "open" if row["is_open"] else written.count(int(row["days"]), "day"),
    }


def _open(row: dict[str, Any]) -> Recorded:
    onset = day(row["onset_date"])
    assert onset is not None  # the store takes no injury without one
    side = f", {row['side']}" if row["side"] else ""
    what = row["diagnosis"] or row["site"]
    return Recorded(int(row["injury_id"]), f"{what}{side}, since {written.date(onset)}", onset, True)
