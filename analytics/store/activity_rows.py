"""An activity's rows, table by table; those of many files looked over together become one table a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analytics.store import logs
from analytics.store.rows import StagedActivity

if TYPE_CHECKING:
    from analytics.store.writer import Writer

Row = dict[str, Any]
File = tuple[int, str | None, str, Sequence[StagedActivity]]
"""Athlete, fingerprint, kind, and the activities of one file."""


def has_records(staged: StagedActivity) -> bool:
    """Say whether there is a single record."""
    columns = staged.row.records
    return columns is not None and any(len(column) for column in columns.values())


def activity_row(athlete_id: int, sha256: str | None, kind: str, staged: StagedActivity) -> Row:
    """Give an activity as a row of its table."""
    row = staged.row
    return {
        "activity_id": staged.activity_id, "athlete_id": athlete_id, "source_sha256": sha256,
        "source_kind": kind, "external_id": row.external_id, "name": row.name, "description": row.description,
        "start_utc": staged.start_utc, "start_local": staged.start_local, "zone": staged.zone,
        "zone_basis": staged.zone_basis, "device": row.device, "is_race": row.is_race,
        "has_records": has_records(staged), "quality": row.quality, "date_only": row.date_only or None,
        "track_marks": staged.track_marks,
    }  # fmt: skip


def _sessions(staged: StagedActivity) -> list[Row]:
    return [{"session_no": number, **vars(session)} for number, session in enumerate(staged.row.sessions)]


def _laps(staged: StagedActivity) -> list[Row]:
    return [{"lap_no": number, **vars(lap)} for number, lap in enumerate(staged.row.laps)]


def _measures(staged: StagedActivity) -> list[Row]:
    return [dict(vars(measure)) for measure in staged.run_measures]


def _efforts(staged: StagedActivity) -> list[Row]:
    return [dict(vars(effort)) for effort in staged.best_efforts]


PARTS: dict[str, Callable[[StagedActivity], list[Row]]] = {
    "session": _sessions,
    "lap": _laps,
    "run_measure": _measures,
    "best_effort": _efforts,
}


def set_rows(athlete_id: int, sha256: str | None, staged: StagedActivity) -> list[Row]:
    """Give an activity's sets as rows of their table, under the number it has where it is alone."""
    return [
        logs.set_row(athlete_id, sha256, credit)
        | {
            "activity_id": staged.activity_id,
            "set_id": logs.row_id(athlete_id, staged.activity_id, credit.row.set_no, place),
            "fit_guesses": staged.row.set_guesses.get(credit.row.set_no),
        }
        for place, credit in enumerate(staged.sets)
    ]


class LookedOver:
    """The activities of many files that have passed staging together, as one table of each kind.

    Making a table for each of a thousand files costs many times what making one of all of them does. Which
    of the activities are new shows file by file; those chosen are then taken out of the tables at once.
    """

    def __init__(self, writer: Writer, files: Sequence[File]) -> None:
        self._rows = [row for *_, rows in files for row in rows]  # keeps them alive, for they go by identity
        self._tables: dict[str, tuple[pa.Table, npt.NDArray[np.int64]]] = {}
        self._chosen: dict[str, dict[int, int]] = {}
        unsound: set[int] = set()
        for table, owners, rows in self._parts(files):
            sifted = writer.sift(table, rows)
            unsound |= {owners[part] for part in (*sifted.refused, *sifted.cleared)}
            self._tables[table] = (sifted.table, np.array([owners[at] for at in sifted.kept], np.int64))
        self._places = {id(row): at for at, row in enumerate(self._rows) if at not in unsound}

    def _parts(self, files: Sequence[File]) -> Iterator[tuple[str, list[int], list[Row]]]:
        """Give each table's rows, with the position of the activity each belongs to."""
        owned = list(enumerate((who, sha256, kind, row) for who, sha256, kind, rows in files for row in rows))
        yield "activity", [at for at, _ in owned], [activity_row(*one) for _, one in owned]
        for table, rows_of in PARTS.items():
            found = [(at, part) for at, row in enumerate(self._rows) for part in rows_of(row)]
            yield table, [at for at, _ in found], [part for _, part in found]
        sets = [(at, part) for at, (who, sha, _, row) in owned for part in set_rows(who, sha, row)]
        yield "strength_set", [at for at, _ in sets], [part for _, part in sets]

    def holds(self, rows: Sequence[StagedActivity]) -> bool:
        """Say whether every one of these very activities is sound in all its parts."""
        return all(id(row) in self._places for row in rows)

    def choose(self, prefix: str, numbers: Mapping[int, int], rows: Sequence[StagedActivity]) -> None:
        """Have activities stored in the tables with that prefix; `numbers` are by position in `rows`."""
        self._chosen.setdefault(prefix, {}).update(
            (self._places[id(rows[at])], number) for at, number in numbers.items()
        )

    def take(self) -> Iterator[tuple[str, pa.Table]]:
        """Give the rows of the activities chosen since the last time, under their numbers, by table."""
        waiting, self._chosen = self._chosen, {}
        for prefix, chosen in waiting.items():
            numbers = np.full(len(self._rows), -1, np.int64)
            numbers[list(chosen)] = list(chosen.values())
            for name, (table, owners) in self._tables.items():
                theirs = numbers[owners]
                yield prefix + name, numbered(table, np.flatnonzero(theirs >= 0), theirs)

    def forget(self) -> None:
        """Store none of those chosen."""
        self._chosen = {}


def numbered(table: pa.Table, places: npt.NDArray[np.int64], numbers: npt.NDArray[np.int64]) -> pa.Table:
    """Give the rows at these places, each under its activity's number (`numbers`: one for every row)."""
    if len(places) < table.num_rows:
        table = table.take(pa.array(places))
    return table.set_column(
        table.column_names.index("activity_id"), "activity_id", pa.array(numbers[places], pa.int64())
    )
