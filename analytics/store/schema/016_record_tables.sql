-- Records lie in two tables and are read as one. Most of them hold ten of the seventeen columns, and a column of
-- nothing but NULL costs an import nearly as much as one of numbers. So activities whose records have no value in
-- the other seven go into record_plain; record_full takes any, and all that there were when this ran. An activity's
-- records lie in one of the two. Each column says how it is packed: trying every way out costs more than it saves.
CREATE TABLE record_plain (
    activity_id BIGINT USING COMPRESSION bitpacking, time_fit_s UINTEGER USING COMPRESSION bitpacking,
    latitude_sc INTEGER USING COMPRESSION bitpacking, longitude_sc INTEGER USING COMPRESSION bitpacking,
    distance_cm UINTEGER USING COMPRESSION bitpacking, speed_mm_s UINTEGER USING COMPRESSION bitpacking,
    altitude_raw UINTEGER USING COMPRESSION bitpacking, heart_rate_bpm UTINYINT USING COMPRESSION bitpacking,
    cadence_rpm UTINYINT USING COMPRESSION bitpacking, temperature_c TINYINT USING COMPRESSION bitpacking
);
CREATE TABLE record_full (
    activity_id BIGINT USING COMPRESSION bitpacking, time_fit_s UINTEGER USING COMPRESSION bitpacking,
    latitude_sc INTEGER USING COMPRESSION bitpacking, longitude_sc INTEGER USING COMPRESSION bitpacking,
    distance_cm UINTEGER USING COMPRESSION bitpacking, speed_mm_s UINTEGER USING COMPRESSION bitpacking,
    altitude_raw UINTEGER USING COMPRESSION bitpacking, heart_rate_bpm UTINYINT USING COMPRESSION bitpacking,
    cadence_rpm UTINYINT USING COMPRESSION bitpacking, cadence_frac_128 UTINYINT USING COMPRESSION bitpacking,
    power_w USMALLINT USING COMPRESSION bitpacking, temperature_c TINYINT USING COMPRESSION bitpacking,
    stance_time_raw USMALLINT USING COMPRESSION bitpacking, stance_balance_raw USMALLINT USING COMPRESSION bitpacking,
    vertical_oscillation_raw USMALLINT USING COMPRESSION bitpacking, vertical_ratio_raw USMALLINT USING COMPRESSION bitpacking,
    step_length_raw USMALLINT USING COMPRESSION bitpacking
);
INSERT INTO record_full FROM record;
DROP TABLE record;
CREATE VIEW record AS
SELECT * FROM record_full
UNION ALL BY NAME
SELECT * FROM record_plain;

-- Originals come packed: looking for a way to pack them again costs an import more than it saves.
CREATE TABLE packed_file (
    sha256 VARCHAR, parent_sha256 VARCHAR, athlete_id INTEGER, batch_id VARCHAR, name VARCHAR, kind VARCHAR,
    status VARCHAR, reason VARCHAR, size_bytes BIGINT, activities INTEGER, records BIGINT, strength_sets INTEGER,
    injuries INTEGER, other_rows INTEGER, quality VARCHAR, content BLOB USING COMPRESSION uncompressed,
    imported_at_utc TIMESTAMP
);
INSERT INTO packed_file BY NAME FROM source_file;
DROP TABLE source_file;
ALTER TABLE packed_file RENAME TO source_file;
