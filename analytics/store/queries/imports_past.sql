-- Files taken in, the newest first; members of an archive are counted with it by parent_sha256.
SELECT f.imported_at_utc, a.name AS athlete, f.name, f.kind,
    CASE WHEN f.status = 'refused' AND w.sha256 IS NOT NULL THEN 'waiting' ELSE f.status END AS status,
    f.reason, f.activities, f.strength_sets, f.injuries, f.size_bytes
FROM source_file AS f
LEFT JOIN athlete AS a ON a.athlete_id = f.athlete_id
LEFT JOIN waiting_table AS w ON w.sha256 = f.sha256
ORDER BY f.imported_at_utc DESC, f.name
LIMIT CAST($most AS BIGINT)
