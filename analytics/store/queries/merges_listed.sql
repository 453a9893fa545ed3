-- Activities that several sources tell of, source by source, the newest first.
SELECT
    s.activity_id, s.source_id, s.own_id, s.arrived_no, s.shows_records, v.start_local AS shown_start,
    a.start_local, a.name, s.source_kind, a.has_records,
    (SELECT sum(x.distance_m) FROM aside_session AS x WHERE x.activity_id = s.source_id) AS distance_m,
    (SELECT sum(x.moving_s) FROM aside_session AS x WHERE x.activity_id = s.source_id) AS moving_s,
    (SELECT min(x.sport) FROM aside_session AS x WHERE x.activity_id = s.source_id) AS sport,
    (SELECT min(f.name) FROM source_file AS f WHERE f.sha256 = s.source_sha256) AS file_name
FROM activity_source AS s
JOIN aside_activity AS a ON a.activity_id = s.source_id
JOIN activity AS v ON v.activity_id = s.activity_id
WHERE s.athlete_id = $athlete_id
ORDER BY v.start_local DESC, s.activity_id, s.arrived_no
