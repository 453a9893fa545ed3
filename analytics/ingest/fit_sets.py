"""Strength sets of a FIT file, as the watch or the planned workout names them."""

from __future__ import annotations

import csv
import datetime as dt
import functools
from dataclasses import dataclass, field

from analytics.ingest.batch import SetRow
from analytics.ingest.fit_profile import profile
from analytics.ingest.fit_rows import Rows
from analytics.ingest.fit_scan import Segment
from analytics.knowledge.place import data_file

Exercise = tuple[int | None, int | None]
"""FIT exercise category and exercise name within it."""

_UNKNOWN = 65534  # the category of a movement the watch did not recognise
_ACTIVE = 1
_INDEX_BITS = 0x0FFF  # a FIT message index holds flags above


@dataclass
class _Plan:
    """The planned workout that lies in an activity file beside what was done."""

    name: str | None = None
    step_names: dict[int, str] = field(default_factory=dict)
    step_exercises: dict[int, Exercise] = field(default_factory=dict)
    titles: dict[Exercise, str] = field(default_factory=dict)


def read_sets(
    data: bytes, segment: Segment, *, local_offset: dt.timedelta, otherwise: dt.datetime | None
) -> tuple[list[SetRow], dict[int, str]]:
    """Read the active sets in the order they were done; rests between them are not kept.

    A name a person or coach wrote into the planned workout wins over the watch's guess, because it is the
    only way an exercise without a FIT number (hip dips) can reach the file. Of the watch's guesses only the
    first counts; where that is "unknown" the second is not taken for a fact. The others are kept beside it,
    in their order: FIT gives them no probability.

    Parameters
    ----------
    data, segment
        The bytes and what the scan found in them.
    local_offset
        Local time minus UTC, for the date a set was done on.
    otherwise
        Naive UTC start of the activity, for sets without a time of their own. Where that is None too, such
        sets have no date and are left out.

    Returns
    -------
    list of SetRow, dict
        The sets, and by `set_no` the further guesses of those that have some. `load_kg` is None where the
        watch wrote 0, because nobody entered a weight; so is `reps`: a hold has none, and its duration tells.
    """
    rows = Rows(data, segment, "set")
    if rows.length == 0:
        return [], {}
    plan = _read_plan(data, segment)
    kinds, starts, repetitions = (
        rows.codes("set_type"),
        rows.moments("start_time"),
        rows.numbers("repetitions"),
    )
    durations, weights = rows.numbers("duration"), rows.numbers("weight")
    steps = [None if step is None else step & _INDEX_BITS for step in rows.codes("wkt_step_index")]
    guesses = list(zip(rows.codes("category"), rows.codes("category_subtype")))
    done = [
        index
        for index in range(rows.length)
        if (kinds[index] == _ACTIVE or (kinds[index] is None and repetitions[index]))
        and (starts[index] or otherwise) is not None
    ]
    ranked = list(zip(rows.ranks("category"), rows.ranks("category_subtype")))
    done.sort(key=lambda index: starts[index] or dt.datetime.min)
    sets = []
    for number, index in enumerate(done):
        start = starts[index]
        when = start or otherwise
        assert when is not None
        exercise = _exercise(guesses[index], steps[index], plan)
        sets.append(
            SetRow(
                source="garmin_fit",
                source_name=_name(exercise, steps[index], plan),
                performed_on=(when + local_offset).date(),
                set_no=number,
                start_utc=start,
                workout=plan.name,
                fit_category=exercise[0],
                fit_subtype=exercise[1],
                reps=repetitions[index] or None,
                duration_s=durations[index] or None,
                load_kg=weights[index] or None,
            )
        )
    further = {number: text for number, index in enumerate(done) if (text := _further(*ranked[index]))}
    return sets, further


def _further(categories: list[int | None], subtypes: list[int | None]) -> str | None:
    """The guesses after the first, each once; watches that have one guess repeat it.

    Examples
    --------
    >>> _further([10, 17, 10], [44, 3, 44]), _further([10, 10], [44, None]), _further([65534, 19], [])
    ('17:3', None, '19')
    """
    ranks = [
        (category, subtypes[rank] if rank < len(subtypes) else None)
        for rank, category in enumerate(categories)
        if category is not None and category != _UNKNOWN
    ]
    named = {category for category, subtype in ranks if subtype is not None}
    distinct = [each for each in dict.fromkeys(ranks) if each[1] is not None or each[0] not in named]
    first = 1 if categories[:1] not in ([_UNKNOWN], [None]) else 0
    texts = [
        str(category) if subtype is None else f"{category}:{subtype}"
        for category, subtype in distinct[first:]
    ]
    return " ".join(texts) or None


def _exercise(guess: Exercise, step: int | None, plan: _Plan) -> Exercise:
    category, subtype = guess
    if category is not None and category != _UNKNOWN:
        return category, subtype
    return plan.step_exercises.get(step, (None, None)) if step is not None else (None, None)


def _name(exercise: Exercise, step: int | None, plan: _Plan) -> str | None:
    """The planned step's name, the exercise's title in the plan, or FIT's words such as hip_raise/clams."""
    if step is not None:
        named = plan.step_names.get(step) or plan.titles.get(plan.step_exercises.get(step, (None, None)))
        if named:
            return named
    if exercise in plan.titles:
        return plan.titles[exercise]
    category, subtype = exercise
    if category is None:
        return None
    word = profile().name("exercise_category", category) or f"category_{category}"
    if subtype is None:
        return word
    return f"{word}/{_exercise_names().get((category, subtype), subtype)}"


def _read_plan(data: bytes, segment: Segment) -> _Plan:
    plan = _Plan(name=next(filter(None, Rows(data, segment, "workout").texts("wkt_name")), None))
    titles = Rows(data, segment, "exercise_title")
    for category, subtype, title in zip(
        titles.codes("exercise_category"), titles.codes("exercise_name"), titles.texts("wkt_step_name")
    ):
        if title and category is not None:
            plan.titles.setdefault((category, subtype), title)
    steps = Rows(data, segment, "workout_step")
    for index, name, category, subtype in zip(
        steps.codes("message_index"),
        steps.texts("wkt_step_name"),
        steps.codes("exercise_category"),
        steps.codes("exercise_name"),
    ):
        if index is None:
            continue
        if name:
            plan.step_names[index & _INDEX_BITS] = name
        if category is not None and category != _UNKNOWN:
            plan.step_exercises[index & _INDEX_BITS] = (category, subtype)
    return plan


@functools.cache
def _exercise_names() -> dict[tuple[int, int], str]:
    with data_file("fit_exercise_map.csv").open(encoding="utf-8", newline="") as lines:
        named = (row for row in csv.DictReader(lines) if row["name_id"])
        return {(int(row["category_id"]), int(row["name_id"])): row["name"] for row in named}
