"""The sentences: plain, and never promising anything."""

from __future__ import annotations

import dataclasses
import re
from typing import get_args

import pytest

from analytics.models import card, wording
from analytics.models.finding import Estimate, Finding, Posterior, Verdict

PROMISES = re.compile(r"prevent|\bsafe\b|will reduce|guarantee|proves", re.IGNORECASE)


@pytest.fixture
def found() -> Finding:
    main = Estimate("within", 0.7, 0.5, 0.95, -0.357, 0.16, 29, 2000, 140, 30)
    belief = Posterior(0.8, 0.6, 1.1)
    made = card.Card("r", 1, (), 0, 0, None, {}, {}, {}, {}, {}, "")
    return Finding(
        outcome="injury",
        scope="squad",
        status="estimate",
        estimates=(main,),
        primary="within",
        own_data_weight_pct=2.2,
        prior=belief,
        posterior=belief,
        verdict="suggests_fewer",
        permutation_p=None,
        e_value=None,
        e_value_limit=None,
        overdispersion=None,
        detectable=None,
        missing=(),
        cautions=(),
        card=made,
    )


def test_a_squad_sentence_holds_ratio_interval_injuries_and_verdict(found):
    assert wording.sentence(found) == (
        "In your squad, weeks after 10 more hip sets a week had 0.70 times the injury rate (0.50 to 0.95; "
        "140 injuries). This is an association. Suggests fewer injuries."
    )


def test_a_very_imprecise_answer_has_no_verdict(found):
    vague = dataclasses.replace(found, status="very_imprecise", verdict="too_imprecise")
    assert wording.headline(vague) == "Very imprecise: numbers without a verdict."


def test_with_no_data_both_trials_are_named(found):
    empty = dataclasses.replace(
        found, status="not_enough_data", primary=None, estimates=(), verdict="not_enough_data"
    )
    said = wording.sentence(
        empty, supervised=wording.Trial(0.66, 0.45, 0.97), unsupervised=wording.Trial(0.97, 0.57, 1.63)
    )
    assert said == (
        "Your log cannot tell yet. In supervised novices a hip-and-core programme was followed by about one third "
        "fewer injuries (HR 0.66, 0.45 to 0.97); an unsupervised one made no difference (RR 0.97, 0.57 to 1.63)."
    )
    assert wording.headline(empty) == "Not enough data."


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        (0.0, "All from published studies: your own weeks carry no weight yet."),
        (2.2, "Mostly (98 %) published studies, 2 % your own weeks."),
        (75.0, "75 % your own weeks, 25 % published studies."),
    ],
)
def test_the_weight_of_the_own_weeks_is_said(found, weight, said):
    assert wording.weights(dataclasses.replace(found, own_data_weight_pct=weight)) == said


def test_every_verdict_has_words():
    assert set(wording.VERDICTS) == set(get_args(Verdict))


def test_no_sentence_promises_anything():
    for said in [*wording.VERDICTS.values(), *wording.CAUTIONS.values()]:
        assert not PROMISES.search(said), said
