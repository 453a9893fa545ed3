-- Weeks answered: one athlete's, or everybody's where no athlete is named.
SELECT
    athlete_id, week_start, q1, q2, q3, q4, pain_0_10, site, side, problem_kind, sleep_1_5, fatigue_1_5,
    soreness_1_5, stress_1_5, mood_1_5
FROM checkin
WHERE $athlete_id IS NULL OR athlete_id = CAST($athlete_id AS INTEGER)
ORDER BY athlete_id, week_start
