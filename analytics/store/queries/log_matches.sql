-- A day's strength log and what it is held against (a watch's or an app's session, or another log) of an athlete, the
-- newest first.
WITH pair AS (
    SELECT * FROM log_match WHERE athlete_id = $athlete_id
),
told AS (
    SELECT log_id AS told_id, * EXCLUDE (log_id) FROM log_set WHERE athlete_id = $athlete_id
    UNION ALL
    SELECT activity_id, * FROM strength_set
    WHERE athlete_id = $athlete_id AND lane = 'logged' AND activity_id IN (SELECT p.activity_id FROM pair AS p)
),
telling AS (
    SELECT
        t.told_id, min(t.source) AS source, sum(t.sets) AS sets,
        string_agg(DISTINCT coalesce(e.name, t.source_name), ', ' ORDER BY coalesce(e.name, t.source_name)) AS exercises
    FROM told AS t
    LEFT JOIN exercise AS e ON e.exercise_id = t.exercise_id
    WHERE t.told_id IN (SELECT p.log_id FROM pair AS p UNION ALL SELECT p.other_id FROM pair AS p)
    GROUP BY t.told_id
)
SELECT
    p.log_id, p.other_id, p.activity_id, p.local_date, p.verdict, p.reason, p.aside_id, p.is_named, p.log_sets,
    l.source AS log_source, l.exercises, o.source AS other_source, o.sets AS other_sets, o.exercises AS other_exercises,
    a.start_local, a.name, a.source_kind,
    (SELECT min(f.name) FROM source_file AS f WHERE f.sha256 = a.source_sha256) AS file_name,
    (SELECT sum(s.moving_s) FROM session AS s WHERE s.activity_id = p.activity_id) AS moving_s,
    (SELECT max(s.hr_mean_bpm) FROM session AS s WHERE s.activity_id = p.activity_id) AS hr_mean_bpm
FROM pair AS p
LEFT JOIN telling AS l ON l.told_id = p.log_id
LEFT JOIN telling AS o ON o.told_id = p.other_id
LEFT JOIN activity AS a ON a.activity_id = p.activity_id
ORDER BY p.local_date DESC, a.start_local DESC, p.log_id
