"""The coach's figures: what they say in words, unknown apart from nought, outside marked by shape as well."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analytics.charts import compare, squad

COSTS = pd.DataFrame(
    {
        "budget": ["1", "5", "all"],
        "share_pct": [0.0, 40.0, 80.0],
        "low_pct": [0.0, 20.0, 60.0],
        "high_pct": [10.0, 60.0, 92.0],
        "chance_pct": [4.0, 35.0, 82.0],
        "flagged": [0, 10, 20],
        "missed": [25, 15, 5],
    }
)
ROWS = pd.DataFrame(
    {
        "label": ["Ana", "<b>Ben</b>", "Cyd"],
        "low": [20.0, 30.0, 10.0],
        "middle": [30.0, 40.0, 15.0],
        "high": [40.0, 50.0, 20.0],
        "now": [35.0, 60.0, math.nan],
        "place": ["within", "above", None],
    }
)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_cost_of_a_budget_is_told_with_its_interval_and_what_a_lot_would_meet(mode: str) -> None:
    drawn = squad.draw_budget(COSTS, title="What does it cost?", chosen=5, mode=mode)
    assert "5 a week: 10 with an early flag, 15 without: 40 % (20 to 60 %); by lot 35 %." in drawn.alt_text
    assert "Every flag: 20 with" in drawn.alt_text
    filled = drawn.figure.data[1].marker.color
    assert filled[1] != filled[0] == filled[2]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_row_says_where_it_lies_and_unknown_weeks_are_no_nought(mode: str) -> None:
    drawn = compare.draw(ROWS, title="Running", unit="km", decimals=0, mode=mode)
    assert "Ana: usually 20 to 40 km, middle 30; now 35, within their usual weeks." in drawn.alt_text
    assert "Cyd: usually 10 to 20 km, middle 15; the last weeks are unknown." in drawn.alt_text
    dots = drawn.figure.data[2]
    assert list(dots.marker.symbol) == ["circle", "diamond", "circle"]  # from the lowest row up
    assert math.isnan(dots.x[0])
    assert "<b>" not in " ".join(drawn.figure.layout.yaxis.ticktext)
