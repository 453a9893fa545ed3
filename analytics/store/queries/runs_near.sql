-- Runs up to a day, the newest first: an injury may have begun in one of them.
SELECT activity_id, name, start_local, distance_m
FROM running_session
WHERE athlete_id = $athlete_id AND local_date BETWEEN CAST($since AS DATE) AND CAST($until AS DATE)
ORDER BY start_local DESC
