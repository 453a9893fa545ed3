"""The evidence page on pace: the answer and what is behind it, and plain words where there is too little."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake import entering
from analytics.store import open_store

Open = Callable[[str], AppTest]


def texts(app: AppTest) -> str:
    groups = (app.text, app.markdown, app.info, app.header, app.caption)
    return " ".join(one.value for group in groups for one in group).replace("\\", "")


def test_a_squad_sees_the_answer_what_is_behind_it_and_the_doubts(open_demo: Open) -> None:
    said = texts(open_demo("understand/evidence_pace"))
    assert "speed at the same heart rate was" in said
    assert "steady runs in" in said and "15 athletes" in said
    assert "All weeks at once need 30 runners" in said
    assert "Of the sets 8 to 12 weeks before alone" in said
    assert "VDOT of races: 0 of 6 runners with 20 weeks of a race" in said
    assert "The choice that moves it most" in said
    assert "Without the one runner who moves it most" in said
    assert "To see +0.5\u00a0% per 10 more hip sets" in said


@pytest.mark.usefixtures("folds_open")
def test_every_figure_can_be_taken_away_and_who_contributes_adds_up(open_demo: Open) -> None:
    app = open_demo("understand/evidence_pace")
    names = {one.proto.label for one in app.get("download_button")}
    assert names == {"The answer as CSV", "These figures as CSV", "The card as JSON"}
    assert len(app.get("download_button")) >= 7
    people = next(one.value for one in app.dataframe if "pct_without" in one.value.columns)
    assert abs(people["share_pct"].sum() - 100) < 1


def test_one_runner_alone_is_told_what_is_missing(open_empty: Open) -> None:
    with open_store() as store:
        entering.add_athlete(store, "Ada")
    said = texts(open_empty("understand/evidence_pace"))
    assert "Your log cannot tell yet" in said
    assert "There is not one week of running in the log" in said
    assert "A curve needs 10 runners who count; there are 0" in said
    assert "There is no estimate yet that could be doubted" in said
    assert "runners who log a year of steady runs" in said
