"""A member of a workspace."""
