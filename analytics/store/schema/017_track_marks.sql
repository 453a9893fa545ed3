-- Where an activity was every so many minutes (track_marks.py): enough to say how far two recordings of one time lay
-- apart without reading their records. Empty: its records hold no positions. NULL: no records, or not worked out yet.
ALTER TABLE activity ADD COLUMN track_marks BLOB;
ALTER TABLE aside_activity ADD COLUMN track_marks BLOB;
