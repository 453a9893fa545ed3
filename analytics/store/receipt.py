"""The receipt that is kept: which files came, what became of them, and what in them could not be used."""

from __future__ import annotations

import dataclasses
import struct
import zlib
from typing import TYPE_CHECKING

from analytics.ingest.batch import Problem
from analytics.store import batches
from analytics.store.rows import KnownFile, SourceFile

if TYPE_CHECKING:
    from analytics.store.writer import Writer

PACKED = (b"PK", b"\x1f\x8b")
"""How ZIP and gzip begin: packing those again only costs time."""

STORED_BYTES = 0xFFFF
"""How long a block can be that zlib does not pack."""

REMEMBERED = [field.name for field in dataclasses.fields(KnownFile)]


def known_files(writer: Writer) -> dict[int | None, dict[str, KnownFile]]:
    """Give the files met so far, by athlete and fingerprint."""
    if writer.files is None:
        writer.files = {}
        for athlete_id, *row in writer.ask(f"SELECT athlete_id, {', '.join(REMEMBERED)} FROM source_file"):
            writer.files.setdefault(athlete_id, {})[row[0]] = KnownFile(*row)
    return writer.files


def add(writer: Writer, file: SourceFile) -> None:
    """Keep a file's line; see `Writer.add_source_file`."""
    row = {field.name: getattr(file, field.name) for field in dataclasses.fields(file)}
    row["imported_at_utc"] = writer.now_utc
    if file.content is not None:
        row["content"] = _packed(file.content)
        row["size_bytes"] = len(file.content) if file.size_bytes is None else file.size_bytes
    theirs = known_files(writer).setdefault(file.athlete_id, {})
    if file.sha256 in theirs:
        writer.flush()
        writer.change(
            "DELETE FROM source_file WHERE sha256 = ? AND athlete_id IS NOT DISTINCT FROM ?",
            [file.sha256, file.athlete_id],
        )
    writer.keep_on_the_receipt("source_file", row)
    if file.status in ("added", "known"):
        batches.claim(writer, file.batch_id, file.sha256, file.athlete_id)
    theirs[file.sha256] = KnownFile(**{name: row[name] for name in REMEMBERED})


def _packed(content: bytes) -> bytes:
    """Pack an original as zlib does; one that is packed already goes in as it is, in blocks of their own.

    Examples
    --------
    >>> zlib.decompress(_packed(b"PK" + b"x" * 70_000)) == b"PK" + b"x" * 70_000
    True
    """
    if not content.startswith(PACKED):
        return zlib.compress(content, 1)
    # What `zlib.compress(content, 0)` gives, without its way of growing the result bit by bit.
    parts = [b"\x78\x01"]
    for at in range(0, len(content), STORED_BYTES):
        part = content[at : at + STORED_BYTES]
        is_last = at + STORED_BYTES >= len(content)
        parts += (struct.pack("<BHH", is_last, len(part), len(part) ^ 0xFFFF), part)
    parts.append(struct.pack(">I", zlib.adler32(content)))
    return b"".join(parts)


def add_problem(
    writer: Writer, problem: Problem, *, sha256: str | None, file_name: str | None, batch_id: str | None
) -> None:
    """Keep a problem; see `Writer.add_problem`."""
    row = {
        "batch_id": batch_id,
        "sha256": sha256,
        "file_name": file_name,
        "line_no": problem.line,
        "byte_offset": problem.offset,
        "reason": problem.reason,
    }
    writer.keep_on_the_receipt("import_problem", row)
