-- A squad's weeks since a Monday, as its rules read them (analytics/advice/squad_rules.py): one row an athlete and week.
-- heard: whether anything came in that tells of the week; stop_signs: days on which Today found a warning sign.
WITH sign AS (
    SELECT athlete_id, CAST(date_trunc('week', given_on) AS DATE) AS week_start, count(DISTINCT given_on) AS stop_signs
    FROM recommendation
    WHERE advice_kind = 'stop' AND rule_id IN ('G1', 'G2')
    GROUP BY ALL
)
SELECT
    w.athlete_id, w.week_start, w.days_covered_running, w.days_covered_strength, w.runs, w.distance_m, w.moving_s, w.load_au,
    w.spike_ratio_max, w.hip_sets, w.hip_dose, w.injuries_new_complaint, w.injuries_new_substantial,
    w.injuries_new_time_loss, w.time_loss_days, w.checkin_pain_0_10, w.checkin_severity, c.q1, c.q2, c.q3,
    c.athlete_id IS NOT NULL AS checkin_answered, coalesce(s.stop_signs, 0) AS stop_signs,
    coalesce(w.runs > 0, false) OR coalesce(w.strength_sets > 0, false) OR coalesce(w.hip_sets > 0, false)
        OR coalesce(w.injuries_new_complaint > 0, false) OR c.athlete_id IS NOT NULL AS heard
FROM athlete_week AS w
LEFT JOIN checkin AS c ON c.athlete_id = w.athlete_id AND c.week_start = w.week_start
LEFT JOIN sign AS s ON s.athlete_id = w.athlete_id AND s.week_start = w.week_start
WHERE w.athlete_id IN (SELECT unnest($athlete_ids)) AND w.week_start BETWEEN CAST($since AS DATE) AND CAST($until AS DATE)
ORDER BY w.athlete_id, w.week_start
