"""What is stored of kept originals, put right by what today's readers find in them; numbers and labels stay.

An activity keeps its number, whatever its length or start is now, so that what a person said of it (two that
are one, one that is two) goes on holding. A set that still has the name it had keeps its label: labelling
anew is a step of its own.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from analytics.ingest.batch import ZoneBasis
from analytics.store import facts, logs, merging
from analytics.store.activity_rows import PARTS, Row, activity_row, set_rows
from analytics.store.logs import ASIDE
from analytics.store.records import RecordBuffer, table_for_any, tables_of
from analytics.store.rows import CreditedSet, StagedActivity

if TYPE_CHECKING:
    from analytics.store.writer import Writer

SETS = "strength_set"
NAMING = ("source", "source_name", "fit_category", "fit_subtype", "lane")
LABEL = (
    "exercise_id", "label_confidence", "label_basis", "hip_sets", "trunk_sets", "effort_imputed",
)  # fmt: skip
PLACE_OF_A_SET = ("performed_on", "start_utc", "workout", "set_no", "source_name")
ASSUMED = "assumed"
WORN = "activity_gear"


@dataclasses.dataclass(frozen=True)
class Stored:
    """One activity as one original told it: alone, or one of several sources of what is shown."""

    athlete_id: int
    source_sha256: str
    activity_id: int  # the shown activity
    number: int  # under which the source's rows lie
    own_id: int
    has_company: bool
    shows_records: bool
    start_utc: dt.datetime
    start_local: dt.datetime
    zone: str | None
    zone_basis: ZoneBasis | None
    name: str | None
    description: str | None
    external_id: str | None
    is_race: bool | None
    sessions: tuple[tuple[str, float | None], ...] = ()  # sport and exertion of each

    @property
    def prefix(self) -> str:
        """Before the names of the tables the rows lie in."""
        return ASIDE if self.has_company else ""

    @property
    def records_at(self) -> tuple[str, int]:
        """The table and number of its records."""
        if self.has_company and not self.shows_records:
            return f"{ASIDE}record", self.number
        return "record", self.activity_id


@dataclasses.dataclass
class Renewed:
    """What came of renewing some activities: by position, what was different or why nothing was done."""

    different: dict[int, dict[str, int]] = dataclasses.field(default_factory=lambda: defaultdict(dict))
    refused: dict[int, str] = dataclasses.field(default_factory=dict)


def stored_of(writer: Writer, fingerprints: Sequence[str]) -> dict[tuple[str, int], list[Stored]]:
    """Give what is stored of originals, by fingerprint and athlete, in the order of their starts."""
    if not fingerprints:
        return {}
    writer.flush()
    words = (
        "a.start_utc, a.start_local, a.zone, a.zone_basis, a.name, a.description, a.external_id, a.is_race"
    )
    among = ", ".join("?" * len(fingerprints))
    found = writer.ask(
        f"""
        SELECT
            a.athlete_id, a.source_sha256, a.activity_id, a.activity_id, a.activity_id, false, true, {words}
        FROM activity AS a
        WHERE a.source_sha256 IN ({among}) AND {merging.ALONE}
        UNION ALL
        SELECT
            s.athlete_id, s.source_sha256, s.activity_id, s.source_id, s.own_id, true, s.shows_records,
            {words}
        FROM activity_source AS s JOIN aside_activity AS a ON a.activity_id = s.source_id
        WHERE s.source_sha256 IN ({among})
        ORDER BY 8, 5
        """,
        [*fingerprints, *fingerprints],
    )
    by_file: dict[tuple[str, int], list[Stored]] = defaultdict(list)
    sessions: dict[tuple[str, int], list[tuple[str, float | None]]] = defaultdict(list)
    for prefix in ("", ASIDE):
        for number, sport, rpe in writer.ask(
            f"SELECT s.activity_id, s.sport, s.rpe_0_10 FROM {prefix}session AS s "
            f"JOIN {prefix}activity AS a ON a.activity_id = s.activity_id WHERE a.source_sha256 IN ({among}) "
            "ORDER BY s.activity_id, s.session_no",
            fingerprints,
        ):
            sessions[prefix, number].append((sport, rpe))
    for row in found:
        one = Stored(*row)
        one = dataclasses.replace(one, sessions=tuple(sessions[one.prefix, one.number]))
        by_file[one.source_sha256, one.athlete_id].append(one)
    return by_file


def renew(writer: Writer, pairs: Sequence[tuple[Stored, str, StagedActivity]]) -> Renewed:
    """Put what is stored of activities in the place of what they are told to be now.

    Parameters
    ----------
    pairs
        What is stored, the format of its original, and the activity as read now.

    Returns
    -------
    Renewed
        Of each activity that differs, by table how many rows do. One that breaks a rule stays as it was.
    """
    done = Renewed()
    rows = _rows(pairs)
    for table in ("activity", "session"):
        owners, parts = rows[table]
        for part, words in writer.sift(table, parts).refused.items():
            done.refused.setdefault(owners[part], "; ".join(words))
    for at, (_, _, staged) in enumerate(pairs):
        if not staged.row.sessions:
            done.refused.setdefault(at, "the activity has no session")
    places = {
        (stored.prefix, stored.number): at
        for at, (stored, _, _) in enumerate(pairs)
        if at not in done.refused
    }
    rows[SETS] = (rows[SETS][0], _labels_kept(writer, rows[SETS][1]))
    for table, (owners, parts) in rows.items():
        for prefix in ("", ASIDE):
            numbers = [number for of, number in places if of == prefix]
            mine = [
                part
                for at, part in zip(owners, parts)
                if at not in done.refused and pairs[at][0].prefix == prefix
            ]
            if table == WORN:  # an account says it, not the file: what a file leaves out stays
                numbers = sorted({part["activity_id"] for part in mine})
            if numbers:
                columns = writer.sieve.stored_columns(table)
                told = f"SELECT {', '.join(columns)} FROM incoming"
                sound = writer.sift(table, mine).table
                for number, count in _replace(writer, prefix + table, columns, numbers, told, sound).items():
                    done.different[places[prefix, number]][table] = count
    for at, count in _records(writer, pairs, set(done.refused)).items():
        done.different[at]["record"] = count
    _show(writer, pairs, done)
    return done


def _rows(
    pairs: Sequence[tuple[Stored, str, StagedActivity]],
) -> dict[str, tuple[list[int], list[Row]]]:
    """Give each table's rows under the numbers they lie at, with the position of the pair each belongs to."""

    def of(stored: Stored, kind: str, staged: StagedActivity) -> Iterator[tuple[str, list[Row]]]:
        own = dataclasses.replace(staged, activity_id=stored.own_id)
        yield "activity", [activity_row(stored.athlete_id, stored.source_sha256, kind, own)]
        for table, rows_of in {**PARTS, **facts.FACTS}.items():
            yield table, rows_of(own)
        yield SETS, set_rows(stored.athlete_id, stored.source_sha256, own)

    found: dict[str, tuple[list[int], list[Row]]] = {table: ([], []) for table in merging.PARTS}
    for at, (stored, kind, staged) in enumerate(pairs):
        for table, rows in of(stored, kind, staged):
            owners, parts = found[table]
            owners += [at] * len(rows)
            parts += [row | {"activity_id": stored.number} for row in rows]
    return found


