"""What hip work is made of, as the page says it: four known weeks of a small log, told by group and side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.ingest.batch import SetRow
from analytics.intake.entering import add_athlete, declare_coverage, log_sets
from analytics.reports import make_up, weeks
from analytics.store import Reader, open_store

MONDAY = dt.date(2026, 1, 5)


def one(week: int, exercise_id: str, *, sets: int, side: str = "both", reps: float = 10) -> SetRow:
    day = MONDAY + dt.timedelta(weeks=week)
    return SetRow(
        source="form", source_name=None, performed_on=day, set_no=0, exercise_id=exercise_id, sets=sets,
        reps=reps, side=side,
    )  # fmt: skip


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    with open_store(tmp_path / "small.duckdb") as store:
        athlete_id = add_athlete(store, "Ana")
        rows = [
            one(0, "hip-dip-front-hands", sets=4),
            one(0, "hip-dip-side-elbow", sets=2, side="left"),
            one(1, "side-lying-abduction", sets=4, side="left"),
            one(1, "side-lying-abduction", sets=3, side="right"),
            one(3, "glute-bridge", sets=4, reps=12),
        ]
        for at, row in enumerate(rows):
            row.set_no = at
        log_sets(store, athlete_id, rows)
        declare_coverage(store, athlete_id, "strength", MONDAY, MONDAY + dt.timedelta(days=27))
        with store.reader() as reader:
            yield reader


def page_of(reader: Reader) -> make_up.MakeUp:
    return make_up.gather(reader, athlete_id=1, shown=weeks.gather(reader, athlete_id=1))


def test_every_group_has_every_week_and_a_covered_week_without_work_is_nought(reader: Reader) -> None:
    table = page_of(reader).groups.pivot_table(index="week_start", columns="group", values="hip_sets")
    assert table.shape == (4, 6)
    extensors = table["Back of the hip (extensors)"].tolist()
    # Four front dips of weight 1, none, none, four bridges of weight 1.
    assert extensors == [4.0, 0.0, 0.0, 4.0]
    # Two one-sided dips and seven one-sided raises count half each: 1.0, then 3.5.
    assert table["Side of the hip (abductors)"].tolist() == [1.0, 3.5, 0.0, 0.0]


def test_groups_below_one_hip_set_a_week_are_named_as_left_out(reader: Reader) -> None:
    said = page_of(reader).neglected
    assert "deep rotators (0 a week)" in said and "inner thigh (0 a week)" in said
    assert "back of the hip" not in said and "side of the hip" not in said


def test_directions_of_the_hip_dip_that_were_never_done_are_named(reader: Reader) -> None:
    page = page_of(reader)
    assert page.directions.set_index("label")["hip_sets"].to_dict() == {
        "Front-facing": 1.0, "Back-facing": 0.0, "Left side": 0.5, "Right side": 0.0,
    }  # fmt: skip
    assert page.directions_title == "Hip dips: none back-facing or on the right side"


def test_left_and_right_are_compared_only_where_they_were_logged_apart(reader: Reader) -> None:
    page = page_of(reader)
    raises = page.sides.set_index("exercise").loc["Side-lying leg raise"]
    assert (raises["left_sets"], raises["right_sets"]) == (4, 3)
    assert raises["apart_pct"] == pytest.approx(25.0)  # 40 repetitions and 30
    assert "6 on the left, 3 on the right" in page.sides_words
    assert "50 % apart" in page.sides_words


def test_volume_stands_beside_the_hip_sets_and_unknown_stays_empty(reader: Reader) -> None:
    newest = page_of(reader).volume.iloc[0]
    assert newest["week"].startswith("Week 5, 2026")
    assert (newest["hip_sets"], newest["strength_sets"], newest["reps"]) == (4.0, 4.0, 48.0)
    assert newest["minutes_timed"] != newest["minutes_timed"]  # nothing was timed: NaN, not nought


def test_weeks_in_a_row_forgive_only_the_week_under_way(reader: Reader) -> None:
    in_weeks = page_of(reader).figures[0]
    assert (in_weeks.value, in_weeks.change) == ("1 week", "longest shown: 2 weeks")
