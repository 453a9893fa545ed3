"""The cards of the demo squad: numbers that move without a new recipe number are a mistake.

When a recipe, the simulator or the demo squad changes on purpose, raise the recipe's VERSION if it is the recipe
that changed, and write the cards anew: HIPSTRIDE_GOLDEN=write pytest tests/golden
"""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from analytics.intake.demo import load_demo
from analytics.models import injury, pace, person_weeks
from analytics.models.card import Card
from analytics.store import open_store

GOLDEN = Path(__file__).with_name("demo_cards.json")
KEPT = ("recipe", "version", "features", "n", "athletes", "cases", "coefficients", "intervals")
"""Shuffle results, versions and fingerprints are left out: they may differ in a last digit between machines."""


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    store = open_store(tmp_path_factory.mktemp("golden") / "demo.duckdb")
    load_demo(store, today=dt.date(2026, 6, 1))
    with store.reader() as reader:
        weeks, people = reader.frame("weeks", athlete_id=None), reader.frame("people")
        runs = reader.frame("steady_runs", athlete_id=None)
    found = {
        "injury": injury.estimate(person_weeks.build(weeks, people), draws=0),
        "pace": pace.estimate(person_weeks.build_pace(weeks, runs), draws=0),
    }
    return {name: _kept(one.card) for name, one in found.items()}


def _kept(card: Card) -> dict[str, object]:
    values = json.loads(card.to_json())
    return {name: values[name] for name in KEPT}


def _numbers(value: object, path: str = "") -> dict[str, object]:
    """Flatten nested values to one level, so that a difference names its place."""
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    else:
        return {path: value}
    return {place: one for key, each in inner for place, one in _numbers(each, f"{path}/{key}").items()}


@pytest.mark.parametrize("model", ["injury", "pace"])
def test_the_demo_squads_card_is_the_golden_one(cards, model):
    if os.environ.get("HIPSTRIDE_GOLDEN") == "write":
        GOLDEN.write_text(json.dumps(cards, indent=1, sort_keys=True) + "\n")
    golden = json.loads(GOLDEN.read_text())[model]
    assert cards[model]["version"] == golden["version"], "a new recipe number needs a new golden card"
    now, then = _numbers(cards[model]), _numbers(golden)
    assert now.keys() == then.keys()
    for place, value in then.items():
        if isinstance(value, float):
            assert now[place] == pytest.approx(value, rel=1e-6, abs=1e-9), place
        else:
            assert now[place] == value, place
