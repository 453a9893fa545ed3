"""Bests, the curve and equivalents: the demo squad's against a plain computation, and small cases by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.metrics import performance
from analytics.reports import pace_bests, pace_runs
from analytics.store import Reader, open_store


@pytest.fixture(scope="module")
def demo(demo_file: Path) -> Iterator[Reader]:
    with open_store(demo_file, read_only=True) as store, store.reader() as reader:
        yield reader


@pytest.fixture(scope="module")
def efforts(demo: Reader) -> pd.DataFrame:
    found = demo.sql(
        "SELECT b.*, CAST(a.start_local AS DATE) AS day FROM best_effort AS b JOIN activity AS a "
        "ON a.activity_id = b.activity_id WHERE a.athlete_id = 1",
        {},
    )
    found["day"] = pd.to_datetime(found["day"])
    found["over"] = np.where(found["effort"] == "distance", found["distance_m"], found["duration_s"])
    found["pace"] = 1000 * found["duration_s"] / found["distance_m"]
    return found


def test_bests_are_those_of_a_plain_search_in_every_span(demo: Reader, efforts: pd.DataFrame) -> None:
    found = pace_bests.gather(demo, athlete_id=1)
    last = efforts["day"].max()
    spans = {
        "All time": efforts,
        str(last.year): efforts[efforts["day"].dt.year == last.year],
        "Last 90 days": efforts[efforts["day"] > last - pd.Timedelta(days=90)],
    }
    assert set(found.curves) == set(spans)
    for name, among in spans.items():
        plain = among.loc[among.groupby(["effort", "over"])["pace"].idxmin()]
        told = found.curves[name]
        assert sorted(told["pace_s_per_km"]) == pytest.approx(sorted(plain["pace"]))
        assert set(told["activity_id"]) == set(plain["activity_id"])
        assert told["duration_s"].is_monotonic_increasing
    assert found.left_out is None and "28 runs" in found.line


def test_before_is_the_best_of_the_days_before_the_best(demo: Reader, efforts: pd.DataFrame) -> None:
    found = pace_bests.gather(demo, athlete_id=1).table.set_index("what")
    five = efforts[(efforts["effort"] == "distance") & (efforts["over"] == 5000)].sort_values("day")
    best = five.loc[five["duration_s"].idxmin()]
    before = five[five["day"] < best["day"]]["duration_s"].min()
    assert found.loc["5 km", "best"] == pace_bests.clock(best["duration_s"])
    assert found.loc["5 km", "before"] == pace_bests.clock(before)
    assert found.loc["5 km", "on"] == best["day"].date()


def test_the_course_of_a_best_never_gets_slower_and_marks_each_step(demo: Reader) -> None:
    course = pace_bests.course(demo, athlete_id=1, key=pace_bests.FIRST)
    assert course.runs["local_date"].is_monotonic_increasing
    so_far = course.runs["best_s_per_km"]
    assert (so_far.diff().dropna() <= 0).all()
    steps = course.runs[course.runs["is_best"]]["pace_s_per_km"]
    assert steps.is_monotonic_decreasing and steps.iloc[-1] == course.runs["pace_s_per_km"].min()
    assert course.title.startswith("5 km: ")


def test_critical_speed_rests_on_the_efforts_of_2_to_20_minutes_of_the_last_90_days(demo: Reader) -> None:
    found = pace_bests.gather(demo, athlete_id=1)
    used = found.curves["Last 90 days"]
    used = used[used["duration_s"].between(120, 1200)]
    by_hand = performance.critical_speed(used["distance_m"].tolist(), used["duration_s"].tolist())
    assert found.fit.fit is not None and found.fit.fit.speed_m_s == pytest.approx(by_hand.speed_m_s)
    assert f"best {len(used)} efforts" in found.fit.words
    assert "easy training make it too slow" in found.fit.words


def test_equivalents_stand_for_the_vdot_of_the_best_effort(demo: Reader) -> None:
    found = pace_bests.gather(demo, athlete_id=1)
    best = found.equivalents["own_vdot"].max()
    for row in found.equivalents.itertuples():
        metres = next(key for key, name in pace_bests.DISTANCES.items() if name == row.what)
        seconds = performance.race_time_s(vdot_value=best, distance_m=metres)
        assert row.equivalent == pace_bests.clock(seconds)
    assert "far from what was run" in found.equivalents.set_index("what").loc["Marathon", "rests_on"]


def test_nobody_runs_faster_than_the_record_and_a_receiver_that_says_so_is_left_out() -> None:
    limits = pace_bests.LEAST_S_PER_M
    assert limits[pace_bests.key_of("distance", 1000.0)] * 1000 == pytest.approx(131.96)
    assert limits[pace_bests.key_of("duration", 3600.0)] > limits[pace_bests.key_of("duration", 60.0)]
    assert set(limits) == set(pace_bests.NAMES)


def test_an_athlete_without_records_is_told_what_is_missing(demo: Reader) -> None:
    found = pace_bests.gather(demo, athlete_id=9)
    assert found.missing == pace_bests.NOTHING and found.table.empty


def test_measures_say_from_how_many_runs_they_are(demo: Reader) -> None:
    found = pace_runs.gather(demo, athlete_id=1, weeks_back=None)
    for one in (*found.heart, *found.form):
        assert one.runs == found.runs[one.column].notna().sum() > 0
    assert {one.column for one in found.form} >= {
        "running_cadence_spm",
        "stance_time_ms",
        "vertical_ratio_pct",
    }
    nobody = pace_runs.gather(demo, athlete_id=9, weeks_back=None)
    assert nobody.form == () and nobody.form_missing is not None and nobody.heart_missing is None


def test_the_line_through_runs_is_the_median_of_nine_and_unknown_below_five() -> None:
    values = pd.Series([1.0, 2, 3, 4, 100, 6, 7, 8, 9])
    assert pace_runs.smooth(values).iloc[4] == 6.0
    assert pace_runs.smooth(pd.Series([1.0, 2, 3, 4])).isna().all()


def test_a_squad_is_compared_by_its_last_year(demo: Reader, efforts: pd.DataFrame) -> None:
    found = pace_runs.gather_squad(demo)
    first = found.table.iloc[0]
    last = efforts["day"].max()
    five = efforts[(efforts["effort"] == "distance") & (efforts["over"] == 5000)]
    best = five[five["day"] > last - pd.Timedelta(days=365)]["duration_s"].min()
    assert first["5 km"] == pace_bests.clock(best)
    assert len(found.table) == 24 and found.table["efficiency"].notna().sum() >= 20
