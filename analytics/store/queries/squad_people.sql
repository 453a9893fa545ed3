-- What the squad table needs of each person beside their weeks.
SELECT
    c.athlete_id, e.last_date,
    r.last_run, o.onset_date AS open_since, o.site AS open_site
FROM athlete AS c
LEFT JOIN (SELECT athlete_id, max(last_date) AS last_date FROM coverage_joined GROUP BY athlete_id) AS e
    ON e.athlete_id = c.athlete_id
LEFT JOIN (SELECT athlete_id, max(local_date) AS last_run FROM running_session GROUP BY athlete_id) AS r
    ON r.athlete_id = c.athlete_id
LEFT JOIN (
    SELECT athlete_id, max(onset_date) AS onset_date, arg_max(site, onset_date) AS site
    FROM injury
    WHERE recovered_date IS NULL AND list_contains($levels, case_level)
    GROUP BY athlete_id
) AS o ON o.athlete_id = c.athlete_id
