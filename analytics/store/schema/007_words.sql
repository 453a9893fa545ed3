-- What a person said a name in a log means. exercise_id NULL says: no hip work in it. The newest row of a name that has
-- not been taken back holds; a name is known by its normalised words, or by its FIT numbers where it has none.
CREATE TABLE exercise_label (
    athlete_id INTEGER, source VARCHAR, name_key VARCHAR, fit_category INTEGER, fit_subtype INTEGER, source_name VARCHAR,
    exercise_id VARCHAR, label_no INTEGER, said_at_utc TIMESTAMP, taken_back_at_utc TIMESTAMP
);
-- What a row of a source stands for in exercises of one leg: both (repetitions are a side), total (both legs counted
-- together), one (each leg has a row of its own).
CREATE TABLE side_convention (athlete_id INTEGER, source VARCHAR, row_sides VARCHAR, said_at_utc TIMESTAMP);
-- What a person decided about something found in the words of an activity: confirmed or dismissed. The words themselves
-- are not kept here; `finding_id` is made of the day, the words and what was found.
CREATE TABLE note_decision (
    athlete_id INTEGER, finding_id BIGINT, finding_kind VARCHAR, decision VARCHAR, set_ids VARCHAR, decided_at_utc TIMESTAMP
);
