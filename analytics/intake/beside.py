"""An account's activity list and the files beside it: what it says of them, and what only it knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from analytics.ingest.batch import ActivityRow, Batch
from analytics.ingest.reading import join_list
from analytics.intake.sources import Incoming

MEANT = (".fit", ".tcx", ".gpx", ".csv")


@dataclass
class ActivityList:
    """An activity list: first it describes the files beside it, at the end it brings what they did not."""

    at: int
    incoming: Incoming
    data: bytes
    batch: Batch
    described: dict[str, ActivityRow]

    def left(self, taken: Iterable[str]) -> list[ActivityRow]:
        """Give the rows whose files were not among those taken (`key` of each), or that name none."""
        have = set(taken)
        brought = {row.file_ref for name, row in self.described.items() if name in have}
        return [row for row in self.batch.activities if row.file_ref is None or row.file_ref not in brought]


def described(one: Incoming, batch: Batch) -> dict[str, ActivityRow]:
    """Give a list's rows by the `key` of the file that each describes."""
    joined = join_list(batch, list_name=one.name)
    if one.place.by_last_name:
        joined = {PurePosixPath(name).name: row for name, row in joined.items()}
    return {name.removesuffix(".gz"): row for name, row in joined.items()}


def key(one: Incoming) -> str:
    """Give the name under which a list knows a file."""
    name = PurePosixPath(one.name).name if one.place.by_last_name else one.name
    return name.removesuffix(".gz")


def is_list(one: Incoming) -> bool:
    """Say whether a file is named like an account's activity list."""
    return PurePosixPath(one.name).name.lower() == "activities.csv"


def is_meant(one: Incoming) -> bool:
    """Say whether a file is there for its training: chosen itself, or named like an activity or a table.

    A picture in a folder is no fault; a damaged activity file is. macOS puts side files beside, named alike.
    """
    name = PurePosixPath(one.name).name.lower().removesuffix(".gz")
    return one.place.chosen_by_hand or (name.endswith(MEANT) and not name.startswith("._"))
