-- Of several athletes. Runs with a steady part at an easy heart rate: what pace at a fixed heart rate is made of.
SELECT
    athlete_id, activity_id, local_date, week_start, steady_s, steady_graded_speed_m_s, steady_hr_mean_bpm,
    slope_log_speed_per_bpm, temperature_mean_c
FROM running_session
WHERE steady_graded_speed_m_s IS NOT NULL AND athlete_id IN (SELECT unnest($athlete_ids))
ORDER BY athlete_id, start_utc
