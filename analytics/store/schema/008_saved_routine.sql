-- Routines that somebody saved under a name; `routine` is the written form (JSON), read back and checked by whoever uses it.
CREATE TABLE saved_routine (
    routine_id BIGINT, athlete_id INTEGER, name VARCHAR, routine VARCHAR, saved_at_utc TIMESTAMP
);
