"""The course and the way of an activity: small, said in words, with no place named."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest

from analytics.charts import route, streams, theme

NAN = float("nan")


def course(over: str = "distance", mode: str = "light", **more: np.ndarray) -> streams.Drawing:
    x = np.linspace(0, 10, 1400)
    values = {"pace_s_per_km": 300 + 20 * np.sin(x), "heart_rate_bpm": 140 + x} | more
    values["pace_s_per_km"][100:120] = NAN
    means = {
        name: (float(np.nanmean(y)), float(np.nanmin(y)), float(np.nanmax(y))) for name, y in values.items()
    }
    return streams.draw(x, values, means, [(1.0, 1.2)], over=over, window_s=30, sensor_window_s=10, mode=mode)


def test_all_panels_share_one_axis_and_one_hover() -> None:
    figure = course(altitude_m=np.full(1400, 50.0), graded_pace_s_per_km=np.full(1400, 310.0)).figure
    assert {trace.xaxis for trace in figure.data} == {"x"}
    assert (figure.layout.hovermode, figure.layout.hoversubplots) == ("x unified", "axis")
    assert [trace.yaxis for trace in figure.data] == ["y", "y", "y2", "y3"]
    tops = [figure.layout[name].domain for name in ("yaxis", "yaxis2", "yaxis3")]
    assert all(above[0] > below[1] for above, below in pairwise(tops))


def test_pace_is_written_as_minutes_and_up_is_faster() -> None:
    figure = course().figure
    low, high = figure.layout.yaxis.range
    assert low > high and "5:00" in figure.layout.yaxis.ticktext
    assert figure.data[0].customdata[0] == "5:00"


def test_a_hole_stays_a_hole() -> None:
    trace = course().figure.data[0]
    assert np.isnan(trace.y[100:120]).all() and trace.connectgaps is False


def test_the_course_is_said_in_words_with_its_window_and_stops() -> None:
    drawing = course("time")
    assert "over 30 s" in drawing.subtitle and "amber bands are stops" in drawing.subtitle
    assert "Heart rate: 145 bpm on average, from 140 to 150." in drawing.alt_text
    assert "Pace: from 4:40 /km to 5:20 /km." in drawing.alt_text and "1 stop" in drawing.alt_text


def test_every_stream_at_once_stays_below_a_megabyte() -> None:
    everything = {
        name: np.random.default_rng(1).normal(200, 9, 1400)
        for panel in streams.PANELS
        for name in panel.lines
    }
    x = np.linspace(0, 40, 1400)
    drawn = streams.draw(x, everything, {}, [], over="distance", window_s=30, sensor_window_s=10)
    assert len(drawn.figure.to_json()) < 600_000


def square() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    side = np.linspace(0, 1000, 100)
    east = np.concatenate((side, np.full(100, 1000.0), side[::-1], np.zeros(100)))
    north = np.concatenate((np.zeros(100), side, np.full(100, 1000.0), side[::-1]))
    return east, north, np.linspace(300, 400, 400)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_way_keeps_its_shape_and_says_its_scale(mode: str) -> None:
    east, north, pace = square()
    drawing = route.draw(east, north, pace, colour_by="pace_s_per_km", mode=mode)
    assert drawing.figure.layout.yaxis.scaleanchor == "x"
    assert "1.0 km from west to east and 1.0 km from south to north" in drawing.alt_text
    assert "start and finish are 0 m apart" in drawing.alt_text and "200 m long" in drawing.alt_text
    names = [trace.name for trace in drawing.figure.data if trace.name]
    assert names[0] == "5:00 to 5:20 /km" and len(names) == route.CLASSES
    texts = json.dumps([one.text for one in drawing.figure.layout.annotations])
    assert "200 m" in texts and "N" in texts


def test_no_position_reaches_the_drawing() -> None:
    east, north, pace = square()
    assert "deg" not in route.draw(east, north, pace, colour_by="pace_s_per_km").figure.to_json().lower()


def test_a_way_without_a_measure_is_drawn_in_one_colour() -> None:
    east, north, _ = square()
    drawing = route.draw(east, north, np.full(400, NAN), colour_by="heart_rate_bpm")
    assert drawing.title == "The way" and drawing.figure.layout.showlegend is False


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_colour_of_the_way_stands_out_and_brightens_in_order(mode: str) -> None:
    paper = luminance(theme.tokens(mode).paper)
    steps = [luminance(colour) for colour in route.RAMP[mode]]
    assert steps == sorted(steps)
    for step in steps:
        low, high = sorted((step, paper))
        assert (high + 0.05) / (low + 0.05) >= 3
