-- The best of each running session, found in its records at import: the fastest time over a distance (effort 'distance'),
-- the farthest in a time (effort 'duration').
CREATE TABLE best_effort (
    activity_id BIGINT, session_no INTEGER, effort VARCHAR, distance_m DOUBLE, duration_s DOUBLE, start_offset_s DOUBLE
);
CREATE TABLE aside_best_effort AS FROM best_effort LIMIT 0;
