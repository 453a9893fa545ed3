-- The rules of what a person says about the words of a log.

CREATE TABLE exercise_label (
    row_no BIGINT, latest_day DATE,
    athlete_id BIGINT NOT NULL, -- nobody is named whose label this is
    source VARCHAR NOT NULL, -- it is not said which log the name is from
    name_key VARCHAR NOT NULL, -- it is not said which name is meant
    fit_category BIGINT, fit_subtype BIGINT, source_name VARCHAR,
    exercise_id VARCHAR REFERENCES known_exercise (exercise_id), -- the exercise '{exercise_id}' is not in our list
    label_no BIGINT NOT NULL, -- the label has no number
    said_at_utc TIMESTAMP NOT NULL, -- it is not said when this was said
    taken_back_at_utc TIMESTAMP
);

CREATE TABLE side_convention (
    row_no BIGINT, latest_day DATE,
    athlete_id BIGINT NOT NULL, -- nobody is named whose log this is
    source VARCHAR NOT NULL, -- it is not said which log is meant
    row_sides VARCHAR NOT NULL, -- it is not said what a row stands for
    CHECK (row_sides IN ('both', 'total', 'one')), -- '{row_sides}' is not both, total or one
    said_at_utc TIMESTAMP NOT NULL -- it is not said when this was said
);

CREATE TABLE note_decision (
    row_no BIGINT, latest_day DATE,
    athlete_id BIGINT NOT NULL, -- nobody is named whose note this is
    finding_id BIGINT NOT NULL, -- it is not said what was decided about
    finding_kind VARCHAR NOT NULL, -- it is not said whether it is strength work or a complaint
    CHECK (finding_kind IN ('strength', 'injury')), -- '{finding_kind}' is not strength or injury
    decision VARCHAR NOT NULL, -- it is not said what was decided
    CHECK (decision IN ('confirmed', 'dismissed')), -- '{decision}' is not confirmed or dismissed
    set_ids VARCHAR,
    decided_at_utc TIMESTAMP NOT NULL -- it is not said when it was decided
);
