-- The rules of an athlete's thresholds, and of how load is counted.

CREATE TABLE athlete_threshold (
    row_no BIGINT, latest_day DATE,
    threshold_no BIGINT,
    athlete_id BIGINT NOT NULL, -- nobody is named whose threshold this is
    threshold VARCHAR NOT NULL, -- it is not said which threshold this is
    CHECK (threshold IN ('hr_max_bpm', 'hr_rest_bpm', 'threshold_hr_bpm', 'threshold_speed_m_s', 'critical_power_w') OR regexp_full_match(threshold, '(hr_zone_[2-5]_from_bpm|pace_zone_[2-5]_from_m_s|power_zone_[2-5]_from_w)')), -- '{threshold}' is no threshold we know
    threshold_value DOUBLE NOT NULL, -- the threshold has no value
    CHECK (threshold <> 'hr_max_bpm' OR threshold_value BETWEEN 100 AND 250), -- a highest heart rate of {threshold_value:g} is not between 100 and 250 beats a minute
    CHECK (threshold <> 'hr_rest_bpm' OR threshold_value BETWEEN 20 AND 120), -- a resting heart rate of {threshold_value:g} is not between 20 and 120 beats a minute
    CHECK (threshold <> 'threshold_hr_bpm' OR threshold_value BETWEEN 80 AND 240), -- a threshold heart rate of {threshold_value:g} is not between 80 and 240 beats a minute
    CHECK (threshold <> 'threshold_speed_m_s' OR threshold_value BETWEEN 1 AND 8), -- a threshold pace is not between 2:05 and 16:40 a kilometre
    CHECK (threshold <> 'critical_power_w' OR threshold_value BETWEEN 50 AND 800), -- a critical power of {threshold_value:g} W is not between 50 and 800 W
    CHECK (NOT starts_with(threshold, 'hr_zone') OR threshold_value BETWEEN 40 AND 250), -- a zone of heart rate that begins at {threshold_value:g} beats a minute is not between 40 and 250
    CHECK (NOT starts_with(threshold, 'pace_zone') OR threshold_value BETWEEN 0.5 AND 10), -- a zone of pace does not begin between 1:40 and 33:20 a kilometre
    CHECK (NOT starts_with(threshold, 'power_zone') OR threshold_value BETWEEN 10 AND 1500), -- a zone of power that begins at {threshold_value:g} W is not between 10 and 1,500 W
    from_date DATE NOT NULL, -- it is not said from which day on the threshold holds
    CHECK (from_date BETWEEN DATE '1900-01-01' AND latest_day), -- {from_date} lies in the future, or before 1900
    basis VARCHAR NOT NULL, -- it is not said who says so
    CHECK (basis IN ('said', 'watch', 'estimated')), -- '{basis}' is no basis: said, watch or estimated
    how VARCHAR, said_at_utc TIMESTAMP, taken_back_at_utc TIMESTAMP
);

CREATE TABLE load_setting (
    row_no BIGINT, latest_day DATE,
    setting_no BIGINT,
    athlete_id BIGINT NOT NULL, -- nobody is named whose load this is
    hr_zone_method VARCHAR, CHECK (hr_zone_method IN ('threshold_hr', 'hr_reserve', 'hr_max')), -- '{hr_zone_method}' is no way to make zones of
    load_basis VARCHAR, CHECK (load_basis IN ('session_rpe', 'trimp', 'edwards', 'lucia', 'hrtss', 'rtss', 'running_minutes')), -- '{load_basis}' is no basis of load
    strength_in_load VARCHAR, CHECK (strength_in_load IN ('logged_effort', 'all', 'none')), -- '{strength_in_load}' is no way to count strength work
    said_at_utc TIMESTAMP NOT NULL, -- it is not said when this was set
    taken_back_at_utc TIMESTAMP
);
