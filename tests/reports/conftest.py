"""A small store whose numbers one can work out by eye."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from analytics.ingest.batch import InjuryRow, SetRow, WeeklyLoadRow
from analytics.intake.entering import add_athlete, declare_coverage, log_injury, log_sets, log_weekly_load
from analytics.store import Reader, open_store

MONDAY = dt.date(2026, 1, 5)
WEEKS = 12


def day(week: int, weekday: int = 0) -> dt.date:
    """A day of the small store, counted from its first Monday."""
    return MONDAY + dt.timedelta(days=7 * week + weekday)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Two people. Ana keeps every log for 12 weeks; Ben has weekly sums of running alone.

    Ana: 40 km and 4 h in four runs a week, 8 hip sets a week in weeks 0 to 7 and 12 in weeks 8 to 11, a shin
    injury with time loss from week 3 (Thursday) to week 5 (Thursday), a complaint in week 9.
    """
    with open_store(tmp_path_factory.mktemp("small") / "small.duckdb") as store:
        ana, ben = add_athlete(store, "Ana"), add_athlete(store, "Ben")
        for week in range(WEEKS):
            for athlete_id in (ana, ben):
                row = WeeklyLoadRow(
                    day(week), runs=4, distance_m=40_000, moving_s=14_400, longest_run_m=15_000
                )
                log_weekly_load(store, athlete_id, row)
            sets = 8 if week < 8 else 12
            log_sets(
                store,
                ana,
                [
                    SetRow(
                        source="form", source_name=None, performed_on=day(week, 1), set_no=0,
                        exercise_id="single-leg-bridge", sets=sets, reps=10, side="both",
                    )
                ],
            )  # fmt: skip
        for what in ("strength", "injury"):
            declare_coverage(store, ana, what, day(0), day(WEEKS - 1, 6))
        log_injury(store, ana, InjuryRow(onset_date=day(3, 3), site="shin", recovered_date=day(5, 3)))
        log_injury(
            store,
            ana,
            InjuryRow(onset_date=day(9), site="knee", case_level="complaint", recovered_date=day(9, 4)),
        )
        with store.reader() as reader:
            yield reader
