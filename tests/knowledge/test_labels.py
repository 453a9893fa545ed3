"""Names of logs find their exercise, or the knowledge that there is no hip work in them, or neither."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analytics.knowledge import labels, place


@pytest.mark.parametrize(
    ("source", "name", "exercise_id"),
    [
        ("hevy", "Clamshell", "clamshell"),
        ("hevy", "Hip Thrust (Barbell)", "hip-thrust-barbell"),
        ("strong", "Hip Abductor (Machine)", "hip-abduction-machine"),
        ("strong", "Squat (Barbell)", "barbell-squat"),
        ("hevy", "hip dips", "hip-dip-front-hands"),
        ("hipstride_csv", "single-leg-rdl", "single-leg-rdl"),
        ("form", "Side plank", "side-plank"),
        ("garmin_fit", "hip_raise/clams", "clamshell"),
    ],
)
def test_a_known_name_finds_its_exercise(source: str, name: str, exercise_id: str) -> None:
    found = labels.match(source, name)
    assert found.exercise_id == exercise_id
    assert found.known and found.confidence >= 0.9


@pytest.mark.parametrize(
    "name", ["CLAMSHELL", "  clamshell ", "Clamshells", "clam-shell", "Clamshell (Band!)"]
)
def test_case_blanks_plurals_and_brackets_do_not_matter(name: str) -> None:
    assert (labels.match("hevy", name).exercise_id or "").startswith("clamshell")


def test_every_alias_of_a_source_is_found_in_that_source() -> None:
    for row in place.rows("exercise_aliases.csv"):
        found = labels.match(row["source"], row["source_name"])
        if row["exercise_id"]:
            assert found.exercise_id == row["exercise_id"], row
        else:
            assert found.basis == labels.NO_HIP_CONTENT


def test_a_name_borrowed_from_another_source_is_less_sure() -> None:
    own = labels.match("strong", "Front Squat (Barbell)")
    borrowed = labels.match("fitnotes", "Front Squat (Barbell)")
    assert own.exercise_id == borrowed.exercise_id
    assert borrowed.confidence < own.confidence


@pytest.mark.parametrize(
    ("category", "subtype", "exercise_id"),
    [(10, 44, "clamshell"), (19, 70, "hip-dip-side-elbow"), (10, 23, "kettlebell-swing")],
)
def test_fit_numbers_find_their_exercise(category: int, subtype: int, exercise_id: str) -> None:
    assert (
        labels.match("garmin_fit", None, fit_category=category, fit_subtype=subtype).exercise_id
        == exercise_id
    )


def test_every_fit_exercise_of_the_table_is_found() -> None:
    for row in place.rows("fit_exercise_map.csv"):
        if row["match"] == "no_enum":
            continue
        found = labels.match(
            "garmin_fit", None, fit_category=int(row["category_id"]), fit_subtype=int(row["name_id"])
        )
        assert (found.exercise_id or "") == row["exercise_id"]
        assert found.confidence == float(row["confidence"])


def test_subtype_zero_is_an_exercise_and_not_nothing() -> None:
    row = next(r for r in place.rows("fit_exercise_map.csv") if r["name_id"] == "0" and r["exercise_id"])
    found = labels.match("garmin_fit", None, fit_category=int(row["category_id"]), fit_subtype=0)
    assert found.exercise_id == row["exercise_id"]


def test_a_fit_category_without_an_exercise_is_less_sure() -> None:
    found = labels.match("garmin_fit", None, fit_category=10)
    assert (found.exercise_id, found.confidence) == ("glute-bridge", 0.7)


def test_a_fit_category_without_hip_work_is_known_to_have_none() -> None:
    found = labels.match("garmin_fit", None, fit_category=0)  # bench press
    assert found.known and found.exercise_id is None and found.region == "upper_body"


def test_a_fit_category_of_mixed_content_is_not_known() -> None:
    assert not labels.match("garmin_fit", None, fit_category=29).known  # total body
    assert not labels.match("garmin_fit", None, fit_category=65_534).known


def test_a_planned_name_wins_over_the_watchs_guess() -> None:
    found = labels.match("garmin_fit", "Hip dips", fit_category=0, fit_subtype=1)
    assert (found.exercise_id or "").startswith("hip-dip")


@pytest.mark.parametrize(
    "name",
    ["Bench Press (Barbell)", "Pull Up", "Seated Row (Cable)", "Bicep Curl (Dumbbell)", "Lat Pulldown", "Push Up",
     "Overhead Press", "Skullcrusher (Barbell)", "Dips", "Chest Dip", "Leg Extension (Machine)", "Russian Twist",
     "Press de Banca (Barra)", "Bankdrücken", "Développé couché", "Supino reto", "杠铃卧推", "Bankdrukken", "Panca piana"],
)  # fmt: skip
def test_lifts_without_hip_work_are_known_to_have_none(name: str) -> None:
    found = labels.match("hevy", name)
    assert found.exercise_id is None and found.known
    assert found.basis == labels.NO_HIP_CONTENT


@pytest.mark.parametrize(
    "name",
    ["Hip Row Thing", "Glute Press", "Leg Raise Row", "Standing Kickback Bench Combo", "Squat Press Lat Mix",
     "Deadlift Row Combo", "Zebra", "", "Hüftpresse Rudern"],
)  # fmt: skip
def test_a_name_that_speaks_of_hips_or_legs_is_never_called_free_of_hip_work(name: str) -> None:
    assert labels.match("hevy", name).basis != labels.NO_HIP_CONTENT


def test_dips_alone_are_never_hip_dips() -> None:
    assert labels.match("hevy", "Dips").exercise_id is None


def test_strongs_cable_kickback_is_a_triceps_move_and_earns_nothing() -> None:
    assert not labels.match("strong", "Cable Kickback").known


def test_no_name_and_no_number_is_unknown() -> None:
    found = labels.match("garmin_fit", None)
    assert found == labels.UNKNOWN and not found.known


@pytest.mark.parametrize(
    ("name", "exercise_id"),
    [
        ("Kniebeuge", "bodyweight-squat"),
        ("Zancadas", "forward-lunge"),
        ("Pont fessier", "glute-bridge"),
        ("臀桥", "glute-bridge"),
    ],
)
def test_words_of_other_languages_are_found_and_known_to_be_from_memory(name: str, exercise_id: str) -> None:
    found = labels.match("hevy", name)
    assert (found.exercise_id, found.confidence) == (exercise_id, 0.6)


def test_a_longer_name_is_known_by_its_beginning_and_less_sure() -> None:
    found = labels.match("strong", "Leg Press Keller")
    assert (found.exercise_id, found.confidence) == ("leg-press", 0.7)


def test_the_real_logs_are_mapped_almost_whole(samples: Path) -> None:
    columns = {"Exercise Name": "strong", "exercise_title": "hevy", "运动名称": "strong"}
    logs = sorted((samples / "strength-log").rglob("*.csv"))
    assert len(logs) == 4
    for log in logs:
        with log.open(encoding="utf-8-sig", newline="") as lines:
            rows = [row for row in csv.DictReader(lines) if row.get("Set Order") != "Rest Timer"]
        column = next(name for name in columns if name in rows[0])
        found = [labels.match(columns[column], row[column]) for row in rows]
        assert sum(label.known for label in found) / len(found) >= 0.95
        assert any(label.exercise_id for label in found)


@pytest.mark.parametrize(
    ("name", "exercise_id", "side"),
    [
        ("Left Clamshell", "clamshell", "left"),
        ("Clamshell (Right)", "clamshell", "right"),
        ("Machine Abduction Hip", "hip-abduction-machine", None),
        ("Hip Hike Links", "hip-hike", "left"),
    ],
)
def test_word_order_and_a_side_in_the_name_do_not_matter(
    name: str, exercise_id: str, side: str | None
) -> None:
    label = labels.match("some_app", name)
    assert label.exercise_id == exercise_id and label.known
    assert labels.side_of(name) == side
