-- What an athlete has said a row of a source stands for in exercises of one leg.
SELECT source, row_sides FROM side_convention WHERE athlete_id = $athlete_id
