-- Which days each log speaks for. A row speaks for its own day even where nobody declared anything.
CREATE OR REPLACE VIEW coverage_piece AS
SELECT athlete_id, what, first_date, last_date, basis FROM coverage
UNION ALL
SELECT DISTINCT athlete_id, 'running', local_date, local_date, 'file' FROM running_session
UNION ALL
SELECT DISTINCT athlete_id, 'strength', performed_on, performed_on, 'file'
FROM strength_set WHERE lane = 'logged'
UNION ALL
SELECT athlete_id, 'injury', onset_date, coalesce(recovered_date, onset_date), 'file' FROM injury
UNION ALL
SELECT athlete_id, 'injury', week_start, week_start + 6, 'file' FROM checkin
UNION ALL
SELECT athlete_id, 'running', week_start, week_start + 6, 'weekly_table' FROM weekly_load
WHERE runs IS NOT NULL OR distance_m IS NOT NULL OR moving_s IS NOT NULL
UNION ALL
SELECT athlete_id, 'strength', week_start, week_start + 6, 'weekly_table' FROM weekly_load
WHERE hip_sets IS NOT NULL;

-- Pieces from files are joined over short gaps (a rest week leaves no file); what a person declared, or an
-- account's own list, stands as it is and is only ever added. `day_level` tells the days that a log of single
-- activities speaks for from those known only as part of a week's sum.
CREATE OR REPLACE VIEW coverage_joined_now AS
WITH bridge AS (
    SELECT CAST(max(value) AS INTEGER) AS gap_days FROM rule WHERE name = 'coverage_gap_max_days'
),
piece AS (
    SELECT
        p.athlete_id, p.what, p.basis <> 'weekly_table' AS day_level, p.first_date, p.last_date,
        p.basis = 'file' AS bridges, CASE WHEN p.basis = 'file' THEN b.gap_days ELSE 0 END AS gap_days
    FROM coverage_piece AS p
    CROSS JOIN bridge AS b
    WHERE p.last_date >= p.first_date
),
ordered AS (
    SELECT
        *,
        max(last_date) OVER (
            PARTITION BY athlete_id, what, day_level, bridges ORDER BY first_date, last_date
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS last_before
    FROM piece
),
numbered AS (
    SELECT
        *,
        sum(CASE WHEN first_date <= last_before + gap_days + 1 THEN 0 ELSE 1 END) OVER (
            PARTITION BY athlete_id, what, day_level, bridges ORDER BY first_date, last_date
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS island
    FROM ordered
)
SELECT athlete_id, what, day_level, min(first_date) AS first_date, max(last_date) AS last_date
FROM numbered
GROUP BY athlete_id, what, day_level, bridges, island;
-- KEEP coverage_joined

CREATE OR REPLACE VIEW coverage_span AS
WITH ordered AS (
    SELECT
        *,
        max(last_date) OVER (
            PARTITION BY athlete_id, what ORDER BY first_date, last_date
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS last_before
    FROM coverage_joined
),
numbered AS (
    SELECT
        *,
        sum(CASE WHEN first_date <= last_before + 1 THEN 0 ELSE 1 END) OVER (
            PARTITION BY athlete_id, what ORDER BY first_date, last_date
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS island
    FROM ordered
)
SELECT athlete_id, what, min(first_date) AS first_date, max(last_date) AS last_date
FROM numbered
GROUP BY athlete_id, what, island;
