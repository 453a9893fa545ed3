"""Adding activities: recognised if they are in already, replaced where the newcomer holds more."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from analytics.ingest.batch import Problem
from analytics.store import logs
from analytics.store.rows import Outcome, StagedActivity
from analytics.store.same_activity import FAMILIES, Seen, Sight
from analytics.store.sieve import Sifted

if TYPE_CHECKING:
    from analytics.store.writer import Writer

log = logging.getLogger(__name__)

WORDS = ("name", "description", "external_id", "is_race")
"""What an activity that is already in takes from a newcomer, where it has nothing there itself."""

NOUNS = {
    "running": "run",
    "cycling": "ride",
    "walking": "walk",
    "swimming": "swim",
    "strength": "strength session",
}


def add(
    writer: Writer, athlete_id: int, sha256: str | None, kind: str, rows: Sequence[StagedActivity]
) -> Outcome:
    """Add activities; see `Writer.add_activities`."""
    passed = all(id(row) in writer.sound for row in rows)
    activity = writer.sift(
        "activity", [_activity_row(athlete_id, sha256, kind, row) for row in rows], passed=passed
    )
    owners, session = _sift_parts(writer, "session", rows, range(len(rows)), passed=passed)
    outcome = Outcome()
    refused = _refusals(rows, activity, session, owners)
    outcome.rejected.extend(
        Problem(reason="; ".join(words), line=rows[at].row.line) for at, words in sorted(refused.items())
    )
    numbers, changed = _choose(writer, athlete_id, kind, rows, refused, outcome.notes)
    known = len(rows) - len(refused) - len(numbers)

    for at, words in sorted(activity.cleared.items()):
        if at in numbers:
            outcome.cleared.extend(Problem(reason=word, line=rows[at].row.line) for word in words)
    for part, words in sorted(session.cleared.items()):
        if owners[part] in numbers:
            outcome.cleared.extend(Problem(reason=word, line=rows[owners[part]].row.line) for word in words)

    writer.keep("activity", _numbered(activity, list(range(len(rows))), numbers))
    writer.keep("session", _numbered(session, owners, numbers))
    for table in ("lap", "run_measure", "best_effort"):
        of, parts = _sift_parts(writer, table, rows, numbers, passed=passed)
        writer.keep(table, _numbered(parts, of, numbers))
    records = sets = 0
    for at, number in numbers.items():
        columns = rows[at].row.records
        if columns is not None:
            records += writer.keep_records(number, columns)
    credited = [(numbers[at], credit) for at in numbers for credit in rows[at].sets]
    if credited:
        sets_outcome = logs.add_activity_sets(
            writer, athlete_id, sha256, credited, replaced=set(changed), passed=passed
        )
        sets = sets_outcome.added
        outcome.rejected.extend(sets_outcome.rejected)
        outcome.cleared.extend(sets_outcome.cleared)
    _hand_over_words(writer, changed)
    writer.flush_if_large()
    return dataclasses.replace(
        outcome,
        added=len(numbers),
        known=known,
        changed=len(changed),
        records=records,
        strength_sets=sets,
        added_ids=list(numbers.values()),
    )


def look_over(writer: Writer, files: Sequence[tuple[int, str | None, str, Sequence[StagedActivity]]]) -> None:
    """Pass many files' activities through staging at once; see `Writer.look_over`."""
    rows = [row for *_, rows in files for row in rows]
    whole = [_activity_row(who, sha256, kind, row) for who, sha256, kind, rows in files for row in rows]
    activity = writer.sift("activity", whole)
    unsound = {*activity.refused, *activity.cleared}
    for table in PARTS:
        owners, parts = _sift_parts(writer, table, rows, range(len(rows)))
        unsound |= {owners[part] for part in (*parts.refused, *parts.cleared)}
    owners = [at for at, row in enumerate(rows) for _ in row.sets]
    parts = writer.sift("strength_set", [logs.set_row(0, None, one) for row in rows for one in row.sets])
    unsound |= {owners[part] for part in (*parts.refused, *parts.cleared)}
    writer.sound = {id(row): row for at, row in enumerate(rows) if at not in unsound}
    writer.taken_ids([row.activity_id for row in rows])


