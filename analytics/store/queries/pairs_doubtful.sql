-- Pairs of activities that may be one, of an athlete, the newest first; both as they are shown now.
WITH pair AS (
    SELECT one_id, other_id, reason FROM activity_pair WHERE athlete_id = $athlete_id AND verdict = 'doubt'
),
shown AS (
    SELECT activity_id, activity_id AS own_id FROM activity WHERE athlete_id = $athlete_id
    UNION
    SELECT activity_id, own_id FROM activity_source WHERE athlete_id = $athlete_id
),
told AS (
    SELECT w.own_id, a.start_local, a.name, a.source_kind, a.track_marks,
        (SELECT sum(s.distance_m) FROM session AS s WHERE s.activity_id = a.activity_id) AS distance_m,
        (SELECT sum(s.moving_s) FROM session AS s WHERE s.activity_id = a.activity_id) AS moving_s,
        (SELECT min(s.sport) FROM session AS s WHERE s.activity_id = a.activity_id) AS sport,
        (SELECT min(f.name) FROM source_file AS f WHERE f.sha256 = a.source_sha256) AS file_name, a.activity_id
    FROM shown AS w
    JOIN activity AS a ON a.activity_id = w.activity_id AND a.athlete_id = $athlete_id
    WHERE w.own_id IN (SELECT one_id FROM pair UNION ALL SELECT other_id FROM pair)
)
SELECT DISTINCT
    p.one_id, p.other_id, p.reason,
    o.start_local AS one_start, o.name AS one_name, o.source_kind AS one_kind, o.file_name AS one_file,
    o.track_marks AS one_marks, o.distance_m AS one_distance_m, o.moving_s AS one_moving_s, o.sport AS one_sport,
    t.start_local AS other_start, t.name AS other_name, t.source_kind AS other_kind, t.file_name AS other_file,
    t.track_marks AS other_marks, t.distance_m AS other_distance_m, t.moving_s AS other_moving_s, t.sport AS other_sport
FROM pair AS p
JOIN told AS o ON o.own_id = p.one_id
JOIN told AS t ON t.own_id = p.other_id
WHERE o.activity_id <> t.activity_id
ORDER BY o.start_local DESC
