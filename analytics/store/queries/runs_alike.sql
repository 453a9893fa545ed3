-- Runs of the athlete of about the same length, the newest first: those before a run, and those after it.
SELECT
    activity_id, local_date, start_utc, distance_m, moving_s, hr_mean_bpm, graded_speed_m_s, efficiency_m_per_beat,
    decoupling_pct, temperature_mean_c, ascent_m
FROM running_session
WHERE athlete_id = $athlete_id AND distance_m BETWEEN $low_m AND $high_m AND moving_s > 0
ORDER BY start_utc DESC
