"""As much of stored activities as recognising a newcomer takes: their sums, and their tracks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from analytics.ingest.batch import Columns
from analytics.store.logs import ASIDE
from analytics.store.records import invalid
from analytics.store.same_activity import FAMILIES, Sight, Track
from analytics.store.track_marks import DEGREES_PER_SEMICIRCLE

if TYPE_CHECKING:
    from analytics.store.writer import Writer


@lru_cache(maxsize=256)
def families(sports: str) -> frozenset[str]:
    """Give the families of sports that stand in one text."""
    return frozenset(FAMILIES[sport] for sport in sports.split("|"))


@lru_cache(maxsize=64)
def parted(words: str) -> frozenset[str]:
    """Give the words that stand in one text."""
    return frozenset(word for word in words.split("|") if word)


WORDS = ("name", "description", "external_id", "is_race")
"""What tells of an activity in words."""


def track_of(records: Columns | None) -> Track | None:
    """Give the positions of an activity's records; None where there are none."""
    if not records or "latitude_sc" not in records or "longitude_sc" not in records:
        return None
    nowhere = invalid("i4")
    there = (records["latitude_sc"] != nowhere) & (records["longitude_sc"] != nowhere)
    order = np.argsort(records["time_fit_s"][there], kind="stable")
    names = ("time_fit_s", "latitude_sc", "longitude_sc")
    return track_in_degrees([records[name][there][order] for name in names])


TRACK = (
    "SELECT time_fit_s, latitude_sc, longitude_sc FROM {table} WHERE activity_id = {number} "
    "AND latitude_sc IS NOT NULL AND longitude_sc IS NOT NULL ORDER BY time_fit_s"
)


def stored_track(writer: Writer, number: int, *, aside: bool = False) -> Track | None:
    """Give the positions of an activity's shown records, or those of a source that lie aside."""
    waiting = writer.waiting_records(number, aside=aside)
    if waiting is not None:
        return track_of(waiting)
    found = writer.ask_columns(TRACK.format(table=f"{ASIDE if aside else ''}record", number=int(number)))
    return track_in_degrees(found) if len(found[0]) else writer.borrowed_track(number, aside=aside)


def track_in_degrees(columns: Sequence[Any]) -> Track:
    """Give times and raw positions as a track."""
    time, latitude, longitude = (np.asarray(column, dtype=np.float64) for column in columns)
    return time, latitude * DEGREES_PER_SEMICIRCLE, longitude * DEGREES_PER_SEMICIRCLE


def sights(writer: Writer, where: str, params: Sequence[Any]) -> list[Sight]:
    """Load what recognising takes of stored activities, one sight a source.

    Parameters
    ----------
    where
        A condition on `shown` (athlete_id, activity_id, source_id).
    """
    words = ", ".join(f"CASE WHEN a.{name} IS NOT NULL THEN '{name}' END" for name in WORDS)
    found = writer.ask(
        f"""
        WITH shown AS (
            SELECT
                a.activity_id, a.activity_id AS own_id, a.activity_id AS source_id, 0 AS arrived_no, a.*
                EXCLUDE (activity_id)
            FROM activity AS a
            WHERE a.activity_id NOT IN (SELECT s.activity_id FROM activity_source AS s)
                AND a.activity_id NOT IN (SELECT p.activity_id FROM activity_piece AS p)
            UNION ALL BY NAME
            SELECT s.activity_id, s.own_id, s.source_id, s.arrived_no, a.* EXCLUDE (activity_id)
            FROM activity_source AS s
            JOIN aside_activity AS a ON a.activity_id = s.source_id
        ),
        chosen AS MATERIALIZED (FROM shown WHERE {where}),
        alone AS MATERIALIZED (
            SELECT source_id FROM chosen
            WHERE source_id NOT IN (SELECT source_id FROM activity_source)
        ),
        told AS (
            SELECT activity_id, sport, distance_m, moving_s, elapsed_s FROM session
            WHERE activity_id IN (SELECT source_id FROM alone)
            UNION ALL
            SELECT activity_id, sport, distance_m, moving_s, elapsed_s FROM aside_session
            WHERE activity_id IN (SELECT source_id FROM chosen)
        ),
        sums AS (
            SELECT
                activity_id, string_agg(DISTINCT sport, '|') AS sports, sum(distance_m) AS distance_m,
                sum(moving_s) AS moving_s, sum(elapsed_s) AS elapsed_s
            FROM told
            GROUP BY activity_id
        ),
        with_sets AS (
            SELECT DISTINCT activity_id FROM strength_set
            WHERE activity_id IN (SELECT source_id FROM alone) AND lane <> 'assumed'
                AND athlete_id IN (SELECT DISTINCT athlete_id FROM chosen)
            UNION
            SELECT DISTINCT activity_id FROM aside_strength_set
            WHERE activity_id IN (SELECT source_id FROM chosen) AND lane <> 'assumed'
        )
        SELECT
            a.activity_id, t.sports, a.start_utc, a.start_local, t.distance_m, t.moving_s, t.elapsed_s,
            a.source_kind, a.external_id, a.has_records, w.activity_id IS NOT NULL, a.name,
            coalesce(a.date_only, false), a.own_id, a.source_sha256, concat_ws('|', {words}),
            a.track_marks
        FROM chosen AS a
        LEFT JOIN sums AS t ON t.activity_id = a.source_id
        LEFT JOIN with_sets AS w ON w.activity_id = a.source_id
        ORDER BY a.activity_id, a.arrived_no
        """,
        params,
    )
    return [
        Sight(
            row[0],
            families(row[1] or "unknown"),
            *[*row[2:15], parted(row[15]), row[16]],
        )
        for row in found
    ]
