-- How many files there are by what became of them: a file that went in at a later try counts once, as in.
SELECT status, count(*) AS files
FROM (
    SELECT f.sha256, CASE
        WHEN bool_or(f.status = 'added') THEN 'added'
        WHEN bool_or(f.status = 'known') THEN 'known'
        WHEN bool_or(f.status = 'ignored') THEN 'ignored'
        WHEN bool_or(w.sha256 IS NOT NULL) THEN 'waiting'
        ELSE 'refused' END AS status
    FROM source_file AS f
    LEFT JOIN waiting_table AS w ON w.sha256 = f.sha256
    GROUP BY f.sha256
) AS best
GROUP BY status
