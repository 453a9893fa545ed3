-- The whole record of an injury as the IOC consensus of 2020 has it; several problems a weekly check-in; and a trace
-- of every change by hand. onset is sudden or gradual; onset_precision says whether the day is known or the week alone.
-- time_loss_end is the first day of full training again, recovered_date the first day without the injury.
ALTER TABLE injury ADD COLUMN onset VARCHAR;
ALTER TABLE injury ADD COLUMN onset_precision VARCHAR;
ALTER TABLE injury ADD COLUMN onset_relation VARCHAR;
ALTER TABLE injury ADD COLUMN mechanism VARCHAR;
ALTER TABLE injury ADD COLUMN onset_activity_id BIGINT;
ALTER TABLE injury ADD COLUMN recurrence VARCHAR;
ALTER TABLE injury ADD COLUMN recurrence_of BIGINT;
ALTER TABLE injury ADD COLUMN tissue VARCHAR;
ALTER TABLE injury ADD COLUMN diagnosis_text VARCHAR;
ALTER TABLE injury ADD COLUMN osiics VARCHAR;
ALTER TABLE injury ADD COLUMN time_loss_end DATE;
ALTER TABLE injury ADD COLUMN return_training_date DATE;
ALTER TABLE injury ADD COLUMN return_competition_date DATE;
ALTER TABLE injury ADD COLUMN treated_by VARCHAR;
ALTER TABLE aside_injury ADD COLUMN onset VARCHAR;
ALTER TABLE aside_injury ADD COLUMN onset_precision VARCHAR;
ALTER TABLE aside_injury ADD COLUMN onset_relation VARCHAR;
ALTER TABLE aside_injury ADD COLUMN mechanism VARCHAR;
ALTER TABLE aside_injury ADD COLUMN onset_activity_id BIGINT;
ALTER TABLE aside_injury ADD COLUMN recurrence VARCHAR;
ALTER TABLE aside_injury ADD COLUMN recurrence_of BIGINT;
ALTER TABLE aside_injury ADD COLUMN tissue VARCHAR;
ALTER TABLE aside_injury ADD COLUMN diagnosis_text VARCHAR;
ALTER TABLE aside_injury ADD COLUMN osiics VARCHAR;
ALTER TABLE aside_injury ADD COLUMN time_loss_end DATE;
ALTER TABLE aside_injury ADD COLUMN return_training_date DATE;
ALTER TABLE aside_injury ADD COLUMN return_competition_date DATE;
ALTER TABLE aside_injury ADD COLUMN treated_by VARCHAR;
UPDATE injury SET onset = CASE WHEN mode = 'repetitive_gradual' THEN 'gradual' ELSE 'sudden' END WHERE mode IS NOT NULL;
UPDATE aside_injury SET onset = CASE WHEN mode = 'repetitive_gradual' THEN 'gradual' ELSE 'sudden' END WHERE mode IS NOT NULL;

-- The row of a week holds its worst problem; each problem has a row of its own in checkin_problem.
ALTER TABLE checkin ADD COLUMN problem_kind VARCHAR;
ALTER TABLE checkin ADD COLUMN side VARCHAR;
ALTER TABLE checkin ADD COLUMN sleep_1_5 INTEGER;
ALTER TABLE checkin ADD COLUMN fatigue_1_5 INTEGER;
ALTER TABLE checkin ADD COLUMN soreness_1_5 INTEGER;
ALTER TABLE checkin ADD COLUMN stress_1_5 INTEGER;
ALTER TABLE checkin ADD COLUMN mood_1_5 INTEGER;
ALTER TABLE aside_checkin ADD COLUMN problem_kind VARCHAR;
ALTER TABLE aside_checkin ADD COLUMN side VARCHAR;
ALTER TABLE aside_checkin ADD COLUMN sleep_1_5 INTEGER;
ALTER TABLE aside_checkin ADD COLUMN fatigue_1_5 INTEGER;
ALTER TABLE aside_checkin ADD COLUMN soreness_1_5 INTEGER;
ALTER TABLE aside_checkin ADD COLUMN stress_1_5 INTEGER;
ALTER TABLE aside_checkin ADD COLUMN mood_1_5 INTEGER;
CREATE TABLE checkin_problem (
    athlete_id INTEGER, week_start DATE, problem_no INTEGER, problem_kind VARCHAR, site VARCHAR, side VARCHAR,
    q1 INTEGER, q2 INTEGER, q3 INTEGER, q4 INTEGER, pain_0_10 DOUBLE, injury_id BIGINT, recorded_at_utc TIMESTAMP
);

-- What a person changed by hand: the entry before and after, as JSON. Nothing here is ever overwritten; what was undone
-- carries taken_back_at_utc. entry_key is an injury's number or a check-in's Monday.
CREATE TABLE log_version (
    athlete_id INTEGER, log_name VARCHAR, entry_key VARCHAR, version_no INTEGER, did VARCHAR, state_before VARCHAR,
    state_after VARCHAR, source_sha256 VARCHAR, changed_at_utc TIMESTAMP, taken_back_at_utc TIMESTAMP
);
