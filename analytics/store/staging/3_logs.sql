-- The rules of what people log: strength sets, injuries, check-ins, weekly loads, coverage.

CREATE TABLE strength_set (
    row_no BIGINT, latest_day DATE,
    set_id BIGINT,
    athlete_id BIGINT NOT NULL, -- nobody is named whose set this is
    activity_id BIGINT, source_sha256 VARCHAR,
    source VARCHAR NOT NULL, -- the set does not say where it comes from
    source_name VARCHAR, fit_category BIGINT, fit_subtype BIGINT, fit_guesses VARCHAR, workout VARCHAR,
    performed_on DATE NOT NULL, -- the set has no date
    CHECK (performed_on >= DATE '1970-01-01'), -- the date, {performed_on}, lies before 1970
    CHECK (performed_on <= latest_day), -- the date, {performed_on}, lies in the future
    start_utc TIMESTAMP,
    set_no BIGINT NOT NULL, -- the set has no place in its workout
    CHECK (set_no BETWEEN 0 AND 100000), -- set number {set_no} is not between 0 and 100,000
    exercise_id VARCHAR REFERENCES known_exercise (exercise_id), -- the exercise '{exercise_id}' is not in our list
    label_confidence DOUBLE,
    CHECK (label_confidence BETWEEN 0 AND 1), -- the certainty of the label is not between 0 and 1
    label_basis VARCHAR,
    set_type VARCHAR NOT NULL, -- the set has no type
    CHECK (set_type <> 'rest'), -- a rest is not a set
    side VARCHAR,
    CHECK (side IN ('left', 'right', 'both', 'each')), -- side := NULL; the side '{side}' is not left, right, both or each
    sets BIGINT NOT NULL, -- the number of sets is missing
    CHECK (sets BETWEEN 1 AND 100), -- {sets} sets in one row is not between 1 and 100
    reps DOUBLE,
    CHECK (reps BETWEEN 0 AND 1000), -- {reps:g} repetitions is not between 0 and 1,000
    duration_s DOUBLE,
    CHECK (duration_s BETWEEN 0 AND 36000), -- a duration of {duration_s:g} s is not between 0 and 10 hours
    load_kg DOUBLE,
    CHECK (load_kg BETWEEN 0 AND 1000), -- a load of {load_kg:g} kg is not between 0 and 1,000 kg
    rir DOUBLE,
    CHECK (rir BETWEEN 0 AND 100), -- rir := NULL; {rir:g} repetitions in reserve is not between 0 and 100
    pain_0_10 DOUBLE,
    CHECK (pain_0_10 BETWEEN 0 AND 10), -- pain_0_10 := NULL; a pain of {pain_0_10:g} is not between 0 and 10
    purpose VARCHAR,
    CHECK (purpose IN ('prevention', 'performance', 'rehab', 'warmup')), -- purpose := NULL; the purpose '{purpose}' is not prevention, performance, rehab or warmup
    lane VARCHAR NOT NULL, -- it is not said whether the set was logged, described or assumed
    CHECK (lane IN ('logged', 'described', 'assumed')), -- '{lane}' is not logged, described or assumed
    note VARCHAR,
    hip_sets DOUBLE,
    CHECK (hip_sets BETWEEN 0 AND 500), -- a credit of {hip_sets:g} hip sets is not between 0 and 500
    trunk_sets DOUBLE,
    CHECK (trunk_sets BETWEEN 0 AND 500), -- a credit of {trunk_sets:g} trunk sets is not between 0 and 500
    effort_imputed BOOLEAN
);

