"""Imports as a whole: which files each brought, and which of them have been undone."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.store.writer import Writer


@dataclasses.dataclass(frozen=True)
class PastBatch:
    """One import as it stands on the receipts that are kept."""

    batch_id: str
    started_at_utc: dt.datetime
    undone_at_utc: dt.datetime | None


def begin(writer: Writer, batch_id: str) -> None:
    """Give an import its row, unless it has one."""
    if not writer.ask("SELECT 1 FROM import_batch WHERE batch_id = ?", [batch_id]):
        writer.note(
            "import_batch",
            {"batch_id": batch_id, "started_at_utc": writer.now_utc, "undone_at_utc": None},
            is_news=False,
        )
        writer.flush()


def claim(writer: Writer, batch_id: str | None, sha256: str, athlete_id: int | None) -> None:
    """Remember that an import brought a file, so that undoing another one that did leaves it in."""
    if batch_id is not None:
        begin_once(writer, batch_id)
        writer.note(
            "batch_file", {"batch_id": batch_id, "sha256": sha256, "athlete_id": athlete_id}, is_news=False
        )


def claim_known(writer: Writer, batch_id: str, fingerprints: Iterable[str], athlete_id: int | None) -> None:
    """Remember that an import brought files that were in already."""
    wanted = set(fingerprints)
    if not wanted:
        return
    begin_once(writer, batch_id)
    among = ", ".join(f"'{sha256}'" for sha256 in sorted(wanted) if sha256.isalnum())
    rows = writer.ask(
        f"SELECT DISTINCT sha256, athlete_id FROM source_file WHERE sha256 IN ({among}) "
        "AND (athlete_id IS NULL OR athlete_id IS NOT DISTINCT FROM ?)",
        [athlete_id],
    )
    for sha256, whose in rows:
        claim(writer, batch_id, sha256, whose)


def made_athletes(writer: Writer, batch_id: str, athlete_ids: Iterable[int]) -> None:
    """Remember whom an import made, who go with it if nothing else is theirs."""
    for athlete_id in athlete_ids:
        begin_once(writer, batch_id)
        writer.note("batch_athlete", {"batch_id": batch_id, "athlete_id": athlete_id}, is_news=False)


def begin_once(writer: Writer, batch_id: str) -> None:
    """Give an import its row the first time a writer meets it."""
    if batch_id not in writer.begun:
        writer.begun.add(batch_id)
        begin(writer, batch_id)
