"""The reasons to doubt: other choices, controls, single runners and lags, on squads whose truth is known."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analytics.models import (
    curve,
    doubts,
    injury,
    injury_fits,
    person_weeks,
    simulated_weeks,
    simulation,
    variants,
)


@pytest.fixture(scope="module")
def squad() -> tuple[pd.DataFrame, pd.DataFrame]:
    world = simulation.simulate_squad(
        athletes=60,
        weeks=104,
        rr_per_10_sets=0.5,
        pace_pct_per_10_sets=0.0,
        rehab=False,
        trait=False,
        seed=11,
    )
    return simulated_weeks.athlete_weeks(world), simulated_weeks.athlete_table(world)


def test_the_first_variant_is_the_estimate_as_chosen(squad):
    weeks, people = squad
    frame = person_weeks.build(weeks, people)
    chosen = doubts.sensitivity(weeks, people, primary="within")[0]
    assert chosen.name == "as chosen"
    assert chosen.estimate == injury.estimate(frame, draws=0).estimate("within")


def test_another_level_put_into_person_weeks_is_as_if_built_with_it(squad):
    weeks, people = squad
    twinges = np.random.default_rng(2).random(len(weeks)) < 0.03
    weeks = weeks.assign(injuries_new_complaint=weeks["injuries_new_time_loss"] + twinges)
    chosen = person_weeks.build(weeks, people)
    found = person_weeks.at_level(chosen, weeks, case_level="complaint")
    assert found["y"].sum() > chosen["y"].sum()
    built = person_weeks.build(weeks, people, case_level="complaint")
    pd.testing.assert_frame_equal(found, built, check_like=True)


def test_what_was_found_already_changes_no_figure_of_the_variants_and_lags(squad):
    weeks, people = squad
    frame = person_weeks.build(weeks, people)
    found = injury.estimate(frame, draws=0)
    primary = str(found.primary)
    ways = (
        lambda **known: doubts.sensitivity(weeks, people, primary=primary, chosen=frame, **known),
        lambda **known: [one for _, one in doubts.lag_profile(weeks, frame, primary=primary, **known)],
    )
    for way in ways:
        for one, other in zip(way(), way(found=found), strict=True):
            assert (one.name, one.injuries) == (other.name, other.injuries)
            assert one.estimate.log_value == pytest.approx(other.estimate.log_value, abs=1e-7)
            assert one.estimate.se == pytest.approx(other.estimate.se, rel=1e-6)


def test_each_other_choice_is_a_variant_and_changes_what_it_should(squad):
    weeks, people = squad
    doubled = {"each set counted twice": 2 * weeks["hip_sets"]}
    made = {one.name: one for one in doubts.sensitivity(weeks, people, primary="within", other_sets=doubled)}
    assert {
        "half-life of 2 weeks",
        "half-life of 8 weeks",
        "without light weeks",
        "any complaint counts",
    } <= set(made)
    # twice the sets for the same injuries: half the log rate ratio a set
    once, twice = made["as chosen"].estimate, made["each set counted twice"].estimate
    assert twice.log_value == pytest.approx(once.log_value / 2, rel=1e-3)
    assert made["without light weeks"].injuries < made["as chosen"].injuries


def test_a_variant_without_enough_injuries_is_told_and_not_made(squad):
    weeks, people = squad
    rare = weeks.assign(injuries_new_complaint=0.0)
    made = {one.name: one for one in doubts.sensitivity(rare, people, primary="within")}
    assert made["any complaint counts"].estimate is None
    assert made["any complaint counts"].injuries == 0


def test_a_control_that_shows_an_effect_is_suspect_and_one_of_noise_is_not(squad):
    weeks, people = squad
    frame = person_weeks.build(weeks, people)
    real = variants.made_again("strength itself", frame, primary="within")
    assert variants.is_suspect(real)  # a halved rate is far beyond two standard errors
    noise = frame.assign(dose=np.random.default_rng(5).gamma(3, 3, len(frame)))
    noise.loc[frame["dose"].isna(), "dose"] = np.nan
    assert not variants.is_suspect(variants.made_again("noise", noise, primary="within"))


def test_the_estimate_without_an_athlete_is_that_of_the_others(squad):
    weeks, people = squad
    frame = person_weeks.build(weeks, people)
    made = doubts.influences(frame, primary="within")

    def of_the_others(one: doubts.Influence) -> float:
        rest = frame[frame["athlete_id"] != one.athlete_id]
        return injury.estimate(rest, draws=0).estimate("within").value

    for one in made[: doubts.MOST]:
        assert one.rate_ratio_without == pytest.approx(of_the_others(one), rel=1e-9)
    # the rest are one Newton step away: the same to the two digits shown
    assert made[doubts.MOST].rate_ratio_without == pytest.approx(of_the_others(made[doubts.MOST]), abs=0.005)


def test_every_athlete_stands_once_among_the_influences(squad):
    weeks, people = squad
    frame = person_weeks.build(weeks, people)
    made = doubts.influences(frame, primary="within")
    rows = injury_fits.used_rows(frame)
    assert sorted(one.athlete_id for one in made) == sorted(rows["athlete_id"].unique())
    assert sum(one.injuries for one in made) == rows["y"].sum()
    assert sum(one.weeks for one in made) == len(rows)


def test_a_lag_reads_the_sets_of_that_one_week():
    weeks = pd.DataFrame(
        {
            "athlete_id": 1,
            "week_start": pd.date_range("2025-01-06", periods=4, freq="7D"),
            "hip_sets": [5.0, 7.0, 9.0, 11.0],
            "moving_s": 3600.0,
            "days_covered_strength": [7.0, 7.0, 3.0, 7.0],
        }
    )
    assert person_weeks.sets_before(weeks, 1).tolist()[1:3] == [5.0, 7.0]
    assert math.isnan(person_weeks.sets_before(weeks, 1).iloc[3])  # the week before is only partly known
    with pytest.raises(person_weeks.LookAheadError):
        person_weeks.sets_before(weeks, 0)


def test_the_lag_profile_has_twelve_weeks_and_none_of_the_week_itself(squad):
    weeks, people = squad
    profile = doubts.lag_profile(weeks, person_weeks.build(weeks, people), primary="within")
    assert [lag for lag, _ in profile] == list(range(1, 13))


def test_more_injuries_are_needed_for_smaller_effects():
    # (2.8 * 2.4 / ln 0.8)^2 = 906.97
    assert doubts.injuries_needed(0.8, within=False) == 907
    assert doubts.injuries_needed(0.5, within=False) < doubts.injuries_needed(0.66, within=False)


@pytest.mark.slow
def test_the_curve_follows_the_truth_and_starts_at_one():
    errors = []
    many = simulation.simulate_squad(
        athletes=100,
        weeks=104,
        rr_per_10_sets=0.66,
        pace_pct_per_10_sets=0.0,
        rehab=False,
        trait=False,
        seed=5,
        replicates=10,
    )
    for replicate in range(10):
        world = many.one(replicate)
        frame = person_weeks.build(simulated_weeks.athlete_weeks(world), simulated_weeks.athlete_table(world))
        made = curve.dose_response(frame)
        assert made.missing is None
        assert (made.rate_ratio[0], made.low[0], made.high[0]) == (1.0, 1.0, 1.0)
        errors.append(np.interp(10.0, made.dose, np.log(made.rate_ratio)) - math.log(0.66))
    assert abs(np.mean(errors)) < 0.12


def test_no_curve_below_150_injuries(squad):
    weeks, people = squad
    frame = person_weeks.build(weeks, people)
    few = curve.dose_response(frame[frame["athlete_id"] <= 20])
    assert few.missing is not None and few.missing.needed == 150
    assert len(few.dose) == 0


def test_a_natural_spline_is_a_line_beyond_its_last_knot():
    far = curve.natural_spline([10.0, 11.0, 12.0], np.array([0.0, 2.0, 5.0, 10.0]))
    assert np.diff(far, n=2, axis=0) == pytest.approx(np.zeros((1, 3)), abs=1e-9)
