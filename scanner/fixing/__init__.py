"""What to change in a project's own files for findings to be gone, and how that is done."""
