-- Imports, the newest first: what each brought that was new, whose it is, and whether it has been undone.
SELECT
    b.batch_id, b.started_at_utc, b.undone_at_utc IS NOT NULL AS undone,
    (SELECT count(*) FROM batch_file AS c WHERE c.batch_id = b.batch_id) AS files,
    coalesce(sum(f.activities), 0) AS activities, coalesce(sum(f.strength_sets), 0) AS strength_sets,
    coalesce(sum(f.injuries), 0) AS injuries,
    string_agg(DISTINCT a.name, ', ' ORDER BY a.name) AS athletes, min(f.name) AS first_name
FROM import_batch AS b
LEFT JOIN source_file AS f ON f.batch_id = b.batch_id
LEFT JOIN athlete AS a ON a.athlete_id = f.athlete_id
GROUP BY b.batch_id, b.started_at_utc, b.undone_at_utc
ORDER BY b.started_at_utc DESC, b.batch_id
LIMIT CAST($most AS BIGINT)
