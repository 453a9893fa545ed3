-- One activity as it is shown now, as far as a person can change it.
SELECT
    a.activity_id, a.athlete_id, a.name, a.description, a.start_utc, a.start_local, a.is_race, a.left_out_because,
    a.has_records, count(*) AS sessions, min(s.sport) AS sport, count(DISTINCT s.sport) AS sports,
    min(s.sub_sport) AS sub_sport, sum(s.distance_m) AS distance_m, sum(s.moving_s) AS moving_s,
    sum(coalesce(s.elapsed_s, s.moving_s)) AS elapsed_s, max(s.rpe_0_10) AS rpe_0_10,
    max(epoch(coalesce(s.start_utc, a.start_utc)) + coalesce(s.elapsed_s, s.moving_s, 0) - epoch(a.start_utc)) AS length_s
FROM activity AS a
JOIN session AS s ON s.activity_id = a.activity_id
WHERE a.activity_id = $activity_id
GROUP BY ALL
