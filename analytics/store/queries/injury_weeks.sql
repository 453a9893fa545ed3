-- Injuries that count in rates, with the week they began in: one athlete's, or everybody's where no athlete is named.
SELECT athlete_id, CAST(date_trunc('week', onset_date) AS DATE) AS week_start, coalesce(site, 'unspecified') AS site, case_level
FROM injury
WHERE running_related IS DISTINCT FROM false AND ($athlete_id IS NULL OR athlete_id = CAST($athlete_id AS INTEGER))
ORDER BY athlete_id, week_start, site, case_level
