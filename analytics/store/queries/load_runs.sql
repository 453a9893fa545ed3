-- One athlete's runs beside the longest of the days before each.
SELECT activity_id, session_no, local_date, week_start, start_utc, distance_m, longest_30d_before_m, spike_ratio
FROM running_session
WHERE athlete_id = $athlete_id AND distance_m IS NOT NULL AND local_date IS NOT NULL
ORDER BY start_utc
