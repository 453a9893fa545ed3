"""The rows to show of an activity of several sources: each field from whom it is believed first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from analytics.knowledge import merge_order
from analytics.store import facts

if TYPE_CHECKING:
    from analytics.store.merging import Source

START = ("start_utc", "start_local", "zone", "zone_basis", "date_only")
OF_THE_BEST = ("source_sha256", "source_kind", "quality")
VAGUE_SPORTS = ("unknown", "other")

Row = dict[str, Any]


def merged(
    number: int, group: Sequence[Source], best: Source, parts: dict[str, dict[int, list[Row]]]
) -> dict[str, list[Row]]:
    """Give the rows to show for one activity."""

    def by(field: str) -> list[Source]:
        return sorted(
            group,
            key=lambda s: (rank(field, s, parts), -s.record_columns, -s.record_rows, s.arrived_no),
        )

    told = {source.source_id: parts["activity"][source.source_id][0] for source in group}
    activity = dict(told[best.source_id])
    for field in activity:
        if field not in (*START, *OF_THE_BEST, "athlete_id", "activity_id", "has_records"):
            activity[field] = _first(told[source.source_id][field] for source in by(field))
    timed = [source for source in by("start") if not told[source.source_id]["date_only"]] or by("start")
    activity |= {field: told[timed[0].source_id][field] for field in START}
    activity["has_records"] = any(row["has_records"] for row in told.values())

    base = parts["session"].get(best.source_id, [])
    alike = {
        source.source_id: parts["session"][source.source_id]
        for source in group
        if len(parts["session"].get(source.source_id, [])) == len(base)
    }
    sessions = []
    for place, row in enumerate(base):
        session = dict(row)
        for field in row:
            if field in ("activity_id", "session_no"):
                continue
            order = timed if field == "start_utc" else by(field)
            values = [alike[source.source_id][place][field] for source in order if source.source_id in alike]
            if field == "sport":
                values = [value for value in values if value not in VAGUE_SPORTS] or values
            session[field] = _first(values)
        sessions.append(session)
    laps = _first(parts["lap"].get(s.source_id) or None for s in [best, *by("any")] if s.source_id in alike)
    sets = sorted(
        (source for source in group if parts["strength_set"].get(source.source_id)),
        key=lambda s: (_best_lane(parts["strength_set"][s.source_id]), by("sets").index(s)),
    )
    shown = {
        "activity": [activity],
        "session": sessions,
        "lap": laps or [],
        "run_measure": parts["run_measure"].get(best.source_id, []),
        "best_effort": parts["best_effort"].get(best.source_id, []),
        "strength_set": parts["strength_set"][sets[0].source_id] if sets else [],
    }
    for table in facts.FACTS:
        shown[table] = facts.merged(table, (parts[table].get(s.source_id, []) for s in [best, *by("any")]))
    return {table: [row | {"activity_id": number} for row in rows] for table, rows in shown.items()}


def _best_lane(sets: Sequence[Row]) -> int:
    lanes = ("logged", "described", "assumed")
    return min(lanes.index(row["lane"]) for row in sets)


def rank(field: str, source: Source, parts: dict[str, dict[int, list[Row]]]) -> int:
    """Give the place of a source in the order of belief for a field, from 0."""
    named = any(
        row["lane"] == "logged" and row["source_name"]
        for row in parts["strength_set"].get(source.source_id, [])
    )
    return merge_order.rank(field, merge_order.group(source.source_kind, has_named_sets=named))


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value is not None), None)
