-- The routines an athlete saved, the latest first.
SELECT routine_id, name, routine, saved_at_utc FROM saved_routine
WHERE athlete_id = $athlete_id
ORDER BY saved_at_utc DESC, routine_id DESC
