"""A library that is installed in place."""
