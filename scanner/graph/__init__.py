"""The installed dependency graph: components in, dependencies and ways through them out."""
