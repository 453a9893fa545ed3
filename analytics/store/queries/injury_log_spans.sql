-- Which days the injury logs of some athletes speak for: spans that do not touch each other.
SELECT athlete_id, first_date, last_date
FROM injury_span
WHERE athlete_id IN (SELECT unnest($athlete_ids))
ORDER BY athlete_id, first_date
