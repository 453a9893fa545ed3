"""Texts of runners and what they say: the shared cases, our own, and what holds for any text."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.knowledge import exercises, injuries, injury_text, strength_text, text_names

HERE = Path(__file__).parent


def cases(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


OWN = cases("own_text_cases.csv")
STRENGTH = cases("freetext_cases.csv") + [row for row in OWN if row["kind"] == "strength"]
INJURY = [
    (row["text"], json.loads(row["expected(injury,status,severity,side)"]))
    for row in cases("injury_text_cases.csv")
] + [(row["text"], json.loads(row["expected_json"])) for row in OWN if row["kind"] == "injury"]


def says(found: strength_text.Found, wanted: dict[str, Any]) -> bool:
    told = found.to_dict()
    for name, value in wanted.items():
        if name == "per_side":
            if told["side"] != "each":
                return False
        elif name == "load_kg":
            if told.get("load_kg") != pytest.approx(value, abs=0.05):
                return False
        elif (
            name != "swapped" and told.get(name) != value
        ):  # swapped: that reps and sets came the other way round
            return False
    return True


@pytest.mark.parametrize("case", STRENGTH, ids=lambda case: case["text"])
def test_strength_work_is_read_as_written(case: dict[str, str]) -> None:
    minutes = float(case["moving_min"]) if case["moving_min"] else None
    found = strength_text.parse(case["text"], activity_type=case["activity_type"] or None, minutes=minutes)
    wanted = json.loads(case["expected_json"])
    assert [one.id for one in found] == [one["id"] for one in wanted]
    assert all(says(one, told) for one, told in zip(found, wanted, strict=True)), found


@pytest.mark.parametrize(("text", "wanted"), INJURY, ids=[text for text, _ in INJURY])
def test_complaints_are_read_as_written(text: str, wanted: list[list[Any]]) -> None:
    found = [[one.id, one.status, one.severity, one.side or ""] for one in injury_text.parse(text)]
    assert found == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Was going to skip hip dips but did 3x20", [("hip-dip-front-hands", 3, 20)]),
        ("swapped clams for bridges 3x15", [("glute-bridge", 3, 15)]),
        ("No clams, bridges or squats today", []),
        ("Hip dips 3x20. Tomorrow: clams 2x15, bridges 3x10", [("hip-dip-front-hands", 3, 20)]),
        ("forgot to log: hip dips 3x15 yesterday", [("hip-dip-front-hands", 3, 15)]),
        ("clams (skipped), hip hikes 2x10", [("hip-hike", 2, 10)]),
        ("30 min easy with hip dips 2x20", [("hip-dip-front-hands", 2, 20)]),
        ("3 rounds:\n10 clams\n12 bridges\n\n5k easy", [("clamshell", 3, 10), ("glute-bridge", 3, 12)]),
        ("(10 squats, 10 lunges) x3", [("bodyweight-squat", 3, 10), ("forward-lunge", 3, 10)]),
        ("hip dips, push ups 3x10", [("hip-dip-front-hands", 1, None)]),
        ("clamshels 3x12", [("clamshell", 3, 12)]),
        ("lounge 3x12", []),
    ],
)  # fmt: skip
def test_guards_rounds_and_slips_of_the_finger(text: str, wanted: list[tuple[str, int, int | None]]) -> None:
    assert [(one.id, one.sets, one.reps) for one in strength_text.parse(text)] == wanted


# What holds for any text

PIECES = [
    *("hip dips", "clams", "Bridge", "SL RDL", "side plank", "core", "squats", "step ups", "myrtl", "left knee"),
    *("3x12", "2 x 30s", "4 sets of 8", "12/10/8", "10-10-10", "5 min", "5'", "1:30", "@ 20kg", "x 3", "3 rounds:"),
    *("each side", "e/s", "/leg", "L/R", "no", "skipped", "tomorrow", "instead of", "and", "then", ",", ".", "(", ")"),
    *("sore", "pain", "fine", "gone", "worried about", "achilles", "my", "right", "\n", "day 12", "5k", "6x400m", "ran"),
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
IDS = set(exercises.load()) | set(text_names.routines())


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from([None, "Run", "Workout", "Yoga", "?"]))
def test_any_text_is_read_without_fault_and_gives_known_names(text: str, activity_type: str | None) -> None:
    assert all(one.id in IDS for one in strength_text.parse(text, activity_type=activity_type, minutes=20))
    for complaint in injury_text.parse(text):
        assert complaint.id in injuries.load()
        assert complaint.status in ("active", "resolved", "denied", "mention")
        assert complaint.severity in (0, 1, 2, 3) and complaint.side in ("L", "R", "B", None)
        assert (complaint.severity > 0) == (complaint.status == "active")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_case_and_blanks_change_nothing(pieces: list[str]) -> None:
    text = " ".join(pieces)
    loud = "  " + text.upper().replace(" ", " \t ") + "\u00a0"
    assert strength_text.parse(loud) == strength_text.parse(text)
    assert injury_text.parse(loud) == injury_text.parse(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_number_is_made_up(pieces: list[str]) -> None:
    """Repetitions stand in the text; times too, in seconds, minutes or as a clock; sets may also be counted."""
    text = " ".join(pieces)
    written = {int(number) for number in re.findall(r"\d+", text)}
    clocks = {60 * int(m) + int(s) for m, s in re.findall(r"(\d+):(\d\d)", text)}
    ladders = {len(re.findall(r"\d+", row)) for row in re.findall(r"\d+(?:[/-]\d+)+", text)}
    counts = written | ladders | {1}
    times = written | {60 * number for number in written} | clocks
    for one in strength_text.parse(text):
        assert one.reps is None or one.reps in written
        assert one.seconds is None or one.seconds in times
        assert one.sets is None or one.sets in {a * b for a in counts for b in counts | {4}}


@pytest.mark.parametrize(
    "text", ["3x", "hip dips 3x20, ", "knee sore ", "1/", "((", "no clams or ", "left ", "\n"]
)
def test_a_very_long_note_is_read_to_its_end(text: str) -> None:
    long = text * (100_000 // len(text))
    strength_text.parse(long + ". clams 2x15")
    assert injury_text.parse(long + ". right ankle swollen")[-1].id == "ankle-sprain"
