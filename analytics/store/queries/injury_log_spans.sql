-- Which days the injury logs of some athletes speak for: spans that do not touch each other. gap_days is how long a
-- silence between two of them is bridged.
SELECT
    athlete_id, first_date, last_date,
    (SELECT CAST(max(value) AS INTEGER) FROM rule WHERE name = 'coverage_gap_max_days') AS gap_days
FROM injury_span
WHERE athlete_id IN (SELECT unnest($athlete_ids))
ORDER BY athlete_id, first_date
