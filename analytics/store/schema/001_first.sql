-- The durable tables. They carry no keys, checks, sequences or enums (CONTRIBUTING says why): every row has
-- passed the staging tables, whose constraints are the rules. NULL is unknown, 0 is none.

CREATE TABLE athlete (
    athlete_id INTEGER, name VARCHAR, sex VARCHAR, birth_year INTEGER, body_mass_kg DOUBLE,
    hr_max_bpm DOUBLE, hr_rest_bpm DOUBLE, zone VARCHAR, level INTEGER, kit VARCHAR,
    running_since INTEGER, simulated BOOLEAN, created_at_utc TIMESTAMP
);
CREATE TABLE squad (squad_id INTEGER, name VARCHAR, simulated BOOLEAN);
CREATE TABLE squad_member (squad_id INTEGER, athlete_id INTEGER);

-- One row a file ever taken in; `content` is the original, zlib-compressed, kept once. A member of an archive
-- names the archive in parent_sha256 and keeps no content of its own.
CREATE TABLE source_file (
    sha256 VARCHAR, parent_sha256 VARCHAR, athlete_id INTEGER, batch_id VARCHAR, name VARCHAR, kind VARCHAR,
    status VARCHAR, reason VARCHAR, size_bytes BIGINT, activities INTEGER, records BIGINT, strength_sets INTEGER,
    injuries INTEGER, other_rows INTEGER, quality VARCHAR, content BLOB, imported_at_utc TIMESTAMP
);
CREATE TABLE import_problem (batch_id VARCHAR, sha256 VARCHAR, file_name VARCHAR, line_no BIGINT, byte_offset BIGINT, reason VARCHAR);

-- activity_id is start_utc in seconds * 2^22 + 22 bits of content hash: the same content gives the same id, ids
-- sort by time, and they stay below 2^53 so that a browser keeps them exact.
CREATE TABLE activity (
    activity_id BIGINT, athlete_id INTEGER, source_sha256 VARCHAR, source_kind VARCHAR, external_id VARCHAR,
    name VARCHAR, description VARCHAR, start_utc TIMESTAMP, start_local TIMESTAMP, zone VARCHAR, zone_basis VARCHAR,
    device VARCHAR, is_race BOOLEAN, has_records BOOLEAN, quality VARCHAR
);
CREATE TABLE session (
    activity_id BIGINT, session_no INTEGER, sport VARCHAR, sub_sport VARCHAR, start_utc TIMESTAMP,
    distance_m DOUBLE, moving_s DOUBLE, elapsed_s DOUBLE, ascent_m DOUBLE, descent_m DOUBLE,
    hr_mean_bpm DOUBLE, hr_max_bpm DOUBLE, cadence_mean_spm DOUBLE, power_mean_w DOUBLE, energy_kcal DOUBLE,
    temperature_mean_c DOUBLE, rpe_0_10 DOUBLE
);
CREATE TABLE lap (
    activity_id BIGINT, session_no INTEGER, lap_no INTEGER, start_utc TIMESTAMP, distance_m DOUBLE,
    moving_s DOUBLE, elapsed_s DOUBLE, hr_mean_bpm DOUBLE, hr_max_bpm DOUBLE
);
-- Raw FIT integers, sorted by activity; the view record_si scales them.
CREATE TABLE record (
    activity_id BIGINT, time_fit_s UINTEGER, latitude_sc INTEGER, longitude_sc INTEGER, distance_cm UINTEGER,
    speed_mm_s UINTEGER, altitude_raw UINTEGER, heart_rate_bpm UTINYINT, cadence_rpm UTINYINT,
    cadence_frac_128 UTINYINT, power_w USMALLINT, temperature_c TINYINT, stance_time_raw USMALLINT,
    stance_balance_raw USMALLINT, vertical_oscillation_raw USMALLINT, vertical_ratio_raw USMALLINT,
    step_length_raw USMALLINT
);
-- What Python measured from one running session's records at import (analytics/metrics): the steady part at an easy heart rate.
CREATE TABLE run_measure (
    activity_id BIGINT, session_no INTEGER, steady_s DOUBLE, steady_graded_speed_m_s DOUBLE, steady_hr_mean_bpm DOUBLE,
    slope_log_speed_per_bpm DOUBLE, excluded_because VARCHAR, basis VARCHAR
);
-- hip_sets, trunk_sets and the label come from analytics/metrics and data/ at import and again when a label changes.
CREATE TABLE strength_set (
    set_id BIGINT, athlete_id INTEGER, activity_id BIGINT, source_sha256 VARCHAR, source VARCHAR, source_name VARCHAR,
    fit_category INTEGER, fit_subtype INTEGER, workout VARCHAR, performed_on DATE, start_utc TIMESTAMP, set_no INTEGER,
    exercise_id VARCHAR, label_confidence DOUBLE, label_basis VARCHAR, set_type VARCHAR, side VARCHAR, sets INTEGER,
    reps DOUBLE, duration_s DOUBLE, load_kg DOUBLE, rir DOUBLE, pain_0_10 DOUBLE, purpose VARCHAR, lane VARCHAR, note VARCHAR,
    hip_sets DOUBLE, trunk_sets DOUBLE, effort_imputed BOOLEAN
);
CREATE TABLE injury (
    injury_id BIGINT, athlete_id INTEGER, source_sha256 VARCHAR, onset_date DATE, site VARCHAR, diagnosis_id VARCHAR,
    side VARCHAR, mode VARCHAR, case_level VARCHAR, running_related BOOLEAN, time_loss_start DATE, recovered_date DATE,
    pain_0_10 DOUBLE, note VARCHAR, recorded_at_utc TIMESTAMP
);
CREATE TABLE checkin (
    athlete_id INTEGER, week_start DATE, source_sha256 VARCHAR, q1 INTEGER, q2 INTEGER, q3 INTEGER, q4 INTEGER,
    pain_0_10 DOUBLE, site VARCHAR, recorded_at_utc TIMESTAMP
);
CREATE TABLE weekly_load (
    athlete_id INTEGER, week_start DATE, source_sha256 VARCHAR, runs INTEGER, distance_m DOUBLE, moving_s DOUBLE,
    longest_run_m DOUBLE, hip_sets DOUBLE
);
-- Which days a log speaks for. what: running, strength, injury. basis: list (an account's own list), file, declared, weekly_table.
CREATE TABLE coverage (athlete_id INTEGER, what VARCHAR, first_date DATE, last_date DATE, basis VARCHAR, source_sha256 VARCHAR);
CREATE TABLE model_card (recipe VARCHAR, fingerprint VARCHAR, made_at_utc TIMESTAMP, card VARCHAR);
-- A counter that every write raises: caches key on it.
CREATE TABLE revision (number BIGINT);
INSERT INTO revision VALUES (0);
