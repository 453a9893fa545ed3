-- What somebody said of the columns of this header.
SELECT mapping FROM column_mapping WHERE header_fingerprint = $header_fingerprint
