-- The rules of saved routines; what stands inside a routine is checked where it is read.

CREATE TABLE saved_routine (
    row_no BIGINT, latest_day DATE,
    routine_id BIGINT NOT NULL, -- the routine has no number
    athlete_id BIGINT NOT NULL, -- nobody is named whose routine this is
    name VARCHAR NOT NULL, -- the routine has no name
    CHECK (length(trim(name)) BETWEEN 1 AND 60), -- the name of a routine must have between 1 and 60 characters
    routine VARCHAR NOT NULL, -- it is not said what the routine holds
    CHECK (length(routine) BETWEEN 2 AND 8000), -- the routine is too long to keep
    saved_at_utc TIMESTAMP NOT NULL -- it is not said when the routine was saved
);
