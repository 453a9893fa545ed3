"""Pages that take something in."""
