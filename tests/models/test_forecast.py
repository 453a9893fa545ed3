"""The forecast reads nothing of the week it forecasts, finds nothing where nothing is, and passes its gate or not."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GroupKFold, KFold, cross_val_predict

from analytics.metrics import forecasting
from analytics.models import forecast, forecast_ahead, forecast_features, simulated_weeks, simulation
from analytics.models.forecast_features import FEATURES, build_forecast


def tables(**kind) -> tuple[pd.DataFrame, pd.DataFrame]:
    settings = {"athletes": 40, "weeks": 80, "rr_per_10_sets": 0.66, "pace_pct_per_10_sets": 0.0, "seed": 8}
    world = simulation.simulate_squad(**{**settings, **kind})
    return simulated_weeks.athlete_weeks(world), simulated_weeks.athlete_table(world)


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return build_forecast(*tables(niggle=True))


def test_nothing_of_the_week_itself_or_later_is_read():
    weeks, people = tables(athletes=6)
    cut = sorted(weeks["week_start"].unique())[60]
    changed = weeks.copy()
    future = changed["week_start"] >= cut
    for name in ("hip_sets", "moving_s", "spike_ratio_max", "checkin_pain_0_10"):
        changed.loc[future, name] = 77.0
    changed.loc[future, "injuries_new_time_loss"] = 1.0 - changed.loc[future, "injuries_new_time_loss"]
    changed.loc[future, "time_loss_days"] = 0.0
    before, after = build_forecast(weeks, people), build_forecast(changed, people)

    def monday(frame: pd.DataFrame) -> pd.DataFrame:
        chosen = frame[frame["week_start"] == cut]
        return chosen.set_index("athlete_id")[list(FEATURES)]

    first, second = monday(before), monday(after)
    who = first.index.intersection(second.index)
    assert len(who) >= 4
    pd.testing.assert_frame_equal(first.loc[who], second.loc[who])


def test_a_lag_below_one_week_is_refused():
    seen = forecast_features._Weeks(np.array([1, 1]), np.array([5, 6]))
    with pytest.raises(forecast_features.LookAheadError):
        seen.before(np.array([1.0, 2.0]), 0)


def test_a_week_without_a_row_is_unknown_and_not_the_one_before_it():
    seen = forecast_features._Weeks(np.array([1, 1, 2]), np.array([5, 7, 8]))
    assert np.isnan(seen.before(np.array([1.0, 2.0, 3.0]), 1)).all()
    assert seen.before(np.array([1.0, 2.0, 3.0]), 2)[1] == 1.0


def test_the_own_past_rate_counts_only_weeks_before():
    weeks, people = tables(athletes=3)
    made = build_forecast(weeks, people)
    first = made.groupby("athlete_id").head(1)
    one = first.iloc[0]
    earlier = weeks[(weeks["athlete_id"] == one["athlete_id"]) & (weeks["week_start"] < one["week_start"])]
    hours, hurt = earlier["moving_s"].sum() / 3600, earlier["injuries_new_time_loss"].sum()
    assert one["own_past_rate_per_h"] == pytest.approx((hurt + 2) / (hours + 2 / 0.009))


@pytest.fixture(scope="module")
def big() -> pd.DataFrame:
    return build_forecast(*tables(athletes=80, weeks=104))


def test_with_shuffled_injuries_nothing_is_told_apart(big):
    shuffled = big.assign(y=np.random.default_rng(4).permutation(big["y"].to_numpy()))
    judged = forecast.judge(shuffled)
    product = [one for one in judged.judged if one.model == forecast.PRODUCT]
    assert len(product) == 2
    assert all(abs(one.auc - 0.5) <= 0.06 for one in product)
    assert not judged.is_released


def test_who_somebody_is_cannot_leak_because_athletes_are_held_back_whole():
    rng = np.random.default_rng(6)
    athletes, weeks = 120, 40
    who = np.repeat(np.arange(athletes), weeks)
    noise = rng.normal(size=(athletes, 12))[who]  # says who, and nothing else
    frailty = rng.normal(0, 1.2, athletes)[who]
    happened = (rng.random(len(who)) < 1 / (1 + np.exp(-(frailty - 2.6)))).astype(int)
    model = RandomForestClassifier(60, min_samples_leaf=5, random_state=0)

    def area(folds, groups=None) -> float:
        chance = cross_val_predict(model, noise, happened, cv=folds, groups=groups, method="predict_proba")
        return forecasting.auc(happened.astype(float), chance[:, 1])

    assert area(KFold(5, shuffle=True, random_state=0)) > 0.58  # random weeks: identity leaks
    assert abs(area(GroupKFold(5), who) - 0.5) <= 0.06
    for fitted, held in forecast._by_athlete(pd.DataFrame({"athlete_id": who, "y": happened})):
        assert not set(who[fitted]) & set(who[held])


def test_forward_folds_fit_on_the_past_with_a_week_between(rows):
    folds = list(forecast._forward(rows))
    assert len(folds) >= 2
    for fitted, held in folds:
        last, first = rows["week_start"].iloc[fitted].max(), rows["week_start"].iloc[held].min()
        assert (first - last).days >= 14  # a whole week lies between


def test_below_100_injuries_nothing_is_tried_and_it_says_what_is_short():
    weeks, people = tables(athletes=6, weeks=60)
    judged = forecast.judge(build_forecast(weeks, people))
    assert not judged.is_released and judged.judged == ()
    assert any("of 100 injuries needed" in line for line in judged.why_not)
    assert any("of 10 athletes needed" in line for line in judged.why_not)


def test_every_model_is_judged_in_both_ways_and_the_base_rate_has_no_skill_of_its_own(rows):
    judged = forecast.judge(rows)
    assert {(one.model, one.held_back) for one in judged.judged} == {
        (name, way) for name in forecast.MODELS for way in ("athletes", "years")
    }
    for one in judged.judged:
        if one.model == "base rate":
            assert one.skill == pytest.approx(0.0)
        assert one.low <= one.skill <= one.high
    assert len(judged.alerts) == 5
    assert judged.alerts[4].recall >= judged.alerts[0].recall


@pytest.mark.parametrize(
    ("low", "slope", "why"),
    [
        (0.001, 1.0, 0),
        (0.0, 1.0, 1),
        (-0.01, 0.5, 2),
        (0.01, 1.31, 1),
        (0.01, 0.7, 0),
        (0.01, float("nan"), 1),
    ],
)
def test_the_gate_asks_for_skill_and_calibration_on_years_not_seen(low, slope, why):
    judged = forecast.Judged(forecast.PRODUCT, "years", 1, 1, 0.02, low, 0.04, slope, 0.0, 0.6, 0.5, 0.7, 0.1)
    assert len(forecast.gate([judged])) == why


def test_a_strong_sign_of_pain_is_found_and_the_forecast_released():
    rng = np.random.default_rng(1)
    athletes, weeks = 60, 90
    who = np.repeat(np.arange(athletes), weeks)
    monday = np.tile(pd.date_range("2024-01-01", periods=weeks, freq="7D"), athletes)
    pain = (rng.random(len(who)) < 0.15).astype(float)
    happened = (rng.random(len(who)) < np.where(pain > 0, 0.30, 0.03)).astype(float)
    blank = {name: rng.normal(size=len(who)) for name in FEATURES}
    made = pd.DataFrame(
        {"athlete_id": who, "week_start": monday, **blank, "pain_last_week": pain, "y": happened}
    )
    judged = forecast.judge(made.assign(acwr_last_week=1.0))
    assert judged.is_released and judged.why_not == ()
    assert judged.alerts[0].precision > 0.2
    ahead = made.head(2).assign(pain_last_week=[0.0, 1.0])
    low, high = forecast_ahead.chances(judged, made, ahead)
    assert low < 0.1 < 0.2 < high
    held = dataclasses.replace(judged, is_released=False, why_not=("too few injuries",))
    with pytest.raises(forecast_ahead.NotReleasedError, match="too few"):
        forecast_ahead.chances(held, made, ahead)


def test_a_forecast_that_was_too_sure_is_drawn_towards_the_base_rate(rows):
    slopes = {}
    for slope in (1.0, 0.7, 1.3):
        one = forecast.Judged(forecast.PRODUCT, "years", 1, 1, 0.1, 0.1, 0.1, slope, 0, 0.6, 0.6, 0.6, 0.1)
        made = forecast.Forecast(True, (), (one,), None, (), 0.05, 200, 40)
        slopes[slope] = forecast_ahead.chances(made, rows, rows.head(200))
    base = rows["y"].mean()
    odds = {
        slope: np.log(chance / (1 - chance)) - np.log(base / (1 - base)) for slope, chance in slopes.items()
    }
    assert odds[0.7] == pytest.approx(0.7 * odds[1.0])
    assert odds[1.3] == pytest.approx(odds[1.0])  # never made surer than it is


RELEASED = forecast.Forecast(
    True,
    (),
    (forecast.Judged(forecast.PRODUCT, "years", 1, 1, 0.1, 0.1, 0.1, 1.0, 0, 0.6, 0.6, 0.6, 0.1),),
    *(None, (), 0.05, 200, 40),
)


def test_the_week_ahead_reads_the_last_whole_week_and_asks_nothing_of_itself():
    weeks, people = tables(athletes=5)
    ahead = forecast_features.build_ahead(weeks, people)
    last = weeks["week_start"].max()
    assert (ahead["week_start"] == last + pd.Timedelta(weeks=1)).all() and ahead["y"].isna().all()
    of_last = weeks[weeks["week_start"] == last].set_index("athlete_id")
    hours = np.log(np.maximum(of_last["moving_s"] / 3600, 0.1)).reindex(ahead["athlete_id"])
    assert ahead["log_hours_last_week"].tolist() == pytest.approx(hours.tolist())
    assert [one.athlete_id for one in forecast_ahead.flags(ahead)] == ahead["athlete_id"].tolist()


def test_who_is_laid_off_or_gone_is_not_forecast():
    weeks, people = tables(athletes=5)
    last = weeks["week_start"].max()
    gone, hurt = (weeks["athlete_id"] == 1), (weeks["athlete_id"] == 2) & (weeks["week_start"] == last)
    changed = weeks.assign(time_loss_days=weeks["time_loss_days"].where(~hurt, 7.0))
    changed = changed[~(gone & (changed["week_start"] > last - pd.Timedelta(weeks=4)))]
    listed = set(forecast_features.build_ahead(changed, people)["athlete_id"])
    assert not {1, 2} & listed and listed


def test_a_plan_speaks_in_the_forecast_of_the_week_after(rows):
    weeks, people = tables(niggle=True)
    who = int(forecast_features.build_ahead(weeks, people)["athlete_id"].iloc[0])
    plan = forecast_features.planned(weeks, athlete_id=who, spike_ratio=1.5, hip_sets=12.0)
    ahead = forecast_features.build_ahead(plan, people)
    assert ahead["spike_last_week"].tolist() == [1.5] and ahead["sets_last_week"].tolist() == [12.0]
    asked = {"athlete_id": who, "spike_ratio": 1.0}
    few, many = (
        forecast_ahead.what_if(RELEASED, rows, weeks, people, hip_sets=sets, **asked) for sets in (0.0, 20.0)
    )
    assert min(few, many) > 0 and few != many
    with pytest.raises(forecast_ahead.NotReleasedError):
        forecast_ahead.what_if(
            dataclasses.replace(RELEASED, is_released=False), rows, weeks, people, hip_sets=1.0, **asked
        )


def test_injuries_of_forty_weeks_later_are_foreseen_worse_than_those_of_the_week(big):
    later = big.groupby("athlete_id")["y"].shift(-40)
    now, then = forecast.judge(big), forecast.judge(big.assign(y=later))
    areas = [
        {one.held_back: one.auc for one in judged.judged if one.model == forecast.PRODUCT}
        for judged in (now, then)
    ]
    # who runs much or is often hurt stays so; what the weeks before told is gone
    assert all(areas[1][held_back] < areas[0][held_back] < 0.75 for held_back in ("athletes", "years"))
    assert not then.is_released
