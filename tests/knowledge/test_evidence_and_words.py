"""Evidence, glossary and the rule of hip sets are complete, and agree with the formulas."""

from __future__ import annotations

import dataclasses
import re

import pytest

from analytics.knowledge import dose, evidence, glossary, place
from analytics.metrics import dose as formulas
from analytics.metrics import spike

ROWS = evidence.load()


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.id)
def test_every_row_of_evidence_is_complete(row: evidence.Evidence) -> None:
    assert row.claim.endswith(".") and row.population and row.design and row.measure and row.topic
    assert row.certainty_reason
    assert re.match(r"10\.\d{4,}/\S+$|https://\S+$", row.doi_or_address)
    assert row.address.startswith("https://")
    assert (row.low is None) == (row.high is None)
    if row.low is not None and row.high is not None:
        assert row.effect is not None and row.low <= row.effect <= row.high
    else:
        assert row.interval == "none given"


def test_ids_of_evidence_are_their_own() -> None:
    ids = [row["id"] for row in place.rows("evidence.csv")]
    assert len(ids) == len(set(ids)) == len(ROWS)


def test_claims_promise_nothing() -> None:
    for row in ROWS.values():
        assert not re.search(r"\b(prevents?|safe|will reduce|guarantee\w*|proves?)\b", row.claim), row.id


def test_conventions_say_that_they_are_and_are_never_called_sure() -> None:
    rules = [row for row in ROWS.values() if row.kind == "convention" and row.topic != "definition"]
    assert len(rules) >= 10
    assert {row.certainty for row in rules} == {"very_low"}


def test_the_evidence_against_is_there() -> None:
    against = [row for row in ROWS.values() if "Contrary" in row.note]
    assert {
        "toresdahl-2020",
        "wu-2024-pooled",
        "run-rct-ankle-foot-acute",
        "christopher-2019",
        "hott-2020",
    } <= {row.id for row in against}


def test_the_unusable_interval_is_not_given() -> None:
    assert ROWS["taddei-2020"].interval == "none given"


@pytest.mark.parametrize("state_id", ["small", "moderate", "large"])
def test_the_spike_table_of_the_formulas_is_that_of_the_evidence(state_id: str) -> None:
    state, row = spike.STATES[state_id], ROWS[f"runsafe-{state_id}"]  # type: ignore[index]
    assert (state.hazard_ratio, state.low, state.high) == (row.effect, row.low, row.high)


def test_the_trials_of_the_prior_are_as_printed() -> None:
    trial = ROWS["run-rct-injury"]
    assert (trial.effect, trial.low, trial.high, trial.n) == (0.66, 0.45, 0.97, 325)
    trial = ROWS["toresdahl-2020"]
    assert (trial.effect, trial.low, trial.high, trial.n) == (0.97, 0.57, 1.63, 720)


def test_every_word_is_defined_once_and_says_where_it_comes_from() -> None:
    rows = place.rows("glossary.csv")
    names = [row["name"] for row in rows]
    assert len(names) == len(set(names))
    for term in glossary.load().values():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", term.name)
        assert term.label and term.description and term.source


SUFFIXES = {
    "_m": "m", "_km": "km", "_s": "s", "_h": "h", "_bpm": "beats/min", "_kg": "kg", "_pct": "%",
    "_s_per_km": "s/km", "_m_s": "m/s", "_mm_s": "mm/s", "_c": "°C", "_w": "W", "_mm": "mm", "_ms": "ms", "_spm": "steps/min",
}  # fmt: skip


def test_a_names_suffix_is_its_unit() -> None:
    for term in glossary.load().values():
        # The longest suffix speaks: _m_s is not _s, and slopes are by the beat.
        suffix = max((s for s in SUFFIXES if term.name.endswith(s)), key=len, default=None)
        by_exposure = re.search(r"_per_(?:bpm|10_km|1000_\w+)$|_by_(?:bpm|10_w)$", term.name)
        if suffix and not by_exposure and term.name != "heat_excess_c":
            assert term.unit == SUFFIXES[suffix], term.name


def test_dose_weights_of_the_database_are_those_of_the_formula() -> None:
    rule = dose.rule()
    weights = formulas.decay_weights(rule.half_life_weeks, rule.decay_weeks)
    assert dose.decay() == pytest.approx(tuple(weights), abs=1e-12)
    assert [int(row["lag_weeks"]) for row in place.rows("dose_decay.csv")] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_every_constant_of_the_rule_has_a_unit_and_a_source() -> None:
    named = {constant.name for constant in dose.constants()}
    assert named == {field.name for field in dataclasses.fields(dose.DoseRule)}
    assert all(constant.unit and constant.source for constant in dose.constants())


def test_the_rule_is_the_stated_one() -> None:
    rule = dose.rule()
    assert (rule.full_credit_reps, rule.full_credit_s, rule.amount_floor, rule.one_side) == (8, 20, 0.25, 0.5)
    assert (rule.effort_full_rir_max, rule.effort_half_rir_max) == (4, 6)
    assert (rule.effort_half, rule.effort_low, rule.effort_missing) == (0.5, 0.25, 1.0)
    assert (rule.build_min, rule.build_max, rule.maintain_min, rule.maintain_max, rule.weekly_cap) == (
        8,
        16,
        4,
        6,
        20,
    )
    assert dose.sides_when_not_said("hevy") == dose.sides_when_not_said("some_new_app") == "both"


def test_no_table_holds_a_place_of_this_or_another_machine() -> None:
    for name in ("exercises.csv", "exercise_aliases.csv", "evidence.csv", "glossary.csv", "dose_rule.json"):
        text = place.data_file(name).read_text(encoding="utf-8")
        assert not re.search(r"/(?:work|home|tmp|Users)/|find_string", text), name


def test_a_missing_table_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"data/no-such\.csv"):
        place.data_file("no-such.csv")
