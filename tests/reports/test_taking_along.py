"""A routine in its written form becomes a sheet of paper and a workout for the watch."""

from __future__ import annotations

import datetime as dt
import io

import fitdecode
import pypdf
import pytest

from analytics.advice import routine
from analytics.advice.routine_form import RoutineFormError, routine_to_json
from analytics.knowledge import exercises
from analytics.reports import taking_along
from analytics.store import Reader

TODAY, NOON = dt.date(2026, 11, 22), dt.datetime(2026, 11, 22, 12)


@pytest.fixture(scope="module")
def written() -> str:
    built = routine.build(
        minutes=10, level=2, kit="none", site="knee", state="niggle", exercises=exercises.load()
    )
    assert built is not None
    return routine_to_json(built)


def test_the_sheet_and_the_workout_hold_the_routines_exercises(reader: Reader, written: str) -> None:
    names = [
        one.exercise.name for one in taking_along.routine_from_json(written, exercises=exercises.load()).items
    ]
    pdf = taking_along.sheet(reader, routine=written, title="Knee days", today=TODAY)
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert said.startswith("Knee days") and all(name in said for name in names)
    fit = taking_along.workout(reader, routine=written, title="Knee days", now_utc=NOON)
    with fitdecode.FitReader(io.BytesIO(fit)) as messages:
        steps = [
            one.get_value("wkt_step_name", fallback="") or ""
            for one in messages
            if isinstance(one, fitdecode.FitDataMessage) and one.name == "workout_step"
        ]
    assert all(any(step.startswith(name) for step in steps) for name in names)


def test_what_is_no_routine_gives_no_file(reader: Reader) -> None:
    with pytest.raises(RoutineFormError):
        taking_along.sheet(reader, routine="{}", title="x", today=TODAY)
