"""Beside a sore site: how sore is read with care, the gates are the rules', and every site is asked for its signs."""

from __future__ import annotations

import pytest

from analytics.advice import rehab, words
from analytics.advice.situation import RED_FLAGS
from analytics.advice.slots import SITES
from analytics.knowledge import evidence, exercises
from analytics.knowledge import rehab as guides


@pytest.mark.parametrize("site", SITES)
def test_every_site_has_signs_a_note_and_what_is_known_of_it(site: str) -> None:
    asked = rehab.signs(site)
    assert len(asked) >= 7 and len({flag.id for flag in asked}) == len(asked)
    assert {"night_pain", "limp", "leg_weak", "fever_joint"} <= {flag.id for flag in asked}
    assert all(flag.level in ("urgent", "bone", "pain") for flag in asked)
    known = rehab.known(site)
    assert set(known.evidence_ids) <= set(evidence.load())
    assert (known.certainty is None) == (not known.evidence_ids)
    assert not any(word in guides.load()[site].note.lower() for word in words.NEVER)


def test_the_four_sites_of_the_article_come_first() -> None:
    assert rehab.sites()[:4] == ("low_back", "knee", "shin", "hamstring")
    assert set(rehab.sites()) == set(SITES) - {"unspecified"}


def test_the_four_sites_say_their_grade_and_none_is_said_too() -> None:
    kinds = {site: dict(rehab.known(site).kinds) for site in rehab.sites()}
    assert kinds["knee"]["Patellofemoral pain (runner's knee)"] == "strong"
    assert kinds["knee"]["Patellar tendinopathy"] == "none"
    assert kinds["low_back"]["Non-specific low back pain"] == "moderate"
    assert kinds["shin"]["Tibial bone stress injury"] == "none"
    assert kinds["hamstring"]["Hamstring strain"] == "weak"
    assert rehab.known("thigh").certainty is None


def test_the_back_is_asked_for_numbness_and_the_shin_for_a_hop() -> None:
    assert {"saddle_numb", "young_back"} <= {flag.id for flag in rehab.signs("low_back")}
    assert {"bone_tender", "hop_pain"} <= {flag.id for flag in rehab.signs("shin")}
    used = {flag.id for site in SITES for flag in rehab.signs(site)}
    stops = {flag.id for flag in RED_FLAGS if flag.level != "energy"}
    assert stops - used == {"chest_or_faint"}  # nothing of one place; Today asks for it


def test_the_gates_are_those_of_the_rules() -> None:
    said = [gate.when for gate in rehab.gates()]
    assert said[0].startswith("Pain 0 to 3") and said[1] == "Pain 4 to 5" and said[2] == "Pain above 5"
    assert said[3] == "By the next morning"
    assert rehab.GATE_EVIDENCE in evidence.load()


@pytest.mark.parametrize("since", [None, "days", "longer", "gone"])
@pytest.mark.parametrize("pain", [None, *range(11)])
def test_more_pain_is_never_read_as_less(pain: int | None, since: rehab.Since | None) -> None:
    order = ["returning", "niggle", "subacute", "acute", "stop"]
    state = rehab.state_of(pain, since)
    assert (state == "stop") == (pain is not None and pain > 5)
    if pain is not None and pain < 10:
        assert order.index(rehab.state_of(pain + 1, since)) >= order.index(state)
    if pain is None:
        assert state == "returning" if since == "gone" else order.index(state) >= order.index("subacute")


def test_there_is_a_note_for_no_exercise_that_is_not_there() -> None:
    assert set(guides.load()) == set(SITES)
    assert len(exercises.load()) == 172
