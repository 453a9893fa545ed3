-- The fastest of each kind of best effort by athlete and week, outdoors: efforts of so many seconds, and all of races.
WITH effort AS (
    SELECT
        r.athlete_id, r.week_start, b.effort = 'distance' AS is_distance, coalesce(a.is_race, false) AS is_race,
        CASE WHEN b.effort = 'distance' THEN b.distance_m ELSE b.duration_s END AS over_what, b.distance_m, b.duration_s
    FROM best_effort AS b
    JOIN running_session AS r ON r.activity_id = b.activity_id AND r.session_no = b.session_no
    JOIN activity AS a ON a.activity_id = b.activity_id
    WHERE coalesce(r.sub_sport, '') NOT IN ('treadmill', 'indoor_running', 'virtual_activity')
        AND (coalesce(a.is_race, false) OR b.duration_s BETWEEN $least_s AND $most_s)
        AND ($athlete_id IS NULL OR r.athlete_id = CAST($athlete_id AS INTEGER))
)
SELECT
    athlete_id, week_start, is_distance, is_race,
    CASE WHEN is_distance THEN over_what ELSE max(distance_m) END AS distance_m,
    CASE WHEN is_distance THEN min(duration_s) ELSE over_what END AS duration_s
FROM effort
GROUP BY athlete_id, week_start, is_distance, is_race, over_what
ORDER BY athlete_id, week_start, is_distance, over_what
