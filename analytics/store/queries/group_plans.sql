-- Routines assigned to several at once, the latest first: one row an athlete of each plan.
SELECT
    g.plan_id, g.athlete_id, a.name AS athlete, coalesce(a.simulated, false) AS simulated, g.name, g.routine,
    g.first_date, g.last_date, g.times_a_week, g.taken_back_at_utc IS NOT NULL AS is_taken_back
FROM group_plan AS g
JOIN athlete AS a ON a.athlete_id = g.athlete_id
WHERE $athlete_id IS NULL OR g.athlete_id = CAST($athlete_id AS INTEGER)
ORDER BY g.plan_id DESC, a.name, g.athlete_id