CREATE TABLE injury (
    row_no BIGINT, latest_day DATE,
    injury_id BIGINT,
    athlete_id BIGINT NOT NULL, -- nobody is named whose injury this is
    source_sha256 VARCHAR,
    onset_date DATE NOT NULL, -- the injury has no date of onset
    CHECK (onset_date >= DATE '1970-01-01'), -- the onset, {onset_date}, lies before 1970
    CHECK (onset_date <= latest_day), -- the onset, {onset_date}, lies in the future
    site VARCHAR REFERENCES known_site (site), -- the site '{site}' is not in our list
    diagnosis_id VARCHAR REFERENCES known_diagnosis (diagnosis_id), -- the diagnosis '{diagnosis_id}' is not in our list
    side VARCHAR,
    CHECK (side IN ('left', 'right', 'both')), -- side := NULL; the side '{side}' is not left, right or both
    mode VARCHAR,
    CHECK (mode IN ('acute_sudden', 'repetitive_sudden', 'repetitive_gradual')), -- mode := NULL; the mode of onset '{mode}' is not acute_sudden, repetitive_sudden or repetitive_gradual
    case_level VARCHAR NOT NULL, -- it is not said how far the injury went
    CHECK (case_level IN ('complaint', 'substantial', 'time_loss')), -- '{case_level}' is not complaint, substantial or time_loss
    running_related BOOLEAN,
    time_loss_start DATE,
    CHECK (time_loss_start >= onset_date), -- the time loss begins on {time_loss_start}, before the onset on {onset_date}
    recovered_date DATE,
    CHECK (recovered_date >= onset_date), -- the recovery on {recovered_date} lies before the onset on {onset_date}
    CHECK (recovered_date <= latest_day), -- the recovery on {recovered_date} lies in the future
    CHECK (time_loss_start <= recovered_date), -- the time loss begins on {time_loss_start}, after the recovery on {recovered_date}
    pain_0_10 DOUBLE,
    CHECK (pain_0_10 BETWEEN 0 AND 10), -- pain_0_10 := NULL; a pain of {pain_0_10:g} is not between 0 and 10
    note VARCHAR, recorded_at_utc TIMESTAMP,
    onset VARCHAR,
    CHECK (onset IN ('sudden', 'gradual')), -- onset := NULL; the onset '{onset}' is not sudden or gradual
    onset_precision VARCHAR,
    CHECK (onset_precision IN ('day', 'week')), -- onset_precision := NULL; '{onset_precision}' is not day or week
    onset_relation VARCHAR,
    CHECK (onset_relation IN ('during_run', 'after_run', 'next_day', 'not_running')), -- onset_relation := NULL; '{onset_relation}' is not during_run, after_run, next_day or not_running
    mechanism VARCHAR,
    CHECK (mechanism IN ('no_contact', 'fall', 'twist', 'blow', 'overload', 'other')), -- mechanism := NULL; the mechanism '{mechanism}' is not no_contact, fall, twist, blow, overload or other
    onset_activity_id BIGINT,
    recurrence VARCHAR,
    CHECK (recurrence IN ('new', 'local_new', 'reinjury', 'exacerbation')), -- recurrence := NULL; '{recurrence}' is not new, local_new, reinjury or exacerbation
    recurrence_of BIGINT,
    CHECK (recurrence_of <> injury_id), -- recurrence_of := NULL; an injury cannot come back from itself
    tissue VARCHAR,
    CHECK (tissue IN ('muscle', 'tendon', 'bone', 'joint', 'ligament', 'nerve', 'skin', 'other')), -- tissue := NULL; the tissue '{tissue}' is not muscle, tendon, bone, joint, ligament, nerve, skin or other
    diagnosis_text VARCHAR,
    CHECK (length(diagnosis_text) <= 200), -- the diagnosis in words is longer than 200 characters
    osiics VARCHAR,
    CHECK (regexp_matches(osiics, '^[A-Z][A-Z0-9]{1,4}$')), -- osiics := NULL; '{osiics}' is not an OSIICS code
    time_loss_end DATE,
    CHECK (time_loss_end >= onset_date), -- full training again on {time_loss_end} lies before the onset on {onset_date}
    CHECK (time_loss_end >= time_loss_start), -- full training again on {time_loss_end} lies before the first day missed, {time_loss_start}
    CHECK (time_loss_end <= latest_day), -- full training again on {time_loss_end} lies in the future
    return_training_date DATE,
    CHECK (return_training_date >= onset_date), -- the first run again on {return_training_date} lies before the onset on {onset_date}
    CHECK (return_training_date <= latest_day), -- the first run again on {return_training_date} lies in the future
    return_competition_date DATE,
    CHECK (return_competition_date >= onset_date), -- the first race again on {return_competition_date} lies before the onset on {onset_date}
    CHECK (return_competition_date <= latest_day), -- the first race again on {return_competition_date} lies in the future
    treated_by VARCHAR,
    CHECK (treated_by IN ('nobody', 'physiotherapist', 'doctor', 'other')) -- treated_by := NULL; '{treated_by}' is not nobody, physiotherapist, doctor or other
);

