-- Running while at risk, by athlete, week and calendar year: days on which both logs speak and no time-loss injury kept
-- the athlete away. A week known only as a sum counts whole, if the injury log speaks for all of it and the athlete was
-- not away all week.
CREATE OR REPLACE VIEW exposure_week_now AS
WITH known AS (
    SELECT
        d.athlete_id, d.week_start, year(d.local_date) AS season,
        d.running_covered, s.athlete_id IS NOT NULL AS injury_known, d.time_loss IS NOT DISTINCT FROM true AS is_away,
        d.runs, d.distance_m, d.moving_s
    FROM athlete_day AS d
    LEFT JOIN injury_span AS s
        ON s.athlete_id = d.athlete_id AND d.local_date BETWEEN s.first_date AND s.last_date
),
day_sum AS (
    SELECT
        athlete_id, week_start, season,
        count(*) AS days_in_log,
        count(*) FILTER (WHERE injury_known) AS days_injury_known,
        count(*) FILTER (WHERE running_covered AND injury_known) AS days_both_known,
        count(*) FILTER (WHERE running_covered AND injury_known AND NOT is_away) AS days_at_risk,
        count(*) FILTER (WHERE injury_known AND is_away) AS days_away,
        sum(runs) FILTER (WHERE injury_known AND NOT is_away) AS runs,
        sum(distance_m) FILTER (WHERE injury_known AND NOT is_away) AS distance_m,
        sum(moving_s) FILTER (WHERE injury_known AND NOT is_away) AS moving_s,
        count(*) FILTER (WHERE injury_known AND NOT is_away AND runs > 0 AND moving_s IS NULL) AS days_untimed
    FROM known
    GROUP BY athlete_id, week_start, season
),
week_sum AS (
    SELECT
        w.athlete_id, w.week_start, year(w.week_start + 6) AS season, w.runs, w.distance_m, w.moving_s,
        sum(d.days_away) AS days_away
    FROM athlete_week AS w
    JOIN day_sum AS d ON d.athlete_id = w.athlete_id AND d.week_start = w.week_start
    WHERE w.source = 'weekly_table'
    GROUP BY ALL
    HAVING sum(d.days_injury_known) = 7 AND sum(d.days_away) < 7
)
SELECT
    d.athlete_id, d.week_start, d.season, d.days_in_log, d.days_injury_known,
    CASE WHEN w.source = 'activities' THEN d.days_both_known ELSE 0 END AS days_both_known,
    CASE WHEN w.source = 'activities' THEN d.days_at_risk ELSE 0 END AS days_at_risk,
    d.days_away,
    CASE WHEN w.source = 'activities' THEN CAST(d.runs AS BIGINT) END AS runs,
    CASE WHEN w.source = 'activities' THEN d.distance_m END AS distance_m,
    CASE WHEN w.source = 'activities' THEN d.moving_s END AS moving_s,
    CASE WHEN w.source = 'activities' THEN d.days_untimed ELSE 0 END AS days_untimed, w.hip_dose
FROM day_sum AS d
JOIN athlete_week AS w ON w.athlete_id = d.athlete_id AND w.week_start = d.week_start
UNION ALL
SELECT
    s.athlete_id, s.week_start, s.season, 0, 0, 7, CAST(7 - s.days_away AS BIGINT), 0, CAST(s.runs AS BIGINT),
    s.distance_m, s.moving_s, CASE WHEN s.runs > 0 AND s.moving_s IS NULL THEN 1 ELSE 0 END, w.hip_dose
FROM week_sum AS s
JOIN athlete_week AS w ON w.athlete_id = s.athlete_id AND w.week_start = s.week_start;
-- KEEP exposure_week BY week_start LOOKING BACK 0
