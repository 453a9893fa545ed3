"""CSV as text: encodings, separators, broken lines."""

from __future__ import annotations

import pytest

from analytics.errors import UnreadableError
from analytics.ingest.sheets import decode, read_sheet
from analytics.ingest.tables import read_table

ROWS = "Größe,b,c\n1,2,3\n4,5,6\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_separators_give_the_same_table(encoding: str, separator: str, end: str) -> None:
    sheet = read_sheet(ROWS.replace(",", separator).replace("\n", end).encode(encoding))
    assert sheet.header == ["Größe", "b", "c"]
    assert [line.cells for line in sheet.lines] == [["1", "2", "3"], ["4", "5", "6"]]
    assert [line.number for line in sheet.lines] == [2, 3]


def test_one_torn_byte_does_not_change_the_encoding_of_the_rest() -> None:
    data = "Übung,Nr\nÄ,1\nÖ,2\n".encode() + b"\xff,3\n"
    assert decode(data).startswith("Übung")
    assert read_sheet(data).lines[-1].cells == ["\ufffd", "3"]


def test_newlines_and_quotes_inside_quotes_stay_in_their_cell() -> None:
    sheet = read_sheet(b'a,b\n"one\ntwo, ""three""",2\nx,y\n')
    assert sheet.lines[0].cells == ['one\ntwo, "three"', "2"]
    assert [line.number for line in sheet.lines] == [2, 4]
    assert not sheet.problems


def test_a_stray_quote_takes_only_its_own_line() -> None:
    lines = [f"{k},text {k},x" for k in range(2, 200)]
    lines[50] = '52,"text 52,x'
    sheet = read_sheet(("a,b,c\n" + "\n".join(lines) + "\n").encode())
    assert len(sheet.lines) == 197
    assert [one.line for one in sheet.problems] == [52]


def test_backslash_escaped_quotes_are_read() -> None:
    sheet = read_sheet(b'a,b\n"say \\"hi\\", now",2\nx,y\n')
    assert sheet.lines[0].cells == ['say "hi", now', "2"]
    assert not sheet.problems


def test_a_line_that_names_the_separator_and_blank_lines_are_no_rows() -> None:
    sheet = read_sheet(b"sep=;\r\na;b\r\n\r\n1;2,5\r\n;\r\n")
    assert sheet.header == ["a", "b"]
    assert [line.cells for line in sheet.lines] == [["1", "2,5"], ["", ""]]


def test_empty_cells_behind_the_last_column_are_no_fault() -> None:
    assert not read_sheet(b"a,b,,\n1,2,,\n1,2,\n1,2\n").problems


def test_one_broken_line_in_ten_thousand_is_named_and_the_others_go_in() -> None:
    rows = [f"2026-01-{1 + k % 28:02d},hip-dip-side-elbow,2,12" for k in range(10_000)]
    rows[4_321] = "2026-01-05,hip-dip-side-elbow"
    batch = read_table(("date,exercise,sets,reps\n" + "\n".join(rows)).encode(), "sets.csv")
    assert len(batch.sets) == 9_999
    assert [(one.line, one.reason) for one in batch.problems] == [
        (4_323, "the line has 2 cells where the header has 4")
    ]


@pytest.mark.parametrize("data", [b"\n\n", b",,,\n1,2,3,4\n"])
def test_a_table_without_a_header_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="no header"):
        read_sheet(data)


def test_a_cell_too_large_for_any_log_is_a_broken_line() -> None:
    sheet = read_sheet(b"a,b\n1,2\n" + b"x" * 200_000 + b",2\n3,4\n")
    assert [line.cells for line in sheet.lines] == [["1", "2"], ["3", "4"]]
    assert [one.line for one in sheet.problems] == [3]


def test_many_stray_quotes_end_in_bounded_time_with_every_line_accounted_for() -> None:
    lines = ['1,"x' if k % 3 == 0 else "1,2" for k in range(3_000)]
    sheet = read_sheet(("a,b\n" + "\n".join(lines)).encode())
    assert sheet.lines
    assert sheet.problems
