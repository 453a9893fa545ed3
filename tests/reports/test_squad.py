"""The squad's list on a small store: who is on it, in which words, within which budget, at what cost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from analytics.errors import StoreError
from analytics.ingest.batch import CheckinRow, InjuryRow, WeeklyLoadRow
from analytics.intake.choosing import choose_alert_budget
from analytics.intake.entering import add_athlete, log_checkin, log_injury, log_weekly_load
from analytics.reports import squad, squad_budget
from analytics.store import Reader, Store, open_store

MONDAY = dt.date(2026, 1, 5)
TODAY = dt.date(2026, 4, 1)  # a Wednesday, in the 13th week
WEEK = dt.timedelta(weeks=1)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Cem runs steadily; Dot has pain; Eli got hurt last week; Fay fell silent; Gus has nothing."""
    opened = open_store(tmp_path_factory.mktemp("squad") / "squad.duckdb")
    cem, dot, eli, fay = (add_athlete(opened, name) for name in ("Cem", "Dot", "Eli", "Fay"))
    add_athlete(opened, "Gus")
    for athlete_id in (cem, dot, eli, fay):
        for week in range(9 if athlete_id == fay else 12):
            metres = 60_000 if athlete_id == cem and week == 11 else 40_000
            row = WeeklyLoadRow(MONDAY + week * WEEK, runs=4, distance_m=metres, moving_s=14_000)
            log_weekly_load(opened, athlete_id, row)
    for week, pain in ((10, 2), (11, 6)):
        log_checkin(opened, dot, CheckinRow(MONDAY + week * WEEK, q1=8, q2=8, q3=8, q4=8, pain_0_10=pain))
    hurt = InjuryRow(onset_date=MONDAY + 11 * WEEK, site="achilles_calf", case_level="time_loss")
    log_injury(opened, eli, hurt)
    return opened


def words(page: squad.Squad) -> list[tuple[str, str]]:
    return [(need.name, need.words) for need in page.needs]


def test_everybody_is_listed_by_the_order_of_the_rules_with_their_own_numbers(store: Store) -> None:
    with store.reader() as reader:
        page = squad.gather(reader, today=TODAY)
    assert words(page) == [
        ("Eli", "New injury: Achilles or calf since 23 Mar 2026"),
        ("Dot", "Strong pain: 6 of 10"),
        ("Cem", "Much more running: 60 km last week after 40 km"),
        ("Fay", "Silent log: nothing since 8 Mar 2026"),
    ]
    rows = page.table.set_index("athlete")
    assert rows.loc["Gus", "attention"] == "Nothing logged yet"
    assert pd.isna(rows.loc["Gus", "days_silent"]) and rows.loc["Fay", "days_silent"] == 24
    assert rows.loc["Eli", "open_injuries"] == "Achilles or calf since 23 Mar 2026"
    assert rows.loc["Dot", "checkins"] == "2 of 2" and pd.isna(rows.loc["Cem", "checkins"])


def test_too_few_problems_give_no_share(store: Store) -> None:
    with store.reader() as reader:
        budget = squad.gather(reader, today=TODAY).budget
    assert not budget.enough and budget.sentence.startswith("Not enough data")
    assert budget.rows["share_pct"].isna().all()


def test_the_budget_is_kept_and_names_so_many(tmp_path: Path) -> None:
    with open_store(tmp_path / "budget.duckdb") as own:
        for name in ("Ana", "Ben", "Cyd"):
            hurt = add_athlete(own, name)
            log_injury(own, hurt, InjuryRow(onset_date=MONDAY, site="knee", case_level="time_loss"))
        with own.reader() as reader:
            assert squad_budget.chosen(reader) is None
            page = squad.gather(reader, today=MONDAY + WEEK)
            assert (page.budget.chosen, page.budget.is_set, len(page.needs)) == (5, False, 3)
        choose_alert_budget(own, 2)
        with own.reader() as reader:
            page = squad.gather(reader, today=MONDAY + WEEK)
            assert len(page.needs) == 2 and page.beyond is not None
            assert page.beyond.startswith("1 more athlete on the list")
        for wrong in (0, 51, -1):
            with pytest.raises(StoreError, match="not a whole number from 1 to 50"):
                choose_alert_budget(own, wrong)


def test_the_demo_squads_past_says_what_a_budget_misses(demo_file: Path) -> None:
    with open_store(demo_file, read_only=True) as own, own.reader() as reader:
        page = squad.gather(reader, today=dt.date(2026, 12, 31))
    rows = page.budget.rows.set_index("budget")
    assert page.budget.enough and (rows["flagged"] + rows["missed"]).nunique() == 1
    assert rows["flagged"].is_monotonic_increasing and rows["flags"].is_monotonic_increasing
    assert (rows["low_pct"] <= rows["share_pct"]).all() and (rows["share_pct"] <= rows["high_pct"]).all()
    assert "by lot would have met" in page.budget.sentence


def test_rules_come_with_their_evidence(reader: Reader) -> None:
    page = squad.gather(reader, today=dt.date(2026, 3, 30))
    assert all(rule.says and rule.evidence for rule in page.rules)
