-- The rules of what a person says of an activity.

CREATE TABLE activity_edit (
    row_no BIGINT, latest_day DATE,
    edit_no BIGINT NOT NULL, -- the change has no number
    athlete_id BIGINT NOT NULL, -- nobody is named whose activity this is
    activity_id BIGINT NOT NULL, -- no activity is named that is to be changed
    edit_kind VARCHAR NOT NULL, -- it is not said what is to be changed
    CHECK (edit_kind IN ('sport', 'race', 'name', 'note', 'excluded', 'rpe', 'distance', 'cut', 'split', 'join')), -- '{edit_kind}' is nothing that can be changed of an activity
    edit_was VARCHAR,
    edit_is VARCHAR NOT NULL, -- it is not said what it is to be
    CHECK (length(edit_is) <= 10000), -- the text is longer than 10,000 letters
    other_id BIGINT,
    CHECK ((edit_kind IN ('split', 'join')) = (other_id IS NOT NULL)), -- the second of two activities is missing
    said_at_utc TIMESTAMP, taken_back_at_utc TIMESTAMP
);
