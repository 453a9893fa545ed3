-- A day's strength log (sets entered by hand or by a table, which know the day) held against the strength sessions
-- that a watch recorded on that day. Where the two are the same work, the log's named sets count and the watch's
-- guesses do not; its heart rate and its time stay with its session. Nothing is changed for it: without the log, the
-- guesses count again. What a person has said of a log and a session (activity_pair, with log_id for the log) is so.
CREATE OR REPLACE VIEW log_match_now AS
WITH limits AS (
    SELECT
        max(CASE WHEN name = 'same_log_sets_ratio' THEN value END) AS sets_ratio,
        max(CASE WHEN name = 'same_log_minutes_a_set' THEN value END) AS minutes_a_set
    FROM rule
),
log AS (
    SELECT
        athlete_id, performed_on AS local_date, -CAST(performed_on - DATE '1970-01-01' AS BIGINT) AS log_id,
        sum(sets) AS sets
    FROM strength_set
    WHERE activity_id IS NULL AND lane = 'logged'
    GROUP BY ALL
),
told AS (
    SELECT
        activity_id, bool_or(lane <> 'assumed' AND source <> 'garmin_fit') AS is_named,
        sum(CASE WHEN lane = 'logged' THEN sets END) AS sets
    FROM strength_set
    WHERE activity_id IS NOT NULL
    GROUP BY ALL
),
gym AS (
    SELECT
        a.athlete_id, CAST(a.start_local AS DATE) AS local_date, a.activity_id, t.sets,
        sum(coalesce(s.moving_s, s.elapsed_s)) / 60 AS minutes
    FROM activity AS a
    JOIN session AS s ON s.activity_id = a.activity_id
    LEFT JOIN told AS t ON t.activity_id = a.activity_id
    WHERE NOT coalesce(t.is_named, false)
    GROUP BY ALL
    HAVING bool_and(s.sport = 'strength')
),
own AS (
    SELECT activity_id, activity_id AS own_id FROM activity
    UNION
    SELECT activity_id, own_id FROM activity_source
),
said AS (
    SELECT p.one_id AS log_id, o.activity_id, max(p.verdict) AS verdict
    FROM activity_pair AS p
    JOIN own AS o ON o.own_id = p.other_id
    WHERE p.one_id < 0 AND p.verdict <> 'doubt'
    GROUP BY ALL
),
pair AS (
    SELECT
        l.athlete_id, l.local_date, g.activity_id, l.log_id, w.verdict AS said, l.sets AS log_sets,
        g.sets AS watch_sets, g.minutes,
        count(*) OVER (PARTITION BY l.athlete_id, l.local_date) AS sessions,
        bool_or(w.verdict = 'same') OVER (PARTITION BY l.athlete_id, l.local_date) AS is_settled
    FROM log AS l
    JOIN gym AS g ON g.athlete_id = l.athlete_id AND g.local_date = l.local_date
    LEFT JOIN said AS w ON w.log_id = l.log_id AND w.activity_id = g.activity_id
)
SELECT
    p.athlete_id, p.local_date, p.activity_id, p.log_id, CAST(p.log_sets AS BIGINT) AS log_sets,
    CASE
        WHEN p.said IS NOT NULL THEN p.said
        WHEN p.is_settled THEN 'two'
        WHEN p.sessions > 1 THEN 'doubt'
        WHEN p.watch_sets > 0
            THEN CASE
                WHEN greatest(p.log_sets, p.watch_sets) <= l.sets_ratio * least(p.log_sets, p.watch_sets) THEN 'same'
                ELSE 'doubt'
            END
        WHEN p.minutes > l.minutes_a_set * p.log_sets THEN 'doubt'
        ELSE 'same'
    END AS verdict,
    CASE
        WHEN p.said IS NOT NULL THEN 'said by a person'
        WHEN p.sessions > 1 THEN 'the watch recorded several strength sessions that day'
        WHEN p.watch_sets > 0 THEN 'the log and the watch count sets that day'
        ELSE 'the log has sets and the watch a strength session that day'
    END AS reason
FROM pair AS p
CROSS JOIN limits AS l;
-- KEEP log_match

-- The sets that count: all but those a watch guessed of work that a log names, and those of activities left out.
CREATE OR REPLACE VIEW counted_set AS
SELECT *
FROM strength_set
WHERE activity_id IS NULL OR (
    activity_id NOT IN (SELECT m.activity_id FROM log_match AS m WHERE m.verdict = 'same')
    AND activity_id NOT IN (SELECT a.activity_id FROM activity AS a WHERE a.left_out_because IS NOT NULL)
);
