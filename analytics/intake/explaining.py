"""Tables whose columns nobody has explained yet: kept, asked about, previewed, and read as somebody says."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from analytics.errors import AnalyticsError, UnreadableError
from analytics.ingest import guessing, gzipped, mapping
from analytics.ingest.batch import Batch
from analytics.ingest.cells import is_missing
from analytics.ingest.guessing import Guess
from analytics.ingest.layouts import WHERE_ASKED, AskError
from analytics.ingest.mapping import Mapping, Said
from analytics.ingest.sheets import Sheet, read_sheet
from analytics.ingest.sniffing import GZIP
from analytics.intake.receipt import Receipt, problem_text
from analytics.knowledge.meanings import Meaning, Rows, meanings
from analytics.store import Store, column_mapping
from analytics.store.column_mapping import WaitingTable

__all__ = ["Guess", "Mapping", "Said"]

log = logging.getLogger(__name__)

MAX_KEPT_BYTES = 16 * 2**20
"""A log of decades has less; what is larger is refused without being kept."""
ALONE = "Taken out of its archive and imported by itself it is asked about on the page “Table columns”."
MAX_WAITING = 50
"""So many tables wait at most; those beyond are refused by their header as before."""
DAYS = frozenset({"start", "day", "week", "onset"})
DOINGS = frozenset({"distance", "moving", "elapsed", "exercise", "reps", "site", "q1"})
PREVIEWED = 8
EXAMPLES = 3
EXAMPLE_LETTERS = 24


class WaitsError(AskError):
    """A table that asks something, and is kept until somebody answers."""


@dataclass(frozen=True)
class Asked:
    """What is asked about a waiting table."""

    table: WaitingTable
    rows: Rows
    header: tuple[str, ...]
    examples: tuple[tuple[str, ...], ...]  # by column: its first different cells
    row_count: int
    meanings: tuple[Meaning, ...]
    guesses: tuple[Guess, ...]


@dataclass(frozen=True)
class Look:
    """How a table would be read: the first rows in SI units, and what is still open."""

    questions: tuple[str, ...]
    asks_order: bool
    asks_decimal: bool
    mixes_metres: bool
    unknown_sports: tuple[tuple[str, int], ...]
    unknown_words: tuple[tuple[str, str, int], ...]
    first: tuple[dict[str, Any], ...]
    read: int
    row_count: int
    problems: tuple[str, ...]
    refused: str | None


def answer(
    store: Store, data: bytes, question: AskError, *, name: str, athlete_id: int | None, keep: bool
) -> Batch:
    """Read a table by what somebody said of its header before; else keep it until somebody does.

    Raises
    ------
    AskError
        If nobody has said anything of this header yet.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    sheet = _sheet(data)
    known = mapping.fingerprint(sheet.header)
    with store.reader() as reader:
        text = column_mapping.remembered(reader, known)
    if text is not None:
        try:
            return mapping.read_mapped(sheet, Mapping.from_json(text))
        except AskError as still_open:
            question = still_open
    if keep:
        with store.writer() as writer:
            table = WaitingTable(sha256, athlete_id, name, known, question.reason, writer.now_utc)
            is_there = column_mapping.keep_waiting(writer, table, data, at_most=MAX_WAITING)
        if is_there:
            log.info("table %s waits for its columns to be explained", sha256[:12])
            raise WaitsError(question.reason, header=question.header)
    raise AskError(question.reason.replace(WHERE_ASKED, ALONE), header=question.header)


def is_kept(data: bytes, archive_sha256: str | None) -> bool:
    """Say whether a table that asks something is kept until somebody answers.

    An account export holds side lists by the dozen that nobody wants asked of: a member of an archive is only
    kept where it seems to tell of days and of something done on them.
    """
    return len(data) <= MAX_KEPT_BYTES and (archive_sha256 is None or _tells_of_training(data))


def _tells_of_training(data: bytes) -> bool:
    sheet = _sheet(data)
    rows = guessing.guess_rows(sheet)
    found = {one.field for one in guessing.guess(sheet, rows) if one.column is not None}
    return bool(found & DAYS) and bool(found & DOINGS)


def ask(store: Store, sha256: str, rows: Rows | None = None) -> Asked | None:
    """Gather what is asked about a waiting table, with a first guess; None where it waits no more.

    Parameters
    ----------
    rows
        What one of its rows is; None: guessed.
    """
    with store.reader() as reader:
        table = next((one for one in column_mapping.waiting(reader) if one.sha256 == sha256), None)
        data = column_mapping.content(reader, sha256)
    if table is None or data is None:
        return None
    sheet = _sheet(data)
    rows = rows or guessing.guess_rows(sheet)
    return Asked(
        table,
        rows,
        tuple(sheet.header),
        tuple(_examples(sheet, number) for number in range(len(sheet.header))),
        len(sheet.lines),
        meanings(rows),
        tuple(guessing.guess(sheet, rows)),
    )


