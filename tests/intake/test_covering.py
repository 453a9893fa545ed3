"""Which days a log speaks for."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.ingest.batch import ActivityRow, Batch, InjuryRow, SessionRow, SetRow
from analytics.intake import covering
from analytics.store.rows import CoverageRow, StagedActivity


def listed(*days: dt.date) -> list[StagedActivity]:
    return [
        StagedActivity(
            ActivityRow([SessionRow("running")]),
            number,
            None,
            dt.datetime.combine(day, dt.time(7)),
            None,
            None,
        )
        for number, day in enumerate(days)
    ]


def test_a_list_speaks_for_the_days_between_its_rows() -> None:
    rows = covering.of_list(listed(dt.date(2026, 3, 20), dt.date(2026, 1, 5), dt.date(2026, 2, 1)))
    assert rows == [CoverageRow("running", dt.date(2026, 1, 5), dt.date(2026, 3, 20), "list")]
    assert covering.of_list([]) == []


def test_a_race_of_long_ago_does_not_make_the_years_between_rest() -> None:
    rows = covering.of_list(listed(dt.date(1991, 4, 3), dt.date(2018, 1, 1), dt.date(2018, 12, 31)))
    assert [(row.first_date, row.last_date) for row in rows] == [
        (dt.date(1991, 4, 3), dt.date(1991, 4, 3)),
        (dt.date(2018, 1, 1), dt.date(2018, 12, 31)),
    ]


@pytest.mark.parametrize(("kind", "spans"), [("hevy", 1), ("hipstride_sets", 1), ("fit", 0)])
def test_a_strength_log_speaks_for_its_span_and_a_single_workout_does_not(kind: str, spans: int) -> None:
    sets = [SetRow("hevy", "Clamshell", dt.date(2026, 3, day), 0) for day in (2, 9)]
    assert len(covering.of_strength_log(Batch(kind, sets=sets))) == spans
    inside = Batch(kind, activities=[ActivityRow([SessionRow("strength")], sets=sets)])
    assert len(covering.of_strength_log(inside)) == spans


def test_a_complete_injury_table_speaks_from_the_first_onset_to_the_last_date() -> None:
    injuries = [
        InjuryRow(dt.date(2026, 3, 2), recovered_date=dt.date(2026, 5, 1)),
        InjuryRow(dt.date(2026, 4, 2)),
    ]
    assert covering.of_injuries(injuries) == [
        CoverageRow("injury", dt.date(2026, 3, 2), dt.date(2026, 5, 1), "declared")
    ]
