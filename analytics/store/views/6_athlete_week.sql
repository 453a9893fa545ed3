-- One row an athlete and ISO week. A measure is NULL where none of the week's days is covered for its log;
-- days_covered_* says how complete it is. A week's row of a person's own table fills weeks without activities.
CREATE OR REPLACE VIEW athlete_week_now AS
WITH day_sum AS (
    SELECT
        athlete_id, week_start,
        count(*) FILTER (WHERE running_covered) AS days_covered_running,
        count(*) FILTER (WHERE strength_covered) AS days_covered_strength,
        count(*) FILTER (WHERE injury_covered) AS days_covered_injury,
        sum(runs) AS runs, sum(distance_m) AS distance_m, sum(moving_s) AS moving_s,
        max(longest_run_m) AS longest_run_m,
        CASE WHEN count(load_au) = count(*) FILTER (WHERE running_covered) THEN sum(load_au ORDER BY local_date) END AS load_au,
        sum(loads_unknown) AS loads_unknown, sum(loads_estimated) AS loads_estimated,
        sum(strength_sets) AS strength_sets, sum(hip_sets) AS hip_sets,
        sum(hip_sets_described) AS hip_sets_described, sum(hip_sets_assumed) AS hip_sets_assumed,
        sum(trunk_sets) AS trunk_sets, sum(unmapped_sets) AS unmapped_sets,
        count(*) FILTER (WHERE strength_sets > 0) AS strength_days,
        count(*) FILTER (WHERE time_loss) AS time_loss_days,
        count(time_loss) AS time_loss_days_known
    FROM athlete_day
    GROUP BY athlete_id, week_start
),
run_week AS (
    SELECT
        athlete_id, week_start, max(spike_ratio) AS spike_ratio_max,
        sum(hr_mean_bpm * moving_s ORDER BY start_utc, session_no) / nullif(sum(CASE WHEN hr_mean_bpm IS NOT NULL THEN moving_s END), 0) AS hr_mean_bpm
    FROM running_session
    GROUP BY athlete_id, week_start
),
injury_week AS (
    SELECT
        athlete_id, CAST(date_trunc('week', onset_date) AS DATE) AS week_start,
        count(*) AS new_complaint,
        count(*) FILTER (WHERE case_level IN ('substantial', 'time_loss')) AS new_substantial,
        count(*) FILTER (WHERE case_level = 'time_loss') AS new_time_loss
    FROM injury
    WHERE running_related IS DISTINCT FROM false
    GROUP BY 1, 2
),
gate AS (
    SELECT
        CAST(max(CASE WHEN name = 'checkin_cannot_take_part' THEN value END) AS INTEGER) AS cannot_take_part,
        CAST(max(CASE WHEN name = 'checkin_most_severe' THEN value END) AS INTEGER) AS most_severe
    FROM rule
),
merged AS (
    SELECT
        d.athlete_id, d.week_start,
        w.week_start IS NOT NULL AND coalesce(d.runs, 0) = 0
            AND (w.runs IS NOT NULL OR w.distance_m IS NOT NULL OR w.moving_s IS NOT NULL) AS running_from_table,
        w.hip_sets IS NOT NULL AND coalesce(d.strength_sets, 0) = 0 AS strength_from_table,
        d.days_covered_running, d.days_covered_strength, d.days_covered_injury,
        d.runs, d.distance_m, d.moving_s, d.longest_run_m, d.load_au, d.loads_unknown, d.loads_estimated,
        w.runs AS table_runs, w.distance_m AS table_distance_m, w.moving_s AS table_moving_s,
        w.longest_run_m AS table_longest_run_m, w.hip_sets AS table_hip_sets,
        r.spike_ratio_max, r.hr_mean_bpm,
        d.strength_sets, d.hip_sets, d.hip_sets_described, d.hip_sets_assumed, d.trunk_sets, d.unmapped_sets,
        d.strength_days, d.time_loss_days, d.time_loss_days_known,
        i.new_complaint, i.new_substantial, i.new_time_loss,
        CASE -- both ends of the first question end the others
            WHEN k.q1 = 0 THEN 0
            WHEN k.q1 = g.cannot_take_part THEN coalesce(k.q1 + k.q2 + k.q3 + k.q4, g.most_severe)
            ELSE k.q1 + k.q2 + k.q3 + k.q4
        END AS checkin_severity,
        k.pain_0_10 AS checkin_pain_0_10
    FROM day_sum AS d
    LEFT JOIN weekly_load AS w ON w.athlete_id = d.athlete_id AND w.week_start = d.week_start
    LEFT JOIN run_week AS r ON r.athlete_id = d.athlete_id AND r.week_start = d.week_start
    LEFT JOIN injury_week AS i ON i.athlete_id = d.athlete_id AND i.week_start = d.week_start
    LEFT JOIN checkin AS k ON k.athlete_id = d.athlete_id AND k.week_start = d.week_start
    CROSS JOIN gate AS g
),
measured AS (
    SELECT
        athlete_id, week_start,
        CASE WHEN running_from_table THEN 7 ELSE days_covered_running END AS days_covered_running,
        CASE WHEN strength_from_table THEN 7 ELSE days_covered_strength END AS days_covered_strength,
        days_covered_injury,
        CAST(CASE WHEN running_from_table THEN table_runs ELSE runs END AS BIGINT) AS runs,
        CASE WHEN running_from_table THEN table_distance_m ELSE distance_m END AS distance_m,
        CASE WHEN running_from_table THEN table_moving_s ELSE moving_s END AS moving_s,
        CASE WHEN running_from_table THEN table_longest_run_m ELSE longest_run_m END AS longest_run_m,
        CASE WHEN running_from_table THEN NULL ELSE load_au END AS load_au,
        CAST(loads_unknown AS BIGINT) AS loads_unknown, CAST(loads_estimated AS BIGINT) AS loads_estimated,
        spike_ratio_max, hr_mean_bpm,
        CAST(strength_sets AS BIGINT) AS strength_sets,
        CASE WHEN strength_from_table THEN table_hip_sets ELSE hip_sets END AS hip_sets,
        hip_sets_described, hip_sets_assumed, trunk_sets, CAST(unmapped_sets AS BIGINT) AS unmapped_sets,
        100.0 * unmapped_sets / nullif(strength_sets, 0) AS unmapped_share_pct,
        CASE WHEN days_covered_strength > 0 THEN strength_days END AS strength_days,
        CASE WHEN days_covered_injury > 0 THEN coalesce(new_complaint, 0) END AS injuries_new_complaint,
        CASE WHEN days_covered_injury > 0 THEN coalesce(new_substantial, 0) END AS injuries_new_substantial,
        CASE WHEN days_covered_injury > 0 THEN coalesce(new_time_loss, 0) END AS injuries_new_time_loss,
        CASE WHEN time_loss_days_known > 0 THEN time_loss_days END AS time_loss_days,
        checkin_severity, checkin_pain_0_10,
        CASE WHEN running_from_table THEN 'weekly_table' ELSE 'activities' END AS source
    FROM merged
),
dose AS (
    SELECT
        later.athlete_id, later.week_start,
        CASE WHEN count(*) = (SELECT count(*) FROM dose_decay) THEN sum(k.weight * earlier.hip_sets) END AS hip_dose
    FROM measured AS later
    CROSS JOIN dose_decay AS k
    JOIN measured AS earlier
        ON earlier.athlete_id = later.athlete_id AND earlier.week_start = later.week_start - 7 * k.lag_weeks
    WHERE earlier.hip_sets IS NOT NULL
    GROUP BY later.athlete_id, later.week_start
)
SELECT
    m.athlete_id, m.week_start, strftime(m.week_start, '%G-W%V') AS iso_week,
    m.days_covered_running, m.days_covered_strength, m.days_covered_injury,
    m.runs, m.distance_m, m.moving_s, m.longest_run_m, m.load_au, m.loads_unknown, m.loads_estimated, m.spike_ratio_max, m.hr_mean_bpm,
    m.strength_sets, m.hip_sets, m.hip_sets_described, m.hip_sets_assumed, m.trunk_sets,
    m.unmapped_sets, m.unmapped_share_pct, m.strength_days, d.hip_dose,
    m.injuries_new_complaint, m.injuries_new_substantial, m.injuries_new_time_loss, m.time_loss_days,
    m.checkin_severity, m.checkin_pain_0_10, m.source
FROM measured AS m
LEFT JOIN dose AS d ON d.athlete_id = m.athlete_id AND d.week_start = m.week_start;
-- KEEP athlete_week BY week_start LOOKING BACK 63
