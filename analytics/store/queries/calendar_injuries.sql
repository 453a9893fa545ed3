-- The injuries that began in, or kept somebody away within, some weeks; an open one has no end.
SELECT
    i.athlete_id, i.onset_date, i.case_level, s.label AS site,
    CASE WHEN i.case_level = 'time_loss' THEN coalesce(i.time_loss_start, i.onset_date + 1) END AS away_from,
    coalesce(i.time_loss_end, i.recovered_date) AS away_until
FROM injury AS i
LEFT JOIN injury_site AS s ON s.site = i.site
WHERE i.athlete_id IN (SELECT unnest($athlete_ids)) AND i.onset_date <= $last_day
    AND coalesce(i.time_loss_end, i.recovered_date, $last_day) >= $first_day
ORDER BY i.onset_date
