-- What a person changed of an activity, one row an edit; nothing imported is touched. An edit that has not been taken back
-- holds; of several of one kind the newest does. `activity_id` is the number the activity has by itself (own_id of its
-- source), or the number an earlier edit gave; `other_id` the second half that a split made, or what was joined to it.
-- `edit_was` and `edit_is` are JSON: what was shown before, and what the person said.
CREATE TABLE activity_edit (
    edit_no BIGINT, athlete_id INTEGER, activity_id BIGINT, edit_kind VARCHAR, edit_was VARCHAR, edit_is VARCHAR,
    other_id BIGINT, said_at_utc TIMESTAMP, taken_back_at_utc TIMESTAMP
);
-- Shown activities whose records an edit made (a distance put right, a half, two joined), and of which activities of
-- sources they are made: those lie aside whole, with their records.
CREATE TABLE activity_piece (activity_id BIGINT, of_id BIGINT);
-- Why a person keeps an activity out of all figures; NULL: it counts. It stays in the list of activities.
ALTER TABLE activity ADD COLUMN left_out_because VARCHAR;
ALTER TABLE aside_activity ADD COLUMN left_out_because VARCHAR;
