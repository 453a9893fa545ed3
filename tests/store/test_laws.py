"""The store's own laws: durable tables without rules, and every rule with its words and a row that breaks it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from analytics.store import Store, people, sieve
from analytics.store.sieve import BOOKKEEPING, Sieve

KNOWN = {"known_exercise": ["hip-dip-wall"], "known_diagnosis": ["pfp"], "known_site": ["knee"]}
LATEST = dt.date(2026, 11, 23)
NOON = dt.datetime(2026, 3, 2, 12)
DAY = dt.date(2026, 3, 2)  # a Monday

SOUND: dict[str, dict[str, Any]] = {
    "activity": {
        "activity_id": 1, "athlete_id": 1, "start_utc": NOON, "start_local": NOON, "zone_basis": "file",
        "has_records": False,
    },
    "session": {
        "sport": "running", "distance_m": 10_000, "moving_s": 3600, "elapsed_s": 3700, "ascent_m": 50,
        "descent_m": 50, "hr_mean_bpm": 150, "hr_max_bpm": 170, "cadence_mean_spm": 170, "power_mean_w": 250,
        "energy_kcal": 700, "temperature_mean_c": 20, "rpe_0_10": 5,
    },
    "lap": {"distance_m": 1000, "moving_s": 300, "elapsed_s": 301, "hr_mean_bpm": 150, "hr_max_bpm": 160},
    "best_effort": {"effort": "distance", "distance_m": 400, "duration_s": 90, "start_offset_s": 0},
    "run_measure": {"steady_s": 900, "steady_graded_speed_m_s": 3, "steady_hr_mean_bpm": 140},
    "strength_set": {
        "athlete_id": 1, "source": "hevy", "performed_on": DAY, "set_no": 0, "exercise_id": "hip-dip-wall",
        "label_confidence": 1, "set_type": "normal", "side": "left", "sets": 1, "reps": 10, "duration_s": 30,
        "load_kg": 20, "rir": 2, "pain_0_10": 0, "purpose": "prevention", "lane": "logged", "hip_sets": 1,
        "trunk_sets": 0,
    },
    "injury": {
        "athlete_id": 1, "onset_date": DAY, "site": "knee", "diagnosis_id": "pfp", "side": "left",
        "mode": "acute_sudden", "case_level": "time_loss", "time_loss_start": DAY, "recovered_date": DAY,
        "pain_0_10": 5, "injury_id": 7, "onset": "sudden", "onset_precision": "day", "onset_relation": "during_run",
        "mechanism": "twist", "recurrence": "reinjury", "recurrence_of": 6, "tissue": "joint",
        "diagnosis_text": "sore", "osiics": "KCP", "time_loss_end": DAY, "return_training_date": DAY,
        "return_competition_date": DAY, "treated_by": "doctor",
    },
    "checkin": {
        "athlete_id": 1, "week_start": DAY, "q1": 0, "q2": 8, "q3": 17, "q4": 25, "pain_0_10": 2, "site": "knee",
        "problem_kind": "injury", "side": "left", "sleep_1_5": 1, "fatigue_1_5": 2, "soreness_1_5": 3,
        "stress_1_5": 4, "mood_1_5": 5,
    },
    "checkin_problem": {
        "athlete_id": 1, "week_start": DAY, "problem_no": 1, "problem_kind": "injury", "site": "knee",
        "side": "left", "q1": 8, "q2": 8, "q3": 17, "q4": 25, "pain_0_10": 2,
    },
    "log_version": {
        "athlete_id": 1, "log_name": "injury", "entry_key": "7", "version_no": 1, "did": "edited",
        "changed_at_utc": NOON,
    },
    "weekly_load": {
        "athlete_id": 1, "week_start": DAY, "runs": 3, "distance_m": 30_000, "moving_s": 10_000,
        "longest_run_m": 12_000, "hip_sets": 6,
    },
    "coverage": {"athlete_id": 1, "what": "running", "first_date": DAY, "last_date": DAY, "basis": "declared"},
    "athlete": {
        "athlete_id": 1, "name": "Ada", "sex": "female", "birth_year": 1990, "body_mass_kg": 60, "hr_max_bpm": 190,
        "hr_rest_bpm": 50, "level": 2, "running_since": 2010, "simulated": False,
    },
    "activity_pause": {"start_utc": NOON, "duration_s": 60},
    "activity_sensor": {"name": "garmin hrm4_run"},
    "activity_gear": {"name": "Red shoes"},
    "wearer_fact": {"fact": "weight_kg", "fact_value": 60},
    "activity_unread": {"message_no": 140, "messages": 1},
    "gear": {"athlete_id": 1, "gear_kind": "shoe", "name": "Red shoes", "limit_m": 800_000},
    "gear_use": {"athlete_id": 1, "external_id": "11", "name": "Red shoes"},
    "personal_record": {
        "athlete_id": 1, "record_kind": "Best 5km Run", "record_value": 1200, "distance_m": 5000,
        "duration_s": 1200, "achieved_on": DAY,
    },
    "source_file": {"sha256": "ab", "name": "a.fit", "status": "added"},
    "guided_session": {
        "session_token": "t", "athlete_id": 1, "workout": "Hip dips", "plan": "{}", "progress_seq": 3,
        "session_status": "finished", "performed_on": DAY, "started_at_utc": NOON, "finished_at_utc": NOON,
        "pain_during_0_10": 1, "pain_end_0_10": 2, "pain_next_morning_0_10": 0,
    },
    "recommendation": {
        "athlete_id": 1, "given_on": DAY, "rule_id": "D1", "advice_kind": "do", "headline": "Hip dips",
        "evidence_ids": "convention-hip-dips", "hip_sets_advised": 5.2, "given_at_utc": NOON,
        "declined_because": "no_time",
    },
    "saved_routine": {
        "routine_id": 1, "athlete_id": 1, "name": "Knee days", "routine": "{}", "saved_at_utc": NOON,
    },
    "athlete_threshold": {
        "threshold_no": 1, "athlete_id": 1, "threshold": "hr_max_bpm", "threshold_value": 190, "from_date": DAY,
        "basis": "said", "said_at_utc": NOON,
    },
    "load_setting": {
        "setting_no": 1, "athlete_id": 1, "hr_zone_method": "hr_max", "load_basis": "trimp",
        "strength_in_load": "all", "said_at_utc": NOON,
    },
    "week_setting": {
        "athlete_id": 1, "running_days": "rest,hard,rest,easy,rest,easy,long", "hip_goal": "build",
        "race_on": dt.date(2026, 12, 20), "race_km": 42.2, "set_at_utc": NOON,
    },
    "activity_edit": {
        "edit_no": 1, "athlete_id": 1, "activity_id": 7, "edit_kind": "name", "edit_was": "null",
        "edit_is": '"Hills"', "said_at_utc": NOON,
    },
    "exercise_label": {
        "athlete_id": 1, "source": "hevy", "name_key": "zebra", "exercise_id": "hip-dip-wall", "label_no": 1,
        "said_at_utc": NOON,
    },
    "side_convention": {"athlete_id": 1, "source": "hevy", "row_sides": "total", "said_at_utc": NOON},
    "note_decision": {
        "athlete_id": 1, "finding_id": 7, "finding_kind": "strength", "decision": "confirmed",
        "decided_at_utc": NOON,
    },
    "explore_view": {"view_id": 1, "name": "Hips", "view": "{}", "pinned": False, "saved_at_utc": NOON},
    "explore_formula": {
        "formula_id": 1, "name": "Sets a km", "formula": "hip_sets / distance_m", "unit": "sets", "saved_at_utc": NOON,
    },
    "group_plan": {
        "plan_id": 1,
        "athlete_id": 1,
        "name": "Block 1",
        "routine": "{}",
        "first_date": dt.date(2026, 3, 2),
        "last_date": dt.date(2026, 3, 29),
        "times_a_week": 2,
        "assigned_at_utc": NOON,
    },
    "house_setting": {"setting": "case_level", "setting_value": "time_loss", "set_at_utc": NOON},
    "sql_query": {"query_no": 1, "query": "SELECT 1", "asked_at_utc": NOON, "answer_rows": 1},
    "import_problem": {"reason": "line 3 has no date"},
}  # fmt: skip

BROKEN: list[tuple[str, dict[str, Any], str]] = [
    # table, what is wrong, what a person reads
    ("activity", {"activity_id": 2**53}, "does not fit a calendar"),
    ("activity", {"athlete_id": None}, "nobody is named"),
    ("activity", {"start_utc": None}, "no start time"),
    ("activity", {"start_local": None}, "no local start time"),
    ("activity", {"start_utc": dt.datetime(1960, 1, 1), "start_local": dt.datetime(1960, 1, 1)}, "before 1970"),
    ("activity", {"start_utc": dt.datetime(1989, 12, 31, 5), "start_local": dt.datetime(1989, 12, 31, 5)},
     "clock was not set: it says 1989-12-31 05:00:00"),
    ("activity", {"start_utc": dt.datetime(2026, 11, 25), "start_local": dt.datetime(2026, 11, 25)}, "in the future"),
    ("activity", {"start_local": NOON + dt.timedelta(hours=27)}, "differ by more than 26 hours"),
    ("activity", {"zone_basis": "guessed"}, "is not known"),
    ("activity", {"has_records": None}, "whether there are records"),
    ("session", {"sport": None}, "sport is missing"),
    ("session", {"sport": "chess"}, "the sport 'chess' is not one we know"),
    ("session", {"distance_m": 1_000_001}, "a distance of 1e+06 m is not between 0 and 1,000 km"),
    ("session", {"moving_s": -1}, "a moving time of -1 s"),
    ("session", {"elapsed_s": 2_592_001}, "not between 0 and 30 days"),
    ("session", {"moving_s": 3800}, "3800 s is longer than the elapsed time of 3700 s"),
    ("session", {"ascent_m": -1}, "an ascent of -1 m"),
    ("session", {"descent_m": 50_001}, "a descent of 50001 m"),
    ("session", {"hr_mean_bpm": 300}, "a mean heart rate of 300 is not between 20 and 260"),
    ("session", {"hr_max_bpm": 0}, "a highest heart rate of 0"),
    ("session", {"cadence_mean_spm": 401}, "a cadence of 401"),
    ("session", {"power_mean_w": float("inf")}, "a mean power of inf W"),
    ("session", {"energy_kcal": -1}, "an energy of -1 kcal"),
    ("session", {"temperature_mean_c": 127}, "a temperature of 127 degrees"),
    ("session", {"rpe_0_10": 11}, "a perceived exertion of 11"),
    ("lap", {"distance_m": -1}, "a lap of -1 m"),
    ("lap", {"moving_s": -1}, "a lap of -1 s"),
    ("lap", {"elapsed_s": -2}, "a lap of -2 s"),
    ("lap", {"hr_mean_bpm": 1}, "a lap's mean heart rate of 1 "),
    ("lap", {"hr_max_bpm": 1}, "a lap's highest heart rate of 1 "),
    ("best_effort", {"effort": None}, "what kind of best effort"),
    ("best_effort", {"effort": "leap"}, "the best effort 'leap'"),
    ("best_effort", {"distance_m": None}, "has no distance"),
    ("best_effort", {"distance_m": -1}, "a best effort over -1 m"),
    ("best_effort", {"duration_s": None}, "has no duration"),
    ("best_effort", {"duration_s": -1}, "a best effort of -1 s"),
    ("run_measure", {"steady_s": -1}, "a steady part of -1 s"),
    ("run_measure", {"steady_graded_speed_m_s": 16}, "a graded speed of 16 m/s"),
    ("run_measure", {"steady_hr_mean_bpm": 10}, "a steady heart rate of 10"),
    ("strength_set", {"athlete_id": None}, "nobody is named"),
    ("strength_set", {"source": None}, "where it comes from"),
    ("strength_set", {"performed_on": None}, "the set has no date"),
    ("strength_set", {"performed_on": dt.date(1066, 10, 14)}, "the date, 1066-10-14, lies before 1970"),
    ("strength_set", {"performed_on": dt.date(2026, 11, 24)}, "the date, 2026-11-24, lies in the future"),
    ("strength_set", {"set_no": None}, "no place in its workout"),
    ("strength_set", {"set_no": -1}, "set number -1"),
    ("strength_set", {"exercise_id": "levitation"}, "the exercise 'levitation' is not in our list"),
    ("strength_set", {"label_confidence": 2}, "certainty of the label"),
    ("strength_set", {"set_type": None}, "the set has no type"),
    ("strength_set", {"set_type": "rest"}, "a rest is not a set"),
    ("strength_set", {"side": "middle"}, "the side 'middle' is not left, right, both or each"),
    ("strength_set", {"sets": None}, "number of sets is missing"),
    ("strength_set", {"sets": 10**30}, "a very large number sets in one row is not between 1 and 100"),
    ("strength_set", {"reps": 1001}, "1001 repetitions is not between 0 and 1,000"),
    ("strength_set", {"duration_s": 36_001}, "a duration of 36001 s"),
    ("strength_set", {"load_kg": -5}, "a load of -5 kg"),
    ("strength_set", {"rir": -1}, "-1 repetitions in reserve"),
    ("strength_set", {"pain_0_10": 11}, "a pain of 11"),
    ("strength_set", {"purpose": "fun"}, "the purpose 'fun'"),
    ("strength_set", {"lane": None}, "logged, described or assumed"),
    ("strength_set", {"lane": "fast"}, "'fast' is not logged, described or assumed"),
    ("strength_set", {"hip_sets": -1}, "a credit of -1 hip sets"),
    ("strength_set", {"trunk_sets": -1}, "a credit of -1 trunk sets"),
    ("injury", {"athlete_id": None}, "nobody is named"),
    ("injury", {"onset_date": None}, "no date of onset"),
    ("injury", {"onset_date": dt.date(1969, 1, 1)}, "lies before 1970"),
    ("injury", {"onset_date": dt.date(2027, 1, 1), "time_loss_start": None, "recovered_date": None}, "in the future"),
    ("injury", {"site": "tail"}, "the site 'tail' is not in our list"),
    ("injury", {"diagnosis_id": "gout"}, "the diagnosis 'gout' is not in our list"),
    ("injury", {"side": "middle"}, "the side 'middle'"),
    ("injury", {"mode": "slow"}, "the mode of onset 'slow'"),
    ("injury", {"case_level": None}, "how far the injury went"),
    ("injury", {"case_level": "bad"}, "'bad' is not complaint, substantial or time_loss"),
    ("injury", {"time_loss_start": dt.date(2026, 3, 1)}, "begins on 2026-03-01, before the onset on 2026-03-02"),
    ("injury", {"recovered_date": dt.date(2026, 3, 1)}, "recovery on 2026-03-01 lies before the onset on 2026-03-02"),
    ("injury", {"recovered_date": dt.date(2027, 1, 1)}, "recovery on 2027-01-01 lies in the future"),
    ("injury", {"time_loss_start": dt.date(2026, 3, 5)}, "after the recovery on 2026-03-02"),
    ("injury", {"pain_0_10": -1}, "a pain of -1"),
    ("injury", {"onset": "soon"}, "the onset 'soon' is not sudden or gradual"),
    ("injury", {"onset_precision": "month"}, "'month' is not day or week"),
    ("injury", {"onset_relation": "asleep"}, "'asleep' is not during_run"),
    ("injury", {"mechanism": "magic"}, "the mechanism 'magic'"),
    ("injury", {"recurrence": "again"}, "'again' is not new"),
    ("injury", {"recurrence_of": 7}, "cannot come back from itself"),
    ("injury", {"tissue": "hair"}, "the tissue 'hair'"),
    ("injury", {"diagnosis_text": "x" * 201}, "longer than 200 characters"),
    ("injury", {"osiics": "knee 1"}, "'knee 1' is not an OSIICS code"),
    ("injury", {"time_loss_end": dt.date(2026, 3, 1), "time_loss_start": None}, "full training again on 2026-03-01 lies before the onset"),
    ("injury", {"time_loss_end": dt.date(2026, 3, 1)}, "before the first day missed, 2026-03-02"),
    ("injury", {"time_loss_end": dt.date(2027, 1, 1)}, "full training again on 2027-01-01 lies in the future"),
    ("injury", {"return_training_date": dt.date(2026, 3, 1)}, "the first run again on 2026-03-01 lies before"),
    ("injury", {"return_training_date": dt.date(2027, 1, 1)}, "the first run again on 2027-01-01 lies in the future"),
    ("injury", {"return_competition_date": dt.date(2026, 3, 1)}, "the first race again on 2026-03-01 lies before"),
    ("injury", {"return_competition_date": dt.date(2027, 1, 1)}, "the first race again on 2027-01-01 lies in the future"),
    ("injury", {"treated_by": "magician"}, "'magician' is not nobody"),
    ("checkin", {"athlete_id": None}, "nobody is named"),
    ("checkin", {"week_start": None}, "has no week"),
    ("checkin", {"week_start": dt.date(2026, 3, 3)}, "2026-03-03 is not a Monday"),
    ("checkin", {"week_start": dt.date(2026, 11, 30)}, "before 1970 or in the future"),
    ("checkin", {"q1": 1}, "the answer 1 to question 1 is not 0, 8, 17 or 25"),
    ("checkin", {"q2": 6}, "the answer 6 to question 2"),
    ("checkin", {"q3": 19}, "the answer 19 to question 3"),
    ("checkin", {"q4": -8}, "the answer -8 to question 4"),
    ("checkin", {"pain_0_10": 12}, "a pain of 12"),
    ("checkin", {"q1": None, "q2": None, "q3": None, "q4": None, "pain_0_10": None, "sleep_1_5": None,
     "fatigue_1_5": None, "soreness_1_5": None, "stress_1_5": None, "mood_1_5": None}, "holds no answer"),
    ("checkin", {"site": "tail"}, "the site 'tail'"),
    ("checkin", {"problem_kind": "mood"}, "'mood' is not injury or illness"),
    ("checkin", {"side": "middle"}, "the side 'middle'"),
    ("checkin", {"sleep_1_5": 0}, "sleep of 0 is not between 1 and 5"),
    ("checkin", {"fatigue_1_5": 6}, "fatigue of 6 is not"),
    ("checkin", {"soreness_1_5": 6}, "soreness of 6 is not"),
    ("checkin", {"stress_1_5": 6}, "stress of 6 is not"),
    ("checkin", {"mood_1_5": 6}, "mood of 6 is not"),
    ("checkin_problem", {"athlete_id": None}, "nobody is named"),
    ("checkin_problem", {"week_start": None}, "has no week"),
    ("checkin_problem", {"week_start": dt.date(2026, 3, 3)}, "2026-03-03 is not a Monday"),
    ("checkin_problem", {"week_start": dt.date(2026, 11, 30)}, "before 1970 or in the future"),
    ("checkin_problem", {"problem_no": None}, "has no number"),
    ("checkin_problem", {"problem_no": 21}, "problem number 21"),
    ("checkin_problem", {"problem_kind": "mood"}, "'mood' is not injury or illness"),
    ("checkin_problem", {"site": "tail"}, "the site 'tail'"),
    ("checkin_problem", {"side": "middle"}, "the side 'middle'"),
    ("checkin_problem", {"q1": None}, "needs an answer to question 1"),
    ("checkin_problem", {"q1": 0}, "the answer 0 to question 1 tells of no problem"),
    ("checkin_problem", {"q2": 6}, "the answer 6 to question 2"),
    ("checkin_problem", {"q3": 19}, "the answer 19 to question 3"),
    ("checkin_problem", {"q4": -8}, "the answer -8 to question 4"),
    ("checkin_problem", {"pain_0_10": 12}, "a pain of 12"),
    ("log_version", {"athlete_id": None}, "nobody is named whose log"),
    ("log_version", {"log_name": None}, "which log was changed"),
    ("log_version", {"log_name": "shoes"}, "'shoes' is not injury or checkin"),
    ("log_version", {"entry_key": None}, "which entry was changed"),
    ("log_version", {"version_no": None}, "the change has no number"),
    ("log_version", {"did": None}, "what was done"),
    ("log_version", {"did": "sung"}, "'sung' is not a change we know"),
    ("log_version", {"changed_at_utc": None}, "when this was changed"),
    ("weekly_load", {"athlete_id": None}, "nobody is named"),
    ("weekly_load", {"week_start": None}, "the week has no date"),
    ("weekly_load", {"week_start": dt.date(2026, 3, 8)}, "2026-03-08 is not a Monday"),
    ("weekly_load", {"week_start": dt.date(2026, 12, 7)}, "before 1970 or in the future"),
    ("weekly_load", {"runs": 101}, "101 runs in a week"),
    ("weekly_load", {"distance_m": -1, "longest_run_m": None}, "a week of -1 m"),
    ("weekly_load", {"moving_s": 604_801}, "a moving time of 604801 s"),
    ("weekly_load", {"longest_run_m": -1}, "a longest run of -1 m"),
    ("weekly_load", {"longest_run_m": 31_000}, "the longest run, 31000 m, is longer than the week, 30000 m"),
    ("weekly_load", {"hip_sets": -1}, "-1 hip sets in a week"),
    ("weekly_load",
     {"runs": None, "distance_m": None, "moving_s": None, "longest_run_m": None, "hip_sets": float("nan")},
     "the week holds no number"),
    ("coverage", {"athlete_id": None}, "nobody is named"),
    ("coverage", {"what": None}, "which log"),
    ("coverage", {"what": "sleep"}, "'sleep' is not running, strength or injury"),
    ("coverage", {"first_date": None}, "the first day is missing"),
    ("coverage", {"last_date": None}, "the last day is missing"),
    ("coverage", {"first_date": dt.date(1969, 1, 1)}, "before 1970"),
    ("coverage", {"last_date": dt.date(2027, 1, 1)}, "in the future"),
    ("coverage", {"last_date": dt.date(2026, 3, 1)}, "the last day, 2026-03-01, lies before the first, 2026-03-02"),
    ("coverage", {"basis": None}, "how we know"),
    ("coverage", {"basis": "hope"}, "'hope' is not list"),
    ("athlete", {"athlete_id": None}, "no number"),
    ("athlete", {"name": None}, "the name is missing"),
    ("athlete", {"name": "  "}, "between 1 and 200 characters"),
    ("athlete", {"sex": "x"}, "the sex 'x'"),
    ("athlete", {"birth_year": 1899}, "the year of birth, 1899,"),
    ("athlete", {"body_mass_kg": 6}, "a body mass of 6 kg"),
    ("athlete", {"hr_max_bpm": 300}, "a highest heart rate of 300"),
    ("athlete", {"hr_rest_bpm": 10}, "a resting heart rate of 10"),
    ("athlete", {"hr_max_bpm": 90, "hr_rest_bpm": 95}, "not below the highest"),
    ("athlete", {"level": 6}, "level 6 is not between 1 and 5"),
    ("athlete", {"running_since": 2030}, "the year running began, 2030,"),
    ("athlete", {"simulated": None}, "whether this athlete is real"),
    ("activity_pause", {"start_utc": None}, "a pause has no start"),
    ("activity_pause", {"duration_s": None}, "a pause has no length"),
    ("activity_pause", {"duration_s": -1}, "a pause of -1 s"),
    ("activity_sensor", {"name": None}, "a sensor has no name"),
    ("activity_gear", {"name": None}, "has no name"),
    ("wearer_fact", {"fact": None}, "what the watch knew"),
    ("wearer_fact", {"fact": "age"}, "'age' is nothing we keep"),
    ("wearer_fact", {"fact_value": None}, "has no value"),
    ("wearer_fact", {"fact_value": 6}, "a weight of 6 kg"),
    ("wearer_fact", {"fact": "hr_rest_bpm", "fact_value": 130}, "a resting heart rate of 130"),
    ("wearer_fact", {"fact": "power_threshold_w", "fact_value": 4}, "a threshold power of 4 W"),
    ("wearer_fact", {"fact": "hr_zone_2_top_bpm", "fact_value": 0}, "a heart rate of 0 for hr_zone_2_top_bpm"),
    ("activity_unread", {"message_no": None}, "no number"),
    ("activity_unread", {"messages": None}, "how many messages"),
    ("gear", {"athlete_id": None}, "nobody is named"),
    ("gear", {"gear_kind": None}, "what kind of gear"),
    ("gear", {"gear_kind": "boat"}, "'boat' is not shoe, bike or other"),
    ("gear", {"name": None}, "the gear has no name"),
    ("gear", {"limit_m": -1}, "a limit of -1 m"),
    ("gear_use", {"athlete_id": None}, "nobody is named"),
    ("gear_use", {"external_id": None}, "what the gear was used for"),
    ("gear_use", {"name": None}, "has no name"),
    ("personal_record", {"athlete_id": None}, "nobody is named"),
    ("personal_record", {"record_kind": None}, "what the record is of"),
    ("personal_record", {"distance_m": -1}, "a record over -1 m"),
    ("personal_record", {"duration_s": -1}, "a record of -1 s"),
    ("personal_record", {"record_value": None}, "the record has no value"),
    ("personal_record", {"achieved_on": dt.date(2027, 1, 1)}, "lies in the future"),
    ("source_file", {"sha256": None}, "no fingerprint"),
    ("source_file", {"name": None}, "no name"),
    ("source_file", {"status": None}, "no status"),
    ("source_file", {"status": "eaten"}, "'eaten' is not added, known, refused or ignored"),
    ("source_file", {"status": "refused"}, "no reason is given"),
    ("import_problem", {"reason": None}, "no reason"),
    ("exercise_label", {"athlete_id": None}, "nobody is named whose label"),
    ("exercise_label", {"source": None}, "which log"),
    ("exercise_label", {"name_key": None}, "which name"),
    ("exercise_label", {"exercise_id": "zebra"}, "'zebra' is not in our list"),
    ("exercise_label", {"label_no": None}, "no number"),
    ("exercise_label", {"said_at_utc": None}, "when this was said"),
    ("side_convention", {"athlete_id": None}, "nobody is named whose log"),
    ("side_convention", {"source": None}, "which log is meant"),
    ("side_convention", {"row_sides": None}, "what a row stands for"),
    ("side_convention", {"row_sides": "three"}, "'three' is not both, total or one"),
    ("side_convention", {"said_at_utc": None}, "when this was said"),
    ("note_decision", {"athlete_id": None}, "nobody is named whose note"),
    ("note_decision", {"finding_id": None}, "decided about"),
    ("note_decision", {"finding_kind": None}, "strength work or a complaint"),
    ("note_decision", {"finding_kind": "mood"}, "'mood' is not strength or injury"),
    ("note_decision", {"decision": None}, "what was decided"),
    ("note_decision", {"decision": "maybe"}, "'maybe' is not confirmed or dismissed"),
    ("note_decision", {"decided_at_utc": None}, "when it was decided"),
    ("guided_session", {"session_token": None}, "no mark"),
    ("guided_session", {"workout": None}, "no title"),
    ("guided_session", {"plan": None}, "what was to be done"),
    ("guided_session", {"progress_seq": None}, "how far"),
    ("guided_session", {"progress_seq": -1}, "step -1"),
    ("guided_session", {"session_status": None}, "under way"),
    ("guided_session", {"session_status": "lost"}, "'lost' is not under_way"),
    ("guided_session", {"athlete_id": None}, "nobody is named whose session"),
    ("guided_session", {"performed_on": None}, "the session has no date"),
    ("guided_session", {"performed_on": dt.date(2026, 11, 24)}, "in the future"),
    ("guided_session", {"started_at_utc": None}, "when the session began"),
    ("guided_session", {"finished_at_utc": NOON - dt.timedelta(hours=1)}, "ended before it began"),
    ("guided_session", {"pain_during_0_10": 11}, "a pain of 11 is"),
    ("guided_session", {"pain_end_0_10": 11}, "a pain of 11 at the end"),
    ("guided_session", {"pain_next_morning_0_10": -1}, "a pain of -1 the next morning"),
    ("recommendation", {"athlete_id": None}, "nobody is named"),
    ("recommendation", {"given_on": None}, "has no date"),
    ("recommendation", {"given_on": dt.date(2026, 11, 24)}, "in the future"),
    ("recommendation", {"rule_id": None}, "which rule"),
    ("recommendation", {"advice_kind": None}, "has no kind"),
    ("recommendation", {"advice_kind": "cheer"}, "'cheer' is not stop"),
    ("recommendation", {"headline": None}, "what was recommended"),
    ("recommendation", {"evidence_ids": None}, "no evidence is named"),
    ("recommendation", {"evidence_ids": ""}, "no row of evidence"),
    ("recommendation", {"hip_sets_advised": 101}, "101 hip sets in one session"),
    ("recommendation", {"given_at_utc": None}, "when this was recommended"),
    ("recommendation", {"declined_because": "rain"}, "'rain' is not a reason"),
    ("saved_routine", {"routine_id": None}, "no number"),
    ("saved_routine", {"athlete_id": None}, "nobody is named whose routine"),
    ("saved_routine", {"name": None}, "no name"),
    ("saved_routine", {"name": " "}, "between 1 and 60 characters"),
    ("saved_routine", {"routine": None}, "what the routine holds"),
    ("saved_routine", {"routine": "x" * 8001}, "too long to keep"),
    ("saved_routine", {"saved_at_utc": None}, "when the routine was saved"),
    ("athlete_threshold", {"athlete_id": None}, "nobody is named whose threshold"),
    ("athlete_threshold", {"threshold": None}, "not said which threshold"),
    ("athlete_threshold", {"threshold": "vo2max"}, "'vo2max' is no threshold we know"),
    ("athlete_threshold", {"threshold_value": None}, "the threshold has no value"),
    ("athlete_threshold", {"threshold_value": 300}, "highest heart rate of 300"),
    ("athlete_threshold", {"threshold": "hr_rest_bpm"}, "resting heart rate of 190"),
    ("athlete_threshold", {"threshold": "threshold_hr_bpm", "threshold_value": 20}, "threshold heart rate of 20"),
    ("athlete_threshold", {"threshold": "threshold_speed_m_s"}, "threshold pace is not between"),
    ("athlete_threshold", {"threshold": "critical_power_w", "threshold_value": 5}, "critical power of 5 W"),
    ("athlete_threshold", {"threshold": "hr_zone_2_from_bpm", "threshold_value": 5}, "begins at 5 beats"),
    ("athlete_threshold", {"threshold": "pace_zone_2_from_m_s"}, "does not begin between 1:40 and 33:20"),
    ("athlete_threshold", {"threshold": "power_zone_5_from_w", "threshold_value": 5}, "begins at 5 W"),
    ("athlete_threshold", {"from_date": None}, "not said from which day on"),
    ("athlete_threshold", {"from_date": dt.date(2027, 1, 1)}, "lies in the future"),
    ("athlete_threshold", {"basis": None}, "not said who says so"),
    ("athlete_threshold", {"basis": "guessed"}, "'guessed' is no basis"),
    ("load_setting", {"athlete_id": None}, "nobody is named whose load"),
    ("load_setting", {"hr_zone_method": "age"}, "'age' is no way to make zones"),
    ("load_setting", {"load_basis": "steps"}, "'steps' is no basis of load"),
    ("load_setting", {"strength_in_load": "some"}, "'some' is no way to count"),
    ("load_setting", {"said_at_utc": None}, "not said when this was set"),
    ("activity", {"left_out_because": "bored"}, "'bored' is no reason we know"),
    ("activity_edit", {"edit_no": None}, "has no number"),
    ("activity_edit", {"athlete_id": None}, "nobody is named"),
    ("activity_edit", {"activity_id": None}, "no activity is named"),
    ("activity_edit", {"edit_kind": None}, "not said what is to be changed"),
    ("activity_edit", {"edit_kind": "weather"}, "'weather' is nothing that can be changed"),
    ("activity_edit", {"edit_is": None}, "not said what it is to be"),
    ("activity_edit", {"edit_is": "x" * 10_001}, "longer than 10,000 letters"),
    ("activity_edit", {"edit_kind": "split"}, "the second of two activities is missing"),
    ("week_setting", {"athlete_id": None}, "nobody is named whose weeks"),
    ("week_setting", {"running_days": None}, "not said which days are run"),
    ("week_setting", {"running_days": "easy,easy"}, "a week has seven days"),
    ("week_setting", {"hip_goal": "grow"}, "'grow' is no goal"),
    ("week_setting", {"race_km": 0}, "0 km is not a running race"),
    ("house_setting", {"setting": None}, "not said what is set"),
    ("house_setting", {"setting": "colour"}, "nothing called 'colour' to set"),
    ("house_setting", {"setting_value": None}, "not said what it is set to"),
    ("house_setting", {"setting_value": "all"}, "'all' is not complaint, substantial or time_loss"),
    ("house_setting", {"setting": "alert_budget", "setting_value": "0"}, "'0' flags a week is not"),
    ("house_setting", {"setting": "language", "setting_value": "Deutsch"}, "'Deutsch' is no language"),
    ("house_setting", {"setting": "units", "setting_value": "nautical"}, "'nautical' is not metric or imperial"),
    ("house_setting", {"setting": "motion", "setting_value": "rest"}, "'rest' is not pace or speed"),
    ("house_setting", {"setting": "numbers", "setting_value": "roman"}, "'roman' is no way to write numbers"),
    ("house_setting", {"setting": "first_day", "setting_value": "friday"}, "'friday' is not monday, sunday or"),
    ("group_plan", {"plan_id": None}, "the plan has no number"),
    ("group_plan", {"athlete_id": None}, "nobody is named to whom"),
    ("group_plan", {"name": None}, "the plan has no name"),
    ("group_plan", {"name": "x" * 61}, "between 1 and 60 characters"),
    ("group_plan", {"routine": None}, "what the routine holds"),
    ("group_plan", {"routine": "x" * 8001}, "too long to keep"),
    ("group_plan", {"first_date": None}, "when the plan begins"),
    ("group_plan", {"last_date": None}, "when the plan ends"),
    ("group_plan", {"last_date": dt.date(2026, 3, 1)}, "ends after it begins"),
    ("group_plan", {"times_a_week": None}, "how often a week"),
    ("group_plan", {"times_a_week": 8}, "8 times a week is not between 1 and 7"),
    ("group_plan", {"assigned_at_utc": None}, "when this was assigned"),
    ("house_setting", {"set_at_utc": None}, "not said when this was set"),
    ("week_setting", {"set_at_utc": None}, "not said when this was set"),
    ("explore_view", {"view_id": None}, "the view has no number"),
    ("explore_view", {"name": None}, "the view has no name"),
    ("explore_view", {"name": " "}, "between 1 and 80 characters"),
    ("explore_view", {"view": None}, "what the view shows"),
    ("explore_view", {"view": "x" * 4001}, "too long to keep"),
    ("explore_view", {"pinned": None}, "stands on the overview"),
    ("explore_view", {"saved_at_utc": None}, "when the view was saved"),
    ("sql_query", {"query_no": None}, "the query has no number"),
    ("sql_query", {"query": None}, "the query has no text"),
    ("sql_query", {"query": "  "}, "between 1 and 20,000 characters"),
    ("sql_query", {"query": "x" * 20_001}, "between 1 and 20,000 characters"),
    ("sql_query", {"asked_at_utc": None}, "when the query was asked"),
    ("sql_query", {"answer_rows": None}, "how many rows answered"),
    ("sql_query", {"answer_rows": -1}, "fewer rows than none"),
    ("explore_formula", {"formula_id": None}, "the measure has no number"),
    ("explore_formula", {"name": None}, "the measure has no name"),
    ("explore_formula", {"name": "x" * 61}, "between 1 and 60 characters"),
    ("explore_formula", {"formula": None}, "has no formula"),
    ("explore_formula", {"formula": "x" * 401}, "between 1 and 400 characters"),
    ("explore_formula", {"unit": "x" * 21}, "between 1 and 20 characters"),
    ("explore_formula", {"saved_at_utc": None}, "when the measure was saved"),
]  # fmt: skip


@pytest.fixture(scope="module")
def staging() -> Sieve:
    return Sieve(KNOWN)


def test_durable_tables_carry_no_constraint_index_sequence_or_enum(store: Store) -> None:
    with store.reader() as reader:
        for catalogue in ("duckdb_constraints", "duckdb_indexes", "duckdb_sequences"):
            found = reader.sql(f"SELECT * FROM {catalogue}() WHERE database_name = current_database()")
            assert len(found) == 0, catalogue
        types = reader.sql(
            "SELECT DISTINCT data_type FROM duckdb_columns() WHERE database_name = current_database()"
        )
        assert not [kind for kind in types.data_type if kind.startswith("ENUM")]


def test_staging_and_durable_tables_have_the_same_columns(store: Store, staging: Sieve) -> None:
    with store.reader() as reader:
        durable = reader.sql(
            "SELECT table_name, list(column_name ORDER BY column_name) AS named FROM duckdb_columns() "
            "WHERE database_name = current_database() GROUP BY table_name"
        )
    columns = dict(zip(durable.table_name, durable.named, strict=True))
    for table in staging.rules:
        assert sorted(staging.stored_columns(table)) == list(columns[table]), table
    passed_by = {
        "squad",
        "squad_member",
        "model_card",
        "revision",
        "schema_version",
        "loaded",
        "stale_athlete",
        "stale_load",
        "session_load",  # worked out of what has passed, as run measures are
        "column_mapping",
        "waiting_table",
        "activity_source",
        "activity_pair",
        "activity_piece",
        "import_batch",
        "batch_file",
        "batch_athlete",
    }
    aside = {table for table in columns if table.startswith("aside_")}  # rows that have passed staging before
    for table in aside:
        kept_of = set(columns[table.removeprefix("aside_")])
        assert set(columns[table]) - {"arrived_no"} == kept_of, table
    passed_by |= aside
    assert set(columns["record_plain"]) < set(columns["record_full"]) == set(columns["record"])
    passed_by |= {"record_plain", "record_full"}  # read together as `record`, whose rules they pass
    written = set(columns) - set(staging.rules) - passed_by
    computed = {
        "running_session",
        "coverage_joined",
        "log_match",
        "athlete_day",
        "athlete_week",
        "injury_span",
        "exposure_week",
        "steady_habit",
    }
    views = {
        "coverage_span",
        "coverage_piece",
        "counted_set",
        "log_set",
        "record_si",
        "set_dose",
        "current_athlete",
    }
    reference = {
        "time_zone",
        "exercise",
        "injury_kind",
        "injury_site",
        "dose_decay",
        "rule",
        "glossary",
        "evidence",
    }
    assert written == computed | views | reference | {f"{name}_now" for name in computed}


def test_every_table_about_a_person_is_emptied_when_they_are_removed(store: Store) -> None:
    with store.reader() as reader:
        found = reader.sql(
            "SELECT DISTINCT c.table_name FROM duckdb_columns() AS c JOIN duckdb_tables() AS t "
            "ON t.table_name = c.table_name AND t.database_name = current_database() "
            "WHERE c.column_name = 'athlete_id' AND c.database_name = current_database()"
        )
    from analytics.store import kept

    assert set(found.table_name) == {*people.BY_ATHLETE, *kept.tables()}


@pytest.mark.parametrize("table", SOUND)
def test_a_sound_row_goes_in(staging: Sieve, table: str) -> None:
    sifted = staging.sift(table, [SOUND[table]], latest_day=LATEST)
    assert (sifted.kept, sifted.refused, sifted.cleared) == ([0], {}, {})


@pytest.mark.parametrize("table", SOUND)
def test_a_row_whose_every_unknown_is_unknown_breaks_no_check(staging: Sieve, table: str) -> None:
    needed = {
        rule.broken_when.split(" IS NULL")[0] for rule in staging.rules[table] if rule.kind == "NOT NULL"
    }
    keep = needed | {"runs", "q1", "activity_id", "athlete_id"}
    row = {name: value for name, value in SOUND[table].items() if name in keep}
    assert staging.sift(table, [row], latest_day=LATEST).refused == {}


@pytest.mark.parametrize(
    ("table", "wrong", "words"), BROKEN, ids=[f"{t}-{'-'.join(w)}-{n}" for n, (t, w, _) in enumerate(BROKEN)]
)
def test_a_broken_rule_is_told_in_words_and_touches_no_other_row(
    staging: Sieve, table: str, wrong: dict[str, Any], words: str
) -> None:
    rows = [SOUND[table], SOUND[table] | wrong, SOUND[table]]
    sifted = staging.sift(table, rows, latest_day=LATEST)
    said = sifted.refused.get(1, []) + sifted.cleared.get(1, [])
    assert [sentence for sentence in said if words in sentence], said
    assert set(sifted.refused) | set(sifted.cleared) == {1}
    if sifted.refused:
        assert sifted.kept == [0, 2]
    else:
        assert sifted.kept == [0, 1, 2]
        assert any(
            sifted.table.column(name)[1].as_py() is None
            for name in [*wrong, "elapsed_s"]
            if name in SOUND[table]
        )
    assert sifted.table.num_rows == len(sifted.kept)


def test_every_rule_is_broken_by_some_row_above(staging: Sieve) -> None:
    broken = set()
    for table, wrong, _ in BROKEN:
        incoming = staging._arrow(table, [SOUND[table] | wrong], LATEST)
        broken |= {(rule.table, rule.broken_when) for _, rule in staging._ask(table, incoming)}
    rules = {(rule.table, rule.broken_when) for table in SOUND for rule in staging.rules[table]}
    assert rules - broken == set()
    assert set(staging.rules) - set(SOUND) == {"record"}


def test_the_rules_of_records_are_looked_at_in_bulk(staging: Sieve) -> None:
    kinds = {name: pa.int64() for name in staging.columns["record"]}
    rows = {name: [None, None, None] for name in kinds} | {
        "activity_id": [1, 1, 1],
        "time_fit_s": [5, None, 7],
        "latitude_sc": [10, 10, 2**31 - 2],
    }
    incoming = pa.table({name: pa.array(values, kinds[name]) for name, values in rows.items()})
    select, said = staging.sift_bulk("record", incoming)
    assert said == ["1 records have no time", "1 records lie beyond a pole"]
    with duckdb.connect() as other:
        other.register("incoming", incoming)
        kept = other.execute(f"SELECT time_fit_s, latitude_sc FROM ({select}) AS sound").fetchall()
    assert kept == [(5, 10), (7, None)]


def test_a_constraint_without_words_is_noticed() -> None:
    assert sieve.sentences_of(
        "CREATE TABLE t (\n    a INTEGER NOT NULL, -- a is missing\n    b INTEGER\n);"
    ) == {"t": ["a is missing"]}
    with pytest.raises(IndexError):
        sieve.sentences_of("CREATE TABLE t (\n    a INTEGER NOT NULL\n);")


def test_letters_no_database_can_hold_do_not_stop_a_row(staging: Sieve) -> None:
    row = SOUND["athlete"] | {"name": "Ada \ud800 \x00 <b>=1+1</b>"}
    sifted = staging.sift("athlete", [row], latest_day=LATEST)
    assert sifted.table.column("name")[0].as_py() == "Ada ?  <b>=1+1</b>"


def test_a_column_that_does_not_exist_is_a_mistake_of_ours(staging: Sieve) -> None:
    with pytest.raises(ValueError, match="no column shoe_size"):
        staging.sift("athlete", [{"shoe_size": 42}], latest_day=LATEST)
    assert BOOKKEEPING == ("row_no", "latest_day")
