-- One athlete's load day by day; NULL outside the running log, and where a session's load is not known.
SELECT local_date, week_start, running_covered, runs, load_au, loads_unknown, loads_estimated
FROM athlete_day
WHERE athlete_id = $athlete_id
ORDER BY local_date
