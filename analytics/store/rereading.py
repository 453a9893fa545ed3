"""Telling anew what format a kept file has and how sound it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.store.writer import Writer


def tell_anew(writer: Writer, told: Sequence[tuple[str, str | None, str | None]]) -> None:
    """Change format and soundness of files, by fingerprint, and the soundness of what they brought."""
    for sha256, kind, quality in told:
        writer.change(
            "UPDATE source_file SET kind = ?, quality = ? WHERE sha256 = ?", [kind, quality, sha256]
        )
        for table in ("activity", "aside_activity"):
            writer.change(
                f"UPDATE {table} SET quality = ?, source_kind = ? WHERE source_sha256 = ?",
                [quality, kind, sha256],
            )
        writer.change("UPDATE activity_source SET source_kind = ? WHERE source_sha256 = ?", [kind, sha256])
