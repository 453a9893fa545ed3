-- Check-ins up to a day, the newest first.
SELECT week_start, q1, q2, q3, q4, pain_0_10, site
FROM checkin
WHERE athlete_id = $athlete_id AND week_start <= CAST($until AS DATE)
ORDER BY week_start DESC
