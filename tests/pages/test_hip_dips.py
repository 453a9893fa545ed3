"""The page of the hip dip, as a visitor reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from analytics.knowledge import exercises
from analytics.reports import hip_dips

Open = Callable[[str], AppTest]


def said(app: AppTest) -> str:
    """Everything a person can read on the page."""
    parts = [*app.title, *app.header, *app.markdown, *app.text, *app.caption, *app.error, *app.info]
    tables = [" ".join(map(str, one.value.to_numpy().ravel())) for one in app.table]
    return "\n".join([*(str(one.value) for one in parts), *tables])


def test_the_page_says_that_the_description_is_ours_and_names_all_directions(open_empty: Open) -> None:
    app = open_empty("act/hip_dips")
    assert [tab.label for tab in app.tabs] == ["Front", "Back", "Side, left and right", "All four"]
    words = said(app)
    assert "our description" in words and "stress fracture" in words and "Touch and go" in words


def test_five_minutes_start_from_here_before_anybody_is_known(open_empty: Open) -> None:
    app = open_empty("act/hip_dips")
    next(one for one in app.button if one.label == "Start five minutes of hip dips").click().run()
    assert not app.exception
    assert "session" in app.query_params


@pytest.mark.parametrize("page", ["act/hip_dips", "act/session"])
def test_warning_signs_that_a_session_speaks_of_stand_below_it(open_empty: Open, page: str) -> None:
    words = said(open_empty(page))
    assert words.index("none of the warning signs below applies") < words.index("Needs care now")
    assert "Chest pain, or you fainted" in words


def test_with_a_log_the_page_heeds_what_is_known_of_today(open_demo: Open) -> None:
    app = open_demo("act/hip_dips")
    may_start = any(one.label == "Start five minutes of hip dips" for one in app.button)
    assert may_start or app.error


def test_the_ladders_hold_every_hip_dip_once_and_never_get_easier() -> None:
    forms = [rung for one in hip_dips.directions() for rung in one.ladder]
    dips = {one.id for one in exercises.load().values() if one.family == "hip_dip"}
    assert {rung.id for rung in forms} == dips and len(forms) == len(dips) == 22
    for one in hip_dips.directions():
        assert [rung.level for rung in one.ladder] == sorted(rung.level for rung in one.ladder), one.id
