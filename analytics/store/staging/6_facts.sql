-- The rules of what a recording tells besides its sums; what 2_activities.sql says of the words holds here too. Those
-- of an activity are looked at in bulk, as records are.

CREATE TABLE activity_pause (
    activity_id BIGINT, pause_no BIGINT,
    start_utc TIMESTAMP NOT NULL, -- a pause has no start
    duration_s DOUBLE NOT NULL, -- a pause has no length
    CHECK (duration_s BETWEEN 0 AND 2592000) -- a pause of {duration_s:g} s is not between 0 and 30 days
);

CREATE TABLE activity_sensor (
    activity_id BIGINT, sensor_no BIGINT,
    name VARCHAR NOT NULL -- a sensor has no name
);

CREATE TABLE activity_gear (
    activity_id BIGINT, gear_no BIGINT,
    name VARCHAR NOT NULL -- what was worn or ridden has no name
);

CREATE TABLE wearer_fact (
    activity_id BIGINT,
    fact VARCHAR NOT NULL, -- it is not said what the watch knew
    CHECK (fact IN ('weight_kg', 'hr_rest_bpm', 'hr_max_bpm', 'hr_threshold_bpm', 'power_threshold_w', 'hr_zone_1_top_bpm', 'hr_zone_2_top_bpm', 'hr_zone_3_top_bpm', 'hr_zone_4_top_bpm', 'hr_zone_5_top_bpm', 'hr_zone_6_top_bpm')), -- '{fact}' is nothing we keep of a wearer
    fact_value DOUBLE NOT NULL, -- what the watch knew of its wearer has no value
    CHECK (fact <> 'weight_kg' OR fact_value BETWEEN 20 AND 300), -- a weight of {fact_value:g} kg is not between 20 and 300 kg
    CHECK (fact <> 'hr_rest_bpm' OR fact_value BETWEEN 20 AND 120), -- a resting heart rate of {fact_value:g} is not between 20 and 120 beats a minute
    CHECK (fact <> 'power_threshold_w' OR fact_value BETWEEN 20 AND 1000), -- a threshold power of {fact_value:g} W is not between 20 and 1,000 W
    CHECK (fact IN ('weight_kg', 'hr_rest_bpm', 'power_threshold_w') OR fact_value BETWEEN 40 AND 260) -- a heart rate of {fact_value:g} for {fact} is not between 40 and 260 beats a minute
);

CREATE TABLE activity_unread (
    activity_id BIGINT,
    message_no BIGINT NOT NULL, -- a kind of message has no number
    messages BIGINT NOT NULL -- it is not said how many messages there were
);

CREATE TABLE gear (
    row_no BIGINT, latest_day DATE,
    athlete_id BIGINT NOT NULL, -- nobody is named whose gear this is
    source_sha256 VARCHAR,
    gear_kind VARCHAR NOT NULL, -- it is not said what kind of gear this is
    CHECK (gear_kind IN ('shoe', 'bike', 'other')), -- '{gear_kind}' is not shoe, bike or other
    name VARCHAR NOT NULL, -- the gear has no name
    brand VARCHAR, model VARCHAR,
    first_date DATE, last_date DATE, is_retired BOOLEAN,
    limit_m DOUBLE,
    CHECK (limit_m BETWEEN 0 AND 1000000000) -- limit_m := NULL; a limit of {limit_m:g} m is not between 0 and a million km
);

CREATE TABLE gear_use (
    row_no BIGINT, latest_day DATE,
    athlete_id BIGINT NOT NULL, -- nobody is named whose gear this is
    source_sha256 VARCHAR,
    external_id VARCHAR NOT NULL, -- it is not said what the gear was used for
    name VARCHAR NOT NULL -- the gear that was used has no name
);

CREATE TABLE personal_record (
    row_no BIGINT, latest_day DATE,
    athlete_id BIGINT NOT NULL, -- nobody is named whose record this is
    source_sha256 VARCHAR,
    record_kind VARCHAR NOT NULL, -- it is not said what the record is of
    distance_m DOUBLE,
    CHECK (distance_m BETWEEN 0 AND 1000000), -- a record over {distance_m:g} m is not between 0 and 1,000 km
    duration_s DOUBLE,
    CHECK (duration_s BETWEEN 0 AND 1209600), -- a record of {duration_s:g} s is not between 0 and 14 days
    record_value DOUBLE NOT NULL, -- the record has no value
    achieved_on DATE,
    CHECK (achieved_on <= latest_day), -- achieved_on := NULL; the record's day, {achieved_on}, lies in the future
    external_id VARCHAR, is_current BOOLEAN
);
