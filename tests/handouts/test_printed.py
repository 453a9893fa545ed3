"""A routine on paper: every exercise, its dose and cue, a box for each set, letters of any alphabet we carry."""

from __future__ import annotations

import datetime as dt
import io

import pypdf
import pytest

from analytics.advice import routine
from analytics.advice.routine_parts import Routine
from analytics.handouts import printed
from analytics.knowledge import exercises

LIBRARY = exercises.load()
TODAY = dt.date(2026, 11, 22)


def built(minutes: float, kit: str = "none") -> Routine:
    made = routine.build(minutes=minutes, level=2, kit=kit, exercises=LIBRARY)
    assert made is not None
    return made


def text_of(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("minutes", [5, 15, 30])
def test_the_sheet_names_every_exercise_with_its_dose_and_cue(minutes: float) -> None:
    made = built(minutes)
    said = text_of(printed.routine_sheet(made, title="For the hips", made_on=TODAY))
    assert said.startswith("For the hips")
    for number, item in enumerate(made.items, 1):
        assert f"{number}. {item.exercise.name}" in said
        assert item.exercise.cue in said
    assert "Above 5: stop" in said
    assert "not medical advice" in said


def test_figures_are_drawn_where_there_are_some() -> None:
    with_dips = printed.routine_sheet(built(5), title="Dips", made_on=TODAY)
    content = pypdf.PdfReader(io.BytesIO(with_dips)).pages[0].get_contents()
    assert content is not None
    lines = content.get_data().count(b" l\n")
    assert lines > 50  # limbs, floor and arrows, beside the text


def test_a_week_prints_each_routine_on_a_page_of_its_own() -> None:
    made = printed.routine_sheets(
        [("Tuesday", built(5)), ("Friday", built(10))], title="Week 48", made_on=TODAY
    )
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert len(pages) == 2
    assert pages[0].startswith("Tuesday") and pages[1].startswith("Friday")


def test_names_in_greek_and_cyrillic_come_out_whole() -> None:
    said = text_of(printed.routine_sheet(built(5), title="Πρόγραμμα, Упражнения, Übung", made_on=TODAY))
    assert "Πρόγραμμα, Упражнения, Übung" in said


def test_the_same_routine_prints_the_same_pages() -> None:
    one, other = (printed.routine_sheet(built(5), title="x", made_on=TODAY) for _ in range(2))
    assert text_of(one) == text_of(other)
