"""The journey's first half, one way: what a person hands in is read, measured, credited and stored."""
