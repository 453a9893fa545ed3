-- Of several athletes. Minutes of running day by day; a day outside the running log is unknown.
SELECT athlete_id, local_date, week_start, moving_s
FROM athlete_day
WHERE athlete_id IN (SELECT unnest($athlete_ids))
ORDER BY athlete_id, local_date
