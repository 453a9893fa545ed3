-- The fastest time of several athletes over each distance in so many days before each one's last run. The number of an
-- activity holds its second since 1970 above bit 22: by it efforts of older activities are passed over.
WITH last_run AS (
    SELECT athlete_id, max(local_date) AS last_date
    FROM running_session
    WHERE athlete_id IN (SELECT unnest($athlete_ids))
    GROUP BY athlete_id
),
oldest AS (
    SELECT CAST(epoch(CAST(min(last_date) - to_days(CAST($days + 2 AS INTEGER)) AS TIMESTAMP)) AS BIGINT) << 22 AS activity_id
    FROM last_run
),
run AS (
    SELECT r.athlete_id, r.activity_id, r.session_no, r.local_date
    FROM running_session AS r
    JOIN last_run AS l ON l.athlete_id = r.athlete_id
    WHERE r.local_date > l.last_date - to_days(CAST($days AS INTEGER))
        AND coalesce(r.sub_sport, '') NOT IN ('treadmill', 'indoor_running', 'virtual_activity')
)
SELECT
    r.athlete_id, b.distance_m, min(b.duration_s) AS duration_s,
    arg_min(r.local_date, b.duration_s) AS local_date, arg_min(b.activity_id, b.duration_s) AS activity_id
FROM best_effort AS b
JOIN run AS r ON r.activity_id = b.activity_id AND r.session_no = b.session_no
WHERE b.effort = 'distance' AND b.activity_id >= (SELECT activity_id FROM oldest)
GROUP BY r.athlete_id, b.distance_m
ORDER BY r.athlete_id, b.distance_m
