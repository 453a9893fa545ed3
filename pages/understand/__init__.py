"""Pages that show what the log can and cannot say."""
