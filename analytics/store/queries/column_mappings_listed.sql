-- The headers whose columns somebody explained, the newest first.
SELECT header_fingerprint, header, mapping, confirmed_at_utc FROM column_mapping ORDER BY confirmed_at_utc DESC, header
