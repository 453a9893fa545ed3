-- What was recommended to whom since a day, and what the logs say of that day and the next: a session counts for the
-- recommendation of its own day where there is one, else for that of the day before.
WITH given AS (
    SELECT
        *,
        least(given_on + 1, coalesce(lead(given_on) OVER (PARTITION BY athlete_id, rule_id ORDER BY given_on) - 1, given_on + 1))
            AS until_on
    FROM recommendation
    WHERE ($athlete_id IS NULL OR athlete_id = $athlete_id) AND ($since IS NULL OR given_on >= CAST($since AS DATE))
),
logged AS (
    SELECT
        g.athlete_id, g.given_on, g.rule_id, sum(s.sets) AS sets_after, sum(s.hip_sets) AS hip_sets_after,
        min(s.performed_on) AS done_on, max(s.pain_0_10) AS pain_sets
    FROM given AS g
    JOIN counted_set AS s
        ON s.athlete_id = g.athlete_id AND s.performed_on BETWEEN g.given_on AND g.until_on
        AND s.lane <> 'assumed' AND s.set_type <> 'warmup'
    GROUP BY ALL
),
guided AS (
    SELECT
        g.athlete_id, g.given_on, g.rule_id,
        max(greatest(s.pain_during_0_10, s.pain_end_0_10, s.pain_next_morning_0_10)) AS pain_session,
        bool_or(s.worse_next_morning) AS worse_next_morning
    FROM given AS g
    JOIN guided_session AS s
        ON s.athlete_id = g.athlete_id AND s.performed_on BETWEEN g.given_on AND g.until_on
        AND s.session_status = 'finished'
    GROUP BY ALL
),
ran AS (
    SELECT g.athlete_id, g.given_on, g.rule_id, sum(d.runs) AS runs_after, bool_and(d.running_covered) AS running_covered
    FROM given AS g
    JOIN athlete_day AS d ON d.athlete_id = g.athlete_id AND d.local_date BETWEEN g.given_on AND g.until_on
    GROUP BY ALL
)
SELECT
    g.athlete_id, g.given_on, g.rule_id, g.advice_kind, g.headline, g.evidence_ids, g.hip_sets_advised,
    g.declined_because, l.sets_after, l.hip_sets_after, l.done_on,
    greatest(l.pain_sets, u.pain_session) AS pain_after,
    u.worse_next_morning, r.runs_after, r.running_covered, c.pain_0_10 AS pain_checkin
FROM given AS g
LEFT JOIN logged AS l USING (athlete_id, given_on, rule_id)
LEFT JOIN guided AS u USING (athlete_id, given_on, rule_id)
LEFT JOIN ran AS r USING (athlete_id, given_on, rule_id)
LEFT JOIN checkin AS c
    ON c.athlete_id = g.athlete_id AND c.week_start = CAST(date_trunc('week', g.given_on) AS DATE)
ORDER BY g.given_on DESC, g.athlete_id, g.rule_id
