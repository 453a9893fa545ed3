"""Controls: where hip work can go with nothing, an effect forbids every claim; sites with enough injuries."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models import doubts, injury, person_weeks, variants, wording
from analytics.models.finding import Estimate, Variant

ATHLETES, WEEKS = 12, 60


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """Person-weeks of twelve runners: hip and other sets that change week by week, injuries by chance."""
    rng = np.random.default_rng(3)
    rows = ATHLETES * WEEKS
    angle = 2 * np.pi * np.tile(np.arange(WEEKS), ATHLETES) / 52
    return pd.DataFrame(
        {
            "athlete_id": np.repeat(np.arange(ATHLETES), WEEKS),
            "week_start": np.tile(pd.date_range("2024-01-01", periods=WEEKS, freq="7D"), ATHLETES),
            "y": (rng.random(rows) < 0.12).astype(float),
            "hours": rng.uniform(2, 6, rows),
            "dose": rng.uniform(0, 20, rows),
            "dose_elsewhere": rng.uniform(0, 20, rows),
            "ill": (rng.random(rows) < 0.1).astype(float),
            "prev_injury_52w": 0.0,
            "log_ctl": rng.normal(1.4, 0.2, rows),
            "spike": "reference",
            "pain_last_week": 0.0,
            "age_years": np.nan,
            "female": np.nan,
            "season_sin": np.sin(angle),
            "season_cos": np.cos(angle),
            "early_week": 0.0,
            "washout": False,
            "unmapped_share_pct": 0.0,
            "left_out_because": pd.Series([None] * rows, dtype=object),
        }
    )


def controls(frame: pd.DataFrame) -> dict[str, Variant]:
    return {one.name: one for one in variants.controls(frame, primary="within")}


def test_chance_is_not_suspect_in_either_control(frame):
    made = controls(frame)
    assert set(made) == {variants.ELSEWHERE, variants.ILLNESS}
    assert not any(map(variants.is_suspect, made.values()))
    assert made[variants.ILLNESS].injuries == frame["ill"].sum()


def test_injuries_that_follow_arm_sets_make_the_control_suspect_and_hip_sets_do_not(frame):
    rng = np.random.default_rng(4)
    for column, suspect in (("dose_elsewhere", True), ("dose", False)):
        hurt = (rng.random(len(frame)) < 0.3 * np.exp(-0.15 * frame[column])).astype(float)
        assert variants.is_suspect(controls(frame.assign(y=hurt))[variants.ELSEWHERE]) == suspect


def test_illnesses_that_follow_hip_sets_make_the_control_suspect(frame):
    ill = (np.random.default_rng(5).random(len(frame)) < 0.3 * np.exp(-0.15 * frame["dose"])).astype(float)
    assert variants.is_suspect(controls(frame.assign(ill=ill))[variants.ILLNESS])


def test_a_log_without_illness_and_other_sets_has_no_controls(frame):
    assert variants.controls(frame.drop(columns=["ill", "dose_elsewhere"]), primary="within") == ()
    little = frame.assign(dose_elsewhere=frame["dose_elsewhere"] / 20, ill=0.0)  # too little to vary
    assert [one.estimate for one in variants.controls(little, primary="within")] == [None]


def test_a_suspect_control_forbids_a_claim_and_says_so(frame):
    main = Estimate("within", 0.6, 0.5, 0.7, -0.5, 0.1, 1000, 1000, 100, 20)
    quiet = Variant("quiet", Estimate("within", 1.0, 0.7, 1.4, 0.0, 0.2, 11, 700, 80, 12), 80)
    loud = Variant("loud", Estimate("within", 0.5, 0.4, 0.6, -0.7, 0.2, 11, 700, 80, 12), 80)
    asked = {"injuries": 100, "within": main, "pooled": main}
    assert injury.verdict_of(main, **asked, controls=(quiet,)) == "suggests_fewer"
    assert injury.verdict_of(main, **asked, controls=(quiet, loud)) == "compatible_with_no_effect"
    ill = (np.random.default_rng(5).random(len(frame)) < 0.3 * np.exp(-0.15 * frame["dose"])).astype(float)
    found = injury.estimate(frame.assign(ill=ill), draws=19)
    assert wording.CAUTIONS["control_speaks"] in found.cautions
    assert found.shifted is not None and found.shifted.low < found.shifted.value < found.shifted.high


def test_an_illness_counts_in_its_first_week_alone(known_weeks, people):
    weeks = known_weeks(5, illness=[0.0, 1.0, 1.0, 0.0, np.nan])
    ill = person_weeks.build(weeks, people)["ill"]
    np.testing.assert_array_equal(ill, [0, 1, np.nan, 0, np.nan])


def test_a_site_has_an_estimate_of_its_own_from_50_injuries_on(frame):
    hurt = frame.assign(y=(np.arange(len(frame)) % 9 == 0).astype(float))
    where = hurt.loc[hurt["y"] == 1, ["athlete_id", "week_start"]].reset_index(drop=True)
    where["site"] = np.where(where.index < 55, "Knee", "Shin")
    made, short = doubts.by_site(hurt, where, primary="pooled")
    assert [(one.name, one.injuries) for one in made] == [("Knee", 55)]
    assert [(one.what, one.have, one.needed) for one in short] == [("Shin", len(where) - 55, 50)]
