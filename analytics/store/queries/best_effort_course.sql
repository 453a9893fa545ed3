-- One best effort of an athlete, run by run in order of time.
SELECT b.activity_id, r.local_date, b.distance_m, b.duration_s, 1000 * b.duration_s / b.distance_m AS pace_s_per_km,
    b.effort = 'distance' AS is_distance
FROM best_effort AS b
JOIN running_session AS r ON r.activity_id = b.activity_id AND r.session_no = b.session_no
WHERE r.athlete_id = CAST($athlete_id AS INTEGER) AND b.effort = $effort
    AND abs(CASE WHEN b.effort = 'distance' THEN b.distance_m ELSE b.duration_s END - $over_what) < 1.0
    AND coalesce(r.sub_sport, '') NOT IN ('treadmill', 'indoor_running', 'virtual_activity')
    AND b.duration_s / b.distance_m >= $least_s_per_m
ORDER BY r.start_utc
