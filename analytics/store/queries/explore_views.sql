-- The saved views of Explore, those that stand on the overview first; deleted ones say when.
SELECT view_id, name, view, pinned, deleted_at_utc
FROM explore_view
ORDER BY deleted_at_utc IS NOT NULL, pinned DESC, lower(name), view_id
