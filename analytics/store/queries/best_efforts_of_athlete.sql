-- Every best effort of an athlete's runs, in numbers: a page works on tens of thousands of them.
SELECT
    b.activity_id, r.local_date, b.effort = 'distance' AS is_distance, b.distance_m, b.duration_s,
    coalesce(a.is_race, false) AS is_race,
    coalesce(r.sub_sport, '') IN ('treadmill', 'indoor_running', 'virtual_activity') AS is_indoors
FROM best_effort AS b
JOIN running_session AS r ON r.activity_id = b.activity_id AND r.session_no = b.session_no
JOIN activity AS a ON a.activity_id = b.activity_id
WHERE r.athlete_id = CAST($athlete_id AS INTEGER)
ORDER BY r.start_utc
