-- What a person said about their weeks, for the plan: what is run on each day (Monday first, parted by commas), what the
-- hip work is for, and the next race. One row an athlete.
CREATE TABLE week_setting (
    athlete_id INTEGER, running_days VARCHAR, hip_goal VARCHAR, race_on DATE, race_km DOUBLE, set_at_utc TIMESTAMP
);
