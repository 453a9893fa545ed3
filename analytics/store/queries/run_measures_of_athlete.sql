-- What the records of an athlete's runs say of heart and form, run by run, with heat and hills beside it.
SELECT
    activity_id, local_date, start_utc, distance_m, moving_s, sub_sport, temperature_mean_c, has_records,
    1000.0 * coalesce(ascent_records_m, ascent_m) / nullif(distance_m, 0) AS ascent_m_per_km,
    steady_s, steady_graded_speed_m_s, steady_hr_mean_bpm, steady_basis, graded_speed_m_s,
    efficiency_m_per_beat, decoupling_pct, running_cadence_spm, step_length_m, stance_time_ms, stance_balance_pct,
    vertical_oscillation_mm, vertical_ratio_pct, late_fade_pct
FROM running_session
WHERE athlete_id = CAST($athlete_id AS INTEGER)
ORDER BY start_utc
