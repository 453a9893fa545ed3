"""Reviewing: activities that may be one, those that several files tell of, and the imports themselves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from analytics.knowledge import written
from analytics.reports.importing import kind_words
from analytics.reports.records import records
from analytics.store import Reader
from analytics.store.reviewing import BY_A_PERSON
from analytics.store.track_marks import distance_words, metres_apart

MERGES_SHOWN = 100
OF_THE_FILE = ("File", "Format")
NEAR_M = 100.0  # two receivers on one runner are rarely further apart (data/rules.csv: same_track_m)
WHY = (
    "Nobody does two activities at once, so these may be one that came twice. Until you say so, both count. "
    "You can change your mind: nothing is thrown away."
)

VERDICTS = {"same": "one activity", "two": "two activities"}

LOGS = (
    "The same session told twice counts once. Beside a watch, which guesses exercises, your sets count; "
    "time and heart rate are the watch's. Of two logs that name exercises the more detailed one counts. "
    "Nothing is thrown away."
)
VOICES = {"form": "what you logged here", "hipstride_csv": "your own table"}


@dataclass(frozen=True)
class Pair:
    """Two activities of which somebody should say whether they are one."""

    one_id: int
    other_id: int
    title: str
    reason: str
    rows: tuple[dict[str, str], ...]  # what differs: what, one, other


@dataclass(frozen=True)
class Merge:
    """One activity that several files tell of."""

    activity_id: int
    first_id: int
    title: str
    sources: tuple[dict[str, str], ...]
    others: tuple[tuple[int, str], ...]  # own_id and name of every further source


@dataclass(frozen=True)
class LogMatch:
    """A day's strength log and another telling of the same session: a watch's, an app's, or a second log."""

    log_id: int
    other_id: int
    title: str


@dataclass(frozen=True)
class Said:
    """What a person said of two, which can be taken back."""

    one_id: int
    other_id: int
    title: str
    verdict: str  # one activity, two activities


@dataclass(frozen=True)
class Review:
    """What the page of review shows."""

    line: str
    pairs: tuple[Pair, ...]
    merges: tuple[Merge, ...]
    merges_line: str
    logs: tuple[LogMatch, ...]
    logs_line: str
    said: tuple[Said, ...]
    said_line: str


def gather(reader: Reader, *, athlete_id: int) -> Review:
    """Gather what there is to look at for one athlete."""
    logs = records(reader.frame("log_matches", athlete_id=athlete_id))
    pairs = tuple(_pair(row) for row in records(reader.frame("pairs_doubtful", athlete_id=athlete_id)))
    pairs += tuple(_log_pair(row) for row in logs if row["verdict"] == "doubt")
    matched = tuple(_log_match(row) for row in logs if row["verdict"] == "same")
    rows = records(reader.frame("merges_listed", athlete_id=athlete_id))
    groups = [list(group) for _, group in groupby(rows, key=lambda row: row["activity_id"])]
    merges = tuple(_merge(group) for group in groups[:MERGES_SHOWN])
    said = tuple(_said(row) for row in records(reader.frame("pairs_decided", athlete_id=athlete_id)))
    said += tuple(_said_of_log(row) for row in logs if row["reason"] == BY_A_PERSON)
    return Review(
        line=(
            f"{written.count(len(pairs), 'pair')} to look at: each may be one activity that came twice"
            if pairs
            else "Nothing to look at: no two activities are in doubt"
        ),
        pairs=pairs,
        merges=merges,
        merges_line=(
            f"Counted once, though several files tell of them: {written.number(len(groups))}"
            + (f" (the newest {MERGES_SHOWN} are shown)" if len(groups) > MERGES_SHOWN else "")
        ),
        logs=matched[:MERGES_SHOWN],
        logs_line=(
            f"The same strength session told twice: {written.number(len(matched))}"
            + (f" (the newest {MERGES_SHOWN} are shown)" if len(matched) > MERGES_SHOWN else "")
        ),
        said=said[:MERGES_SHOWN],
        said_line=(
            f"What you decided about pairs: {written.number(len(said))}"
            + (f" (the newest {MERGES_SHOWN} are shown)" if len(said) > MERGES_SHOWN else "")
        ),
    )


def _pair(row: dict[str, Any]) -> Pair:
    sides = [{name.split("_", 1)[1]: value for name, value in row.items() if name.startswith(f"{side}_")}
             for side in ("one", "other")]  # fmt: skip
    one, other = sides
    lines = [
        ("Day", *(f"{side['start']:%Y-%m-%d}" for side in sides)),
        ("Start", *(f"{side['start']:%H:%M:%S}" for side in sides)),
        ("Sport", one["sport"] or "", other["sport"] or ""),
        ("Distance", _km(one["distance_m"]), _km(other["distance_m"])),
        ("Duration", _clock(one["moving_s"]), _clock(other["moving_s"])),
        ("Name", one["name"] or "", other["name"] or ""),
        ("File", one["file"] or "", other["file"] or ""),
        ("Format", kind_words(one["kind"]), kind_words(other["kind"])),
    ]
    return Pair(
        one_id=int(row["one_id"]),
        other_id=int(row["other_id"]),
        title=f"{_moment(one['start'])}, {_km(one['distance_m'])} and {_km(other['distance_m'])}",
        reason=_opened(str(row["reason"])),
        rows=_compared(lines) + _tracks(one["marks"], other["marks"]),
    )


