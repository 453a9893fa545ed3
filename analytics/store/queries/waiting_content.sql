-- A waiting table itself.
SELECT content FROM waiting_table WHERE sha256 = $sha256
