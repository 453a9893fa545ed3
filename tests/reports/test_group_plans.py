"""A routine for several: whom it suits, who did it by their logs, and that it can be taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from analytics.errors import StoreError
from analytics.ingest.batch import InjuryRow, SetRow
from analytics.intake import group_planning
from analytics.intake.entering import add_athlete, declare_coverage, log_injury, log_sets
from analytics.reports import group_plans
from analytics.store import Store, open_store

FIRST = dt.date(2026, 3, 2)  # a Monday
TODAY = FIRST + dt.timedelta(days=9)
ANA, BEN, CYD = 1, 2, 3


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Ana and Ben are well; Cyd has an open knee injury."""
    opened = open_store(tmp_path / "plans.duckdb")
    for name, level in (("Ana", 3), ("Ben", 1), ("Cyd", 2)):
        add_athlete(opened, name, level=level, kit="none", birth_year=1990)
    log_injury(opened, CYD, InjuryRow(onset_date=FIRST, site="knee", case_level="time_loss"))
    return opened


def checked(store: Store, *, minutes: int | None = 10, routine: str | None = None) -> group_plans.Checked:
    with store.reader() as reader:
        return group_plans.check(
            reader, athlete_ids=[ANA, BEN, CYD], routine=routine, minutes=minutes, today=TODAY
        )


def assigned(store: Store) -> tuple[int, dict[int, str]]:
    routines = checked(store).routines
    number = group_planning.assign(
        store,
        name="Block  1",
        routines=routines,
        first_date=FIRST,
        last_date=FIRST + dt.timedelta(days=27),
        times_a_week=2,
    )
    return number, routines


def exercises_of(routine: str) -> list[str]:
    import json

    return list(dict.fromkeys(item["exercise"] for item in json.loads(routine)["items"]))


def log(store: Store, athlete_id: int, day: dt.date, exercises: list[str]) -> None:
    log_sets(
        store,
        athlete_id,
        [
            SetRow(
                source="form", source_name=None, performed_on=day, set_no=at, exercise_id=one, sets=2, reps=10
            )
            for at, one in enumerate(exercises)
        ],
    )


def test_each_gets_a_form_of_their_own_and_who_is_hurt_is_left_out_with_the_reason(store: Store) -> None:
    found = checked(store)
    assert [one.name for one in found.suits] == ["Ana", "Ben"]
    assert found.routines[ANA] != found.routines[BEN]  # another level
    [(name, why)] = found.left_out
    assert name == "Cyd" and "Knee" in why


def test_one_routine_for_all_keeps_its_exercises(store: Store) -> None:
    same = checked(store).routines[BEN]
    found = checked(store, routine=same, minutes=None)
    assert exercises_of(found.routines[ANA]) == exercises_of(found.routines[BEN]) == exercises_of(same)


def test_who_did_at_least_half_of_its_exercises_on_a_day_has_done_it(store: Store) -> None:
    _, routines = assigned(store)
    declare_coverage(store, ANA, "strength", FIRST, TODAY)
    own = exercises_of(routines[ANA])
    log(store, ANA, FIRST, own)
    log(store, ANA, FIRST + dt.timedelta(days=7), own[: (len(own) + 1) // 2])
    log(
        store,
        ANA,
        FIRST + dt.timedelta(days=8),
        ["copenhagen-plank" if "copenhagen-plank" not in own else "calf-raise"],
    )
    log(store, ANA, FIRST - dt.timedelta(days=1), own)  # before the plan
    with store.reader() as reader:
        [plan] = group_plans.gather(reader, today=TODAY)
        [mine] = group_plans.of_athlete(reader, athlete_id=ANA, day=TODAY)
    rows = plan.rows.set_index("athlete")
    assert plan.name == "Block 1" and plan.title == "1 of 2 have done it, 1 unknown"
    assert rows.loc["Ana", ["week", "done", "state"]].tolist() == ["1 of 2", 2, "some of it"]
    assert rows.loc["Ben", "state"] == "unknown: no strength log since then"
    assert mine.line.startswith("1 of 2 this week") and exercises_of(mine.text) == own


def test_taking_back_hides_it_from_everybody_and_can_be_undone(store: Store) -> None:
    number, _ = assigned(store)
    assert group_planning.take_back(store, number) == "Block 1"
    with store.reader() as reader:
        assert group_plans.of_athlete(reader, athlete_id=ANA, day=TODAY) == ()
        assert [plan.is_taken_back for plan in group_plans.gather(reader, today=TODAY)] == [True]
    with pytest.raises(StoreError, match="not here any more"):
        group_planning.take_back(store, number)
    group_planning.bring_back(store, number)
    with store.reader() as reader:
        assert len(group_plans.of_athlete(reader, athlete_id=ANA, day=TODAY)) == 1
        assert group_plans.of_athlete(reader, athlete_id=ANA, day=FIRST + dt.timedelta(days=28)) == ()
    with pytest.raises(StoreError, match="was not taken back"):
        group_planning.bring_back(store, number)


def test_a_plan_for_nobody_or_of_too_many_times_is_refused_whole(store: Store) -> None:
    asked = {"name": "x", "first_date": FIRST, "last_date": FIRST}
    with pytest.raises(StoreError, match="Nobody is named"):
        group_planning.assign(store, routines={}, times_a_week=2, **asked)
    with pytest.raises(StoreError, match="not between 1 and 7"):
        group_planning.assign(store, routines={ANA: "{}"}, times_a_week=9, **asked)
    with store.reader() as reader:
        assert group_plans.gather(reader, today=TODAY) == ()
