-- The files that tell of one activity, the one whose records are shown first; and what each gave.
SELECT
    s.source_sha256, s.source_kind, s.record_rows, s.record_columns, s.shows_records, f.name AS file_name, f.quality,
    f.imported_at_utc, o.name AS told_name, o.device
FROM activity_source AS s
LEFT JOIN source_file AS f ON f.sha256 = s.source_sha256 AND f.athlete_id = s.athlete_id
LEFT JOIN aside_activity AS o ON o.activity_id = s.source_id
WHERE s.activity_id = $activity_id
UNION ALL
SELECT
    a.source_sha256, a.source_kind, (SELECT count(*) FROM record AS r WHERE r.activity_id = $activity_id), NULL,
    a.has_records, f.name, f.quality, f.imported_at_utc, a.name, a.device
FROM activity AS a
LEFT JOIN source_file AS f ON f.sha256 = a.source_sha256 AND f.athlete_id = a.athlete_id
WHERE a.activity_id = $activity_id
    AND NOT EXISTS (SELECT 1 FROM activity_source AS s WHERE s.activity_id = $activity_id)
ORDER BY shows_records DESC NULLS LAST, imported_at_utc
