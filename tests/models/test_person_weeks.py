"""Lagging weeks: what a week may know, and which weeks count."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analytics.models import person_weeks

LOOKED_BACK = ["dose", "prev_injury_52w", "log_ctl", "pain_last_week", "washout"]
WEIGHTS = [0.2121, 0.1784, 0.1500, 0.1261, 0.1061, 0.0892, 0.0750, 0.0631]


def test_one_week_of_strength_is_felt_for_eight_weeks_and_never_in_its_own(known_weeks, people):
    sets = [0.0] * 8 + [10.0] + [0.0] * 10
    frame = person_weeks.build(known_weeks(19, hip_sets=sets), people)
    dose = frame["dose"].tolist()
    assert all(math.isnan(value) for value in dose[:8])
    assert dose[8] == 0.0
    assert dose[9:17] == pytest.approx([10 * weight for weight in WEIGHTS], abs=1e-3)
    assert dose[17:] == [0.0, 0.0]


def test_nothing_looked_back_changes_when_the_week_itself_and_the_future_do(known_weeks, people):
    week = 70
    calm = known_weeks(90)
    stormy = calm.copy()
    later = stormy.index >= week
    stormy.loc[later, "hip_sets"] = 40.0
    stormy.loc[later, "moving_s"] = 36_000.0
    stormy.loc[later, "checkin_pain_0_10"] = 9.0
    stormy.loc[later, ["injuries_new_time_loss", "time_loss_days"]] = [1, 7]
    before = person_weeks.build(calm, people).loc[week, LOOKED_BACK]
    after = person_weeks.build(stormy, people).loc[week, LOOKED_BACK]
    assert before.notna().all()
    assert before.equals(after)


def test_a_lag_below_one_week_is_refused():
    with pytest.raises(person_weeks.LookAheadError, match="future"):
        person_weeks.back(np.zeros((1, 3)), 0)
    with pytest.raises(person_weeks.LookAheadError):
        person_weeks.back(np.zeros((1, 3)), -1)


def test_a_lag_longer_than_the_log_is_unknown():
    assert np.isnan(person_weeks.back(np.ones((2, 3)), 5)).all()


def test_one_unknown_strength_week_makes_the_dose_of_eight_weeks_unknown(known_weeks, people):
    weeks = known_weeks(24, hip_sets=[5.0] * 24)
    weeks.loc[10, "hip_sets"] = None
    dose = person_weeks.build(weeks, people)["dose"]
    assert dose[11:19].isna().all()
    assert dose[19:].tolist() == pytest.approx([5.0] * 5)


def test_a_week_with_six_of_seven_days_of_strength_log_is_unknown(known_weeks, people):
    weeks = known_weeks(20, hip_sets=[5.0] * 20)
    weeks.loc[10, "days_covered_strength"] = 6
    assert person_weeks.build(weeks, people)["dose"][11:19].isna().all()


def test_a_missing_week_is_unknown_and_not_rest(known_weeks, people):
    weeks = known_weeks(24, hip_sets=[5.0] * 24).drop(index=10)
    dose = person_weeks.build(weeks, people).set_index("week_start")["dose"]
    assert len(dose) == 23
    assert dose.iloc[10:18].isna().all()


def test_twelve_weeks_after_an_injury_do_not_count(known_weeks, people):
    injured = [0] * 30
    injured[12] = 1
    frame = person_weeks.build(known_weeks(30, injuries_new_time_loss=injured), people)
    assert frame.loc[12, "y"] == 1 and pd.isna(frame.loc[12, "left_out_because"])
    assert (frame.loc[13:24, "left_out_because"] == "within 12 weeks after an injury").all()
    assert pd.isna(frame.loc[25, "left_out_because"])


def test_earlier_injuries_are_unknown_until_the_log_reaches_back_a_year(known_weeks, people):
    injured = [0] * 120
    injured[60] = 1
    earlier = person_weeks.build(known_weeks(120, injuries_new_time_loss=injured), people)["prev_injury_52w"]
    assert earlier[:52].isna().all()
    assert (earlier[52:61] == 0).all()
    assert (earlier[61:113] == 1).all()
    assert (earlier[113:] == 0).all()


def test_hours_of_the_last_weeks_are_known_after_four_and_read_up_to_the_week_before(known_weeks, people):
    hours = [2.0, 4.0, 6.0, 8.0, 11.0, 1.0]
    frame = person_weeks.build(known_weeks(6, moving_s=[3600 * h for h in hours]), people)
    # the mean of four weeks, (2 + 4 + 6 + 8) / 4 = 5, then 5 + (11 - 5) / 6 = 6
    assert frame["log_ctl"][:4].isna().all()
    assert np.exp(frame["log_ctl"][4:]).tolist() == pytest.approx([5.0, 6.0])


def test_pain_of_the_week_before_is_read_and_a_week_without_check_in_is_unknown(known_weeks, people):
    weeks = known_weeks(5, checkin_pain_0_10=[0.0, 3.0, None, 0.0, 8.0])
    pain = person_weeks.build(weeks, people)["pain_last_week"].tolist()
    assert pain[1:3] == [0.0, 1.0]
    assert math.isnan(pain[0]) and math.isnan(pain[3])
    assert pain[4] == 0.0


def test_weeks_lost_to_an_older_injury_do_not_count_and_the_week_of_the_injury_does(known_weeks, people):
    weeks = known_weeks(16)
    weeks.loc[12, ["injuries_new_time_loss", "time_loss_days"]] = [1, 3]
    weeks.loc[13, ["time_loss_days", "moving_s"]] = [7, 0.0]
    reasons = person_weeks.build(weeks, people)["left_out_because"]
    assert pd.isna(reasons[12])
    assert reasons[13] == "laid off by an injury"


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        ("days_covered_running", "running log incomplete"),
        ("days_covered_injury", "injury log incomplete"),
    ],
)
def test_a_week_that_is_partly_outside_a_log_is_not_used_and_says_why(known_weeks, people, log, reason):
    weeks = known_weeks(16)
    weeks.loc[12, log] = 6
    assert person_weeks.build(weeks, people)["left_out_because"][12] == reason


def test_a_week_of_rest_is_known_and_not_at_risk(known_weeks, people):
    weeks = known_weeks(16)
    weeks.loc[12, "moving_s"] = 0.0
    frame = person_weeks.build(weeks, people)
    assert frame["hours"][12] == 0.0
    assert frame["left_out_because"][12] == "no running"


def test_case_levels_count_their_own_injuries(known_weeks, people):
    weeks = known_weeks(12, injuries_new_complaint=[0] * 10 + [1, 0])
    assert person_weeks.build(weeks, people, case_level="complaint")["y"].sum() == 1
    assert person_weeks.build(weeks, people, case_level="time_loss")["y"].sum() == 0


def test_two_athletes_never_read_each_others_weeks(known_weeks, people):
    strong = known_weeks(12, hip_sets=[10.0] * 12)
    idle = known_weeks(12, athlete_id=2)
    dose = person_weeks.build(pd.concat([strong, idle]), people).groupby("athlete_id")["dose"].last()
    assert dose.tolist() == pytest.approx([10.0, 0.0])


def test_an_unknown_age_or_sex_stays_unknown(known_weeks, people):
    frame = person_weeks.build(pd.concat([known_weeks(1), known_weeks(1, athlete_id=2)]), people)
    assert frame["age_years"].tolist()[0] == 40.0 and math.isnan(frame["age_years"].tolist()[1])
    assert frame["female"].tolist()[0] == 1.0 and math.isnan(frame["female"].tolist()[1])


def test_a_week_twice_or_a_tuesday_is_refused(known_weeks, people):
    week = known_weeks(2)
    with pytest.raises(ValueError, match="twice"):
        person_weeks.build(pd.concat([week, week]), people)
    week["week_start"] = pd.to_datetime(["2024-01-01", "2024-01-09"])
    with pytest.raises(ValueError, match="Mondays"):
        person_weeks.build(week, people)


def test_an_empty_store_gives_an_empty_frame(known_weeks, people):
    assert person_weeks.build(known_weeks(0), people.head(0)).empty
    runs = pd.DataFrame(
        columns=[
            "athlete_id",
            "week_start",
            "steady_graded_speed_m_s",
            "steady_hr_mean_bpm",
            "slope_log_speed_per_bpm",
            "temperature_mean_c",
        ]
    )
    assert person_weeks.build_pace(known_weeks(0), runs).empty


def _runs(**columns: list[float]) -> pd.DataFrame:
    frame = pd.DataFrame(columns)
    return frame.assign(
        athlete_id=1,
        week_start=pd.Timestamp("2024-03-18"),
        steady_excluded_because=None,
        temperature_mean_c=columns.get("temperature_mean_c", 17.0),
    )


def test_speed_is_moved_to_the_usual_heart_rate_by_the_fallback_slope():
    runs = _runs(
        steady_graded_speed_m_s=[3.0, 3.0, 3.0],
        steady_hr_mean_bpm=[140.0, 150.0, 160.0],
        slope_log_speed_per_bpm=[None, None, None],
    )
    weekly = person_weeks.weekly_speed(runs)
    # usual heart rate 150: ten beats below is worth +6 %, ten above -6 %; they cancel in the mean
    assert weekly["log_speed"].tolist() == pytest.approx([math.log(3.0)])
    one = person_weeks.weekly_speed(
        pd.concat([runs, runs.head(1).assign(week_start=pd.Timestamp("2024-03-25"))])
    )
    # four runs now: the median is 145, five beats above 140
    assert one["log_speed"].tolist()[1] == pytest.approx(math.log(3.0) + 0.006 * 5)
    assert weekly["weight"].tolist() == [3.0] and weekly["heat_c"].tolist() == [5.0]


def test_five_runs_with_a_slope_of_their_own_replace_the_fallback():
    runs = _runs(
        steady_graded_speed_m_s=[3.0] * 5,
        steady_hr_mean_bpm=[140.0, 150.0, 150.0, 150.0, 150.0],
        slope_log_speed_per_bpm=[0.008, 0.010, 0.012, 0.010, 0.010],
    )
    weekly = person_weeks.weekly_speed(runs)
    assert weekly["log_speed"].tolist() == pytest.approx([math.log(3.0) + 0.010 * 10 / 5])
    assert weekly["weight"].tolist() == [4.0]


def test_a_run_that_was_excluded_gives_no_speed():
    runs = _runs(
        steady_graded_speed_m_s=[3.0], steady_hr_mean_bpm=[140.0], slope_log_speed_per_bpm=[None]
    ).assign(steady_excluded_because="intervals")
    assert person_weeks.weekly_speed(runs).empty


def test_the_pace_frame_reads_the_same_dose_and_leaves_injured_weeks_out(known_weeks, people):
    weeks = known_weeks(16, hip_sets=[6.0] * 16)
    weeks.loc[12, "time_loss_days"] = 2
    runs = pd.DataFrame(
        {
            "athlete_id": 1,
            "week_start": weeks["week_start"][11:14],
            "steady_graded_speed_m_s": 3.0,
            "steady_hr_mean_bpm": 140.0,
            "slope_log_speed_per_bpm": None,
            "temperature_mean_c": [5.0, 5.0, None],
        }
    )
    pace = person_weeks.build_pace(weeks, runs)
    injury = person_weeks.build(weeks, people)
    pd.testing.assert_series_equal(pace["dose"], injury["dose"])
    reasons = pace["left_out_because"].fillna("used").tolist()
    assert reasons[10:15] == ["no steady run", "used", "laid off by an injury", "used", "no steady run"]
    assert pace["heat_c"].tolist()[11] == 0.0 and math.isnan(pace["heat_c"].tolist()[13])
    assert pace["years"].tolist()[13] == pytest.approx(13 / 52)
