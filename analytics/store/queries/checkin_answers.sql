-- Weekly check-ins, counted by week and answers: how many athletes answered alike (each has one row a week).
SELECT week_start, q1, q2, q3, q4, count(*) AS responses
FROM checkin
WHERE athlete_id BETWEEN list_min($athlete_ids) AND list_max($athlete_ids) AND athlete_id IN (SELECT unnest($athlete_ids))
GROUP BY ALL
ORDER BY week_start, q1, q2, q3, q4
