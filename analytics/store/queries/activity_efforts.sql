-- The best efforts of one activity, each beside the athlete's best before it and of all time.
WITH every AS MATERIALIZED ( -- the table of efforts is long: it is read once
    SELECT
        e.activity_id, e.effort, CASE WHEN e.effort = 'distance' THEN e.distance_m ELSE e.duration_s END AS size,
        e.duration_s, e.distance_m, e.start_offset_s, a.start_utc < $start_utc AS is_before,
        a.left_out_because IS NULL AND e.activity_id <> $activity_id AS is_other
    FROM best_effort AS e
    JOIN activity AS a ON a.activity_id = e.activity_id
    WHERE a.athlete_id = $athlete_id
),
mine AS (
    SELECT
        effort, size, min(duration_s) AS duration_s, max(distance_m) AS distance_m,
        min(start_offset_s) AS start_offset_s
    FROM every
    WHERE activity_id = $activity_id
    GROUP BY effort, size
),
others AS (
    SELECT effort, size, duration_s, distance_m, is_before FROM every WHERE is_other
)
SELECT
    m.effort, m.distance_m, m.duration_s, m.start_offset_s, count(o.effort) AS others,
    count(CASE WHEN o.is_before THEN o.effort END) AS before,
    count(CASE WHEN o.is_before AND CASE WHEN m.effort = 'distance' THEN o.duration_s < m.duration_s ELSE o.distance_m > m.distance_m END THEN 1 END) AS better_before,
    count(CASE WHEN CASE WHEN m.effort = 'distance' THEN o.duration_s < m.duration_s ELSE o.distance_m > m.distance_m END THEN 1 END) AS better,
    min(CASE WHEN o.is_before THEN o.duration_s END) AS fastest_before_s,
    max(CASE WHEN o.is_before THEN o.distance_m END) AS farthest_before_m
FROM mine AS m
LEFT JOIN others AS o ON o.effort = m.effort AND o.size = m.size
GROUP BY m.effort, m.size, m.distance_m, m.duration_s, m.start_offset_s
ORDER BY m.effort, m.size
