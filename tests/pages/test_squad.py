"""The coach's pages: squad, compare, report to print, group plans; empty, one runner, the demo squad."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake.entering import add_athlete
from analytics.store import open_store

Open = Callable[[str], AppTest]
PAGES = ("understand/squad", "understand/compare", "understand/squad_report", "act/group_plan")


def words(app: AppTest) -> str:
    return " ".join(str(one.value) for kind in (app.markdown, app.caption, app.text) for one in kind)


@pytest.fixture
def one_runner() -> None:
    with open_store(Path(os.environ["HIPSTRIDE_DB"])) as store:
        add_athlete(store, "Kim")


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_store_greets(open_empty: Open, page: str) -> None:
    app = open_empty(page)
    assert not app.exception and app.title[0].value == "Welcome to Hipstride"


@pytest.mark.parametrize("page", PAGES)
def test_one_runner_alone_is_told_or_sees_their_own(open_empty: Open, one_runner: None, page: str) -> None:
    app = open_empty(page)
    assert not app.exception
    if page in ("understand/squad", "understand/compare"):
        assert "One runner" in app.info[0].value


def test_the_squad_names_as_many_as_can_be_acted_on_and_says_what_that_misses(open_demo: Open) -> None:
    app = open_demo("understand/squad")
    assert not app.exception
    assert any(one.value.startswith("**5. Runner") for one in app.markdown)
    assert "more athletes on the list beyond your 5 flags" in words(app)
    assert "Replayed on the last" in words(app) and "had an early flag" in words(app)
    app.number_input(key="alert_budget").set_value(2).run()
    assert not app.exception
    assert not any(one.value.startswith("**3. Runner") for one in app.markdown)
    with open_store(Path(os.environ["HIPSTRIDE_DB"])) as store, store.reader() as reader:
        kept = reader.row("house_setting", setting="alert_budget")
    assert kept is not None and kept["setting_value"] == "2"


def test_a_squad_of_ones_own_is_made_chosen_removed_and_brought_back(open_demo: Open) -> None:
    app = open_demo("understand/squad")
    app.session_state["your_squads"] = True  # the fold is opened
    app.run()
    app.text_input(key="squad_name").set_value("Hill group")
    app.multiselect(key="squad_who").set_value(["2", "4", "21"])
    next(one for one in app.button if one.label == "Make this squad").click().run()
    assert not app.exception and not app.error
    picker = app.selectbox(key="choice_squad")
    assert picker.options[-1] == "Hill group" or "Hill group" in picker.options
    number = next(one.key for one in app.button if one.key and one.key.startswith("remove_squad_2"))
    picker.set_value(number.rpartition("_")[2]).run()
    assert len(app.dataframe[0].value) == 3 and not app.exception
    app.button(key=number).click().run()
    assert not app.exception and len(app.dataframe[0].value) == 24
    app.button(key="squad_undo").click().run()
    assert "Hill group" in app.selectbox(key="choice_squad").options
    app.text_input(key="squad_name").set_value("hill  group")
    app.multiselect(key="squad_who").set_value(["2"])
    next(one for one in app.button if one.label == "Make this squad").click().run()
    assert "already" in app.error[0].value


def test_compare_holds_each_against_their_own_weeks(open_demo: Open) -> None:
    app = open_demo("understand/compare")
    assert not app.exception and "outside their own usual weeks" in app.header[0].value
    app.selectbox(key="choice_compare").set_value("hips").run()
    assert app.header[0].value.startswith("Hip sets a week") and not app.exception
    app.selectbox(key="choice_rows").set_value("squad").run()
    assert not app.exception and "shows no cause" in words(app)


def test_the_sheet_is_shown_before_it_is_printed(open_demo: Open) -> None:
    app = open_demo("understand/squad_report")
    assert not app.exception and "In short" in words(app)
    app.selectbox(key="choice_paper").set_value("squad").run()
    assert not app.exception and "Nobody is named" in words(app)


def test_a_routine_is_assigned_to_several_seen_by_each_and_taken_back(open_demo: Open) -> None:
    app = open_demo("act/group_plan")
    ids = list(app.multiselect(key="group_who").options)
    assert len(ids) == 24
    app.multiselect(key="group_who").set_value(["1", "3", "21"]).run()
    next(one for one in app.button if one.label == "See whom it suits").click().run()
    assert not app.exception
    assert "Left out" in words(app) and "Runner 21" in words(app)  # injured
    next(one for one in app.button if one.label == "Assign it").click().run()
    assert not app.exception and "Assigned" in app.success[0].value
    assert len(app.dataframe[0].value) == 2
    app.switch_page("pages/act/routine.py")
    app.run()
    assert not app.exception and "From your coach" in words(app)
    app.switch_page("pages/act/group_plan.py")
    app.run()
    app.button(key="group_undo").click().run()
    assert not app.exception and not app.dataframe
    assert any(one.label == "Bring it back" for one in app.button)