CREATE TABLE checkin (
    row_no BIGINT, latest_day DATE,
    athlete_id BIGINT NOT NULL, -- nobody is named whose check-in this is
    week_start DATE NOT NULL, -- the check-in has no week
    CHECK (isodow(week_start) = 1), -- {week_start} is not a Monday
    CHECK (week_start BETWEEN DATE '1970-01-01' AND latest_day), -- the week of {week_start} lies before 1970 or in the future
    source_sha256 VARCHAR,
    q1 BIGINT,
    CHECK (q1 IN (0, 8, 17, 25)), -- the answer {q1} to question 1 is not 0, 8, 17 or 25
    q2 BIGINT,
    CHECK (q2 IN (0, 8, 17, 25)), -- the answer {q2} to question 2 is not 0, 8, 17 or 25
    q3 BIGINT,
    CHECK (q3 IN (0, 8, 17, 25)), -- the answer {q3} to question 3 is not 0, 8, 17 or 25
    q4 BIGINT,
    CHECK (q4 IN (0, 8, 17, 25)), -- the answer {q4} to question 4 is not 0, 8, 17 or 25
    pain_0_10 DOUBLE,
    CHECK (pain_0_10 BETWEEN 0 AND 10), -- a pain of {pain_0_10:g} is not between 0 and 10
    site VARCHAR REFERENCES known_site (site), -- the site '{site}' is not in our list
    recorded_at_utc TIMESTAMP,
    problem_kind VARCHAR,
    CHECK (problem_kind IN ('injury', 'illness')), -- problem_kind := NULL; '{problem_kind}' is not injury or illness
    side VARCHAR,
    CHECK (side IN ('left', 'right', 'both')), -- side := NULL; the side '{side}' is not left, right or both
    sleep_1_5 BIGINT,
    CHECK (sleep_1_5 BETWEEN 1 AND 5), -- sleep_1_5 := NULL; sleep of {sleep_1_5} is not between 1 and 5
    fatigue_1_5 BIGINT,
    CHECK (fatigue_1_5 BETWEEN 1 AND 5), -- fatigue_1_5 := NULL; fatigue of {fatigue_1_5} is not between 1 and 5
    soreness_1_5 BIGINT,
    CHECK (soreness_1_5 BETWEEN 1 AND 5), -- soreness_1_5 := NULL; soreness of {soreness_1_5} is not between 1 and 5
    stress_1_5 BIGINT,
    CHECK (stress_1_5 BETWEEN 1 AND 5), -- stress_1_5 := NULL; stress of {stress_1_5} is not between 1 and 5
    mood_1_5 BIGINT,
    CHECK (mood_1_5 BETWEEN 1 AND 5), -- mood_1_5 := NULL; mood of {mood_1_5} is not between 1 and 5
    CHECK (coalesce(q1, q2, q3, q4, pain_0_10, sleep_1_5, fatigue_1_5, soreness_1_5, stress_1_5, mood_1_5) IS NOT NULL) -- the check-in holds no answer
);

CREATE TABLE checkin_problem (
    row_no BIGINT, latest_day DATE,
    athlete_id BIGINT NOT NULL, -- nobody is named whose problem this is
    week_start DATE NOT NULL, -- the problem has no week
    CHECK (isodow(week_start) = 1), -- {week_start} is not a Monday
    CHECK (week_start BETWEEN DATE '1970-01-01' AND latest_day), -- the week of {week_start} lies before 1970 or in the future
    problem_no BIGINT NOT NULL, -- the problem has no number
    CHECK (problem_no BETWEEN 1 AND 20), -- problem number {problem_no} is not between 1 and 20
    problem_kind VARCHAR,
    CHECK (problem_kind IN ('injury', 'illness')), -- '{problem_kind}' is not injury or illness
    site VARCHAR REFERENCES known_site (site), -- the site '{site}' is not in our list
    side VARCHAR,
    CHECK (side IN ('left', 'right', 'both')), -- side := NULL; the side '{side}' is not left, right or both
    q1 BIGINT NOT NULL, -- a problem needs an answer to question 1
    CHECK (q1 IN (8, 17, 25)), -- the answer {q1} to question 1 tells of no problem
    q2 BIGINT,
    CHECK (q2 IN (0, 8, 17, 25)), -- the answer {q2} to question 2 is not 0, 8, 17 or 25
    q3 BIGINT,
    CHECK (q3 IN (0, 8, 17, 25)), -- the answer {q3} to question 3 is not 0, 8, 17 or 25
    q4 BIGINT,
    CHECK (q4 IN (0, 8, 17, 25)), -- the answer {q4} to question 4 is not 0, 8, 17 or 25
    pain_0_10 DOUBLE,
    CHECK (pain_0_10 BETWEEN 0 AND 10), -- a pain of {pain_0_10:g} is not between 0 and 10
    injury_id BIGINT, recorded_at_utc TIMESTAMP
);

