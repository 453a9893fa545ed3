-- How often and how far an athlete runs on each day of the week, over the covered days between two dates.
SELECT
    isodow(local_date) AS weekday, count(*) AS days_covered, count(*) FILTER (WHERE runs > 0) AS days_run,
    avg(CASE WHEN runs > 0 THEN distance_m END) AS distance_m
FROM athlete_day
WHERE athlete_id = $athlete_id AND running_covered AND local_date BETWEEN CAST($since AS DATE) AND CAST($until AS DATE)
GROUP BY isodow(local_date)
ORDER BY weekday
