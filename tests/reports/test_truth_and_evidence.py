"""What the kept scorecard comes to, and the figures behind the evidence page."""

from __future__ import annotations

import pytest

from analytics.reports import evidence, truth

CELL = {
    "question": "injury",
    "world": "clean",
    "effect": 1.0,
    "estimates": 200,
    "coverage": 0.95,
    "coverage_se": 0.0154,
    "false_claims": 0.05,
    "false_claims_se": 0.0154,
}


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, "yes"),
        ({"coverage": 0.90}, "yes"),  # .93 less twice .0154 is .899
        ({"coverage": 0.88}, "no: intervals too narrow"),
        ({"coverage": 0.999, "coverage_se": 0.005}, "no: intervals too wide"),
        ({"coverage": 0.88, "world": "realistic"}, "yes"),  # only clean worlds promise their coverage
        ({"false_claims": 0.10}, "no: false sentences"),  # .10 less twice .0154 is .069, above .06
        ({"false_claims": 0.10, "world": "realistic"}, "yes"),  # below .08
        ({"false_claims": 0.5, "world": "hidden"}, "no aim: a warning"),
        ({"estimates": 0, "coverage": float("nan")}, "refused"),
    ],
)
def test_an_aim_is_missed_beyond_twice_the_error_of_the_simulation(changed, verdict):
    assert truth.holds({**CELL, **changed}) == verdict


def test_the_kept_scorecard_is_whole_and_of_todays_recipes():
    kept = truth.kept()
    assert kept.is_of_today
    assert list(kept.rows.columns) == list(truth.COLUMNS)
    assert kept.sentences[0].endswith("its sentence.")


def test_a_quick_run_gives_a_row_a_cell_and_tells_of_each(monkeypatch):
    from analytics.models import truth as model

    some = list(model.cells(("pace",)))[:2]
    monkeypatch.setattr(model, "cells", lambda questions: iter(some))
    told = []
    rows = truth.run(squads=2, questions=("pace",), on_cell=lambda *one: told.append(one[:2]))
    assert told == [(1, 2), (2, 2)]
    assert rows["squads"].tolist() == [2, 2]


def test_fewer_injuries_a_year_take_more_years():
    often, seldom = (evidence.needed(injuries_a_year=rate)[0] for rate in (100.0, 10.0))
    # (2.8 * 2.9 / ln 0.8)^2 = 1324.2, rounded up
    assert "1\u202f325 injuries" in often and "13 years" in often and "132 years" in seldom


def test_a_run_that_was_stopped_goes_on_with_the_cells_that_are_left(monkeypatch, tmp_path):
    from analytics.models import truth as model

    some = list(model.cells(("pace",)))[:3]
    monkeypatch.setattr(model, "cells", lambda questions: iter(some))
    told: list[int] = []
    whole = truth.run(squads=2, on_cell=lambda number, of, row: told.append(number))
    half = truth.write(whole.head(2), tmp_path / "half.csv")
    told.clear()
    again = truth.run(squads=2, done=truth.read(half), on_cell=lambda number, of, row: told.append(number))
    assert told == [3]
    assert again["effect"].tolist() == whole["effect"].tolist()
    told.clear()
    truth.run(squads=1, done=truth.read(half), on_cell=lambda number, of, row: told.append(number))
    assert told == [1, 2, 3]  # fewer squads are another run
