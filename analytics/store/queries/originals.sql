-- Files whose original is kept; $athlete is a name, or NULL for everybody.
SELECT f.sha256, f.name, f.kind, f.quality
FROM source_file AS f
LEFT JOIN athlete AS a ON a.athlete_id = f.athlete_id
WHERE f.content IS NOT NULL AND (CAST($athlete AS VARCHAR) IS NULL OR lower(a.name) = lower(CAST($athlete AS VARCHAR)))
ORDER BY f.imported_at_utc, f.name
