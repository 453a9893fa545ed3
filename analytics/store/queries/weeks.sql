-- Athlete-weeks: one athlete's, or everybody's where no athlete is named.
SELECT *
FROM athlete_week
WHERE $athlete_id IS NULL OR athlete_id = CAST($athlete_id AS INTEGER)
ORDER BY athlete_id, week_start
