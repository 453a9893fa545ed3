"""Strength sets of FIT files: order, first guess only, a planned name before the watch's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import ModuleType

import fitdecode
import pytest

from analytics.ingest.batch import SetRow
from analytics.ingest.fit import read_fit


def sets_of(data: bytes) -> list[SetRow]:
    (activity,) = read_fit(data).activities
    assert activity.sessions[0].sport == "strength"
    return activity.sets


def test_active_sets_come_with_repetitions_load_and_fits_own_words(fit_writer: ModuleType) -> None:
    done = [
        fit_writer.Done(10, 44, reps=12, seconds=40, weight_kg=7.5),
        fit_writer.Done(active=False, seconds=60),
        fit_writer.Done(19, None, seconds=30, weight_kg=0),
        fit_writer.Done(10, 9999, reps=8),
    ]
    first, second, third = sets_of(fit_writer.strength_file(done))
    assert (first.source, first.source_name, first.fit_category, first.fit_subtype) == (
        "garmin_fit",
        "hip_raise/clams",
        10,
        44,
    )
    assert (first.reps, first.duration_s, first.load_kg, first.set_no) == (12, 40, 7.5, 0)
    assert first.start_utc == dt.datetime(2026, 3, 3, 17, 0)
    # A weight of 0 is one nobody entered; repetitions the watch did not count are unknown.
    assert (second.source_name, second.fit_subtype, second.reps, second.load_kg) == (
        "plank",
        None,
        None,
        None,
    )
    assert second.start_utc == dt.datetime(2026, 3, 3, 17, 1, 40)
    assert third.source_name == "hip_raise/9999"


def test_a_movement_the_watch_did_not_recognise_has_no_name_and_no_category(fit_writer: ModuleType) -> None:
    (row,) = sets_of(fit_writer.strength_file([fit_writer.Done(65534, None, reps=10)]))
    assert (row.source_name, row.fit_category, row.fit_subtype, row.reps) == (None, None, None, 10)


def test_a_set_is_of_the_local_date(fit_writer: ModuleType) -> None:
    late = fit_writer.strength_file(
        [fit_writer.Done(10, 44, reps=12)], start=dt.datetime(2026, 3, 3, 23, 30), utc_offset_h=2
    )
    assert sets_of(late)[0].performed_on == dt.date(2026, 3, 4)


def test_the_planned_steps_name_wins_over_the_guess(fit_writer: ModuleType) -> None:
    done = [
        fit_writer.Done(19, 70, reps=10, step=0),
        fit_writer.Done(65534, None, reps=10, step=1),
        fit_writer.Done(10, 44, reps=10, step=2),
        fit_writer.Done(10, 44, reps=10),
    ]
    data = fit_writer.strength_file(
        done,
        workout="Hip Strength A",
        steps=[("Hip dips face down", 19, 70), ("", 17, 5), ("", None, None)],
        titles=[(17, 5, "Reverse lunge, slow"), (10, 44, "Clam with band")],
    )
    rows = sets_of(data)
    assert [row.source_name for row in rows] == [
        "Hip dips face down",
        "Reverse lunge, slow",
        "Clam with band",
        "Clam with band",
    ]
    assert (rows[1].fit_category, rows[1].fit_subtype) == (17, 5)  # the plan knows what the watch did not
    assert {row.workout for row in rows} == {"Hip Strength A"}


@pytest.mark.parametrize(
    ("name", "active"),
    [("20748058539_ACTIVITY.fit", 14), ("20474406937_ACTIVITY.fit", 38), ("12129115726_ACTIVITY.fit", 3)],
)
def test_real_strength_files_give_the_sets_fitdecode_finds(name: str, active: int, samples: Path) -> None:
    (path,) = samples.rglob(name)
    (activity,) = read_fit(path.read_bytes()).activities
    expected = []
    with fitdecode.FitReader(path) as reader:
        for message in reader:
            if isinstance(message, fitdecode.FitDataMessage) and message.name == "set":
                raw = {each.name: each.raw_value for each in message.fields}
                if raw["set_type"] == 1:
                    expected.append(raw)
    expected.sort(key=lambda raw: raw["start_time"])
    assert len(activity.sets) == active
    assert [row.set_no for row in activity.sets] == list(range(active))
    for row, raw in zip(activity.sets, expected):
        category = raw["category"][0]
        known = category not in (None, 65534)
        assert row.start_utc == dt.datetime(1989, 12, 31) + dt.timedelta(seconds=raw["start_time"])
        assert row.duration_s == raw["duration"] / 1000
        assert row.reps == (raw["repetitions"] or None)  # the watch writes 0 for a hold: nothing to count
        assert row.fit_category == (category if known else None)
        assert row.fit_subtype == (raw["category_subtype"][0] if known else None)
        assert (row.source_name is not None) is known
