-- The rules of questions in SQL that are kept to be asked again.

CREATE TABLE sql_query (
    row_no BIGINT, latest_day DATE,
    query_no BIGINT NOT NULL, -- the query has no number
    query VARCHAR NOT NULL, -- the query has no text
    CHECK (length(trim(query)) BETWEEN 1 AND 20000), -- a query must have between 1 and 20,000 characters
    asked_at_utc TIMESTAMP NOT NULL, -- it is not said when the query was asked
    answer_rows BIGINT NOT NULL, -- it is not said how many rows answered the query
    CHECK (answer_rows >= 0) -- an answer cannot have fewer rows than none
);
