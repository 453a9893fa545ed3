"""A person puts an activity right: what it was, how far, how hard, where it ends.

A change is laid over what was imported, never touches it, and can be taken back. `preview` says in words what
would come of it, `change` does it, `undo` takes it back with all that stands on it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analytics.errors import AnalyticsError
from analytics.intake import loading, remeasuring
from analytics.knowledge import written
from analytics.knowledge.activity_words import KINDS, LEFT_OUT, clock, kilometres, kind_of
from analytics.store import Store, Writer, editing
from analytics.store.editing_shapes import Shape

__all__ = ["Change", "Done", "Preview", "change", "preview", "undo"]

MOST_NAME = 200
MOST_NOTE = 5_000
MOST_FACTOR = 10.0
FIT_EPOCH = dt.datetime(1989, 12, 31)


class NotAChangeError(AnalyticsError):
    """What was entered changes nothing, or cannot be; the message says which."""


@dataclass(frozen=True)
class Change:
    """One change of an activity, as the store keeps it; make one with the functions below."""

    kind: str
    now: Any


@dataclass(frozen=True)
class Preview:
    """What would come of a change: a line a consequence, each saying what was and what would be."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Done:
    """What a change has done: its number, to take it back; the activity to show; and its consequences."""

    edit_no: int
    activity_id: int
    lines: tuple[str, ...]


# What can be changed


def kind(name: str) -> Change:
    """Say what it was: one of KINDS."""
    sport, sub_sport = KINDS[name]
    return Change("sport", {"sport": sport, "sub_sport": sub_sport})


def race(is_race: bool) -> Change:
    """Say whether it was a race."""
    return Change("race", is_race)


def name(text: str) -> Change:
    """Give it a name; an empty one takes the name away."""
    if len(text.strip()) > MOST_NAME:
        raise NotAChangeError(f"A name has at most {MOST_NAME} letters.")
    return Change("name", text.strip() or None)


def note(text: str) -> Change:
    """Give it a note; an empty one takes the note away."""
    if len(text.strip()) > MOST_NOTE:
        raise NotAChangeError(f"A note has at most {written.number(MOST_NOTE)} letters.")
    return Change("note", text.strip() or None)


def left_out(because: str | None) -> Change:
    """Leave it out of all figures, for one of LEFT_OUT; None counts it again."""
    return Change("excluded", because)


def effort(rpe_0_10: float) -> Change:
    """Say how hard it was, from 0 to 10."""
    if not 0 <= rpe_0_10 <= 10:
        raise NotAChangeError("How hard it was is a number from 0 (rest) to 10 (as hard as can be).")
    return Change("rpe", float(rpe_0_10))


def distance(distance_m: float) -> Change:
    """Say how far it was."""
    if not (math.isfinite(distance_m) and distance_m > 0):
        raise NotAChangeError("A distance above 0 is needed.")
    return Change("distance", {"distance_m": float(distance_m)})


def distance_km(km: float) -> Change:
    """Say how many kilometres it was."""
    return distance(km * 1000)


def factor(times: float) -> Change:
    """Say by what its recorded distance is to be multiplied."""
    if not (math.isfinite(times) and 1 / MOST_FACTOR <= times <= MOST_FACTOR):
        raise NotAChangeError(f"A factor lies between {1 / MOST_FACTOR:g} and {MOST_FACTOR:g}.")
    return Change("distance", {"factor": float(times)})


def cut_to(
    start_utc: dt.datetime, *, begin: dt.datetime, first: dt.datetime, last: dt.datetime, end: dt.datetime
) -> Change:
    """Keep what lies between two times of the athlete's own clock, by which it lasted from `begin` to `end`.

    An end that is not moved stays where it is, whatever part of a second it had.
    """
    to_s = (last - begin).total_seconds() + (1 if last >= end else 0)
    return cut(start_utc, from_s=(first - begin).total_seconds(), to_s=to_s)


def cut(start_utc: dt.datetime, *, from_s: float, to_s: float) -> Change:
    """Keep what lies between two times since its start, and cut the rest off."""
    ends = [(start_utc + dt.timedelta(seconds=round(at))).isoformat() for at in (from_s, to_s)]
    return Change("cut", {"from": ends[0], "to": ends[1]})


def split(start_utc: dt.datetime, *, at_s: float) -> Change:
    """Part it in two at a time since its start."""
    moment = (start_utc + dt.timedelta(seconds=round(at_s))).replace(microsecond=0)
    return Change("split", {"at": moment.isoformat()})


def split_at(start_utc: dt.datetime, *, begin: dt.datetime, at: dt.datetime) -> Change:
    """Part it in two at a time of the athlete's own clock, by which it began at `begin`."""
    return split(start_utc, at_s=(at - begin).total_seconds())


def split_at_km(store: Store, activity_id: int, *, at_km: float) -> Change:
    """Part it in two after some kilometres."""
    return split_at_distance(store, activity_id, at_m=at_km * 1000)


def split_at_distance(store: Store, activity_id: int, *, at_m: float) -> Change:
    """Part it in two at a distance.

    Raises
    ------
    NotAChangeError
        If its records do not tell when it had come that far.
    """
    with store.reader() as reader:
        row = reader.row("record_distance_at", activity_id=activity_id, distance_m=float(at_m))
    if row is None or row["time_fit_s"] is None:
        raise NotAChangeError("The records do not tell when it had come that far: give a time instead.")
    return Change("split", {"at": (FIT_EPOCH + dt.timedelta(seconds=int(row["time_fit_s"]))).isoformat()})


