-- What the house knows, loaded anew from data/ whenever a file there changes; and what was last loaded.
CREATE TABLE exercise (exercise_id VARCHAR, name VARCHAR, family VARCHAR, primary_target VARCHAR, hip_weight DOUBLE);
CREATE TABLE injury_kind (diagnosis_id VARCHAR, name VARCHAR, site VARCHAR);
CREATE TABLE injury_site (site VARCHAR, label VARCHAR);
CREATE TABLE dose_decay (lag_weeks INTEGER, weight DOUBLE);
CREATE TABLE rule (name VARCHAR, value DOUBLE, unit VARCHAR, source VARCHAR);
CREATE TABLE glossary (name VARCHAR, label VARCHAR, unit VARCHAR, description VARCHAR, source VARCHAR);
CREATE TABLE evidence (
    id VARCHAR, topic VARCHAR, claim VARCHAR, population VARCHAR, measure VARCHAR, effect DOUBLE, low DOUBLE,
    high DOUBLE, certainty VARCHAR, doi_or_address VARCHAR
);
CREATE TABLE loaded (name VARCHAR, digest VARCHAR);
-- Athletes whose days and weeks must be counted anew, because a change was kept without counting them.
CREATE TABLE stale_athlete (athlete_id INTEGER);
