"""What the words of activities tell of strength work and complaints, waiting for a person's word."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from analytics.knowledge import exercises, injuries, injury_text, strength_text, text_names, written
from analytics.knowledge.text_tokens import plain
from analytics.reports.records import records
from analytics.store import Reader
from analytics.store.logs import row_id

LONGEST_QUOTE = 140
MOST_SHOWN = 100
WHY = (
    "Found in the names and descriptions of your activities. Nothing here counts until you confirm it: "
    "strength work then counts as described, a complaint opens the injury form, filled in."
)
NOTHING = (
    "Strength work and complaints that the names and descriptions of your activities speak of appear here, "
    "for you to confirm or to dismiss."
)
SIDES = {"each": "each side", "left": "left", "right": "right"}
INJURY_SIDES = {"L": "left", "R": "right", "B": "both"}
CASE_LEVELS = {1: "complaint", 2: "substantial", 3: "time_loss"}
# Strength without a word of what was done is counted by its length already, in a lane of its own.
_SAYS_NOTHING = "routine-strength-generic"
_TYPES = {"strength": "Workout", "mobility": "Yoga", "running": "Run"}


@dataclass(frozen=True)
class Work:
    """Strength work that the words of an activity tell of."""

    finding_id: int
    day: dt.date
    words: str
    exercise_id: str  # of an exercise or of a block
    name: str
    sets: int | None
    reps: int | None
    seconds: int | None
    side: str | None
    minutes: float | None
    load_kg: float | None


@dataclass(frozen=True)
class Complaint:
    """A complaint that the words of an activity tell of."""

    finding_id: int
    day: dt.date
    words: str
    title: str
    site: str
    diagnosis_id: str | None
    side: str | None  # left, right, both
    case_level: str


@dataclass(frozen=True)
class Decided:
    """Something a person has confirmed or dismissed."""

    finding_id: int
    kind: str
    title: str


@dataclass(frozen=True)
class Suggestions:
    """What the page of suggestions shows."""

    line: str
    work: tuple[Work, ...]
    complaints: tuple[Complaint, ...]
    decided: tuple[Decided, ...]
    names: dict[str, str]  # every exercise and block by name, to change one into another


def gather(reader: Reader, *, athlete_id: int) -> Suggestions:
    """Gather what was found in the words of one athlete's activities and not decided yet."""
    decisions = {
        int(row["finding_id"]): row for row in records(reader.frame("notes_decided", athlete_id=athlete_id))
    }
    work: list[Work] = []
    complaints: list[Complaint] = []
    titles: dict[int, str] = {}
    for row in records(reader.frame("notes_of_activities", athlete_id=athlete_id)):
        for one in _findings(row, athlete_id):
            if one.finding_id in decisions:
                title = one.name if isinstance(one, Work) else one.title
                titles[one.finding_id] = f"{one.day}: {title}"
            elif isinstance(one, Work):
                work.append(one)
            else:
                complaints.append(one)
    decided = tuple(
        Decided(number, str(row["finding_kind"]), f"{titles[number]}, {row['decision']}")
        for number, row in decisions.items()
        if number in titles
    )
    return Suggestions(
        line=_line(len(work), len(complaints)),
        work=tuple(work[:MOST_SHOWN]),
        complaints=tuple(complaints[:MOST_SHOWN]),
        decided=decided,
        names=names(),
    )


def _line(work: int, complaints: int) -> str:
    if not work and not complaints:
        return "Nothing new in the words of your activities"
    return (
        f"{written.count(work, 'mention')} of strength work and {written.count(complaints, 'mention')} of "
        "complaints wait for your word"
    )


def names() -> dict[str, str]:
    """Give every exercise and every block of work by name."""
    found = {one.id: one.name for one in exercises.load().values()}
    found |= {one.id: one.name for one in text_names.routines().values()}
    return dict(sorted(found.items(), key=lambda item: item[1]))


@lru_cache(maxsize=20_000)
def _read(
    text: str, activity_type: str | None, minutes: float | None
) -> tuple[tuple[strength_text.Found, ...], tuple[injury_text.Complaint, ...]]:
    """Read a text once, however often the page is opened."""
    work = strength_text.parse(text, activity_type=activity_type, minutes=minutes)
    return tuple(work), tuple(injury_text.parse(text))


def _findings(row: dict[str, Any], athlete_id: int) -> Iterator[Work | Complaint]:
    text = "\n".join(str(part) for part in (row["name"], row["description"]) if part)
    day = row["local_date"].date() if hasattr(row["local_date"], "date") else row["local_date"]
    length_s = row["moving_s"]
    minutes = round(length_s / 60) if length_s is not None and length_s == length_s and length_s > 0 else None
    work, complaints = _read(text, _TYPES.get(str(row["sport"])), minutes)
    so_far: Counter[str] = Counter()

    def number(kind: str, what: str) -> int:
        so_far[what] += 1
        return row_id(athlete_id, str(day), " ".join(plain(text).split()), kind, what, so_far[what])

    quote = _quote(text)
    for one in () if row["has_sets"] else work:
        if one.id != _SAYS_NOTHING:
            block = text_names.routines().get(one.id)
            yield Work(
                finding_id=number("strength", one.id),
                day=day,
                words=quote,
                exercise_id=one.id,
                name=names()[one.id],
                sets=one.sets,
                reps=one.reps,
                seconds=None if one.minutes is not None else one.seconds,
                side=one.side,
                minutes=one.minutes if block is None else one.minutes or block.default_minutes,
                load_kg=one.load_kg,
            )
    for each in complaints:
        if each.status == "active":
            kind = injuries.load()[each.id].name if each.is_named else _sites()[each.site]
            side = INJURY_SIDES.get(each.side or "")
            yield Complaint(
                finding_id=number("injury", each.id),
                day=day,
                words=quote,
                title=f"{kind}{f', {side}' if side else ''}",
                site=each.site,
                diagnosis_id=each.id if each.is_named else None,
                side=side,
                case_level=CASE_LEVELS[each.severity],
            )


@cache
def _sites() -> dict[str, str]:
    return {site.id: site.label for site in injuries.sites()}


def _quote(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rstrip() + "…"
