-- How many files there are by what became of them.
SELECT status, count(*) AS files
FROM source_file
GROUP BY status