def join(other_id: int) -> Change:
    """Put the recording that follows it to it: one activity with a pause between."""
    return Change("join", {"with": int(other_id)})


# Looking, doing, taking back


def preview(store: Store, activity_id: int, wanted: Change) -> Preview:
    """Say what would come of a change, by doing it and forgetting it again.

    Raises
    ------
    AnalyticsError
        If it cannot be done, in words.
    """
    _ready(store)
    with store.writer() as writer:
        try:
            _, lines = _done(writer, activity_id, wanted)
        finally:
            writer.rollback()
    return Preview(lines)


def change(store: Store, activity_id: int, wanted: Change) -> Done:
    """Change an activity.

    Raises
    ------
    AnalyticsError
        If it cannot be done, in words; then nothing is changed.
    """
    _ready(store)
    with store.writer() as writer:
        number, lines = _done(writer, activity_id, wanted)
    return Done(number, activity_id, lines)


def undo(store: Store, edit_no: int) -> list[int]:
    """Take a change back, and those that stand on it; gives the numbers of all that were.

    Raises
    ------
    AnalyticsError
        If it is not there any more.
    """
    _ready(store)
    with store.writer() as writer:
        return editing.take_back(writer, edit_no)


def said_of(gone: Sequence[int]) -> str:
    """Say what an undoing took back.

    Examples
    --------
    >>> said_of([3]), said_of([3, 5])
    ('Taken back.', 'Taken back, with 1 later change that stood on it.')
    """
    later = len(gone) - 1
    if not later:
        return "Taken back."
    return f"Taken back, with {written.count(later, 'later change')} that stood on it."


def _ready(store: Store) -> None:
    loading.attach(store)
    remeasuring.attach()


def _done(writer: Writer, activity_id: int, wanted: Change) -> tuple[int, tuple[str, ...]]:
    before = editing.shown(writer, activity_id)
    second = [editing.shown(writer, int(wanted.now["with"]))] if wanted.kind == "join" else []
    number = editing.say(writer, activity_id, wanted.kind, wanted.now)
    after = [editing.shown(writer, activity_id)]
    if wanted.kind == "split":
        after.append(editing.shown(writer, editing.made_by(writer, number)))
    lines = _lines(wanted, [before, *second], after)
    if not lines:
        raise NotAChangeError("That is how it is already.")
    return number, lines


# In words


def _lines(wanted: Change, before: Sequence[Shape], after: Sequence[Shape]) -> tuple[str, ...]:
    one, now = before[0], after[0]
    if wanted.kind in ("split", "join"):
        parts = before if wanted.kind == "join" else after
        both = " and ".join(_length(shape) for shape in parts)
        whole = _length(now if wanted.kind == "join" else one)
        lines = [f"{both} become {whole}" if wanted.kind == "join" else f"{whole} becomes {both}"]
        if wanted.kind == "join":
            gap_s = (before[1].start - one.end).total_seconds()
            lines.append(f"The {clock(max(gap_s, 0))} between them is a pause")
        return tuple(lines)
    lines = [
        _changed("Name", one.activity["name"], now.activity["name"]),
        _changed("Note", _short(one.activity["description"]), _short(now.activity["description"])),
        _changed("Kind", _kind(one), _kind(now)),
        _changed("Race", _yes(one.activity["is_race"]), _yes(now.activity["is_race"])),
        _changed("Effort", _effort(one), _effort(now)),
        _changed("Distance", kilometres(one.distance_m), kilometres(now.distance_m)),
        _changed("Time", clock(_sum(one, "moving_s")), clock(_sum(now, "moving_s"))),
        _changed("Pace", _pace(one), _pace(now)),
        _changed("Counts in the figures", _counts(one), _counts(now)),
    ]
    return tuple(line for line in lines if line)


def _changed(what: str, before: str | None, now: str | None) -> str:
    return "" if before == now else f"{what} {before or written.UNKNOWN} → {now or written.UNKNOWN}"


def _kind(shape: Shape) -> str:
    """Name what an activity is; where its sessions differ, all of them are named."""
    return ", ".join(dict.fromkeys(kind_of(row["sport"], row["sub_sport"]) for row in shape.sessions))


def _pace(shape: Shape) -> str | None:
    """Write the pace of what was run; None where nothing was."""
    runs = [row for row in shape.sessions if row["sport"] == "running"]
    metres = sum(row["distance_m"] or 0.0 for row in runs)
    seconds = sum(row["moving_s"] or row["elapsed_s"] or 0.0 for row in runs)
    return written.pace(seconds / metres * 1000) if metres and seconds else None


def _length(shape: Shape) -> str:
    return f"{kilometres(shape.distance_m)} in {clock(_sum(shape, 'moving_s'))}"


def _sum(shape: Shape, column: str) -> float | None:
    known = [row[column] for row in shape.sessions if row[column] is not None]
    return sum(known) if known else None


def _effort(shape: Shape) -> str | None:
    known = [row["rpe_0_10"] for row in shape.sessions if row["rpe_0_10"] is not None]
    return f"{known[0]:g} of 10" if known else None


def _yes(value: bool | None) -> str:
    return "yes" if value else "no"


def _counts(shape: Shape) -> str:
    because = shape.activity["left_out_because"]
    return "yes" if because is None else f"no ({LEFT_OUT[because].lower()})"


def _short(text: str | None) -> str | None:
    return text if text is None or len(text) <= 40 else text[:39] + "…"
