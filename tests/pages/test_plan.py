"""The plan page: empty, with the demo squad, and for somebody who says what their weeks are like."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

Open = Callable[[str], AppTest]


def words(app: AppTest) -> str:
    kinds = (app.title, app.header, app.markdown, app.caption, app.text, app.info)
    return " ".join(str(one.value) for kind in kinds for one in kind)


def test_an_empty_store_greets(open_empty: Open) -> None:
    assert open_empty("act/plan").title[0].value == "Welcome to Hipstride"


def test_the_demo_squad_has_four_weeks_with_sessions_and_rules(open_demo: Open) -> None:
    app = open_demo("act/plan")
    assert app.title[0].value == "Week plan"
    weeks = [one.value for one in app.header if one.value.startswith("Week ")]
    assert len(weeks) == 4
    said = words(app)
    assert "hip sets planned; target" in said
    assert "Rule W2" in said and "Rule D1" in said
    assert [one.label for one in app.button].count("Start") >= 4


def test_a_person_says_what_their_weeks_are_like(open_demo: Open) -> None:
    app = open_demo("act/plan")
    app.button_group[0].set_value(["Tuesday", "Sunday"])
    app.button_group[1].set_value(["Tuesday"])
    app.button_group[2].set_value(["Sunday"])
    next(one for one in app.button if one.label == "Plan my weeks").click().run()
    assert not app.exception and not app.error
    assert "These days are read from your running log" not in words(app)
    days = [one.value for one in app.markdown if one.value.startswith(("**Tuesday", "**Thursday"))]
    assert days, "the hard day carries the first longer session"