def _labels_kept(writer: Writer, rows: list[Row]) -> list[Row]:
    """Give sets that are named as they were the label they have."""
    if not rows:
        return rows
    among = ", ".join(str(row["set_id"]) for row in rows)
    columns = ("set_id", *NAMING, *LABEL)
    stored: dict[int, Row] = {}
    for prefix in (ASIDE, ""):
        for found in writer.ask(f"SELECT {', '.join(columns)} FROM {prefix}{SETS} WHERE set_id IN ({among})"):
            row = dict(zip(columns, found, strict=True))
            stored[row["set_id"]] = row
    return [_labelled_as(row, stored.get(row["set_id"])) for row in rows]


def _labelled_as(row: Row, stored: Row | None) -> Row:
    if stored is None or row["lane"] == ASSUMED or any(row[name] != stored[name] for name in NAMING):
        return row
    return row | {name: stored[name] for name in LABEL}


def _replace(
    writer: Writer,
    place: str,
    columns: Sequence[str],
    numbers: Sequence[int],
    told: str,
    incoming: pa.Table,
    *,
    key: str = "activity_id",
) -> dict[int, int]:
    """Make a table's rows of these numbers what they are now; gives, for each that differs, how many rows do.

    Parameters
    ----------
    told
        The SELECT over `incoming` that gives the rows as they are now.
    """
    if not numbers:
        return {}
    named, among = ", ".join(columns), ", ".join(map(str, numbers))
    now = f"SELECT {named} FROM ({told}) WHERE {key} IN ({among})"
    before = f"SELECT {named} FROM {place} WHERE {key} IN ({among})"
    different = writer.ask_of(
        f"""
        SELECT {key}, greatest(count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new))
        FROM (
            SELECT {key}, true AS is_new FROM ({now} EXCEPT ALL {before})
            UNION ALL
            SELECT {key}, false AS is_new FROM ({before} EXCEPT ALL {now})
        )
        GROUP BY {key}
        """,
        incoming,
    )
    if different:
        changing = ", ".join(str(number) for number, _ in different)
        for table in tables_of(place):
            writer.change(f"DELETE FROM {table} WHERE {key} IN ({changing})")
        writer.change_from(
            f"INSERT INTO {table_for_any(place)} ({named}) "
            f"SELECT {named} FROM ({told}) WHERE {key} IN ({changing})",
            incoming,
        )
    return dict(different)


