"""Reports on paper: one page, plain words, and in a squad's no count below six, also not by subtraction."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.handouts.paper import Bars, Intervals, Lines
from analytics.reports import print_athlete, print_squad, small_numbers
from analytics.store import Reader, open_store

TODAY = dt.date(2026, 12, 31)


@pytest.fixture(scope="module")
def demo(demo_file: Path) -> Iterator[Reader]:
    with open_store(demo_file, read_only=True) as store, store.reader() as reader:
        yield reader


def pages(data: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages]


@given(
    st.dictionaries(
        st.text("abcdefgh", min_size=1, max_size=2), st.integers(min_value=0, max_value=30), max_size=8
    )
)
def test_no_small_count_is_shown_nor_follows_from_the_total(counts: dict[str, int]) -> None:
    found = small_numbers.part(counts)
    assert sorted([*found.alone, *found.together, *found.hidden]) == sorted(
        name for name, n in counts.items() if n
    )
    assert all(counts[name] >= small_numbers.LEAST for name in found.alone)
    pooled = sum(counts[name] for name in found.together)
    assert not found.together or (len(found.together) > 1 and pooled >= small_numbers.LEAST)
    # Whatever is hidden is everything there is: with a total beside it, nothing is left to subtract.
    assert not (found.hidden and (found.alone or found.together))


def test_an_athletes_sheet_is_one_page_with_weeks_injuries_and_how_to_read_it(demo: Reader) -> None:
    [text] = pages(print_athlete.sheet(demo, athlete_id=21, today=TODAY))
    for words in ("Runner 21", "Simulated", "In short", "What stands out", "Pain, week by week", "hip set"):
        assert words in text
    assert "nan" not in text.lower().split() and "not medical advice" in text


def test_a_week_of_which_no_log_tells_is_no_bar_of_nought(demo: Reader) -> None:
    page = print_athlete.gather(demo, athlete_id=24, today=TODAY)
    bars = [part for part in page.parts if isinstance(part, Bars)]
    assert any(value is None for part in bars for value in part.values)


def test_a_squads_sheet_is_one_page_without_names_or_small_counts(demo: Reader) -> None:
    page = print_squad.gather(demo, squad_id=None, simulated=True, today=TODAY)
    [text] = pages(print_squad.sheet(demo, squad_id=None, simulated=True, today=TODAY))
    assert "Runner" not in text and "Nobody is named" in text
    said = [row.words for part in page.parts if isinstance(part, Intervals) for row in part.rows]
    counts = [int(found) for words in said for found in re.findall(r"(\d+) injuries", words)]
    assert counts and min(counts) >= small_numbers.LEAST


def test_fewer_than_six_are_not_printed_as_a_squad(reader: Reader) -> None:
    page = print_squad.gather(reader, squad_id=None, simulated=False, today=TODAY)
    assert [type(part) for part in page.parts] == [Lines] and "fewer than 6" in page.parts[0].lines[0]


def test_somebody_without_a_single_entry_gets_a_sheet_that_says_so(tmp_path: Path) -> None:
    from analytics.intake.entering import add_athlete

    with open_store(tmp_path / "new.duckdb") as store:
        new = add_athlete(store, "New")
        with store.reader() as reader:
            [text] = pages(print_athlete.sheet(reader, athlete_id=new, today=TODAY))
    assert "no log tells" in text and "None recorded is not the same as none" in text
