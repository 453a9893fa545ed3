-- The longest run of an athlete.
SELECT distance_m, local_date
FROM running_session
WHERE athlete_id = $athlete_id AND distance_m IS NOT NULL
ORDER BY distance_m DESC, start_utc
LIMIT 1
