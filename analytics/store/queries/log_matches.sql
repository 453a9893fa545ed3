-- A day's strength log and the strength sessions that a watch recorded on it, of an athlete, the newest first.
SELECT
    m.log_id, m.activity_id, m.local_date, m.log_sets, m.verdict, m.reason,
    (
        SELECT string_agg(DISTINCT coalesce(x.exercise_name, x.source_name), ', ' ORDER BY coalesce(x.exercise_name, x.source_name))
        FROM (
            SELECT s.*, e.name AS exercise_name FROM strength_set AS s LEFT JOIN exercise AS e ON e.exercise_id = s.exercise_id
        ) AS x
        WHERE x.athlete_id = m.athlete_id AND x.performed_on = m.local_date AND x.activity_id IS NULL AND x.lane = 'logged'
    ) AS exercises,
    a.start_local, a.name, a.source_kind,
    (SELECT min(f.name) FROM source_file AS f WHERE f.sha256 = a.source_sha256) AS file_name,
    (SELECT sum(s.moving_s) FROM session AS s WHERE s.activity_id = m.activity_id) AS moving_s,
    (SELECT max(s.hr_mean_bpm) FROM session AS s WHERE s.activity_id = m.activity_id) AS hr_mean_bpm,
    (SELECT sum(s.sets) FROM strength_set AS s WHERE s.activity_id = m.activity_id AND s.lane = 'logged') AS watch_sets
FROM log_match AS m
JOIN activity AS a ON a.activity_id = m.activity_id
WHERE m.athlete_id = $athlete_id
ORDER BY m.local_date DESC, a.start_local DESC
