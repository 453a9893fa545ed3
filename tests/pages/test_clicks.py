"""A chart whose points can be opened, from the list below it: where it goes, and that it goes there once."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def chart_page(kind: str, key: str) -> None:
    import plotly.graph_objects as go
    import streamlit as st

    from analytics.charts import points
    from analytics.charts.drawing import Drawing
    from pages.shared import clicks, session

    with session.script_run():
        st.navigation([st.Page(lambda: None, title="Front", default=True)])
        figure = go.Figure()
        figure.add_scatter(x=[1], y=[1], customdata=points.behind(kind, [key], ["9 Mar 2026, 10.0 km"]))
        clicks.draw(Drawing(figure, "Runs", "", "One run."), key="runs")


@pytest.fixture
def went(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, str]]]:
    """Where the pages were asked to go; a page of its own has no navigation to go along."""
    from pages.shared import frame

    gone: list[tuple[str, dict[str, str]]] = []
    monkeypatch.setattr(frame, "go", lambda page, **asked: gone.append((page, asked)))
    return gone


def test_the_list_below_opens_the_activity_once(went: list[tuple[str, dict[str, str]]]) -> None:
    app = AppTest.from_function(chart_page, args=("activity", "7"), default_timeout=30).run()
    assert not app.exception
    box = app.selectbox[0]
    assert box.options == ["9 Mar 2026, 10.0 km"] and box.value is None
    box.set_value("activity=7").run()
    assert went == [("understand/activity.py", {"activity": "7"})]
    assert app.selectbox[0].value is None  # back on the page, nothing is chosen any more
    app.run()
    assert len(went) == 1


def test_a_point_that_no_page_shows_offers_nothing(
    went: list[tuple[str, dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pages.shared import clicks

    monkeypatch.setitem(clicks.PAGES, "week", "understand/nowhere.py")
    app = AppTest.from_function(chart_page, args=("week", "2026-W07"), default_timeout=30).run()
    assert not app.exception and not app.selectbox and went == []


def tapped_page() -> None:
    import streamlit as st

    from analytics.charts.points import Behind
    from pages.shared import clicks, frame, session

    with session.script_run():
        st.navigation([st.Page(lambda: None, title="Front", default=True)])
        st.session_state["opened runs"] = ("now", Behind("activity", "7", ""))
        for name in st.session_state["names"]:
            clicks._clicked("runs", name)
            frame.follow()


def test_the_second_click_of_a_finger_does_not_lead_back(went: list[tuple[str, dict[str, str]]]) -> None:
    app = AppTest.from_function(tapped_page, default_timeout=30)
    # The chart that was tapped has gone by now; the one that stands there has lost its selection by itself.
    app.session_state["names"] = ["runs before", "runs now"]
    app.run()
    assert not app.exception
    assert went == [("understand/activity.py", {"activity": "7"})]
