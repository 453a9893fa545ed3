-- The rules of athletes and of the receipt.

CREATE TABLE athlete (
    row_no BIGINT, latest_day DATE,
    athlete_id BIGINT NOT NULL, -- the athlete has no number
    name VARCHAR NOT NULL, -- the name is missing
    CHECK (length(trim(name)) BETWEEN 1 AND 200), -- the name must have between 1 and 200 characters
    sex VARCHAR,
    CHECK (sex IN ('female', 'male', 'other')), -- the sex '{sex}' is not female, male or other
    birth_year BIGINT,
    CHECK (birth_year BETWEEN 1900 AND year(latest_day)), -- the year of birth, {birth_year}, is not between 1900 and now
    body_mass_kg DOUBLE,
    CHECK (body_mass_kg BETWEEN 20 AND 300), -- a body mass of {body_mass_kg:g} kg is not between 20 and 300 kg
    hr_max_bpm DOUBLE,
    CHECK (hr_max_bpm BETWEEN 80 AND 260), -- a highest heart rate of {hr_max_bpm:g} is not between 80 and 260 beats a minute
    hr_rest_bpm DOUBLE,
    CHECK (hr_rest_bpm BETWEEN 20 AND 120), -- a resting heart rate of {hr_rest_bpm:g} is not between 20 and 120 beats a minute
    CHECK (hr_rest_bpm < hr_max_bpm), -- the resting heart rate is not below the highest
    zone VARCHAR,
    level BIGINT,
    CHECK (level BETWEEN 1 AND 5), -- level {level} is not between 1 and 5
    kit VARCHAR,
    running_since BIGINT,
    CHECK (running_since BETWEEN 1900 AND year(latest_day)), -- the year running began, {running_since}, is not between 1900 and now
    simulated BOOLEAN NOT NULL, -- it is not said whether this athlete is real
    created_at_utc TIMESTAMP
);

CREATE TABLE source_file (
    row_no BIGINT, latest_day DATE,
    sha256 VARCHAR NOT NULL, -- the file has no fingerprint
    parent_sha256 VARCHAR, athlete_id BIGINT, batch_id VARCHAR,
    name VARCHAR NOT NULL, -- the file has no name
    kind VARCHAR,
    status VARCHAR NOT NULL, -- the file has no status
    CHECK (status IN ('added', 'known', 'refused', 'ignored')), -- '{status}' is not added, known, refused or ignored
    reason VARCHAR,
    CHECK (reason IS NOT NULL OR status IN ('added', 'known')), -- no reason is given why the file was not used
    size_bytes BIGINT, activities BIGINT, records BIGINT, strength_sets BIGINT, injuries BIGINT, other_rows BIGINT,
    quality VARCHAR, content BLOB, imported_at_utc TIMESTAMP
);

CREATE TABLE import_problem (
    row_no BIGINT, latest_day DATE,
    batch_id VARCHAR, sha256 VARCHAR, file_name VARCHAR, line_no BIGINT, byte_offset BIGINT,
    reason VARCHAR NOT NULL -- the problem has no reason
);
