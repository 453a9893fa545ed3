-- What is known of an athlete's limits, and from which day on. basis: said (by a person; the newest that stands on a
-- day holds, and nothing else overrides it), watch (what it knew of its wearer), estimated (from the athlete's runs).
-- Only what was said has a number and can be taken back; the others are worked out anew whenever the runs change.
CREATE TABLE athlete_threshold (
    threshold_no BIGINT, athlete_id INTEGER, threshold VARCHAR, threshold_value DOUBLE, from_date DATE, basis VARCHAR,
    how VARCHAR, said_at_utc TIMESTAMP, taken_back_at_utc TIMESTAMP
);
-- How an athlete wants load counted; the newest row that stands holds. NULL lets the data decide.
CREATE TABLE load_setting (
    setting_no BIGINT, athlete_id INTEGER, hr_zone_method VARCHAR, load_basis VARCHAR, strength_in_load VARCHAR,
    said_at_utc TIMESTAMP, taken_back_at_utc TIMESTAMP
);
-- The load of every running session, and of every day's strength work (activity_id NULL), on each basis that is known;
-- worked out in Python (analytics/metrics/session_load.py) for whoever an import or a threshold touched. `*_from` says
-- whence: said, records, mean (of the session), own_runs (estimated), assumed; NULL where the load is unknown.
-- load_au is the load on the athlete's one basis.
CREATE TABLE session_load (
    athlete_id INTEGER, activity_id BIGINT, session_no INTEGER, local_date DATE, load_kind VARCHAR, load_min DOUBLE,
    session_rpe_au DOUBLE, trimp_au DOUBLE, edwards_au DOUBLE, lucia_au DOUBLE, hrtss_au DOUBLE, rtss_au DOUBLE,
    effort_from VARCHAR, hr_from VARCHAR, speed_from VARCHAR,
    hr_zone_1_s DOUBLE, hr_zone_2_s DOUBLE, hr_zone_3_s DOUBLE, hr_zone_4_s DOUBLE, hr_zone_5_s DOUBLE,
    hr_zone_unknown_s DOUBLE,
    pace_zone_1_s DOUBLE, pace_zone_2_s DOUBLE, pace_zone_3_s DOUBLE, pace_zone_4_s DOUBLE, pace_zone_5_s DOUBLE,
    pace_zone_unknown_s DOUBLE,
    load_basis VARCHAR, load_au DOUBLE, load_from VARCHAR, load_counts BOOLEAN
);
-- Athletes whose loads must be worked out anew, because a change was kept by something that does not work them out.
CREATE TABLE stale_load (athlete_id INTEGER);
INSERT INTO stale_load SELECT athlete_id FROM athlete;
