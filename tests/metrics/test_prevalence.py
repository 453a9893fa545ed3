"""Shares of athletes injured by week, month and year equal counting day by day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics.prevalence import Period, Spans, by_period

FIRST = dt.date(2019, 12, 20)
some = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 800), st.integers(-3, 90)).map(
        lambda one: (one[0], FIRST + dt.timedelta(one[1]), FIRST + dt.timedelta(one[1] + one[2]))
    ),
    max_size=6,
)


def spans(rows: list[tuple[int, dt.date, dt.date]]) -> Spans:
    return Spans(
        np.array([who for who, _, _ in rows], dtype=np.int64),
        np.array([first for _, first, _ in rows], dtype="datetime64[D]"),
        np.array([last for _, _, last in rows], dtype="datetime64[D]"),
    )


def begins(day: dt.date, period: str) -> dt.date:
    if period == "week":
        return day - dt.timedelta(days=day.weekday())
    return day.replace(day=1) if period == "month" else day.replace(month=1, day=1)


def touched(rows: list[Any], period: str) -> set[tuple[int, dt.date]]:
    return {
        (who, begins(first + dt.timedelta(n), period))
        for who, first, last in rows
        for n in range((last - first).days + 1)
    }


@pytest.mark.parametrize("period", ["week", "month", "year"])
@settings(max_examples=60, deadline=None)
@given(followed=some, injured=some)
def test_periods_equal_counting_day_by_day(period: Period, followed: list[Any], injured: list[Any]) -> None:
    followed = [one for one in followed if one[1] <= one[2]]
    # An injury that ended before it began is none of any day.
    hurt = [one for one in injured if one[1] <= one[2]]
    known = touched(followed, period)
    found = by_period(period, followed=spans(followed), injured=spans(hurt))
    starts = sorted({start for _, start in known})
    assert found.start.astype(object).tolist() == starts
    assert found.followed.tolist() == [sum(at == start for _, at in known) for start in starts]
    both = known & touched(hurt, period)
    assert found.injured.tolist() == [sum(at == start for _, at in both) for start in starts]
