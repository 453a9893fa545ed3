-- Hip sets of every day of an athlete's log: 0 is a day without, NULL a day that no strength log covers.
SELECT local_date, hip_sets
FROM athlete_day
WHERE athlete_id = $athlete_id
ORDER BY local_date
