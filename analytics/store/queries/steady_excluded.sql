-- Why runs give no pace at a fixed heart rate.
SELECT steady_excluded_because AS reason, count(*) AS runs
FROM running_session
WHERE athlete_id = $athlete_id AND steady_graded_speed_m_s IS NULL
GROUP BY 1
ORDER BY count(*) DESC, reason
