-- The records of one activity in SI units, in order of time.
SELECT
    epoch(time_utc) AS time_s, distance_m, speed_m_s, altitude_m, CAST(heart_rate_bpm AS DOUBLE) AS heart_rate_bpm,
    cadence_spm, CAST(power_w AS DOUBLE) AS power_w, CAST(temperature_c AS DOUBLE) AS temperature_c,
    stance_time_ms, stance_balance_pct, vertical_oscillation_mm, vertical_ratio_pct, step_length_mm,
    latitude_deg, longitude_deg
FROM record_si
WHERE activity_id = $activity_id
ORDER BY time_utc
