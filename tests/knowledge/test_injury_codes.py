"""Every diagnosis has its codes, and is found by name, by code and by the words runners use."""

from __future__ import annotations

import re

import pytest

from analytics.knowledge import injuries

KINDS = injuries.load()


def test_thirty_diagnoses_each_with_a_code_of_its_own_body_area() -> None:
    assert len(KINDS) == 30
    for kind in KINDS.values():
        assert kind.osiics_v14, kind.id
        assert all(re.fullmatch(r"[A-Z][A-Z0-9]{1,4}", code) for code in kind.osiics_v14), kind.id


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_diagnosis_is_found_by_its_name_its_codes_and_its_synonyms(kind: injuries.InjuryKind) -> None:
    for asked in (kind.name, kind.osiics_v14[0], kind.osiics_v14[0].lower(), kind.synonyms[0]):
        assert kind in injuries.search(asked), asked
    assert kind in injuries.search("", site=kind.site)


def test_words_nobody_uses_find_nothing() -> None:
    assert injuries.search("zebra") == ()
