"""The public tables of load and injuries that somebody has downloaded: read, for the benchmark alone."""

from __future__ import annotations

from pathlib import Path

from analytics.ingest import published_loads
from analytics.ingest.published_loads import PublishedLoads

__all__ = ["PublishedLoads", "read"]


def read(path: Path) -> PublishedLoads:
    """Read one of the tables; nothing of it is stored: its rows have no dates and no people.

    Raises
    ------
    UnreadableError
        If it is none of them.
    """
    return published_loads.read(path.read_bytes())
