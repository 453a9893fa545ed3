-- Names in a strength log that no exercise could be found for, the most frequent first.
SELECT
    coalesce(source_name, '(no name)') AS source_name, source, CAST(sum(sets) AS BIGINT) AS sets,
    max(performed_on) AS last_day
FROM strength_set
WHERE athlete_id = $athlete_id AND lane = 'logged' AND set_type <> 'warmup' AND hip_sets IS NULL
GROUP BY 1, 2
ORDER BY sum(sets) DESC, source_name
LIMIT CAST($most AS INTEGER)
