"""What the routine page asks, answers and shows, without a browser."""

from __future__ import annotations

import json

import pytest

from analytics.advice import words
from analytics.knowledge import exercises
from analytics.reports import routine_editor, routines
from analytics.reports.routines import Asked


def text_for(asked: Asked) -> str:
    text = routines.answer(asked).text
    assert text is not None
    return text


def test_nothing_sore_is_answered_at_once_and_something_sore_is_asked_about_first() -> None:
    assert routines.answer(Asked(minutes=10)).text is not None
    unasked = routines.answer(Asked(minutes=10, site="knee"))
    assert unasked.text is None and unasked.stop is None and "sore knee" in (unasked.question or "")


@pytest.mark.parametrize("site", routines.sites())
def test_every_sign_of_every_site_ends_in_a_clinician(site: str) -> None:
    for sign in routines.signs(site):
        answer = routines.answer(Asked(minutes=10, site=site, signs=(sign,), pain_0_10=1))
        assert answer.text is None and answer.stop is not None
        assert any(word in answer.stop.action for word in ("medical care", "doctor", "physiotherapist"))
    assert routines.answer(Asked(minutes=10, site=site, signs=(), pain_0_10=6)).stop is not None
    assert routines.answer(Asked(minutes=10, site=site, signs=(), pain_0_10=5)).text is not None


@pytest.mark.parametrize("site", routines.sites())
def test_every_site_has_a_guide_with_its_grade(site: str) -> None:
    guide = routines.guide(site)
    assert len(guide.gates) == 4 and guide.note
    assert guide.grade == routines.NO_STUDY or guide.evidence
    said = " ".join([guide.note, guide.grade, guide.reason or "", guide.action or ""]).lower()
    assert not any(word in said for word in words.NEVER)


def test_none_is_a_grade_that_is_said() -> None:
    assert dict(routines.guide("knee").kinds)["Patellar tendinopathy"] == "none"
    assert routines.guide("thigh").grade.startswith("Evidence: none")


def test_a_view_says_why_of_every_exercise_and_carries_what_the_others_need() -> None:
    shown = routine_editor.view(text_for(Asked(minutes=20, level=3, kit="home")), title="Mine")
    assert shown.title == "Mine" and shown.warnings == ()
    assert all(row.card.reason and not row.against and row.instead for row in shown.rows)
    assert shown.rows[0].is_first and shown.rows[-1].is_last
    plan = json.loads(shown.plan)
    assert plan["title"] == "Mine"
    assert {step["exercise_id"] for step in plan["steps"]} == {row.card.exercise_id for row in shown.rows}
    opened = routine_editor.open_link(shown.link)
    assert opened.text is not None
    assert json.loads(routine_editor.view(opened.text).plan)["steps"] == plan["steps"]


def test_a_routine_from_elsewhere_is_held_against_what_this_person_says() -> None:
    opened = routine_editor.open_link("1_pistol-squat.3x5_clamshell.2x12")
    assert opened.text is not None
    sore = Asked(minutes=5, level=2, site="knee", signs=(), pain_0_10=3)
    shown = routine_editor.view(routine_editor.fit(opened.text, sore, own_time=True))
    assert "Pistol squat" in shown.warnings[0] and "you asked for" not in " ".join(shown.warnings)
    assert "level 5, above your 2" in shown.rows[0].against and shown.rows[1].against == ""


def test_a_broken_link_is_met_with_a_kind_sentence() -> None:
    for link in ("", "x", "1_", "1_no-such-thing.2x3", "2_clamshell.2x3", "1_clamshell.2x3" * 5000):
        opened = routine_editor.open_link(link)
        assert opened.text is None and (opened.problem or "").endswith("build one of your own.")


def test_what_can_be_added_is_open_or_says_what_speaks_against_it() -> None:
    asked = Asked(minutes=10, level=1, kit="none", youth=True)
    fits = routine_editor.to_add(None, asked, only_open=True)
    everything = routine_editor.to_add(None, asked, only_open=False)
    assert set(everything) == set(exercises.load()) and 0 < len(fits) < len(everything)
    assert all(one == exercises.load()[name].name for name, one in fits.items())
    assert all("(" in everything[name] for name in set(everything) - set(fits))


def test_under_18_no_harder_form_is_held_out() -> None:
    young = routine_editor.view(text_for(Asked(minutes=30, level=3, kit="gym", youth=True)))
    grown = routine_editor.view(text_for(Asked(minutes=30, level=3, kit="gym")))
    assert all(row.card.harder is None for row in young.rows)
    assert any(row.card.harder for row in grown.rows)
    said = " ".join(young.notes).lower()
    assert "ends of the bones" in said
    assert not any(word in said for word in ("lose weight", "slim", "shape", "toned", " fat"))
