"""What lies behind the points of a chart: read with care, listed once, the newest first."""

from __future__ import annotations

import pickle

import numpy as np
import plotly.graph_objects as go
import pytest

from analytics.charts import points


def figure_of(*traces: list[list[str]]) -> go.Figure:
    figure = go.Figure()
    for rows in traces:
        figure.add_scatter(x=list(range(len(rows))), y=[1.0] * len(rows), customdata=rows)
    return figure


def test_points_of_several_traces_are_listed_once_and_the_newest_first() -> None:
    one = points.behind(points.ACTIVITY, [99, 7_104_446_832_327_817], ["old", "new"])
    two = points.behind(points.ACTIVITY, [99, None], ["again", ""])
    assert [(one.key, one.label) for one in points.listed(figure_of(one, two))] == [
        ("7104446832327817", "new"),
        ("99", "old"),
    ]


def test_a_point_without_a_label_is_named_by_its_hover_text() -> None:
    figure = go.Figure()
    figure.add_bar(
        x=[1, 2], y=[1, 2], customdata=[["week", "2026-W07"], ["week", "2026-W08"]],
        hovertext=["Week 7, 2026:<br>42 km in 4 runs.", "R&amp;D week."],
    )  # fmt: skip
    assert [one.label for one in points.listed(figure)] == ["R&D week", "Week 7, 2026: 42 km in 4 runs"]


def test_a_number_survives_the_way_through_json_and_back() -> None:
    rows = np.array(points.behind(points.ACTIVITY, [2**53 - 1], ["x"]), dtype=object)
    read_back = go.Figure(figure_of(rows.tolist()).to_plotly_json())
    assert points.listed(read_back)[0].key == str(2**53 - 1)


@pytest.mark.parametrize(
    "sent", [None, "activity", [], ["activity"], ["activity", "-1"], ["activity", "1" * 17], ["week", "2026-7"],
             ["page", "1"], 7, ["week", "2026-W07/../x"]],
)  # fmt: skip
def test_what_a_browser_sends_is_not_believed(sent: object) -> None:
    assert points.read(sent) is None


def test_a_figure_without_such_points_has_none() -> None:
    figure = go.Figure()
    figure.add_scatter(x=[1], y=[1])
    figure.add_scatter(x=[1], y=[1], customdata=[["x", "y", "z"]])
    assert points.listed(figure) == []


def test_a_figure_that_answers_a_finger_can_be_kept_and_read_again() -> None:
    figure = points.tappable(figure_of(points.behind(points.WEEK, ["2026-W07"], ["week 7"])))
    read_back = pickle.loads(pickle.dumps(figure))
    assert points.listed(read_back.drawn) == points.listed(figure.drawn) != []
    assert read_back.to_dict()["layout"]["dragmode"] == "off"


def test_a_chart_to_drag_over_leaves_the_kept_figure_as_it_was() -> None:
    kept = go.Figure(go.Scatter(x=[1, 2], y=[3, 4]))
    assert points.brushable(kept).to_dict()["layout"]["dragmode"] == "select"
    assert kept.layout.dragmode is None  # a phone is given the same figure, and has to scroll over it
