"""What people said the columns of a table mean, and the tables that wait for such a word."""

from __future__ import annotations

import dataclasses
import datetime as dt
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.store.store import Reader
    from analytics.store.writer import Writer


@dataclass(frozen=True)
class WaitingTable:
    """One table that waits; `athlete_id` is None where it is not known yet whose it is."""

    sha256: str
    athlete_id: int | None
    name: str
    header_fingerprint: str
    reason: str
    waiting_since_utc: dt.datetime


def remember(writer: Writer, *, header_fingerprint: str, header: str, mapping: str) -> None:
    """Remember a mapping (JSON) under the fingerprint of a header, in place of an earlier one."""
    forget(writer, header_fingerprint)
    writer.change(
        "INSERT INTO column_mapping VALUES (?, ?, ?, ?)",
        [header_fingerprint, header, mapping, writer.now_utc],
    )


def forget(writer: Writer, header_fingerprint: str) -> None:
    """Forget a mapping; what was read by it stays."""
    writer.change("DELETE FROM column_mapping WHERE header_fingerprint = ?", [header_fingerprint])


def remembered(reader: Reader, header_fingerprint: str) -> str | None:
    """Give the mapping (JSON) of a header, or None."""
    row = reader.row("column_mapping", header_fingerprint=header_fingerprint)
    return None if row is None else str(row["mapping"])


def keep_waiting(writer: Writer, table: WaitingTable, content: bytes, *, at_most: int) -> bool:
    """Keep a table that waits, once, since it first came; say whether it is there.

    Parameters
    ----------
    at_most
        So many tables wait together; one more is not kept.
    """
    since = writer.ask("SELECT min(waiting_since_utc) FROM waiting_table WHERE sha256 = ?", [table.sha256])
    if since[0][0] is not None:
        table = dataclasses.replace(table, waiting_since_utc=since[0][0])
    elif writer.ask("SELECT count(*) FROM waiting_table")[0][0] >= at_most:
        return False
    stop_waiting(writer, table.sha256)
    writer.change(
        "INSERT INTO waiting_table VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            table.sha256,
            table.athlete_id,
            table.name,
            table.header_fingerprint,
            table.reason,
            zlib.compress(content, 1),
            table.waiting_since_utc,
        ],
    )
    return True


def stop_waiting(writer: Writer, sha256: str) -> None:
    """Let a waiting table go."""
    writer.change("DELETE FROM waiting_table WHERE sha256 = ?", [sha256])


def waiting(reader: Reader) -> list[WaitingTable]:
    """List the tables that wait, the newest first."""
    rows = reader.frame("waiting_tables").to_dict("records")
    return [
        WaitingTable(
            str(row["sha256"]),
            None if row["athlete_id"] != row["athlete_id"] else int(row["athlete_id"]),
            str(row["name"]),
            str(row["header_fingerprint"]),
            str(row["reason"]),
            row["waiting_since_utc"].to_pydatetime(),
        )
        for row in rows
    ]


def content(reader: Reader, sha256: str) -> bytes | None:
    """Give the bytes of a waiting table; None where it waits no more."""
    row = reader.row("waiting_content", sha256=sha256)
    return None if row is None else zlib.decompress(bytes(row["content"]))
