"""Days and weeks are counted from the first changed day on, and are what counting everything would give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.ingest.batch import ActivityRow, CheckinRow, InjuryRow, SessionRow, SetRow
from analytics.store import Store, Writer, kept, open_store
from analytics.store.rows import CoverageRow, CreditedSet, StagedActivity, activity_id

FIRST = dt.date(2025, 3, 3)
DAYS = 200
LATER = FIRST + dt.timedelta(days=2 * DAYS)

day = st.integers(0, DAYS - 1)
told = st.one_of(
    st.tuples(st.just("run"), day),
    st.tuples(st.just("set"), day),
    st.tuples(st.just("described"), day),
    st.tuples(st.just("week"), day),
    st.tuples(st.just("gym"), day),
)
before = st.lists(told, min_size=1, max_size=10)
after = st.lists(told, min_size=1, max_size=3)
injuries = st.lists(st.tuples(day, st.one_of(st.none(), st.integers(1, 20))), max_size=2)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("counting") / "a.duckdb") as store:
        yield store


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(before, injuries, after)
def test_what_is_counted_from_a_day_on_equals_counting_everything(
    shared: Store, before: list[Any], injuries: list[Any], after: list[Any]
) -> None:
    with shared.writer(today=LATER) as writer:
        athlete = only_one(writer)
        for number, (what, at) in enumerate(before):
            tell(writer, athlete, what, at, number)
        writer.add_injuries(
            athlete,
            None,
            [InjuryRow(on(a), "knee", recovered_date=None if n is None else on(a + n)) for a, n in injuries],
        )
    for number, (what, at) in enumerate(after, start=100):
        with shared.writer(today=LATER) as writer:
            tell(writer, athlete, what, at, number)
    equals_counting_everything(shared)


def test_one_more_run_counts_the_days_since_alone(shared: Store) -> None:
    with shared.writer(today=LATER) as writer:
        athlete = only_one(writer)
        writer.add_coverage(athlete, None, [CoverageRow("running", on(0), on(DAYS), "declared")])
        for at in range(0, DAYS, 7):
            tell(writer, athlete, "run", at, 0)
    with shared.writer(today=LATER) as writer:
        tell(writer, athlete, "run", DAYS - 10, 1)
    counted = writer.rows_counted
    days_since = DAYS - (DAYS - 10 - (DAYS - 10) % 7) + 7
    assert 0 < counted["athlete_day"] <= days_since
    assert 0 < counted["running_session"] <= days_since
    assert 0 < counted["athlete_week"] <= days_since / 7 + 1
    equals_counting_everything(shared)


def test_a_run_after_a_silence_of_weeks_covers_the_days_between(shared: Store) -> None:
    with shared.writer(today=LATER) as writer:
        athlete = only_one(writer)
        tell(writer, athlete, "run", 0, 0)
    with shared.writer(today=LATER) as writer:
        tell(writer, athlete, "run", 25, 1)
    equals_counting_everything(shared)
    with shared.reader() as reader:
        assert len(reader.sql("FROM athlete_day WHERE running_covered")) == 26


def test_who_was_left_for_later_is_counted_whole(shared: Store) -> None:
    with shared.writer(today=LATER, count=False) as writer:
        athlete = only_one(writer)
        tell(writer, athlete, "run", 5, 0)
    with shared.writer(today=LATER) as writer:
        tell(writer, athlete, "run", 90, 1)
    equals_counting_everything(shared)


def test_tellings_of_one_session_are_matched_from_the_changed_day_on(shared: Store) -> None:
    with shared.writer(today=LATER) as writer:
        athlete = only_one(writer)
        tell(writer, athlete, "run", 0, 0)
        for number, at in enumerate((20, 90, 150)):
            tell(writer, athlete, "gym", at, number)
            tell(writer, athlete, "set", at, number)
    equals_counting_everything(shared)
    with shared.writer(today=LATER) as writer:
        tell(writer, athlete, "gym", 160, 7)
        tell(writer, athlete, "set", 160, 7)
    assert writer.rows_counted["log_match"] == 2  # from the week of day 150 on, the last that was kept
    for at in (170, 171):
        with shared.writer(today=LATER) as writer:
            tell(writer, athlete, "run", at, at)
    assert writer.rows_counted["log_match"] == 0
    with shared.reader() as reader:
        assert reader.sql("SELECT count(*) AS n FROM log_match")["n"].item() == 4
    equals_counting_everything(shared)


def equals_counting_everything(store: Store) -> None:
    with store.reader() as reader:
        for name in kept.tables():
            kept_rows = sorted(reader.arrow(f"FROM {name}").to_pylist(), key=str)
            assert kept_rows == sorted(reader.arrow(f"FROM {name}_now").to_pylist(), key=str), name


def only_one(writer: Writer) -> int:
    writer.remove_athletes([row[0] for row in writer.ask("SELECT athlete_id FROM athlete")])
    return writer.add_athlete("Ada")


def on(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def tell(writer: Writer, athlete: int, what: str, at: int, number: int) -> None:
    if what in ("run", "gym"):
        start = dt.datetime.combine(on(at), dt.time(7 if what == "run" else 18, number % 60))
        metres = 5000.0 + 100 * number if what == "run" else None
        sport = "running" if what == "run" else "strength"
        row = ActivityRow(
            [SessionRow(sport, start_utc=start, distance_m=metres, moving_s=1800)], start_utc=start
        )
        own = activity_id(start, str(number), athlete_id=athlete)
        writer.add_activities(athlete, None, "fit", [StagedActivity(row, own, start, start, "UTC", "file")])
    elif what == "week":
        monday = on(at) - dt.timedelta(days=on(at).weekday())
        writer.add_checkins(athlete, None, [CheckinRow(monday, q1=0)])
    else:
        lane = "logged" if what == "set" else "described"
        row_of_set = SetRow("hevy", "x", on(at), number, sets=2, reps=8, lane=lane)
        writer.add_sets(athlete, None, [CreditedSet(row_of_set, hip_sets=2.0)])
