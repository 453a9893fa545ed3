-- The original of one file, zlib-compressed.
SELECT content FROM source_file WHERE sha256 = $sha256 AND content IS NOT NULL
