"""The evidence page: the answer, the reasons to doubt it, and a forecast only where it passes its test."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from analytics.intake import entering
from analytics.store import open_store

Open = Callable[[str], AppTest]


def texts(app: AppTest) -> str:
    return " ".join(one.value for group in (app.text, app.markdown, app.info, app.subheader) for one in group)


def test_a_squad_sees_the_answer_its_doubts_and_what_it_would_take(open_demo: Open) -> None:
    app = open_demo("understand/evidence")
    said = texts(app)
    assert "58 injuries" in said
    assert "A curve needs 150 injuries in weeks that count; there are 58" in said.replace("\\", "")
    assert "The choice that moves it most" in said
    assert "Without the one runner who moves it most" in said
    assert "injuries that count" in said  # what it would take
    people = next(one.value for one in app.dataframe if "value_without" in one.value.columns)
    assert people["injuries"].sum() == 58


def test_a_forecast_is_only_tried_when_asked_and_says_why_it_is_not_shown(open_demo: Open) -> None:
    app = open_demo("understand/evidence")
    assert "No forecast is shown" not in texts(app)
    app.toggle(key="forecast").set_value(True).run()
    assert not app.exception
    said = texts(app)
    assert "No forecast is shown." in said
    assert "82 of 100 injuries needed" in said
    assert "of 100 weeks brought a new injury" in said


def test_one_runner_without_injuries_is_told_there_is_nothing_to_doubt(open_empty: Open) -> None:
    with open_store() as store:
        entering.add_athlete(store, "Ada")
    app = open_empty("understand/evidence")
    assert not app.exception
    assert "There is no estimate yet that could be doubted" in texts(app)
