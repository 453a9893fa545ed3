"""Today and the exercises, as a visitor uses them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake import entering, guiding
from analytics.reports import guided
from analytics.store import open_store

Open = Callable[[str], AppTest]


def said(app: AppTest) -> str:
    """Everything a person can read on the page."""
    parts = [
        *app.title,
        *app.header,
        *app.markdown,
        *app.text,
        *app.caption,
        *app.error,
        *app.success,
        *app.info,
    ]
    return "\n".join(str(one.value) for one in parts)


def button(app: AppTest, label: str) -> object:
    return next(one for one in app.button if label in one.label)


@pytest.fixture
def one_runner() -> int:
    with open_store() as store:
        return entering.add_athlete(store, "Ada", birth_year=1990)


@pytest.mark.parametrize("page", ["act/today"])
def test_an_empty_store_greets_with_three_buttons(open_empty: Open, page: str) -> None:
    app = open_empty(page)
    assert [one.label for one in app.button] == [
        "Import files",
        "Look around with the demo squad",
        "Start five minutes of hip dips",
    ]


def test_a_runner_without_a_log_gets_a_routine_and_is_told_what_is_unknown(
    open_empty: Open, one_runner: int
) -> None:
    app = open_empty("act/today")
    words = said(app)
    assert "not known" in words and "Only if nothing hurts" in words
    assert "None" not in words.split() and "nan" not in words.split()


@pytest.mark.usefixtures("folds_open")
def test_the_five_minute_routine_stands_step_by_step_and_one_click_logs_it_as_done(
    open_empty: Open, one_runner: int
) -> None:
    app = open_empty("act/today")
    steps = next(one.value for one in app.markdown if one.value.startswith("1. "))
    assert len(steps.splitlines()) == 8  # two rounds of front, left, right, back
    assert "our description" in said(app)
    button(app, "Done: log it").click().run()
    assert not app.exception and "Logged" in said(app)
    with open_store() as store, store.reader() as reader:
        stored = reader.frame("strength_recent", athlete_id=one_runner, most=99)
    assert len(stored) == 6 and set(stored["lane"]) == {"logged"}
    # Level 1: wall dips weigh 0.6, side and back dips 1; two rounds of 12, 10 and 12 repetitions.
    assert stored["hip_sets"].sum() == pytest.approx(2 * (0.6 + 1 + 1))
    assert "5.2 hip sets" in said(app)  # what this week has so far, on the page that follows


def test_one_click_begins_the_guided_session_and_it_waits_where_it_was_left(
    open_empty: Open, one_runner: int
) -> None:
    app = open_empty("act/today")
    button(app, "Start the five-minute hip-dip routine").click().run()
    assert not app.exception and "Hip dips" in said(app)
    with open_store() as store, store.reader() as reader:
        token = guided.under_way(reader, athlete_id=one_runner, today=dt.date.today())
        assert token is not None
        left = guided.draft(reader, session_token=token)
    assert left is not None and len(left.plan["steps"]) == 8 and left.steps_done == 0
    again = open_empty("act/session")
    assert "Hip dips" in said(again) and not [one for one in again.button if "Five minutes" in one.label]


def test_nobody_has_to_be_here_to_begin_a_session(open_empty: Open) -> None:
    app = open_empty("act/session")
    button(app, "Five minutes of hip dips").click().run()
    assert not app.exception and "5.2 hip sets" in said(app)


def test_the_morning_after_is_asked_once_and_the_answer_is_kept(open_empty: Open, one_runner: int) -> None:
    yesterday = dt.date.today() - dt.timedelta(days=1)
    with open_store() as store:
        token = guiding.begin(store, one_runner, guided.first_plan(), day=yesterday)
        done = {"0": {"reps": 12}}
        guiding.go_on(store, token, {"seq": 1, "phase": "finished", "done": done, "pain_end": 4})
    app = open_empty("act/today")
    assert "was anything worse than before" in said(app) and "pain 4 of 10 at most" in said(app)
    button(app, "Worse than before").click().run()
    assert not app.exception and "was anything worse than before" not in said(app)
    assert "worse the next morning" in said(app) and "Run less until it settles" in said(app)


@pytest.mark.usefixtures("folds_open")
def test_a_plan_can_be_declined_with_a_reason_and_the_history_says_so(
    open_empty: Open, one_runner: int
) -> None:
    app = open_empty("act/today")
    app.button_group(key=f"declined_{one_runner}").set_value("no_time").run()
    assert not app.exception and r"Declined\: no time" in said(app)  # as Markdown is given it
    assert "declined on 1" in said(app)
    again = open_empty("act/today")
    assert again.button_group(key=f"declined_{one_runner}").value == "no_time"


def test_a_session_done_before_anybody_is_here_asks_who_it_was_and_can_be_undone(open_empty: Open) -> None:
    with open_store() as store:
        token = guiding.begin(store, None, guided.first_plan(), day=dt.date.today())
        done = {str(step): {"reps": 12} for step in range(8)}
        guiding.go_on(store, token, {"seq": 1, "phase": "finished", "done": done, "pain_end": 0})
    app = open_empty("act/session")
    assert app.text_input[0].value == "Me"
    button(app, "Log it").click().run()
    assert not app.exception and "5.2 hip sets in 6 sets" in app.success[0].value.replace("\\", "")
    assert "Pain of 0 of 10 is where people go on" in said(app)
    button(app, "Undo").click().run()
    assert not app.exception and "Taken out of the log again" in said(app)
    with open_store() as store, store.reader() as reader:
        assert reader.sql("SELECT count(*) AS n FROM strength_set")["n"][0] == 0


def test_with_the_demo_squad_a_session_is_for_its_last_day(open_demo: Open) -> None:
    app = open_demo("act/session")
    button(app, "Five minutes of hip dips").click().run()
    with open_store() as store, store.reader() as reader:
        days = reader.sql(
            "SELECT performed_on < current_date AS past FROM guided_session WHERE session_status = 'under_way'"
        )
    assert not app.exception and days["past"].tolist() == [True]


def test_a_stop_leaves_no_session_to_begin(open_empty: Open, one_runner: int) -> None:
    with open_store() as store:
        entering.log_injury(
            store,
            one_runner,
            entering.InjuryRow(onset_date=dt.date.today(), diagnosis_id="tibial-bsi", site="shin"),
        )
    app = open_empty("act/session")
    assert app.error and not [one for one in app.button if "Five minutes" in one.label]


def test_a_warning_sign_leaves_nothing_but_the_stop(open_empty: Open, one_runner: int) -> None:
    app = open_empty("act/today")
    assert not app.checkbox  # a closed fold holds nothing yet
    app.button_group(key=f"any_sign_{one_runner}").set_value(True).run()
    app.checkbox(key=f"sign_hop_pain_{one_runner}").check().run()
    assert not app.exception
    assert "No running" in app.error[0].value
    assert not [one for one in app.button if "Start" in one.label]


def test_pain_of_seven_stops_and_pain_of_four_eases_off(open_empty: Open, one_runner: int) -> None:
    app = open_empty("act/today")
    app.button_group(key=f"pain_now_{one_runner}").set_value(7).run()
    assert "Stop running" in app.error[0].value
    app.button_group(key=f"pain_now_{one_runner}").set_value(4).run()
    assert not app.exception and not app.error
    assert "30 to 50\u00a0%" in said(app)  # a number and its sign stay on one line


@pytest.mark.usefixtures("folds_open")
def test_more_minutes_offer_a_longer_routine(open_empty: Open, one_runner: int) -> None:
    app = open_empty("act/today")
    assert not [one for one in app.button if "whole" in one.label]
    app.button_group(key=f"minutes_{one_runner}").set_value(20).run()
    assert any("How each is done" in tab.label for tab in app.tabs)
    button(app, "Start the whole routine").click().run()
    assert not app.exception and "20 minutes" in said(app)


@pytest.mark.usefixtures("folds_open")
def test_every_answer_can_be_given(open_empty: Open, one_runner: int) -> None:
    app = open_empty("act/today")
    app.button_group(key=f"any_sign_{one_runner}").set_value(False)
    app.button_group(key=f"pain_now_{one_runner}").set_value(1)
    app.button_group(key=f"pain_last_{one_runner}").set_value(2)
    app.button_group(key=f"next_morning_{one_runner}").set_value(False)
    app.selectbox(key=f"pain_site_{one_runner}").set_value("knee")
    app.number_input(key=f"planned_km_{one_runner}").set_value(12.0)
    app.number_input(key=f"race_in_days_{one_runner}").set_value(3)
    app.selectbox(key=f"level_{one_runner}").set_value(3)
    app.selectbox(key=f"kit_{one_runner}").set_value("gym")
    app.button_group(key=f"wrists_ok_{one_runner}").set_value(False)
    app.run()
    assert not app.exception
    words = said(app)
    assert "Race in 3 days" in words and "A little pain" in words


@pytest.mark.usefixtures("folds_open")
def test_level_and_kit_are_remembered_when_asked(open_empty: Open, one_runner: int) -> None:
    app = open_empty("act/today")
    app.selectbox(key=f"level_{one_runner}").set_value(3).run()
    button(app, "Remember level and kit").click().run()
    assert not app.exception
    with open_store() as store, store.reader() as reader:
        kept = reader.row("today_athlete", athlete_id=one_runner)
    assert kept is not None and (kept["level"], kept["kit"]) == (3, None)


def test_with_the_demo_squad_the_advice_is_for_its_last_day_and_says_so(open_demo: Open) -> None:
    app = open_demo("act/today")
    words = said(app)
    assert "last day of the simulation" in words and "simulated" in words
    assert str(dt.date.today().year) in words or "20" in words


@pytest.mark.usefixtures("folds_open")
def test_evidence_is_shown_with_its_address(open_demo: Open) -> None:
    words = said(open_demo("act/today"))
    assert "https://doi.org/10.1136/bjsports-2023-107926" in words
