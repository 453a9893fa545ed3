-- Each athlete's longest stretch of injury log, short silences bridged; of equally long ones the first.
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
)
SELECT
    athlete_id, arg_max(entry_date, last_date - entry_date ORDER BY entry_date) AS entry_date,
    arg_max(last_date, last_date - entry_date ORDER BY entry_date) AS last_date
FROM stretch
GROUP BY athlete_id
ORDER BY athlete_id
