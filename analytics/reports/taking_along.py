"""A routine to take along: its written form in, a sheet of paper or a workout for the watch out."""

from __future__ import annotations

import datetime as dt

from analytics.advice.routine_form import routine_from_json
from analytics.handouts import printed, watch_workout
from analytics.knowledge import exercises
from analytics.store import Reader


def sheet(reader: Reader, *, routine: str, title: str, today: dt.date) -> bytes:
    """Print a routine as a PDF.

    Raises
    ------
    RoutineFormError
        If the written form is not one.
    """
    built = routine_from_json(routine, exercises=exercises.load())
    return printed.routine_sheet(built, title=title, made_on=today)


def workout(reader: Reader, *, routine: str, title: str, now_utc: dt.datetime) -> bytes:
    """Write a routine as a FIT workout for a watch.

    Raises
    ------
    RoutineFormError
        If the written form is not one.
    """
    built = routine_from_json(routine, exercises=exercises.load())
    return watch_workout.fit_workout(built, name=title, made_at_utc=now_utc)
