-- What the squad table needs of each person beside their weeks: the last day that anything came in for, the last run, the
-- newest open injury that counts, and how many are open.
WITH came AS (
    SELECT athlete_id, max(CAST(coalesce(start_local, start_utc) AS DATE)) AS last_day FROM activity GROUP BY athlete_id
    UNION ALL
    SELECT athlete_id, max(performed_on) FROM strength_set WHERE lane <> 'assumed' GROUP BY athlete_id
    UNION ALL
    SELECT athlete_id, max(week_start) + 6 FROM checkin GROUP BY athlete_id
    UNION ALL
    SELECT athlete_id, max(week_start) + 6 FROM weekly_load GROUP BY athlete_id
    UNION ALL
    SELECT athlete_id, max(greatest(onset_date, coalesce(recovered_date, onset_date))) FROM injury GROUP BY athlete_id
)
SELECT
    a.athlete_id, e.last_date, r.last_run, o.onset_date AS open_since, o.site AS open_site, coalesce(o.n, 0) AS open_injuries
FROM athlete AS a
LEFT JOIN (SELECT athlete_id, max(last_day) AS last_date FROM came GROUP BY athlete_id) AS e ON e.athlete_id = a.athlete_id
LEFT JOIN (
    SELECT athlete_id, max(local_date) AS last_run FROM athlete_day WHERE runs > 0 GROUP BY athlete_id
) AS r ON r.athlete_id = a.athlete_id
LEFT JOIN (
    SELECT athlete_id, max(onset_date) AS onset_date, arg_max(site, onset_date) AS site, count(*) AS n
    FROM injury
    WHERE recovered_date IS NULL AND list_contains($levels, case_level)
    GROUP BY athlete_id
) AS o ON o.athlete_id = a.athlete_id
WHERE a.athlete_id IN (SELECT unnest($athlete_ids))
