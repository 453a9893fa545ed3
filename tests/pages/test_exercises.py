"""The library, as a visitor looks through it and reads one exercise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.knowledge import exercises

Open = Callable[[str], AppTest]
PROJECT = Path(__file__).resolve().parents[2]
LIBRARY = exercises.load()


def said(app: AppTest) -> str:
    """Everything a person can read on the page."""
    parts = [*app.title, *app.header, *app.markdown, *app.text, *app.caption, *app.info]
    return "\n".join(str(one.value) for one in parts)


def cards(app: AppTest) -> list[str]:
    """The ids of the exercises that are shown as cards, in order."""
    keys = [one.key.removeprefix("open_") for one in app.button if (one.key or "").startswith("open_")]
    assert set(keys) <= set(LIBRARY)
    return keys


def open_exercise(exercise_id: str) -> AppTest:
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
    app.run()
    app.switch_page("pages/act/exercises.py")
    app.query_params["exercise"] = exercise_id
    app.run()
    assert not app.exception
    return app


def test_the_library_opens_on_an_empty_store_with_hip_dips_first(open_empty: Open) -> None:
    app = open_empty("act/exercises")
    assert "172 of 172 exercises" in said(app)
    assert len(cards(app)) == 12
    assert all(LIBRARY[one].family == "hip_dip" for one in cards(app))


def test_more_cards_come_when_asked(open_empty: Open) -> None:
    app = open_empty("act/exercises")
    next(one for one in app.button if one.label == "Show more").click().run()
    assert not app.exception and len(cards(app)) == 36
    assert all(LIBRARY[one].family == "hip_dip" for one in cards(app)[:22])


def test_a_search_narrows_and_no_match_says_so(open_empty: Open) -> None:
    app = open_empty("act/exercises")
    app.text_input(key="exercise_words").set_value("Clam band").run()
    found = cards(app)
    assert "clamshell-band" in found and 0 < len(found) < 20
    app.text_input(key="exercise_words").set_value("zzz").run()
    assert not app.exception and "Nothing passes" in said(app) and not cards(app)


def test_the_pills_show_hip_dips_or_the_essential(open_empty: Open) -> None:
    app = open_empty("act/exercises")
    app.button_group(key="exercise_kinds").set_value(["dips", "essential"]).run()
    assert len(cards(app)) == 6
    assert all(LIBRARY[one].family == "hip_dip" and LIBRARY[one].essential for one in cards(app))


def test_a_sore_site_leaves_out_what_it_rules_out_until_that_is_asked_for(open_empty: Open) -> None:
    app = open_empty("act/exercises")
    app.session_state["exercise_filters"] = True  # the fold is opened
    app.run()
    app.selectbox(key="exercise_site").set_value("hip_groin").run()
    assert "162 of 172" in said(app)
    app.button_group(key="exercise_suits").set_value(["avoid"]).run()
    assert "10 of 172" in said(app)
    assert all(LIBRARY[one].rehab("hip_groin") == "avoid" for one in cards(app))
    assert "leave it out" in said(app)


def test_what_was_chosen_in_the_fold_of_filters_holds_when_it_is_closed_again(open_empty: Open) -> None:
    app = open_empty("act/exercises")
    assert not app.select_slider  # a closed fold holds nothing yet
    app.session_state["exercise_filters"] = True
    app.run()
    app.select_slider(key="exercise_level").set_value(1).run()
    narrowed = said(app)
    assert "172 of 172" not in narrowed
    app.session_state["exercise_filters"] = False
    app.run()
    assert said(app) == narrowed


def test_a_card_opens_its_exercise_and_the_way_back_leads_to_the_list(open_empty: Open) -> None:
    app = open_empty("act/exercises")
    app.button(key="open_hip-dip-front-hands").click().run()
    assert not app.exception
    assert [one.value for one in app.title] == ["Front hip dip on hands"]
    assert LIBRARY["hip-dip-front-hands"].common_fault.rstrip(".") in said(app).replace("\\", "")
    next(one for one in app.button if one.label == "All exercises").click().run()
    assert "172 of 172" in said(app)


def test_easier_and_harder_lead_to_the_neighbour(open_empty: Open) -> None:
    app = open_exercise("hip-dip-front-hands")
    next(one for one in app.button if one.label.startswith("Harder")).click().run()
    assert [one.value for one in app.title] == [LIBRARY["hip-dip-front-single-leg"].name]
    next(one for one in app.button if one.label.startswith("Easier")).click().run()
    assert [one.value for one in app.title] == ["Front hip dip on hands"]


@pytest.mark.parametrize("exercise_id", {one.family: one.id for one in LIBRARY.values()}.values())
def test_an_exercise_of_every_family_opens(exercise_id: str, open_empty: Open) -> None:
    app = open_exercise(exercise_id)
    words = said(app)
    assert [one.value for one in app.title] == [LIBRARY[exercise_id].name]
    assert "None" not in words.split() and "nan" not in words.split()
    assert ("our description" in words) == (LIBRARY[exercise_id].family == "hip_dip")


def test_an_address_that_names_no_exercise_shows_the_list(open_empty: Open) -> None:
    assert "172 of 172" in said(open_exercise("no-such-thing"))
