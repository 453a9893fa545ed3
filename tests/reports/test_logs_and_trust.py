"""The reports behind the logs, the library and the pages of trust."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from analytics.intake import entering
from analytics.knowledge import exercises as library
from analytics.metrics import hip_sets
from analytics.models import injury
from analytics.reports import (
    data_quality,
    exercises,
    importing,
    injury_log,
    methods,
    models,
    quality_items,
    strength_log,
)
from analytics.reports.exercises import Filters
from analytics.store import Store, open_store

DAY = dt.date(2026, 9, 2)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "logs.duckdb")


@pytest.fixture
def ada(store: Store) -> int:
    return entering.add_athlete(store, "Ada")


# ---------------------------------------------------------------- strength and injury logs


def test_what_a_form_says_is_what_the_store_credits(store: Store, ada: int) -> None:
    for number, (exercise_id, reps, seconds, rir, side) in enumerate(
        [("clamshell", 4, None, 5, "left"), ("side-plank", None, 10, None, "each"), ("hip-circle", 8, None, 0, "each"),
         ("glute-bridge", 20, None, 7, "both")]
    ):  # fmt: skip
        entering.log_sets(
            store,
            ada,
            [entering.SetRow("form", exercise_id, DAY, number, exercise_id=exercise_id, side=side, sets=2, reps=reps,
                             duration_s=seconds, rir=rir)],
        )  # fmt: skip
        with store.reader() as reader:
            row = reader.frame("strength_recent", athlete_id=ada, most=1).iloc[0]
        said = strength_log.earned(exercise_id, sets=2, reps=reps, seconds=seconds, rir=rir, side=side)
        assert said.startswith(f"{float(row['hip_sets']):.1f}".removesuffix(".0")), (exercise_id, said)


def test_the_recent_list_keeps_unknown_apart_from_nothing(store: Store, ada: int) -> None:
    entering.log_sets(store, ada, [entering.SetRow("hevy", "Coach's secret", DAY, 0, reps=10)])
    with store.reader() as reader:
        page = strength_log.gather(reader, athlete_id=ada)
    assert page.recent[0]["hip_sets"] is None and page.recent[0]["exercise"] == "Coach's secret"


def test_a_hold_is_asked_in_seconds_and_one_leg_work_for_its_side() -> None:
    hold, lift = strength_log.form("side-plank"), strength_log.form("clamshell")
    assert hold.is_hold and not lift.is_hold
    assert list(strength_log.sides(lift)) == ["each", "left", "right"]
    assert list(strength_log.sides(strength_log.form("glute-bridge"))) == ["both"]


def test_kinds_of_a_site_and_their_warnings() -> None:
    assert "mtss" in injury_log.kinds("shin") and "pfp" not in injury_log.kinds("shin")
    assert len(injury_log.kinds(None)) == 30
    assert "until a professional has cleared it" in (injury_log.warning("tibial-bsi") or "")
    assert injury_log.warning("pfp") is None and injury_log.warning(None) is None


# ---------------------------------------------------------------- exercises


def test_filters_add_up() -> None:
    everything = exercises.find(Filters())
    assert len(everything) == len(library.load())
    few = exercises.find(Filters(families=("hip_dip",), top_level=2, kit="none", essential_only=True))
    assert {row.id for row in few} == {
        "hip-dip-front-hands", "hip-dip-back-table", "hip-dip-back-elbows", "hip-dip-side-knees", "hip-dip-side-elbow"
    }  # fmt: skip
    assert all(row.running_specific for row in exercises.find(Filters(running_specific_only=True)))


def test_a_sore_site_leaves_out_what_is_to_be_avoided() -> None:
    rows = exercises.find(Filters(site="hamstring"))
    assert len(rows) == 172 - 20 and {row.site for row in rows} == {"fits", "with care"}


def test_a_value_of_muscle_activity_is_shown_only_where_it_was_read() -> None:
    for one in library.load().values():
        basis = exercises.detail(one.id).basis
        assert ("%" in basis) <= one.emg_is_from_source
    assert exercises.detail("hip-dip-front-hands").our_description is not None
    assert exercises.detail("clamshell").our_description is None


# ---------------------------------------------------------------- importing


def test_receipt_rows_say_what_became_of_a_file_in_words() -> None:
    line = {"name": "x.fit", "status": "refused", "kind": "unknown", "reason": None, "activities": 0, "sets": 0,
            "injuries": 0}  # fmt: skip
    (row,) = importing.receipt_rows([line])
    assert (row["status"], row["kind"], row["reason"]) == ("Refused", "not recognised", "")
    assert importing.share(done=1, total=0) == 0.0 and importing.share(done=9, total=4) == 1.0


def test_an_empty_store_has_no_past(store: Store) -> None:
    with store.reader() as reader:
        page = importing.gather(reader)
    assert page.names == () and page.past == () and page.past_line is None


# ---------------------------------------------------------------- trust


def test_measures_take_their_words_from_where_they_are_computed(store: Store) -> None:
    with store.reader() as reader:
        page = methods.gather(reader)
    credit = page.measures["Hip strength"][0]
    assert credit.what == "Give the hip sets that one logged row is worth."
    assert "hip_weight" in credit.how and ">>>" not in credit.how
    assert all(one.what for group in page.measures.values() for one in group)
    assert [one["rule"] for one in page.rules][:3] == ["G1", "G2", "G3"]
    assert hip_sets.credit.__doc__


def test_every_constant_and_number_has_a_source(store: Store) -> None:
    with store.reader() as reader:
        page = methods.gather(reader)
    assert all(row["source"] for row in [*page.constants, *page.numbers])
    assert all(row["address"].startswith("http") for row in methods.evidence_rows())


def test_gates_and_priors_are_the_models_own_numbers() -> None:
    words = " ".join(one.gate for one in models.gates())
    assert f"{injury.LEAST_FOR_ESTIMATE} injuries" in words and "an effect beyond 10 %" in words
    assert "0.85 (0.47 to 1.53)" in models.priors()[0] and "+0.5 %" in models.priors()[1]


def test_a_gap_is_named_only_where_there_is_one(store: Store, ada: int) -> None:
    with store.reader() as reader:
        empty = data_quality.gather(reader, athlete_id=ada)
    assert empty.missing is not None and not any(empty.found.values())
    entering.log_sets(store, ada, [entering.SetRow("hevy", "Coach's secret", DAY, 0, sets=3, reps=10)])
    entering.log_injury(store, ada, entering.InjuryRow(DAY, "unspecified"))
    with store.reader() as reader:
        page = data_quality.gather(reader, athlete_id=ada)
        squad = data_quality.squad(reader)
    found = {one.item.id: one.how_many for some in page.found.values() for one in some}
    assert {
        "sets_unnamed": "3 of 3 sets (100 %)", "injuries_open": "1 of 1 injuries (100 %)",
        "injuries_without_site": "1 of 1 injuries (100 %)", "weeks_without_running": "1 of 1 weeks (100 %)",
        "checkins_never": "", "threshold_none": "4 of 4 thresholds (100 %)",
    }.items() <= found.items()  # fmt: skip
    assert "runs_without_heart_rate" not in found and "weeks_without_strength" not in found
    assert page.unmapped[0]["sets"] == 3
    row = squad.table.iloc[0]
    assert (row["weeks"], row["running_pct"], row["strength_pct"], row["runs"]) == (1, 0, 100, 0)
    assert pd.isna(row["heart_rate_pct"])  # no run, no share


def test_every_gap_says_what_it_costs_and_leads_to_a_page_that_is_there(project: Path) -> None:
    for item in quality_items.ITEMS:
        assert item.costs.endswith(".") and item.do.endswith("."), item.id
        assert item.page is None or (project / "pages" / item.page).exists(), item.id
        assert item.among is None or item.among in quality_items.WHOLES, item.id
