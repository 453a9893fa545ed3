"""The views against a second, plain computation: random logs, day by day in Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.ingest.batch import ActivityRow, InjuryRow, SessionRow, SetRow
from analytics.store import Store, kept, open_store
from analytics.store.rows import CoverageRow, CreditedSet, StagedActivity, activity_id

FIRST = dt.date(2025, 12, 22)
DAYS = 80
GAP = 28

day = st.integers(0, DAYS - 1)
runs = st.lists(
    st.tuples(day, st.integers(0, 23), st.sampled_from([500.0, 5_000.0, 8_000.0, 21_000.0, None])),
    max_size=12,
)
sets = st.lists(st.tuples(day, st.sampled_from([None, 0.0, 0.6, 1.0]), st.integers(1, 4)), max_size=12)
spans = st.lists(
    st.tuples(st.sampled_from(["running", "strength", "injury"]), day, st.integers(0, 40)), max_size=4
)
injuries = st.lists(
    st.tuples(day, st.one_of(st.none(), st.integers(0, 20))), max_size=3, unique_by=lambda i: i[0]
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("shared") / "a.duckdb") as store:
        yield store


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(runs, sets, spans, injuries)
def test_days_and_weeks_equal_a_plain_computation(
    shared: Store, runs: list[Any], sets: list[Any], spans: list[Any], injuries: list[Any]
) -> None:
    with shared.writer(today=FIRST + dt.timedelta(days=2 * DAYS)) as writer:
        writer.remove_athletes([1, 2])
        writer.add_athlete("somebody else")
        athlete = writer.add_athlete("Ada")
        outcome = writer.add_activities(athlete, None, "fit", [_run(n, *run) for n, run in enumerate(runs)])
        fresh = [at for at in range(len(runs)) if _run(at, *runs[at]).activity_id in set(outcome.added_ids)]
        writer.add_sets(athlete, None, [_set(n, *one) for n, one in enumerate(sets)])
        writer.add_coverage(
            athlete, None, [CoverageRow(what, _day(a), _day(a + n), "declared") for what, a, n in spans]
        )
        writer.add_injuries(
            athlete,
            None,
            [
                InjuryRow(_day(a), "knee", recovered_date=None if n is None else _day(a + n))
                for a, n in injuries
            ],
        )
    expected = _days([runs[at] for at in fresh], sets, spans, injuries)
    with shared.reader() as reader:
        found = reader.sql("SELECT * FROM athlete_day WHERE athlete_id = 2 ORDER BY local_date")
        weeks = reader.sql("SELECT * FROM athlete_week WHERE athlete_id = 2 ORDER BY week_start")
        for name in kept.tables():  # what is kept is what would be counted now
            for one, other in ((name, f"{name}_now"), (f"{name}_now", name)):
                assert len(reader.sql(f"FROM {one} EXCEPT ALL FROM {other}")) == 0, name
    assert [date.date() for date in found.local_date] == [row["local_date"] for row in expected]
    for column in (
        "runs",
        "distance_m",
        "longest_run_m",
        "strength_sets",
        "hip_sets",
        "unmapped_sets",
        "time_loss",
    ):
        assert _plain(found[column]) == [row[column] for row in expected], column
    _check_weeks(weeks, pd.DataFrame(expected))


def _check_weeks(weeks: pd.DataFrame, days: pd.DataFrame) -> None:
    if days.empty:
        assert weeks.empty
        return
    monday = days.local_date.map(lambda date: date - dt.timedelta(days=date.weekday()))
    for found, (start, part) in zip(weeks.to_dict("records"), days.groupby(monday), strict=True):
        assert found["week_start"].date() == start
        for column in ("runs", "distance_m", "hip_sets", "unmapped_sets"):
            known = [value for value in part[column] if value is not None and not pd.isna(value)]
            total = None if not known else round(sum(known), 6)
            assert _plain(pd.Series([found[column]])) == [total], (start, column)
        lost = [value for value in part.time_loss if value is not None]
        assert _plain(pd.Series([found["time_loss_days"]])) == [sum(lost) if lost else None]


def _day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def _run(n: int, number: int, hour: int, distance_m: float | None) -> StagedActivity:
    start = dt.datetime.combine(_day(number), dt.time(hour))
    row = ActivityRow(
        [SessionRow("running", start_utc=start, distance_m=distance_m, moving_s=1800)], start_utc=start
    )
    return StagedActivity(row, activity_id(start, str(n), athlete_id=1), start, start, "UTC", "file")


def _set(n: int, number: int, hip_sets: float | None, count: int) -> CreditedSet:
    row = SetRow("hevy", "x", _day(number), n, sets=count, reps=8)
    return CreditedSet(row, hip_sets=None if hip_sets is None else hip_sets * count)


def _bridged(days: set[int]) -> set[int]:
    """Files on these days speak for the days between them, where not more than GAP lie between."""
    ordered = sorted(days)
    filled = set(days)
    for one, other in pairwise(ordered):
        if other - one - 1 <= GAP:
            filled |= set(range(one, other))
    return filled


def _days(runs: list[Any], sets: list[Any], spans: list[Any], injuries: list[Any]) -> list[dict[str, Any]]:
    declared = {
        what: {number for name, a, n in spans if name == what for number in range(a, a + n + 1)}
        for what in ("running", "strength", "injury")
    }
    running = declared["running"] | _bridged({number for number, _, _ in runs})
    strength = declared["strength"] | _bridged({number for number, _, _ in sets})
    told = sorted((a, a if n is None else a + n) for a, n in injuries)
    injury = set(declared["injury"])
    reached: int | None = None
    for a, b in told:
        if reached is not None and a > reached and a - reached - 1 <= GAP:
            injury |= set(range(reached, a))
        injury |= set(range(a, b + 1))
        reached = b if reached is None else max(reached, b)
    every = running | strength | injury
    if not every:
        return []
    last = max(every)
    away = {number for a, n in injuries for number in range(a + 1, last + 1 if n is None else a + n)}
    rows = []
    for number in range(min(every), last + 1):
        metres = [m for at, _, m in runs if at == number]
        known = [m for m in metres if m is not None]
        own = [(hip, count) for at, hip, count in sets if at == number]
        rests = not metres
        rows.append({
            "local_date": _day(number),
            "runs": len(metres) if number in running else None,
            "distance_m": None if number not in running else 0 if rests else sum(known) if known else None,
            "longest_run_m": None if number not in running else 0 if rests else max(known, default=None),
            "strength_sets": sum(count for _, count in own) if number in strength else None,
            "hip_sets": round(sum(hip * count for hip, count in own if hip is not None), 6) if number in strength else None,
            "unmapped_sets": sum(count for hip, count in own if hip is None) if number in strength else None,
            "time_loss": True if number in away else False if number in injury else None,
        })  # fmt: skip
    return rows


def _plain(column: pd.Series) -> list[Any]:
    return [
        None
        if value is None or pd.isna(value)
        else value
        if isinstance(value, bool)
        else round(float(value), 6)
        for value in column
    ]
