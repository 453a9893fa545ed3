-- Which days an injury log speaks for whether or not somebody got hurt: what was declared, and weeks with a check-in.
-- A row of an injury speaks for its own days alone; counted as exposure they would make a rate of nothing but injuries.
CREATE OR REPLACE VIEW injury_span_now AS
WITH piece AS (
    SELECT athlete_id, first_date, last_date FROM coverage WHERE what = 'injury'
    UNION ALL
    SELECT athlete_id, week_start, week_start + 6 FROM checkin
),
ordered AS (
    SELECT
        *,
        max(last_date) OVER (
            PARTITION BY athlete_id ORDER BY first_date, last_date
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS last_before
    FROM piece
),
numbered AS (
    SELECT
        *,
        sum(CASE WHEN first_date <= last_before + 1 THEN 0 ELSE 1 END) OVER (
            PARTITION BY athlete_id ORDER BY first_date, last_date
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS island
    FROM ordered
)
SELECT athlete_id, min(first_date) AS first_date, max(last_date) AS last_date
FROM numbered
GROUP BY athlete_id, island;
-- KEEP injury_span
