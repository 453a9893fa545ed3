-- One row an athlete and local day, from the first day any log speaks of to the last. On a covered day rest is
-- 0; on an uncovered one every measure is NULL.
CREATE OR REPLACE VIEW athlete_day_now AS
WITH extent AS (
    SELECT athlete_id, min(first_date) AS first_date, max(last_date) AS last_date
    FROM (
        SELECT athlete_id, first_date, last_date FROM coverage_joined
        UNION ALL
        SELECT athlete_id, performed_on, performed_on FROM strength_set
    ) AS known
    GROUP BY athlete_id
),
calendar AS (
    SELECT athlete_id, CAST(unnest(range(CAST(first_date AS TIMESTAMP), CAST(last_date + 1 AS TIMESTAMP), INTERVAL 1 DAY)) AS DATE) AS local_date
    FROM extent
),
covered AS (
    SELECT
        athlete_id, local_date,
        bool_or(what = 'running') AS running, bool_or(what = 'strength') AS strength, bool_or(what = 'injury') AS injury
    FROM (
        SELECT
            athlete_id, what,
            CAST(unnest(range(CAST(first_date AS TIMESTAMP), CAST(last_date + 1 AS TIMESTAMP), INTERVAL 1 DAY)) AS DATE) AS local_date
        FROM coverage_joined
        WHERE day_level
    ) AS spread
    GROUP BY athlete_id, local_date
),
run AS (
    SELECT
        athlete_id, local_date, count(*) AS runs, sum(distance_m) AS distance_m, sum(moving_s) AS moving_s,
        max(distance_m) AS longest_run_m
    FROM running_session
    GROUP BY athlete_id, local_date
),
-- A day whose load is not known of every session has none: the sum of some of them says nothing.
loaded AS (
    SELECT
        athlete_id, local_date,
        CASE WHEN count(load_au) = count(*) THEN sum(load_au ORDER BY activity_id, session_no, load_kind) END AS load_au,
        count(*) - count(load_au) AS loads_unknown,
        count(*) FILTER (WHERE load_from IN ('own_runs', 'assumed')) AS loads_estimated
    FROM session_load
    WHERE load_counts
    GROUP BY athlete_id, local_date
),
strength AS (
    SELECT
        athlete_id, performed_on AS local_date,
        sum(CASE WHEN lane = 'logged' AND set_type <> 'warmup' THEN sets END) AS strength_sets,
        sum(CASE WHEN lane = 'logged' THEN hip_sets END) AS hip_sets,
        sum(CASE WHEN lane = 'described' THEN hip_sets END) AS hip_sets_described,
        sum(CASE WHEN lane = 'assumed' THEN hip_sets END) AS hip_sets_assumed,
        sum(CASE WHEN lane = 'logged' THEN trunk_sets END) AS trunk_sets,
        sum(CASE WHEN lane = 'logged' AND set_type <> 'warmup' AND hip_sets IS NULL THEN sets END) AS unmapped_sets
    FROM counted_set
    GROUP BY 1, 2
),
injured AS (
    SELECT athlete_id, local_date, count(*) AS injuries
    FROM (
        SELECT
            i.athlete_id,
            CAST(unnest(range(
                CAST(coalesce(i.time_loss_start, i.onset_date + 1) AS TIMESTAMP),
                CAST(coalesce(i.time_loss_end, i.recovered_date, e.last_date + 1) AS TIMESTAMP),
                INTERVAL 1 DAY
            )) AS DATE) AS local_date
        FROM injury AS i
        JOIN extent AS e ON e.athlete_id = i.athlete_id
        WHERE i.case_level = 'time_loss'
    ) AS away
    GROUP BY 1, 2
),
onset AS (
    SELECT athlete_id, onset_date AS local_date, count(*) AS injuries
    FROM injury
    WHERE running_related IS DISTINCT FROM false
    GROUP BY 1, 2
)
SELECT
    d.athlete_id, d.local_date, CAST(date_trunc('week', d.local_date) AS DATE) AS week_start,
    coalesce(c.running, false) AS running_covered,
    coalesce(c.strength, false) AS strength_covered,
    coalesce(c.injury, false) AS injury_covered,
    CASE WHEN c.running THEN coalesce(r.runs, 0) END AS runs,
    CASE WHEN c.running THEN CASE WHEN r.runs IS NULL THEN 0 ELSE r.distance_m END END AS distance_m,
    CASE WHEN c.running THEN CASE WHEN r.runs IS NULL THEN 0 ELSE r.moving_s END END AS moving_s,
    CASE WHEN c.running THEN CASE WHEN r.runs IS NULL THEN 0 ELSE r.longest_run_m END END AS longest_run_m,
    CASE WHEN c.running AND l.local_date IS NULL AND coalesce(r.runs, 0) = 0 THEN 0 WHEN c.running THEN l.load_au END AS load_au,
    CASE WHEN c.running THEN coalesce(l.loads_unknown, r.runs, 0) END AS loads_unknown,
    CASE WHEN c.running THEN coalesce(l.loads_estimated, 0) END AS loads_estimated,
    CASE WHEN c.strength THEN coalesce(s.strength_sets, 0) END AS strength_sets,
    CASE WHEN c.strength THEN coalesce(s.hip_sets, 0) END AS hip_sets,
    CASE WHEN c.strength THEN coalesce(s.hip_sets_described, 0) ELSE s.hip_sets_described END AS hip_sets_described,
    CASE WHEN c.strength THEN coalesce(s.hip_sets_assumed, 0) ELSE s.hip_sets_assumed END AS hip_sets_assumed,
    CASE WHEN c.strength THEN coalesce(s.trunk_sets, 0) END AS trunk_sets,
    CASE WHEN c.strength THEN coalesce(s.unmapped_sets, 0) END AS unmapped_sets,
    CASE WHEN i.injuries > 0 THEN true WHEN c.injury THEN false END AS time_loss,
    CASE WHEN c.injury THEN coalesce(o.injuries, 0) END AS injuries_new
FROM calendar AS d
LEFT JOIN covered AS c ON c.athlete_id = d.athlete_id AND c.local_date = d.local_date
LEFT JOIN run AS r ON r.athlete_id = d.athlete_id AND r.local_date = d.local_date
LEFT JOIN loaded AS l ON l.athlete_id = d.athlete_id AND l.local_date = d.local_date
LEFT JOIN strength AS s ON s.athlete_id = d.athlete_id AND s.local_date = d.local_date
LEFT JOIN injured AS i ON i.athlete_id = d.athlete_id AND i.local_date = d.local_date
LEFT JOIN onset AS o ON o.athlete_id = d.athlete_id AND o.local_date = d.local_date;
-- KEEP athlete_day BY local_date LOOKING BACK 0
