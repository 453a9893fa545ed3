"""Adding what people log: strength sets, weekly loads, coverage; and what all logs share."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from analytics.ingest.batch import Problem, WeeklyLoadRow
from analytics.store.rows import CoverageRow, CreditedSet, LabelledSet, Outcome
from analytics.store.sieve import Sifted

if TYPE_CHECKING:
    from analytics.store.writer import Writer

SET_KEY = ("source", "performed_on", "start_utc", "workout", "set_no", "source_name", "exercise_id")
INJURY_KEY = ("onset_date", "site", "diagnosis_id", "side")
INJURY_DETAILS = (
    "mode", "case_level", "running_related", "time_loss_start", "recovered_date", "pain_0_10", "note",
    "onset", "onset_precision", "onset_relation", "mechanism", "onset_activity_id", "recurrence",
    "recurrence_of", "tissue", "diagnosis_text", "osiics", "time_loss_end", "return_training_date",
    "return_competition_date", "treated_by",
)  # fmt: skip

Key = tuple[Any, ...]

ASIDE = "aside_"
"""Before the name of a table: where the rows of further sources are kept."""
SHARED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "injury": (INJURY_KEY, INJURY_DETAILS),
    "checkin": (
        ("week_start",),
        (
            "q1", "q2", "q3", "q4", "pain_0_10", "site", "problem_kind", "side",
            "sleep_1_5", "fatigue_1_5", "soreness_1_5", "stress_1_5", "mood_1_5",
        ),
    ),
    "weekly_load": (("week_start",), ("runs", "distance_m", "moving_s", "longest_run_m", "hip_sets")),
}  # fmt: skip
"""Tables whose rows several sources may tell of: what makes them one, and what a later source may change."""


def row_id(*key: Any) -> int:
    """Give the number that a natural key always gets: 53 bits, so that a browser keeps it exact.

    Examples
    --------
    >>> row_id(1, "hevy", None) == row_id(1, "hevy", None) < 2**53
    True
    """
    return int.from_bytes(hashlib.sha256(repr(key).encode("utf-8", "replace")).digest()[:8], "big") >> 11


# Strength sets


def set_row(athlete_id: int, sha256: str | None, credit: CreditedSet) -> dict[str, Any]:
    """Give a set as a row of its table, all but its number."""
    row = {name: value for name, value in vars(credit.row).items() if name != "line"}
    labelled = {name: value for name, value in vars(credit).items() if name != "row"}
    row |= {"athlete_id": athlete_id, "source_sha256": sha256, **labelled}
    row["exercise_id"] = credit.exercise_id or credit.row.exercise_id
    return row


def add_sets(
    writer: Writer, athlete_id: int, sha256: str | None, credits: Sequence[CreditedSet], *, entered: bool
) -> Outcome:
    """Add sets outside an activity; see `Writer.add_sets`."""
    rows = [set_row(athlete_id, sha256, credit) for credit in credits]
    if entered:
        _number_after(writer, athlete_id, rows)
    keys = [_set_key(row) for row in rows]
    known = _known_set_keys(writer, athlete_id, rows)
    fresh: list[int] = []
    for at, key in enumerate(keys):
        if key not in known:
            known.add(key)
            fresh.append(at)
    for row, key in zip(rows, keys, strict=True):
        row["set_id"] = row_id(athlete_id, *key)
    lines = [credit.row.line for credit in credits]
    outcome = _keep(writer, "strength_set", rows, fresh, lines)
    if sha256 is not None:  # told by another file already: kept aside, should that one be undone
        told = sorted(set(range(len(rows))) - set(fresh))
        merged = _keep(writer, "strength_set", rows, told, lines, prefix=ASIDE).added
        outcome = dataclasses.replace(outcome, merged=merged)
    return outcome


def add_activity_sets(
    writer: Writer,
    athlete_id: int,
    sha256: str | None,
    credits: Sequence[tuple[int, int, CreditedSet, str | None]],
    *,
    prefix: str = "",
) -> Outcome:
    """Add the sets of activities.

    Parameters
    ----------
    credits
        The number under which a set's activity is kept, the number that activity has alone, the set, and a
        watch's further guesses of it.
    prefix
        Of the table: empty for what is shown, or that of the tables where further sources are kept.
    """
    rows = [
        set_row(athlete_id, sha256, credit)
        | {
            "activity_id": number,
            "set_id": row_id(athlete_id, own_id, credit.row.set_no, place),
            "fit_guesses": guesses,
        }
        for (number, own_id, credit, guesses), place in zip(
            credits, _places([one[0] for one in credits]), strict=True
        )
    ]
    lines = [credit.row.line for _, _, credit, _ in credits]
    return _keep(writer, "strength_set", rows, range(len(rows)), lines, prefix=prefix)


def _places(numbers: Sequence[int]) -> list[int]:
    """Count each activity's sets from 0.

    Examples
    --------
    >>> _places([7, 7, 9, 7])
    [0, 1, 0, 2]
    """
    so_far: Counter[int] = Counter()
    places = []
    for number in numbers:
        places.append(so_far[number])
        so_far[number] += 1
    return places


def update_set_labels(writer: Writer, labels: Sequence[LabelledSet]) -> int:
    """Give stored sets new labels; see `Writer.update_set_labels`."""
    if not labels:
        return 0
    writer.flush()
    columns = [field.name for field in dataclasses.fields(LabelledSet)]
    incoming = pa.table({name: [getattr(label, name) for label in labels] for name in columns})
    settings = ", ".join(f"{name} = incoming.{name}" for name in columns if name != "set_id")
    changed, _ = (
        writer.change_from(
            f"UPDATE {table} SET {settings} FROM incoming WHERE {table}.set_id = incoming.set_id", incoming
        )
        for table in ("strength_set", "aside_strength_set")
    )
    among = ", ".join(str(label.set_id) for label in labels)
    for row in writer.ask(f"SELECT DISTINCT athlete_id FROM strength_set WHERE set_id IN ({among})"):
        writer.touch(row[0])
    return changed


def _set_key(row: dict[str, Any]) -> Key:
    return tuple(row.get(name) for name in SET_KEY)


def _known_set_keys(writer: Writer, athlete_id: int, rows: Sequence[dict[str, Any]]) -> set[Key]:
    dates = [row["performed_on"] for row in rows if row["performed_on"] is not None]
    if not dates:
        return set()
    writer.flush()
    return set(
        writer.ask(
            f"SELECT {', '.join(SET_KEY)} FROM strength_set "
            "WHERE athlete_id = ? AND performed_on BETWEEN ? AND ?",
            [athlete_id, min(dates), max(dates)],
        )
    )


def _number_after(writer: Writer, athlete_id: int, rows: list[dict[str, Any]]) -> None:
    """Number sets entered by hand on from the last of their day."""
    writer.flush()
    last: dict[dt.date, int] = {}
    for row in rows:
        day = row["performed_on"]
        if day not in last:
            found = writer.ask(
                "SELECT coalesce(max(set_no), -1) FROM strength_set "
                "WHERE athlete_id = ? AND performed_on = ?",
                [athlete_id, day],
            )
            last[day] = int(found[0][0])
        last[day] += 1
        row["set_no"] = last[day]


# Weekly sums


def add_weekly_loads(
    writer: Writer, athlete_id: int, sha256: str | None, rows: Sequence[WeeklyLoadRow]
) -> Outcome:
    """Add weekly sums; see `Writer.add_weekly_loads`."""
    given = [
        {name: value for name, value in vars(row).items() if name not in ("athlete", "line")}
        | {"athlete_id": athlete_id, "source_sha256": sha256}
        for row in rows
    ]
    return merge(
        writer, "weekly_load", athlete_id, given, [row.line for row in rows],
        said=lambda row: f"the week of {row['week_start']}",
    )  # fmt: skip


# Coverage


def add_coverage(
    writer: Writer,
    athlete_id: int,
    sha256: str | None,
    rows: Sequence[CoverageRow],
    spans: set[tuple[str, str, dt.date, dt.date]],
) -> Outcome:
    """Add coverage; see `Writer.add_coverage`. `spans` are those the athlete has, and grows."""
    given = [vars(row) | {"athlete_id": athlete_id, "source_sha256": sha256} for row in rows]
    fresh = [
        at
        for at, row in enumerate(rows)
        if not any(
            what == row.what and basis == row.basis and first <= row.first_date and row.last_date <= last
            for what, basis, first, last in spans
        )
    ]
    outcome = _keep(writer, "coverage", given, fresh, [None] * len(rows))
    if sha256 is not None:
        told = sorted(set(range(len(rows))) - set(fresh))
        _keep(writer, "coverage", given, told, [None] * len(rows), prefix=ASIDE)
    if not outcome.rejected:
        spans.update((rows[at].what, rows[at].basis, rows[at].first_date, rows[at].last_date) for at in fresh)
    return outcome


# What they share


def _keep(
    writer: Writer,
    table: str,
    rows: Sequence[dict[str, Any]],
    fresh: Sequence[int],
    lines: Sequence[int | None],
    *,
    prefix: str = "",
) -> Outcome:
    """Pass the fresh rows through staging and let the sound ones wait."""
    sifted = writer.sift(table, [rows[at] for at in fresh])
    writer.keep(prefix + table, sifted.table)
    return Outcome(
        added=len(sifted.kept),
        known=len(rows) - len(fresh),
        rejected=_problems(sifted.refused, fresh, lines),
        cleared=_problems(sifted.cleared, fresh, lines),
        added_ids=sifted.table.column("set_id").to_pylist() if table == "strength_set" else [],
    )


def _problems(said: dict[int, list[str]], fresh: Sequence[int], lines: Sequence[int | None]) -> list[Problem]:
    return [Problem(reason="; ".join(words), line=lines[fresh[at]]) for at, words in sorted(said.items())]


def merge(
    writer: Writer,
    table: str,
    athlete_id: int,
    rows: list[dict[str, Any]],
    lines: Sequence[int | None],
    *,
    said: Any,
    moved: frozenset[Key] | set[Key] = frozenset(),
) -> Outcome:
    """Add the rows whose key is new; of the others, what the newcomer knows wins, and the fact is told.

    Parameters
    ----------
    said
        Names a row in words.
    moved
        Keys that a person changed or took out by hand: a file that tells of them changes nothing.
    """
    key, details = SHARED[table]
    writer.flush()
    stored = {
        row[: len(key)]: row[len(key) :]
        for row in writer.ask(
            f"SELECT {', '.join([*key, *details])} FROM {table} WHERE athlete_id = ?", [athlete_id]
        )
    }
    sifted: Sifted = writer.sift(table, rows)
    lines_of = list(range(len(rows)))
    outcome = Outcome(
        rejected=_problems(sifted.refused, lines_of, lines),
        cleared=_problems(sifted.cleared, lines_of, lines),
    )
    sound = dict(zip(sifted.kept, sifted.table.to_pylist(), strict=True))
    fresh: dict[Key, int] = {}
    beside: list[dict[str, Any]] = []
    known = changed = 0
    for at, row in sound.items():
        named = tuple(row[name] for name in key)
        if named in fresh:  # the file says it twice: its last word counts
            outcome.notes.append(f"{said(row)} stands in the file more than once; its last row counts")
            fresh[named] = at
            known += 1
        elif named not in stored and named in moved:
            outcome.notes.append(f"{said(row)} was changed or taken out by hand: it stays so")
            known += 1
        elif named not in stored:
            fresh[named] = at
        else:
            if _put_beside(writer, table, athlete_id, named, row):
                beside.append(row)
            newer = {
                name: row[name]
                for name, old in zip(details, stored[named], strict=True)
                if row[name] is not None and row[name] != old
            }
            if newer:
                _change(writer, table, athlete_id, dict(zip(key, named, strict=True)), newer)
                outcome.notes.append(f"{said(row)} was already in; changed: {', '.join(newer)}")
                changed += 1
            known += 1
    places = [place for place, at in enumerate(sifted.kept) if at in set(fresh.values())]
    kept = sifted.table.take(pa.array(places, pa.int64()))
    writer.keep(table, kept)
    ids = kept.column("injury_id").to_pylist() if "injury_id" in kept.column_names else []
    return dataclasses.replace(
        outcome, added=len(fresh), known=known, changed=changed, merged=len(beside), added_ids=ids
    )


def _put_beside(writer: Writer, table: str, athlete_id: int, named: Key, row: dict[str, Any]) -> bool:
    """Keep a further source's row of something that is in already; the first one's comes beside it, too."""
    where, params = same_key(table, athlete_id, named)
    columns = ", ".join(writer.sieve.stored_columns(table))
    have = writer.ask(f"SELECT source_sha256, arrived_no FROM {ASIDE}{table} WHERE {where}", params)
    if not have:
        first = writer.ask(f"SELECT source_sha256 FROM {table} WHERE {where}", params)
        if first and first[0][0] == row["source_sha256"]:
            return False
        writer.change(
            f"INSERT INTO {ASIDE}{table} ({columns}, arrived_no) "
            f"SELECT {columns}, 0 FROM {table} WHERE {where}",
            params,
        )
        have = [(first[0][0], 0)] if first else [(None, 0)]
    if row["source_sha256"] is not None and row["source_sha256"] in {sha256 for sha256, _ in have}:
        return False
    stored = writer.sieve.stored_columns(table)
    writer.change(
        f"INSERT INTO {ASIDE}{table} ({', '.join(stored)}, arrived_no) "
        f"VALUES ({', '.join('?' * len(stored))}, ?)",
        [*(row[name] for name in stored), 1 + max(number for _, number in have)],
    )
    return True


def same_key(table: str, athlete_id: int, named: Key) -> tuple[str, list[Any]]:
    """Give the condition that a row is the one of this key, and its parameters."""
    where = " AND ".join(f"{name} IS NOT DISTINCT FROM ?" for name in SHARED[table][0])
    return f"athlete_id = ? AND {where}", [athlete_id, *named]


def _change(writer: Writer, table: str, athlete_id: int, key: dict[str, Any], newer: dict[str, Any]) -> None:
    settings = ", ".join(f"{name} = ?" for name in newer)
    where = " AND ".join(f"{name} IS NOT DISTINCT FROM ?" for name in key)
    writer.change(
        f"UPDATE {table} SET {settings} WHERE athlete_id = ? AND {where}",
        [*newer.values(), athlete_id, *key.values()],
    )
