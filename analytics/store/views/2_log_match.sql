-- The same strength session told twice counts once. Nothing is changed for it: every row stays, `aside_id` is the
-- telling that does not count, and without the other one it counts again.
--
-- A log is what one source (the form, a table, an app that knows days only) tells of a day; its number is below 0. It
-- is held against the other tellings of its day:
-- * a strength session that a watch recorded: its sets are guesses, the log's have names and count; heart rate and time
--   stay with the watch's session;
-- * a session that an app logged, or another log: both name exercises, so the names decide, and the more detailed of
--   the two counts (sets, each weighed by how much is told of it).
-- What a person has said of two tellings (activity_pair) is so.
CREATE OR REPLACE VIEW log_set AS
SELECT
    *,
    -(CAST(athlete_id AS BIGINT) * 1000 * 1000 * 100
        + CASE WHEN source = 'form' THEN 0 ELSE CAST(1 + md5_number_lower(source) % 100 AS BIGINT) END * 1000 * 100
        + CAST(performed_on - DATE '1970-01-01' AS BIGINT)) AS log_id
FROM strength_set
WHERE activity_id IS NULL AND lane = 'logged';

CREATE OR REPLACE VIEW log_match_now AS
WITH limits AS (
    SELECT
        max(CASE WHEN name = 'same_log_sets_ratio' THEN value END) AS sets_ratio,
        max(CASE WHEN name = 'same_log_minutes_a_set' THEN value END) AS minutes_a_set,
        max(CASE WHEN name = 'label_confidence_min' THEN value END) AS confidence
    FROM rule
),
named_set AS (
    SELECT
        athlete_id, performed_on AS local_date, log_id AS told_id, exercise_id, label_confidence, source_name, sets, reps,
        duration_s, load_kg, rir, pain_0_10
    FROM log_set
    UNION ALL
    SELECT
        s.athlete_id, CAST(a.start_local AS DATE), s.activity_id, s.exercise_id, s.label_confidence, s.source_name,
        s.sets, s.reps, s.duration_s, s.load_kg, s.rir, s.pain_0_10
    FROM strength_set AS s
    JOIN activity AS a ON a.activity_id = s.activity_id
    WHERE s.lane = 'logged' AND s.source <> 'garmin_fit' AND a.left_out_because IS NULL
),
-- One row an exercise of a telling. `word` is its name without blanks and strokes; an exercise we do not know has no
-- number and no family.
told_exercise AS (
    SELECT
        n.athlete_id, n.local_date, n.told_id,
        CASE WHEN n.label_confidence >= l.confidence THEN n.exercise_id END AS exercise_id,
        nullif(lower(regexp_replace(n.source_name, '[^\p{L}\p{N}]', '', 'g')), '') AS word,
        sum(n.sets) AS sets,
        sum(n.sets * (
            1 + CAST(n.reps IS NOT NULL OR n.duration_s IS NOT NULL AS INTEGER) + CAST(n.load_kg IS NOT NULL AS INTEGER)
            + CAST(n.rir IS NOT NULL AS INTEGER) + CAST(n.pain_0_10 IS NOT NULL AS INTEGER)
        )) AS details
    FROM named_set AS n
    CROSS JOIN limits AS l
    GROUP BY ALL
),
telling AS (
    SELECT athlete_id, local_date, told_id, sum(sets) AS sets, sum(details) AS details
    FROM told_exercise
    GROUP BY ALL
),
-- Of the exercises of one telling, which are in another of that day: by number or name, or at least by family.
found AS (
    SELECT
        x.athlete_id, x.local_date, x.told_id, y.told_id AS in_id, x.exercise_id, x.word,
        bool_or(coalesce(x.exercise_id = y.exercise_id, false) OR coalesce(x.word = y.word, false)) AS is_in,
        bool_or(e.family IS NOT DISTINCT FROM f.family) AS has_kind
    FROM told_exercise AS x
    JOIN told_exercise AS y ON y.athlete_id = x.athlete_id AND y.local_date = x.local_date AND y.told_id <> x.told_id
    LEFT JOIN exercise AS e ON e.exercise_id = x.exercise_id
    LEFT JOIN exercise AS f ON f.exercise_id = y.exercise_id
    WHERE least(x.told_id, y.told_id) < 0
    GROUP BY ALL
),
likeness AS (
    SELECT
        athlete_id, local_date, least(told_id, in_id) AS log_id, greatest(told_id, in_id) AS other_id,
        bool_or(is_in) AS any_in, bool_or(all_in) AS all_in, bool_or(kinds_in) AS kinds_in
    FROM (
        SELECT
            athlete_id, local_date, told_id, in_id, bool_or(is_in) AS is_in, bool_and(is_in) AS all_in,
            bool_and(has_kind) AS kinds_in
        FROM found
        GROUP BY ALL
    ) AS one_way
    GROUP BY ALL
),
own AS (
    SELECT activity_id, activity_id AS own_id FROM activity
    UNION
    SELECT activity_id, own_id FROM activity_source
),
said AS (
    SELECT p.one_id AS log_id, coalesce(o.activity_id, p.other_id) AS other_id, max(p.verdict) AS verdict
    FROM activity_pair AS p
    LEFT JOIN own AS o ON o.own_id = p.other_id
    WHERE p.one_id < 0 AND p.verdict <> 'doubt'
    GROUP BY ALL
),
-- Both name exercises.
named_pair AS (
    SELECT
        k.athlete_id, k.local_date, k.log_id, k.other_id, w.verdict AS said, one.sets AS log_sets,
        k.all_in AND greatest(one.sets, other.sets) <= l.sets_ratio * least(one.sets, other.sets) AS is_clear,
        CASE WHEN one.details > other.details THEN k.other_id ELSE k.log_id END AS lesser_id,
        CASE
            WHEN k.all_in THEN 'both name the same exercises that day'
            WHEN k.any_in THEN 'both name some of the same exercises that day'
            ELSE 'both name exercises of the same kind that day'
        END AS reason
    FROM likeness AS k
    JOIN telling AS one ON one.told_id = k.log_id AND one.local_date = k.local_date AND one.athlete_id = k.athlete_id
    JOIN telling AS other ON other.told_id = k.other_id AND other.local_date = k.local_date AND other.athlete_id = k.athlete_id
    LEFT JOIN said AS w ON w.log_id = k.log_id AND w.other_id = k.other_id
    CROSS JOIN limits AS l
    WHERE k.any_in OR k.kinds_in OR w.verdict IS NOT NULL
),
named_verdict AS (
    SELECT
        p.*, count(*) FILTER (WHERE p.is_clear AND p.other_id > 0 AND p.said IS DISTINCT FROM 'two') OVER this_log AS clear_sessions,
        coalesce(bool_or(p.said = 'same' AND p.other_id > 0) OVER this_log, false) AS is_settled
    FROM named_pair AS p
    WINDOW this_log AS (PARTITION BY p.log_id)
),
-- A log beside a watch that guesses, or counts nothing.
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
guessed_pair AS (
    SELECT
        g.athlete_id, g.local_date, g.activity_id, one.told_id AS log_id, w.verdict AS said, one.sets AS log_sets,
        g.sets AS watch_sets, g.minutes, count(*) OVER this_log AS sessions,
        bool_or(w.verdict = 'same') OVER this_log AS is_settled
    FROM telling AS one
    JOIN gym AS g ON g.athlete_id = one.athlete_id AND g.local_date = one.local_date
    LEFT JOIN said AS w ON w.log_id = one.told_id AND w.other_id = g.activity_id
    WHERE one.told_id < 0
    WINDOW this_log AS (PARTITION BY one.told_id)
),
guessed_verdict AS (
    SELECT
        p.*,
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
        END AS verdict
    FROM guessed_pair AS p
    CROSS JOIN limits AS l
),
-- A session of which one log is sure need not be asked about for another log of that day.
guessed_settled AS (
    SELECT
        p.*,
        p.verdict = 'doubt' AND bool_or(p.verdict = 'same') OVER (PARTITION BY p.activity_id) AS is_taken
    FROM guessed_verdict AS p
)
SELECT
    p.athlete_id, p.local_date, p.activity_id, p.log_id, p.activity_id AS other_id, CAST(p.log_sets AS BIGINT) AS log_sets,
    CASE WHEN p.is_taken THEN 'two' ELSE p.verdict END AS verdict,
    CASE
        WHEN p.said IS NOT NULL THEN 'said by a person'
        WHEN p.sessions > 1 THEN 'the watch recorded several strength sessions that day'
        WHEN p.watch_sets > 0 THEN 'the log and the watch count sets that day'
        ELSE 'the log has sets and the watch a strength session that day'
    END AS reason,
    CASE WHEN p.verdict = 'same' THEN p.activity_id END AS aside_id,
    false AS is_named
