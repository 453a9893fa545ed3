-- What somebody asked in SQL of their own, the text once: asked again, it counts as asked then.
CREATE TABLE sql_query (query_no BIGINT, query VARCHAR, asked_at_utc TIMESTAMP, answer_rows BIGINT);
