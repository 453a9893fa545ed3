-- Parts of files that could not be used, the newest first: an athlete's, and those of files that belong to nobody.
SELECT p.file_name, p.line_no, p.byte_offset, p.reason
FROM import_problem AS p
LEFT JOIN source_file AS f ON f.sha256 = p.sha256
WHERE f.athlete_id IS NULL OR f.athlete_id = $athlete_id
GROUP BY p.file_name, p.line_no, p.byte_offset, p.reason
ORDER BY p.file_name, p.line_no, p.byte_offset
LIMIT CAST($most AS BIGINT)
