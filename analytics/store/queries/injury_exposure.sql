-- Running while at risk and what is known, by athlete, calendar year and band of the hip dose. dose_band counts the
-- edges, up to three, that the dose of the week reaches (it is made of the eight weeks before); NULL is an unknown dose.
-- Whole numbers are summed as DOUBLE, which is exact for so few and half the work of summing them as HUGEINT.
SELECT
    athlete_id, season,
    CASE
        WHEN hip_dose IS NOT NULL
            THEN CAST(coalesce(hip_dose >= $dose_edges[1], false) AS TINYINT)
                + CAST(coalesce(hip_dose >= $dose_edges[2], false) AS TINYINT)
                + CAST(coalesce(hip_dose >= $dose_edges[3], false) AS TINYINT)
    END AS dose_band,
    CAST(sum(CAST(days_in_log AS DOUBLE)) AS BIGINT) AS days_in_log,
    CAST(sum(CAST(days_injury_known AS DOUBLE)) AS BIGINT) AS days_injury_known,
    CAST(sum(CAST(days_both_known AS DOUBLE)) AS BIGINT) AS days_both_known,
    CAST(sum(CAST(days_at_risk AS DOUBLE)) AS BIGINT) AS days_at_risk,
    CAST(sum(CAST(days_away AS DOUBLE)) AS BIGINT) AS days_away,
    CAST(sum(CAST(runs AS DOUBLE)) AS BIGINT) AS runs,
    sum(distance_m) AS distance_m, sum(moving_s) AS moving_s,
    CAST(sum(CAST(days_untimed AS DOUBLE)) AS BIGINT) AS days_untimed
FROM exposure_week
WHERE athlete_id BETWEEN list_min($athlete_ids) AND list_max($athlete_ids) AND athlete_id IN (SELECT unnest($athlete_ids))
GROUP BY ALL
ORDER BY athlete_id, season, dose_band
