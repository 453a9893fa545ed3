"""The evidence page: the answer, and the reasons to doubt it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from analytics.ingest.batch import WeeklyLoadRow
from analytics.intake import entering
from analytics.store import open_store

Open = Callable[[str], AppTest]


def texts(app: AppTest) -> str:
    return " ".join(one.value for group in (app.text, app.markdown, app.info, app.header) for one in group)


def test_a_squad_sees_the_answer_its_doubts_and_what_it_would_take(open_demo: Open) -> None:
    app = open_demo("understand/evidence")
    said = texts(app)
    assert "58 injuries" in said
    assert "A curve needs 150 injuries in weeks that count; there are 58" in said.replace("\\", "")
    assert "The choice that moves it most" in said
    assert "strength logs shifted in time" in said
    assert "injured runners" in said
    assert "58 injuries in weeks that count; 60 are needed for a verdict." in said
    assert "Without the one runner who moves it most" in said
    assert "injuries that count" in said  # what it would take
    people = next(one.value for one in app.dataframe if "value_without" in one.value.columns)
    assert people["injuries"].sum() == 58


def test_one_runner_without_injuries_is_told_why_there_is_no_answer_and_what_to_do(open_empty: Open) -> None:
    with open_store() as store:
        ada = entering.add_athlete(store, "Ada")
        entering.log_weekly_load(store, ada, WeeklyLoadRow(dt.date(2026, 1, 5), runs=3, moving_s=9000.0))
    app = open_empty("understand/evidence")
    assert not app.exception
    said = texts(app)
    assert "There is no estimate yet that could be doubted" in said
    assert "There is no strength log" in said
    assert "One runner alone has too few injuries" in said
    assert "from 6 runners on" in said
