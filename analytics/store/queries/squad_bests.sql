-- Everybody's fastest time over each distance in so many days before each athlete's last run.
WITH last_run AS (
    SELECT athlete_id, max(local_date) AS last_date FROM running_session GROUP BY athlete_id
)
SELECT
    r.athlete_id, b.distance_m, min(b.duration_s) AS duration_s,
    arg_min(r.local_date, b.duration_s) AS local_date, arg_min(b.activity_id, b.duration_s) AS activity_id
FROM best_effort AS b
JOIN running_session AS r ON r.activity_id = b.activity_id AND r.session_no = b.session_no
JOIN last_run AS l ON l.athlete_id = r.athlete_id
WHERE b.effort = 'distance' AND r.local_date > l.last_date - to_days(CAST($days AS INTEGER))
    AND coalesce(r.sub_sport, '') NOT IN ('treadmill', 'indoor_running', 'virtual_activity')
GROUP BY r.athlete_id, b.distance_m
ORDER BY r.athlete_id, b.distance_m