CREATE TABLE log_version (
    row_no BIGINT, latest_day DATE,
    athlete_id BIGINT NOT NULL, -- nobody is named whose log was changed
    log_name VARCHAR NOT NULL, -- it is not said which log was changed
    CHECK (log_name IN ('injury', 'checkin')), -- the log '{log_name}' is not injury or checkin
    entry_key VARCHAR NOT NULL, -- it is not said which entry was changed
    version_no BIGINT NOT NULL, -- the change has no number
    did VARCHAR NOT NULL, -- it is not said what was done
    CHECK (did IN ('logged', 'edited', 'closed', 'reopened', 'deleted', 'checked_in', 'undone')), -- '{did}' is not a change we know
    state_before VARCHAR, state_after VARCHAR, source_sha256 VARCHAR,
    changed_at_utc TIMESTAMP NOT NULL, -- it is not said when this was changed
    taken_back_at_utc TIMESTAMP
);

CREATE TABLE weekly_load (
    row_no BIGINT, latest_day DATE,
    athlete_id BIGINT NOT NULL, -- nobody is named whose week this is
    week_start DATE NOT NULL, -- the week has no date
    CHECK (isodow(week_start) = 1), -- {week_start} is not a Monday
    CHECK (week_start BETWEEN DATE '1970-01-01' AND latest_day), -- the week of {week_start} lies before 1970 or in the future
    source_sha256 VARCHAR,
    runs BIGINT,
    CHECK (runs BETWEEN 0 AND 100), -- {runs} runs in a week is not between 0 and 100
    distance_m DOUBLE,
    CHECK (distance_m BETWEEN 0 AND 1000000), -- a week of {distance_m:g} m is not between 0 and 1,000 km
    moving_s DOUBLE,
    CHECK (moving_s BETWEEN 0 AND 604800), -- a moving time of {moving_s:g} s is not between 0 and the week's 604,800 s
    longest_run_m DOUBLE,
    CHECK (longest_run_m BETWEEN 0 AND 1000000), -- a longest run of {longest_run_m:g} m is not between 0 and 1,000 km
    CHECK (longest_run_m <= distance_m + 1), -- the longest run, {longest_run_m:g} m, is longer than the week, {distance_m:g} m
    hip_sets DOUBLE,
    CHECK (hip_sets BETWEEN 0 AND 500), -- {hip_sets:g} hip sets in a week is not between 0 and 500
    CHECK (coalesce(runs, distance_m, moving_s, longest_run_m, hip_sets) IS NOT NULL) -- the week holds no number
);

CREATE TABLE coverage (
    row_no BIGINT, latest_day DATE,
    athlete_id BIGINT NOT NULL, -- nobody is named whose log this is
    what VARCHAR NOT NULL, -- it is not said which log is meant
    CHECK (what IN ('running', 'strength', 'injury')), -- '{what}' is not running, strength or injury
    first_date DATE NOT NULL, -- the first day is missing
    last_date DATE NOT NULL, -- the last day is missing
    CHECK (first_date >= DATE '1970-01-01'), -- the first day, {first_date}, lies before 1970
    CHECK (last_date <= latest_day), -- the last day, {last_date}, lies in the future
    CHECK (first_date <= last_date), -- the last day, {last_date}, lies before the first, {first_date}
    basis VARCHAR NOT NULL, -- it is not said how we know which days the log speaks for
    CHECK (basis IN ('list', 'file', 'declared', 'weekly_table')), -- '{basis}' is not list, file, declared or weekly_table
    source_sha256 VARCHAR
);