def look(store: Store, sha256: str, said: Mapping) -> Look:
    """Read a waiting table as somebody says, without storing anything."""
    sheet = _waiting_sheet(store, sha256)
    questions = mapping.open_questions(sheet, said)
    batch, refused = None, None
    if not questions:
        try:
            batch = mapping.read_mapped(sheet, said)
        except UnreadableError as error:
            refused = str(error)
    return Look(
        tuple(questions),
        mapping.needs_order(sheet, said),
        mapping.needs_decimal(sheet, said),
        guessing.mixes_metres(sheet, said),
        tuple(mapping.unknown_sports(sheet, said)),
        tuple(mapping.unknown_words(sheet, said)),
        () if batch is None else tuple(_previewed(batch)),
        0 if batch is None else _count(batch),
        len(sheet.lines),
        () if batch is None else tuple(problem_text(one) for one in batch.problems),
        refused,
    )


def explain(store: Store, sha256: str, said: Mapping, *, athlete: str | None) -> Receipt:
    """Remember what the columns mean, and take in this table and the others of its header that wait.

    Parameters
    ----------
    athlete
        Whose this table is; the others go to the athlete they were handed in for.

    Raises
    ------
    UnreadableError
        If something is still open, or the table waits no more.
    """
    from analytics.intake.taking_in import take_in

    sheet = _waiting_sheet(store, sha256)
    mapping.read_mapped(sheet, said)
    known = mapping.fingerprint(sheet.header)
    header = ", ".join(word or "(empty)" for word in sheet.header)
    with store.writer() as writer:
        column_mapping.remember(writer, header_fingerprint=known, header=header, mapping=said.to_json())
    with store.reader() as reader:
        waiting = [one for one in column_mapping.waiting(reader) if one.header_fingerprint == known]
        names = {
            int(row["athlete_id"]): str(row["name"])
            for row in reader.frame("roster_athletes").to_dict("records")
        }
        files = {one.sha256: column_mapping.content(reader, one.sha256) for one in waiting}
    receipt: Receipt | None = None
    for one in sorted(waiting, key=lambda table: table.sha256 != sha256):
        whose = (
            athlete if one.sha256 == sha256 or one.athlete_id is None else names.get(one.athlete_id, athlete)
        )
        data = files[one.sha256]
        if data is None:
            continue
        part = take_in(store, [(one.name, data)], athlete=whose)
        if all(line.status != "refused" for line in part.files):
            discard(store, one.sha256)
        receipt = part if receipt is None else replace(receipt, files=[*receipt.files, *part.files])
    if receipt is None:
        raise AnalyticsError("This table waits no more: it was imported or taken away meanwhile.")
    return receipt


def discard(store: Store, sha256: str) -> None:
    """Take a waiting table away without reading it."""
    with store.writer() as writer:
        column_mapping.stop_waiting(writer, sha256)


def forget(store: Store, header_fingerprint: str) -> None:
    """Forget what was said of a header: the next table of it is asked about again; what was read stays."""
    with store.writer() as writer:
        column_mapping.forget(writer, header_fingerprint)


def _sheet(data: bytes) -> Sheet:
    return _read_sheet(gzipped.inflate(data)[0] if data.startswith(GZIP) else data)


@lru_cache(maxsize=2)
def _read_sheet(data: bytes) -> Sheet:
    """Read a sheet once for all the runs of a page while somebody chooses."""
    return read_sheet(data)


def _waiting_sheet(store: Store, sha256: str) -> Sheet:
    with store.reader() as reader:
        data = column_mapping.content(reader, sha256)
    if data is None:
        raise UnreadableError("This table waits no more: it was imported or taken away meanwhile.")
    return _sheet(data)


def _examples(sheet: Sheet, number: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for line in sheet.lines:
        text = line.cells[number]
        if not is_missing(text):
            found.setdefault(text if len(text) <= EXAMPLE_LETTERS else f"{text[:EXAMPLE_LETTERS]}…")
        if len(found) == EXAMPLES:
            break
    return tuple(found)


def _count(batch: Batch) -> int:
    rows = len(batch.sets) + len(batch.weekly_loads) + len(batch.injuries) + len(batch.checkins)
    return rows + sum(len(row.sets) or 1 for row in batch.activities)


def _previewed(batch: Batch) -> list[dict[str, Any]]:
    """Give the first rows as they would be stored; None is unknown."""
    for rows in (batch.weekly_loads, batch.injuries, batch.checkins):
        if rows and not batch.activities:
            return [vars(row) for row in rows[:PREVIEWED]]
    sets = [*batch.sets, *(one for row in batch.activities for one in row.sets)]
    if sets:
        return [vars(one) for one in sorted(sets, key=lambda one: one.line or 0)[:PREVIEWED]]
    return [
        vars(row.sessions[0])
        | {"start": row.start_local or row.start_utc, "is_utc": row.start_local is None, "name": row.name}
        | {"description": row.description, "line": row.line, "date_only": row.date_only}
        for row in batch.activities[:PREVIEWED]
    ]