def load_seen(writer: Writer, athlete_id: int) -> Seen:
    """Load what recognising takes of everything an athlete has."""
    found = writer.ask(
        """
        WITH sums AS (
            SELECT
                s.activity_id, string_agg(DISTINCT s.sport, '|') AS sports, sum(s.distance_m) AS distance_m,
                sum(s.moving_s) AS moving_s, sum(s.elapsed_s) AS elapsed_s
            FROM session AS s
            JOIN activity AS a ON a.activity_id = s.activity_id
            WHERE a.athlete_id = ?
            GROUP BY s.activity_id
        ),
        with_sets AS (
            SELECT DISTINCT activity_id FROM strength_set
            WHERE athlete_id = ? AND activity_id IS NOT NULL AND lane <> 'assumed'
        )
        SELECT
            a.activity_id, s.sports, a.start_utc, a.start_local, s.distance_m, s.moving_s, s.elapsed_s,
            a.source_kind, a.external_id, a.has_records, w.activity_id IS NOT NULL
        FROM activity AS a
        LEFT JOIN sums AS s ON s.activity_id = a.activity_id
        LEFT JOIN with_sets AS w ON w.activity_id = a.activity_id
        WHERE a.athlete_id = ?
        """,
        [athlete_id] * 3,
    )
    seen = Seen(start_s=writer.rule("same_activity_start_s"), size_pct=writer.rule("same_activity_size_pct"))
    seen.extend(
        Sight(row[0], frozenset(FAMILIES[sport] for sport in (row[1] or "unknown").split("|")), *row[2:])
        for row in found
    )
    return seen


def _choose(
    writer: Writer,
    athlete_id: int,
    kind: str,
    rows: Sequence[StagedActivity],
    refused: dict[int, list[str]],
    notes: list[str],
) -> tuple[dict[int, int], dict[int, dict[str, Any]]]:
    """Part the new ones from those already in.

    Returns
    -------
    tuple
        The number of each newcomer by its position; and the words to hand over, by activity.
    """
    seen = writer.seen(athlete_id)
    taken = writer.taken_ids([row.activity_id for row in rows])
    numbers: dict[int, int] = {}
    words: dict[int, dict[str, Any]] = {}
    for at, staged in enumerate(rows):
        if at in refused:
            continue
        sight = _sight(staged, kind)
        twin = seen.find(sight)
        if twin is None:
            number = staged.activity_id
            while number in writer.taken_ids([number]):
                number += 1
        elif _holds_more(sight, twin):
            number = twin.activity_id
            earlier = [position for position, given in numbers.items() if given == number]
            if earlier:  # both came in this very call
                words[number] = _words_of(rows[earlier[0]])
                del numbers[earlier[0]]
            else:
                words[number] = _take_out(writer, number)
            seen.forget(number)
            notes.append(
                f"{_described(twin)} was already in, but without its records: this file takes its place"
            )
        else:
            given = {name: value for name, value in _words_of(staged).items() if value is not None}
            if given and _lacks(writer, twin.activity_id, given):
                words[twin.activity_id] = given | words.get(twin.activity_id, {})
            notes.append(f"{_described(twin)} is already in")
            continue
        numbers[at] = number
        taken.add(number)
        seen.add(dataclasses.replace(sight, activity_id=number))
    return numbers, words


def _holds_more(newcomer: Sight, stored: Sight) -> bool:
    more_records = newcomer.has_records and not stored.has_records
    more_sets = newcomer.has_sets and not stored.has_sets
    fewer = (stored.has_records and not newcomer.has_records) or (stored.has_sets and not newcomer.has_sets)
    return more_records or (more_sets and not fewer)


def _take_out(writer: Writer, number: int) -> dict[str, Any]:
    """Remove a stored activity that a fuller one replaces; logged sets stay, its words are handed over."""
    writer.flush()
    row = writer.ask(f"SELECT {', '.join(WORDS)} FROM activity WHERE activity_id = ?", [number])[0]
    for table in ("activity", "session", "lap", "run_measure", "best_effort", "record"):
        writer.change(f"DELETE FROM {table} WHERE activity_id = ?", [number])
    writer.change("DELETE FROM strength_set WHERE activity_id = ? AND lane = 'assumed'", [number])
    return dict(zip(WORDS, row, strict=True))


def _lacks(writer: Writer, number: int, given: dict[str, Any]) -> bool:
    stored = writer.ask(f"SELECT {', '.join(given)} FROM activity WHERE activity_id = ?", [number])
    return not stored or any(value is None for value in stored[0])


def _hand_over_words(writer: Writer, words: dict[int, dict[str, Any]]) -> None:
    for number, given in words.items():
        known = {name: value for name, value in given.items() if value is not None}
        if known:
            writer.flush()
            settings = ", ".join(f"{name} = coalesce({name}, ?)" for name in known)
            writer.change(f"UPDATE activity SET {settings} WHERE activity_id = ?", [*known.values(), number])


