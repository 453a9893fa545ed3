-- The stored raw integers of FIT in SI units (scale and offset of the FIT profile's record message).
CREATE OR REPLACE VIEW record_si AS
SELECT
    activity_id,
    TIMESTAMP '1989-12-31 00:00:00' + to_seconds(time_fit_s) AS time_utc,
    latitude_sc * (180.0 / 2147483648) AS latitude_deg,
    longitude_sc * (180.0 / 2147483648) AS longitude_deg,
    distance_cm / 100.0 AS distance_m,
    speed_mm_s / 1000.0 AS speed_m_s,
    altitude_raw / 5.0 - 500 AS altitude_m,
    heart_rate_bpm,
    (cadence_rpm + coalesce(cadence_frac_128, 0) / 128.0) * 2 AS cadence_spm,
    power_w,
    temperature_c,
    stance_time_raw / 10.0 AS stance_time_ms,
    stance_balance_raw / 100.0 AS stance_balance_pct,
    vertical_oscillation_raw / 10.0 AS vertical_oscillation_mm,
    vertical_ratio_raw / 100.0 AS vertical_ratio_pct,
    step_length_raw / 10.0 AS step_length_mm
FROM record;
