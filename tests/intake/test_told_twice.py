"""A strength session told by hand and by an app counts once: the more detailed telling; in doubt a person is asked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from analytics.errors import StoreError
from analytics.ingest.batch import SetRow
from analytics.intake import editing, entering, merging, undoing
from analytics.intake.taking_in import take_in
from analytics.reports import review
from analytics.store import Store, migrations

DAY = dt.date(2026, 3, 3)
Hevy = Callable[[list[tuple[str, str, int]]], bytes]
FITNOTES = b"Date,Exercise,Category,Weight (kg),Reps,Distance,Distance Unit,Time\n" + 3 * (
    b"2026-03-03,Clamshell,Legs,,15,,,\n"
)


@pytest.fixture
def ada(store: Store) -> int:
    number: int = entering.add_athlete(store, "Ada", zone="Europe/Berlin")
    return number


def by_hand(store: Store, ada: int, *names: str, sets: int = 3, rir: float | None = None) -> list[int]:
    rows = [
        SetRow("form", name, DAY, at, sets=sets, reps=15, rir=rir, exercise_id=name.lower().replace(" ", "-"))
        for at, name in enumerate(names)
    ]
    return entering.log_sets(store, ada, rows)


def app(hevy: Hevy, *names: str, sets: int = 3) -> bytes:
    return hevy([("3 Mar 2026", name, 15) for name in names for _ in range(sets)])


def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    with store.reader() as reader:
        return [tuple(row) for row in reader.sql(sql, {}).itertuples(index=False)]


def counted(store: Store) -> list[tuple[Any, ...]]:
    return rows(
        store, "SELECT source, CAST(sum(sets) AS INTEGER) FROM counted_set GROUP BY source ORDER BY source"
    )


def shown(store: Store) -> review.Review:
    with store.reader() as reader:
        return review.gather(reader, athlete_id=1)


@pytest.mark.parametrize(("rir", "counts"), [(None, "hevy"), (2.0, "form")])
def test_the_more_detailed_of_two_tellings_counts_and_the_other_is_kept(
    store: Store, ada: int, hevy: Hevy, rir: float | None, counts: str
) -> None:
    """Both tell of three sets with their repetitions; who also wrote the repetitions in reserve told more."""
    by_hand(store, ada, "Clamshell", rir=rir)
    take_in(store, [("log.csv", app(hevy, "Clamshell"))], athlete="Ada")
    assert counted(store) == [(counts, 3)]
    assert rows(store, "SELECT sum(sets) FROM strength_set") == [(6.0,)]
    assert rows(store, "SELECT CAST(strength_sets AS INTEGER) FROM athlete_day") == [(3,)]
    page = shown(store)
    [match] = page.logs
    assert page.logs_line == "The same strength session told twice: 1"
    first = "the first" if counts == "form" else "the second"
    assert match.title == (
        "3 Mar 2026: what you logged here (3 sets: Clamshell) and Hevy's session of 18:00 (3 sets: Clamshell): "
        f"{first} counts, being more detailed"
    )
    merging.are_two(store, match.log_id, match.other_id)
    assert counted(store) == [("form", 3), ("hevy", 3)]
    [said] = shown(store).said
    assert said.verdict == "two sessions"
    merging.take_back(store, said.one_id, said.other_id)
    assert counted(store) == [(counts, 3)]
    with pytest.raises(StoreError, match="taken back already"):
        merging.take_back(store, said.one_id, said.other_id)


def test_undoing_either_leaves_the_other_to_count(store: Store, ada: int, hevy: Hevy) -> None:
    numbers = by_hand(store, ada, "Clamshell", rir=2.0)
    batch = take_in(store, [("log.csv", app(hevy, "Clamshell"))], athlete="Ada").batch_id
    assert counted(store) == [("form", 3)]
    entering.remove_sets(store, ada, numbers)
    assert counted(store) == [("hevy", 3)]
    by_hand(store, ada, "Clamshell")
    assert counted(store) == [("hevy", 3)]
    undoing.undo(store, batch)
    assert counted(store) == [("form", 3)]


def test_other_exercises_are_other_work_and_nobody_is_asked(store: Store, ada: int, hevy: Hevy) -> None:
    by_hand(store, ada, "Clamshell")
    take_in(store, [("log.csv", app(hevy, "Bench Press (Barbell)", "Leg Press"))], athlete="Ada")
    assert counted(store) == [("form", 3), ("hevy", 6)]
    assert shown(store).pairs == ()


@pytest.mark.parametrize(
    ("mine", "theirs", "reason"),
    [
        (["Clamshell", "Front plank"], ["Clamshell", "Leg Press"], "Both name some of the same exercises that day"),
        (["Clamshell"], ["Clamshell"] * 3, "Both name the same exercises that day"),  # 3 sets and 9
        (["Clamshell"], ["Clamshell (Band)"], "Both name exercises of the same kind that day"),
    ],
)  # fmt: skip
def test_what_is_not_clear_counts_and_is_asked(
    store: Store, ada: int, hevy: Hevy, mine: list[str], theirs: list[str], reason: str
) -> None:
    by_hand(store, ada, *mine)
    take_in(store, [("log.csv", app(hevy, *theirs))], athlete="Ada")
    both = [("form", 3 * len(mine)), ("hevy", 3 * len(theirs))]
    assert counted(store) == both
    [pair] = shown(store).pairs
    assert pair.reason == reason
    for word, counts in ((merging.are_one, [("hevy", 3 * len(theirs))]), (merging.are_two, both)):
        word(store, pair.one_id, pair.other_id)
        assert counted(store) == counts
        assert shown(store).pairs == ()
    merging.take_back(store, pair.one_id, pair.other_id)
    assert shown(store).pairs == (pair,)


def test_an_app_that_knows_days_only_is_another_log_of_that_day(store: Store, ada: int) -> None:
    take_in(store, [("fitnotes.csv", FITNOTES)], athlete="Ada")
    by_hand(store, ada, "Clamshell", "Front plank", sets=2)
    assert counted(store) == [("form", 4)]  # all that FitNotes tells of is in it, and more
    [match] = shown(store).logs
    assert match.title == (
        "3 Mar 2026: your log of FitNotes (3 sets: Clamshell) and what you logged here "
        "(4 sets: Clamshell, Front plank): the second counts, being more detailed"
    )
    assert match.log_id < match.other_id < 0
    merging.are_two(store, match.other_id, match.log_id)
    assert counted(store) == [("fitnotes", 3), ("form", 4)]
    [said] = shown(store).said
    merging.take_back(store, said.one_id, said.other_id)
    assert counted(store) == [("form", 4)]


def test_a_table_of_our_own_and_the_form_are_two_tellings(store: Store, ada: int) -> None:
    by_hand(store, ada, "Clamshell")
    take_in(store, [("own.csv", b"date,exercise,sets,reps\n2026-03-03,Clamshell,3,15\n")], athlete="Ada")
    assert sum(sets for _, sets in counted(store)) == 3


def test_of_two_sessions_that_day_a_person_says_which_it_was(store: Store, ada: int, hevy: Hevy) -> None:
    by_hand(store, ada, "Clamshell")
    morning = app(hevy, "Clamshell").replace(b"18:", b"07:").replace(b'"Hips"', b'"Early hips"')
    take_in(store, [("a.csv", app(hevy, "Clamshell")), ("b.csv", morning)], athlete="Ada")
    assert counted(store) == [("form", 3), ("hevy", 6)]
    pairs = shown(store).pairs
    assert len(pairs) == 2
    merging.are_one(store, pairs[0].one_id, pairs[0].other_id)
    assert counted(store) == [("hevy", 6)]
    assert shown(store).pairs == ()


def test_a_session_left_out_counts_for_nothing_else(store: Store, ada: int, hevy: Hevy) -> None:
    by_hand(store, ada, "Clamshell")
    take_in(store, [("log.csv", app(hevy, "Clamshell"))], athlete="Ada")
    assert counted(store) == [("hevy", 3)]
    [(number,)] = rows(store, "SELECT activity_id FROM activity")
    editing.change(store, number, editing.left_out("test"))
    assert counted(store) == [("form", 3)]


def test_a_word_holds_for_a_session_that_another_file_joins_later(
    store: Store, ada: int, hevy: Hevy, fit_writer: Any
) -> None:
    by_hand(store, ada, "Clamshell")
    take_in(store, [("log.csv", app(hevy, "Clamshell"))], athlete="Ada")
    [match] = shown(store).logs
    merging.are_two(store, match.log_id, match.other_id)
    done = [fit_writer.Done(category=10, subtype=44, reps=12, seconds=600) for _ in range(3)]
    take_in(
        store, [("gym.fit", fit_writer.strength_file(done, start=dt.datetime(2026, 3, 3, 17)))], athlete="Ada"
    )
    assert rows(store, "SELECT count(*) FROM activity") == [(1,)]
    [said] = shown(store).said
    assert sum(sets for source, sets in counted(store) if source == "form") == 3
    merging.are_one(store, said.one_id, said.other_id)
    assert counted(store) == [("hevy", 3)]
    merging.take_back(store, said.one_id, said.other_id)
    assert counted(store) == [("hevy", 3)]  # by itself, as it was
    assert shown(store).said == ()


def test_what_was_said_of_a_day_holds_for_its_logs_now_that_each_has_a_number(
    store: Store, ada: int, hevy: Hevy
) -> None:
    """Before, a log was numbered by its day alone, counted from 1970-01-01."""
    by_hand(store, ada, "Clamshell")
    take_in(store, [("log.csv", app(hevy, "Clamshell"))], athlete="Ada")
    assert counted(store) == [("hevy", 3)]
    [(number,)] = rows(store, "SELECT activity_id FROM activity")
    old = -(DAY - dt.date(1970, 1, 1)).days
    step = next(file for at, file in migrations.steps() if at == 20).read_text("utf-8")
    with store.writer() as writer:
        writer.change(
            "INSERT INTO activity_pair VALUES (?, ?, ?, 'two', 'x', ?)",
            [ada, old, number, dt.datetime(2026, 3, 4)],
        )
        for statement in re.sub(r"--[^\n]*", "", step).split(";")[:-1]:
            writer.change(statement)
        writer.touch(ada)
    assert counted(store) == [("form", 3), ("hevy", 3)]
    [said] = shown(store).said
    merging.take_back(store, said.one_id, said.other_id)
    assert counted(store) == [("hevy", 3)]
