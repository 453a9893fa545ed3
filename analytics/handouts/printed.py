"""A routine, or a week of them, on paper: figures, doses, cues, boxes to tick."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from fpdf import FPDF
from fpdf.enums import RenderStyle, XPos, YPos

from analytics.advice.routine_parts import Routine, RoutineItem
from analytics.advice.words import DISCLAIMER
from analytics.charts import figures
from analytics.knowledge import place, tongue, units, written

FONT = "dejavu"
INK, QUIET, HIP = (32, 38, 42), (104, 110, 112), (11, 110, 105)
PAGE_MM, MARGIN_MM = 210.0, 15.0
FIGURE_MM = 25.0
BOX_MM = 4.0
MOST_BOXES = 8
SHADES = {"ground": 175, "kit": 140, "far": 150, "body": 30, "front_kit": 110, "mark": 90}


class Sheet(FPDF):
    """An A4 page with the project's foot line; every paper of ours is one."""

    def __init__(self) -> None:
        super().__init__(format="A4")
        self.set_margins(MARGIN_MM, MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=MARGIN_MM + 6)
        self.add_font(FONT, "", place.data_file("fonts/DejaVuSans.ttf"))
        self.add_font(FONT, "B", place.data_file("fonts/DejaVuSans-Bold.ttf"))
        language = units.way().language
        self.set_lang("en-GB" if language == tongue.ENGLISH else language)
        self.set_creator("Hipstride")

    def footer(self) -> None:
        """Say on every page what this is and is not."""
        self.set_y(-MARGIN_MM - 2)
        self.write_text(DISCLAIMER, size=8, colour=QUIET)

    def write_text(
        self,
        text: str,
        *,
        size: float = 10,
        bold: bool = False,
        colour: tuple[int, int, int] = INK,
        width: float = 0,
    ) -> None:
        """Write a paragraph, in the language that is read, and go to the line after it."""
        self.set_font(FONT, "B" if bold else "", size)
        self.set_text_color(*colour)
        self.multi_cell(width, size * 0.46, tongue.said(text), align="L", new_x=XPos.LEFT, new_y=YPos.NEXT)


def routine_sheet(routine: Routine, *, title: str, made_on: dt.date) -> bytes:
    """Print a routine as a PDF of A4 pages.

    Each exercise has its figure (start and end, where one is drawn), its dose, its cue, the fault to look out
    for, why it is there, and a box to tick for each set.
    """
    sheet = Sheet()
    sheet.set_title(tongue.said(title))
    sheet.set_creation_date(dt.datetime.combine(made_on, dt.time(), dt.UTC))
    sheet.add_page()
    _routine(sheet, routine, title)
    return bytes(sheet.output())


def routine_sheets(routines: Sequence[tuple[str, Routine]], *, title: str, made_on: dt.date) -> bytes:
    """Print several routines, each on a page of its own."""
    sheet = Sheet()
    sheet.set_title(tongue.said(title))
    sheet.set_creation_date(dt.datetime.combine(made_on, dt.time(), dt.UTC))
    for name, routine in routines:
        sheet.add_page()
        _routine(sheet, routine, name)
    return bytes(sheet.output())


def _routine(sheet: Sheet, routine: Routine, title: str) -> None:
    sheet.write_text(title, size=18, bold=True)
    sheet.ln(1)
    rounds = f", {written.count(routine.rounds, 'round')} in turn" if routine.rounds else ""
    line = (
        f"{round(routine.minutes)} minutes, level {routine.level}, "
        f"{written.sets(routine.hip_sets)} hip sets{rounds}"
    )
    sheet.write_text(line, colour=QUIET)
    for note in routine.notes:
        sheet.write_text(note, size=9, colour=QUIET)
    sheet.ln(3)
    for number, item in enumerate(routine.items, 1):
        _exercise(sheet, number, item)
    sheet.ln(2)
    sheet.write_text(
        "Pain 0 to 3 out of 10: go on. 4 to 5: keep, and add nothing. Above 5: stop. It is to have settled "
        "by the next morning.", size=9,
    )  # fmt: skip


def _exercise(sheet: Sheet, number: int, item: RoutineItem) -> None:
    high = figures.size(item.exercise.id)[1] if figures.has(item.exercise.id) else 0.0
    figure_mm = FIGURE_MM * high
    needed = max(figure_mm, 30.0)
    if sheet.get_y() + needed > sheet.h - MARGIN_MM - 8:
        sheet.add_page()
    top = sheet.get_y()
    left = MARGIN_MM + 2 * FIGURE_MM + 6
    _figure(sheet, item.exercise.id, MARGIN_MM, top, high)
    sheet.set_xy(left, top)
    width = PAGE_MM - MARGIN_MM - left
    sheet.write_text(f"{number}. {item.exercise.name}", size=11, bold=True, width=width)
    dose = written.dose(item.sets, item.reps, item.seconds, per_side=item.per_side)
    sheet.write_text(f"{dose}, then rest {round(item.rest_s)} s", colour=HIP, width=width)
    sheet.write_text(item.exercise.cue, size=9, width=width)
    sheet.write_text(f"Look out for: {item.exercise.common_fault}", size=8, colour=QUIET, width=width)
    sheet.write_text(item.reason, size=8, colour=QUIET, width=width)
    _boxes(sheet, left, min(item.sets, MOST_BOXES))
    sheet.set_xy(MARGIN_MM, max(sheet.get_y(), top + figure_mm) + 4)


def _boxes(sheet: Sheet, left: float, sets: int) -> None:
    sheet.set_draw_color(*QUIET)
    sheet.set_line_width(0.3)
    y = sheet.get_y() + 1.0
    for number in range(sets):
        sheet.rect(left + number * (BOX_MM + 2), y, BOX_MM, BOX_MM)
    sheet.set_y(y + BOX_MM)


def _figure(sheet: Sheet, exercise_id: str, left: float, top: float, high: float) -> None:
    """Draw the strokes of a figure, start and end side by side, y turned to run downwards."""
    for mark in figures.strokes(exercise_id):
        shade = SHADES[mark.tone]
        colour = HIP if mark.tone == "mark" else (shade, shade, shade)
        sheet.set_draw_color(*colour)
        sheet.set_fill_color(*colour)
        sheet.set_line_width(mark.width * FIGURE_MM)
        points = [(left + x * FIGURE_MM, top + (high - y) * FIGURE_MM) for x, y in mark.points]
        if mark.shape == "circle":
            radius = mark.radius * FIGURE_MM
            style = RenderStyle.F if mark.filled else RenderStyle.D
            sheet.circle(points[0][0], points[0][1], radius, style=style)
        else:
            sheet.polyline(points)
