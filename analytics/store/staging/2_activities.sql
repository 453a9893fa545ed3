-- The rules of an activity's rows. Each constraint stands on a line of its own; the words behind it are what a
-- person reads when a row breaks it. `column := NULL;` before the words: the cell becomes unknown, the row goes in.

CREATE TABLE activity (
    row_no BIGINT, latest_day DATE,
    activity_id BIGINT,
    CHECK (activity_id BETWEEN 0 AND 9007199254740991), -- the start does not fit a calendar we keep (1970 to 2038)
    athlete_id BIGINT NOT NULL, -- nobody is named whose activity this is
    source_sha256 VARCHAR, source_kind VARCHAR, external_id VARCHAR, name VARCHAR, description VARCHAR,
    start_utc TIMESTAMP NOT NULL, -- the activity has no start time
    start_local TIMESTAMP NOT NULL, -- the activity has no local start time
    CHECK (start_utc >= TIMESTAMP '1970-01-02'), -- the start, {start_utc}, lies before 1970
    CHECK (start_utc NOT BETWEEN TIMESTAMP '1989-12-31' AND TIMESTAMP '1990-02-01'), -- the device's clock was not set: it says {start_utc}
    CHECK (start_local < latest_day + INTERVAL 1 DAY), -- the start, {start_local}, lies in the future
    CHECK (abs(epoch(start_local) - epoch(start_utc)) <= 93600), -- local and universal start time differ by more than 26 hours
    zone VARCHAR,
    zone_basis VARCHAR,
    CHECK (zone_basis IN ('file', 'coordinates', 'athlete', 'assumed')), -- zone_basis := NULL; where the time zone comes from is not known
    device VARCHAR, is_race BOOLEAN,
    has_records BOOLEAN NOT NULL, -- it is not said whether there are records
    quality VARCHAR, date_only BOOLEAN, track_marks BLOB,
    left_out_because VARCHAR,
    CHECK (left_out_because IN ('gps_fault', 'not_mine', 'test', 'other')) -- '{left_out_because}' is no reason we know to leave an activity out
);

CREATE TABLE session (
    row_no BIGINT, latest_day DATE,
    activity_id BIGINT, session_no BIGINT,
    sport VARCHAR NOT NULL, -- the sport is missing
    CHECK (sport IN ('running', 'walking', 'hiking', 'cycling', 'swimming', 'strength', 'mobility', 'rowing', 'other', 'unknown')), -- the sport '{sport}' is not one we know
    sub_sport VARCHAR, start_utc TIMESTAMP,
    distance_m DOUBLE,
    CHECK (distance_m BETWEEN 0 AND 1000000), -- a distance of {distance_m:g} m is not between 0 and 1,000 km
    moving_s DOUBLE,
    CHECK (moving_s BETWEEN 0 AND 1209600), -- a moving time of {moving_s:g} s is not between 0 and 14 days
    elapsed_s DOUBLE,
    CHECK (elapsed_s BETWEEN 0 AND 2592000), -- elapsed_s := NULL; an elapsed time of {elapsed_s:g} s is not between 0 and 30 days
    CHECK (moving_s <= elapsed_s + 60), -- elapsed_s := NULL; the moving time of {moving_s:g} s is longer than the elapsed time of {elapsed_s:g} s
    ascent_m DOUBLE,
    CHECK (ascent_m BETWEEN 0 AND 50000), -- ascent_m := NULL; an ascent of {ascent_m:g} m is not between 0 and 50,000 m
    descent_m DOUBLE,
    CHECK (descent_m BETWEEN 0 AND 50000), -- descent_m := NULL; a descent of {descent_m:g} m is not between 0 and 50,000 m
    hr_mean_bpm DOUBLE,
    CHECK (hr_mean_bpm BETWEEN 20 AND 260), -- hr_mean_bpm := NULL; a mean heart rate of {hr_mean_bpm:g} is not between 20 and 260 beats a minute
    hr_max_bpm DOUBLE,
    CHECK (hr_max_bpm BETWEEN 20 AND 260), -- hr_max_bpm := NULL; a highest heart rate of {hr_max_bpm:g} is not between 20 and 260 beats a minute
    cadence_mean_spm DOUBLE,
    CHECK (cadence_mean_spm BETWEEN 0 AND 400), -- cadence_mean_spm := NULL; a cadence of {cadence_mean_spm:g} is not between 0 and 400 steps a minute
    power_mean_w DOUBLE,
    CHECK (power_mean_w BETWEEN 0 AND 3000), -- power_mean_w := NULL; a mean power of {power_mean_w:g} W is not between 0 and 3,000 W
    energy_kcal DOUBLE,
    CHECK (energy_kcal BETWEEN 0 AND 100000), -- energy_kcal := NULL; an energy of {energy_kcal:g} kcal is not between 0 and 100,000
    temperature_mean_c DOUBLE,
    CHECK (temperature_mean_c BETWEEN -60 AND 70), -- temperature_mean_c := NULL; a temperature of {temperature_mean_c:g} degrees is not between -60 and 70
    rpe_0_10 DOUBLE,
    CHECK (rpe_0_10 BETWEEN 0 AND 10) -- rpe_0_10 := NULL; a perceived exertion of {rpe_0_10:g} is not between 0 and 10
);

