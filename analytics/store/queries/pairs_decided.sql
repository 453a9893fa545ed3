-- What a person said of two activities of an athlete, the newest word first: one row a click, each of the two as its
-- own source tells of it.
WITH pair AS (
    SELECT * FROM activity_pair WHERE athlete_id = $athlete_id AND verdict <> 'doubt'
),
number AS (
    SELECT one_id AS own_id FROM pair UNION SELECT other_id FROM pair
),
source AS (
    SELECT s.own_id, s.activity_id, s.arrived_no, a.start_local, a.source_sha256,
        (SELECT sum(x.distance_m) FROM aside_session AS x WHERE x.activity_id = s.source_id) AS distance_m
    FROM activity_source AS s
    JOIN aside_activity AS a ON a.activity_id = s.source_id
    WHERE s.athlete_id = $athlete_id AND s.own_id IN (FROM number)
    UNION ALL
    SELECT a.activity_id, a.activity_id, 0, a.start_local, a.source_sha256,
        (SELECT sum(x.distance_m) FROM session AS x WHERE x.activity_id = a.activity_id)
    FROM activity AS a
    WHERE a.athlete_id = $athlete_id AND a.activity_id IN (FROM number)
        AND a.activity_id NOT IN (SELECT s.activity_id FROM activity_source AS s)
),
told AS (
    SELECT s.*, (SELECT min(f.name) FROM source_file AS f WHERE f.sha256 = s.source_sha256) AS file_name
    FROM source AS s
    QUALIFY row_number() OVER (PARTITION BY s.own_id ORDER BY s.arrived_no) = 1
)
SELECT
    p.one_id, p.other_id, p.verdict, p.reason, p.said_at_utc, o.start_local AS one_start, o.distance_m AS one_distance_m,
    o.file_name AS one_file, t.start_local AS other_start, t.distance_m AS other_distance_m, t.file_name AS other_file
FROM pair AS p
JOIN told AS o ON o.own_id = p.one_id
JOIN told AS t ON t.own_id = p.other_id
QUALIFY row_number() OVER (
    PARTITION BY p.said_at_utc, p.verdict, least(o.activity_id, t.activity_id), greatest(o.activity_id, t.activity_id)
    ORDER BY p.one_id, p.other_id
) = 1
ORDER BY p.said_at_utc DESC, o.start_local DESC
