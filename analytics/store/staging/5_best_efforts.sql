-- The rules of a best effort; what 2_activities.sql says of the words behind each constraint holds here too.

CREATE TABLE best_effort (
    row_no BIGINT, latest_day DATE,
    activity_id BIGINT, session_no BIGINT,
    effort VARCHAR NOT NULL, -- it is not said what kind of best effort this is
    CHECK (effort IN ('distance', 'duration')), -- the best effort '{effort}' is not one we know
    distance_m DOUBLE NOT NULL, -- a best effort has no distance
    CHECK (distance_m BETWEEN 0 AND 1000000), -- a best effort over {distance_m:g} m is not between 0 and 1,000 km
    duration_s DOUBLE NOT NULL, -- a best effort has no duration
    CHECK (duration_s BETWEEN 0 AND 1209600), -- a best effort of {duration_s:g} s is not between 0 and 14 days
    start_offset_s DOUBLE
);
