"""A guided session from its first step to its logged sets, and everything a browser may tell meanwhile."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analytics.intake import entering, guiding
from analytics.intake.guiding import NoSuchSessionError, read_progress
from analytics.store import Store, open_store

DAY = dt.date(2026, 3, 2)
STEPS = [
    {"exercise_id": "hip-dip-front-hands", "name": "Front", "side": "both"},
    {"exercise_id": "hip-dip-side-knees", "name": "Side", "side": "left"},
    {"exercise_id": "hip-dip-side-knees", "name": "Side", "side": "right"},
    {"exercise_id": "side-plank", "name": "Plank", "side": "left"},
    {"exercise_id": "side-plank", "name": "Plank", "side": "right"},
]
PLAN = json.dumps({"title": "Hip dips", "state": None, "steps": STEPS})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "a.duckdb") as opened:
        yield opened


@pytest.fixture
def ada(store: Store) -> int:
    return entering.add_athlete(store, "Ada")


def told(seq: int, done: dict[str, Any], *, phase: str = "finished", **more: Any) -> dict[str, Any]:
    return {"seq": seq, "phase": phase, "done": done, **more}


def logged(store: Store) -> list[tuple[Any, ...]]:
    with store.reader() as reader:
        rows = reader.sql(
            "SELECT exercise_id, side, reps, duration_s, pain_0_10, hip_sets, purpose FROM strength_set ORDER BY set_no"
        )
    return [tuple(None if value != value else value for value in row) for row in rows.to_numpy().tolist()]


def status(store: Store, token: str) -> str:
    with store.reader() as reader:
        row = reader.row("guided_session", session_token=token)
    assert row is not None
    return str(row["session_status"])


def test_what_was_done_is_logged_side_by_side_and_what_was_skipped_is_not(store: Store, ada: int) -> None:
    token = guiding.begin(store, ada, PLAN, day=DAY)
    done = {"0": {"reps": 12}, "1": {"reps": 10}, "2": {"reps": 10}, "4": {"seconds": 20}}
    guiding.go_on(store, token, told(9, done))
    assert logged(store) == [
        ("hip-dip-front-hands", "both", 12, None, None, 1.0, None),
        ("hip-dip-side-knees", "each", 10, None, None, 1.0, None),
        ("side-plank", "right", None, 20, None, 0.3, None),  # weight 0.6, one side of two
    ]


def test_sides_that_differ_stand_apart(store: Store, ada: int) -> None:
    token = guiding.begin(store, ada, PLAN, day=DAY)
    guiding.go_on(store, token, told(3, {"1": {"reps": 10}, "2": {"reps": 8}}))
    assert [(row[1], row[2], row[5]) for row in logged(store)] == [("left", 10, 0.5), ("right", 8, 0.5)]


def test_finishing_twice_logs_once(store: Store, ada: int) -> None:
    token = guiding.begin(store, ada, PLAN, day=DAY)
    for seq in (5, 5, 6, 99):
        guiding.go_on(store, token, told(seq, {"0": {"reps": 12}}))
    assert len(logged(store)) == 1 and status(store, token) == "finished"


def test_an_older_state_never_takes_the_place_of_a_newer_one(store: Store, ada: int) -> None:
    token = guiding.begin(store, ada, PLAN, day=DAY)
    guiding.go_on(store, token, told(7, {"0": {"reps": 12}}, phase="rest"))
    kept = guiding.go_on(store, token, told(3, {}, phase="work"))
    assert kept.progress_seq == 7 and json.loads(kept.progress or "")["phase"] == "rest"


def test_a_draft_going_on_raises_no_revision_and_logging_does(store: Store, ada: int) -> None:
    revision = store.revision()
    token = guiding.begin(store, ada, PLAN, day=DAY)
    for seq in range(1, 9):
        guiding.go_on(store, token, told(seq, {"0": {"reps": seq}}, phase="work"))
    assert store.revision() == revision and logged(store) == []
    guiding.go_on(store, token, told(9, {"0": {"reps": 9}}))
    assert store.revision() > revision


def test_a_draft_is_there_when_the_database_is_opened_anew(tmp_path: Path) -> None:
    with open_store(tmp_path / "b.duckdb") as store:
        token = guiding.begin(store, None, PLAN, day=DAY)
        guiding.go_on(store, token, told(4, {"0": {"reps": 12}}, phase="rest"))
    with open_store(tmp_path / "b.duckdb") as store:
        assert guiding.go_on(store, token, None).progress_seq == 4


def test_a_session_of_nobody_waits_until_somebody_is_named_and_is_then_logged_once(store: Store) -> None:
    token = guiding.begin(store, None, PLAN, day=DAY)
    assert guiding.is_over(guiding.go_on(store, token, told(4, {"0": {"reps": 12}})))
    assert logged(store) == [] and status(store, token) == "under_way"
    me = entering.add_athlete(store, "Me")
    guiding.log_for(store, token, me)
    guiding.log_for(store, token, me)
    assert len(logged(store)) == 1 and status(store, token) == "finished"


def test_pain_said_in_a_step_stands_with_its_set_and_pain_at_the_end_with_the_last(
    store: Store, ada: int
) -> None:
    token = guiding.begin(store, ada, PLAN, day=DAY)
    done = {"0": {"reps": 12}, "1": {"reps": 10}, "2": {"reps": 10}}
    guiding.go_on(store, token, told(5, done, pains={"0": 4}, pain_end=2))
    assert [row[4] for row in logged(store)] == [4, 2]
    with store.reader() as reader:
        row = reader.row("guided_last", athlete_id=ada, since=DAY, until=DAY)
    assert row is not None and (row["pain_during_0_10"], row["pain_end_0_10"]) == (4, 2)


def test_a_session_for_something_sore_is_logged_as_rehab(store: Store, ada: int) -> None:
    plan = json.dumps({"title": "Hip dips", "state": "niggle", "steps": STEPS})
    guiding.go_on(store, guiding.begin(store, ada, plan, day=DAY), told(1, {"0": {"reps": 12}}))
    assert logged(store)[0][6] == "rehab"


def test_nothing_done_is_nothing_logged(store: Store, ada: int) -> None:
    token = guiding.begin(store, ada, PLAN, day=DAY)
    guiding.go_on(store, token, told(2, {}))
    assert logged(store) == [] and status(store, token) == "dropped"


def test_undone_sets_are_gone_and_undoing_again_does_nothing(store: Store, ada: int) -> None:
    entering.log_sets(
        store, ada, [entering.SetRow("form", "Clamshell", DAY, 0, exercise_id="clamshell", reps=12)]
    )
    token = guiding.begin(store, ada, PLAN, day=DAY)
    guiding.go_on(store, token, told(2, {"0": {"reps": 12}}))
    assert guiding.undo(store, token) == 1 and guiding.undo(store, token) == 0
    assert [row[0] for row in logged(store)] == ["clamshell"] and status(store, token) == "undone"


def test_beginning_anew_drops_the_athletes_draft_and_nobody_elses(store: Store, ada: int) -> None:
    ben = entering.add_athlete(store, "Ben")
    first, other = guiding.begin(store, ada, PLAN, day=DAY), guiding.begin(store, ben, PLAN, day=DAY)
    second = guiding.begin(store, ada, PLAN, day=DAY)
    assert [status(store, one) for one in (first, other, second)] == ["dropped", "under_way", "under_way"]


def test_a_set_that_breaks_a_rule_leaves_the_session_under_way(store: Store, ada: int) -> None:
    plan = json.dumps({"title": "x", "steps": [{"exercise_id": "hip-dip-wall", "name": "x", "side": "both"}]})
    token = guiding.begin(store, ada, plan, day=dt.date.today() + dt.timedelta(days=1))
    with store.writer() as writer:  # a day later than any row may carry
        writer.change("UPDATE guided_session SET performed_on = DATE '2999-01-01'")
    with pytest.raises(Exception, match="in the future"):
        guiding.go_on(store, token, told(1, {"0": {"reps": 12}}))
    assert logged(store) == [] and status(store, token) == "under_way"


def test_a_mark_of_no_session_is_refused_in_words(store: Store) -> None:
    with pytest.raises(NoSuchSessionError, match="not here any more"):
        guiding.go_on(store, "nothing", {})


@pytest.mark.parametrize(
    "nonsense",
    [
        None, [], "x", {"seq": "1", "phase": "work"}, {"seq": True, "phase": "work"}, {"seq": 10**9, "phase": "x"},
        {"seq": 1, "phase": 3}, {"seq": 1, "phase": "x" * 200_000}, {"seq": 1, "phase": "x", "left": float("nan")},
    ],
)  # fmt: skip
def test_what_is_no_state_of_a_session_is_not_read(nonsense: Any) -> None:
    assert read_progress(nonsense, steps=2) is None


def test_amounts_that_cannot_be_are_left_out() -> None:
    done = {
        "0": {"reps": -1}, "1": {"reps": 5000}, "2": {"reps": "12"}, "3": {"reps": True}, "4": 12, "7": {"reps": 3},
        "x": {"reps": 3}, "-1": {"reps": 3}, "5": {"seconds": 30},
    }  # fmt: skip
    read = read_progress(told(1, done, pains={"0": 11, "1": 5}, pain_end="bad"), steps=6)
    assert read is not None
    assert list(read.done) == [5] and read.pains == {1: 5} and read.pain_end_0_10 is None


def test_a_sessions_mark_can_stand_in_an_address_and_in_the_browsers_own_names(store: Store) -> None:
    marks = {guiding.begin(store, None, PLAN, day=DAY) for _ in range(5)}
    assert len(marks) == 5
    assert all(mark.isalnum() for mark in marks)
