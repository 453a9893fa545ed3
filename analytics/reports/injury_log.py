"""The injury log as its page shows it: places, kinds and levels in words; what was recorded and changed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.knowledge import glossary, injuries, written
from analytics.metrics import severity
from analytics.metrics.episodes import Standing
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
CHOICES: dict[str, tuple[str, dict[Any, str]]] = {
    "mode": ("How it began", MODES),
    "onset_relation": (
        "When it began",
        {
            "during_run": "During a run",
            "after_run": "After a run, the same day",
            "next_day": "The day after a run",
            "not_running": "Not around a run",
        },
    ),
    "mechanism": (
        "What happened",
        {
            "no_contact": "Nothing in particular",
            "overload": "More, faster or steeper than usual",
            "twist": "A twist or a misstep",
            "fall": "A fall",
            "blow": "A blow",
            "other": "Something else",
        },
    ),
    "running_related": ("Does it come from running", {True: "Yes", False: "No"}),
    "tissue": (
        "What is hurt, if somebody said",
        {
            "muscle": "Muscle",
            "tendon": "Tendon or fascia",
            "bone": "Bone",
            "joint": "Joint or cartilage",
            "ligament": "Ligament",
            "nerve": "Nerve",
            "skin": "Skin",
            "other": "Something else",
        },
    ),
    "recurrence": (
        "First time, or again",
        {
            "new": "The first time at this place",
            "local_new": "The same place, something else",
            "reinjury": "The same again, after it was fully over",
            "exacerbation": "The same, worse again before it was over",
        },
    ),
    "treated_by": (
        "Treated by",
        {
            "nobody": "Nobody",
            "physiotherapist": "A physiotherapist",
            "doctor": "A doctor",
            "other": "Somebody else",
        },
    ),
}
"""Details with a fixed set of answers: what is asked, and the answers."""
AGAIN = {
    "new": "First time",
    "local_new": "Something else",
    "reinjury": "Re-injury",
    "exacerbation": "Worse again",
}
"""First time or again, short enough for a table."""
DATES = {
    "time_loss_start": "First day missed",
    "return_training_date": "First run again",
    "time_loss_end": "Full training again",
    "return_competition_date": "First race again",
    "recovered_date": "First day without it",
}
"""Days of the way back, in the order they come."""
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
EPISODE_HELP = (
    "An episode runs from the first day to full recovery. The same again before that is an exacerbation, and "
    "belongs to it; the same again after it is a re-injury, a new episode (IOC consensus 2020). The program "
    "decides by place, side and name, unless you say so yourself."
)
DID = {
    "logged": "logged",
    "edited": "changed",
    "closed": "closed",
    "reopened": "opened again",
    "deleted": "taken out",
    "undone": "undone",
}
NOT_TOLD = ("injury_id", "athlete_id", "source_sha256", "recorded_at_utc", "beside")


@dataclass(frozen=True)
class Recorded:
    """One injury with all that is recorded, its words and its history."""

    injury_id: int
    values: Mapping[str, Any]
    title: str
    status: str
    standing: str
    episode_no: int
    facts: tuple[tuple[str, str], ...]
    history: tuple[str, ...]
    can_undo: bool
    onset: dt.date
    is_open: bool

    @property
    def words(self) -> str:
        """Name it in one line."""
        return f"{self.title} · {self.status}"


@dataclass(frozen=True)
class InjuryLog:
    """What the page of the injury log shows."""

    line: str
    rows: tuple[dict[str, Any], ...]
    entries: tuple[Recorded, ...]
    removed: tuple[tuple[int, str], ...]
    coverage: tuple[str, ...]

    @property
    def open_ones(self) -> tuple[Recorded, ...]:
        """Give the injuries that are not over."""
        return tuple(one for one in self.entries if one.is_open)

    def entry(self, injury_id: int | None) -> Recorded | None:
        """Give one injury, or None where the number is nobody's."""
        return next((one for one in self.entries if one.injury_id == injury_id), None)


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


def place_words(site: str | None, side: str | None) -> str:
    """Name a place as a runner says it."""
    return injuries.place_name(site, side)


