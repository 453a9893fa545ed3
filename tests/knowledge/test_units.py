"""Units and numbers: what is read is what is stored, by whichever way a person reads."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.knowledge import units, written
from analytics.knowledge.units import Way
from analytics.reports import injury_counts, load_words

WAYS = st.builds(
    Way,
    units=st.sampled_from([units.METRIC, units.IMPERIAL]),
    motion=st.sampled_from([units.PACE, units.SPEED]),
    numbers=st.sampled_from(list(units.NUMBERS)),
)
US_MILE_M, FOOT_M, POUND_KG = 1609.344, 0.3048, 0.45359237


def read_back(text: str, way: Way) -> float:
    """Read a number as somebody used to these marks does."""
    thousands, point = way.marks
    plain = text.split(" ")[0].replace(thousands, "").replace(point, ".").replace("−", "-")
    return float(plain)


@given(WAYS, st.sampled_from(list(units.KINDS)), st.floats(-1e6, 1e6))
def test_what_is_shown_and_stored_again_is_the_same(way: Way, kind: str, value: float) -> None:
    with units.following(way):
        assert units.stored(units.shown(value, kind), kind) == pytest.approx(value, rel=1e-12, abs=1e-9)


@given(WAYS, st.floats(0, 5e6))
def test_both_ways_write_one_distance(way: Way, metres: float) -> None:
    with units.following(way):
        text = written.distance(metres, 3)
    per = US_MILE_M if way.is_imperial else 1000.0
    assert text.endswith(" mi" if way.is_imperial else " km")
    assert read_back(text, way) * per == pytest.approx(metres, abs=per * 0.00051)


@given(WAYS, st.floats(100, 2000))
def test_pace_and_speed_in_either_unit_tell_of_one_movement(way: Way, s_per_km: float) -> None:
    with units.following(way):
        text = written.pace(s_per_km)
    number, unit = text.split(" ")
    per = US_MILE_M if unit in ("/mi", "mph") else 1000.0
    if way.is_speed:
        metres_per_hour = read_back(number, way) * per
        assert metres_per_hour == pytest.approx(3_600_000 / s_per_km, abs=per * 0.051)
    else:
        minutes, seconds = (int(part) for part in number.split(":"))
        assert (60 * minutes + seconds) * 1000 / per == pytest.approx(s_per_km, abs=0.51)


@given(WAYS, st.floats(-400, 9000), st.floats(0, 500), st.floats(-40, 60))
def test_heights_weights_and_temperatures_are_the_same_in_both(
    way: Way, metres: float, kg: float, celsius: float
) -> None:
    with units.following(way):
        high, heavy, warm = written.height(metres), written.weight(kg), written.temperature(celsius)
    foot, pound = (FOOT_M, POUND_KG) if way.is_imperial else (1.0, 1.0)
    assert read_back(high, way) * foot == pytest.approx(metres, abs=0.51 * foot)
    assert read_back(heavy, way) * pound == pytest.approx(kg, abs=0.051 * pound)
    read = read_back(warm, way)
    assert ((read - 32) / 1.8 if way.is_imperial else read) == pytest.approx(celsius, abs=0.51)


@given(WAYS, st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_number_is_read_back_by_who_knows_the_marks(way: Way, value: float, decimals: int) -> None:
    with units.following(way):
        text = written.number(value, decimals)
    assert read_back(text, way) == pytest.approx(value, abs=0.51 * 10**-decimals)


def test_marathons_and_freezing_points_as_everybody_knows_them() -> None:
    with units.following(Way(units.IMPERIAL)):
        assert written.distance(42_195, 2) == "26.22 mi"
        assert written.pace(300.0) == "8:03 /mi"
        assert (written.temperature(0.0), written.temperature(100.0)) == ("32 °F", "212 °F")
        assert written.height(8848.86, 0) == "29\u202f032 ft"


def test_what_studies_and_rates_are_given_for_follows_the_marks_that_are_read() -> None:
    for numbers, (thousands, _) in units.NUMBERS.items():
        with units.following(Way(numbers=numbers)):
            assert injury_counts.UNITS["h"].words == f"1{thousands}000 hours of running"
            assert f": 5{thousands}205 runners, 588{thousands}071 runs, 1{thousands}820 injured" in (
                load_words.study()
            )


def test_a_ready_sentence_of_a_model_gets_the_marks_that_are_read() -> None:
    with units.following(Way(numbers="point_comma")):
        assert written.marked("0.66 (0.45 to 0.97; 1\u202f141 weeks)") == "0,66 (0,45 to 0,97; 1.141 weeks)"
    assert written.marked("0.66 in 1\u202f141 weeks") == "0.66 in 1\u202f141 weeks"


def test_a_way_holds_inside_its_block_alone() -> None:
    with units.following(Way(units.IMPERIAL, numbers="point_comma")):
        assert written.distance(9_430) == "5,9 mi"
    assert written.distance(9_430) == "9.4 km"


def test_columns_are_brought_to_what_is_read_at_once() -> None:
    with units.following(Way(units.IMPERIAL)):
        shown = units.shown(np.array([0.0, 1.609344, np.nan]), "distance_km")
    assert shown[:2].tolist() == [0.0, 1.0] and np.isnan(shown[2])


def test_no_report_chart_or_page_writes_a_unit_by_hand(project) -> None:  # type: ignore[no-untyped-def]
    """The door is `written`: a number beside a unit in a text of another room is a second one."""
    by_hand = re.compile(r"\}\s?(?:km/h|km|/km|kg|°C|min/km)\b")
    named = {"injury_rates.py", "injury_counts.py"}  # rates per 1,000 km, as studies give them
    found = [
        f"{path.relative_to(project)}:{at}: {line.strip()}"
        for room in (
            "analytics/reports",
            "analytics/charts",
            "analytics/advice",
            "analytics/handouts",
            "pages",
        )
        for path in sorted(project.joinpath(room).rglob("*.py"))
        if path.name not in named
        for at, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if by_hand.search(line) and 'f"' in line and "an effort's name" not in line
    ]
    assert found == []
