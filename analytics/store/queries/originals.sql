-- Files whose original is kept; $athlete is a name, or NULL for everybody. An account's lists come first, since they
-- describe the files beside them.
SELECT f.sha256, f.name, f.kind, f.quality, f.athlete_id, f.parent_sha256
FROM source_file AS f
LEFT JOIN athlete AS a ON a.athlete_id = f.athlete_id
WHERE f.content IS NOT NULL AND (CAST($athlete AS VARCHAR) IS NULL OR lower(a.name) = lower(CAST($athlete AS VARCHAR)))
ORDER BY f.kind LIKE '%\_activities' ESCAPE '\' DESC, f.imported_at_utc, f.name
