"""Days lost and who is injured when."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.metrics import severity

DAY = dt.date(2026, 3, 1)


def test_days_lost_run_from_the_day_after_onset_to_the_day_before_availability() -> None:
    assert severity.days_lost(onset=DAY, available_again=DAY) == 0
    assert severity.days_lost(onset=DAY, available_again=DAY + dt.timedelta(days=1)) == 0
    assert severity.days_lost(onset=DAY, available_again=DAY + dt.timedelta(days=10)) == 9


def test_an_injury_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        severity.days_lost(onset=DAY, available_again=DAY - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("days", "name"),
    [(0, "none"), (1, "1 to 7 days"), (7, "1 to 7 days"), (8, "8 to 28 days"), (28, "8 to 28 days"), (29, "more than 28 days")],
)  # fmt: skip
def test_severity_bins(days: int, name: str) -> None:
    assert severity.severity_bin(days) == name


def test_an_open_injury_counts_from_its_onset_on() -> None:
    still_open = severity.Episode("A", DAY, None)
    later = {"first": DAY + dt.timedelta(days=300), "last": DAY + dt.timedelta(days=301)}
    before = {"first": DAY - dt.timedelta(days=9), "last": DAY - dt.timedelta(days=1)}
    assert severity.injured_within([still_open], **later) == {"A"}
    assert severity.injured_within([still_open], **before) == set()


def test_nobody_followed_is_unknown_and_not_zero() -> None:
    assert severity.period_prevalence(0, 0) is None
    assert severity.period_prevalence(0, 5) == 0.0
    assert severity.spread([]) is None
