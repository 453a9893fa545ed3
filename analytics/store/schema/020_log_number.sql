-- A log of a day is numbered by athlete, source and day (views/2_log_match.sql), no more by the day alone: two logs of
-- one day can be held against each other. What a person said of a day goes to each log of that day.
INSERT INTO activity_pair
SELECT DISTINCT
    p.athlete_id,
    -(CAST(p.athlete_id AS BIGINT) * 1000 * 1000 * 100
        + CASE WHEN s.source = 'form' THEN 0 ELSE CAST(1 + md5_number_lower(s.source) % 100 AS BIGINT) END * 1000 * 100 - p.one_id),
    p.other_id, p.verdict, p.reason, p.said_at_utc
FROM activity_pair AS p
JOIN strength_set AS s
    ON s.athlete_id = p.athlete_id AND s.activity_id IS NULL AND s.lane = 'logged'
    AND -CAST(s.performed_on - DATE '1970-01-01' AS BIGINT) = p.one_id
WHERE p.one_id < 0;
DELETE FROM activity_pair WHERE one_id < 0 AND one_id > -100000;
