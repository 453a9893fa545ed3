-- What people said the columns of a table mean, by the fingerprint of its header: for this file and later ones.
CREATE TABLE column_mapping (
    header_fingerprint VARCHAR, header VARCHAR, mapping VARCHAR, confirmed_at_utc TIMESTAMP
);
-- Tables that wait until somebody says what their columns mean; `content` is the original, zlib-compressed.
CREATE TABLE waiting_table (
    sha256 VARCHAR, athlete_id INTEGER, name VARCHAR, header_fingerprint VARCHAR, reason VARCHAR, content BLOB,
    waiting_since_utc TIMESTAMP
);
