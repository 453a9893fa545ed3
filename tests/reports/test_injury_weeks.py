"""What the injury model reads beside the weekly rows: sites that count, other sets, illness."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pandas as pd

from analytics.reports import injury_weeks
from analytics.store import Reader

WEEKS = pd.date_range("2026-01-05", periods=4, freq="7D")


class Tables:
    """A reader of tables that are laid out here."""

    def __init__(self, **tables: pd.DataFrame) -> None:
        self.tables = tables

    def frame(self, name: str, **_: Any) -> pd.DataFrame:
        return self.tables[name]


def reader(injuries: list[tuple[int, str, str]]) -> Reader:
    listed = pd.DataFrame(
        [(1, WEEKS[week], site, level) for week, site, level in injuries],
        columns=["athlete_id", "week_start", "site", "case_level"],
    )
    sets = {name: [8.0, 4.0] for name in injury_weeks.OTHER_WAYS.values()}
    other = pd.DataFrame({"athlete_id": 1, "week_start": WEEKS[:2], **sets, "sets_elsewhere": [3.0, 0.0]})
    checkins = pd.DataFrame(
        {
            "athlete_id": 1,
            "week_start": WEEKS[:3],
            "q1": [8, 0, 8],
            "problem_kind": ["illness", None, None],
        }
    )
    return cast(Reader, Tables(injury_weeks=listed, weeks_other_sets=other, checkin_weeks=checkins))


def weeks() -> pd.DataFrame:
    injured = {f"injuries_new_{level}": [1, 1, 0, 0] for level in ("complaint", "substantial", "time_loss")}
    return pd.DataFrame({"athlete_id": 1, "week_start": WEEKS, "hip_sets": [6.0, 3.0, 0.0, 5.0], **injured})


def test_only_lower_limbs_and_back_count_and_a_site_not_said():
    given = reader([(0, "knee", "time_loss"), (1, "other", "time_loss")])
    made = injury_weeks.gather(given, weeks())
    assert made["injuries_new_time_loss"].tolist() == [1, 0, 0, 0]
    unsaid = injury_weeks.gather(reader([(0, "knee", "complaint"), (1, "unspecified", "complaint")]), weeks())
    assert unsaid["injuries_new_complaint"].tolist() == [1, 1, 0, 0]


def test_sets_of_a_weekly_table_tell_nothing_of_other_sets():
    made = injury_weeks.gather(reader([]), weeks())
    # a week with logged sets, one with hip sets alone, one of rest, one whose hip sets come from a table
    np.testing.assert_array_equal(made["sets_elsewhere"], [3.0, 0.0, 0.0, np.nan])
    np.testing.assert_array_equal(made["sets_unweighted"], [8.0, 4.0, 0.0, 5.0])


def test_an_illness_is_told_by_a_check_in_and_unknown_without_one():
    made = injury_weeks.gather(reader([]), weeks())
    np.testing.assert_array_equal(made["illness"], [1.0, 0.0, np.nan, np.nan])


def test_sites_are_listed_by_their_names_and_only_those_that_count():
    given = reader([(0, "knee", "time_loss"), (1, "other", "time_loss"), (2, "shin", "complaint")])
    assert injury_weeks.by_site(given, "time_loss")["site"].tolist() == ["Knee"]
    assert injury_weeks.by_site(given, "complaint")["site"].tolist() == ["Knee", "Shin"]
