"""The exercise library holds together: ids, ladders, FIT numbers, words."""

from __future__ import annotations

import re

import fitdecode
import pytest

from analytics.knowledge import exercises, injuries, place, routine_rules

LIBRARY = exercises.load()
# What no line of ours may say: a promise, or the trade's own shorthand.
BANNED = re.compile(r"\b(prevent\w*|safe\w*|will|guarantee\w*|proven|bulletproof|fix(es)?)\b", re.IGNORECASE)
SHORTHAND = re.compile(
    r"\b(gmed|gmax|glute\w*|lats?|kipping|ROM|RPE|reps?|quads?|abduct\w*|adduct\w*|extensor\w*|flexor\w*"
    r"|supine|prone|unilateral|isometric|eccentric|valgus)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[A-Z0-9“].*[.”]", re.DOTALL)


def test_every_row_of_the_table_is_an_exercise_with_an_id_of_its_own() -> None:
    ids = [row["id"] for row in place.rows("exercises.csv")]
    assert len(ids) == len(set(ids)) == len(LIBRARY) == 172
    assert len({exercise.name for exercise in LIBRARY.values()}) == len(LIBRARY)


def test_the_library_has_the_counts_it_states() -> None:
    weights = [exercise.hip_weight for exercise in LIBRARY.values()]
    assert sum(weight >= 0.5 for weight in weights) == 132
    assert sum(weight == 1.0 for weight in weights) == 69
    assert sum(exercise.family == "hip_dip" for exercise in LIBRARY.values()) == 22
    assert sum(exercise.essential for exercise in LIBRARY.values()) == 23


@pytest.mark.parametrize("exercise", LIBRARY.values(), ids=lambda exercise: exercise.id)
def test_an_exercise_is_complete_and_within_its_scales(exercise: exercises.Exercise) -> None:
    assert 0.0 <= exercise.hip_weight <= 1.0 and 1 <= exercise.level <= 5
    assert (exercise.default_reps is None) != (exercise.default_seconds is None)
    assert exercise.cue and exercise.common_fault and exercise.hip_weight_reason and exercise.primary_target
    assert exercise.default_sets >= 1 and exercise.minutes > 0


@pytest.mark.parametrize("exercise", LIBRARY.values(), ids=lambda exercise: exercise.id)
def test_an_exercise_is_described_in_plain_words_without_a_promise(exercise: exercises.Exercise) -> None:
    texts = {
        "set_up": exercise.set_up,
        "movement": exercise.movement,
        "cue": exercise.cue,
        "common_fault": exercise.common_fault,
        "hip_weight_reason": exercise.hip_weight_reason + ".",
    }
    for field, text in texts.items():
        assert SENTENCE.fullmatch(text), field
        assert not BANNED.search(text) and not SHORTHAND.search(text), field
        assert text == " ".join(text.split()), field
    assert len(exercise.cue) <= 70  # one thought, to be read between two repetitions
    assert len({exercise.set_up, exercise.movement, exercise.cue, exercise.common_fault}) == 4
    assert exercise.emg_source or not (exercise.emg_gmed_pct_mvic or exercise.emg_gmax_pct_mvic)


def test_no_two_exercises_are_described_with_the_same_movement() -> None:
    said = [exercise.movement for exercise in LIBRARY.values()]
    assert len(set(said)) == len(said)


def test_the_grade_of_evidence_follows_from_what_was_read() -> None:
    grades = [exercise.evidence_grade for exercise in LIBRARY.values()]
    assert (grades.count("judgement"), len(grades)) == (135, 172)
    for exercise in LIBRARY.values():
        assert (exercise.evidence_grade == "measured") == exercise.emg_is_from_source


def test_progressions_exist_and_are_never_easier_and_regressions_never_harder() -> None:
    for exercise in LIBRARY.values():
        if exercise.progression_id:
            assert LIBRARY[exercise.progression_id].level >= exercise.level, exercise.id
        if exercise.regression_id:
            assert LIBRARY[exercise.regression_id].level <= exercise.level, exercise.id


@pytest.mark.parametrize("step", ["progression_id", "regression_id"])
def test_no_ladder_runs_in_a_circle(step: str) -> None:
    for exercise in LIBRARY.values():
        seen = {exercise.id}
        following = getattr(exercise, step)
        while following:
            assert following not in seen, exercise.id
            seen.add(following)
            following = getattr(LIBRARY[following], step)


