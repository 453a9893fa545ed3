"""Numbers, durations and dates, each decided by its whole column."""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.ingest import cells
from analytics.ingest.cells import Decimal


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("3,40", ",", 3.4),
        ("2.932", ",", 2932.0),
        ("90.506,5", ",", 90506.5),
        ("4,808", ".", 4808.0),
        ("13867.66", ".", 13867.66),
        ("1 234,5", ",", 1234.5),
        ("1\u202f234,5", ",", 1234.5),
        ("1’234.5", ".", 1234.5),
        ("-4", ",", -4.0),
        ("--", ",", None),
        ("", ".", None),
        ("2.86e1", ".", 28.6),
    ],
)
def test_numbers_are_read_by_the_decimal_mark_of_their_column(
    text: str, decimal: Decimal, value: float | None
) -> None:
    assert cells.number(text, decimal) == value


@pytest.mark.parametrize(
    ("text", "decimal"),
    [("3,40", "."), ("1.2.3", "."), ("12 km", "."), ("five", "."), ("1,23,456", "."), (".", "."), ("+", "."), ("٣", ".")],
)  # fmt: skip
def test_what_is_no_number_is_refused_and_never_guessed(text: str, decimal: Decimal) -> None:
    with pytest.raises(ValueError, match="not a number"):
        cells.number(text, decimal)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.floats(0, 99_999).map(lambda x: round(x, 2)), min_size=2, max_size=8),
    st.sampled_from([".", ","]),
)
def test_a_column_written_in_either_way_reads_back(values: list[float], mark: Decimal) -> None:
    other = "," if mark == "." else "."
    texts = [f"{value:,.2f}".replace(",", "#").replace(".", mark).replace("#", other) for value in values]
    assert cells.decimal_mark([texts]) == mark
    assert [cells.number(text, mark) for text in texts] == values


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:17:01", 1021.0),
        ("10:43:47", 38627.0),
        ("00:01:39,6", 99.6),
        ("4:47", 287.0),
        ("1h 13m", 4380.0),
        ("70m", 4200.0),
        ("1h 2min", 3720.0),
        ("2h", 7200.0),
        ("45 Min.", None),
        ("1小时13分钟", 4380.0),
        ("28分钟", 1680.0),
        ("90s", 90.0),
        ("--", None),
    ],
)
def test_durations_are_read_as_apps_write_them(text: str, seconds: float | None) -> None:
    if text == "45 Min.":
        with pytest.raises(ValueError, match="not a duration"):
            cells.duration_s(text)
    else:
        assert cells.duration_s(text) == seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May 29, 2022, 3:53:35 PM", "2022-05-29 15:53:35"),
        ("Oct 5, 2014, 12:15:21 AM", "2014-10-05 00:15:21"),
        ("Apr 29, 2026, 10:34:00\u202fPM", "2026-04-29 22:34:00"),
        ("09.12.2022, 15:24:49", "2022-12-09 15:24:49"),
        ("22 feb. 2020 17:05:32", "2020-02-22 17:05:32"),
        ("3 mrt. 2020 07:05:32", "2020-03-03 07:05:32"),
        ("9 ago 2026, 18:22:01", "2026-08-09 18:22:01"),
        ("9 ene 2026, 6:22:01 p. m.", "2026-01-09 18:22:01"),
        ("9 ene 2026, 6:22:01 a.m.", "2026-01-09 06:22:01"),
        ("6 juin 2021 à 17:05:32", "2021-06-06 17:05:32"),
        ("6 déc. 2021 à 17:05:32", "2021-12-06 17:05:32"),
        ("24. März 2021, 07:00:01", "2021-03-24 07:00:01"),
        ("30 Jun 2025, 19:56", "2025-06-30 19:56:00"),
        ("2018-09-12 15:02:23", "2018-09-12 15:02:23"),
        ("2026-01-04T12:38:59.123Z", "2026-01-04 12:38:59"),
        ("2021年4月22日 03:41:14", "2021-04-22 03:41:14"),
        ("2026-11-16", "2026-11-16 00:00:00"),
        ("16/11/2026", None),
        ("29. května 2022, 15:53:35", None),
        ("9 de agosto de 2026 às 18:22", "2026-08-09 18:22:00"),
        ("some time in 9 Aug 2026", None),
        ("9 Aug 2026 or 10 Aug 2026", None),
        ("31 Feb 2022", None),
        ("May 2022", None),
        ("", None),
    ],
)
def test_one_date_is_read_or_refused(text: str, expected: str | None) -> None:
    found = cells.date_time(text, None)
    assert (str(found) if found else None) == expected


def test_day_and_month_are_told_apart_by_the_whole_column() -> None:
    day_first = cells.date_times(["03/04/2021", "05/04/2021", "25/04/2021"])
    month_first = cells.date_times(["03/04/2021", "03/25/2021"])
    assert day_first[0] == dt.datetime(2021, 4, 3)
    assert month_first[0] == dt.datetime(2021, 3, 4)


def test_a_column_that_does_not_tell_day_from_month_is_refused() -> None:
    assert cells.date_times(["03/04/2021", "04/05/2021"]) == [None, None]
    # 31 cannot be a month and cannot be a day behind a 31st month: the column contradicts itself.
    assert cells.date_times(["31/04/2021", "04/31/2021", "04/04/2021"]) == [
        None,
        None,
        dt.datetime(2021, 4, 4),
    ]


def test_a_sorted_column_tells_day_from_month_where_only_one_order_runs() -> None:
    # As day/month: 1, 5 and 9 February, then March. As month/day: 2 January, 2 May, 2 September, 3 January...
    days = [f"{day:02d}/{month:02d}/2021" for month in (2, 3) for day in (1, 5, 9)]
    assert cells.date_order(days) == "dmy"
    assert cells.date_order([f"{one[3:5]}/{one[:2]}/2021" for one in days]) == "mdy"
    assert cells.date_order(days[:3]) is None  # so few run in one direction by chance


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_no_text_makes_a_cell_raise_anything_but_a_value_error(text: str) -> None:
    for read in (cells.number, cells.duration_s):
        with contextlib.suppress(ValueError):
            read(text)
    for order in (None, "dmy", "mdy"):
        cells.date_time(text, order)  # type: ignore[arg-type]
    cells.utc_and_offset(text)


def test_a_shape_shows_how_a_text_is_built_and_not_what_it_says() -> None:
    assert cells.shape("29. května 2022") == "99. aaaaaa 9999"
