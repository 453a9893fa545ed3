-- The rules of routines assigned to several at once; what stands inside a routine is checked where it is read.

CREATE TABLE group_plan (
    row_no BIGINT, latest_day DATE,
    plan_id BIGINT NOT NULL, -- the plan has no number
    athlete_id BIGINT NOT NULL, -- nobody is named to whom the routine is assigned
    name VARCHAR NOT NULL, -- the plan has no name
    CHECK (length(trim(name)) BETWEEN 1 AND 60), -- the name of a plan must have between 1 and 60 characters
    routine VARCHAR NOT NULL, -- it is not said what the routine holds
    CHECK (length(routine) BETWEEN 2 AND 8000), -- the routine is too long to keep
    first_date DATE NOT NULL, -- it is not said when the plan begins
    last_date DATE NOT NULL, -- it is not said when the plan ends
    CHECK (last_date BETWEEN first_date AND first_date + 365), -- a plan ends after it begins, and within a year
    times_a_week BIGINT NOT NULL, -- it is not said how often a week
    CHECK (times_a_week BETWEEN 1 AND 7), -- {times_a_week} times a week is not between 1 and 7
    assigned_at_utc TIMESTAMP NOT NULL, -- it is not said when this was assigned
    taken_back_at_utc TIMESTAMP
);