def test_every_fit_number_of_an_exercise_is_in_the_fit_table_and_means_it() -> None:
    table = {
        (row["category_id"], row["name_id"]): row["exercise_id"] for row in place.rows("fit_exercise_map.csv")
    }
    for exercise in LIBRARY.values():
        for category, name in exercise.fit_ids:
            assert table[str(category), str(name)] == exercise.id


def test_every_fit_number_means_the_same_to_an_independent_decoder() -> None:
    kinds = fitdecode.profile.FIELD_TYPES
    categories = kinds["exercise_category"].enum
    named = [row for row in place.rows("fit_exercise_map.csv") if row["name_id"]]
    assert len(named) == 1846
    for row in named:
        category = categories[int(row["category_id"])]
        assert category == row["category"]
        assert kinds[f"{category}_exercise_name"].enum[int(row["name_id"])] == row["name"]


def test_every_exercise_of_the_fit_table_is_in_the_library_with_the_same_weight() -> None:
    rows = [row for row in place.rows("fit_exercise_map.csv") if row["exercise_id"]]
    assert len(rows) == 781
    for row in rows:
        assert LIBRARY[row["exercise_id"]].hip_weight == float(row["hip_weight"])


def test_every_alias_names_an_exercise_of_the_library_and_is_unsure_within_0_and_1() -> None:
    for row in place.rows("exercise_aliases.csv"):
        assert row["exercise_id"] in LIBRARY or not row["exercise_id"], row
        assert 0.0 < float(row["confidence"]) <= 1.0
        assert row["provenance"]


def test_every_fit_category_default_is_in_the_library() -> None:
    for row in place.rows("fit_category_defaults.csv"):
        assert not row["nearest_exercise_id"] or row["nearest_exercise_id"] in LIBRARY


def test_the_frame_has_the_library_row_for_row() -> None:
    frame = exercises.frame().set_index("id")
    assert list(frame.index) == list(LIBRARY)
    for exercise in LIBRARY.values():
        row = frame.loc[exercise.id]
        assert row.hip_weight == exercise.hip_weight
        assert row.per_side == exercise.per_side
        assert (None if row.isna().default_seconds else row.default_seconds) == exercise.default_seconds


def test_values_from_memory_are_never_called_sourced() -> None:
    for exercise in LIBRARY.values():
        if "memory" in (exercise.emg_provenance or ""):
            told = {muscle for muscle, _ in exercise.emg_read}
            assert told <= ({"gluteus medius"} if "gmed source" in (exercise.emg_provenance or "") else set())


def test_every_exercise_speaks_of_every_rehab_site_and_the_sites_exist() -> None:
    known = {site.id for site in injuries.sites()}
    assert set(exercises.REHAB_SITES) <= known
    for exercise in LIBRARY.values():
        for site in exercises.REHAB_SITES:
            assert exercise.rehab(site) in ("allowed", "caution", "avoid")


def test_a_site_without_rules_of_its_own_asks_for_caution() -> None:
    assert LIBRARY["glute-bridge"].rehab("thigh") == "caution"


def test_every_injury_lies_at_a_site_and_its_words_lead_back_to_it() -> None:
    known = {site.id for site in injuries.sites()}
    kinds = injuries.load()
    assert len(kinds) == 30
    for kind in kinds.values():
        assert kind.site in known
    for synonym in injuries.synonyms():
        assert synonym.injury_id in kinds
        assert synonym.site in known


def test_the_four_sites_of_the_founding_article_come_first() -> None:
    assert [site.id for site in injuries.sites()][:4] == ["knee", "shin", "hamstring", "low_back"]


def test_every_bone_stress_injury_asks_for_a_professional() -> None:
    bone_stress = [kind for kind in injuries.load().values() if kind.pathology == "S"]
    assert len(bone_stress) >= 6
    assert all(kind.needs_professional for kind in bone_stress)


def test_times_to_recovery_from_memory_are_not_given_as_published() -> None:
    published = {
        kind.id: kind.published_median_days for kind in injuries.load().values() if kind.published_median_days
    }
    assert published == {"pfp": 49, "mtss": 70, "achilles": 56, "injury-unspecified": 56}


def test_routine_rules_are_read_whole() -> None:
    rules = routine_rules.load()
    assert list(rules.slots) == [5, 10, 15, 20, 30]
    assert rules.injury_states["red_flag"].level_cap is None
    assert rules.injury_states["red_flag"].allow == ()
    assert rules.injury_states["acute"].level_cap == 1
    assert (rules.pain.green_max, rules.pain.amber_max) == (3, 5)
    assert len(routine_rules.named_blocks()) == 14
