-- Files taken in, the newest first; members of an archive are counted with it by parent_sha256.
SELECT f.imported_at_utc, a.name AS athlete, f.name, f.kind, f.status, f.reason, f.activities, f.strength_sets,
    f.injuries, f.size_bytes
FROM source_file AS f
LEFT JOIN athlete AS a ON a.athlete_id = f.athlete_id
ORDER BY f.imported_at_utc DESC, f.name
LIMIT CAST($most AS BIGINT)
