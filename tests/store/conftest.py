"""A store of one's own, and short words for the rows that the tests of the store put into it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analytics.ingest.batch import ActivityRow, SessionRow, SetRow
from analytics.store import Store, open_store
from analytics.store.rows import CreditedSet, StagedActivity, activity_id

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "a.duckdb") as opened:
        yield opened


@pytest.fixture
def athlete(store: Store) -> int:
    with store.writer(today=TODAY) as writer:
        return writer.add_athlete("Ada", zone="Europe/Berlin")


@pytest.fixture
def today() -> dt.date:
    return TODAY


@pytest.fixture
def run() -> Callable[..., StagedActivity]:
    """Make a run: `run("2026-03-02 07:00", 10_000)`; the local time is `offset_h` ahead of the universal one."""

    def make(
        start_utc: str,
        distance_m: float | None = 10_000,
        *,
        moving_s: float | None = 3600,
        offset_h: float = 1,
        sport: Any = "running",
        records: int = 0,
        digest: str = "a",
        sets: list[CreditedSet] | None = None,
        name: str | None = None,
        external_id: str | None = None,
        **session: Any,
    ) -> StagedActivity:
        start = dt.datetime.fromisoformat(start_utc)
        row = ActivityRow(
            sessions=[
                SessionRow(sport=sport, start_utc=start, distance_m=distance_m, moving_s=moving_s, **session)
            ],
            start_utc=start,
            name=name,
            external_id=external_id,
            records={"time_fit_s": np.arange(records, dtype="u4")} if records else None,
        )
        return StagedActivity(
            row=row,
            activity_id=activity_id(start, digest, athlete_id=1),
            start_utc=start,
            start_local=start + dt.timedelta(hours=offset_h),
            zone="Europe/Berlin",
            zone_basis="file",
            sets=sets or (),
        )

    return make


@pytest.fixture
def hip_set() -> Callable[..., CreditedSet]:
    """Make a logged set: `hip_set("2026-03-02", 0.6)` earns 0.6 hip sets; None: its exercise is not known."""

    def make(day: str, hip_sets: float | None = 1.0, *, set_no: int = 0, **row: Any) -> CreditedSet:
        return CreditedSet(
            row=SetRow(
                source=row.pop("source", "hevy"),
                source_name=row.pop("source_name", "Hip Thrust"),
                performed_on=dt.date.fromisoformat(day),
                set_no=set_no,
                reps=row.pop("reps", 10),
                **row,
            ),
            exercise_id="hip-dip-wall" if hip_sets is not None else None,
            label_confidence=0.9 if hip_sets is not None else 0.2,
            hip_sets=hip_sets,
            trunk_sets=None if hip_sets is None else 0.0,
        )

    return make


@pytest.fixture
def ask(store: Store) -> Callable[..., list[tuple[Any, ...]]]:
    """Ask the store: rows of plain values."""

    def question(sql: str, *params: Any) -> list[tuple[Any, ...]]:
        with store.reader() as reader:
            return reader._cursor.execute(sql, list(params)).fetchall()

    return question