CREATE TABLE lap (
    row_no BIGINT, latest_day DATE,
    activity_id BIGINT, session_no BIGINT, lap_no BIGINT, start_utc TIMESTAMP,
    distance_m DOUBLE,
    CHECK (distance_m BETWEEN 0 AND 1000000), -- distance_m := NULL; a lap of {distance_m:g} m is not between 0 and 1,000 km
    moving_s DOUBLE,
    CHECK (moving_s BETWEEN 0 AND 1209600), -- moving_s := NULL; a lap of {moving_s:g} s is not between 0 and 14 days
    elapsed_s DOUBLE,
    CHECK (elapsed_s BETWEEN 0 AND 2592000), -- elapsed_s := NULL; a lap of {elapsed_s:g} s is not between 0 and 30 days
    hr_mean_bpm DOUBLE,
    CHECK (hr_mean_bpm BETWEEN 20 AND 260), -- hr_mean_bpm := NULL; a lap's mean heart rate of {hr_mean_bpm:g} is not between 20 and 260 beats a minute
    hr_max_bpm DOUBLE,
    CHECK (hr_max_bpm BETWEEN 20 AND 260) -- hr_max_bpm := NULL; a lap's highest heart rate of {hr_max_bpm:g} is not between 20 and 260 beats a minute
);

CREATE TABLE run_measure (
    row_no BIGINT, latest_day DATE,
    activity_id BIGINT, session_no BIGINT,
    steady_s DOUBLE,
    CHECK (steady_s BETWEEN 0 AND 1209600), -- a steady part of {steady_s:g} s is not between 0 and 14 days
    steady_graded_speed_m_s DOUBLE,
    CHECK (steady_graded_speed_m_s BETWEEN 0 AND 15), -- a graded speed of {steady_graded_speed_m_s:g} m/s is not between 0 and 15 m/s
    steady_hr_mean_bpm DOUBLE,
    CHECK (steady_hr_mean_bpm BETWEEN 20 AND 260), -- a steady heart rate of {steady_hr_mean_bpm:g} is not between 20 and 260 beats a minute
    slope_log_speed_per_bpm DOUBLE, excluded_because VARCHAR, basis VARCHAR,
    moving_records_s DOUBLE, paused_records_s DOUBLE, pauses_records BIGINT, distance_records_m DOUBLE,
    ascent_records_m DOUBLE, descent_records_m DOUBLE, hr_known_s DOUBLE, power_known_s DOUBLE, graded_speed_m_s DOUBLE,
    normalised_graded_speed_m_s DOUBLE, efficiency_m_per_beat DOUBLE, decoupling_pct DOUBLE, running_cadence_spm DOUBLE,
    step_length_m DOUBLE, stance_time_ms DOUBLE, stance_balance_pct DOUBLE, vertical_oscillation_mm DOUBLE,
    vertical_ratio_pct DOUBLE, late_fade_pct DOUBLE, late_cadence_change_pct DOUBLE, late_step_length_change_pct DOUBLE,
    late_stance_time_change_pct DOUBLE, late_vertical_ratio_change_pct DOUBLE,
    hr_seconds_by_bpm UINTEGER[], graded_speed_seconds UINTEGER[], power_seconds_by_10_w UINTEGER[]
);

-- Looked at in bulk, a million rows at a time.
CREATE TABLE record (
    activity_id BIGINT,
    time_fit_s UINTEGER NOT NULL, -- {count} records have no time
    latitude_sc INTEGER,
    CHECK (latitude_sc BETWEEN -1073741824 AND 1073741824), -- latitude_sc := NULL; {count} records lie beyond a pole
    longitude_sc INTEGER, distance_cm UINTEGER, speed_mm_s UINTEGER, altitude_raw UINTEGER,
    heart_rate_bpm UTINYINT,
    cadence_rpm UTINYINT, cadence_frac_128 UTINYINT, power_w USMALLINT, temperature_c TINYINT,
    stance_time_raw USMALLINT, stance_balance_raw USMALLINT, vertical_oscillation_raw USMALLINT,
    vertical_ratio_raw USMALLINT, step_length_raw USMALLINT
);
