-- Athlete-weeks of several athletes.
SELECT *
FROM athlete_week
WHERE athlete_id IN (SELECT unnest($athlete_ids))
ORDER BY athlete_id, week_start
