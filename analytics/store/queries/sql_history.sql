-- What was asked in SQL before, the newest first.
SELECT query_no, query, asked_at_utc, answer_rows FROM sql_query ORDER BY asked_at_utc DESC, query_no DESC
