"""What the house shows: a folder is a section of the sidebar, a file a page."""
