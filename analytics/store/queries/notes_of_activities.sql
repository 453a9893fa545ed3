-- The words of an athlete's activities, the newest first, with what each activity is and whether its sets are known.
SELECT
    a.activity_id, CAST(a.start_local AS DATE) AS local_date, a.name, a.description,
    any_value(s.sport) AS sport, sum(coalesce(s.moving_s, s.elapsed_s)) AS moving_s,
    a.activity_id IN (SELECT activity_id FROM strength_set WHERE lane = 'logged' AND activity_id IS NOT NULL) AS has_sets
FROM activity AS a
JOIN session AS s ON s.activity_id = a.activity_id
WHERE a.athlete_id = $athlete_id AND (a.name IS NOT NULL OR a.description IS NOT NULL) AND a.start_local IS NOT NULL
GROUP BY a.activity_id, a.start_local, a.name, a.description
ORDER BY a.start_local DESC
