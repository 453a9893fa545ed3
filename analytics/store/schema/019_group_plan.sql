-- A routine that a coach assigned to several athletes at once: one row an athlete, all of one assignment under one plan_id.
-- `routine` is the written form (JSON), perhaps another for each athlete. What was taken back stays, with the time of it.
-- Who did it is not written here; it is looked up in the logs.
CREATE TABLE group_plan (
    plan_id BIGINT, athlete_id INTEGER, name VARCHAR, routine VARCHAR, first_date DATE, last_date DATE,
    times_a_week INTEGER, assigned_at_utc TIMESTAMP, taken_back_at_utc TIMESTAMP
);
