-- What a recording tells besides its sums and its track, activity by activity: where the timer stood still, which
-- sensors sent, what was worn or ridden, what the watch knew of its wearer on that day, and how many messages of a
-- kind nobody here reads it held. Like all parts of an activity they lie aside, too, where it has several sources.
CREATE TABLE activity_pause (activity_id BIGINT, pause_no INTEGER, start_utc TIMESTAMP, duration_s DOUBLE);
CREATE TABLE activity_sensor (activity_id BIGINT, sensor_no INTEGER, name VARCHAR);
CREATE TABLE activity_gear (activity_id BIGINT, gear_no INTEGER, name VARCHAR);
CREATE TABLE wearer_fact (activity_id BIGINT, fact VARCHAR, fact_value DOUBLE);
CREATE TABLE activity_unread (activity_id BIGINT, message_no INTEGER, messages BIGINT);
CREATE TABLE aside_activity_pause AS FROM activity_pause LIMIT 0;
CREATE TABLE aside_activity_sensor AS FROM activity_sensor LIMIT 0;
CREATE TABLE aside_activity_gear AS FROM activity_gear LIMIT 0;
CREATE TABLE aside_wearer_fact AS FROM wearer_fact LIMIT 0;
CREATE TABLE aside_activity_unread AS FROM activity_unread LIMIT 0;

-- What an account says of itself, each file's rows by themselves: shoes and bicycles, and the account's own records.
CREATE TABLE gear (
    athlete_id INTEGER, source_sha256 VARCHAR, gear_kind VARCHAR, name VARCHAR, brand VARCHAR, model VARCHAR,
    first_date DATE, last_date DATE, is_retired BOOLEAN, limit_m DOUBLE
);
-- What an account says a piece of gear was used for, by the account's own numbers of activities.
CREATE TABLE gear_use (athlete_id INTEGER, source_sha256 VARCHAR, external_id VARCHAR, name VARCHAR);
CREATE TABLE personal_record (
    athlete_id INTEGER, source_sha256 VARCHAR, record_kind VARCHAR, distance_m DOUBLE, duration_s DOUBLE,
    record_value DOUBLE, achieved_on DATE, external_id VARCHAR, is_current BOOLEAN
);
