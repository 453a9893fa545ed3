"""What is sent of a figure: the same every time, its labels' room in it, and nothing that Plotly draws twice."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from analytics.charts import margins, points, theme
from analytics.charts.sent import Sent


def figure_of(**trace: Any) -> go.Figure:
    figure = go.Figure(go.Scatter(**({"x": [1.0, 2.0], "y": [3.0, 4.0]} | trace)))
    return theme.dressed(figure, mode="light", height=300)


def layout_of(figure: go.Figure) -> dict[str, Any]:
    layout: dict[str, Any] = Sent(figure).to_dict()["layout"]
    return layout


def test_a_figure_is_put_together_once_for_each_language_and_each_touch() -> None:
    figure = figure_of()
    assert Sent(figure).to_dict() is Sent(figure).to_dict()
    assert Sent(figure, language="de").to_dict() is not Sent(figure).to_dict()
    assert points.tappable(figure).to_dict() is points.tappable(figure).to_dict()
    assert points.tappable(figure).to_dict() is not points.brushable(figure).to_dict()


def test_a_language_leaves_the_touch_as_it_was() -> None:
    said = Sent(points.brushable(figure_of()), language="de").to_dict()
    assert said["layout"]["dragmode"] == "select"


def test_what_is_sent_can_be_kept_and_read_again() -> None:
    read_back = pickle.loads(pickle.dumps(Sent(figure_of())))
    assert read_back.to_dict() == Sent(figure_of()).to_dict()


def test_the_look_is_written_into_the_layout_and_what_the_figure_says_holds() -> None:
    figure = figure_of()
    figure.update_yaxes(showgrid=False, title_text="Hip sets")
    layout = layout_of(figure)
    assert "template" not in layout  # Plotly counts a copied template as a changed one, and draws again
    assert layout["xaxis"]["fixedrange"] and layout["yaxis"]["fixedrange"]
    assert layout["yaxis"]["showgrid"] is False and layout["yaxis"]["title"]["text"] == "Hip sets"
    assert layout["yaxis"]["title"]["font"]["size"] == 12
    assert layout["dragmode"] is False and figure.layout.template.layout.dragmode is False


def test_numbers_are_written_out_and_unknown_ones_are_none() -> None:
    sent = Sent(figure_of(y=np.array([1 / 3, np.nan]))).to_dict()
    assert sent["data"][0]["y"] == [0.33333333, None]


def test_numbers_of_a_field_keep_their_rows() -> None:
    figure = theme.dressed(go.Figure(go.Heatmap(z=np.array([[1, 2, 3], [4, 5, 6]]))), mode="dark", height=200)
    assert Sent(figure).to_dict()["data"][0]["z"] == [[1, 2, 3], [4, 5, 6]]


def test_the_revision_of_the_data_changes_with_the_numbers_alone() -> None:
    revision = layout_of(figure_of())["datarevision"]
    assert layout_of(figure_of())["datarevision"] == revision
    assert layout_of(figure_of(y=[3.0, 5.0]))["datarevision"] != revision


# Room for labels: 9 px beside the axis, 16 px a line of text, 12 px an axis title; 4 px below and 3 px left spare.


@pytest.mark.parametrize(
    ("axis", "below_px"),
    [
        ({}, 9 + 16 + 4),
        ({"title_text": "Weeks before"}, 9 + 16 + 4 + 12),
        ({"tickvals": [1, 2], "ticktext": ["a", "b<br>c"]}, 9 + 2 * 16 + 4),
        ({"showticklabels": False}, 8),
    ],
)
def test_below_there_is_room_for_the_lines_of_the_labels(axis: dict[str, Any], below_px: int) -> None:
    figure = figure_of()
    figure.update_xaxes(**axis)
    assert layout_of(figure)["margin"]["b"] == below_px


def test_days_below_take_the_lines_of_their_format() -> None:
    figure = figure_of(x=pd.to_datetime(["2026-01-05", "2026-11-16"]))
    figure.update_xaxes(tickformat="%b\n%Y")
    assert layout_of(figure)["margin"]["b"] == 9 + 2 * 16 + 4


@pytest.mark.parametrize(
    ("y", "longest"),
    [
        ([0.0, 9.0], "8"),
        ([0.0, 900.0], "800"),
        ([0.0, 0.09], "0.08"),
        ([-40.0, 30.0], "-40"),
        (["Knee", "Achilles or calf"], "Achilles or calf"),
        (["Knee", "Back of the hip<br>(extensors)"], "Back of the hip"),
    ],
)
def test_beside_there_is_room_for_the_longest_label(y: list[Any], longest: str) -> None:
    room = layout_of(figure_of(y=y))["margin"]["l"]
    assert 0 <= room - (9 + 3 + margins.text_px(longest)) < 9


def test_what_ends_every_number_has_room_too() -> None:
    figure = figure_of(y=[0.0, 100.0])
    plain = layout_of(figure)["margin"]["l"]
    figure = figure_of(y=[0.0, 100.0])
    figure.update_yaxes(ticksuffix=" km")
    assert layout_of(figure)["margin"]["l"] - plain == pytest.approx(margins.text_px(" km"), abs=1.5)


def test_a_margin_that_a_chart_asks_for_never_shrinks() -> None:
    figure = theme.dressed(go.Figure(go.Scatter(x=[1], y=[1])), mode="light", height=200, right=70, top=34)
    margin = layout_of(figure)["margin"]
    assert (margin["r"], margin["t"]) == (70, 34)


def test_a_figure_without_axes_is_sent_as_it_is() -> None:
    figure = theme.dressed(go.Figure(), mode="light", height=100)
    assert Sent(figure).to_dict()["data"] == []
