-- Running while at risk and what is known, by athlete, calendar year and band of the hip dose. dose_band counts the
-- edges that the dose of the week reaches (it is made of the eight weeks before); NULL is an unknown dose.
SELECT
    athlete_id, season,
    CASE WHEN hip_dose IS NOT NULL THEN len(list_filter($dose_edges, lambda edge: edge <= hip_dose)) END AS dose_band,
    CAST(sum(days_in_log) AS BIGINT) AS days_in_log, CAST(sum(days_injury_known) AS BIGINT) AS days_injury_known,
    CAST(sum(days_both_known) AS BIGINT) AS days_both_known, CAST(sum(days_at_risk) AS BIGINT) AS days_at_risk,
    CAST(sum(days_away) AS BIGINT) AS days_away, CAST(sum(runs) AS BIGINT) AS runs,
    sum(distance_m) AS distance_m, sum(moving_s) AS moving_s, CAST(sum(days_untimed) AS BIGINT) AS days_untimed
FROM exposure_week
WHERE athlete_id BETWEEN list_min($athlete_ids) AND list_max($athlete_ids) AND athlete_id IN (SELECT unnest($athlete_ids))
GROUP BY ALL
ORDER BY athlete_id, season, dose_band
