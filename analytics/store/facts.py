"""What a recording tells besides its sums: pauses, sensors, gear, the wearer, messages nobody reads.

These rows decide nothing about an activity, so they wait as they are and pass staging together, thousands at
a time: one that breaks a rule is left out and touches nothing else. Shoes and records of an account, too.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from analytics.ingest.batch import GearRow, GearUse, PersonalRecordRow, Problem
from analytics.store.rows import Outcome, StagedActivity

if TYPE_CHECKING:
    from analytics.store.writer import Writer

Row = dict[str, Any]

MOST_PAUSES = 2_000
MOST_ZONES = 6
MOST_OF_A_KIND = 100
TOLD_OF_THE_WEARER = ("weight_kg", "hr_rest_bpm", "hr_max_bpm", "hr_threshold_bpm", "power_threshold_w")


def _pauses(staged: StagedActivity) -> list[Row]:
    return [
        {"pause_no": number, "start_utc": pause.start_utc, "duration_s": pause.duration_s}
        for number, pause in enumerate(staged.row.pauses[:MOST_PAUSES])
    ]


def _sensors(staged: StagedActivity) -> list[Row]:
    return [
        {"sensor_no": number, "name": name} for number, name in enumerate(staged.row.sensors[:MOST_OF_A_KIND])
    ]


def _gear(staged: StagedActivity) -> list[Row]:
    return [{"gear_no": number, "name": name} for number, name in enumerate(staged.row.gear[:MOST_OF_A_KIND])]


def _wearer(staged: StagedActivity) -> list[Row]:
    wearer = staged.row.wearer
    if wearer is None:
        return []
    facts: list[tuple[str, float | None]] = [(name, getattr(wearer, name)) for name in TOLD_OF_THE_WEARER]
    facts += [
        (f"hr_zone_{number}_top_bpm", top)
        for number, top in enumerate(wearer.hr_zone_tops_bpm[:MOST_ZONES], start=1)
    ]
    return [{"fact": name, "fact_value": value} for name, value in facts if value is not None]


def _unread(staged: StagedActivity) -> list[Row]:
    return [
        {"message_no": number, "messages": count}
        for number, count in list(staged.row.unread.items())[:MOST_OF_A_KIND]
    ]


FACTS: dict[str, Callable[[StagedActivity], list[Row]]] = {
    "activity_pause": _pauses,
    "activity_sensor": _sensors,
    "activity_gear": _gear,
    "wearer_fact": _wearer,
    "activity_unread": _unread,
}
"""By table, how its rows are made of an activity as read."""

ONE_SOURCE_TELLS = {"wearer_fact": "fact"}
"""Tables in which several sources complement each other, and the column that says in what; of the other
tables the first source that has rows is shown."""


def add(writer: Writer, staged: StagedActivity, number: int, *, prefix: str = "") -> None:
    """Let what an activity tells besides its sums wait under a number, in the tables of that prefix."""
    for table, rows_of in FACTS.items():
        rows = rows_of(staged)
        if rows:
            writer.keep_for_later(prefix + table, [row | {"activity_id": number} for row in rows])


def merged(table: str, sources: Iterable[Sequence[Row]]) -> list[Row]:
    """Give the rows to show of an activity with several sources, the one to be believed first."""
    column = ONE_SOURCE_TELLS.get(table)
    shown: list[Row] = []
    told: set[Any] = set()
    for rows in sources:
        if column is None:
            if rows:
                return list(rows)
            continue
        shown += [row for row in rows if row[column] not in told]
        told |= {row[column] for row in rows}
    return shown


# What an account says of itself: each file's rows by themselves, so that undoing one touches no other


def add_gear(
    writer: Writer, athlete_id: int, sha256: str | None, rows: Sequence[GearRow], uses: Sequence[GearUse]
) -> Outcome:
    """Add shoes and bicycles and what each was used for; see `Writer.add_gear`."""
    _add(writer, "gear_use", athlete_id, sha256, [vars(use) for use in uses])
    return _add(writer, "gear", athlete_id, sha256, [vars(row) for row in rows])


def add_personal_records(
    writer: Writer, athlete_id: int, sha256: str | None, rows: Sequence[PersonalRecordRow]
) -> Outcome:
    """Add an account's own records; see `Writer.add_personal_records`."""
    return _add(writer, "personal_record", athlete_id, sha256, [vars(row) for row in rows])


def _add(writer: Writer, table: str, athlete_id: int, sha256: str | None, rows: list[Row]) -> Outcome:
    there = writer.ask(
        f"SELECT 1 FROM {table} WHERE athlete_id = ? AND source_sha256 IS NOT DISTINCT FROM ? LIMIT 1",
        [athlete_id, sha256],
    )
    if there:
        return Outcome(known=len(rows))
    sifted = writer.sift(table, [row | {"athlete_id": athlete_id, "source_sha256": sha256} for row in rows])
    writer.keep(table, sifted.table)
    return dataclasses.replace(
        Outcome(),
        added=len(sifted.kept),
        rejected=[Problem("; ".join(words)) for _, words in sorted(sifted.refused.items())],
        cleared=[Problem("; ".join(words)) for _, words in sorted(sifted.cleared.items())],
    )
