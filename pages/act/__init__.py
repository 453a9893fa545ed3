"""Pages that say what to do."""
