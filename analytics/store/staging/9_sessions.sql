-- The rules of guided sessions and of recommendations given.

CREATE TABLE guided_session (
    row_no BIGINT, latest_day DATE,
    session_token VARCHAR NOT NULL, -- the session has no mark of its own
    athlete_id BIGINT,
    workout VARCHAR NOT NULL, -- the session has no title
    plan VARCHAR NOT NULL, -- it is not said what was to be done
    progress VARCHAR,
    progress_seq BIGINT NOT NULL, -- it is not said how far the session has come
    CHECK (progress_seq BETWEEN 0 AND 1000000), -- step {progress_seq} is not between 0 and 1,000,000
    session_status VARCHAR NOT NULL, -- it is not said whether the session is under way
    CHECK (session_status IN ('under_way', 'finished', 'dropped', 'undone')), -- '{session_status}' is not under_way, finished, dropped or undone
    CHECK (session_status <> 'finished' OR athlete_id IS NOT NULL), -- nobody is named whose session this is
    performed_on DATE NOT NULL, -- the session has no date
    CHECK (performed_on BETWEEN DATE '1970-01-01' AND latest_day), -- the date, {performed_on}, lies before 1970 or in the future
    started_at_utc TIMESTAMP NOT NULL, -- it is not said when the session began
    changed_at_utc TIMESTAMP,
    finished_at_utc TIMESTAMP,
    CHECK (finished_at_utc >= started_at_utc), -- the session ended before it began
    pain_during_0_10 DOUBLE,
    CHECK (pain_during_0_10 BETWEEN 0 AND 10), -- a pain of {pain_during_0_10:g} is not between 0 and 10
    pain_end_0_10 DOUBLE,
    CHECK (pain_end_0_10 BETWEEN 0 AND 10), -- a pain of {pain_end_0_10:g} at the end is not between 0 and 10
    pain_next_morning_0_10 DOUBLE,
    CHECK (pain_next_morning_0_10 BETWEEN 0 AND 10), -- a pain of {pain_next_morning_0_10:g} the next morning is not between 0 and 10
    worse_next_morning BOOLEAN, set_ids VARCHAR
);

CREATE TABLE recommendation (
    row_no BIGINT, latest_day DATE,
    athlete_id BIGINT NOT NULL, -- nobody is named to whom this was recommended
    given_on DATE NOT NULL, -- the recommendation has no date
    CHECK (given_on BETWEEN DATE '1970-01-01' AND latest_day), -- the date, {given_on}, lies before 1970 or in the future
    rule_id VARCHAR NOT NULL, -- the recommendation does not say which rule it comes from
    advice_kind VARCHAR NOT NULL, -- the recommendation has no kind
    CHECK (advice_kind IN ('stop', 'amber', 'caution', 'do', 'info')), -- '{advice_kind}' is not stop, amber, caution, do or info
    headline VARCHAR NOT NULL, -- it is not said what was recommended
    evidence_ids VARCHAR NOT NULL, -- no evidence is named
    CHECK (length(evidence_ids) > 0), -- no row of evidence is named
    hip_sets_advised DOUBLE,
    CHECK (hip_sets_advised BETWEEN 0 AND 100), -- {hip_sets_advised:g} hip sets in one session is not between 0 and 100
    given_at_utc TIMESTAMP NOT NULL, -- it is not said when this was recommended
    declined_at_utc TIMESTAMP,
    declined_because VARCHAR,
    CHECK (declined_because IN ('no_time', 'sore', 'ill', 'other_plan', 'no_wish')) -- '{declined_because}' is not a reason we know
);
