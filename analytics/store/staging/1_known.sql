-- What a row may refer to; filled from the reference tables.
CREATE TABLE known_exercise (exercise_id VARCHAR PRIMARY KEY);
CREATE TABLE known_diagnosis (diagnosis_id VARCHAR PRIMARY KEY);
CREATE TABLE known_site (site VARCHAR PRIMARY KEY);
