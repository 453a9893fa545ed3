"""Pages that show how it is worked out and how good the data are."""
