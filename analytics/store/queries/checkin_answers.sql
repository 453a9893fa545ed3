-- Weekly check-ins, counted by week and answers: how many athletes answered alike.
SELECT week_start, q1, q2, q3, q4, count(DISTINCT athlete_id) AS responses
FROM checkin
WHERE athlete_id IN (SELECT unnest($athlete_ids))
GROUP BY ALL
ORDER BY week_start, q1, q2, q3, q4
