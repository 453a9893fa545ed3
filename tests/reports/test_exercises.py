"""The library as pages show it: nothing left empty, nothing said that was not read."""

from __future__ import annotations

import pytest

from analytics.knowledge import exercises as library
from analytics.reports import exercises, hip_dips
from analytics.reports.exercises import Filters

LIBRARY = library.load()


@pytest.mark.parametrize("exercise_id", LIBRARY)
def test_one_exercise_in_full_has_every_field_or_says_that_it_is_absent(exercise_id: str) -> None:
    one = exercises.detail(exercise_id)
    for text in (
        one.name,
        one.line,
        one.set_up,
        one.movement,
        one.cue,
        one.common_fault,
        one.dose,
        one.level,
    ):
        assert text and "None" not in text and "  " not in text
    assert one.works.startswith("Works on: ") and one.grade in exercises.GRADES.values() and one.basis
    said = ", ".join(those for _, those in one.sites)
    assert len(one.sites) <= 3 and said.count(",") >= 7  # eight sites, each in one group
    assert (one.our_description is not None) == (LIBRARY[exercise_id].family == "hip_dip")
    for step, other in ((one.easier, LIBRARY[exercise_id].regression_id), (one.harder, LIBRARY[exercise_id].progression_id)):  # fmt: skip
        assert (step.id if step else None) == other


def test_muscle_activity_above_a_bound_is_not_given_as_a_number() -> None:
    assert "gluteus maximus above 60 %" in exercises.detail("hip-thrust-barbell").basis
    assert "63 %" in exercises.detail("step-up").basis


def test_a_value_from_memory_beside_one_that_was_read_is_left_away() -> None:
    basis = exercises.detail("single-leg-squat").basis
    assert "gluteus medius 82 %" in basis and "Boren 2011" in basis and "maximus" not in basis


@pytest.mark.parametrize(
    ("hip_weight_of", "said"),
    [
        ("clamshell", "A full set counts one hip set."),
        ("side-plank", "A full set counts 0.6 of a hip set."),
        ("calf-raise", "It counts no hip sets."),
    ],
)
def test_what_it_counts_is_said_in_hip_sets(hip_weight_of: str, said: str) -> None:
    assert exercises.detail(hip_weight_of).hip_weight.startswith(said)


def test_words_are_looked_for_in_names_other_names_targets_and_kit() -> None:
    assert {one.id for one in exercises.find(Filters(words="stork"))} == {"running-pose-hold"}  # another name
    trained = {one.id for one in LIBRARY.values() if "adductors" in one.primary_target}
    assert trained <= {one.id for one in exercises.find(Filters(words="inner thigh"))}
    assert len(exercises.find(Filters(words="ball"))) > 3


def test_what_a_sore_site_leaves_out_can_be_asked_for() -> None:
    rows = exercises.find(Filters(site="lateral_hip", suits=("avoid",)))
    assert rows and {row.site for row in rows} == {"leave it out"}
    assert "hip-dip-side-elbow" in {row.id for row in rows}


def test_the_hip_dip_page_promises_nothing() -> None:
    words = " ".join(
        [hip_dips.IDEA, hip_dips.KNOWN, hip_dips.HISTORY, hip_dips.LINE, hip_dips.FIVE_MINUTES]
        + [
            part
            for row in (*hip_dips.HOW, *hip_dips.FAULTS, *hip_dips.DOSES, *hip_dips.ASK_FIRST)
            for part in row
        ]
    )
    for banned in ("prevent", "safe", "will reduce", "stronger hips push", "official technique"):
        assert banned not in words.lower()
    assert "description here is ours" in words and len(hip_dips.FAULTS) == 8
