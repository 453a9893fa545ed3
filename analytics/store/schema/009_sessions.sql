-- A guided session: what was to be done (plan), how far it has come (progress, a number that rises with each step),
-- and what was answered at its end and the next morning. While it is under way it is a draft; `set_ids` are the rows
-- of strength_set it became.
CREATE TABLE guided_session (
    session_token VARCHAR, athlete_id INTEGER, workout VARCHAR, plan VARCHAR, progress VARCHAR, progress_seq INTEGER,
    session_status VARCHAR, performed_on DATE, started_at_utc TIMESTAMP, changed_at_utc TIMESTAMP, finished_at_utc TIMESTAMP,
    pain_during_0_10 DOUBLE, pain_end_0_10 DOUBLE, pain_next_morning_0_10 DOUBLE, worse_next_morning BOOLEAN, set_ids VARCHAR
);
-- What was recommended to somebody on a day: one row a rule and day, however often the page is opened. What followed is
-- not written here; it is looked up in the logs.
CREATE TABLE recommendation (
    athlete_id INTEGER, given_on DATE, rule_id VARCHAR, advice_kind VARCHAR, headline VARCHAR, evidence_ids VARCHAR,
    hip_sets_advised DOUBLE, given_at_utc TIMESTAMP, declined_at_utc TIMESTAMP, declined_because VARCHAR
);
