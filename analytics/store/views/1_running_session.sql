-- The zones whose clocks can be reckoned with.
CREATE OR REPLACE TABLE time_zone AS SELECT DISTINCT name AS zone FROM pg_timezone_names();

-- Running sessions on the athlete's own clock, each beside the longest run of the days before it. The histograms of
-- run_measure stay there: they are long, and this table is counted anew whenever a run comes in.
CREATE OR REPLACE VIEW running_session_now AS
WITH limits AS (
    SELECT
        max(CASE WHEN name = 'spike_window_days' THEN value END) AS window_days,
        max(CASE WHEN name = 'spike_min_distance_m' THEN value END) AS min_distance_m
    FROM rule
),
run AS (
    SELECT
        s.activity_id, s.session_no, a.athlete_id, a.name,
        coalesce(s.start_utc, a.start_utc) AS start_utc,
        CASE
            WHEN s.start_utc IS NULL OR a.start_utc IS NULL THEN a.start_local
            WHEN s.session_no = 0 OR z.zone IS NULL THEN a.start_local + (s.start_utc - a.start_utc)
            -- The clocks may have changed between the first session and this one.
            ELSE a.start_local
                + ((s.start_utc AT TIME ZONE 'UTC' AT TIME ZONE z.zone) - (a.start_utc AT TIME ZONE 'UTC' AT TIME ZONE z.zone))
        END AS start_local,
        s.sub_sport, s.distance_m, s.moving_s, s.elapsed_s, s.ascent_m, s.hr_mean_bpm, s.hr_max_bpm,
        s.cadence_mean_spm, s.power_mean_w, s.temperature_mean_c, s.rpe_0_10, a.has_records,
        CASE WHEN s.distance_m >= l.min_distance_m THEN s.distance_m END AS comparable_distance_m,
        to_days(CAST(l.window_days AS INTEGER)) AS look_back
    FROM session AS s
    JOIN activity AS a ON a.activity_id = s.activity_id
    LEFT JOIN time_zone AS z ON z.zone = a.zone
    CROSS JOIN limits AS l
    WHERE s.sport = 'running' AND a.left_out_because IS NULL
),
compared AS (
    SELECT
        *,
        max(comparable_distance_m) OVER (
            PARTITION BY athlete_id ORDER BY start_utc
            RANGE BETWEEN look_back PRECEDING AND INTERVAL 1 MICROSECOND PRECEDING
        ) AS longest_30d_before_m
    FROM run
)
SELECT
    c.activity_id, c.session_no, c.athlete_id, c.name, c.start_utc, c.start_local,
    CAST(c.start_local AS DATE) AS local_date,
    CAST(date_trunc('week', c.start_local) AS DATE) AS week_start,
    c.sub_sport, c.distance_m, c.moving_s, c.elapsed_s, c.ascent_m, c.hr_mean_bpm, c.hr_max_bpm,
    c.cadence_mean_spm, c.power_mean_w, c.temperature_mean_c, c.rpe_0_10, c.has_records,
    c.longest_30d_before_m,
    c.comparable_distance_m / c.longest_30d_before_m AS spike_ratio,
    m.steady_s, m.steady_graded_speed_m_s, m.steady_hr_mean_bpm, m.slope_log_speed_per_bpm,
    m.excluded_because AS steady_excluded_because, m.basis AS steady_basis,
    m.moving_records_s, m.paused_records_s, m.pauses_records, m.distance_records_m, m.ascent_records_m,
    m.descent_records_m, m.hr_known_s, m.power_known_s, m.graded_speed_m_s, m.normalised_graded_speed_m_s,
    m.efficiency_m_per_beat, m.decoupling_pct, m.running_cadence_spm, m.step_length_m, m.stance_time_ms,
    m.stance_balance_pct, m.vertical_oscillation_mm, m.vertical_ratio_pct, m.late_fade_pct,
    m.late_cadence_change_pct, m.late_step_length_change_pct, m.late_stance_time_change_pct,
    m.late_vertical_ratio_change_pct
FROM compared AS c
LEFT JOIN run_measure AS m ON m.activity_id = c.activity_id AND m.session_no = c.session_no;
-- KEEP running_session BY local_date LOOKING BACK 40
