-- One activity with what its account and its athlete say of it.
SELECT
    a.*, p.name AS athlete_name, p.simulated,
    coalesce(f.sports, 'unknown') AS sports, f.parts, f.distance_m, f.moving_s, f.elapsed_s, f.ascent_m, f.descent_m,
    f.hr_mean_bpm, f.hr_max_bpm, f.cadence_mean_spm, f.power_mean_w, f.energy_kcal, f.temperature_mean_c, f.rpe_0_10,
    f.sub_sport
FROM activity AS a
LEFT JOIN athlete AS p ON p.athlete_id = a.athlete_id
LEFT JOIN (
    SELECT
        activity_id, string_agg(DISTINCT sport, ', ' ORDER BY sport) AS sports, count(*) AS parts,
        min(sub_sport) AS sub_sport, sum(distance_m) AS distance_m, sum(moving_s) AS moving_s,
        sum(elapsed_s) AS elapsed_s, sum(ascent_m) AS ascent_m, sum(descent_m) AS descent_m,
        sum(hr_mean_bpm * moving_s) / sum(CASE WHEN hr_mean_bpm IS NOT NULL THEN moving_s END) AS hr_mean_bpm,
        max(hr_max_bpm) AS hr_max_bpm,
        sum(cadence_mean_spm * moving_s) / sum(CASE WHEN cadence_mean_spm IS NOT NULL THEN moving_s END) AS cadence_mean_spm,
        sum(power_mean_w * moving_s) / sum(CASE WHEN power_mean_w IS NOT NULL THEN moving_s END) AS power_mean_w,
        sum(energy_kcal) AS energy_kcal,
        sum(temperature_mean_c * moving_s) / sum(CASE WHEN temperature_mean_c IS NOT NULL THEN moving_s END) AS temperature_mean_c,
        max(rpe_0_10) AS rpe_0_10
    FROM session
    WHERE activity_id = $activity_id
    GROUP BY activity_id
) AS f ON f.activity_id = a.activity_id
WHERE a.activity_id = $activity_id
