-- Athlete-weeks of several athletes.
SELECT *
FROM athlete_week
WHERE list_contains($athlete_ids, athlete_id)
ORDER BY athlete_id, week_start
