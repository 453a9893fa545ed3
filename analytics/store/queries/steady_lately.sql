-- Of several athletes the steady runs of the last weeks, each up to their own last week, with what is usual of all their
-- steady runs: the heart rate, and the slope of speed on it with how many runs have one.
WITH ended AS (
    SELECT athlete_id, max(week_start) AS last_week
    FROM athlete_week
    WHERE athlete_id IN (SELECT unnest($athlete_ids))
    GROUP BY athlete_id
),
steady AS (
    SELECT r.athlete_id, r.start_utc, r.week_start, r.steady_graded_speed_m_s, r.steady_hr_mean_bpm, r.slope_log_speed_per_bpm,
        r.temperature_mean_c, e.last_week
    FROM running_session AS r
    JOIN ended AS e ON e.athlete_id = r.athlete_id
    WHERE r.steady_graded_speed_m_s IS NOT NULL AND r.steady_hr_mean_bpm IS NOT NULL
),
usual AS (
    SELECT
        athlete_id, median(steady_hr_mean_bpm) AS usual_hr_bpm,
        median(slope_log_speed_per_bpm) FILTER (WHERE slope_log_speed_per_bpm > 0) AS usual_slope,
        count(*) FILTER (WHERE slope_log_speed_per_bpm > 0) AS slopes
    FROM steady
    GROUP BY athlete_id
)
SELECT
    s.athlete_id, s.week_start, s.steady_graded_speed_m_s, s.steady_hr_mean_bpm, s.slope_log_speed_per_bpm,
    s.temperature_mean_c, u.usual_hr_bpm, u.usual_slope, u.slopes
FROM steady AS s
JOIN usual AS u ON u.athlete_id = s.athlete_id
WHERE s.week_start > s.last_week - CAST(7 * $weeks_back AS INTEGER)
ORDER BY s.athlete_id, s.start_utc