def _records(
    writer: Writer, pairs: Sequence[tuple[Stored, str, StagedActivity]], left_out: set[int]
) -> dict[int, int]:
    """Renew the records; gives by position how many differ."""
    different: dict[int, int] = {}
    places: dict[str, dict[int, int]] = defaultdict(dict)
    for at, (stored, _, _) in enumerate(pairs):
        if at not in left_out:
            place, number = stored.records_at
            places[place][number] = at
    columns = list(writer.sieve.columns["record"])
    for place, at_of in places.items():
        buffer = RecordBuffer()
        for number, at in at_of.items():
            buffer.add(number, pairs[at][2].row.records or {})
        if buffer.rows:
            incoming = buffer.take()
            told, _ = writer.sieve.sift_bulk("record", incoming)
        else:
            incoming = pa.table({"nothing": pa.array([], pa.int8())})
            told = f"SELECT {', '.join(columns)} FROM {place} WHERE false"
        numbers = _suspects(writer, place, columns, list(at_of), told, incoming)
        for number, count in _replace(writer, place, columns, numbers, told, incoming).items():
            different[at_of[number]] = count
    return different


def _suspects(
    writer: Writer, place: str, columns: Sequence[str], numbers: Sequence[int], told: str, incoming: pa.Table
) -> list[int]:
    """Find the few activities whose records differ, by what all records of each hash to."""
    named, among = ", ".join(columns), ", ".join(map(str, numbers))

    def summed(rows: str) -> str:
        return (
            f"SELECT activity_id, sum(CAST(hash({named}) AS HUGEINT)) AS told, count(*) AS n "
            f"FROM ({rows}) GROUP BY activity_id"
        )

    stored = summed(f"SELECT {named} FROM {place} WHERE activity_id IN ({among})")
    found = writer.ask_of(
        f"SELECT coalesce(a.activity_id, b.activity_id) FROM ({summed(told)}) AS a "
        f"FULL JOIN ({stored}) AS b ON a.activity_id = b.activity_id "
        "WHERE a.told IS DISTINCT FROM b.told OR a.n IS DISTINCT FROM b.n",
        incoming,
    )
    return [number for (number,) in found]


