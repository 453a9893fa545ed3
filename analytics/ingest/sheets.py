"""A CSV file as header and lines of text, whatever its encoding and separator; broken lines are named."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from analytics.errors import UnreadableError
from analytics.ingest.batch import Problem
from analytics.ingest.sniffing import unmarked_utf16
from analytics.knowledge import dialects

SEPARATORS = (",", ";", "\t")
MAX_BYTES = 256 * 2**20
MAX_CELL = 131_072
OLD_ENCODINGS = ("cp1252", "cp1250", "cp1251", "gb18030", "shift_jis", "euc_kr")
MAX_COLUMNS = 2_000
MAX_RESTARTS = 200
MAX_PROBLEMS = 1_000

_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One row: the number of its first line in the file, counted from 1, and its cells, stripped."""

    number: int
    cells: list[str]


@dataclass
class Sheet:
    """A table of text: its header, its sound rows, and a problem for every row that is none."""

    header: list[str]
    lines: list[Line]
    separator: str
    problems: list[Problem] = field(default_factory=list)

    def column(self, number: int) -> list[str]:
        """Give the cells of one column."""
        return [line.cells[number] for line in self.lines]


def decode(data: bytes) -> str:
    """Turn the bytes of a table into text: UTF-8 or UTF-16 by their marks, else UTF-8, else something older.

    A few bytes that are no UTF-8 among many that are become replacement signs: one torn line must not make
    the other lines unreadable.

    Examples
    --------
    >>> decode("Übung".encode("cp1252")), decode("Übung".encode("utf-16"))
    ('Übung', 'Übung')
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if encoding := unmarked_utf16(data):
        return data.decode(encoding, "replace")
    text = data.decode("utf-8-sig", "replace")
    broken = text.count("\ufffd")
    if broken:
        beyond_ascii = sum(1 for letter in text if letter > "\x7f") - broken
        if broken > beyond_ascii:
            return data.decode(_old_encoding(data), "replace")
    return text


def _old_encoding(data: bytes) -> str:
    """Choose the encoding in which the header line has most words that some program writes.

    Where none has more than another, Windows-1252: a wrong guess spoils words, and no number.
    """
    first = data[:65536].lstrip().split(b"\n", 1)[0]

    def known(encoding: str) -> int:
        words = re.split(r"[,;\t]", first.decode(encoding, "replace"))
        return sum(dialects.folded(word.strip('"')) in dialects.header_words() for word in words)

    return max(OLD_ENCODINGS, key=known)


def _separator(text: str) -> str:
    """Choose the separator that splits the first line into most cells."""
    first = next((line for line in io.StringIO(text[:65536]) if line.strip()), "")
    counts = []
    for mark in SEPARATORS:
        try:
            counts.append(len(next(csv.reader([first], delimiter=mark), [])))
        except csv.Error:
            counts.append(0)
    return SEPARATORS[counts.index(max(counts))]


def _rows(
    physical: list[str], *, first: int, width: int, separator: str, escape: str | None
) -> Iterator[Line | Problem]:
    """Read rows; one that swallowed its followers through a stray quote gives them back."""
    at = first
    restarts = 0
    while at < len(physical):
        # Strict, so that a stray quote is noticed where it ends; a file full of them is read leniently from
        # some point on, since each one costs a new start.
        strict = restarts < MAX_RESTARTS
        reader = csv.reader(physical[at:], delimiter=separator, escapechar=escape, strict=strict)
        consumed = 0
        restart = False
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                at = len(physical)
                break
            except csv.Error:
                yield Problem("the line is not written as CSV", line=at + consumed + 1)
                at, restart = at + (consumed + 1 if strict else max(reader.line_num, consumed + 1)), True
                break
            began, consumed = consumed, reader.line_num
            if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
                cells = cells[:width]
            if len(cells) == width:
                yield Line(at + began + 1, [cell.strip() for cell in cells])
            elif any(cell.strip() for cell in cells):
                yield Problem(
                    f"the line has {len(cells)} cells where the header has {width}", line=at + began + 1
                )
                if consumed - began > 1 and restarts < MAX_RESTARTS:
                    at, restart = at + began + 1, True
                    break
        if restart:
            restarts += 1


def _parse(text: str, *, separator: str, escape: str | None) -> Sheet:
    physical = io.StringIO(text, newline="").readlines()
    skip = 0
    while skip < len(physical) and not physical[skip].strip():
        skip += 1
    reader = csv.reader(physical[skip:], delimiter=separator, escapechar=escape)
    try:
        header = [cell.strip() for cell in next(reader, [])]
    except csv.Error:
        raise UnreadableError("The header line is not written as CSV.", line=skip + 1) from None
    if len(header) > MAX_COLUMNS:
        raise UnreadableError(f"The table has {len(header):,} columns, more than any export.")
    while len(header) > 1 and not header[-1]:
        header.pop()
    sheet = Sheet(header, [], separator)
    unnamed = 0
    for row in _rows(
        physical, first=skip + reader.line_num, width=len(header), separator=separator, escape=escape
    ):
        if isinstance(row, Line):
            sheet.lines.append(row)
        elif len(sheet.problems) < MAX_PROBLEMS:
            sheet.problems.append(row)
        else:
            unnamed += 1
    if unnamed:
        sheet.problems.append(Problem(f"{unnamed:,} more lines like these"))
    return sheet


def read_sheet(data: bytes) -> Sheet:
    """Read a CSV file as text.

    Raises
    ------
    UnreadableError
        If it has no header or is too large to be a log.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"A table of {len(data) // 2**20} MB is larger than any export of a log.")
    text = decode(data).replace("\0", "\ufffd")
    named = _SEPARATOR_LINE.match(text)
    separator = named[1] if named and named[1] in SEPARATORS else None
    if named:
        text = "\n" + text[named.end() :]
    sheet = _parse(text, separator=separator or _separator(text), escape=None)
    if sheet.problems and '\\"' in text:
        # Some exports write a quote inside a text as \" instead of "".
        escaped = _parse(text, separator=sheet.separator, escape="\\")
        if len(escaped.problems) < len(sheet.problems):
            sheet = escaped
    if not any(sheet.header):
        raise UnreadableError("The table has no header line.")
    return sheet
