"""A log written the way some program or country writes it comes back as the same rows, or is asked about."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.ingest.batch import Batch
from analytics.ingest.layouts import AskError
from analytics.ingest.reading import read

MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
           "November", "Dezember"),
    "nl": ("jan.", "feb.", "mrt.", "apr.", "mei", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."),
}  # fmt: skip


def half_day(when: dt.datetime, blank: str) -> str:
    return f"{when.hour % 12 or 12}:{when:%M:%S}{blank}{'PM' if when.hour >= 12 else 'AM'}"


DATES: dict[str, Callable[[dt.datetime], str]] = {
    "iso": lambda when: f"{when:%Y-%m-%d %H:%M:%S}",
    "iso-t": lambda when: f"{when:%Y-%m-%dT%H:%M:%S}",
    "dots": lambda when: f"{when.day}.{when.month}.{when.year} {when:%H:%M:%S}",
    "dmy": lambda when: f"{when:%d/%m/%Y %H:%M:%S}",
    "mdy": lambda when: f"{when:%m/%d/%Y} {half_day(when, ' ')}",
    "american": lambda when: f"{MONTHS['en'][when.month - 1]} {when.day}, {when.year}, {half_day(when, chr(0x202F))}",
    "no-break": lambda when: f"{MONTHS['en'][when.month - 1]} {when.day}, {when.year}, {half_day(when, chr(0xA0))}",
    "german": lambda when: f"{when.day}. {MONTHS['de'][when.month - 1]} {when.year}, {when:%H:%M:%S}",
    "dutch": lambda when: f"{when.day} {MONTHS['nl'][when.month - 1]} {when.year} {when:%H:%M:%S}",
    "japanese": lambda when: f"{when.year}年{when.month}月{when.day}日 {when:%H:%M:%S}",
    "half-before": lambda when: (
        f"{when.year}年{when.month}月{when.day}日 {'下午' if when.hour >= 12 else '上午'}{when.hour % 12 or 12}:{when:%M:%S}"
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """One way of writing a table."""

    date: str
    decimal: str
    thousands: str
    separator: str
    encoding: str
    newline: str
    clock: bool

    def number(self, value: float, decimals: int) -> str:
        text = f"{value:,.{decimals}f}"
        return text.translate(str.maketrans({",": self.thousands, ".": self.decimal}))


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le-marked", "cp1252")
WAYS = st.builds(
    Way,
    st.sampled_from(sorted(DATES)),
    st.sampled_from([".", ","]),
    st.sampled_from(["", "'", "\u202f", "other"]),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(ENCODINGS),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
).map(
    lambda way: (
        way
        if way.thousands != "other"
        else Way(
            way.date,
            way.decimal,
            "." if way.decimal == "," else ",",
            way.separator,
            way.encoding,
            way.newline,
            way.clock,
        )
    )
)
RUNS = st.lists(
    st.tuples(
        st.datetimes(dt.datetime(2015, 1, 1), dt.datetime(2026, 12, 31)).map(lambda when: when.replace(microsecond=0)),
        st.integers(200, 4_200),  # hundredths of a kilometre
        st.integers(280, 420),  # seconds a kilometre
        st.integers(110, 185),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda run: run[0],
)  # fmt: skip


def written(runs: list[tuple[dt.datetime, int, int, int]], way: Way) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=way.separator, lineterminator=way.newline)
    writer.writerow(["start_local", "sport", "distance_km", "moving_s", "hr", "note"])
    for when, hundredths, pace, bpm in runs:
        seconds = round(hundredths / 100 * pace)
        time = (
            f"{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"
            if way.clock
            else way.number(seconds, 0)
        )
        writer.writerow(
            [DATES[way.date](when), "Run", way.number(hundredths / 100, 2), time, f"{bpm}", "über, müde"]
        )
    if way.encoding == "utf-16-le-marked":
        return b"\xff\xfe" + text.getvalue().encode("utf-16-le")
    return text.getvalue().encode(way.encoding, "replace")


def rows(batch: Batch) -> list[tuple[dt.datetime | None, float | None, float | None, float | None]]:
    return [
        (row.start_local, row.sessions[0].distance_m, row.sessions[0].moving_s, row.sessions[0].hr_mean_bpm)
        for row in batch.activities
    ]


@settings(max_examples=400, deadline=None)
@given(RUNS, WAYS)
def test_a_log_comes_back_as_it_was_however_it_is_written(
    runs: list[tuple[dt.datetime, int, int, int]], way: Way
) -> None:
    if way.encoding == "cp1252":  # which has neither the narrow blank nor East Asian signs
        assume(way.date not in ("american", "japanese", "half-before") and way.thousands != "\u202f")
    needs_asking = way.date in ("dmy", "mdy") and all(when.day <= 12 for when, *_ in runs)
    try:
        batch = read(written(runs, way), "log.csv")
    except AskError as question:
        assert needs_asking, question
        return
    assert [each.reason for each in batch.problems] == []
    assert _same(rows(batch), runs), (rows(batch), runs)


def _same(
    found: list[tuple[dt.datetime | None, float | None, float | None, float | None]],
    runs: list[tuple[dt.datetime, int, int, int]],
) -> bool:
    true = [
        (when, hundredths * 10, round(hundredths / 100 * pace), bpm) for when, hundredths, pace, bpm in runs
    ]
    return len(found) == len(true) and all(
        one[0] == other[0] and list(one[1:]) == pytest.approx(list(other[1:]))
        for one, other in zip(found, true)
    )


@pytest.mark.parametrize("order", ["dmy", "mdy"])
def test_one_day_above_twelve_anywhere_in_the_column_orders_them_all(order: str) -> None:
    days = [
        dt.datetime(2026, 3, 4, 7),
        dt.datetime(2026, 5, 6, 7),
        dt.datetime(2026, 2, 25, 7),
        dt.datetime(2026, 1, 2, 7),
    ]
    way = Way(order, ".", "", ",", "utf-8", "\n", True)
    batch = read(written([(when, 1000, 330, 150) for when in days], way), "log.csv")
    assert [row.start_local for row in batch.activities] == days


def test_a_column_that_no_day_orders_is_asked_about_with_an_example() -> None:
    days = [dt.datetime(2026, 3, 4, 7), dt.datetime(2026, 1, 5, 7), dt.datetime(2026, 2, 6, 7)]
    way = Way("dmy", ".", "", ",", "utf-8", "\n", True)
    with pytest.raises(AskError, match="could be day/month or month/day"):
        read(written([(when, 1000, 330, 150) for when in days], way), "log.csv")
