"""The page Explore: empty, one athlete, the demo squad; views opened, saved, pinned, deleted and brought back."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from analytics.intake import exploring
from analytics.intake.entering import add_athlete
from analytics.store import open_store

Open = Callable[[str], AppTest]


def said(app: AppTest) -> str:
    return " ".join(
        str(one.value) for kind in (app.header, app.markdown, app.caption, app.info) for one in kind
    )


def box(app: AppTest, label: str) -> Selectbox:
    return next(one for one in app.selectbox if one.label == label)


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click().run()
    assert [one.value for one in app.exception] == []
    return app


def at(project: Path, **asked: str) -> AppTest:
    app = AppTest.from_file(str(project / "app.py"), default_timeout=60)
    app.run()
    for key, value in asked.items():
        app.query_params[key] = value
    app.switch_page("pages/understand/explore.py")
    app.run()
    assert [one.value for one in app.exception] == []
    return app


def test_an_empty_store_greets(open_empty: Open) -> None:
    assert open_empty("understand/explore").title[0].value == "Welcome to Hipstride"


def test_somebody_without_a_log_is_told_what_to_change(open_empty: Open) -> None:
    with open_store(Path(os.environ["HIPSTRIDE_DB"])) as store:
        add_athlete(store, "Kim *bold* <b>")
    app = open_empty("understand/explore")
    assert "Look further back" in said(app)
    assert "Whose" not in [one.label for one in app.multiselect]


@pytest.mark.usefixtures("folds_open")
def test_a_view_is_opened_saved_pinned_deleted_and_brought_back(open_demo: Open) -> None:
    app = open_demo("understand/explore")
    box(app, "Start from").set_value("gstrength-by-weekday").run()
    assert app.header[0].value == "On which days is strength work done?"
    assert app.query_params["g"] == "strength-by-weekday" and "c" not in app.query_params
    next(one for one in app.text_input if one.label == "Name").set_value("Our week").run()
    next(one for one in app.checkbox if one.label == "Show it on the overview").check().run()
    press(app, "Save view")
    assert app.header[0].value == "Our week" and app.query_params["v"] == "1"
    box(app, "Period").set_value("all").run()
    assert app.query_params["t"] == "all" and app.header[0].value == "Sets by day of the week"
    app.switch_page("pages/understand/overview.py").run()
    assert "Our week" in [one.value for one in app.header]
    app.switch_page("pages/understand/explore.py").run()
    press(app, "Delete")
    assert "Deleted: Our week." in said(app)
    press(app, "Undo")
    with open_store(Path(os.environ["HIPSTRIDE_DB"])) as store, store.reader() as reader:
        rows = reader.frame("explore_views")
    assert list(rows["name"]) == ["Our week"] and rows["deleted_at_utc"].isna().all()


def test_an_address_opens_a_saved_view_with_what_it_changes(demo_file: Path, project: Path) -> None:
    shutil.copy(demo_file, os.environ["HIPSTRIDE_DB"])
    view = json.dumps({"chart": "against", "y": "own_1", "x": "distance_m", "who": ["all"]})
    with open_store(Path(os.environ["HIPSTRIDE_DB"])) as store:
        exploring.save_formula(store, name="Sets a run", formula="hip_sets / runs", unit="hip sets")
        exploring.save_view(store, name="Mine", view=view)
    app = at(project, v="1")
    assert app.header[0].value == "Mine" and box(app, "Show").value == "own_1"
    assert "This is an association" in said(app)
    app = at(project, v="1", c="spread", avg="4")
    assert app.header[0].value == "How sets a run \\(mean of 4 weeks\\) is spread"


@pytest.mark.parametrize(
    "asked", [{"v": "99"}, {"g": "=1+1"}, {"y": "own_7", "c": "pie", "who": "a99", "avg": "-1"}]
)
def test_an_address_with_nonsense_shows_something_all_the_same(
    demo_file: Path, project: Path, asked: dict[str, str]
) -> None:
    shutil.copy(demo_file, os.environ["HIPSTRIDE_DB"])
    app = at(project, **asked)
    assert app.header[0].value == "Hip sets over time"
