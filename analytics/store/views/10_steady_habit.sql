-- What an athlete's steady runs tell of them: the usual heart rate, and how speed rises with it within a run.
CREATE OR REPLACE VIEW steady_habit_now AS
SELECT
    athlete_id, median(steady_hr_mean_bpm) AS hr_ref_bpm,
    median(slope_log_speed_per_bpm) FILTER (WHERE slope_log_speed_per_bpm > 0) AS slope_log_speed_per_bpm,
    count(slope_log_speed_per_bpm) FILTER (WHERE slope_log_speed_per_bpm > 0) AS slopes
FROM running_session
WHERE steady_excluded_because IS NULL AND steady_hr_mean_bpm IS NOT NULL AND steady_graded_speed_m_s IS NOT NULL
GROUP BY athlete_id;
-- KEEP steady_habit