def logged_words(site: str | None, side: str | None, *, is_new: bool, is_stored: bool) -> str:
    """Say what became of an injury that was entered.

    Examples
    --------
    >>> logged_words("knee", "left", is_new=True, is_stored=True)
    'Logged: Left knee.'
    >>> logged_words("knee", "left", is_new=False, is_stored=False)
    'In the log already, with the same first day: Left knee. Nothing new was stored.'
    """
    place = place_words(site, side)
    if is_new:
        return f"Logged: {place}."
    already = f"In the log already, with the same first day: {place}."
    if is_stored:
        return f"{already} What you said of it now is added; what it was before is in its history."
    return f"{already} Nothing new was stored."


def day_before(today: dt.date) -> dt.date:
    """Give yesterday."""
    return today - dt.timedelta(days=1)


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


def kinds(site: str | None, asked: str = "") -> dict[str, str]:
    """List diagnoses by id, with their codes: those of a site that words or a code find."""
    found = injuries.search(asked, site=site) or injuries.search(asked)
    return {kind.id: f"{kind.name} · {' '.join(kind.osiics_v14)}" for kind in found}


def codes(kind_id: str | None) -> tuple[str, ...]:
    """List the OSIICS codes a diagnosis can have."""
    kind = injuries.load().get(kind_id or "")
    return kind.osiics_v14 if kind else ()


def warning(kind_id: str | None) -> str | None:
    """Say what a kind of injury asks for before any training; None where nothing special is known."""
    kind = injuries.load().get(kind_id or "")
    if kind is None or kind.red_flag == "no":
        return None
    if kind.needs_professional:
        return f"{kind.name}: no running and no hip work until a professional has cleared it."
    return f"{kind.name}: have it looked at if it is strong, new or not getting better."


def runs_near(reader: Reader, *, athlete_id: int, onset: dt.date) -> dict[int, str]:
    """List the runs of the three days up to an onset: it may have begun in one of them."""
    found = reader.frame("runs_near", athlete_id=athlete_id, since=onset - dt.timedelta(days=2), until=onset)
    return {
        int(row["activity_id"]): f"{pd.Timestamp(row['start_local']):%a %-d %b, %H:%M}"
        f" · {written.distance(row['distance_m'])}"
        for row in records(found)
    }


def gather(reader: Reader, *, athlete_id: int) -> InjuryLog:
    """Gather the injury log of one athlete, the newest first."""
    person = roster.gather(reader).person(athlete_id)
    listed = recorded.gather(reader, athlete_id=athlete_id)
    standings = recorded.standings(reader, athlete_id=athlete_id)
    versions = records(reader.frame("log_versions", athlete_id=athlete_id, log_name="injury"))
    rows = records(reader.frame("injury_entries", athlete_id=athlete_id))
    titles = {int(row["injury_id"]): _title(row) for row in rows}
    entries = tuple(_entry(row, standings[int(row["injury_id"])], titles, versions) for row in rows)
    spans = reader.frame("coverage_spans", athlete_id=athlete_id)
    return InjuryLog(
        line=(person.name if person else "") + (" · simulated" if person and person.is_simulated else ""),
        rows=tuple(_row(row) for row in records(listed)),
        entries=entries,
        removed=_removed(versions, set(titles)),
        coverage=coverage_lines(spans, "injury"),
    )


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "onset": day(row["onset_date"]),
        "site": row["site"],
        "kind": row["diagnosis"] or "",
        "side": SIDES.get(row["side"] or "", ""),
        "level": row["level"],
        "again": AGAIN[row["recurrence"]],
        "end": None if row["is_open"] else day(row["end_date"]),
        "state": "open" if row["is_open"] else written.count(int(row["days"]), "day"),
    }


def _title(row: dict[str, Any]) -> str:
    place = injuries.place_name(row["site"], row["side"])
    kind = injuries.load().get(str(row["diagnosis_id"]))
    called = row["diagnosis_text"] or (kind.name if kind else None)
    return f"{place} · {called}" if called else place


def _since(row: dict[str, Any]) -> str:
    words = written.date(day(row["onset_date"]))
    return f"the week of {words}" if row["onset_precision"] == "week" else words


