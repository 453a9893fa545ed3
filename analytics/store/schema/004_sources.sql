-- Never twice, never lost. What several sources tell of one activity, or of one row of a log, is kept here whole,
-- beside the one that is shown; the shown one is made of them and can be made again without any of them.
ALTER TABLE activity ADD COLUMN date_only BOOLEAN;
ALTER TABLE strength_set ADD COLUMN fit_guesses VARCHAR;

-- One row a source of an activity that has several. `source_id` is the number under which the source's own rows
-- lie in the tables aside_*, `own_id` the number the activity has where this source is alone. The records of the
-- source that `shows_records` lie in `record`, under activity_id; the others' in aside_record, under source_id.
CREATE TABLE activity_source (
    activity_id BIGINT, source_id BIGINT, own_id BIGINT, athlete_id INTEGER, source_sha256 VARCHAR,
    source_kind VARCHAR, arrived_no INTEGER, record_columns INTEGER, record_rows BIGINT, shows_records BOOLEAN
);
CREATE TABLE aside_activity AS FROM activity LIMIT 0;
CREATE TABLE aside_session AS FROM session LIMIT 0;
CREATE TABLE aside_lap AS FROM lap LIMIT 0;
CREATE TABLE aside_run_measure AS FROM run_measure LIMIT 0;
CREATE TABLE aside_record AS FROM record LIMIT 0;
CREATE TABLE aside_strength_set AS FROM strength_set LIMIT 0;
CREATE TABLE aside_coverage AS FROM coverage LIMIT 0;
CREATE TABLE aside_injury AS SELECT *, CAST(NULL AS INTEGER) AS arrived_no FROM injury LIMIT 0;
CREATE TABLE aside_checkin AS SELECT *, CAST(NULL AS INTEGER) AS arrived_no FROM checkin LIMIT 0;
CREATE TABLE aside_weekly_load AS SELECT *, CAST(NULL AS INTEGER) AS arrived_no FROM weekly_load LIMIT 0;

-- Two activities of which somebody or some rule has said something: verdict is doubt (kept apart, to be looked
-- at), same or two (a person has decided). The numbers are own_ids, the smaller first.
CREATE TABLE activity_pair (
    athlete_id INTEGER, one_id BIGINT, other_id BIGINT, verdict VARCHAR, reason VARCHAR, said_at_utc TIMESTAMP
);

-- An import, and which files it brought. A file lives as long as an import that has not been undone brought it.
CREATE TABLE import_batch (batch_id VARCHAR, started_at_utc TIMESTAMP, undone_at_utc TIMESTAMP);
CREATE TABLE batch_file (batch_id VARCHAR, sha256 VARCHAR, athlete_id INTEGER);
CREATE TABLE batch_athlete (batch_id VARCHAR, athlete_id INTEGER);
INSERT INTO import_batch
SELECT batch_id, min(imported_at_utc), NULL FROM source_file WHERE batch_id IS NOT NULL GROUP BY batch_id;
INSERT INTO batch_file
SELECT DISTINCT batch_id, sha256, athlete_id FROM source_file WHERE batch_id IS NOT NULL AND status IN ('added', 'known');