def _show(writer: Writer, pairs: Sequence[tuple[Stored, str, StagedActivity]], done: Renewed) -> None:
    """Make the shown activities anew whose sources differ, and have their days counted."""
    again: set[int] = set()
    for at in done.different:
        stored, kind, staged = pairs[at]
        writer.touch(stored.athlete_id)
        if stored.has_company:
            columns, count = merging.richness(staged.row.records)
            writer.change(
                "UPDATE activity_source SET record_columns = ?, record_rows = ?, source_kind = ? "
                "WHERE source_id = ?",
                [columns, count, kind, stored.number],
            )
            again.add(stored.activity_id)
    merging.rebuild(writer, sorted(again))
    if done.different:
        writer.forget_what_was_seen()


# Sets that stand outside activities


def renew_sets(
    writer: Writer, athlete_id: int, sha256: str, credits: Sequence[CreditedSet]
) -> tuple[int, list[CreditedSet], int]:
    """Put what is stored of a log's sets in the place of what they are told to be now.

    Returns
    -------
    tuple
        How many sets differ; the sets that are not stored yet; how many stored ones the log no longer tells
        of (they stay, and then the new ones are not to be added: nothing must count twice).
    """
    columns = writer.sieve.stored_columns(SETS)
    stored: list[tuple[str, Row]] = []
    for prefix in ("", ASIDE):
        stored += [
            (prefix, dict(zip(columns, row, strict=True)))
            for row in writer.ask(
                f"SELECT {', '.join(columns)} FROM {prefix}{SETS} WHERE athlete_id = ? AND source_sha256 = ? "
                "AND activity_id IS NULL ORDER BY performed_on, set_no",
                [athlete_id, sha256],
            )
        ]
    told = [logs.set_row(athlete_id, sha256, credit) for credit in credits]
    pairs, unmet, new = _matched([row for _, row in stored], told)
    different = 0
    for prefix in ("", ASIDE):
        mine = [(one, other) for one, other in pairs if stored[one][0] == prefix]
        rows = [
            _labelled_as(told[other], stored[one][1])
            | {name: stored[one][1][name] for name in ("set_id", "activity_id", "fit_guesses")}
            for one, other in mine
        ]
        sound = writer.sift(SETS, rows).table
        told_now = f"SELECT {', '.join(columns)} FROM incoming"
        numbers = sound.column("set_id").to_pylist()
        found = _replace(writer, prefix + SETS, columns, numbers, told_now, sound, key="set_id")
        different += sum(found.values())
    if different:
        writer.touch(athlete_id)
    return different, [credits[at] for at in new], len(unmet)


def _matched(
    stored: Sequence[Row], told: Sequence[Row]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Pair rows by day, time, workout, place and name; then by day and place; then in order, if as many."""
    pairs: list[tuple[int, int]] = []
    ones, others = list(range(len(stored))), list(range(len(told)))
    keys: tuple[Callable[[Row], Any], ...] = (
        lambda row: tuple(row[name] for name in PLACE_OF_A_SET),
        lambda row: (row["performed_on"], row["set_no"]),
    )
    for key in keys:
        waiting: dict[Any, list[int]] = defaultdict(list)
        for at in ones:
            waiting[key(stored[at])].append(at)
        found = []
        for at in others:
            there = waiting.get(key(told[at]))
            if there:
                found.append((there.pop(0), at))
        pairs += found
        ones = _without(ones, (one for one, _ in found))
        others = _without(others, (other for _, other in found))
    if ones and len(ones) == len(others):
        pairs += zip(ones, others, strict=True)
        ones, others = [], []
    return pairs, ones, others


def _without(these: Iterable[int], those: Iterable[int]) -> list[int]:
    gone = set(those)
    return [one for one in these if one not in gone]


# The receipt


def tell_anew(writer: Writer, told: Sequence[tuple[str, str | None, str | None]]) -> None:
    """Change format and soundness of files on the receipt, by fingerprint."""
    for sha256, kind, quality in told:
        writer.change(
            "UPDATE source_file SET kind = ?, quality = ? WHERE sha256 = ?", [kind, quality, sha256]
        )
