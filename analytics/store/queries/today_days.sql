-- Days up to one, for what depends on the last weeks: which logs cover them, how far the athlete ran.
SELECT local_date, running_covered, strength_covered, injury_covered, distance_m, longest_run_m, hip_sets
FROM athlete_day
WHERE athlete_id = $athlete_id AND local_date BETWEEN CAST($since AS DATE) AND CAST($until AS DATE)
ORDER BY local_date
