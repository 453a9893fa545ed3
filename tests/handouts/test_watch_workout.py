"""A routine as a workout for a watch, read back by a decoder that is not ours and by the import."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import fitdecode
import pytest

from analytics.advice import routine
from analytics.advice.routine_parts import Line, Routine, compose, sound_wish
from analytics.handouts.watch_workout import fit_workout
from analytics.ingest.reading import read
from analytics.knowledge import exercises, labels

LIBRARY = exercises.load()
NOON = dt.datetime(2026, 11, 22, 12)
WATCHES_TAKE = 50


def messages(data: bytes, name: str) -> list[dict[str, Any]]:
    with fitdecode.FitReader(io.BytesIO(data), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        return [
            {field.name: field.value for field in one.fields if field.value is not None}
            for one in reader
            if isinstance(one, fitdecode.FitDataMessage) and one.name == name
        ]


def built(minutes: float, level: int = 3, kit: str = "band") -> Routine:
    made = routine.build(minutes=minutes, level=level, kit=kit, exercises=LIBRARY)
    assert made is not None
    return made


def two_lines() -> Routine:
    lines = [
        Line(LIBRARY["glute-bridge"], sets=3, reps=12, seconds=None),
        Line(LIBRARY["side-plank"], sets=1, reps=None, seconds=25.0),
    ]
    return compose(lines, sound_wish(minutes=10, level=2, kit="none"))


def test_the_file_says_that_it_is_a_strength_workout_and_how_many_steps_it_has() -> None:
    data = fit_workout(two_lines(), name="Hips", made_at_utc=NOON)
    (file_id,) = messages(data, "file_id")
    assert (file_id["type"], file_id["time_created"]) == ("workout", NOON.replace(tzinfo=dt.UTC))
    (workout,) = messages(data, "workout")
    assert workout["wkt_name"] == "Hips"
    assert (workout["sport"], workout["sub_sport"]) == ("training", "strength_training")
    assert workout["num_valid_steps"] == len(messages(data, "workout_step"))


def test_sets_are_repeats_sides_are_steps_and_a_hold_counts_seconds() -> None:
    steps = messages(fit_workout(two_lines(), name="Hips", made_at_utc=NOON), "workout_step")
    told = [
        (
            step.get("wkt_step_name"),
            step["duration_type"],
            step.get("duration_reps", step.get("duration_time")),
        )
        for step in steps
    ]
    bridge, plank = LIBRARY["glute-bridge"], LIBRARY["side-plank"]
    assert told == [
        (bridge.name, "reps", 12),
        ("Rest", "time", float(bridge.rest_s)),
        (None, "repeat_until_steps_cmplt", None),
        (f"{plank.name} (left)", "time", 25.0),
        (f"{plank.name} (right)", "time", 25.0),
        ("Rest", "time", float(plank.rest_s)),
    ]
    assert (steps[2]["duration_step"], steps[2]["repeat_steps"]) == (0, 3)


@pytest.mark.parametrize("minutes", [5, 10, 15, 20, 30])
@pytest.mark.parametrize("level", [1, 3, 5])
def test_every_routine_stays_within_what_watches_take(minutes: float, level: int) -> None:
    steps = messages(fit_workout(built(minutes, level), name="Hips", made_at_utc=NOON), "workout_step")
    assert 0 < len(steps) <= WATCHES_TAKE


@pytest.mark.parametrize("exercise_id", sorted(LIBRARY))
def test_a_step_name_that_comes_back_from_the_watch_is_known_again(exercise_id: str) -> None:
    exercise = LIBRARY[exercise_id]
    line = Line(exercise, 2, exercise.default_reps, exercise.default_seconds)
    data = fit_workout(
        compose([line], sound_wish(minutes=10, level=5, kit="none")), name="x", made_at_utc=NOON
    )
    step = messages(data, "workout_step")[0]
    label = labels.match("garmin_fit", step["wkt_step_name"])
    assert (label.exercise_id, label.confidence >= 0.5) == (exercise_id, True)


def test_a_long_name_is_cut_between_letters() -> None:
    data = fit_workout(two_lines(), name="ü" * 60, made_at_utc=NOON)
    assert messages(data, "workout")[0]["wkt_name"] == "ü" * 31


def test_the_import_knows_a_workout_for_what_it_is_and_takes_nothing_from_it() -> None:
    batch = read(fit_workout(two_lines(), name="Hips", made_at_utc=NOON), "hips.fit")
    assert not batch.activities and batch.ignored is not None
