-- Each athlete with how much of them is here.
CREATE OR REPLACE VIEW current_athlete AS
WITH activity_count AS (SELECT athlete_id, count(*) AS n FROM activity GROUP BY athlete_id),
set_count AS (SELECT athlete_id, sum(sets) AS n FROM counted_set GROUP BY athlete_id),
injury_count AS (SELECT athlete_id, count(*) AS n FROM injury GROUP BY athlete_id),
extent AS (
    SELECT athlete_id, min(first_date) AS first_date, max(last_date) AS last_date FROM coverage_joined GROUP BY athlete_id
)
SELECT
    a.*,
    coalesce(c.n, 0) AS activities, CAST(coalesce(s.n, 0) AS BIGINT) AS strength_sets, coalesce(i.n, 0) AS injuries,
    e.first_date, e.last_date
FROM athlete AS a
LEFT JOIN activity_count AS c ON c.athlete_id = a.athlete_id
LEFT JOIN set_count AS s ON s.athlete_id = a.athlete_id
LEFT JOIN injury_count AS i ON i.athlete_id = a.athlete_id
LEFT JOIN extent AS e ON e.athlete_id = a.athlete_id;
