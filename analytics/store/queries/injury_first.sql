-- Each athlete's longest stretch of injury log (short silences bridged), its first injury of the levels, and the running
-- at risk up to that injury, or to the stretch's end where there was none.
WITH bridge AS (
    SELECT CAST(max(value) AS INTEGER) AS gap_days FROM rule WHERE name = 'coverage_gap_max_days'
),
ordered AS (
    SELECT
        s.athlete_id, s.first_date, s.last_date,
        lag(s.last_date) OVER (PARTITION BY s.athlete_id ORDER BY s.first_date) AS last_before
    FROM injury_span AS s
    WHERE s.athlete_id IN (SELECT unnest($athlete_ids))
),
numbered AS (
    SELECT
        o.*,
        sum(CASE WHEN o.first_date <= o.last_before + b.gap_days + 1 THEN 0 ELSE 1 END) OVER (
            PARTITION BY o.athlete_id ORDER BY o.first_date ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS island
    FROM ordered AS o
    CROSS JOIN bridge AS b
),
stretch AS (
    SELECT athlete_id, min(first_date) AS entry_date, max(last_date) AS last_date
    FROM numbered
    GROUP BY athlete_id, island
),
longest AS (
    SELECT athlete_id, arg_max(entry_date, last_date - entry_date) AS entry_date, arg_max(last_date, last_date - entry_date) AS last_date
    FROM stretch
    GROUP BY athlete_id
),
met AS (
    SELECT l.athlete_id, l.entry_date, l.last_date, min(i.onset_date) AS onset_date
    FROM longest AS l
    LEFT JOIN injury AS i
        ON i.athlete_id = l.athlete_id AND i.onset_date BETWEEN l.entry_date AND l.last_date
        AND list_contains($levels, i.case_level) AND i.running_related IS DISTINCT FROM false
    GROUP BY ALL
)
SELECT
    m.athlete_id, m.entry_date, m.last_date, m.onset_date,
    sum(d.moving_s) FILTER (WHERE d.time_loss IS DISTINCT FROM true) AS moving_s,
    sum(d.distance_m) FILTER (WHERE d.time_loss IS DISTINCT FROM true) AS distance_m,
    count(*) FILTER (WHERE d.running_covered) AS days_covered_running,
    count(*) AS days_in_log
FROM met AS m
JOIN athlete_day AS d
    ON d.athlete_id = m.athlete_id AND d.local_date BETWEEN m.entry_date AND coalesce(m.onset_date, m.last_date)
GROUP BY ALL
ORDER BY m.athlete_id
