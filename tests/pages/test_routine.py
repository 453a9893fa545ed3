"""The routine page: minutes first, an answer at once, signs that end in no routine, and keeping what one likes."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake import entering
from analytics.intake.entering import InjuryRow
from analytics.knowledge import exercises
from analytics.store import open_store

Open = Callable[[str], AppTest]
PAGE = "act/routine"


def text_of(app: AppTest) -> str:
    parts = [*app.markdown, *app.caption, *app.text, *app.error, *app.warning, *app.info, *app.header]
    return "\n".join(str(one.value) for one in parts)


def exercises_of(app: AppTest) -> list[str]:
    return [
        one.value.split("**")[1] for one in app.markdown if " × " in one.value and one.value.startswith("**")
    ]


def choose(app: AppTest, key: str, value: object) -> AppTest:
    app.button_group(key=f"routine_ask_{key}").set_value(value)
    app.run()
    assert [one.value for one in app.exception] == []
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click()
    app.run()
    assert [one.value for one in app.exception] == []
    return app


def tick(app: AppTest, key: str) -> AppTest:
    app.checkbox(key=f"routine_ask_{key}").check()
    app.run()
    assert [one.value for one in app.exception] == []
    return app


def test_on_an_empty_store_five_minutes_of_dips_stand_there_at_once(open_empty: Open) -> None:
    app = open_empty(PAGE)
    said = text_of(app)
    assert len(exercises_of(app)) == 3 and all("dip" in one for one in exercises_of(app))
    assert said.count("Why it is here.") == 3 and "our description" in said
    assert not any(one.label == "Save under this name" for one in app.button)


def test_minutes_are_the_first_question(open_demo: Open) -> None:
    app = open_demo(PAGE)
    assert app.main.get("button_group")[0].label == "Minutes you have"


def test_a_sore_knee_is_asked_for_signs_before_any_routine(open_demo: Open) -> None:
    app = choose(open_demo(PAGE), "site", "knee")
    assert exercises_of(app) == [] and "Before a routine for a sore knee" in text_of(app)
    app = tick(app, "none_knee")
    assert len(exercises_of(app)) >= 2
    said = text_of(app)
    assert "Pain 0 to 3" in said and "Pain above 5" in said and "next morning" in said
    assert "sore knee" in said


def test_a_sign_ends_in_see_a_clinician_and_no_routine(open_demo: Open) -> None:
    app = tick(choose(open_demo(PAGE), "site", "low_back"), "sign_low_back_saddle_numb")
    assert exercises_of(app) == []
    assert "No routine" in app.error[0].value and "medical care now" in app.error[0].value
    assert not any(one.label == "Start" for one in app.button)
    app = tick(choose(open_demo(PAGE), "site", "shin"), "sign_shin_hop_pain")
    assert exercises_of(app) == [] and "see a clinician" in app.error[0].value


def test_pain_above_five_is_no_day_for_a_routine(open_demo: Open) -> None:
    app = tick(choose(open_demo(PAGE), "site", "hamstring"), "none_hamstring")
    assert exercises_of(app)
    app = choose(app, "pain_hamstring", 7)
    assert exercises_of(app) == [] and "above 5" in app.error[0].value


@pytest.mark.usefixtures("folds_open")
def test_a_swap_changes_one_exercise(open_demo: Open) -> None:
    app = choose(open_demo(PAGE), "minutes", 10)
    before = exercises_of(app)
    swap = next(one for one in app.button if str(one.key).startswith("swap_"))
    swap.click()
    app.run()
    after = exercises_of(app)
    assert len(after) == len(before) and len(set(after) - set(before)) == 1
    assert exercises_of(press(app, "Build it from my answers")) == before


@pytest.mark.usefixtures("folds_open")
def test_a_routine_is_saved_opened_renamed_deleted_and_brought_back(open_demo: Open) -> None:
    app = choose(open_demo(PAGE), "minutes", 10)
    before = exercises_of(app)
    app.text_input(key="routine_name").set_value("Monday ten")
    app = press(app, "Save under this name")
    assert "Saved as Monday ten." in app.success[0].value
    app = choose(app, "minutes", 5)
    assert exercises_of(app) != before
    app = press(app, "Open")
    assert exercises_of(app) == before and app.header[0].value == "Monday ten"
    app = press(app, "Delete")
    assert "Deleted: Monday ten." in text_of(app)
    app = press(app, "Undo")
    assert any(one.label == "Open" for one in app.button)


def test_one_s_own_begins_with_nothing_and_says_what_it_lacks(open_demo: Open) -> None:
    app = press(open_demo(PAGE), "Begin with nothing")
    assert exercises_of(app) == [] and "An empty routine" in text_of(app)
    app.selectbox(key="routine_add").set_value("clamshell")
    app.run()
    app = press(app, "Add it")
    assert exercises_of(app) == ["Clamshell"] and "Your own choice" in text_of(app)
    assert any("only one of side, back and turning" in one.value for one in app.warning)
    app.toggle(key="routine_only_open").set_value(False)
    app.run()
    app.selectbox(key="routine_add").set_value("hip-thrust-barbell")
    app.run()
    app = press(app, "Add it")
    assert any("needs a barbell" in one.value for one in app.markdown)


def test_a_link_opens_its_routine_and_a_broken_one_a_kind_sentence(open_demo: Open) -> None:
    app = open_demo(PAGE)
    app.query_params["routine"] = "1_clamshell.2x12_glute-bridge.3x10"
    app.run()
    assert exercises_of(app) == ["Clamshell", "Glute bridge"]
    assert "came with a link" in text_of(app)
    for broken in ("1_clamshell.2x12_", "x" * 9000, "1_<b>.2x3", "7_clamshell.2x12"):
        app.query_params["routine"] = broken
        app.run()
        assert [one.value for one in app.exception] == []
        assert "build one of your own" in app.warning[0].value and "<b>" not in app.warning[0].value


@pytest.mark.usefixtures("folds_open")
def test_the_shared_link_says_nothing_about_the_person(open_demo: Open) -> None:
    app = tick(choose(open_demo(PAGE), "site", "knee"), "none_knee")
    link = app.code[0].value.split("?routine=1_")[1]
    assert all(re.fullmatch(r"[a-z0-9-]+\.\d+x\d+s?(\.c)?(\.r\d+)?", part) for part in link.split("_"))
    assert {part.split(".")[0] for part in link.split("_")} <= set(exercises.load())


def test_under_18_nothing_harder_is_held_out(open_demo: Open) -> None:
    app = choose(open_demo(PAGE), "minutes", 30)
    app.toggle(key="routine_ask_youth").set_value(True)
    app.run()
    said = text_of(app)
    assert "Under 18" in said and "ends of the bones" in said
    assert not any(word in said.lower() for word in ("body shape", "weight loss", "slim", "toned", "fat "))


def with_somebody(**injury: object) -> None:
    with open_store() as store:
        ada = entering.add_athlete(store, "Ada", level=3, kit="none", birth_year=1985)
        today = dt.date.today()
        entering.log_injury(store, ada, InjuryRow(onset_date=today - dt.timedelta(days=9), **injury))  # type: ignore[arg-type]


def test_an_open_injury_of_the_log_is_asked_about_first(open_empty: Open) -> None:
    with_somebody(site="shin")
    app = open_empty(PAGE)
    assert app.button_group(key="routine_ask_site").value in ("shin", ["shin"])
    assert exercises_of(app) == [] and "Before a routine for a sore shin" in text_of(app)


def test_an_injury_that_has_to_be_cleared_gives_no_routine_at_all(open_empty: Open) -> None:
    with_somebody(site="shin", diagnosis_id="tibial-bsi")
    app = open_empty(PAGE)
    assert exercises_of(app) == [] and "until this has been seen" in app.error[0].value
    assert not any(one.label == "Start" for one in app.button)


def test_an_injury_logged_since_takes_the_place_of_an_older_answer(open_empty: Open) -> None:
    with open_store() as store:
        ada = entering.add_athlete(store, "Ada")
    app = choose(open_empty(PAGE), "minutes", 10)
    assert exercises_of(app)
    with open_store() as store:
        onset = dt.date.today() - dt.timedelta(days=2)
        entering.log_injury(store, ada, InjuryRow(onset_date=onset, site="knee"))
    app.run()
    assert exercises_of(app) == [] and "Before a routine for a sore knee" in text_of(app)


def test_start_hands_the_routine_to_the_guided_session(open_demo: Open) -> None:
    app = choose(open_demo(PAGE), "minutes", 10)
    names = exercises_of(app)
    app = press(app, "Start")
    with open_store(read_only=True) as store, store.reader() as reader:
        plan = json.loads(reader.sql("SELECT plan FROM guided_session", [])["plan"][0])
    assert {step["name"] for step in plan["steps"]} == set(names)
