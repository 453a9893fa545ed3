"""What a person enters passes the same rules, labels and credit as a file's rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from analytics.errors import StoreError
from analytics.intake import entering, injuries
from analytics.intake.entering import CheckinRow, InjuryRow, RefusedEntryError, SetRow
from analytics.store import Store

DAY = dt.date(2026, 3, 2)


def rows(store: Store, sql: str) -> list[dict[str, Any]]:
    with store.reader() as reader:
        return reader.sql(sql, {}).to_dict("records")


@pytest.fixture
def ada(store: Store) -> int:
    return entering.add_athlete(store, "Ada", sex="female", birth_year=1990)


def test_sets_of_a_form_are_credited(store: Store, ada: int) -> None:
    sets = [
        SetRow("form", None, DAY, 0, exercise_id="clamshell", reps=8, side="left"),  # one leg: half
        SetRow("form", "hip dips", DAY, 1, reps=15),
        SetRow("form", "hip dips", DAY, 2, reps=15, set_type="warmup"),
    ]
    assert len(entering.log_sets(store, ada, sets)) == 3
    assert [one["hip_sets"] for one in rows(store, "SELECT hip_sets FROM strength_set ORDER BY set_no")] == [
        0.5,
        1,
        0,
    ]


def test_the_same_set_entered_twice_was_done_twice(store: Store, ada: int) -> None:
    for _ in range(2):
        entering.log_sets(store, ada, [SetRow("form", "clamshell", DAY, 0, reps=12)])
    assert rows(store, "SELECT sum(hip_sets) AS n FROM strength_set") == [{"n": 2.0}]


def test_an_impossible_set_is_refused_with_the_reason_and_nothing_is_stored(store: Store, ada: int) -> None:
    sets = [SetRow("form", "clamshell", DAY, 0, reps=12), SetRow("form", "clamshell", DAY, 1, reps=5000)]
    with pytest.raises(RefusedEntryError, match="5000 repetitions"):
        entering.log_sets(store, ada, sets)
    assert rows(store, "SELECT * FROM strength_set") == []


def test_an_injury_is_logged_and_closed(store: Store, ada: int) -> None:
    number = entering.log_injury(store, ada, InjuryRow(DAY, site="knee", side="left"))
    assert number is not None
    entering.close_injury(store, number, DAY + dt.timedelta(days=20))
    [injury] = rows(store, "SELECT site, recovered_date FROM injury")
    assert injury["recovered_date"].date() == dt.date(2026, 3, 22)
    with pytest.raises(StoreError):
        entering.close_injury(store, number, DAY - dt.timedelta(days=1))
    with pytest.raises(RefusedEntryError):
        entering.log_injury(store, ada, InjuryRow(DAY, site="wing"))


def test_an_injury_entered_again_says_whether_anything_of_it_was_new(store: Store, ada: int) -> None:
    row = InjuryRow(DAY, site="knee", side="left", case_level="substantial")
    first, again = (entering.enter_injury(store, ada, row) for _ in range(2))
    worse = entering.enter_injury(store, ada, replace(row, case_level="time_loss"))
    assert (first.is_new, again.is_new, worse.is_new) == (True, False, False)
    assert (again.number, worse.number) == (None, first.number)
    injuries.undo(store, ada, first.number)
    assert rows(store, "SELECT case_level FROM injury") == [{"case_level": "substantial"}]


def test_the_latest_checkin_of_a_week_stands(store: Store, ada: int) -> None:
    for answer in (8, 17):
        entering.log_checkin(store, ada, CheckinRow(DAY, answer, 0, 0, 0))
    assert [one["q1"] for one in rows(store, "SELECT q1 FROM checkin")] == [17]


def test_declared_days_make_rest_of_silence(store: Store, ada: int) -> None:
    entering.log_sets(store, ada, [SetRow("form", "clamshell", DAY, 0, reps=12)])
    entering.declare_coverage(store, ada, "strength", DAY, DAY + dt.timedelta(days=13))
    weeks = rows(store, "SELECT hip_sets FROM athlete_week ORDER BY week_start")
    assert [one["hip_sets"] for one in weeks] == [1.0, 0.0]
    with pytest.raises(RefusedEntryError):
        entering.declare_coverage(store, ada, "strength", DAY, DAY - dt.timedelta(days=1))


def test_a_name_is_given_once(store: Store, ada: int) -> None:
    with pytest.raises(RefusedEntryError, match="already"):
        entering.add_athlete(store, " ada ")
    entering.update_athlete(store, ada, level=3)
    assert rows(store, "SELECT name, level, sex FROM athlete") == [
        {"name": "Ada", "level": 3, "sex": "female"}
    ]
