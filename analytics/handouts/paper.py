"""A report on one sheet of paper: facts, figures with their words, short lists."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from fpdf.enums import XPos, YPos

from analytics.handouts.printed import FONT, INK, MARGIN_MM, PAGE_MM, QUIET, Sheet
from analytics.knowledge import tongue

Meaning = Literal["hip", "volume", "injury"]
COLOURS: dict[Meaning, tuple[int, int, int]] = {
    "hip": (11, 110, 105),
    "volume": (134, 140, 140),
    "injury": (174, 65, 74),
}
WIDTH_MM = PAGE_MM - 2 * MARGIN_MM
FIGURE_MM = 24.0
LABEL_MM = 52.0
ROW_MM = 5.2
SIZE = 9.0
RULE = (222, 220, 212)


@dataclass(frozen=True)
class Bars:
    """A bar a week, oldest first; None is unknown and drawn as a gap with a dot. `note` says it in words."""

    title: str
    note: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    unit: str
    meaning: Meaning


@dataclass(frozen=True)
class Interval:
    """One rate with its interval, and what stands beside it; numbers None where they are not shown."""

    label: str
    words: str
    estimate: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Intervals:
    """Rates of groups on one axis."""

    title: str
    note: str
    rows: tuple[Interval, ...]
    meaning: Meaning = "injury"


@dataclass(frozen=True)
class Facts:
    """Rows of two columns: what, and the number or words."""

    title: str
    rows: tuple[tuple[str, str], ...]
    note: str = ""


@dataclass(frozen=True)
class Lines:
    """A heading and a few sentences, each a point of its own."""

    title: str
    lines: tuple[str, ...]


Part = Bars | Intervals | Facts | Lines


@dataclass(frozen=True)
class Paper:
    """One report: title, one quiet line on whose data and which days, and its parts in order."""

    title: str
    line: str
    parts: tuple[Part, ...]


def print_paper(paper: Paper, *, made_on: dt.date) -> bytes:
    """Print a report as a PDF of A4 pages; what its authors keep short fits on one."""
    sheet = Sheet()
    sheet.set_title(tongue.said(paper.title))
    sheet.set_creation_date(dt.datetime.combine(made_on, dt.time(), dt.UTC))
    sheet.add_page()
    sheet.write_text(paper.title, size=16, bold=True)
    sheet.write_text(paper.line, size=8.5, colour=QUIET)
    for part in paper.parts:
        sheet.ln(2.4)
        if sheet.get_y() + _height(part) > sheet.h - MARGIN_MM - 6:
            sheet.add_page()
        _DRAWN[type(part)](sheet, part)
    return bytes(sheet.output())


def _height(part: Part) -> float:
    if isinstance(part, Bars):
        return FIGURE_MM + 16
    if isinstance(part, Lines):
        return 8 + 4.2 * sum(1 + len(line) // 105 for line in part.lines)
    return 10 + ROW_MM * len(part.rows)


def _lines(sheet: Sheet, part: Lines) -> None:
    sheet.write_text(part.title, size=10.5, bold=True)
    for line in part.lines:
        top = sheet.get_y()
        sheet.set_fill_color(*QUIET)
        sheet.circle(MARGIN_MM + 1.2, top + 2.1, 0.55, style="F")
        sheet.set_x(MARGIN_MM + 4)
        sheet.write_text(line, size=SIZE, width=WIDTH_MM - 4)
        sheet.set_x(MARGIN_MM)


def _facts(sheet: Sheet, part: Facts) -> None:
    sheet.write_text(part.title, size=10.5, bold=True)
    for label, value in part.rows:
        top = sheet.get_y()
        sheet.write_text(label, size=SIZE, colour=QUIET, width=LABEL_MM)
        below = sheet.get_y()
        sheet.set_xy(MARGIN_MM + LABEL_MM + 2, top)
        sheet.write_text(value, size=SIZE, width=WIDTH_MM - LABEL_MM - 2)
        sheet.set_xy(MARGIN_MM, max(below, sheet.get_y()) + 0.5)
    if part.note:
        sheet.write_text(part.note, size=8, colour=QUIET)


def _bars(sheet: Sheet, part: Bars) -> None:
    sheet.write_text(part.title, size=10.5, bold=True)
    sheet.write_text(part.note, size=8.5, colour=QUIET)
    top, axis_mm = sheet.get_y() + 1.5, 12.0
    left, wide = MARGIN_MM + axis_mm, WIDTH_MM - axis_mm
    highest = _round_up(max((value for value in part.values if value is not None), default=0.0))
    base = top + FIGURE_MM - 4
    _grid(sheet, left, wide, top, base, highest, part.unit)
    each = wide / max(len(part.values), 1)
    sheet.set_fill_color(*COLOURS[part.meaning])
    for at, (label, value) in enumerate(zip(part.labels, part.values, strict=True)):
        x = left + at * each
        if value is None:
            sheet.set_draw_color(*QUIET)
            sheet.circle(x + each / 2, base - 1.4, 0.6, style="D")
        elif value > 0:
            high = (base - top) * value / highest
            sheet.rect(x + each * 0.16, base - high, each * 0.68, high, style="F")
        if label:
            _small(sheet, label, x, base + 0.6, each, align="C")
    sheet.set_xy(MARGIN_MM, base + 4.2)


def _grid(sheet: Sheet, left: float, wide: float, top: float, base: float, highest: float, unit: str) -> None:
    for share in (0.0, 0.5, 1.0):
        y = base - (base - top) * share
        sheet.set_draw_color(*(QUIET if share == 0 else RULE))
        sheet.set_line_width(0.2)
        sheet.line(left, y, left + wide, y)
        words = f"{highest * share:g}" + (f" {unit}" if share == 1 else "")
        _small(sheet, words, MARGIN_MM, y - 1.7, 11.0, align="R")


def _intervals(sheet: Sheet, part: Intervals) -> None:
    sheet.write_text(part.title, size=10.5, bold=True)
    sheet.write_text(part.note, size=8.5, colour=QUIET)
    known = [row.high for row in part.rows if row.high is not None]
    highest = _round_up(max(known, default=0.0))
    left, wide = MARGIN_MM + LABEL_MM, 62.0
    colour = COLOURS[part.meaning]
    for row in part.rows:
        y = sheet.get_y()
        _small(sheet, row.label, MARGIN_MM, y + 0.8, LABEL_MM - 2, size=SIZE, colour=INK)
        sheet.set_draw_color(*RULE)
        sheet.line(left, y + ROW_MM / 2, left + wide, y + ROW_MM / 2)
        if row.estimate is not None and row.low is not None and row.high is not None:
            sheet.set_draw_color(*colour)
            sheet.set_fill_color(*colour)
            sheet.set_line_width(0.6)
            low, high, at = (left + wide * value / highest for value in (row.low, row.high, row.estimate))
            sheet.line(low, y + ROW_MM / 2, high, y + ROW_MM / 2)
            sheet.circle(at, y + ROW_MM / 2, 1.1, style="F")
        sheet.set_line_width(0.2)
        _small(sheet, row.words, left + wide + 3, y + 0.8, WIDTH_MM - LABEL_MM - wide - 3, size=SIZE)
        sheet.set_xy(MARGIN_MM, y + ROW_MM)
    if known:
        y = sheet.get_y()
        _small(sheet, "0", left - 3, y, 6, align="C")
        _small(sheet, f"{highest:g}", left + wide - 6, y, 12, align="C")
        sheet.set_xy(MARGIN_MM, y + 3.6)


def _small(
    sheet: Sheet,
    text: str,
    x: float,
    y: float,
    width: float,
    *,
    align: str = "L",
    size: float = 6.5,
    colour: tuple[int, int, int] = QUIET,
) -> None:
    sheet.set_font(FONT, "", size)
    sheet.set_text_color(*colour)
    sheet.set_xy(x, y)
    sheet.cell(width, 3.4, tongue.said(text), align=align, new_x=XPos.LEFT, new_y=YPos.NEXT)


def _round_up(value: float) -> float:
    """Give a round number at or above a value, for the top of an axis.

    Examples
    --------
    >>> [_round_up(value) for value in (0.0, 7.3, 41.0, 0.33)]
    [1.0, 8.0, 50.0, 0.4]
    """
    if value <= 0:
        return 1.0
    step = 10.0 ** math.floor(math.log10(value))
    return next(
        round(step * each, 10) for each in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * each >= value * (1 - 1e-9)
    )


_DRAWN: dict[type, Callable[[Sheet, Any], None]] = {
    Bars: _bars,
    Intervals: _intervals,
    Facts: _facts,
    Lines: _lines,
}


def every_nth(labels: Sequence[str], n: int) -> tuple[str, ...]:
    """Keep every n-th label, counted from the last: more would run into each other.

    Examples
    --------
    >>> every_nth(["a", "b", "c", "d"], 2)
    ('', 'b', '', 'd')
    """
    last = len(labels) - 1
    return tuple(label if (last - at) % n == 0 else "" for at, label in enumerate(labels))
