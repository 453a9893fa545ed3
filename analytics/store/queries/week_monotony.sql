-- Mean over standard deviation of the seven daily loads of each week (Foster's monotony); NULL where a day's load is unknown.
SELECT athlete_id, week_start, avg(load_au) / nullif(stddev_samp(load_au), 0) AS load_monotony
FROM athlete_day
GROUP BY athlete_id, week_start
HAVING count(load_au) = 7
ORDER BY athlete_id, week_start