def _tracks(one: bytes | None, other: bytes | None) -> tuple[dict[str, str], ...]:
    """Say how far the two lay apart at the same time, where both know where they were."""
    apart_m = metres_apart(one, other)
    if apart_m is None:
        return ()
    near = apart_m < NEAR_M
    words = "the same" if near else f"{distance_words(apart_m)} away"
    return ({"what": "Track", "one": "", "other": words, "same": "" if near else "differs"},)


def _compared(lines: Sequence[tuple[str, ...]]) -> tuple[dict[str, str], ...]:
    """Put what two say side by side; where one says nothing, or they are two files, nothing differs."""
    return tuple(
        {
            "what": what,
            "one": left,
            "other": right,
            "same": "differs" if left and right and left != right and what not in OF_THE_FILE else "",
        }
        for what, left, right in lines
    )


def _log_pair(row: dict[str, Any]) -> Pair:
    """A day's log beside another telling of that day; a log knows no time."""
    lines = [
        ("Day", *(f"{row['local_date']:%Y-%m-%d}" for _ in range(2))),
        ("Start", "", f"{row['start_local']:%H:%M:%S}" if int(row["other_id"]) > 0 else ""),
        ("Sets", _sets(row["log_sets"]), _sets(row["other_sets"])),
        ("Duration", "", _clock(row["moving_s"]) if _known(row["moving_s"]) else ""),
        ("Exercises", row["exercises"] or "", _other_exercises(row)),
        ("Heart rate", "", f"{row['hr_mean_bpm']:.0f} bpm" if _known(row["hr_mean_bpm"]) else ""),
        ("File", _opened(_voice(row["log_source"])), row["file_name"] or _opened(_other(row))),
    ]
    return Pair(
        one_id=int(row["log_id"]),
        other_id=int(row["other_id"]),
        title=f"{written.date(row['local_date'])}, {_voice(row['log_source'])} and {_other(row)}",
        reason=_opened(str(row["reason"])),
        rows=_compared(lines),
    )


def _log_match(row: dict[str, Any]) -> LogMatch:
    log = f"{_voice(row['log_source'])} ({_sets(row['log_sets'])}: {row['exercises'] or 'no names'})"
    if row["is_named"]:
        other = f"{_other(row)} ({_sets(row['other_sets'])}: {row['other_exercises'] or 'no names'})"
        counted = "the first" if row["aside_id"] == row["other_id"] else "the second"
        told = f"{log} and {other}: {counted} counts, being more detailed"
    else:
        told = f"{log} counts, not the guesses of {_other(row)}, {_clock(row['moving_s'])}"
    return LogMatch(int(row["log_id"]), int(row["other_id"]), f"{written.date(row['local_date'])}: {told}")


def _voice(source: Any) -> str:
    return VOICES.get(str(source)) or f"your log of {kind_words(str(source))}"


def _other(row: dict[str, Any]) -> str:
    if int(row["other_id"]) < 0:
        return _voice(row["other_source"])
    whose = f"{kind_words(str(row['other_source']))}'s" if row["is_named"] else "the watch's"
    return f"{whose} session of {row['start_local']:%H:%M}"


def _other_exercises(row: dict[str, Any]) -> str:
    if row["is_named"]:
        return row["other_exercises"] or ""
    return "guessed by the watch" if _known(row["other_sets"]) else ""


def _sets(sets: Any) -> str:
    return written.count(int(sets), "set") if _known(sets) else "not counted"


def _said(row: dict[str, Any]) -> Said:
    sides = [
        f"{row[f'{side}_file'] or 'no file'} ({row[f'{side}_start']:%H:%M}, {_km(row[f'{side}_distance_m'])})"
        for side in ("one", "other")
    ]
    return Said(
        one_id=int(row["one_id"]),
        other_id=int(row["other_id"]),
        title=f"{written.date(row['one_start'])}: {sides[0]} and {sides[1]}",
        verdict=VERDICTS[str(row["verdict"])],
    )


def _said_of_log(row: dict[str, Any]) -> Said:
    title = f"{written.date(row['local_date'])}: {_voice(row['log_source'])} and {_other(row)}"
    verdict = {"same": "one session", "two": "two sessions"}[str(row["verdict"])]
    return Said(int(row["log_id"]), int(row["other_id"]), title, verdict)


def _opened(words: str) -> str:
    """Begin a line of its own with a capital letter."""
    return words[:1].upper() + words[1:]


def _moment(value: Any) -> str:
    return f"{written.date(value)}, {value:%H:%M}"


def _known(value: Any) -> bool:
    return value is not None and not math.isnan(value)


def _merge(group: list[dict[str, Any]]) -> Merge:
    first = group[0]
    return Merge(
        activity_id=int(first["activity_id"]),
        first_id=int(first["own_id"]),
        title=f"{_moment(first['shown_start'])}, {written.count(len(group), 'source')}",
        sources=tuple(
            {
                "file": str(row["file_name"] or ""),
                "kind": kind_words(row["source_kind"]),
                "start": f"{row['start_local']:%Y-%m-%d %H:%M:%S}",
                "distance": _km(row["distance_m"]),
                "duration": _clock(row["moving_s"]),
                "name": row["name"] or "",
                "records": "shown" if row["shows_records"] else "kept" if row["has_records"] else "none",
            }
            for row in group
        ),
        others=tuple(
            (int(row["own_id"]), str(row["file_name"] or kind_words(row["source_kind"])))
            for row in group[1:]
            if row["own_id"] != first["own_id"]
        ),
    )


def _km(distance_m: float | None) -> str:
    if distance_m is None or math.isnan(distance_m):
        return "distance unknown"
    return written.distance(distance_m, 2)


def _clock(seconds: float | None) -> str:
    if seconds is None or math.isnan(seconds):
        return "unknown"
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
