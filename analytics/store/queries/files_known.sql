-- What became of every file met before; a table of several people belongs to no single athlete.
SELECT sha256, athlete_id, status, reason FROM source_file