FROM guessed_settled AS p
UNION ALL
SELECT
    p.athlete_id, p.local_date, CASE WHEN p.other_id > 0 THEN p.other_id END, p.log_id, p.other_id,
    CAST(p.log_sets AS BIGINT),
    CASE
        WHEN p.said IS NOT NULL THEN p.said
        WHEN p.is_settled AND p.other_id > 0 THEN 'two'
        WHEN p.is_clear AND (p.other_id < 0 OR p.clear_sessions = 1) THEN 'same'
        ELSE 'doubt'
    END AS told_verdict,
    CASE WHEN p.said IS NOT NULL THEN 'said by a person' ELSE p.reason END,
    CASE WHEN told_verdict = 'same' THEN p.lesser_id END,
    true
FROM named_verdict AS p;
-- KEEP log_match BY local_date LOOKING BACK 0 FOR log_set

-- The sets that count: all but those of a telling that another one counts for, and those of activities left out.
CREATE OR REPLACE VIEW counted_set AS
SELECT *
FROM strength_set
WHERE CASE
    WHEN activity_id IS NOT NULL
        THEN activity_id NOT IN (SELECT m.aside_id FROM log_match AS m WHERE m.aside_id > 0)
            AND activity_id NOT IN (SELECT a.activity_id FROM activity AS a WHERE a.left_out_because IS NOT NULL)
    ELSE set_id NOT IN (
        SELECT s.set_id
        FROM log_set AS s
        JOIN log_match AS m ON m.athlete_id = s.athlete_id AND m.local_date = s.performed_on AND m.aside_id = s.log_id
    )
END;
