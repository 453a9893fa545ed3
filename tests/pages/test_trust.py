"""The pages of trust open on an empty store and with the demo squad, and say what they are for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake import entering
from analytics.knowledge import evidence, glossary
from analytics.store import open_store

Open = Callable[[str], AppTest]
PAGES = ("trust/methods", "trust/models", "trust/data_quality")


def table(app: AppTest, *columns: str) -> object:
    return next(one.value for one in app.dataframe if set(columns) <= set(one.value.columns))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_with_the_demo_squad(open_demo: Open, page: str) -> None:
    assert open_demo(page).title[0].value in ("Methods", "Models", "Data quality")


@pytest.mark.parametrize("page", PAGES[:2])
def test_what_is_about_nobody_opens_on_an_empty_store(open_empty: Open, page: str) -> None:
    assert open_empty(page).title[0].value in ("Methods", "Models")


def test_data_quality_of_an_empty_store_greets_and_of_an_empty_log_says_nothing_known(
    open_empty: Open,
) -> None:
    assert "Welcome" in open_empty("trust/data_quality").title[0].value
    with open_store() as store:
        entering.add_athlete(store, "Ada")
    app = open_empty("trust/data_quality")
    assert app.title[0].value == "Data quality"
    assert any("nothing to judge" in one.value for one in app.info)


def test_methods_show_all_the_evidence_and_a_topic_narrows_it(open_empty: Open) -> None:
    app = open_empty("trust/methods")
    assert len(table(app, "claim", "address")) == len(evidence.load())  # type: ignore[arg-type]
    assert len(table(app, "label", "description")) == len(glossary.load())  # type: ignore[arg-type]
    app.selectbox(key="evidence_topic").set_value("session_spike").run()
    assert not app.exception
    assert 3 < len(table(app, "claim", "address")) < 10  # type: ignore[arg-type]


def test_models_say_what_is_true_in_the_demo_squad(open_demo: Open) -> None:
    words = "\n".join(one.value for one in open_demo("trust/models").markdown)
    assert "0.66 times" in words and "1\u00a0% higher" in words


def test_unmapped_names_of_the_demo_squad_are_listed_by_sets(open_demo: Open) -> None:
    app = open_demo("trust/data_quality")
    logs = table(app, "log", "known", "unknown")
    assert list(logs["log"]) == ["Running", "Strength", "Injuries", "Check-ins"]  # type: ignore[index]


def test_a_squad_has_a_row_each_and_one_athlete_the_way_to_where_it_is_put_right(open_demo: Open) -> None:
    app = open_demo("trust/data_quality")
    assert [tab.label.partition(" ")[0] for tab in app.tabs] == ["Missing", "Doubtful", "Estimated"]
    app.segmented_control(key="quality_who").set_value("squad").run()
    assert not app.exception
    rows = table(app, "athlete", "running_pct", "doubtful")
    assert len(rows) == 24  # type: ignore[arg-type]


def test_the_methods_say_how_the_estimators_were_tested(open_empty: Open) -> None:
    app = open_empty("trust/methods")
    assert not app.exception
    assert any("simulated squads in" in one.value for one in app.markdown)