def _entry(
    row: dict[str, Any],
    standing: Standing,
    titles: dict[int, str],
    versions: list[dict[str, Any]],
) -> Recorded:
    number, onset, over = int(row["injury_id"]), day(row["onset_date"]), day(row["recovered_date"])
    assert onset is not None  # the store takes no injury without one
    own = [one for one in versions if one["entry_key"] == str(number)]
    if over is None:
        status = f"Open since {_since(row)}"
    else:
        status = f"Over: {_since(row)} to {written.date(over)}, {written.count((over - onset).days, 'day')}"
    said = "you said" if standing.is_said else "by the rule"
    words = CHOICES["recurrence"][1][standing.recurrence]
    if standing.recurrence_of in titles:
        words += f" ({titles[standing.recurrence_of]})"
    return Recorded(
        injury_id=number,
        values={name: _plain(name, value) for name, value in row.items()},
        title=titles[number],
        status=status,
        standing=f"Episode {standing.episode_no}. {words}, {said}.",
        episode_no=standing.episode_no,
        facts=_facts(row, onset, over),
        history=tuple(_change(one) for one in reversed(own)),
        can_undo=any(one["taken_back_at_utc"] is None and one["did"] != "undone" for one in own),
        onset=onset,
        is_open=over is None,
    )


def _plain(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name.endswith("_date") or name in DATES:
        return day(value)
    return int(value) if name in ("onset_activity_id", "recurrence_of", "injury_id") else value


def _facts(row: dict[str, Any], onset: dt.date, over: dt.date | None) -> tuple[tuple[str, str], ...]:
    """Give what is recorded as question and answer; what is unknown is left out."""
    facts = [("How far it went", LEVELS.get(row["case_level"], str(row["case_level"])))]
    for name, (label, words) in CHOICES.items():
        if row[name] is not None and name != "recurrence":
            facts.append((label, words.get(row[name], str(row[name]))))
    if row["onset_activity_start"] is not None:
        facts.append(("The run it began in", f"{pd.Timestamp(row['onset_activity_start']):%-d %b %Y, %H:%M}"))
    if row["osiics"]:
        facts.append(("OSIICS code", row["osiics"]))
    facts += [(label, written.date(day(row[name]))) for name, label in DATES.items() if row[name] is not None]
    again = day(row["time_loss_end"]) or over
    if row["case_level"] == "time_loss" and again is not None:
        lost = severity.days_lost(onset=onset, available_again=again)
        facts.append(("Days lost", f"{written.count(lost, 'day')}, from the day after it began"))
    elif row["case_level"] == "time_loss":
        facts.append(("Days lost", "not known yet: it is still open"))
    if row["pain_0_10"] is not None:
        facts.append(("Pain at its worst", f"{row['pain_0_10']:g} of 10"))
    if row["note"]:
        facts.append(("Note", str(row["note"])))
    return tuple(facts)


def _change(version: dict[str, Any]) -> str:
    """Say what one change did, value by value."""
    before = json.loads(version["state_before"]) if version["state_before"] else {}
    after = json.loads(version["state_after"]) if version["state_after"] else {}
    terms = glossary.load()
    parts = []
    if before and after:
        for name in sorted(set(before) | set(after)):
            old, new = before.get(name), after.get(name)
            if old != new and name not in NOT_TOLD:
                label = terms[name].label if name in terms else name
                parts.append(f"{label}: {_value(name, old)} → {_value(name, new)}")
    when = f"{pd.Timestamp(version['changed_at_utc']):%-d %b %Y, %H:%M} UTC"
    back = ", taken back since" if version["taken_back_at_utc"] is not None else ""
    return f"{when}: {DID[version['did']]}{back}" + (f". {'; '.join(parts)}" if parts else "")


def _value(name: str, value: Any) -> str:
    if value is None:
        return "not said"
    words = CHOICES.get(name, ("", LEVELS if name == "case_level" else {}))[1]
    if name == "site":
        return sites().get(value, str(value))
    return str(words.get(value, value))


def _removed(versions: list[dict[str, Any]], there: set[int]) -> tuple[tuple[int, str], ...]:
    """Name the injuries that were taken out and can come back."""
    found = {}
    for one in versions:
        number = int(one["entry_key"])
        if one["did"] == "deleted" and one["taken_back_at_utc"] is None and number not in there:
            before = json.loads(one["state_before"])
            place = injuries.place_name(before["site"], before["side"])
            found[number] = f"{place}, {written.date(dt.date.fromisoformat(before['onset_date']))}"
    return tuple(found.items())
