"""Beside the pace estimate: when the sets count, its shape, other measures, and the reasons to doubt it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from analytics.models import (
    pace,
    pace_curve,
    pace_doubts,
    pace_lags,
    pace_outcomes,
    pace_pictures,
    person_weeks,
    simulated_weeks,
    simulation,
)

Tables = tuple[pd.DataFrame, pd.DataFrame]


def tables(*, athletes: int = 36, weeks: int = 90, effect: float = 2.0, seed: int = 5, **world) -> Tables:
    made = simulation.simulate_squad(
        athletes=athletes, weeks=weeks, rr_per_10_sets=1.0, pace_pct_per_10_sets=effect, seed=seed, **world
    )
    return simulated_weeks.athlete_weeks(made), simulated_weeks.steady_runs(made)


@pytest.fixture(scope="module")
def squad() -> Tables:
    return tables(athletes=50)


def planted(weeks: pd.DataFrame, runs: pd.DataFrame, effect_of: dict[int, float]) -> pd.DataFrame:
    """The weekly frame with a speed that is made of the sets so many weeks before, and of nothing else."""
    frame = person_weeks.build_pace(weeks, runs)
    speed = np.zeros(len(frame))
    for lag, effect in effect_of.items():
        speed += effect / 10 * np.nan_to_num(person_weeks.sets_before(weeks, lag).to_numpy())
    noise = np.random.default_rng(1).normal(0, 0.002, len(frame))
    return frame.assign(log_speed=frame["log_speed"].where(frame["log_speed"].isna(), speed + noise))


# When


def test_the_curve_over_twelve_weeks_finds_weights_that_lie_on_a_parabola(squad):
    weeks, runs = squad
    # rises to week 6 and falls again: a parabola, which is what is fitted
    true = {lag: 0.004 - 0.0001 * (lag - 6) ** 2 for lag in pace_lags.LAGS}
    found = pace_lags.profile(weeks, planted(weeks, runs, true))
    assert [one.value / 100 for one in found.together] == pytest.approx(list(true.values()), abs=4e-4)
    assert found.total.log_value == pytest.approx(sum(true.values()), rel=0.02)
    assert found.late.log_value == pytest.approx(sum(true[lag] for lag in range(8, 13)), rel=0.05)
    for one, effect in zip(found.together, true.values(), strict=True):
        assert one.low / 100 - 3e-4 < effect < one.high / 100 + 3e-4


def test_sets_of_long_before_show_at_their_own_week(squad):
    weeks, runs = squad
    found = pace_lags.profile(weeks, planted(weeks, runs, {11: 0.02}))
    values = {one.lag_weeks: one.value for one in found.by_itself}
    assert max(values, key=values.get) == 11
    assert values[11] == pytest.approx(2.0, abs=0.1)


def test_the_joint_curve_needs_thirty_runners_with_a_year():
    weeks, runs = tables(athletes=24, weeks=60)
    found = pace_lags.profile(weeks, person_weeks.build_pace(weeks, runs))
    assert found.by_itself and found.late_alone is not None
    assert found.together == () and found.total is None
    assert found.missing.needed == 30 and found.missing.have < 30


def test_five_runners_have_no_lags_at_all():
    weeks, runs = tables(athletes=5, weeks=60)
    found = pace_lags.profile(weeks, person_weeks.build_pace(weeks, runs))
    assert found.by_itself == () and found.missing.needed == pace.LEAST_ATHLETES


# Shape


def test_the_shape_of_a_straight_effect_is_a_line_through_zero(squad):
    weeks, runs = squad
    frame = person_weeks.build_pace(weeks, runs)
    noise = np.random.default_rng(2).normal(0, 0.001, len(frame))
    made = pace_curve.dose_response(frame.assign(log_speed=0.002 * frame["dose"] + noise))
    assert made.change_pct[0] == made.low[0] == made.high[0] == 0
    assert made.change_pct == pytest.approx(100 * np.expm1(0.002 * made.dose), abs=0.15)
    assert (made.low <= made.change_pct).all() and (made.change_pct <= made.high).all()


def test_a_shape_that_falls_again_is_not_forced_to_rise(squad):
    frame = person_weeks.build_pace(*squad)
    dose = frame["dose"]
    made = pace_curve.dose_response(frame.assign(log_speed=0.01 - 0.0001 * (dose - 8) ** 2))
    top = made.dose[np.argmax(made.change_pct)]
    assert 6 < top < 10 and made.change_pct[-1] < made.change_pct.max() - 0.2


def test_few_runners_have_no_shape_and_it_says_how_many_there_are():
    frame = person_weeks.build_pace(*tables(athletes=7, weeks=60))
    made = pace_curve.dose_response(frame)
    assert len(made.dose) == 0
    assert made.missing.have == made.athletes < made.missing.needed == 10


# Doubts


def test_the_estimate_as_chosen_stands_first_and_other_choices_beside_it(squad):
    weeks, runs = squad
    frame = person_weeks.build_pace(weeks, runs)
    made = pace_doubts.sensitivity(
        weeks, runs, frame, other_sets={"every set counts half": weeks["hip_sets"] / 2}
    )
    names = [one.name for one in made]
    main = pace.estimate(frame, draws=0).main
    assert names[0] == "as chosen" and made[0].estimate.log_value == pytest.approx(main.log_value)
    half = made[names.index("every set counts half")].estimate
    assert half.log_value == pytest.approx(2 * main.log_value, rel=0.2)  # who is left in differs a little
    assert made[names.index("without light weeks")].weeks < made[0].weeks
    assert made[names.index("without twelve weeks after an injury")].weeks < made[0].weeks
    assert {"half-life of 2 weeks", "half-life of 8 weeks", "each runner's own trend may bend"} <= set(names)


def test_a_decayed_dose_put_in_is_the_frame_built_with_it(squad):
    weeks, runs = squad
    made = {
        one.name: one for one in pace_doubts.sensitivity(weeks, runs, person_weeks.build_pace(weeks, runs))
    }["half-life of 2 weeks"]
    direct = pace.estimate(person_weeks.build_pace(weeks, runs, half_life_weeks=2.0), draws=0).main
    assert made.estimate == dataclasses.replace(direct)


def test_strength_work_that_comes_later_has_no_effect_where_nothing_leads_to_it(squad):
    weeks, runs = squad
    frame = person_weeks.build_pace(weeks, runs)
    later, _ = pace_doubts.controls(weeks, frame, elsewhere=weeks["hip_sets"])
    assert later.estimate is not None and not pace_doubts.is_suspect(later)


def test_strength_work_that_follows_good_weeks_is_found_out(squad):
    weeks, runs = squad
    frame = person_weeks.build_pace(weeks, runs)
    after = np.nan_to_num(pace_doubts._dose_after(frame))  # faster before more strength work
    faked = frame.assign(log_speed=0.002 * after)
    later, _ = pace_doubts.controls(weeks, faked, elsewhere=weeks["hip_sets"])
    assert pace_doubts.is_suspect(later) and later.estimate.value > 1


def test_without_each_runner_is_really_without_each_runner(squad):
    frame = person_weeks.build_pace(*squad)
    people = pace_pictures.gather(frame).people
    first = people[0]
    direct = pace.estimate(frame[frame["athlete_id"] != first.athlete_id], draws=0).main
    assert first.pct_without == pytest.approx(direct.value, abs=1e-6)
    assert sum(one.share_pct for one in people) == pytest.approx(100)
    assert len(people) == direct.athletes + 1


def test_the_estimate_is_the_mean_of_the_runners_own_slopes_by_their_shares(squad):
    frame = person_weeks.build_pace(*squad)
    main = pace.estimate(frame, draws=0).main
    people = pace_pictures.gather(frame).people
    own = np.log1p(np.array([one.change_pct for one in people]) / 100)
    assert np.average(own, weights=[one.share_pct for one in people]) == pytest.approx(main.log_value)


def test_weeks_after_more_strength_work_than_usual_lie_on_the_line_of_the_estimate(squad):
    frame = person_weeks.build_pace(*squad)
    bins = pace_pictures.gather(frame.assign(log_speed=0.002 * frame["dose"])).bins
    assert sum(one.weeks for one in bins) == len(pace.used_rows(frame))
    for one in bins:
        assert one.change_pct == pytest.approx(100 * np.expm1(0.002 * one.sets), abs=1e-6)
        assert one.low - 1e-9 <= one.change_pct <= one.high + 1e-9


def test_a_smaller_effect_takes_more_runners():
    # 2.8 standard errors of 0.5: (2.8 * 0.5 / 0.75) ** 2 = 3.48 times the 20 runners there are
    assert pace_doubts.athletes_needed(0.75, se_pct=0.5, athletes=20) == 70
    assert pace_doubts.athletes_needed(9.0, se_pct=0.5, athletes=20) == pace.LEAST_ATHLETES


# Other measures


def made_efforts(weeks: int = 30, speed: float = 4.0, d_prime: float = 200.0) -> pd.DataFrame:
    """Three all-out efforts every fifth week that lie on one line: metres = speed * seconds + d_prime."""
    rows = [
        (
            1,
            pd.Timestamp(2024, 1, 1) + pd.Timedelta(weeks=week),
            metres,
            (metres - d_prime) / (speed + week / 100),
        )
        for week in range(0, weeks, 5)
        for metres in (1000.0, 1609.344, 3000.0)
    ]
    names = ["athlete_id", "week_start", "distance_m", "duration_s"]
    return pd.DataFrame(rows, columns=names).assign(is_distance=True, is_race=False)


def test_critical_speed_is_that_of_the_efforts_of_thirteen_weeks():
    made = pace_outcomes.weekly_critical_speed(made_efforts())
    assert len(made) == 6
    assert np.exp(made["log_speed"]).tolist() == pytest.approx([4.0 + week / 100 for week in range(0, 30, 5)])


def test_critical_speed_reads_nothing_of_later_weeks():
    efforts = made_efforts()
    faster = efforts["week_start"] > "2024-04-01"
    changed = efforts.assign(duration_s=efforts["duration_s"] * np.where(faster, 0.8, 1.0))
    before, after = (pace_outcomes.weekly_critical_speed(one) for one in (efforts, changed))
    early = before["week_start"] <= "2024-04-01"
    pd.testing.assert_frame_equal(before[early], after[early])
    assert (after["log_speed"][~early] > before["log_speed"][~early]).all()


def test_a_slower_effort_measures_nothing_new():
    efforts = made_efforts(weeks=10)
    efforts.loc[3:, "duration_s"] *= 1.2
    assert len(pace_outcomes.weekly_critical_speed(efforts)) == 1


def test_races_give_the_best_vdot_of_their_week():
    efforts = made_efforts(weeks=1).assign(is_race=True)
    efforts["distance_m"], efforts["duration_s"] = [5000.0, 10_000.0, 800.0], [1474.0, 3600.0, 100.0]
    made = pace_outcomes.weekly_race_vdot(efforts)
    assert np.exp(made["log_speed"]).tolist() == pytest.approx([39.1104], abs=1e-4)  # the published 5 km
    assert pace_outcomes.weekly_race_vdot(efforts.assign(is_race=False)).empty


def test_every_measure_goes_through_the_same_model_and_gates(squad):
    weeks, runs = squad
    per_beat = 60 * runs["steady_graded_speed_m_s"] / runs["steady_hr_mean_bpm"]
    measured = runs.assign(efficiency_m_per_beat=per_beat)
    frame = person_weeks.build_pace(weeks, runs)
    made = pace_outcomes.compare(weeks, measured, made_efforts(), frame=frame)
    speed, efficiency, critical, races = made
    # at one heart rate, efficiency is speed over a constant
    assert efficiency.estimate.log_value == pytest.approx(speed.estimate.log_value)
    assert critical.estimate is None and critical.weeks == 6
    assert races.estimate is None and [one.needed for one in races.missing] == [6, 6]
    assert races.missing[0].what == "runners with 20 weeks of a race"


# Leaks


def test_nothing_of_the_week_itself_or_later_is_in_the_dose(squad):
    weeks, runs = squad
    cut = sorted(weeks["week_start"].unique())[60]
    changed = weeks.assign(hip_sets=weeks["hip_sets"].where(weeks["week_start"] < cut, 99.0))
    before, after = (person_weeks.build_pace(one, runs) for one in (weeks, changed))
    upto = before["week_start"] <= cut
    assert before.loc[upto, "dose"].notna().any()
    pd.testing.assert_series_equal(before.loc[upto, "dose"], after.loc[upto, "dose"])
    assert not np.allclose(before.loc[~upto, "dose"], after.loc[~upto, "dose"])


def test_a_lag_below_one_week_is_refused(squad):
    with pytest.raises(person_weeks.LookAheadError):
        person_weeks.sets_before(squad[0], 0)


def test_who_somebody_is_tells_nothing(squad):
    # identity: every runner gets a level and a trend of speed and of strength work; the answer stays the same
    frame = person_weeks.build_pace(*squad)
    who = frame["athlete_id"].astype(float)
    moved = frame.assign(
        log_speed=frame["log_speed"] + 0.3 * np.sin(who) + 0.1 * np.cos(who) * frame["years"],
        dose=frame["dose"] + 5 + 5 * np.sin(who),
    )
    first, second = (pace.within(pace.used_rows(one)).estimate for one in (frame, moved))
    assert second.log_value == pytest.approx(first.log_value, abs=1e-12)
    assert second.se == pytest.approx(first.se, abs=1e-12)


def test_speeds_shuffled_within_each_runner_are_told_nothing_of(squad):
    frame = person_weeks.build_pace(*squad)
    rows = pace.used_rows(frame)
    rng = np.random.default_rng(7)
    told = 0
    for _ in range(40):
        shuffled = rows.groupby("athlete_id")["log_speed"].transform(
            lambda one: rng.permutation(one.to_numpy())
        )
        told += pace.within(rows.assign(log_speed=shuffled)).estimate.excludes_none
    assert told <= 6  # 5 % of 40 is 2; more than 6 has a chance below 1 in 300


def test_a_strength_log_moved_a_year_in_time_goes_with_nothing(squad):
    weeks, runs = squad
    moved = weeks.sort_values(["athlete_id", "week_start"])
    shifted = moved.groupby("athlete_id")["hip_sets"].transform(lambda one: np.roll(one.to_numpy(), 45))
    found = pace.estimate(person_weeks.build_pace(moved.assign(hip_sets=shifted), runs), draws=0).main
    true = pace.estimate(person_weeks.build_pace(weeks, runs), draws=0).main
    assert true.excludes_none and not found.excludes_none
