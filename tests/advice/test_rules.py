"""The rules, one by one, and in their order: stop first, then what adds up."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest

from analytics.advice import slots, words
from analytics.advice.recommendation import Recommendation
from analytics.advice.rules import RULES, recommend
from analytics.advice.situation import RED_FLAGS, InjuryNow, Situation
from analytics.knowledge import evidence, exercises

EVIDENCE = evidence.load()
LIBRARY = exercises.load()
WELL: dict[str, Any] = {
    "red_flags": frozenset(),
    "pain_now_0_10": 0,
    "worse_next_morning": False,
    "injuries": (),
    "hip_sets_weeks": (5.0, 6.0, 6.0, 7.0),
    "hip_sets_this_week": 0.0,
    "hip_dose_weeks": (5.0, 5.2, 5.4, 5.6),
    "longest_run_30d_m": 10_000.0,
    "level": 2,
    "kit": "none",
    "wrists_ok": True,
    "minutes": 5,
    "age_years": 35,
}


def advise(**changes: Any) -> list[Recommendation]:
    return recommend(Situation(**(WELL | changes)), evidence=EVIDENCE, exercises=LIBRARY)


def ids(found: list[Recommendation]) -> list[str]:
    return [one.rule_id for one in found if one.is_judged]


def one(found: list[Recommendation], rule_id: str) -> Recommendation:
    return next(each for each in found if each.rule_id == rule_id)


# ---------------------------------------------------------------- the table


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_names_rows_of_the_evidence(rule: Any) -> None:
    assert rule.evidence_ids
    assert set(rule.evidence_ids) <= set(EVIDENCE)


def test_rule_ids_are_unique_and_the_stop_rules_come_first() -> None:
    order = [rule.id for rule in RULES]
    assert len(set(order)) == len(order)
    assert [rule.id for rule in RULES if rule.stops] == order[:3] == ["G1", "G2", "G3"]
    assert order[-1] == "G0"


# ---------------------------------------------------------------- stop


@pytest.mark.parametrize("flag", [f for f in RED_FLAGS if f.level != "energy"], ids=lambda flag: flag.id)
def test_a_warning_sign_stops_everything_else(flag: Any) -> None:
    found = advise(red_flags=frozenset({flag.id}), planned_run_m=30_000, race_in_days=2, age_years=15)
    assert ids(found) == [{"urgent": "G1", "bone": "G2", "pain": "G3"}[flag.level], "G0"]
    assert found[0].kind == "stop"
    assert all(each.routine is None for each in found)


def test_the_first_stop_rule_wins() -> None:
    everything = frozenset(flag.id for flag in RED_FLAGS)
    assert ids(advise(red_flags=everything, pain_now_0_10=9)) == ["G1", "G0"]
    assert ids(advise(red_flags=frozenset({"limp", "hop_pain"}), pain_now_0_10=9)) == ["G2", "G0"]


def test_an_open_bone_stress_injury_is_cleared_before_anything_else() -> None:
    held = InjuryNow("shin", 20, name="Tibial bone stress injury", needs_clearance=True)
    found = advise(injuries=(held,))
    assert ids(found) == ["G2", "G0"] and "Tibial" in found[0].reason


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"pain_now_0_10": 6}, "G3"),
        ({"pain_now_0_10": 5.5}, "G3"),
        ({"pain_last_session_0_10": 7}, "G3"),
        ({"altered_gait": True}, "G3"),
        ({"ostrc_q1_last": 25}, "G3"),
        ({"pain_now_0_10": 5}, "G4"),
        ({"pain_now_0_10": 3}, "G4"),
        ({"worse_next_morning": True}, "G4"),
        ({"substantial_weeks": 2}, "G4"),
        ({"pain_now_0_10": 2}, "G5"),
        ({"pain_now_0_10": 1}, "G5"),
    ],
)
def test_pain_falls_into_its_band(changes: dict[str, Any], expected: str) -> None:
    bands = [rule_id for rule_id in ids(advise(**changes)) if rule_id in ("G1", "G2", "G3", "G4", "G5")]
    assert bands == [expected]


def test_no_pain_and_one_substantial_week_fall_into_none() -> None:
    assert not {"G1", "G2", "G3", "G4", "G5"} & set(ids(advise(substantial_weeks=1)))


# ---------------------------------------------------------------- what adds up


def test_a_planned_run_beyond_ten_percent_is_named_with_its_observed_rate() -> None:
    found = one(advise(planned_run_m=12_700), "L1")
    assert found.kind == "caution"
    assert "1.27 times" in found.headline and "1.64 (1.31 to 2.05)" in found.reason
    assert "11 km" in found.action
    assert found.evidence_ids[0] == "runsafe-small"


@pytest.mark.parametrize(
    ("planned_m", "row"),
    [(11_010, "runsafe-small"), (13_010, "runsafe-moderate"), (20_010, "runsafe-large")],
)
def test_each_size_of_jump_has_its_own_row(planned_m: float, row: str) -> None:
    assert row in one(advise(planned_run_m=planned_m), "L1").evidence_ids


def test_a_run_of_eleven_kilometres_after_ten_is_no_jump() -> None:
    assert "L1" not in ids(advise(planned_run_m=11_000))


def test_no_run_in_thirty_days_is_not_a_ratio() -> None:
    found = one(advise(longest_run_30d_m=0.0, planned_run_m=8_000), "L1")
    assert found.kind == "info" and "No run" in found.headline


def test_hip_sets_hold_still_in_a_week_with_a_jump() -> None:
    found = advise(planned_run_m=15_000)
    assert "L2" in ids(found)
    assert "nothing is added: at most 6 hip sets" in one(found, "D1").reason  # the mean of 5, 6, 6, 7
    assert "L2" in ids(advise(run_change_pct=31.0))
    assert "L2" not in ids(advise(run_change_pct=30.0))


@pytest.mark.parametrize(("days", "applies"), [(0, True), (7, True), (8, False), (-1, False), (None, False)])
def test_the_week_before_a_race_takes_about_half(days: int | None, applies: bool) -> None:
    found = advise(race_in_days=days)
    assert ("L3" in ids(found)) is applies
    if applies:
        assert "2.4 to 3.6 hip sets" in one(found, "D1").reason  # 0.4 and 0.6 of the mean 6


def test_four_weeks_of_little_hip_work_start_low() -> None:
    found = advise(hip_sets_weeks=(0.0, 1.0, 0.0, 2.0), hip_dose_weeks=(1.0, 1.0, 0.8, 0.9))
    assert "L4" in ids(found)
    assert "4 to 6 hip sets" in one(found, "D1").reason


def test_the_way_back_lasts_twelve_weeks() -> None:
    assert "L5" in ids(advise(injuries=(InjuryNow("knee", 100, days_since_recovery=84),)))
    assert "L5" not in ids(advise(injuries=(InjuryNow("knee", 100, days_since_recovery=85),)))


def test_an_open_injury_is_spoken_of_before_one_that_is_over() -> None:
    found = advise(injuries=(InjuryNow("knee", 40, days_since_recovery=5), InjuryNow("low_back", 90)))
    assert "low back" in one(found, "H1").headline
    assert "knee (over for 5 days), low back (open)" in one(found, "L5").reason


def test_an_injured_site_brings_its_own_emphasis_and_a_routine_that_spares_it() -> None:
    found = advise(injuries=(InjuryNow("knee", 30),), pain_now_0_10=1, minutes=20)
    assert "nascimento-2018" in one(found, "H1").evidence_ids
    built = one(found, "D1").routine
    assert built is not None and (built.site, built.state) == ("knee", "niggle")


@pytest.mark.parametrize(
    ("injury", "pain", "state"),
    [
        (InjuryNow("shin", 2), 2, "acute"),
        (InjuryNow("shin", 3), 2, "niggle"),
        (InjuryNow("shin", 30), 4, "subacute"),
        (InjuryNow("shin", 30), None, "subacute"),
        (InjuryNow("shin", 60, days_since_recovery=10), 0, "returning"),
        (InjuryNow("shin", 60, days_since_recovery=28), 0, None),
    ],
)
def test_how_sore_it_is_chooses_the_state(injury: InjuryNow, pain: float | None, state: str | None) -> None:
    built = one(advise(injuries=(injury,), pain_now_0_10=pain), "D1").routine
    assert built is not None and built.state == state


def test_asymmetry_has_to_last_three_weeks() -> None:
    assert "H2" in ids(advise(asymmetry_pct=16.0, asymmetry_weeks=3, weaker_side="left"))
    assert "H2" not in ids(advise(asymmetry_pct=16.0, asymmetry_weeks=2))
    assert "H2" not in ids(advise(asymmetry_pct=15.0, asymmetry_weeks=5))


def test_under_eighteen_nothing_is_added_and_no_weights_are_used() -> None:
    found = advise(age_years=16, kit="gym", level=4, minutes=30)
    assert "Y1" in ids(found)
    assert "nothing is added" in one(found, "D1").reason
    built = one(found, "D1").routine
    assert built is not None
    assert not {item.exercise.equipment for item in built.items} & {"dumbbell", "barbell", "machine"}
    assert "Y1" not in ids(advise(age_years=18))
    assert "Y1" not in ids(advise(age_years=None))


def test_a_week_that_is_full_asks_for_nothing_more() -> None:
    found = one(advise(hip_sets_this_week=8.0), "D1")
    assert found.routine is None and "done" in found.headline


def test_the_routine_stays_inside_what_the_week_has_left() -> None:
    found = one(advise(hip_sets_this_week=3.0, minutes=30), "D1")
    assert found.routine is not None
    wide = one(advise(minutes=30, hip_sets_this_week=None), "D1").routine
    assert wide is not None and found.routine.hip_sets < wide.hip_sets


# ---------------------------------------------------------------- unknown stays unknown


def test_with_nothing_known_every_gap_is_named_and_nothing_is_invented() -> None:
    found = recommend(Situation(), evidence=EVIDENCE, exercises=LIBRARY)
    assert {each.rule_id for each in found if not each.is_judged} == {"G1", "G3", "L1", "L4", "L5"}
    assert ids(found) == ["D1", "G0"]
    plan = one(found, "D1")
    assert "not known" in plan.reason and plan.routine is not None


def test_ticking_no_sign_is_an_answer_and_not_asking_is_none() -> None:
    assert "G1" in {each.rule_id for each in advise(red_flags=None) if not each.is_judged}
    assert "G1" not in {each.rule_id for each in advise(red_flags=frozenset())}


def test_an_impossible_situation_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="red flag"):
        Situation(red_flags=frozenset({"hiccups"}))
    with pytest.raises(ValueError, match="pain_now"):
        Situation(pain_now_0_10=11)


# ---------------------------------------------------------------- the words


def every_text() -> list[str]:
    some = {
        "red_flags": [None, frozenset(), *(frozenset({flag.id}) for flag in RED_FLAGS)],
        "pain_now_0_10": [None, 0, 2, 4, 7],
        "planned_run_m": [None, 12_000, 15_000, 25_000],
        "longest_run_30d_m": [None, 0.0, 10_000.0],
        "race_in_days": [None, 0, 1, 5],
        "age_years": [None, 15, 35],
        "hip_sets_this_week": [None, 0.0, 30.0],
        "hip_dose_weeks": [(None,) * 4, (1.0,) * 4, (5.0,) * 4, (12.0,) * 4],
        "injuries": [None, (), *((InjuryNow(site, 30),) for site in slots.SITES)],
        "worse_next_morning": [None, True, False],
        "substantial_weeks": [None, 3],
        "run_change_pct": [None, 50.0],
        "asymmetry_weeks": [None, 4],
        "minutes": [None, 10, 30],
    }  # fmt: skip
    texts = [flag.words for flag in RED_FLAGS] + [rule.question for rule in RULES]
    for name, values in some.items():
        for value in values:
            for found in advise(**{"asymmetry_pct": 20.0, name: value}):
                texts += [found.headline, found.reason, found.action]
                if found.routine:
                    texts += [*found.routine.notes, *(item.reason for item in found.routine.items)]
    return texts


def test_no_text_promises_what_no_row_of_the_evidence_carries() -> None:
    never = re.compile("|".join(rf"\b{re.escape(word.strip())}\b" for word in words.NEVER), re.IGNORECASE)
    texts = every_text()
    assert len(texts) > 500
    assert [text for text in texts if never.search(text)] == []
    assert never.search("This prevents injuries") and never.search("a safe plan")


def test_every_text_is_a_sentence_or_a_title_in_plain_words() -> None:
    for text in every_text():
        assert text == text.strip() and text and "  " not in text
        assert "None" not in text and "nan" not in text.split()
    assert all("athlete" not in text for text in every_text() if "adults" not in text and "athletes did" not in text
               and "Is the athlete" not in text)  # fmt: skip


def test_every_recommendation_names_evidence_and_how_sure_one_can_be() -> None:
    for pain, planned in itertools.product((None, 0, 2, 4, 8), (None, 9_000, 14_000)):
        for found in advise(pain_now_0_10=pain, planned_run_m=planned):
            assert found.evidence_ids and set(found.evidence_ids) <= set(EVIDENCE)
            assert found.certainty in ("high", "moderate", "low", "very_low")
