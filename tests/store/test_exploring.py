"""Dots of any kind with any measure beside them: what the catalogue names is there, and adds up as it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.knowledge import measures
from analytics.store import Reader, exploring, open_store


@pytest.fixture(scope="module")
def demo(demo_file: Path) -> Iterator[Reader]:
    with open_store(demo_file, read_only=True) as store, store.reader() as reader:
        yield reader


STORED = [
    name
    for name, one in measures.load().items()
    if one.lies and one.lies[0].view not in measures.SHARED_VIEWS
]


def test_every_measure_of_the_catalogue_exists_in_its_view(demo: Reader) -> None:
    there = demo.sql("SELECT table_name, column_name FROM duckdb_columns()")
    columns = set(zip(there.table_name, there.column_name, strict=True))
    for one in measures.load().values():
        assert bool(one.lies) != bool(one.formula), one.name
        for lying in one.lies:
            if lying.view in measures.SHARED_VIEWS:
                continue
            worked = dict(exploring.SOURCES[lying.view].worked)
            assert (lying.view, lying.column) in columns or lying.column in worked, (one.name, lying)
            assert lying.gather in exploring.GATHER


@pytest.mark.parametrize("of", exploring.DOTS)
def test_every_measure_can_stand_beside_any_dots(demo: Reader, of: str) -> None:
    found = exploring.dots(demo, of, STORED)
    assert len(found) and set(STORED) <= set(found.columns)
    assert (found[STORED].dtypes == "float64").all()
    known = [name for name in ("distance_m", "hip_sets", "hip_dose") if found[name].notna().any()]
    assert known == ["distance_m", "hip_sets", "hip_dose"]


def test_weeks_are_those_of_the_view_and_runs_add_up_to_them(demo: Reader) -> None:
    weeks = exploring.dots(demo, "week", ["distance_m", "runs"], athlete_ids=[3])
    kept = demo.sql(
        "SELECT sum(distance_m) AS m, sum(runs) AS n, count(*) AS weeks FROM athlete_week WHERE athlete_id = 3"
    )
    assert weeks["distance_m"].sum() == pytest.approx(kept.m[0]) and len(weeks) == kept.weeks[0]
    runs = exploring.dots(demo, "run", ["distance_m"], athlete_ids=[3])
    assert len(runs) == kept.n[0] and runs["distance_m"].sum() == pytest.approx(kept.m[0])
    trails = exploring.dots(demo, "week", ["distance_m"], athlete_ids=[3], kinds=["trail"])
    some = exploring.dots(demo, "run", ["distance_m"], athlete_ids=[3], kinds=["trail"])
    assert some["distance_m"].sum() == pytest.approx(trails["distance_m"].sum())
    assert 0 < some["distance_m"].sum() < weeks["distance_m"].sum()


def test_a_log_that_speaks_and_holds_nothing_is_nought_and_silence_is_unknown(demo: Reader) -> None:
    found = exploring.dots(demo, "week", ["ascent_m", "days_covered_running", "runs"])
    rest = found[(found["days_covered_running"] > 0) & (found["runs"] == 0)]
    silent = found[found["days_covered_running"] == 0]
    assert len(rest) and (rest["ascent_m"] == 0).all()
    assert len(silent) and silent["ascent_m"].isna().all()


def test_a_period_and_people_narrow_the_dots(demo: Reader) -> None:
    first, last = dt.date(2026, 1, 1), dt.date(2026, 3, 31)
    found = exploring.dots(demo, "day", ["hip_sets"], athlete_ids=[1, 2], first=first, last=last)
    assert set(found["athlete_id"]) <= {1, 2}
    assert found["day"].min().date() >= first and found["day"].max().date() <= last


@pytest.mark.parametrize("names", [["no_such"], ["pace_s_per_km"], ["hip_sets; DROP TABLE athlete"]])
def test_only_names_of_the_catalogue_reach_the_database(demo: Reader, names: list[str]) -> None:
    with pytest.raises((ValueError, KeyError)):
        exploring.dots(demo, "week", names)


def test_there_are_no_other_dots(demo: Reader) -> None:
    with pytest.raises(ValueError, match="no dots"):
        exploring.dots(demo, "athlete; --", ["hip_sets"])
