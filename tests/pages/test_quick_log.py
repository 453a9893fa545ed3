"""The quick log: one tap or a few words, and the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake import entering
from analytics.reports import quick_log
from analytics.store import open_store

Open = Callable[[str], AppTest]


def button(app: AppTest, label: str):
    return next(one for one in app.button if label in one.label)


def stored(athlete_id: int) -> list[dict]:
    with open_store() as store, store.reader() as reader:
        return reader.frame("strength_recent", athlete_id=athlete_id, most=99).to_dict("records")


@pytest.fixture
def one_runner() -> int:
    with open_store() as store:
        return entering.add_athlete(store, "Ada", birth_year=1990)


def test_one_tap_logs_the_five_minutes_for_today_and_one_more_takes_them_back(
    open_empty: Open, one_runner: int
) -> None:
    app = open_empty("record/log_strength")
    button(app, "5 minutes of hip dips").click().run()
    assert not app.exception and "5.2 hip sets" in app.success[0].value
    rows = stored(one_runner)
    assert len(rows) == 6 and {row["performed_on"].date() for row in rows} == {dt.date.today()}
    button(app, "Undo").click().run()
    assert not app.exception and stored(one_runner) == []


def test_the_last_workout_is_offered_again_and_goes_in_beside_the_first(
    open_empty: Open, one_runner: int
) -> None:
    yesterday = dt.date.today() - dt.timedelta(days=1)
    with open_store() as store:
        rows = [
            entering.SetRow(
                "form", name, yesterday, 0, workout="My own", exercise_id=name, side="each", reps=12
            )
            for name in ("clamshell", "single-leg-bridge")
        ]
        entering.log_sets(store, one_runner, rows)
    app = open_empty("record/log_strength")
    button(app, "My own").click().run()
    assert not app.exception
    assert [row["performed_on"].date() for row in stored(one_runner)] == [dt.date.today()] * 2 + [
        yesterday
    ] * 2


def test_a_few_words_are_read_shown_and_logged_when_confirmed(open_empty: Open, one_runner: int) -> None:
    app = open_empty("record/log_strength")
    app.text_input[0].set_value("clams 2x15 each").run()
    assert "2 × 15 times each side of Clamshell" in [one.value for one in app.text]
    assert stored(one_runner) == []
    button(app, "Log it: 2 hip sets").click().run()
    assert not app.exception
    assert app.text_input(key="quick_words").value == ""
    (row,) = stored(one_runner)
    assert (row["sets"], row["reps"], row["side"], row["hip_sets"]) == (2, 15, "each", 2)


def test_words_without_an_exercise_log_nothing(open_empty: Open, one_runner: int) -> None:
    app = open_empty("record/log_strength")
    app.text_input[0].set_value("went to the shops").run()
    assert "No exercise" in app.info[0].value
    assert not [one for one in app.button if one.label.startswith("Log it: ")]


def test_minutes_of_an_exercise_without_sets_are_asked_for_rather_than_guessed() -> None:
    read = quick_log.understand("5 min hip dips")
    assert read.sets == () and "say how many sets" in read.unread[0]


def test_an_exercise_without_an_amount_is_described_not_logged() -> None:
    (row,) = quick_log.understand("hip dips").sets
    assert row["lane"] == "described"
