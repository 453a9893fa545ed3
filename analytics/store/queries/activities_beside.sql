-- The athlete's other activities of the day before to the day after one: to be joined, or the same one told twice.
SELECT
    a.activity_id, a.name, a.start_utc, a.start_local, min(s.sport) AS sport, sum(s.distance_m) AS distance_m,
    sum(s.moving_s) AS moving_s,
    max(epoch(coalesce(s.start_utc, a.start_utc)) + coalesce(s.elapsed_s, s.moving_s, 0) - epoch(a.start_utc)) AS length_s
FROM activity AS me
JOIN activity AS a ON a.athlete_id = me.athlete_id AND a.activity_id <> me.activity_id
    AND a.start_utc BETWEEN me.start_utc - INTERVAL 1 DAY AND me.start_utc + INTERVAL 1 DAY
JOIN session AS s ON s.activity_id = a.activity_id
WHERE me.activity_id = $activity_id
GROUP BY ALL
ORDER BY a.start_utc
