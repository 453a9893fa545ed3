"""Injuries and the running at risk, counted by the views and by a plain computation day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.ingest.batch import ActivityRow, CheckinRow, InjuryRow, SessionRow
from analytics.reports import injury_counts, injury_times
from analytics.reports.roster import Person
from analytics.store import Store, open_store
from analytics.store.rows import CoverageRow, StagedActivity, activity_id

FIRST = dt.date(2025, 12, 22)  # a Monday, so that logs run over the end of a year
DAYS = 60
LEVELS = ["complaint", "substantial", "time_loss"]

day = st.integers(0, DAYS - 1)
runs = st.lists(
    st.tuples(day, st.sampled_from([5_000.0, 8_000.0, None]), st.sampled_from([1800.0, 3600.0, None])),
    max_size=10,
    unique_by=lambda run: run[0],
)
spans = st.lists(st.tuples(st.sampled_from(["running", "injury"]), day, st.integers(0, 40)), max_size=4)
weeks = st.lists(st.integers(0, 7), max_size=3, unique=True)
injuries = st.lists(
    st.tuples(day, st.one_of(st.none(), st.integers(0, 20)), st.sampled_from(LEVELS), st.booleans()),
    max_size=4,
    unique_by=lambda one: one[0],
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("exposure") / "a.duckdb") as store:
        yield store


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(runs, spans, weeks, injuries)
def test_injuries_and_exposure_equal_a_plain_computation(
    shared: Store, runs: list[Any], spans: list[Any], weeks: list[int], injuries: list[Any]
) -> None:
    athlete = _stored(shared, runs, spans, weeks, injuries)
    with shared.reader() as reader:
        asked = {"athlete_ids": [athlete], "dose_edges": [3.0]}
        exposure = reader.frame("injury_exposure", **asked)
        cases = reader.frame("injury_cases", **asked)
        logged = reader.sql("SELECT local_date, running_covered FROM athlete_day WHERE athlete_id = 2")
    running = {row.local_date.date() for row in logged.itertuples() if row.running_covered}
    last = max((row.local_date.date() for row in logged.itertuples()), default=None)
    known = {_day(n) for what, a, length in spans if what == "injury" for n in range(a, a + length + 1)}
    known |= {_day(7 * week + n) for week in weeks for n in range(7)}
    away = {
        FIRST + dt.timedelta(n)
        for a, length, level, _ in injuries
        if level == "time_loss"
        for n in range(a + 1, a + length if length is not None else (last - FIRST).days + 1)
    }
    at_risk = {one for one in running & known if one not in away}
    of_day = {_day(n): (metres, seconds) for n, metres, seconds in runs}
    assert exposure["days_at_risk"].sum() == len(at_risk)
    assert exposure["days_both_known"].sum() == len(running & known)
    for year in {one.year for one in at_risk}:
        mine = [of_day[one] for one in at_risk if one.year == year and one in of_day]
        found = exposure[exposure["season"] == year]
        assert found["runs"].sum() == len(mine)
        assert found["distance_m"].sum() == pytest.approx(sum(metres or 0 for metres, _ in mine))
        assert found["moving_s"].sum() == pytest.approx(sum(seconds or 0 for _, seconds in mine))
    expected = {}
    for a, length, level, related in injuries:
        earlier = {
            _day(n)
            for b, other, grade, _ in injuries
            if b < a and grade == "time_loss"
            for n in range(b + 1, b + other if other is not None else 1000)
        }
        end = _day(a + length) if length is not None else last + dt.timedelta(days=1)
        lost = max((end - _day(a)).days - 1, 0) if level == "time_loss" else 0
        expected[_day(a)] = (
            level,
            related,
            _day(a) in running & known,
            _day(a) in earlier,
            lost,
            length is None,
        )
    found_cases = {
        row.onset_date.date(): (
            row.case_level, row.running_related, row.is_exposed is True, row.began_away, row.days_lost, row.is_open,
        )
        for row in cases.itertuples()
    }  # fmt: skip
    assert found_cases == expected


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(spans, weeks, injuries)
def test_prevalence_by_week_equals_a_plain_computation(
    shared: Store, spans: list[Any], weeks: list[int], injuries: list[Any]
) -> None:
    athlete = _stored(shared, [], spans, weeks, injuries)
    with shared.reader() as reader:
        counts = injury_counts.gather(reader, (Person(athlete, "Ada", False),), "substantial")
        found = injury_times.shares(injury_times.log_spans(reader, counts), counts, "week")
        logged = reader.sql("SELECT max(local_date) AS last_date FROM athlete_day WHERE athlete_id = 2")
    known = {_day(n) for what, a, length in spans if what == "injury" for n in range(a, a + length + 1)}
    known |= {_day(7 * week + n) for week in weeks for n in range(7)}
    followed = sorted({one - dt.timedelta(days=one.weekday()) for one in known})
    hurt = set()
    for a, length, level, related in injuries:
        if level != "complaint" and related:
            end = _day(a + length) if length is not None else logged["last_date"].item().date()
            hurt |= {_day(n) - dt.timedelta(days=_day(n).weekday()) for n in range(a, (end - FIRST).days + 1)}
    assert [one.date() for one in found["period_start"]] == followed
    assert found["followed"].tolist() == [1] * len(followed)
    assert found["injured"].tolist() == [int(week in hurt) for week in followed]


def _stored(store: Store, runs: list[Any], spans: list[Any], weeks: list[int], injuries: list[Any]) -> int:
    with store.writer(today=FIRST + dt.timedelta(days=3 * DAYS)) as writer:
        writer.remove_athletes([1, 2])
        writer.add_athlete("somebody else")
        athlete = writer.add_athlete("Ada")
        writer.add_activities(athlete, None, "fit", [_run(*run) for run in runs])
        writer.add_coverage(
            athlete, None, [CoverageRow(what, _day(a), _day(a + n), "declared") for what, a, n in spans]
        )
        writer.add_checkins(athlete, None, [CheckinRow(_day(7 * week), 0, 0, 0, 0) for week in weeks])
        rows = [
            InjuryRow(
                _day(a), "knee", case_level=level, running_related=related,
                recovered_date=None if n is None else _day(a + n),
            )
            for a, n, level, related in injuries
        ]  # fmt: skip
        writer.add_injuries(athlete, None, rows)
    assert athlete == 2
    return athlete


def _day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def _run(number: int, distance_m: float | None, moving_s: float | None) -> StagedActivity:
    start = dt.datetime.combine(_day(number), dt.time(8))
    row = ActivityRow(
        [SessionRow("running", start_utc=start, distance_m=distance_m, moving_s=moving_s)], start_utc=start
    )
    return StagedActivity(row, activity_id(start, str(number), athlete_id=1), start, start, "UTC", "file")
