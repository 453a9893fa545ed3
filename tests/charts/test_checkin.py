"""The picture of weekly check-ins: every mark stands free, and over a week that the axis names."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.charts import checkin

MONDAY = dt.date(2026, 5, 25)


def cells(weeks: int, first_answer: int = 0) -> list[dict[str, object]]:
    return [
        {
            "name": "Ada",
            "week_start": MONDAY + dt.timedelta(weeks=week),
            "state": "none" if week >= first_answer else "not_asked",
            "words": "No health problem",
        }
        for week in range(weeks)
    ]


@pytest.mark.parametrize("weeks", [1, 12, 26])
def test_the_axis_names_at_most_seven_of_the_weeks_shown(weeks: int) -> None:
    shown = cells(weeks)
    ticks = checkin.draw(shown, title="Weeks").figure.layout.xaxis.tickvals
    assert 1 <= len(ticks) <= 7
    assert set(ticks) <= {cell["week_start"] for cell in shown}


def test_half_a_year_of_marks_does_not_touch_on_a_phone() -> None:
    figure = checkin.draw(cells(26), title="Weeks").figure
    # 310 px for 26 weeks and half a week more on either side
    assert figure.data[0].marker.size + figure.data[0].marker.line.width < 310 / 27


def test_weeks_without_a_mark_are_explained_where_there_are_any() -> None:
    assert checkin.draw(cells(3), title="Weeks").subtitle.endswith("what was answered")
    assert checkin.draw(cells(3, first_answer=2), title="Weeks").subtitle.endswith("before the first answer")
