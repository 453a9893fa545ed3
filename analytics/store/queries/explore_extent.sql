-- The first and the last day there is to explore, and each athlete's years.
SELECT athlete_id, min(local_date) AS first_date, max(local_date) AS last_date
FROM athlete_day
GROUP BY athlete_id
ORDER BY athlete_id