def _words_of(staged: StagedActivity) -> dict[str, Any]:
    return {name: getattr(staged.row, name) for name in WORDS}


def _sight(staged: StagedActivity, kind: str) -> Sight:
    sessions = staged.row.sessions
    assert staged.start_utc is not None and staged.start_local is not None
    return Sight(
        activity_id=staged.activity_id,
        families=frozenset(FAMILIES[session.sport] for session in sessions),
        start_utc=staged.start_utc,
        start_local=staged.start_local,
        distance_m=_total([session.distance_m for session in sessions]),
        moving_s=_total([session.moving_s for session in sessions]),
        elapsed_s=_total([session.elapsed_s for session in sessions]),
        source_kind=kind,
        external_id=staged.row.external_id,
        has_records=_has_records(staged),
        has_sets=any(one.row.lane != "assumed" for one in staged.sets),
    )


def _described(sight: Sight) -> str:
    noun = NOUNS.get(min(sight.families), "activity")
    distance = f", {sight.distance_m / 1000:.1f} km" if sight.distance_m else ""
    return f"the {noun} of {sight.start_local:%Y-%m-%d %H:%M}{distance}"


def _total(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _has_records(staged: StagedActivity) -> bool:
    columns = staged.row.records
    return columns is not None and any(len(column) for column in columns.values())


def _refusals(
    rows: Sequence[StagedActivity], activity: Sifted, session: Sifted, owners: list[int]
) -> dict[int, list[str]]:
    refused = {at: list(words) for at, words in activity.refused.items()}
    for part, words in session.refused.items():
        refused.setdefault(owners[part], []).extend(words)
    for at, staged in enumerate(rows):
        if not staged.row.sessions:
            refused.setdefault(at, []).append("the activity has no session")
    return refused


def _sift_parts(
    writer: Writer,
    table: str,
    rows: Sequence[StagedActivity],
    positions: Iterable[int],
    *,
    passed: bool = False,
) -> tuple[list[int], Sifted]:
    """Pass a kind of parts through staging; gives the position of each part's activity as well."""
    parts = [(at, part) for at in positions for part in PARTS[table](rows[at])]
    return [at for at, _ in parts], writer.sift(table, [part for _, part in parts], passed=passed)


def _numbered(sifted: Sifted, owners: list[int], numbers: dict[int, int]) -> pa.Table:
    """Give the sound rows that belong to a newcomer, under its number."""
    places = [place for place, part in enumerate(sifted.kept) if owners[part] in numbers]
    table = sifted.table.take(pa.array(places, pa.int64()))
    column = pa.array([numbers[owners[sifted.kept[place]]] for place in places], pa.int64())
    return table.set_column(table.column_names.index("activity_id"), "activity_id", column)


def _activity_row(athlete_id: int, sha256: str | None, kind: str, staged: StagedActivity) -> dict[str, Any]:
    row = staged.row
    return {
        "activity_id": staged.activity_id, "athlete_id": athlete_id, "source_sha256": sha256,
        "source_kind": kind, "external_id": row.external_id, "name": row.name, "description": row.description,
        "start_utc": staged.start_utc, "start_local": staged.start_local, "zone": staged.zone,
        "zone_basis": staged.zone_basis, "device": row.device, "is_race": row.is_race,
        "has_records": _has_records(staged), "quality": row.quality,
    }  # fmt: skip


def _session_rows(staged: StagedActivity) -> list[dict[str, Any]]:
    return [{"session_no": number, **vars(session)} for number, session in enumerate(staged.row.sessions)]


def _lap_rows(staged: StagedActivity) -> list[dict[str, Any]]:
    return [{"lap_no": number, **vars(lap)} for number, lap in enumerate(staged.row.laps)]


def _measure_rows(staged: StagedActivity) -> list[dict[str, Any]]:
    return [dataclasses.asdict(measure) for measure in staged.run_measures]


def _effort_rows(staged: StagedActivity) -> list[dict[str, Any]]:
    return [dataclasses.asdict(effort) for effort in staged.best_efforts]


PARTS: dict[str, Callable[[StagedActivity], list[dict[str, Any]]]] = {
    "session": _session_rows,
    "lap": _lap_rows,
    "run_measure": _measure_rows,
    "best_effort": _effort_rows,
}
